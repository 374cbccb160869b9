// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_ONNX_SAMPLING_HPP
#define ZOOM_TRAIN_ONNX_SAMPLING_HPP

#include "opencv2/zoom_train/export.hpp"

namespace cv {
namespace zoom_train {

/** @brief What a sampler does, in ONNX's own operators.

Everything that is linear is a product with matrices that the module's own code makes: they multiply from the right,
which is what cv::dnn's MatMul takes, so a second axis has its turn after a Transpose. */
class OnnxSampling
{
public:
    //! The coordinates of a grid, each 1 x 1 x rows x columns.
    struct Nodes
    {
        std::string u, v; //!< names of nodes' outputs
    };

    //! @param graph of opset 16 that the nodes go to
    explicit OnnxSampling(OnnxGraph& _graph) : graph(_graph) {}

    //! nn::areaDownsample(). @param frame 1 x C x frameSize
    std::string addLowRes(const std::string& frame, Size frameSize, Size lowRes);

    /** @brief saliencyToNodes() and saliencyToGrid(), mending included. What cannot be expressed is an error.
    @param map 1 x 1 x mapSize, pixel-centred
    @param params with a size of the grid; of attraction or separable mode */
    Nodes addGrid(const std::string& map, Size mapSize, const zoom::GridParams& params);

    //! The nodes as one tensor, 1 x rows x columns x 2.
    std::string addTogether(const Nodes& nodes);

    //! ZoomTransform::zoom() with cv::INTER_LINEAR. @param sampling 1 x h x w x 2, as GridSample takes it
    std::string addSampled(const std::string& frame, const std::string& sampling);

    //! The same by nodes. @param frame 1 x C x H x W
    std::string addZoom(const std::string& frame, const Nodes& nodes, Size gridSize, Size zoomedSize);

private:
    std::string number(double value);
    std::string product(const std::string& x, const torch::Tensor& first, const torch::Tensor& second);
    std::string clamped(const std::string& x);
    std::string part(const std::string& x, int64_t axis, int64_t begin, int64_t end);
    Nodes identity(Size gridSize);
    std::string shareToReach(const std::string& square, const std::string& linear, const std::string& constant,
                             double limit);
    Nodes addMended(const Nodes& nodes, const Nodes& straight, const zoom::GridParams& params);

    OnnxGraph& graph;
};

} // namespace zoom_train
} // namespace cv

#endif // ZOOM_TRAIN_ONNX_SAMPLING_HPP
