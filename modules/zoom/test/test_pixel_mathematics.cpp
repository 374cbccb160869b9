// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The functions that host and device share, where the tests of whole images would not show a slip.
#include "test_precomp.hpp"

#include "../src/kernels/forward_line.hpp"
#include "../src/kernels/sample_pixel.hpp"
#include "../src/math/blob_value.hpp"
#include "../src/math/certificate.hpp"
#include "../src/math/outline.hpp"

#include <limits>

namespace opencv_test {
namespace {

using namespace cv::zoom;

const float NOT_A_NUMBER = std::numeric_limits<float>::quiet_NaN();

TEST(Zoom_PixelMathematics, means_are_rounded_and_cut_off_as_saturate_cast_does)
{
    for (const float mean : {-1e30f, -0.6f, -0.5f, 0.f, 0.4999f, 0.5f, 0.5001f, 1.5f, 2.5f, 254.5f, 254.6f, 255.4f,
                             256.f, 65534.5f, 65535.4f, 70000.f, 1e30f})
    {
        if (std::abs(mean) < 1e9f) // beyond, saturate_cast goes through an int
        {
            EXPECT_EQ(int(saturate_cast<uchar>(mean)), int(kernels::PixelValue<uchar>::of(mean))) << mean;
            EXPECT_EQ(int(saturate_cast<ushort>(mean)), int(kernels::PixelValue<ushort>::of(mean))) << mean;
        }
        EXPECT_EQ(mean, kernels::PixelValue<float>::of(mean));
    }
    EXPECT_EQ(0, int(kernels::PixelValue<uchar>::of(-1e30f)));
    EXPECT_EQ(65535, int(kernels::PixelValue<ushort>::of(1e30f)));
    EXPECT_EQ(0, int(kernels::PixelValue<uchar>::of(NOT_A_NUMBER)));
}

TEST(Zoom_PixelMathematics, nearest_pixel_is_the_one_that_contains_the_point)
{
    uchar pixels[3][5];
    for (int y = 0; y < 3; ++y)
        for (int x = 0; x < 5; ++x)
            pixels[y][x] = uchar(10 * y + x);
    const kernels::ImageView image = {&pixels[0][0], 5, 5, 3};
    const auto at = [&image](double x, double y) { return int(*kernels::nearestPixel<uchar, 1>(image, x, y)); };
    EXPECT_EQ(0, at(0, 0));
    EXPECT_EQ(12, at(2.999, 1));
    EXPECT_EQ(13, at(3, 1.999));
    EXPECT_EQ(24, at(4.5, 2.5));
    EXPECT_EQ(24, at(5, 3)) << "the far edges";
    EXPECT_EQ(0, at(-1e300, -0.1));
    EXPECT_EQ(24, at(1e300, 1e300));
    EXPECT_EQ(0, at(double(NOT_A_NUMBER), double(NOT_A_NUMBER)));
}

TEST(Zoom_PixelMathematics, what_a_box_covers_adds_up_to_its_width)
{
    RNG rng(4);
    for (int k = 0; k < 20000; ++k)
    {
        const double centre = rng.uniform(-3., 5000.);
        const auto span = math::BoxSpan<float>::at(centre, rng.uniform(0.2f, 16.f));
        float covered = 0;
        for (int t = 0; t < span.count; ++t)
        {
            const float c = span.covered(t);
            ASSERT_GE(c, 0.f);
            ASSERT_LE(c, 1.0001f);
            EXPECT_NEAR(c / span.width, span.weight(t), 1e-6);
            covered += c;
        }
        ASSERT_NEAR(span.width, covered, 1e-4);
        // The middle of what is covered is the centre.
        ASSERT_NEAR(centre, span.first + double(span.low) + 0.5 * span.width, 1e-4);
        ASSERT_LE(span.count, int(math::MAX_BOX_TEXELS));
    }
}

TEST(Zoom_PixelMathematics, mean_of_a_box_is_the_integral_of_the_image)
{
    // Against the integral of the piecewise constant image, border repeated, summed up in small steps.
    Mat image(7, 9, CV_32FC2);
    RNG rng(6);
    rng.fill(image, RNG::UNIFORM, 0, 1);
    const kernels::ImageView view = {image.data, image.step, image.cols, image.rows};
    for (int k = 0; k < 200; ++k)
    {
        const double x = rng.uniform(-3., 12.), y = rng.uniform(-3., 10.);
        const float width = rng.uniform(1.f, 6.f), height = rng.uniform(1.f, 6.f);
        float mean[2];
        kernels::meanOfBox<float, 2>(view, math::BoxSpan<float>::at(x, width), math::BoxSpan<float>::at(y, height),
                                     mean);
        const int steps = 200;
        double expected[2] = {};
        for (int b = 0; b < steps; ++b)
            for (int a = 0; a < steps; ++a)
            {
                const int column = cvFloor(x + ((a + 0.5) / steps - 0.5) * width);
                const int row = cvFloor(y + ((b + 0.5) / steps - 0.5) * height);
                const Vec2f& pixel = image.at<Vec2f>(std::min(std::max(row, 0), 6), std::min(std::max(column, 0), 8));
                for (int c = 0; c < 2; ++c)
                    expected[c] += pixel[c] / double(steps * steps);
            }
        for (int c = 0; c < 2; ++c)
            ASSERT_NEAR(expected[c], mean[c], 0.03) << x << ", " << y;
    }
}

TEST(Zoom_PixelMathematics, reduction_rounds_halves_in_turn)
{
    EXPECT_FALSE(math::roundsUp(1));
    EXPECT_TRUE(math::roundsUp(2));
    const auto bytes = [](int a, int b, int c, int d, bool up) {
        return int(math::reduced(uchar(a), uchar(b), uchar(c), uchar(d), up));
    };
    EXPECT_EQ(1, bytes(1, 1, 2, 2, false)) << "1.5";
    EXPECT_EQ(2, bytes(1, 1, 2, 2, true)) << "1.5";
    EXPECT_EQ(2, bytes(1, 2, 2, 2, false)) << "1.75";
    EXPECT_EQ(1, bytes(1, 1, 1, 2, true)) << "1.25";
    EXPECT_EQ(255, bytes(255, 255, 255, 255, true));
    EXPECT_EQ(65535, int(math::reduced(ushort(65535), ushort(65535), ushort(65535), ushort(65535), true)));
    EXPECT_EQ(0.25f, math::reduced(0.f, 0.f, 1.f, 0.f, true));
}

TEST(Zoom_PixelMathematics, colours_are_cut_off_but_not_rounded)
{
    const float row[4] = {1.f, 2.f, -1.f, 3.f};
    EXPECT_EQ(255.f, math::colorOfYuv(200, 100, 10, row));
    EXPECT_EQ(0.f, math::colorOfYuv(0, 0, 10, row));
    EXPECT_FLOAT_EQ(10.5f + 2 * 4 - 6 + 3, math::colorOfYuv(10.5f, 4, 6, row));
    EXPECT_FLOAT_EQ(-0.5f, math::blobValue(3, 4, 0.5f));
}

TEST(Zoom_PixelMathematics, boxes_of_the_identity_are_as_wide_as_the_reduction)
{
    const int rows = 5, columns = 7;
    std::vector<float> grid;
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            grid.push_back(float(j) / (columns - 1));
            grid.push_back(float(i) / (rows - 1));
        }
    const kernels::PlaneMap map = {grid.data(),
                                   rows,
                                   columns,
                                   {{0.5 / 100, 1. / 100}, {0.5 / 200, 1. / 200}, 100, 200},
                                   {{0.5 / 640, 1. / 640}, {0.5 / 150, 1. / 150}, 640, 150}};
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            const math::Vec<float> box = kernels::boxAtNode(map, i, j);
            EXPECT_NEAR(6.4, box.x, 1e-5);
            EXPECT_EQ(1.f, box.y) << "magnified: never below a pixel";
        }
    const kernels::ForwardPixel pixel = kernels::ForwardPixel::of(map, nullptr, 37, 150);
    EXPECT_NEAR(37.5 * 6.4, pixel.x, 1e-4);
    EXPECT_NEAR(150.5 * 0.75, pixel.y, 1e-4);
    EXPECT_EQ(1.f, pixel.widthX);
}

