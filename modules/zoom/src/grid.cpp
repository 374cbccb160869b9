// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "cuda_picture.hpp"
#include "grid_generator.hpp"
#include "ocl_grid.hpp"

namespace cv {
namespace zoom {

namespace {

struct NamedValue
{
    const char* name;
    int value;
};

const NamedValue modeNames[] = {
    {"attraction", GRID_ATTRACTION}, {"separable", GRID_SEPARABLE}, {"transport", GRID_TRANSPORT}};
const NamedValue borderNames[] = {{"reflect101", BORDER_REFLECT_101}, {"replicate", BORDER_REPLICATE}};

template <size_t N>
int valueOf(const NamedValue (&names)[N], const FileNode& node)
{
    const String text = node.string();
    String allowed;
    for (const NamedValue& n : names)
    {
        if (text == n.name)
            return n.value;
        allowed += String(allowed.empty() ? "" : ", ") + n.name;
    }
    CV_Error_(Error::StsParseError,
              ("field %s is '%s'; allowed are %s", node.name().c_str(), text.c_str(), allowed.c_str()));
}

template <size_t N>
const char* nameOf(const NamedValue (&names)[N], int value)
{
    for (const NamedValue& n : names)
        if (n.value == value)
            return n.name;
    CV_Error_(Error::StsBadArg, ("value %d has no name", value));
}

bool sameParams(const GridParams& a, const GridParams& b)
{
    return a.mode == b.mode && a.gridSize == b.gridSize && a.sigma == b.sigma && a.borderType == b.borderType &&
           a.uniformMix == b.uniformMix && a.minMagnification == b.minMagnification &&
           a.maxMagnification == b.maxMagnification;
}

void readNumber(const FileNode& fn, const char* name, double& value)
{
    const FileNode node = fn[name];
    if (node.empty())
        return;
    if (!node.isReal() && !node.isInt())
        CV_Error_(Error::StsParseError, ("field %s is not a number", name));
    value = node.real();
}

} // namespace

GridParams::GridParams()
    : mode(GRID_ATTRACTION), gridSize(31, 31), sigma(13 / (2 * std::sqrt(2 * std::log(2.0))) / 30),
      borderType(BORDER_REFLECT_101), uniformMix(0.1), minMagnification(0.25), maxMagnification(8)
{
}

void GridParams::read(const FileNode& fn)
{
    GridParams p = *this;
    if (!fn["mode"].empty())
        p.mode = valueOf(modeNames, fn["mode"]);
    if (!fn["border"].empty())
        p.borderType = valueOf(borderNames, fn["border"]);
    const FileNode size = fn["grid_size"];
    if (!size.empty())
    {
        if (!size.isSeq() || size.size() != 2)
            CV_Error(Error::StsParseError, "field grid_size is not a pair of numbers (columns, rows)");
        size >> p.gridSize;
    }
    readNumber(fn, "sigma", p.sigma);
    readNumber(fn, "uniform_mix", p.uniformMix);
    readNumber(fn, "min_magnification", p.minMagnification);
    readNumber(fn, "max_magnification", p.maxMagnification);
    checkGridParams(p);
    *this = p;
}

void GridParams::write(FileStorage& fs) const
{
    fs << "mode" << nameOf(modeNames, mode) << "grid_size" << gridSize << "sigma" << sigma << "border"
       << nameOf(borderNames, borderType) << "uniform_mix" << uniformMix << "min_magnification" << minMagnification
       << "max_magnification" << maxMagnification;
}

void saliencyToGrid(InputArray saliency, OutputArray grid, const GridParams& params)
{
    checkGridParams(params);
    if (saliency.isGpuMat())
        return saliencyToGrid(saliency.getGpuMat(), cudaOutput(grid, "grid"), params, cuda::Stream::Null());
    if (oclSaliencyToGrid(saliency, grid, params))
        return;
    // The tables and the scratch stay for the next call of the thread: making them takes longer than a separable grid.
    thread_local GridGenerator generator;
    if (!sameParams(generator.getParams(), params))
        generator.setParams(params);
    const Mat map = saliency.getMat(); // keeps the map alive when the grid takes its place
    if (grid.isMat())
        return generator.generate(map, grid);
    Mat nodes;
    generator.generate(map, nodes);
    nodes.copyTo(grid);
}

double massError(InputArray saliency, InputArray grid, OutputArray errors, const GridParams& params)
{
    GridParams transport = params;
    transport.mode = GRID_TRANSPORT;
    GridGenerator generator;
    generator.setParams(transport);
    return generator.massError(saliency.getMat(), grid.getMat(), errors);
}

void identityGrid(Size gridSize, OutputArray _grid)
{
    checkGridSize(gridSize, "gridSize");
    _grid.create(gridSize, CV_32FC2);
    Mat grid = _grid.getMat();
    for (int i = 0; i < grid.rows; ++i)
        for (int j = 0; j < grid.cols; ++j)
            grid.at<Vec2f>(i, j) = Vec2f(float(double(j) / (grid.cols - 1)), float(double(i) / (grid.rows - 1)));
}

} // namespace zoom
} // namespace cv
