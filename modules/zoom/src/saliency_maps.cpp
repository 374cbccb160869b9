// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "grid_generator.hpp"
#include "math/lattice.hpp"
#include "saliency_maps.hpp"

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace cv {
namespace zoom {

namespace {

typedef math::LatticePosition<double> Position;
typedef AutoBuffer<Position, 512> Positions; // grids stay on the stack: nothing is allocated per frame

template <typename T>
double checkedSum(const Mat& map, const char* name)
{
    const auto isGood = [](T value) { return value >= 0 && value <= FLT_MAX; }; // written so that NaN fails, too
    const int LANES = 8; // sums side by side: one would wait for every addition
    double sums[LANES] = {};
    for (int i = 0; i < map.rows; ++i)
    {
        const T* values = map.ptr<T>(i);
        int j = 0, bad = 0;
        for (; j + LANES <= map.cols; j += LANES)
            for (int k = 0; k < LANES; ++k)
            {
                bad |= !isGood(values[j + k]);
                sums[k] += values[j + k];
            }
        for (; j < map.cols; ++j)
        {
            bad |= !isGood(values[j]);
            sums[0] += values[j];
        }
        if (bad)
        {
            const int at = int(std::find_if_not(values, values + map.cols, isGood) - values);
            CV_Error(Error::StsOutOfRange, format("%s holds %g at row %d, column %d; allowed are finite values >= 0",
                                                  name, double(values[at]), i, at));
        }
    }
    double sum = 0;
    for (const double s : sums)
        sum += s;
    return sum;
}

Positions nodesAmongPixels(int nodes, int pixels)
{
    Positions positions(nodes);
    for (int k = 0; k < nodes; ++k)
        positions[k] = math::nodeAmongPixels<double>(k, nodes, pixels);
    return positions;
}

Positions pixelsAmongNodes(int pixels, int nodes)
{
    Positions positions(pixels);
    for (int k = 0; k < pixels; ++k)
        positions[k] = math::latticePosition((k + 0.5) / pixels, nodes);
    return positions;
}

Positions pixelsAmongPixels(int count, int pixels)
{
    Positions positions(count);
    for (int k = 0; k < count; ++k)
        positions[k] = math::pixelAmongPixels<double>(k, count, pixels);
    return positions;
}

template <typename T>
void interpolateOf(const Mat& map, const Positions& columns, const Positions& rows, Mat& result)
{
    const int right = map.cols > 1 ? 1 : 0, below = map.rows > 1 ? 1 : 0;
    for (size_t i = 0; i < rows.size(); ++i)
    {
        const T* upper = map.ptr<T>(rows[i].cell);
        const T* lower = map.ptr<T>(rows[i].cell + below);
        float* out = result.ptr<float>(int(i));
        for (size_t j = 0; j < columns.size(); ++j)
        {
            const int c = columns[j].cell;
            const double t = columns[j].t;
            out[j] = float(math::lerp(math::lerp<double>(upper[c], upper[c + right], t),
                                      math::lerp<double>(lower[c], lower[c + right], t), rows[i].t));
        }
    }
}

//! @param map 32FC1 or 64FC1 @param result 32FC1
void interpolate(const Mat& map, const Positions& columns, const Positions& rows, Mat& result)
{
    if (map.type() == CV_32FC1)
        interpolateOf<float>(map, columns, rows, result);
    else
        interpolateOf<double>(map, columns, rows, result);
}

//! N x 4 or N x 5 values from the kinds of arrays that boxes come in. @p table is the buffer behind them.
Mat readBoxes(InputArray boxes, Mat& table)
{
    if (boxes.empty())
        return Mat();
    const Mat given = boxes.getMat();
    const int depth = given.depth();
    const bool rects = given.channels() == 4 && (given.rows == 1 || given.cols == 1);
    const bool rows = given.channels() == 1 && (given.cols == 4 || given.cols == 5);
    if (given.dims > 2 || !(rects || rows) || (depth != CV_32S && depth != CV_32F && depth != CV_64F))
        CV_Error(
            Error::StsBadArg,
            format("boxes is a %dx%d array (rows x columns) of %s; allowed are N x 4 or N x 5 matrices of CV_32SC1, "
                   "CV_32FC1 or CV_64FC1 and vectors of Rect, Rect2f or Rect2d",
                   given.rows, given.cols, typeToString(given.type()).c_str()));
    given.convertTo(table, CV_64F);
    const Mat values = rects ? table.reshape(1, int(table.total())) : table;
    for (int i = 0; i < values.rows; ++i)
    {
        const double* box = values.ptr<double>(i);
        for (int k = 0; k < values.cols; ++k)
        {
            if (!(std::abs(box[k]) <= FLT_MAX) || (k == 4 && box[k] < 0)) // written so that NaN fails, too
                CV_Error(Error::StsOutOfRange, format("boxes holds %g at row %d, column %d; allowed are finite values, "
                                                      "and weights (column 4) >= 0",
                                                      box[k], i, k));
        }
    }
    return values;
}

/** @brief Appends one axis of a box's Gaussian, sampled at the map's sites; its values add up to @p mass.

The sum over the sites, not the Gaussian's integral, is what is normalised: a box at the frame's border counts as much
as one in the middle.
@param low, high ends of the box in normalised coordinates */
void appendProfile(std::vector<double>& profiles, MapSites sites, int n, double low, double high, double bandwidth,
                   double mass)
{
    const double spacing = 1.0 / (sites == MapSites::NODES ? n - 1 : n);
    const double first = sites == MapSites::NODES ? 0.0 : 0.5 * spacing;
    const double centre = 0.5 * (low + high);
    const double sigma = std::max(bandwidth * (high - low), 0.7 * spacing);

    const size_t begin = profiles.size();
    profiles.resize(begin + n);
    double sum = 0;
    for (int k = 0; k < n; ++k)
    {
        const double z = (first + k * spacing - centre) / sigma;
        sum += profiles[begin + k] = std::exp(-0.5 * z * z);
    }
    for (int k = 0; k < n; ++k)
        profiles[begin + k] *= mass / sum;
}

} // namespace

double checkedSaliencySum(InputArray map, const char* name)
{
    const int type = map.type();
    if (map.empty())
        CV_Error(Error::StsBadSize, String(name) + " is empty; allowed is a matrix of CV_32FC1 or CV_64FC1");
    if (map.dims() != 2 || (type != CV_32FC1 && type != CV_64FC1))
        CV_Error(Error::StsUnsupportedFormat,
                 format("%s has %d dimensions and type %s; allowed is a matrix of CV_32FC1 "
                        "or CV_64FC1",
                        name, map.dims(), typeToString(type).c_str()));
    return type == CV_32FC1 ? checkedSum<float>(map.getMat(), name) : checkedSum<double>(map.getMat(), name);
}

void resizeMap(const Mat& map, Mat& result, Size size)
{
    result.create(size, CV_32FC1);
    interpolate(map, pixelsAmongPixels(size.width, map.cols), pixelsAmongPixels(size.height, map.rows), result);
}

Mat saliencyToPixels(const Mat& nodes, Size imageSize)
{
    Mat pixels(imageSize, CV_32FC1);
    const Positions columns = pixelsAmongNodes(imageSize.width, nodes.cols);
    const Positions rows = pixelsAmongNodes(imageSize.height, nodes.rows);
    interpolate(nodes, columns, rows, pixels);
    return pixels;
}

void saliencyToNodes(InputArray _map, OutputArray _saliency, Size gridSize)
{
    CV_INSTRUMENT_REGION();

    checkedSaliencySum(_map, "map");
    checkGridSize(gridSize, "gridSize");

    Mat map = _map.getMat();
    _saliency.create(gridSize, CV_32FC1);
    Mat saliency = _saliency.getMat();
    if (saliency.datastart == map.datastart)
        map = map.clone();

    const Positions columns = nodesAmongPixels(gridSize.width, map.cols);
    const Positions rows = nodesAmongPixels(gridSize.height, map.rows);
    interpolate(map, columns, rows, saliency);
}

void checkBandwidth(double bandwidth)
{
    if (!(bandwidth > 0 && bandwidth <= 100))
        CV_Error(Error::StsOutOfRange, format("bandwidth is %g; allowed is more than 0, up to 100", bandwidth));
}

bool BoxDensity::estimate(InputArray boxes, Size frameSize, MapSites sites, Size size, double bandwidth,
                          OutputArray _density)
{
    if (frameSize.width <= 0 || frameSize.height <= 0)
        CV_Error(Error::StsOutOfRange,
                 format("frameSize is %dx%d; allowed are positive sizes", frameSize.width, frameSize.height));
    checkBandwidth(bandwidth);

    const Mat values = readBoxes(boxes, table);
    profilesX.clear();
    profilesY.clear();
    double total = 0;
    for (int i = 0; i < values.rows; ++i)
    {
        // What lies outside the frame cannot be zoomed: only the part inside counts.
        const double* box = values.ptr<double>(i);
        const double weight = values.cols == 5 ? box[4] : 1;
        const double left = std::max(box[0] / frameSize.width, 0.0);
        const double top = std::max(box[1] / frameSize.height, 0.0);
        const double right = std::min((box[0] + box[2]) / frameSize.width, 1.0);
        const double bottom = std::min((box[1] + box[3]) / frameSize.height, 1.0);
        if (!(left < right && top < bottom && weight > 0))
            continue;
        appendProfile(profilesX, sites, size.width, left, right, bandwidth, 1);
        appendProfile(profilesY, sites, size.height, top, bottom, bandwidth, weight);
        total += weight;
    }

    _density.create(size, CV_32FC1);
    Mat density = _density.getMat();
    row.resize(size.width);
    for (int i = 0; i < size.height; ++i)
    {
        std::fill(row.begin(), row.end(), 0.0);
        const double* x = profilesX.data();
        for (size_t y = i; y < profilesY.size(); y += size.height, x += size.width)
        {
            const double share = profilesY[y] / total;
            for (int j = 0; j < size.width; ++j)
                row[j] += share * x[j];
        }
        std::copy(row.begin(), row.end(), density.ptr<float>(i));
    }
    return total > 0;
}

void boxesToSaliency(InputArray boxes, Size frameSize, OutputArray saliency, Size gridSize, double bandwidth)
{
    CV_INSTRUMENT_REGION();

    checkGridSize(gridSize, "gridSize");
    if (!BoxDensity().estimate(boxes, frameSize, MapSites::NODES, gridSize, bandwidth, saliency))
        saliency.setTo(Scalar::all(1.0 / gridSize.area()));
}

} // namespace zoom
} // namespace cv