TEST(Zoom_PixelMathematics, a_cell_needs_the_share_of_its_worst_corner)
{
    // One cell, twisted: the determinant at a corner is 1 + what the moved node adds there.
    const double grid[] = {0, 0, 1, 0, 0, 1, 0.2, 0.3};
    const auto det = [&grid](double a, int corner) {
        double g[8];
        const double identity[] = {0, 0, 1, 0, 0, 1, 1, 1};
        for (int k = 0; k < 8; ++k)
            g[k] = (1 - a) * grid[k] + a * identity[k];
        const double *x0 = g + (corner < 2 ? 0 : 4), *x1 = x0 + 2, *y0 = g + (corner % 2 ? 2 : 0), *y1 = y0 + 4;
        return (x1[0] - x0[0]) * (y1[1] - y0[1]) - (x1[1] - x0[1]) * (y1[0] - y0[0]);
    };
    const double least = 0.1, share = math::shareForCell(grid, 2, 2, 0, 0, 0.0, least, 1e9);
    double smallest = 1e9, before = 1e9;
    for (int corner = 0; corner < 4; ++corner)
    {
        smallest = std::min(smallest, det(share, corner));
        before = std::min(before, det(share - 1e-4, corner));
    }
    EXPECT_GT(share, 0.1);
    EXPECT_GE(smallest, least);
    EXPECT_LT(before, least) << "a smaller share would have done";
    EXPECT_EQ(0, math::shareForCell(grid, 2, 2, 0, 0, share, least, 1e9));
}

