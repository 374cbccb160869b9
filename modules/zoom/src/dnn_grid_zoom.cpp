// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "dnn_layers.hpp"

namespace cv {
namespace zoom {

namespace {

class GridZoomLayer CV_FINAL : public PlainLayer
{
public:
    explicit GridZoomLayer(const dnn::LayerParams& params) : PlainLayer(params)
    {
        zoomedSize = sizeAttribute(params, "zoomed_size");
        if (zoomedSize.empty())
            refuse("attribute zoomed_size is missing");
        const String mode = textAttribute(params, "interpolation", "area");
        interpolation = mode == "area"      ? INTER_AREA
                        : mode == "linear"  ? INTER_LINEAR
                        : mode == "nearest" ? INTER_NEAREST
                                            : -1;
        if (interpolation < 0)
            refuse("attribute interpolation is '" + mode + "'; allowed are area, linear, nearest");
    }

protected:
    std::vector<dnn::MatShape> outputShapes(const std::vector<dnn::MatShape>& inputs) const CV_OVERRIDE
    {
        checkCount(inputs, 2);
        const dnn::MatShape& frame = inputs[0];
        if (frame.size() != 4)
            refuse("the shape of frame is " + dnn::toString(frame) + "; allowed is N x C x H x W");
        checkGrids(inputs[1], frame[0]);
        return {dnn::MatShape{frame[0], frame[1], zoomedSize.height, zoomedSize.width}};
    }

    void run(const std::vector<Mat>& inputs, std::vector<Mat>& outputs) CV_OVERRIDE
    {
        const Mat &frames = inputs[0], &grids = inputs[1];
        const Size frameSize(frames.size[3], frames.size[2]);
        for (int n = 0; n < frames.size[0]; ++n)
        {
            const Mat grid(grids.size[1], grids.size[2], CV_32FC2, const_cast<float*>(grids.ptr<float>(n)));
            transform.assign(grid, frameSize, zoomedSize);
            for (int c = 0; c < frames.size[1]; ++c)
            {
                const Mat frame(frameSize, CV_32F, const_cast<float*>(frames.ptr<float>(n, c)));
                Mat zoomed(zoomedSize, CV_32F, outputs[0].ptr<float>(n, c));
                transform.zoom(frame, zoomed, interpolation);
            }
        }
    }

private:
    Size zoomedSize;
    int interpolation;
    ZoomTransform transform;
};

} // namespace

Ptr<dnn::Layer> createGridZoomLayer(dnn::LayerParams& params)
{
    return makePtr<GridZoomLayer>(params);
}

} // namespace zoom
} // namespace cv
