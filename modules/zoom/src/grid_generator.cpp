// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "grid_generator.hpp"

#include "kernels/certificate.hpp"
#include "kernels/density.hpp"
#include "math/portable.hpp"
#include "saliency_maps.hpp"

#include <algorithm>
#include <limits>

namespace cv {
namespace zoom {

namespace {

//! Normalises the map and mixes it with the uniform one.
template <typename T>
void mix(const Mat& saliency, double scale, double uniform, double* mixed)
{
    for (int i = 0; i < saliency.rows; ++i)
    {
        const T* from = saliency.ptr<T>(i);
        double* to = mixed + size_t(i) * saliency.cols;
        for (int j = 0; j < saliency.cols; ++j)
            to[j] = scale * from[j] + uniform;
    }
}

//! Makes the output and calls fill(i, row) for every row of it, 2*size.width values.
template <typename Fill>
void writeGrid(Size size, OutputArray grid, Fill fill)
{
    grid.create(size, CV_32FC2);
    Mat out = grid.getMat();
    for (int i = 0; i < size.height; ++i)
        fill(i, out.ptr<float>(i));
}

} // namespace

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
        CV_Error_(Error::StsBadArg,
                  ("GridParams::borderType is %d; BORDER_REFLECT_101 and BORDER_REPLICATE are allowed", p.borderType));
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
    // A transport map that is not smoothed uses no tables; any width will do for them.
    const double sigma = params.sigma > 0 ? params.sigma * radius : 1;
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

//! Makes the density of the mixed map.
void GridGenerator::makeDensity(Size size)
{
    if (params.sigma > 0)
        kernels::smoothDensity(alongX, alongY, mixed.data(), buffer.data());
    kernels::limitDensity(mixed.data(), size_t(size.area()), {params.minMagnification, params.maxMagnification});
}

//! Checks the map, makes the tables for its size, normalises and mixes it.
void GridGenerator::takeSaliency(const Mat& saliency)
{
    const double sum = checkedSaliencySum(saliency, "saliency");
    const Size size = saliency.size();
    checkGridSize(size, "saliency");
    if (!params.gridSize.empty() && size != params.gridSize)
        CV_Error_(
            Error::StsUnmatchedSizes,
            ("saliency is %dx%d, GridParams::gridSize %dx%d nodes (columns x rows); a map of another size goes through "
             "saliencyToNodes first",
             size.width, size.height, params.gridSize.width, params.gridSize.height));
    if (!(sum > 0))
        CV_Error(Error::StsBadArg, "saliency sums to 0; at least one value must be positive");
    if (params.mode == GRID_TRANSPORT &&
        (size.width > kernels::MAX_TRANSPORT_NODES || size.height > kernels::MAX_TRANSPORT_NODES))
        CV_Error_(Error::StsOutOfRange, ("saliency is %dx%d nodes; GRID_TRANSPORT takes up to %dx%d", size.width,
                                         size.height, kernels::MAX_TRANSPORT_NODES, kernels::MAX_TRANSPORT_NODES));
    prepare(size);

    const double scale = (1 - params.uniformMix) / sum, uniform = params.uniformMix / size.area();
    if (saliency.depth() == CV_32F)
        mix<float>(saliency, scale, uniform, mixed.data());
    else
        mix<double>(saliency, scale, uniform, mixed.data());
}

void GridGenerator::generate(const Mat& saliency, OutputArray grid, bool warm)
{
    CV_INSTRUMENT_REGION();
    takeSaliency(saliency);
    const Size size = saliency.size();
    if (params.mode == GRID_SEPARABLE)
        generateSeparable(size, grid);
    else
        generatePlanar(size, warm, grid);
}

void GridGenerator::generateSeparable(Size size, OutputArray grid)
{
    double *u = nodes.data(), *v = u + size.width;
    kernels::separableGrid(mixed.data(), size.height, size.width, alongX, alongY, buffer.data(), u, v);
    if (isLimited(params))
    {
        const DeterminantLimits limits(params);
        kernels::mendSeparableGrid(u, size.width, v, size.height, limits.least, limits.most);
    }
    writeGrid(size, grid, [=](int i, float* row) {
        const float y = float(v[i]);
        for (int j = 0; j < size.width; ++j)
        {
            row[2 * j] = float(u[j]);
            row[2 * j + 1] = y;
        }
    });
}

void GridGenerator::generatePlanar(Size size, bool warm, OutputArray grid)
{
    if (params.mode == GRID_TRANSPORT)
    {
        makeDensity(size);
        solver.solve(mixed.data(), size.height, size.width, warm, nodes.data());
    }
    else
    {
        kernels::attractionGrid(mixed.data(), size.height, size.width, alongX, alongY, buffer.data(), nodes.data());
    }
    if (isLimited(params))
    {
        const DeterminantLimits limits(params);
        kernels::mendGrid(nodes.data(), size.height, size.width, limits.least, limits.most);
    }
    writeGrid(size, grid, [&](int i, float* row) {
        const double* from = &nodes[2 * size_t(i) * size.width];
        std::copy(from, from + 2 * size.width, row);
    });
}

double GridGenerator::massError(const Mat& saliency, const Mat& grid, OutputArray _errors)
{
    takeSaliency(saliency);
    const Size size = saliency.size();
    if (grid.type() != CV_32FC2 || grid.dims != 2 || grid.size() != size)
        CV_Error_(Error::StsUnmatchedSizes,
                  ("grid is %dx%d of %s; allowed is %dx%d (as saliency) of CV_32FC2", grid.cols, grid.rows,
                   typeToString(grid.type()).c_str(), size.width, size.height));
    kernels::MassLattice lattice;
    lattice.resize(size.height, size.width);
    for (int i = 0; i < size.height; ++i)
        for (int j = 0; j < size.width; ++j)
        {
            const Vec2f p = grid.at<Vec2f>(i, j);
            if (!(p[0] >= 0 && p[0] <= 1 && p[1] >= 0 && p[1] <= 1)) // written so that NaN fails, too
                CV_Error_(Error::StsOutOfRange,
                          ("grid holds (%g, %g) at row %d, column %d; [0, 1] is allowed", p[0], p[1], i, j));
            lattice.x[size_t(i) * size.width + j] = double(p[0]) * (size.width - 1);
            lattice.y[size_t(i) * size.width + j] = double(p[1]) * (size.height - 1);
        }
    makeDensity(size);
    lattice.setDensity(mixed.data(), 1);
    double mean;
    lattice.measure(mean);
    if (_errors.needed())
        Mat(size.height - 1, size.width - 1, CV_64F, lattice.excess.data()).convertTo(_errors, CV_32F);
    return mean;
}

} // namespace zoom
} // namespace cv
