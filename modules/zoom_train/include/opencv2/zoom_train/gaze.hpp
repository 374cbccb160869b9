// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_GAZE_HPP
#define OPENCV_ZOOM_TRAIN_GAZE_HPP

#include "opencv2/zoom_train/trainer.hpp"

namespace cv {
namespace zoom_train {

//! @addtogroup zoom_train
//! @{

/** @brief What is known of a frame in which a person looks at something: columns of data::Batch::attributes.

The values to find are the gaze point's x and y in centimetres, on the plane of the screen and relative to the camera, x
to the right and y up as the person sees the screen. */
enum GazeAttribute
{
    GAZE_SEEN,        //!< 1: the eyes show the gaze; 0: nobody can tell it (closed lids)
    GAZE_DISTANCE,    //!< of the face from the camera along its axis, in centimetres; 0: not known
    GAZE_IRIS,        //!< diameter of the irises in pixels of the frame, the mean of both; 0: not known
    GAZE_FOCAL_X,     //!< focal length in widths of the frame
    GAZE_FOCAL_Y,     //!< the same in heights
    GAZE_PRINCIPAL_X, //!< principal point, in widths from the left
    GAZE_PRINCIPAL_Y, //!< in heights from the top
    GAZE_ATTRIBUTES   //!< how many there are
};

namespace nn {

/** @brief What a network must know of the places in its input to tell centimetres from pixels.

A zoom moves and magnifies, and cameras differ. The gradient with respect to the grid is kept: where the grid moves, the
picture moves in the input and its rays move with it, and the loss shall see both.
@param grids of the resampler, [N, Gh, Gw, 2]
@param attributes of the frames, [N, GAZE_ATTRIBUTES]; undefined or [N, 0]: a camera with a focal length of 0.32 widths
and 0.57 heights and the principal point in the middle
@param cells that the input is divided into @param input size of the zoomed images in pixels
@return [N, 3, cells.height, cells.width]: x and y of the ray through the cell's middle (the mean of its corners) at a
depth of 1, to the right and down, and 4 plus the logarithm of the angle (at a depth of 1: of the length) that a pixel
of the input covers there */
CV_EXPORTS torch::Tensor raysOf(const torch::Tensor& grids, const torch::Tensor& attributes, Size cells, Size input);

/** @brief Task network: where a person in the image looks.

Seven 3x3 convolutions down to a sixteenth of the input's size, one more that also sees raysOf() the cells, and a
pooling whose weights the network chooses for each of its values: a softmax over the places. So the values hold what was
found and where, whatever the input's size is. Two linear layers follow.

The output is [N, 3]: gaze x and y in centimetres, and the log-odds that the eyes show the gaze. */
class CV_EXPORTS GazeNet : public Network
{
public:
    //! Pixels of the input along the side of a cell; at the right and lower edge fewer.
    static const int CELL = 16;

    /** @param channels of the images
    @param width channels of the first layer
    @param normalisation of the activations
    @param deformation of the last three convolutions before the rays: the deformable baselines, as SmallTask's */
    explicit GazeNet(int64_t channels = 3, int64_t width = 16, Normalisation normalisation = NORM_BATCH,
                     Deformation deformation = DEFORM_NONE);
    //! Of images that are whole frames of the camera that raysOf() takes where nothing is known.
    torch::Tensor forward(const torch::Tensor& images) override;
    torch::Tensor forwardWithView(const torch::Tensor& images, const View& view) override;

    //! The cells of an input.
    static Size cellsOf(Size input);
    //! Adds the network to an ONNX graph. @return names of the outputs: gaze [1, 3] and features [1, features()]
    std::pair<std::string, std::string> addPartsTo(OnnxGraph& graph, const std::string& images,
                                                   const std::string& rays) const;
    //! Length of the last hidden layer, from which a person's calibration may start.
    int64_t features() const { return last->weight.size(1); }

private:
    torch::Tensor outputs(const torch::Tensor& images, const torch::Tensor& rays);

    std::vector<std::shared_ptr<ConvolutionBlock>> blocks;
    std::shared_ptr<ConvolutionBlock> joint;
    torch::nn::Conv2d values{nullptr}, places{nullptr};
    torch::nn::Linear hidden{nullptr}, last{nullptr};
    Size lastCells; // of what forward() last saw
};

} // namespace nn

/** @brief Trains a GazeNet, or any network that gives gaze x and y.

The loss is smooth L1 of the gaze where the eyes show it, and cross-entropy of a third output: whether they do. The
metric is the mean distance to the gaze point in centimetres, over frames that show the gaze. Evaluation::details has it
by distance, the irises' size in the frame and in the network's input, the magnification at the eyes
(data::Batch::things: label 0 the right one, 1 the left one), and the error of who always says the mean gaze. */
CV_EXPORTS Objective gazeObjective();

/** @brief Writes a GazeNet as ONNX for cv::dnn: inputs `image` and `rays` (gaze::Rays makes them), outputs `gaze` and
`features`.
@param network that takes colour images @param input size of the zoomed frame @param path of the file */
CV_EXPORTS void exportGazeNet(nn::GazeNet& network, Size input, const std::string& path);

//! @}

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_GAZE_HPP
