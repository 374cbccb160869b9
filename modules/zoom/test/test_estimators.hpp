// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TEST_ESTIMATORS_HPP
#define OPENCV_ZOOM_TEST_ESTIMATORS_HPP

// What the tests of all estimators use.

#include "test_precomp.hpp"

#include <limits>

namespace opencv_test {

//! What an estimator makes of a frame; a map that must be finite and not negative.
inline Mat estimated(const Ptr<zoom::SaliencyEstimator>& estimator, InputArray lowRes, double timestamp = -1)
{
    Mat saliency;
    estimator->estimate(lowRes, timestamp, saliency);
    EXPECT_EQ(CV_32FC1, saliency.type());
    EXPECT_TRUE(checkRange(saliency, true, nullptr, 0, std::numeric_limits<float>::max()));
    return saliency;
}

inline Mat noise(Size size, int seed)
{
    Mat image(size, CV_8UC3);
    RNG(seed).fill(image, RNG::UNIFORM, 0, 256);
    return image;
}

//! Share of a map's sum that lies in a part of it.
inline double shareIn(const Mat& map, Rect part)
{
    return sum(map(part))[0] / sum(map)[0];
}

} // namespace opencv_test

#endif // OPENCV_ZOOM_TEST_ESTIMATORS_HPP
