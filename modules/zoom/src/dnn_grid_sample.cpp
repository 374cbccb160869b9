// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "dnn_layers.hpp"
#include "math/lattice.hpp"
#include "parallel.hpp"

#include <cmath>

namespace cv {
namespace zoom {

namespace {

//! The two pixels of an axis between which a place lies, and their weights.
struct Taps
{
    int first, second;
    double firstWeight, secondWeight;
};

//! How a coordinate of GridSample becomes taps. In double: in wide images a float's last bits are parts of a pixel.
class Axis
{
public:
    enum Padding
    {
        ZEROS,
        BORDER,
        REFLECTION
    };

    Axis(int _pixels, Padding _padding, bool _alignCorners)
        : pixels(_pixels), padding(_padding), alignCorners(_alignCorners)
    {
    }

    Taps at(float coordinate) const
    {
        // -1 and 1 are the centres of the outermost pixels or, without align_corners, their outer edges.
        double p =
            alignCorners ? (double(coordinate) + 1) / 2 * (pixels - 1) : ((double(coordinate) + 1) * pixels - 1) / 2;
        if (padding == ZEROS)
            return tapsWithZeros(p);
        if (padding == REFLECTION)
            p = reflected(p);
        if (cvIsNaN(p)) // ONNX does not say what to do; any pixel will do, but not one outside
            p = 0;
        const math::LatticePosition<double> found = math::positionAmongCentres(p, pixels);
        return {found.cell, std::min(found.cell + 1, pixels - 1), 1 - found.t, found.t};
    }

private:
    Taps tapsWithZeros(double p) const
    {
        if (!(p > -1 && p < pixels)) // written so that NaN lies outside, too
            return {0, 0, 0, 0};
        const int cell = cvFloor(p);
        const double t = p - cell;
        const bool before = cell < 0, beyond = cell + 1 >= pixels;
        return {before ? 0 : cell, beyond ? pixels - 1 : cell + 1, before ? 0 : 1 - t, beyond ? 0 : t};
    }

    //! Mirrored about the outermost centres or edges until it lies between them.
    double reflected(double p) const
    {
        const double low = alignCorners ? 0 : -0.5, length = alignCorners ? pixels - 1 : pixels;
        if (length == 0)
            return 0;
        const double past = std::fmod(std::abs(p - low), 2 * length);
        return low + std::min(past, 2 * length - past);
    }

    int pixels;
    Padding padding;
    bool alignCorners;
};

class GridSampleLayer CV_FINAL : public PlainLayer
{
public:
    explicit GridSampleLayer(const dnn::LayerParams& params) : PlainLayer(params)
    {
        const String mode = textAttribute(params, "mode", "bilinear");
        if (mode != "bilinear" && mode != "linear")
            refuse("attribute mode is '" + mode + "'; allowed are bilinear, linear");
        const String beyond = textAttribute(params, "padding_mode", "zeros");
        if (beyond != "zeros" && beyond != "border" && beyond != "reflection")
            refuse("attribute padding_mode is '" + beyond + "'; allowed are zeros, border, reflection");
        padding = beyond == "zeros" ? Axis::ZEROS : beyond == "border" ? Axis::BORDER : Axis::REFLECTION;
        alignCorners = flagAttribute(params, "align_corners");
    }

protected:
    std::vector<dnn::MatShape> outputShapes(const std::vector<dnn::MatShape>& inputs) const CV_OVERRIDE
    {
        checkCount(inputs, 2);
        const dnn::MatShape &images = inputs[0], &grid = inputs[1];
        if (images.size() != 4)
            refuse("the shape of X is " + dnn::toString(images) + "; allowed is N x C x H x W");
        checkGrids(grid, images[0]);
        return {dnn::MatShape{images[0], images[1], grid[1], grid[2]}};
    }

    void run(const std::vector<Mat>& inputs, std::vector<Mat>& outputs) CV_OVERRIDE
    {
        const Mat &images = inputs[0], &grids = inputs[1];
        Mat& sampled = outputs[0];
        const int channels = images.size[1], rows = grids.size[1], columns = grids.size[2], width = images.size[3];
        const Axis alongX(width, padding, alignCorners), alongY(images.size[2], padding, alignCorners);
        parallelFor(Range(0, images.size[0] * rows), [&](const Range& range) {
            for (int row = range.start; row < range.end; ++row)
            {
                const int n = row / rows, i = row % rows;
                const float* places = grids.ptr<float>(n, i);
                for (int j = 0; j < columns; ++j)
                {
                    const Taps x = alongX.at(places[2 * j]), y = alongY.at(places[2 * j + 1]);
                    // Where nothing is read, no infinite pixel counts.
                    const bool outside =
                        (x.firstWeight == 0 && x.secondWeight == 0) || (y.firstWeight == 0 && y.secondWeight == 0);
                    for (int c = 0; c < channels; ++c)
                    {
                        if (outside)
                        {
                            sampled.ptr<float>(n, c)[size_t(i) * columns + j] = 0;
                            continue;
                        }
                        const float* image = images.ptr<float>(n, c);
                        const float *upper = image + size_t(y.first) * width, *lower = image + size_t(y.second) * width;
                        const double above = x.firstWeight * upper[x.first] + x.secondWeight * upper[x.second];
                        const double below = x.firstWeight * lower[x.first] + x.secondWeight * lower[x.second];
                        sampled.ptr<float>(n, c)[size_t(i) * columns + j] =
                            float(y.firstWeight * above + y.secondWeight * below);
                    }
                }
            }
        });
    }

private:
    Axis::Padding padding;
    bool alignCorners;
};

} // namespace

Ptr<dnn::Layer> createGridSampleLayer(dnn::LayerParams& params)
{
    return makePtr<GridSampleLayer>(params);
}

} // namespace zoom
} // namespace cv
