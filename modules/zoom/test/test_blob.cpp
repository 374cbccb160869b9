// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "reference.hpp"
#include "test_errors.hpp"
#include "test_precomp.hpp"

#include "../src/ocl_launch.hpp"

#include "opencv2/core/ocl.hpp"
#include "opencv2/dnn.hpp"

#include <functional>

namespace opencv_test {
namespace {

using namespace cv::zoom;

Ptr<SaliencySampler> samplerFor(Size zoomed, int interpolation = INTER_AREA)
{
    const Mat map = blob(Size(31, 31), Point2d(0.3, 0.6), 0.1, 0.05);
    const Ptr<SaliencySampler> sampler = SaliencySampler::create(StaticSaliency::create(map), zoomed);
    sampler->setInterpolation(interpolation);
    return sampler;
}

//! A channel of an entry of a blob.
Mat_<double> channelOf(const Mat& blob, int entry, int channel)
{
    const Mat plane(blob.size[2], blob.size[3], blob.type(),
                    const_cast<uchar*>(blob.ptr(entry)) + channel * blob.step[1], blob.step[2]);
    Mat_<double> wide;
    plane.convertTo(wide, CV_64F);
    return wide;
}

//! Largest error that the arithmetic may leave in a value which numbers up to `size` went into.
double roundingOf(int ddepth, double value, double size)
{
    const double single = size * 4 * FLT_EPSILON;
    return ddepth == CV_32F ? single : single + std::abs(value) / 2048 + 3e-8; // half a unit of the last place
}

BlobParams someParams(int channels, double unit, bool swapRB, int ddepth)
{
    BlobParams params;
    params.mean = Scalar(103.9, 116.8, 123.7, 3) * unit;
    params.scale = Scalar(0.0171, 0.0175, 0.0174, 0.004) * (1 / unit);
    params.swapRB = swapRB && channels >= 3;
    params.ddepth = ddepth;
    return params;
}

// Images -------------------------------------------------------------------------------------------------------------

typedef testing::TestWithParam<std::tuple<int, int, bool, int>> Zoom_BlobOfImages;

TEST_P(Zoom_BlobOfImages, equals_zooming_and_scaling_one_after_the_other)
{
    const int depth = std::get<0>(GetParam()), channels = std::get<1>(GetParam()), ddepth = std::get<3>(GetParam());
    const double unit = depth == CV_16U ? 257 : depth == CV_32F ? 1 / 255. : 1;
    const BlobParams params = someParams(channels, unit, std::get<2>(GetParam()), ddepth);
    const Mat frame = texture(Size(331, 217), CV_MAKETYPE(depth, channels));
    // Shorter than a vector, odd, and longer than what is sampled at a time.
    for (const Size size : {Size(5, 3), Size(65, 47), Size(2111, 3)})
        for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
        {
            const Ptr<SaliencySampler> sampler = samplerFor(size, interpolation);
            Mat blob, zoomed;
            sampler->applyToBlob(frame, blob, params);
            sampler->getTransform().zoom(frame, zoomed, interpolation);
            ASSERT_EQ(4, blob.dims);
            ASSERT_EQ(1, blob.size[0]);
            ASSERT_EQ(channels, blob.size[1]);
            ASSERT_EQ(CV_MAKETYPE(ddepth, 1), blob.type());
            for (int c = 0; c < channels; ++c)
            {
                const Mat_<double> got = channelOf(blob, 0, c);
                const Mat_<double> pixels = reference::plane(zoomed, params.swapRB && c < 3 ? 2 - c : c);
                ASSERT_EQ(size, got.size());
                for (int y = 0; y < size.height; ++y)
                    for (int x = 0; x < size.width; ++x)
                    {
                        const double p = pixels(y, x), expected = (p - params.mean[c]) * params.scale[c];
                        const double most = (std::abs(p) + std::abs(params.mean[c])) * params.scale[c];
                        ASSERT_NEAR(expected, got(y, x), roundingOf(ddepth, expected, most))
                            << size << ", interpolation " << interpolation << ", channel " << c << " at " << x << ", "
                            << y;
                    }
            }
        }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_BlobOfImages,
                        testing::Combine(testing::Values(CV_8U, CV_16U, CV_32F), testing::Values(1, 3, 4),
                                         testing::Bool(), testing::Values(CV_32F, CV_16F)));

class Zoom_Blob : public testing::Test
{
protected:
    Ptr<SaliencySampler> sampler = samplerFor(Size(64, 48));
    Mat frame = texture(Size(320, 240), CV_8UC3);
};

TEST_F(Zoom_Blob, is_what_blobFromImages_makes_of_the_zoomed_frames)
{
    const std::vector<Mat> frames = {frame, texture(Size(200, 300), CV_8UC3, 99)};
    for (const bool swapRB : {false, true})
    {
        BlobParams params;
        params.mean = Scalar(10, 20, 30);
        params.scale = Scalar::all(1 / 64.);
        params.swapRB = swapRB;
        Mat blob;
        std::vector<ZoomTransform> transforms;
        sampler->applyToBlob(frames, blob, params, -1, &transforms);
        ASSERT_EQ(2u, transforms.size());
        std::vector<Mat> images(2);
        for (int k = 0; k < 2; ++k)
        {
            EXPECT_EQ(frames[k].size(), transforms[k].frameSize());
            transforms[k].zoom(frames[k], images[k]);
        }
        const Mat expected = dnn::blobFromImages(images, 1 / 64., Size(), params.mean, swapRB);
        ASSERT_EQ(expected.size, blob.size);
        EXPECT_LE(cvtest::norm(expected.reshape(1, 1), blob.reshape(1, 1), NORM_INF), 1e-6);
    }
}

TEST_F(Zoom_Blob, without_parameters_holds_the_pixels)
{
    Mat blob;
    sampler->applyToBlob(Mat(240, 320, CV_8UC3, Scalar(10, 20, 30)), blob);
    EXPECT_EQ(CV_32F, blob.type());
    for (int c = 0; c < 3; ++c)
        EXPECT_EQ(0, cvtest::norm(channelOf(blob, 0, c), Mat(48, 64, CV_64F, Scalar(10 * (c + 1))), NORM_INF));
}

TEST_F(Zoom_Blob, means_and_scales_are_those_of_its_own_channels)
{
    BlobParams params;
    params.mean = Scalar(1, 2, 3);
    params.scale = Scalar(1, 0.5, 0.25);
    params.swapRB = true;
    Mat blob;
    sampler->applyToBlob(Mat(240, 320, CV_8UC3, Scalar(10, 20, 31)), blob, params);
    EXPECT_NEAR(30, channelOf(blob, 0, 0)(7, 9), 1e-5);
    EXPECT_NEAR(9, channelOf(blob, 0, 1)(7, 9), 1e-5);
    EXPECT_NEAR(1.75, channelOf(blob, 0, 2)(7, 9), 1e-5);
}

TEST_F(Zoom_Blob, values_beyond_half_precision_become_infinite)
{
    BlobParams params;
    params.ddepth = CV_16F;
    params.scale = Scalar::all(2);
    Mat blob;
    sampler->applyToBlob(Mat(240, 320, CV_16UC1, Scalar(60000)), blob, params);
    const Mat_<double> values = channelOf(blob, 0, 0);
    EXPECT_TRUE(std::isinf(values(0, 0)) && values(0, 0) > 0);
    EXPECT_TRUE(std::isinf(values(47, 63)) && values(47, 63) > 0);
}

TEST_F(Zoom_Blob, of_the_right_shape_is_written_in_place_and_nothing_beside_it)
{
    const int sizes[] = {4, 5, 60, 80};
    for (const int ddepth : {CV_32F, CV_16F})
    {
        Mat around(4, sizes, ddepth);
        for (int n = 0; n < 4; ++n)
            Mat(5 * 60, 80, ddepth, around.ptr(n)).setTo(Scalar::all(-7));
        const Range inside[] = {Range(1, 3), Range(2, 5), Range(5, 53), Range(9, 73)};
        Mat blob = around(inside), whole;
        const uchar* data = blob.data;
        BlobParams params;
        params.ddepth = ddepth;
        const std::vector<Mat> frames = {frame, frame};
        sampler->applyToBlob(frames, blob, params);
        EXPECT_EQ(data, blob.data);
        sampler->applyToBlob(frames, whole, params);
        double outside = 0;
        for (int n = 0; n < 4; ++n)
            for (int c = 0; c < 5; ++c)
            {
                Mat_<double> values = channelOf(around, n, c);
                if (n >= 1 && n < 3 && c >= 2)
                {
                    Mat part = values(Rect(9, 5, 64, 48));
                    EXPECT_EQ(0, cvtest::norm(channelOf(whole, n - 1, c - 2), part, NORM_INF));
                    part.setTo(Scalar::all(-7));
                }
                outside = std::max(outside, cvtest::norm(values, Mat(60, 80, CV_64F, Scalar(-7)), NORM_INF));
            }
        EXPECT_EQ(0, outside);
    }
}

TEST_F(Zoom_Blob, takes_regions_of_interest)
{
    Mat big(300, 400, CV_8UC3, Scalar::all(255)), blob, expected;
    Mat region = big(Rect(30, 20, 320, 240));
    frame.copyTo(region);
    sampler->applyToBlob(region, blob);
    sampler->applyToBlob(frame, expected);
    EXPECT_EQ(0, cvtest::norm(expected.reshape(1, 1), blob.reshape(1, 1), NORM_INF));
}

TEST_F(Zoom_Blob, frames_of_a_batch_follow_each_other_in_time)
{
    const Ptr<SaliencySampler> samplers[] = {SaliencySampler::create(MotionSaliency::create(), Size(64, 48)),
                                             SaliencySampler::create(MotionSaliency::create(), Size(64, 48))};
    std::vector<Mat> frames;
    for (int k = 0; k < 3; ++k)
    {
        frames.push_back(frame.clone());
        frames[k](Rect(40 + 40 * k, 60, 30, 30)).setTo(Scalar::all(0));
    }
    for (const Ptr<SaliencySampler>& s : samplers)
    {
        s->setFrameRate(10);
        s->setSmoothing(0.3);
    }
    Mat blob, zoomed;
    std::vector<ZoomTransform> transforms;
    samplers[0]->applyToBlob(frames, blob, BlobParams(), 5, &transforms);
    for (int k = 0; k < 3; ++k)
    {
        samplers[1]->apply(frames[k], zoomed, 5 + 0.1 * k);
        Mat expected, got;
        samplers[1]->getTransform().getGrid(expected);
        transforms[k].getGrid(got);
        EXPECT_LE(cvtest::norm(expected, got, NORM_INF), 1e-6);
        for (int c = 0; c < 3; ++c)
            EXPECT_LE(cvtest::norm(reference::plane(zoomed, c), channelOf(blob, k, c), NORM_INF), 1);
    }
}

TEST_F(Zoom_Blob, transforms_of_a_batch_stay_as_they_are_while_they_are_held)
{
    sampler = SaliencySampler::create(MotionSaliency::create(), Size(64, 48));
    Mat blob, before[2], after;
    std::vector<Mat> frames = {frame, frame.clone()};
    std::vector<ZoomTransform> transforms;
    sampler->applyToBlob(frames, blob, BlobParams(), -1, &transforms);
    const std::vector<ZoomTransform> held = transforms;
    for (int k = 0; k < 2; ++k)
        held[k].getGrid(before[k]);
    for (int repeat = 0; repeat < 3; ++repeat)
    {
        frames[1](Rect(40 + 60 * repeat, 60, 30, 30)).setTo(Scalar::all(0));
        sampler->applyToBlob(frames, blob, BlobParams(), -1, &transforms);
    }
    for (int k = 0; k < 2; ++k)
    {
        held[k].getGrid(after);
        EXPECT_EQ(0, cvtest::norm(before[k], after, NORM_INF));
        transforms[k].getGrid(after);
        EXPECT_EQ(frames[k].size(), transforms[k].frameSize());
    }
    EXPECT_GT(cvtest::norm(before[1], after, NORM_INF), 1e-3) << "nothing moved, so the test shows nothing";
}

// Planes -------------------------------------------------------------------------------------------------------------

//! What the standards say, from their definitions in terms of E'Y, E'PB and E'PR, times 255.
Vec3d bgrOf(double y, double u, double v, int matrix, bool fullRange)
{
    const double kr = matrix == YUV_BT601 ? 0.299 : matrix == YUV_BT709 ? 0.2126 : 0.2627;
    const double kb = matrix == YUV_BT601 ? 0.114 : matrix == YUV_BT709 ? 0.0722 : 0.0593;
    const double ey = fullRange ? y / 255 : (y - 16) / 219;
    const double pb = (u - 128) / (fullRange ? 255 : 224), pr = (v - 128) / (fullRange ? 255 : 224);
    const double r = ey + 2 * (1 - kr) * pr, b = ey + 2 * (1 - kb) * pb, g = (ey - kr * r - kb * b) / (1 - kr - kb);
    Vec3d bgr(b, g, r);
    for (int c = 0; c < 3; ++c)
        bgr[c] = 255 * std::min(std::max(bgr[c], 0.0), 1.0);
    return bgr;
}

//! Luma, U and V with structure; `interleaved` makes NV12 of them.
std::vector<Mat> picture(Size luma, bool interleaved)
{
    const Size chroma((luma.width + 1) / 2, (luma.height + 1) / 2);
    const Mat y = texture(luma, CV_8UC1, 1), u = texture(chroma, CV_8UC1, 2), v = texture(chroma, CV_8UC1, 3);
    if (!interleaved)
        return {y, u, v};
    Mat uv;
    merge(std::vector<Mat>{u, v}, uv);
    return {y, uv};
}

//! The offset of the first chroma sample from the frame's edge, in luma pixels.
Point2d firstChroma(int site)
{
    return Point2d(site == CHROMA_SITE_CENTER ? 1 : 0.5, site == CHROMA_SITE_TOP_LEFT ? 0.5 : 1);
}

//! A transform's grid in normalised coordinates of the chroma planes.
Mat gridAmongChroma(const ZoomTransform& t, int site)
{
    Mat grid;
    t.getGrid(grid);
    const Size luma = t.frameSize(), chroma((luma.width + 1) / 2, (luma.height + 1) / 2);
    const Point2d first = firstChroma(site);
    for (int i = 0; i < grid.rows; ++i)
        for (int j = 0; j < grid.cols; ++j)
        {
            Vec2f& p = grid.at<Vec2f>(i, j);
            p[0] = float(((p[0] * double(luma.width) - first.x) / 2 + 0.5) / chroma.width);
            p[1] = float(((p[1] * double(luma.height) - first.y) / 2 + 0.5) / chroma.height);
        }
    return grid;
}

typedef testing::TestWithParam<std::tuple<bool, int, bool, int, bool, int>> Zoom_BlobOfPlanes;

TEST_P(Zoom_BlobOfPlanes, equals_zooming_converting_and_scaling_one_after_the_other)
{
    const bool interleaved = std::get<0>(GetParam()), fullRange = std::get<2>(GetParam());
    const int matrix = std::get<1>(GetParam()), site = std::get<3>(GetParam()), ddepth = std::get<5>(GetParam());
    BlobParams params = someParams(3, 1, std::get<4>(GetParam()), ddepth);
    params.yuvMatrix = matrix;
    params.fullRange = fullRange;
    for (const Size frameSize : {Size(320, 240), Size(331, 217)})
        for (const Size size : {Size(7, 5), Size(65, 47), Size(1111, 3)})
        {
            const std::vector<Mat> planes = picture(frameSize, interleaved);
            const Ptr<SaliencySampler> sampler = samplerFor(size);
            Mat blob;
            sampler->applyPlanesToBlob(planes, blob, params, site);
            ASSERT_EQ(4, blob.dims);
            ASSERT_EQ(3, blob.size[1]);
            ASSERT_EQ(ddepth, blob.depth());

            const ZoomTransform t = sampler->getTransform();
            const ZoomTransform amongChroma(gridAmongChroma(t, site), planes[1].size(), size);
            std::vector<Mat> zoomed(planes.size());
            t.zoom(planes[0], zoomed[0]);
            for (size_t k = 1; k < planes.size(); ++k)
                amongChroma.zoom(planes[k], zoomed[k]);
            const Mat_<double> luma = reference::plane(zoomed[0], 0), u = reference::plane(zoomed[1], 0);
            const Mat_<double> v = interleaved ? reference::plane(zoomed[1], 1) : reference::plane(zoomed[2], 0);
            const Mat_<double> got[] = {channelOf(blob, 0, 0), channelOf(blob, 0, 1), channelOf(blob, 0, 2)};
            int different = 0;
            for (int y = 0; y < size.height; ++y)
                for (int x = 0; x < size.width; ++x)
                {
                    const Vec3d bgr = bgrOf(luma(y, x), u(y, x), v(y, x), matrix, fullRange);
                    for (int c = 0; c < 3; ++c)
                    {
                        const double color = bgr[params.swapRB ? 2 - c : c];
                        const double expected = (color - params.mean[c]) * params.scale[c];
                        // Terms of up to 600 cancel in the matrix.
                        const double rounding = roundingOf(ddepth, expected, 1500 * params.scale[c]);
                        // The grid among the chroma is rounded to float: now and then a sample rounds the other way.
                        ASSERT_NEAR(expected, got[c](y, x), rounding + 2.2 * params.scale[c]) << x << ", " << y;
                        different += std::abs(expected - got[c](y, x)) > rounding;
                    }
                }
            EXPECT_LE(different, 3 * size.area() / 200) << frameSize << " to " << size;
        }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_BlobOfPlanes,
                        testing::Combine(testing::Bool(), testing::Values(YUV_BT601, YUV_BT709, YUV_BT2020),
                                         testing::Bool(),
                                         testing::Values(CHROMA_SITE_LEFT, CHROMA_SITE_CENTER, CHROMA_SITE_TOP_LEFT),
                                         testing::Bool(), testing::Values(CV_32F, CV_16F)));

TEST(Zoom_BlobPlanes, luma_and_chroma_are_sampled_where_the_double_precision_reference_does)
{
    const Size frameSize(161, 121), size(50, 40);
    const std::vector<Mat> planes = picture(frameSize, false);
    for (const int site : {CHROMA_SITE_LEFT, CHROMA_SITE_CENTER, CHROMA_SITE_TOP_LEFT})
    {
        const Ptr<SaliencySampler> sampler = samplerFor(size, INTER_LINEAR);
        BlobParams params;
        params.fullRange = true;
        Mat blob, grid;
        sampler->applyPlanesToBlob(planes, blob, params, site);
        sampler->getTransform().getGrid(grid);
        const Point2d first = firstChroma(site);
        const Mat_<double> luma = reference::plane(planes[0], 0), u = reference::plane(planes[1], 0);
        const Mat_<double> v = reference::plane(planes[2], 0);
        double worst = 0;
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
            {
                const Point2d n = reference::gridAt(grid, Point2d((x + 0.5) / size.width, (y + 0.5) / size.height));
                const Point2d p(n.x * frameSize.width, n.y * frameSize.height);
                const Point2d q((p.x - first.x) / 2 + 0.5, (p.y - first.y) / 2 + 0.5);
                const Vec3d bgr = bgrOf(reference::bilinear(luma, p.x, p.y), reference::bilinear(u, q.x, q.y),
                                        reference::bilinear(v, q.x, q.y), YUV_BT601, true);
                for (int c = 0; c < 3; ++c)
                    worst = std::max(worst, std::abs(bgr[c] - channelOf(blob, 0, c)(y, x)));
            }
        // Each plane is rounded to a level: 0.6 of luma and 0.6 of chroma, times 1.772 in blue, where it counts most.
        EXPECT_LE(worst, 1.7) << "site " << site;
    }
}

TEST(Zoom_BlobPlanes, colours_are_those_of_cvtColor)
{
    RNG rng(5);
    const Ptr<SaliencySampler> sampler = samplerFor(Size(8, 6));
    for (int k = 0; k < 200; ++k)
    {
        const Scalar y(rng.uniform(16, 236)), uv(rng.uniform(16, 241), rng.uniform(16, 241));
        const std::vector<Mat> nv12 = {Mat(24, 32, CV_8UC1, y), Mat(12, 16, CV_8UC2, uv)};
        Mat blob, expected;
        sampler->applyPlanesToBlob(nv12, blob);
        cvtColorTwoPlane(nv12[0], nv12[1], expected, COLOR_YUV2BGR_NV12);
        for (int c = 0; c < 3; ++c) // half a level, and cvtColor's coefficients of three digits
            EXPECT_NEAR(expected.at<Vec3b>(3, 3)[c], channelOf(blob, 0, c)(3, 3), 0.8) << y << uv;
    }
}

TEST(Zoom_BlobPlanes, the_transform_and_the_saliency_are_those_of_applyPlanes)
{
    const std::vector<Mat> planes = picture(Size(320, 240), true);
    const Ptr<SaliencySampler> samplers[] = {SaliencySampler::create(SpectralSaliency::create(), Size(64, 48)),
                                             SaliencySampler::create(SpectralSaliency::create(), Size(64, 48))};
    Mat blob, grids[2];
    std::vector<Mat> zoomed;
    samplers[0]->applyPlanesToBlob(planes, blob);
    samplers[1]->applyPlanes(planes, zoomed);
    for (int k = 0; k < 2; ++k)
        samplers[k]->getTransform().getGrid(grids[k]);
    EXPECT_EQ(0, cvtest::norm(grids[0], grids[1], NORM_INF));
}

// Threads, devices, errors -------------------------------------------------------------------------------------------

TEST_F(Zoom_Blob, does_not_depend_on_the_number_of_threads)
{
    sampler->setZoomedSize(Size(333, 221));
    const std::vector<Mat> planes = picture(Size(1283, 719), true);
    const Mat image = texture(Size(1283, 719), CV_8UC3);
    const int threads = getNumThreads();
    Mat images[2], pictures[2];
    for (int k = 0; k < 2; ++k)
    {
        setNumThreads(k == 0 ? 1 : 4);
        sampler->applyToBlob(image, images[k]);
        sampler->applyPlanesToBlob(planes, pictures[k]);
    }
    setNumThreads(threads);
    EXPECT_EQ(0, cvtest::norm(images[0].reshape(1, 1), images[1].reshape(1, 1), NORM_INF));
    EXPECT_EQ(0, cvtest::norm(pictures[0].reshape(1, 1), pictures[1].reshape(1, 1), NORM_INF));
}

TEST_F(Zoom_Blob, frames_and_blobs_on_the_device_give_the_same)
{
    if (!ocl::useOpenCL())
        ZOOM_SKIP("no OpenCL device");
    Mat expected;
    const std::vector<Mat> frames = {frame, texture(Size(200, 300), CV_8UC3, 99)};
    sampler->applyToBlob(frames, expected);
    std::vector<UMat> device(2);
    for (int k = 0; k < 2; ++k)
        frames[k].copyTo(device[k]);
    UMat blobOnDevice;
    const int launches = oclLaunches();
    sampler->applyToBlob(device, blobOnDevice);
    EXPECT_GE(oclLaunches(), launches + 2) << "the device did not zoom";
    Mat blob;
    blobOnDevice.copyTo(blob);
    ASSERT_EQ(expected.size, blob.size);
    EXPECT_LE(cvtest::norm(expected.reshape(1, 1), blob.reshape(1, 1), NORM_INF), 1);

    sampler->applyToBlob(frame, blobOnDevice); // a frame on the host, a blob on the device
    blobOnDevice.copyTo(blob);
    ASSERT_EQ(1, blob.size[0]);
    for (int c = 0; c < 3; ++c)
        EXPECT_EQ(0, cvtest::norm(channelOf(expected, 0, c), channelOf(blob, 0, c), NORM_INF));

    const std::vector<Mat> planes = picture(Size(320, 240), true);
    std::vector<UMat> devicePlanes(2);
    for (int k = 0; k < 2; ++k)
        planes[k].copyTo(devicePlanes[k]);
    sampler->applyPlanesToBlob(planes, expected);
    sampler->applyPlanesToBlob(devicePlanes, blobOnDevice);
    blobOnDevice.copyTo(blob);
    EXPECT_EQ(0, cvtest::norm(expected.reshape(1, 1), blob.reshape(1, 1), NORM_INF));
}

BlobParams with(const std::function<void(BlobParams&)>& change)
{
    BlobParams params;
    change(params);
    return params;
}

TEST_F(Zoom_Blob, bad_arguments_are_refused_by_name)
{
    Mat blob;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<Mat> planes = picture(Size(320, 240), true);
    const Mat grey(9, 9, CV_8UC1);
    const int sizes[] = {1, 3, 48, 64};
    Mat shared(4, sizes, CV_32F);
    const Mat insideShared(48, 64, CV_32FC3, shared.data);
    std::vector<uchar> bytes;
    const auto images = [&](const std::vector<Mat>& frames, const BlobParams& params = BlobParams()) {
        return [=]() mutable {
            Mat out;
            sampler->applyToBlob(frames, out, params);
        };
    };
    const auto picturesWith = [&](const std::vector<Mat>& p, const BlobParams& params = BlobParams(),
                                  int site = CHROMA_SITE_LEFT) {
        return [=]() mutable {
            Mat out;
            sampler->applyPlanesToBlob(p, out, params, site);
        };
    };
    const RefusedCall calls[] = {
        {"none", {"frames", "empty"}, images({})},
        {"empty", {"frames", "empty"}, images({Mat()})},
        {"depth", {"frames", "CV_64F"}, images({Mat(4, 4, CV_64F)})},
        {"two_channels", {"frames", "2 channels"}, images({Mat(4, 4, CV_8UC2)})},
        {"channels_differ", {"frames", "3", "1"}, images({frame, grey})},
        {"swap", {"swapRB", "1 channel"}, images({grey}, with([](BlobParams& p) { p.swapRB = true; }))},
        {"mean", {"mean[1]", "nan"}, images({frame}, with([&](BlobParams& p) { p.mean[1] = nan; }))},
        {"scale", {"scale[3]", "inf"}, images({frame}, with([&](BlobParams& p) { p.scale[3] = 1 / 0.; }))},
        {"ddepth", {"ddepth", "CV_8U"}, images({frame}, with([](BlobParams& p) { p.ddepth = CV_8U; }))},
        {"matrix", {"yuvMatrix", "7"}, picturesWith(planes, with([](BlobParams& p) { p.yuvMatrix = 7; }))},
        {"shared", {"blob", "frames"}, [&] { sampler->applyToBlob(insideShared, shared); }},
        {"no_planes", {"planes", "0"}, picturesWith({})},
        {"one_plane", {"planes", "1"}, picturesWith({planes[0]})},
        {"an_image", {"planes", "1"}, [&] { sampler->applyPlanesToBlob(frame, blob); }},
        {"plane_size", {"planes[1]", "160x120"}, picturesWith({planes[0], Mat(3, 3, CV_8UC2)})},
        {"plane_depth",
         {"planes", "CV_16U", "8U"},
         picturesWith({Mat(4, 4, CV_16UC1, Scalar(0)), Mat(2, 2, CV_16UC2, Scalar(0))})},
        {"site", {"chromaSite", "9"}, picturesWith(planes, BlobParams(), 9)},
    };
    for (const RefusedCall& call : calls)
    {
        SCOPED_TRACE(call.name);
        expectRefused(call);
    }
    EXPECT_TRUE(sampler->getTransform().empty()) << "a refused call counted as a frame";
}

} // namespace
} // namespace opencv_test