TEST(Zoom_PixelMathematics, a_blend_keeps_the_corners_of_the_frame_exactly)
{
    RNG rng(9);
    for (int k = 0; k < 10000; ++k)
    {
        const double share = rng.uniform(0., 1.);
        const int n = rng.uniform(2, 513);
        ASSERT_EQ(0.f, float(math::blended(0, share, 0, n)));
        ASSERT_EQ(1.f, float(math::blended(1, share, n - 1, n)));
    }
}

TEST(Zoom_PixelMathematics, steps_of_the_outline_touch_where_they_cross_but_not_at_their_corner)
{
    typedef math::Outline<double> Outline;
    // 3x3 nodes whose top side dips below the middle of the bottom side.
    std::vector<double> grid = {0, 0, 0.5, 1.2, 1, 0, 0, 0.5, 0.5, 0.5, 1, 0.5, 0, 1, 0.5, 1, 1, 1};
    const Outline crossed = {grid.data(), 3, 3, 0};
    EXPECT_TRUE(crossed.touch(Outline::TOP, 0, Outline::BOTTOM, 0));
    EXPECT_FALSE(crossed.touch(Outline::TOP, 0, Outline::LEFT, 0)) << "they share a corner";
    EXPECT_FALSE(crossed.touch(Outline::BOTTOM, 0, Outline::RIGHT, 1)) << "apart";
    EXPECT_FALSE(crossed.slanted(Outline::TOP, 0));
    EXPECT_TRUE(crossed.slanted(Outline::BOTTOM, 0));
    EXPECT_DOUBLE_EQ(1.0, crossed.advance(Outline::TOP, 0));
    const Outline blended = {grid.data(), 3, 3, 0.5};
    EXPECT_FALSE(blended.touch(Outline::TOP, 0, Outline::BOTTOM, 0));
    EXPECT_DOUBLE_EQ(0.6, blended.across(Outline::TOP, 1));
}

} // namespace
} // namespace opencv_test
