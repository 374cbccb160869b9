// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_SALIENCY_MAPS_HPP
#define OPENCV_ZOOM_SALIENCY_MAPS_HPP

#include "precomp.hpp"

#include <vector>

namespace cv {
namespace zoom {

/** @brief Throws unless @p map is a saliency map: 32FC1 or 64FC1, not empty, two-dimensional, every value not negative
and finite as a float. A map of zeros passes.
@param map pixel-centred or node-valued
@param name what the error calls the map
@return the sum of the values */
double checkedSaliencySum(InputArray map, const char* name);

/** @brief A pixel-centred map at another size: bilinear, as cv::resize, which allocates.
@param map 32FC1 or 64FC1
@param result output, 32FC1; another array */
void resizeMap(const Mat& map, Mat& result, Size size);

//! A node-valued map, interpolated at the pixel centres of an image of @p imageSize, 32FC1.
Mat saliencyToPixels(const Mat& nodes, Size imageSize);

//! Where the values of a map stand along an axis of n values: value k at k/(n-1), or at (k+0.5)/n.
enum class MapSites
{
    NODES,
    PIXEL_CENTRES
};

/** @brief Box KDE: every box spreads its weight over the map as a Gaussian around its centre.

One object per caller, which keeps the buffers from one call to the next. Parameters are those of boxesToSaliency(). */
class BoxDensity
{
public:
    /** @param density output, 32FC1, @p size: sum 1, or zeros when no box counts
    @return whether any box counts */
    bool estimate(InputArray boxes, Size frameSize, MapSites sites, Size size, double bandwidth, OutputArray density);

private:
    Mat table;                     // the boxes as given, 64F
    std::vector<double> profilesX; // one Gaussian per box that counts, sampled along the map's columns
    std::vector<double> profilesY; // along its rows, times the box's weight
    std::vector<double> row;
};

//! Throws unless @p bandwidth is one that BoxDensity takes.
void checkBandwidth(double bandwidth);

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_SALIENCY_MAPS_HPP
