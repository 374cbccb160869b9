// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_DETECTION_HPP
#define OPENCV_ZOOM_TRAIN_DETECTION_HPP

#include "opencv2/zoom/boxes.hpp"
#include "opencv2/zoom_train/trainer.hpp"

namespace cv {
namespace zoom_train {

//! @addtogroup zoom_train
//! @{

namespace nn {

/** @brief A small detector without anchors: heatmaps of the things' centres, sizes and offsets @cite Zhou2019.

Eight 3x3 convolutions down to a sixteenth of the input's size, and back to a quarter by transposed convolutions, with
what was there on the way down added. The output is [N, labels + 4, h, w], h and w a quarter of the input's size,
rounded up: a logit of every label, the logarithms of width and height in cells, and the centre's offset from the cell's
column and row, in cells. The formula that makes boxes of it is that of the decoder `centre` in detectors/README.md. */
class CV_EXPORTS CentreNet : public Network
{
public:
    /** @param channels of the images
    @param labels number of kinds of things
    @param width channels of the first layer
    @param normalisation of the activations */
    CentreNet(int64_t channels, int64_t labels, int64_t width = 16, Normalisation normalisation = NORM_BATCH);
    torch::Tensor forward(const torch::Tensor& images) override;
    std::string addTo(OnnxGraph& graph, const std::string& input) const override;

    //! As addTo(), but its parts apart: heatmap, size, offset.
    std::vector<std::string> addPartsTo(OnnxGraph& graph, const std::string& input) const;

    //! Number of kinds of things.
    int64_t labels() const { return labelCount; }

private:
    //! Twice the size, with the map of that size from the way down.
    struct Rise
    {
        torch::nn::ConvTranspose2d up{nullptr};
        std::shared_ptr<ConvolutionBlock> side;
    };
    static const int LEVELS = 4;

    Rise makeRise(const std::string& name, int64_t from, int64_t to, Normalisation normalisation);

