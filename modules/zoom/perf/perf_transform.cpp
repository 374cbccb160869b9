// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "perf_scene.hpp"

namespace opencv_test {
namespace {

PERF_TEST_P(ZoomFixture, zoom, imageParams())
{
    const Size frameSize = get<0>(GetParam());
    const int type = get<1>(GetParam()), interpolation = get<2>(GetParam());
    const ZoomTransform transform = salientTransform(frameSize, zoomedSize());
    const Mat frame = ramp(frameSize, type);
    Mat zoomed(zoomedSize(), type);
    declare.in(frame).out(zoomed);

    TEST_CYCLE() transform.zoom(frame, zoomed, interpolation);

    expectZoomedRamp(zoomed, transform);
    SANITY_CHECK_NOTHING();
}

PERF_TEST_P(ZoomFixture, unzoom, imageParams())
{
    const Size frameSize = get<0>(GetParam());
    const int type = get<1>(GetParam()), interpolation = get<2>(GetParam());
    const ZoomTransform transform = salientTransform(frameSize, zoomedSize());
    const Mat zoomed = ramp(zoomedSize(), type);
    Mat frame(frameSize, type);
    declare.in(zoomed).out(frame);

    TEST_CYCLE() transform.unzoom(zoomed, frame, interpolation);

    expectUnzoomedRamp(frame, transform);
    SANITY_CHECK_NOTHING();
}

typedef tuple<Size, ZoomInterpolation> PlaneParams;
typedef TestBaseWithParam<PlaneParams> Zoom_Planes;

PERF_TEST_P(Zoom_Planes, zoomPlanes, testing::Combine(testing::Values(sz1080p, sz2160p), ZoomInterpolation::all()))
{
    const Size frameSize = get<0>(GetParam()), half(frameSize.width / 2, frameSize.height / 2);
    const int interpolation = get<1>(GetParam());
    const ZoomTransform transform = salientTransform(frameSize, zoomedSize());
    const std::vector<Mat> nv12 = {ramp(frameSize, CV_8UC1), ramp(half, CV_8UC2)};
    std::vector<Mat> zoomed;
    transform.zoomPlanes(nv12, zoomed, CHROMA_SITE_CENTER, interpolation);
    declare.in(nv12[0], nv12[1]).out(zoomed[0], zoomed[1]);

    TEST_CYCLE() transform.zoomPlanes(nv12, zoomed, CHROMA_SITE_CENTER, interpolation);

    expectZoomedRamp(zoomed[0], transform);
    expectZoomedRamp(zoomed[1], transform.resized(half, zoomed[1].size()));
    SANITY_CHECK_NOTHING();
}

// Points and rectangles ---------------------------------------------------------------------------------------------

typedef TestBaseWithParam<tuple<int, MatType>> Zoom_Points;

Mat randomPoints(int count, int type, Size within)
{
    Mat points(count, 1, type);
    RNG rng(2);
    rng.fill(points, RNG::UNIFORM, Scalar::all(0), Scalar(within.width - 1, within.height - 1));
    return points;
}

PERF_TEST_P(Zoom_Points, toFramePoints,
            testing::Combine(testing::Values(100, 100000), testing::Values(CV_32FC2, CV_64FC2)))
{
    const ZoomTransform transform = salientTransform(sz2160p, zoomedSize());
    const Mat points = randomPoints(get<0>(GetParam()), get<1>(GetParam()), zoomedSize());
    Mat framePoints(points.size(), points.type()), back;
    declare.in(points).out(framePoints);

    TEST_CYCLE() transform.toFramePoints(points, framePoints);

    transform.toZoomedPoints(framePoints, back);
    EXPECT_LE(cvtest::norm(points, back, NORM_INF), 1e-3);
    EXPECT_GT(cvtest::norm(framePoints, NORM_INF), zoomedSize().width);
    SANITY_CHECK_NOTHING();
}

PERF_TEST_P(Zoom_Points, toZoomedPoints,
            testing::Combine(testing::Values(100, 100000), testing::Values(CV_32FC2, CV_64FC2)))
{
    const ZoomTransform transform = salientTransform(sz2160p, zoomedSize());
    const Mat points = randomPoints(get<0>(GetParam()), get<1>(GetParam()), sz2160p);
    Mat zoomedPoints(points.size(), points.type()), back;
    declare.in(points).out(zoomedPoints);

    TEST_CYCLE() transform.toZoomedPoints(points, zoomedPoints);

    transform.toFramePoints(zoomedPoints, back);
    EXPECT_LE(cvtest::norm(points, back, NORM_INF), 1e-2);
    SANITY_CHECK_NOTHING();
}

typedef TestBaseWithParam<int> Zoom_Rects;

PERF_TEST_P(Zoom_Rects, toFrameRects, testing::Values(10, 1000))
{
    const ZoomTransform transform = salientTransform(sz2160p, zoomedSize());
    std::vector<Rect> boxes;
    RNG rng(3);
    for (int k = 0; k < GetParam(); ++k)
        boxes.push_back(Rect(rng.uniform(0, 600), rng.uniform(0, 600), rng.uniform(2, 40), rng.uniform(2, 40)));
    std::vector<Rect2d> inFrame;

    TEST_CYCLE() transform.toFrameRects(boxes, inFrame);

    // The middle of a box lies in the bound of its curved image.
    ASSERT_EQ(boxes.size(), inFrame.size());
    std::vector<Point2d> middles, found;
    for (const Rect& box : boxes)
        middles.push_back(Point2d(box.x + 0.5 * box.width - 0.5, box.y + 0.5 * box.height - 0.5));
    transform.toFramePoints(middles, found);
    for (size_t k = 0; k < boxes.size(); ++k)
        EXPECT_TRUE(inFrame[k].contains(found[k] + Point2d(0.5, 0.5))) << boxes[k];
    SANITY_CHECK_NOTHING();
}

} // namespace
} // namespace opencv_test
