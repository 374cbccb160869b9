// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "grid_generator.hpp"

#include "kernels/certificate.hpp"
#include "saliency_maps.hpp"

#include <limits>

namespace cv {
namespace zoom {

void checkGridSize(Size size, const char* name)
{
    if (size.width < 2 || size.height < 2 || size.width > 512 || size.height > 512)
        CV_Error_(Error::StsOutOfRange,
                  ("%s is %dx%d nodes; 2x2 to 512x512 are allowed", name, size.width, size.height));
}

void checkGridParams(const GridParams& p)
{
    if (p.mode != GRID_ATTRACTION && p.mode != GRID_SEPARABLE && p.mode != GRID_TRANSPORT)
        CV_Error_(Error::StsBadArg, ("GridParams::mode is %d; it must be one of cv::zoom::GridModes", p.mode));
    if (!p.gridSize.empty())
        checkGridSize(p.gridSize, "GridParams::gridSize");
    const bool noSmoothing = p.mode == GRID_TRANSPORT && p.sigma == 0;
    if (!(p.sigma > 0 && p.sigma <= 10) && !noSmoothing)
        CV_Error_(Error::StsOutOfRange, ("GridParams::sigma is %g; (0, 10] is allowed", p.sigma));
    if (p.borderType != BORDER_REFLECT_101 && p.borderType != BORDER_REPLICATE)
        CV_Error_(Error::StsBadArg, ("GridParams::borderType is %d; BORDER_REFLECT_101 and BORDER_REPLICATE are allowed",
                                     p.borderType));
    if (!(p.uniformMix >= 0 && p.uniformMix <= 1))
        CV_Error_(Error::StsOutOfRange, ("GridParams::uniformMix is %g; [0, 1] is allowed", p.uniformMix));
    if (!(p.minMagnification >= 0 && p.minMagnification <= 1))
        CV_Error_(Error::StsOutOfRange, ("GridParams::minMagnification is %g; [0, 1] is allowed", p.minMagnification));
    if (!(p.maxMagnification == 0 || (p.maxMagnification >= 1 && p.maxMagnification <= 1e6)))
        CV_Error_(Error::StsOutOfRange,
                  ("GridParams::maxMagnification is %g; 0 (no limit) or [1, 1e6] is allowed", p.maxMagnification));
}

void GridGenerator::setParams(const GridParams& p)
{
    checkGridParams(p);
    params = p;
    preparedSize = Size();
}

void GridGenerator::prepare(Size size)
{
    if (size == preparedSize)
        return;
    const int radius = std::min(size.width, size.height) - 1;
    const double sigma = params.sigma * radius;
    const bool reflect = params.borderType == BORDER_REFLECT_101;
    alongX.build(size.width, radius, sigma, reflect);
    if (size.height == size.width)
        alongY = alongX;
    else
        alongY.build(size.height, radius, sigma, reflect);
    buffer.resize(kernels::attractionBufferSize(size.height, size.width));
    mixed.resize(size.area());
    nodes.resize(2 * size_t(size.area()));
    preparedSize = size;
}

void GridGenerator::generate(const Mat& saliency, Mat& grid)
{
    CV_INSTRUMENT_REGION();
    const double sum = checkedSaliencySum(saliency, "saliency");
    const Size size = saliency.size();
    checkGridSize(size, "saliency");
    if (!params.gridSize.empty() && size != params.gridSize)
        CV_Error_(Error::StsUnmatchedSizes,
                  ("saliency is %dx%d, GridParams::gridSize %dx%d nodes (columns x rows); a map of another size goes through "
                   "saliencyToNodes first",
                   size.width, size.height, params.gridSize.width, params.gridSize.height));
    if (!(sum > 0))
        CV_Error(Error::StsBadArg, "saliency sums to 0; at least one value must be positive");
    if (params.mode == GRID_TRANSPORT)
        CV_Error(Error::StsNotImplemented,
                 "GridParams::mode is GRID_TRANSPORT, which is not there yet; use GRID_ATTRACTION or GRID_SEPARABLE");
    prepare(size);

    const double scale = (1 - params.uniformMix) / sum, uniform = params.uniformMix / size.area();
    for (int i = 0; i < size.height; ++i)
    {
        double* row = &mixed[size_t(i) * size.width];
        for (int j = 0; j < size.width; ++j)
            row[j] = scale * (saliency.depth() == CV_32F ? saliency.at<float>(i, j) : saliency.at<double>(i, j)) + uniform;
    }

    const auto generator = params.mode == GRID_SEPARABLE ? kernels::separableGrid : kernels::attractionGrid;
    generator(mixed.data(), size.height, size.width, alongX, alongY, buffer.data(), nodes.data());

    if (params.minMagnification > 0 || params.maxMagnification > 0)
    {
        // A limit that is off leaves what a map needs to be one-to-one: a determinant above what float can resolve.
        const double most = params.maxMagnification, least = params.minMagnification;
        kernels::mendGrid(nodes.data(), size.height, size.width, most > 0 ? 1 / (most * most) : 1e-6,
                          least > 0 ? 1 / (least * least) : std::numeric_limits<double>::max());
    }

    grid.create(size, CV_32FC2);
    for (int i = 0; i < size.height; ++i)
    {
        const double* from = &nodes[2 * size_t(i) * size.width];
        std::copy(from, from + 2 * size.width, grid.ptr<float>(i));
    }
}

} // namespace zoom
} // namespace cv
