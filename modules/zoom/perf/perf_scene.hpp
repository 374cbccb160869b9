// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_PERF_SCENE_HPP
#define OPENCV_ZOOM_PERF_SCENE_HPP

// What is timed, and how its results are judged: without recorded values (opencv_extra), by what a pixel must hold.

#include "perf_precomp.hpp"

namespace opencv_test {

CV_ENUM(GridMode, GRID_ATTRACTION, GRID_SEPARABLE, GRID_TRANSPORT)
CV_ENUM(ZoomInterpolation, INTER_AREA, INTER_LINEAR, INTER_NEAREST)

typedef tuple<Size, MatType, ZoomInterpolation> ImageParams;
typedef TestBaseWithParam<ImageParams> ZoomFixture;

//! Size of the zoomed frames: what detectors often take.
inline Size zoomedSize()
{
    return Size(640, 640);
}

inline auto imageParams()
{
    return testing::Combine(testing::Values(sz1080p, sz2160p), testing::Values(CV_8UC1, CV_8UC3, CV_32FC3),
                            ZoomInterpolation::all());
}

//! Node-valued saliency with one salient area left of the middle.
Mat salientArea(Size nodes = Size(31, 31));

//! The transform of its grid.
ZoomTransform salientTransform(Size frameSize, Size zoomedSize);

//! The largest value of a pixel: 255, 65535 or 1.
double whiteOf(int type);

//! A picture whose pixels say where they stand: even channels grow along x, odd ones along y, from 0 to white.
Mat ramp(Size size, int type);

//! A ramp with a white square where the salient area is: something that stands out.
Mat rampWithDetail(Size size, int type);

//! Expects a zoomed ramp() to say at its pixels the places that the transform has for them, within two 8-bit levels.
void expectZoomedRamp(const Mat& zoomed, const ZoomTransform& transform);

//! The same for a ramp of the zoomed frame's size, brought to the frame.
void expectUnzoomedRamp(const Mat& frame, const ZoomTransform& transform);

//! Expects a grid that is certified and magnifies the salient area.
void expectMagnifies(const Mat& grid);

} // namespace opencv_test

#endif // OPENCV_ZOOM_PERF_SCENE_HPP
