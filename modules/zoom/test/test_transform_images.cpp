// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "reference.hpp"
#include "test_errors.hpp"
#include "test_precomp.hpp"

#include <functional>

namespace opencv_test {
namespace {

using namespace cv::zoom;

//! Largest difference of the channels of an image to the reference, in units of 1/255 of the depth's range.
double largestDifference(const Mat& zoomed, const Mat& frame, const Mat& grid, int samples)
{
    const double unit = frame.depth() == CV_16U ? 257 : frame.depth() == CV_32F ? 1 / 255. : 1;
    double worst = 0;
    for (int c = 0; c < frame.channels(); ++c)
    {
        const Mat_<double> expected = reference::zoom(reference::plane(frame, c), grid, zoomed.size(), samples);
        worst = std::max(worst, cvtest::norm(expected, reference::plane(zoomed, c), NORM_INF) / unit);
    }
    return worst;
}

// Linear ------------------------------------------------------------------------------------------------------------

typedef testing::TestWithParam<std::tuple<int, int, Size, Size>> Zoom_Warp;

TEST_P(Zoom_Warp, linear_agrees_with_the_double_precision_reference)
{
    const int type = CV_MAKETYPE(std::get<0>(GetParam()), std::get<1>(GetParam()));
    const Size frameSize = std::get<2>(GetParam()), zoomedSize = std::get<3>(GetParam());
    const Mat frame = texture(frameSize, type);
    for (const int border : {BORDER_REFLECT_101, BORDER_REPLICATE})
    {
        const Mat grid = blobGrid(Size(31, 17), Point2d(0.4, 0.5), GRID_ATTRACTION, border);
        const ZoomTransform t(grid, frameSize, zoomedSize);
        Mat zoomed;
        t.zoom(frame, zoomed, INTER_LINEAR);
        ASSERT_EQ(zoomedSize, zoomed.size());
        ASSERT_EQ(type, zoomed.type());
        // A level for 8U and half of one of 65536 for 16U are rounding; 32F is held to 1e-5 of the range.
        const double limit = CV_MAT_DEPTH(type) == CV_8U ? 1 : CV_MAT_DEPTH(type) == CV_16U ? 1 / 257. : 255e-5;
        EXPECT_LE(largestDifference(zoomed, frame, grid, 1), limit);
    }
}

TEST_P(Zoom_Warp, area_is_close_to_the_supersampled_reference)
{
    const int type = CV_MAKETYPE(std::get<0>(GetParam()), std::get<1>(GetParam()));
    const Size frameSize = std::get<2>(GetParam()), zoomedSize = std::get<3>(GetParam());
    const Mat frame = texture(frameSize, type), grid = blobGrid(Size(31, 17));
    Mat zoomed;
    ZoomTransform(grid, frameSize, zoomedSize).zoom(frame, zoomed);
    ASSERT_EQ(zoomedSize, zoomed.size());
    const double unit = frame.depth() == CV_16U ? 257 : frame.depth() == CV_32F ? 1 / 255. : 1;
    for (int c = 0; c < frame.channels(); ++c)
    {
        const Mat_<double> expected = reference::zoom(reference::plane(frame, c), grid, zoomedSize, 8);
        EXPECT_GE(reference::psnr(expected / unit, reference::plane(zoomed, c) / unit), 36) << "channel " << c;
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_Warp,
                        testing::Combine(testing::Values(int(CV_8U), int(CV_16U), int(CV_32F)),
                                         testing::Values(1, 2, 3, 4), testing::Values(Size(320, 240), Size(301, 97)),
                                         testing::Values(Size(64, 48), Size(57, 81))));

TEST(Zoom_WarpExtremes, linear_is_exact_at_4K)
{
    const Size frameSize(3840, 2160), zoomedSize(160, 90);
    const Mat frame = texture(frameSize, CV_32FC1), grid = blobGrid();
    Mat zoomed;
    ZoomTransform(grid, frameSize, zoomedSize).zoom(frame, zoomed, INTER_LINEAR);
    EXPECT_LE(largestDifference(zoomed, frame, grid, 1), 255e-5);
}

TEST(Zoom_WarpExtremes, linear_agrees_with_remap_at_multiples_of_its_resolution)
{
    // An identity grid that magnifies by 4 from a power of two samples at multiples of 1/8 pixel, which remap keeps.
    const Mat frame = texture(Size(64, 64), CV_8UC3);
    Mat grid, zoomed, expected, mapX(256, 256, CV_32F), mapY(256, 256, CV_32F);
    identityGrid(Size(33, 33), grid);
    ZoomTransform(grid, frame.size(), Size(256, 256)).zoom(frame, zoomed, INTER_LINEAR);
    for (int y = 0; y < 256; ++y)
        for (int x = 0; x < 256; ++x)
        {
            mapX.at<float>(y, x) = (x + 0.5f) / 4 - 0.5f;
            mapY.at<float>(y, x) = (y + 0.5f) / 4 - 0.5f;
        }
    remap(frame, expected, mapX, mapY, INTER_LINEAR, BORDER_REPLICATE);
    EXPECT_LE(cvtest::norm(expected, zoomed, NORM_INF), 1);
}

// Area --------------------------------------------------------------------------------------------------------------

TEST(Zoom_Area, identity_grid_that_reduces_by_an_integer_equals_resize)
{
    const Mat frame = texture(Size(300, 240), CV_8UC3);
    Mat grid, zoomed, expected;
    identityGrid(Size(31, 31), grid);
    for (const int k : {1, 2, 3})
    {
        const Size size(frame.cols / k, frame.rows / k);
        ZoomTransform(grid, frame.size(), size).zoom(frame, zoomed, INTER_AREA);
        resize(frame, expected, size, 0, 0, INTER_AREA);
        EXPECT_LE(cvtest::norm(expected, zoomed, NORM_INF), 1) << "reduction " << k;
    }
}

TEST(Zoom_Area, is_continuous_as_the_grid_approaches_the_identity)
{
    const Mat frame = texture(Size(640, 360), CV_32FC1), blobbed = blobGrid();
    Mat identity, atIdentity;
    identityGrid(Size(31, 31), identity);
    // 200 pixels are a reduction by 3.2, 160 one by exactly 4, where the pyramid level changes.
    for (const int side : {200, 160, 90})
    {
        const Size size(side, side * 9 / 16);
        ZoomTransform(identity, frame.size(), size).zoom(frame, atIdentity);
        double before = 1e30;
        for (const double share : {1e-1, 1e-2, 1e-3, 1e-4})
        {
            Mat zoomed;
            const Mat grid = (1 - share) * identity + share * blobbed;
            ZoomTransform(grid, frame.size(), size).zoom(frame, zoomed);
            const double difference = cvtest::norm(atIdentity, zoomed, NORM_L2) / std::sqrt(double(size.area()));
            EXPECT_LE(difference, before);
            before = difference;
        }
        EXPECT_LE(before, 0.5 / 255) << "output " << size;
    }
}

TEST(Zoom_Area, keeps_the_mean_where_linear_aliases)
{
    // Stripes of one pixel: every average is grey, single samples are not.
    Mat frame(480, 960, CV_8UC1, Scalar(0)), area, linear;
    for (int x = 0; x < frame.cols; x += 2)
        frame.col(x).setTo(255);
    const ZoomTransform t(blobGrid(), frame.size(), Size(96, 48));
    t.zoom(frame, area, INTER_AREA);
    t.zoom(frame, linear, INTER_LINEAR);
    Scalar mean, areaDeviation, linearDeviation;
    meanStdDev(area, mean, areaDeviation);
    EXPECT_NEAR(127.5, mean[0], 1.5);
    meanStdDev(linear, mean, linearDeviation);
    EXPECT_LT(areaDeviation[0] * 5, linearDeviation[0]);
}

TEST(Zoom_Area, one_sided_reduction_is_antialiased_along_its_side_alone)
{
    // 8 x 1: vertical stripes of one pixel average out, horizontal ones stay as they are.
    Mat vertical(64, 512, CV_8UC1, Scalar(0)), horizontal(64, 512, CV_8UC1, Scalar(0)), grid, zoomed;
    for (int x = 0; x < 512; x += 2)
        vertical.col(x).setTo(255);
    for (int y = 0; y < 64; y += 2)
        horizontal.row(y).setTo(255);
    identityGrid(Size(31, 31), grid);
    const ZoomTransform t(grid, Size(512, 64), Size(64, 64));
    t.zoom(vertical, zoomed);
    EXPECT_LE(cvtest::norm(Mat(64, 64, CV_8UC1, Scalar(127.5)), zoomed, NORM_INF), 1);
    t.zoom(horizontal, zoomed);
    EXPECT_LE(cvtest::norm(horizontal.colRange(0, 64), zoomed, NORM_INF), 1);
}

TEST(Zoom_Area, the_widest_boxes_of_bytes_are_means_to_a_tenth_of_a_level)
{
    // Reductions of one side by up to 16 are taken from the image itself, and their boxes touch up to 17 pixels.
    Mat grid;
    identityGrid(Size(3, 3), grid);
    for (int channels = 1; channels <= 4; ++channels)
        for (const int length : {63, 64, 67, 70, 77})
            for (const bool across : {true, false})
            {
                const Size frameSize = across ? Size(1000, 24) : Size(24, 1000);
                const Size zoomedSize = across ? Size(length, 24) : Size(24, length);
                Mat frame(frameSize, CV_8UC(channels)), zoomed;
                RNG(7).fill(frame, RNG::UNIFORM, 0, 256);
                ZoomTransform(grid, frameSize, zoomedSize).zoom(frame, zoomed, INTER_AREA);

                const Mat along = across ? frame : Mat(frame.t()), result = across ? zoomed : Mat(zoomed.t());
                const double width = 1000.0 / length;
                double worst = 0;
                for (int i = 0; i < result.rows; ++i)
                    for (int j = 0; j < result.cols; ++j)
                        for (int c = 0; c < channels; ++c)
                        {
                            double sum = 0;
                            for (int x = int(j * width); x < std::min(int((j + 1) * width) + 1, 1000); ++x)
                                sum +=
                                    std::max(0.0, std::min(x + 1.0, (j + 1) * width) - std::max(double(x), j * width)) *
                                    along.ptr(i)[x * channels + c];
                            worst = std::max(worst, std::abs(sum / width - result.ptr(i)[j * channels + c]));
                        }
                EXPECT_LE(worst, 0.6) << channels << " channels, 1000 to " << length << (across ? " columns" : " rows");
            }
}

TEST(Zoom_Area, a_flat_image_stays_flat)
{
    for (const int depth : {CV_8U, CV_16U, CV_32F})
    {
        const Mat frame(1081, 1919, CV_MAKETYPE(depth, 3), Scalar(201, 3, 77));
        Mat zoomed;
        ZoomTransform(blobGrid(), frame.size(), Size(50, 33)).zoom(frame, zoomed);
        EXPECT_LE(cvtest::norm(Mat(33, 50, frame.type(), Scalar(201, 3, 77)), zoomed, NORM_INF), 1e-3) << depth;
    }
}

// Nearest, regions, planes --------------------------------------------------------------------------------------------

TEST(Zoom_Nearest, gives_the_pixel_that_holds_the_sample)
{
    const Mat frame = texture(Size(97, 61), CV_16UC1), grid = blobGrid();
    Mat zoomed;
    ZoomTransform(grid, frame.size(), Size(40, 30)).zoom(frame, zoomed, INTER_NEAREST);
    for (int y = 0; y < zoomed.rows; ++y)
        for (int x = 0; x < zoomed.cols; ++x)
        {
            const Point2d p = reference::gridAt(grid, Point2d((x + 0.5) / 40, (y + 0.5) / 30));
            ASSERT_EQ(frame.at<ushort>(int(p.y * 61), int(p.x * 97)), zoomed.at<ushort>(y, x)) << x << ", " << y;
        }
}

TEST(Zoom_Regions, a_region_is_zoomed_like_a_copy_of_it)
{
    for (const int type : {CV_8UC3, CV_8UC1, CV_16UC4, CV_32FC1})
    {
        const Mat big = texture(Size(400, 300), type), region = big(Rect(33, 21, 211, 187));
        Mat bigOut(200, 200, type, Scalar::all(9)), expected;
        Mat out = bigOut(Rect(10, 20, 90, 80));
        const ZoomTransform t(blobGrid(), region.size(), out.size());
        for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
        {
            t.zoom(region.clone(), expected, interpolation);
            t.zoom(region, out, interpolation);
            EXPECT_EQ(0, cvtest::norm(expected, bigOut(Rect(10, 20, 90, 80)), NORM_INF));
        }
        Mat outside = bigOut.clone();
        outside(Rect(10, 20, 90, 80)).setTo(Scalar::all(9));
        EXPECT_EQ(0, cvtest::norm(Mat(200, 200, type, Scalar::all(9)), outside, NORM_INF))
            << "written beyond the region";
    }
}

TEST(Zoom_Regions, may_be_done_in_place)
{
    Mat image = texture(Size(80, 60), CV_8UC3), expected;
    const ZoomTransform t(blobGrid(), image.size(), image.size());
    t.zoom(image.clone(), expected);
    t.zoom(image, image);
    EXPECT_EQ(0, cvtest::norm(expected, image, NORM_INF));
}

TEST(Zoom_Regions, results_do_not_depend_on_the_number_of_threads)
{
    const Mat frame = texture(Size(1283, 719), CV_8UC3);
    const ZoomTransform t(blobGrid(), frame.size(), Size(333, 221));
    Mat one, many, oneBack, manyBack;
    const int threads = getNumThreads();
    setNumThreads(1);
    t.zoom(frame, one);
    t.unzoom(one, oneBack);
    setNumThreads(4);
    t.zoom(frame, many);
    t.unzoom(many, manyBack);
    setNumThreads(threads);
    EXPECT_EQ(0, cvtest::norm(one, many, NORM_INF));
    EXPECT_EQ(0, cvtest::norm(oneBack, manyBack, NORM_INF));
}

//! A 4:2:0 picture whose planes hold smooth functions of the luma position, which interpolation keeps.
std::vector<Mat> rampPicture(Size luma, int site, bool interleaved)
{
    const Size chroma((luma.width + 1) / 2, (luma.height + 1) / 2);
    const double offsetX = site == CHROMA_SITE_CENTER ? 1 : 0.5, offsetY = site == CHROMA_SITE_TOP_LEFT ? 0.5 : 1;
    Mat y(luma, CV_32F), u(chroma, CV_32F), v(chroma, CV_32F);
    for (int i = 0; i < luma.height; ++i)
        for (int j = 0; j < luma.width; ++j)
            y.at<float>(i, j) = float((j + 0.5) / luma.width);
    for (int i = 0; i < chroma.height; ++i)
        for (int j = 0; j < chroma.width; ++j)
        {
            u.at<float>(i, j) = float((2 * j + offsetX) / luma.width);
            v.at<float>(i, j) = float((2 * i + offsetY) / luma.height);
        }
    if (!interleaved)
        return {y, u, v};
    Mat uv;
    merge(std::vector<Mat>{u, v}, uv);
    return {y, uv};
}

typedef testing::TestWithParam<std::tuple<int, bool, Size>> Zoom_Planes;

TEST_P(Zoom_Planes, luma_and_chroma_sample_the_same_place)
{
    const int site = std::get<0>(GetParam());
    const bool interleaved = std::get<1>(GetParam());
    const Size frameSize = std::get<2>(GetParam()), zoomedSize(81, 47);
    const Mat grid = blobGrid();
    const ZoomTransform t(grid, frameSize, zoomedSize);
    std::vector<Mat> zoomed;
    for (const int interpolation : {INTER_AREA, INTER_LINEAR})
    {
        t.zoomPlanes(rampPicture(frameSize, site, interleaved), zoomed, site, interpolation);
        ASSERT_EQ(interleaved ? 2u : 3u, zoomed.size());
        ASSERT_EQ(zoomedSize, zoomed[0].size());
        ASSERT_EQ(Size(41, 24), zoomed[1].size());
        const double offsetX = site == CHROMA_SITE_CENTER ? 1 : 0.5, offsetY = site == CHROMA_SITE_TOP_LEFT ? 0.5 : 1;
        const Mat u = reference::plane(zoomed[1], 0);
        const Mat v = interleaved ? Mat(reference::plane(zoomed[1], 1)) : Mat(reference::plane(zoomed[2], 0));
        // Away from the border, which repeats instead of continuing the ramp. A box that cuts texels of the pyramid may
        // be off by a 32nd of an output pixel; a wrong site is off by half a chroma sample on either side.
        const double pixels = interpolation == INTER_AREA ? 1.0 / 32 : 1e-3;
        for (int i = 3; i < u.rows - 3; ++i)
            for (int j = 3; j < u.cols - 3; ++j)
            {
                const Point2d p = reference::gridAt(
                    grid, Point2d((2 * j + offsetX) / zoomedSize.width, (2 * i + offsetY) / zoomedSize.height));
                ASSERT_NEAR(p.x, u.at<double>(i, j), pixels * 2 / zoomedSize.width) << i << ", " << j;
                ASSERT_NEAR(p.y, v.at<double>(i, j), pixels * 2 / zoomedSize.height) << i << ", " << j;
            }
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_Planes,
                        testing::Combine(testing::Values(int(CHROMA_SITE_LEFT), int(CHROMA_SITE_CENTER),
                                                         int(CHROMA_SITE_TOP_LEFT)),
                                         testing::Bool(), testing::Values(Size(320, 180), Size(321, 181))));

TEST(Zoom_PlaneBuffers, planes_of_the_right_size_are_written_in_place)
{
    const std::vector<Mat> planes = {texture(Size(64, 48), CV_8UC1), texture(Size(32, 24), CV_8UC2)};
    Mat luma(30, 40, CV_8UC1, Scalar(0)), chroma(15, 20, CV_8UC2, Scalar::all(0));
    std::vector<Mat> zoomed = {luma, chroma};
    ZoomTransform(blobGrid(), Size(64, 48), Size(40, 30)).zoomPlanes(planes, zoomed);
    EXPECT_GT(countNonZero(luma), 0);
    EXPECT_GT(countNonZero(chroma.reshape(1)), 0);
}

TEST(Zoom_PlaneBuffers, planes_with_padded_rows_are_written_in_place)
{
    const std::vector<Mat> planes = {texture(Size(64, 48), CV_8UC1), texture(Size(32, 24), CV_8UC2)};
    const ZoomTransform t(blobGrid(), Size(64, 48), Size(41, 31));
    std::vector<Mat> expected;
    t.zoomPlanes(planes, expected);
    Mat luma(31, 64, CV_8UC1, Scalar(77)), chroma(16, 40, CV_8UC2, Scalar::all(77));
    std::vector<Mat> zoomed = {luma.colRange(0, 41), chroma.colRange(0, 21)};
    t.zoomPlanes(planes, zoomed);
    EXPECT_EQ(0, cvtest::norm(expected[0], luma.colRange(0, 41), NORM_INF));
    EXPECT_EQ(0, cvtest::norm(expected[1], chroma.colRange(0, 21), NORM_INF));
    EXPECT_EQ(0, cvtest::norm(Mat(31, 23, CV_8UC1, Scalar(77)), luma.colRange(41, 64), NORM_INF))
        << "padding overwritten";
}

// Degenerate and bad input --------------------------------------------------------------------------------------------

TEST(Zoom_WarpExtremes, one_pixel_images_work_both_ways)
{
    const Mat grid = blobGrid();
    for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
    {
        Mat out;
        ZoomTransform(grid, Size(1, 1), Size(5, 4)).zoom(Mat(1, 1, CV_8UC3, Scalar(1, 2, 3)), out, interpolation);
        EXPECT_EQ(0, cvtest::norm(Mat(4, 5, CV_8UC3, Scalar(1, 2, 3)), out, NORM_INF));
        ZoomTransform(grid, Size(7, 9), Size(1, 1)).zoom(Mat(9, 7, CV_8UC1, Scalar(8)), out, interpolation);
        EXPECT_EQ(0, cvtest::norm(Mat(1, 1, CV_8UC1, Scalar(8)), out, NORM_INF));
        ZoomTransform(grid, Size(7, 9), Size(1, 1)).unzoom(Mat(1, 1, CV_8UC1, Scalar(8)), out, interpolation);
        EXPECT_EQ(0, cvtest::norm(Mat(9, 7, CV_8UC1, Scalar(8)), out, NORM_INF));
    }
}

TEST(Zoom_WarpExtremes, a_frame_of_more_than_2_to_the_31_bytes_is_addressed_rightly)
{
    // Only what is written takes memory: the system maps untouched pages to zeros.
    const Size size(30000, 24000);
    Mat frame(size, CV_8UC3), grid, zoomed;
    ASSERT_GT(frame.total() * frame.elemSize(), size_t(1) << 31);
    frame(Rect(size.width - 1000, size.height - 1000, 1000, 1000)).setTo(Scalar(10, 100, 200));
    identityGrid(Size(3, 3), grid);
    for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
    {
        ZoomTransform(grid, size, Size(60, 48)).zoom(frame, zoomed, interpolation);
        EXPECT_EQ(Vec3b(10, 100, 200), zoomed.at<Vec3b>(47, 59));
    }
}

TEST(Zoom_WarpExtremes, strips_of_one_row_or_column_work)
{
    const Mat grid = blobGrid();
    Mat out;
    ZoomTransform(grid, Size(5000, 1), Size(10, 10)).zoom(Mat(1, 5000, CV_8UC3, Scalar::all(7)), out);
    EXPECT_EQ(0, cvtest::norm(Mat(10, 10, CV_8UC3, Scalar::all(7)), out, NORM_INF));
    ZoomTransform(grid, Size(1, 5000), Size(10, 1)).zoom(Mat(5000, 1, CV_32FC1, Scalar::all(7)), out);
    EXPECT_LE(cvtest::norm(Mat(1, 10, CV_32FC1, Scalar::all(7)), out, NORM_INF), 1e-5);
}

TEST(Zoom_WarpExtremes, a_wild_grid_repeats_the_border_and_stays_in_bounds)
{
    RNG rng(12);
    Mat grid(9, 9, CV_32FC2), out, back;
    const Mat frame = texture(Size(64, 48), CV_8UC3);
    for (const double range : {2., 1e3, 1e30})
    {
        rng.fill(grid, RNG::UNIFORM, -range, range);
        const ZoomTransform t(grid, frame.size(), Size(31, 33));
        for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
        {
            t.zoom(frame, out, interpolation);
            t.unzoom(out, back, interpolation);
            EXPECT_EQ(frame.size(), back.size());
        }
        EXPECT_FALSE(t.isCertified());
    }
}

TEST(Zoom_TransformErrors, bad_arguments_are_refused_by_name)
{
    const Mat grid = blobGrid();
    const Size frameSize(64, 48), zoomedSize(32, 24);
    const ZoomTransform t(grid, frameSize, zoomedSize);
    const Mat frame(frameSize, CV_8UC3, Scalar::all(1)), zoomed(zoomedSize, CV_8UC3, Scalar::all(1));
    Mat nan = grid.clone(), out;
    nan.at<Vec2f>(2, 3)[1] = std::numeric_limits<float>::quiet_NaN();
    std::vector<Mat> planesOut;
    struct Case
    {
        const char* name; //!< what the message must name
        std::function<void()> call;
    };
    const Case cases[] = {
        {"grid", [&] { ZoomTransform(Mat(), frameSize, zoomedSize); }},
        {"grid", [&] { ZoomTransform(Mat(31, 31, CV_64FC2), frameSize, zoomedSize); }},
        {"grid", [&] { ZoomTransform(Mat(1, 31, CV_32FC2), frameSize, zoomedSize); }},
        {"grid", [&] { ZoomTransform(nan, frameSize, zoomedSize); }},
        {"frameSize", [&] { ZoomTransform(grid, Size(0, 48), zoomedSize); }},
        {"zoomedSize", [&] { ZoomTransform(grid, frameSize, Size(-3, 2)); }},
        {"zoomedSize", [&] { t.resized(frameSize, Size()); }},
        {"empty", [&] { ZoomTransform().zoom(frame, out); }},
        {"empty", [&] { ZoomTransform().toFramePoints(Mat(1, 2, CV_32F), out); }},
        {"empty", [&] { ZoomTransform().coverage(); }},
        {"frame", [&] { t.zoom(Mat(), out); }},
        {"frame", [&] { t.zoom(zoomed, out); }},
        {"frame", [&] { t.zoom(Mat(frameSize, CV_64FC1), out); }},
        {"frame", [&] { t.zoom(Mat(frameSize, CV_8UC(5)), out); }},
        {"interpolation", [&] { t.zoom(frame, out, INTER_CUBIC); }},
        {"zoomed", [&] { t.unzoom(frame, out); }},
        {"interpolation", [&] { t.unzoom(zoomed, out, INTER_LANCZOS4); }},
        {"planes", [&] { t.zoomPlanes(std::vector<Mat>(), planesOut); }},
        {"planes", [&] { t.zoomPlanes(std::vector<Mat>{frame}, planesOut); }},
        {"planes[1]",
         [&] {
             t.zoomPlanes(std::vector<Mat>{Mat(48, 64, CV_8UC1), Mat(24, 32, CV_8UC1)}, planesOut);
         }},
        {"planes[1]",
         [&] {
             t.zoomPlanes(std::vector<Mat>{Mat(48, 64, CV_8UC1), Mat(48, 64, CV_8UC2)}, planesOut);
         }},
        {"chromaSite",
         [&] {
             t.zoomPlanes(std::vector<Mat>{Mat(48, 64, CV_8UC1), Mat(24, 32, CV_8UC2)}, planesOut, 7);
         }},
        {"points", [&] { t.toFramePoints(Mat(3, 3, CV_32F, Scalar(1)), out); }},
        {"points", [&] { t.toFramePoints(Mat(3, 2, CV_8U, Scalar(1)), out); }},
        {"points", [&] { t.toZoomedPoints(Mat(3, 2, CV_32F, Scalar(std::numeric_limits<float>::infinity())), out); }},
        {"rects", [&] { t.toFrameRects(Mat(3, 3, CV_32F, Scalar(1)), out); }},
    };
    for (const Case& c : cases)
        expectRefused({c.name, {c.name}, c.call});
}

} // namespace
} // namespace opencv_test