    int64_t labelCount;
    std::vector<std::shared_ptr<ConvolutionBlock>> blocks;
    std::vector<Rise> rises;
    std::shared_ptr<ConvolutionBlock> head;
    torch::nn::Conv2d heatmap{nullptr}, size{nullptr}, offset{nullptr};
};

/** @brief Loads a detector from a TorchScript file, as a network with the output of a CentreNet.

Its input is [N, C, h, w], its output three maps of one size, whichever that is: heatmap [N, labels, rows, columns],
size and offset [N, 2, rows, columns], with the values of the decoder `centre` in detectors/README.md. They are a tuple
or a list in this order, or a dict with these names. Other outputs are an error of forward(), which says what there is.
@param path of the file
@param labels number of kinds of things
@param pixels as of loadTorchScript() */
CV_EXPORTS std::shared_ptr<Network> loadTorchScriptDetector(const std::string& path, int64_t labels,
                                                            const PixelRange& pixels = PixelRange());

} // namespace nn

/** @brief The transform of one image of a batch.
@param grids [N, Gh, Gw, 2]
@param number of the image, from 0 to N - 1
@param frame size of the frame in pixels
@param zoomed size of the zoomed frame in pixels */
CV_EXPORTS zoom::ZoomTransform transformOf(const torch::Tensor& grids, int64_t number, Size frame, Size zoomed);

/** @brief Points of frames in the zoomed frames, both normalised, with their gradient with respect to the grids.

Found by ZoomTransform and made exact in double; the gradient is that of the implicit function.
@param grids [N, Gh, Gw, 2]
@param numbers [P], which of the grids is a point's
@param points [P, 2]
@param shown optional output, [P], bool: whether the zoomed frame shows the point. One that it does not show is where
ZoomTransform::toZoomedPoints() has it, and has no gradient.
@return [P, 2], double */
CV_EXPORTS torch::Tensor toZoomedPoints(const torch::Tensor& grids, const torch::Tensor& numbers,
                                        const torch::Tensor& points, torch::Tensor* shown = nullptr);

/** @brief Boxes of frames in the zoomed frames, both normalised, with their gradient with respect to the grids.

These are the boxes of zoom::zoomedBoxes(): zoom::frameBoxes() brings them back to the labels exactly. A side that is
not shown is at the border, and has no gradient there.
@param grids [N, Gh, Gw, 2]
@param numbers [M], which of the grids is a box's
@param boxes [M, 4]: x, y, width, height
@param shown output, [M], bool: whether the zoomed frame shows the box's middle, and some width and height of it
@return [M, 4], double */
CV_EXPORTS torch::Tensor toZoomedBoxes(const torch::Tensor& grids, const torch::Tensor& numbers,
                                       const torch::Tensor& boxes, torch::Tensor& shown);

/** @brief How much of the frame the cells of the zoomed frame show, relative to what they show of it unzoomed.
@param grids [N, Gh, Gw, 2]
@param rows, columns of cells that the zoomed frame is divided into
@return [N, 1, rows, columns], double; 1 everywhere for the identity, and everywhere a mean of 1 where all of the frame
is shown. Has its gradient with respect to the grids. */
CV_EXPORTS torch::Tensor frameAreas(const torch::Tensor& grids, int64_t rows, int64_t columns);

//! What a CentreNet shall say of a batch. Of tensors with K entries each is about one cell that speaks for a thing.
struct CV_EXPORTS CentreTargets
{
    /** [N, labels, rows, columns]: 1 in the cell of a thing's centre and a Gaussian around it, whose standard deviation
    is an eighth of the thing's width and height, but not below 0.4 cells; of several things the largest value. A
    constant: no gradient. */
    torch::Tensor heat;
    torch::Tensor areas;   //!< frameAreas() of the cells, [N, 1, rows, columns]
    torch::Tensor share;   //!< [N]: 1/N by the number of things that are shown of the frame, or 1
    torch::Tensor cells;   //!< [K]: (sample*rows + row)*columns + column, in the 3x3 around a thing's centre
    torch::Tensor weights; //!< [K]: falls with the distance from the centre; sums up to its sample's share for a thing
    torch::Tensor extents; //!< [K, 2]: the thing's width and height in cells; a constant
    torch::Tensor values;  //!< [K, 4]: what the cell shall say of size and offset, with the gradient
};

/** @brief Maps labels into the zoomed frames, and makes targets of them.
@param things data::Batch::things; what the zoomed frame does not show is left out
@param grids [N, Gh, Gw, 2] of the batch
@param labels, rows, columns of CentreNet's output. Of two things in one cell the smaller one has it. */
CV_EXPORTS CentreTargets centreTargets(const torch::Tensor& things, const torch::Tensor& grids, int64_t labels,
                                       int64_t rows, int64_t columns);

/** @brief The loss of a CentreNet, weighted against the distortion.

Heatmap: the focal loss of the paper, where every cell that is no centre counts by the share of the frame that it shows,
so that it is an integral over the frame, however that is zoomed. Size: absolute error of the logarithm, which a
magnification does not change. Offset: absolute error as a share of the thing's size, not in cells. Each thing of a
frame and each frame of a batch has the same weight. */
CV_EXPORTS torch::Tensor centreLoss(const torch::Tensor& output, const CentreTargets& targets);

/** @brief Trains a CentreNet: batchLoss is centreLoss() through the resampler's last grid.

The metric is the loss; average precision is findings and judge of a program with detectors/, as zoom_train is. */
CV_EXPORTS Objective centreObjective();

/** @brief Where things are in the frames of a set: the mean of zoom::boxesToSaliency() over the frames that have some.
@return [1, 1, nodes.height, nodes.width] with sum 1 */
CV_EXPORTS torch::Tensor boxPrior(const data::Dataset& dataset, Size nodes);

/** @brief Writes a CentreNet as ONNX, and the file with which detectors/ runs it.
@param network the trained one
@param input size of the zoomed frame; sides must be multiples of 16
@param labels a name for each kind of thing
@param path the detector's file, *.yaml; the network goes beside it, with the ending onnx
@param threshold, nmsOverlap what the file says of them */
CV_EXPORTS void exportDetector(nn::CentreNet& network, Size input, const std::vector<std::string>& labels,
                               const std::string& path, double threshold = 0.3, double nmsOverlap = 0.5);

//! @}

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_DETECTION_HPP
