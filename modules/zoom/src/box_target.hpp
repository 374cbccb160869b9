// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef OPENCV_ZOOM_BOX_TARGET_HPP
#define OPENCV_ZOOM_BOX_TARGET_HPP

#include "opencv2/zoom/estimators.hpp"

#include <cmath>
#include <vector>

namespace cv {
namespace zoom {

//! The saliency that boxes ask for: what networks are taught, and what they are measured by.
struct BoxTarget
{
    double bandwidth = 0.5;  //!< as in boxesToSaliency()
    double smallBoxes = 0.5; //!< a box's mass is its side to the power of minus this

    /** The map, pixel-centred, 32FC1, sum 1; uniform without boxes.
    @param boxes in normalised coordinates
    @param size of the map */
    Mat map(const std::vector<Rect2f>& boxes, Size size) const
    {
        // Boxes in pixels of a frame of any size: only its proportions to them matter.
        const int side = 1 << 12;
        Mat table(0, 5, CV_32F);
        for (const Rect2f& box : boxes)
        {
            const float share = (box & Rect2f(0, 0, 1, 1)).area();
            if (share > 0)
                table.push_back(Mat(Matx<float, 1, 5>(box.x * side, box.y * side, box.width * side, box.height * side,
                                                      float(std::pow(share, -0.5 * smallBoxes)))));
        }
        if (table.empty())
            return Mat(size, CV_32F, Scalar::all(1. / size.area()));
        const Ptr<DetectionSaliency> density = DetectionSaliency::create(size, bandwidth);
        density->setDetections(table, Size(side, side));
        Mat target;
        density->estimate(noArray(), -1, target);
        return target;
    }
};

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_BOX_TARGET_HPP
