// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "reference.hpp"
#include "test_precomp.hpp"

#include "opencv2/core/utils/filesystem.hpp"
#include "opencv2/imgcodecs.hpp"

#include <cstdio>

namespace opencv_test {
namespace {

using namespace cv::zoom;

//! Pixels of the zoomed frame that stand for a reduction of at least @p reduction (geometric mean of both axes).
Mat reducedAtLeast(const ZoomTransform& t, double reduction)
{
    Mat magnification;
    t.magnification(magnification);
    const double uniform =
        std::sqrt(double(t.frameSize().area()) / t.zoomedSize().area()); // reduction of a uniform resize
    return uniform / magnification >= reduction;
}

double psnrWithin(const Mat_<double>& a, const Mat_<double>& b, const Mat& mask)
{
    const double mse = std::pow(cv::norm(a, b, NORM_L2, mask), 2) / countNonZero(mask);
    return 10 * std::log10(255 * 255 / mse);
}

//! The reference, row blocks in parallel.
Mat_<double> supersampled(const Mat_<double>& frame, const Mat& grid, Size zoomed, int samples)
{
    Mat_<double> out(zoomed);
    parallel_for_(Range(0, zoomed.height), [&](const Range& range) {
        for (int y = range.start; y < range.end; ++y)
            reference::zoomRow(frame, grid, zoomed, samples, y, out);
    });
    return out;
}

class Zoom_Photos : public testing::Test
{
protected:
    void SetUp() CV_OVERRIDE
    {
        const std::string folder = testFolder("ZOOM_DATA");
        if (!folder.empty() && utils::fs::isDirectory(folder + "/kodak"))
            utils::fs::glob(folder + "/kodak", "*.png", files);
        if (files.empty())
            ZOOM_SKIP("ZOOM_DATA names no folder with kodak photos: '" + folder + "'");
    }

    //! A photo enlarged three times, with a camera's noise.
    static Mat bigPhoto(const String& file)
    {
        const Mat photo = imread(file);
        Mat big, noise;
        resize(photo, big, Size(), 3, 3, INTER_LANCZOS4);
        noise.create(big.size(), CV_16SC3);
        RNG(1).fill(noise, RNG::NORMAL, 0, 4);
        cv::add(big, noise, big, noArray(), CV_8U);
        return big;
    }

    std::vector<String> files;
};

TEST_F(Zoom_Photos, area_is_near_the_supersampled_zoom_and_far_better_than_linear)
{
    std::printf("%-14s %10s %10s %22s %22s\n", "photo", "area [dB]", "linear", "area, reduced >= 4x",
                "linear, reduced >= 4x");
    for (const String& file : files)
    {
        const Mat frame = bigPhoto(file);
        const Size zoomedSize(cvRound(240. * frame.cols / frame.rows), 240);
        const Mat grid = blobGrid();
        const ZoomTransform t(grid, frame.size(), zoomedSize);
        Mat area, linear;
        t.zoom(frame, area, INTER_AREA);
        t.zoom(frame, linear, INTER_LINEAR);
        const Mat strong = reducedAtLeast(t, 4);
        ASSERT_GT(countNonZero(strong), 1000);
        double worst[4] = {1e9, 1e9, 1e9, 1e9};
        for (int c = 0; c < 3; ++c)
        {
            const Mat_<double> ideal = supersampled(reference::plane(frame, c), grid, zoomedSize, 16);
            const Mat_<double> a = reference::plane(area, c), l = reference::plane(linear, c);
            const double got[4] = {reference::psnr(ideal, a), reference::psnr(ideal, l), psnrWithin(ideal, a, strong),
                                   psnrWithin(ideal, l, strong)};
            EXPECT_GE(got[0], 34) << file << ", channel " << c;
            EXPECT_GE(got[2], 34) << file << ", channel " << c;
            EXPECT_GE(got[2], got[3] + 8) << file << ", channel " << c;
            for (int k = 0; k < 4; ++k)
                worst[k] = std::min(worst[k], got[k]);
        }
        const std::string name = file.substr(file.find_last_of("/\\") + 1);
        std::printf("%-14s %10.1f %10.1f %22.1f %22.1f\n", name.c_str(), worst[0], worst[1], worst[2], worst[3]);
    }
}

TEST(Zoom_ZonePlate, shows_no_moire)
{
    // A zone plate up to half the frame's sampling rate: what the zoomed frame cannot resolve must come out flat.
    const int side = 1024;
    Mat frame(side, side, CV_8UC1);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
        {
            const double dx = x - side / 2 + 0.5, dy = y - side / 2 + 0.5;
            frame.at<uchar>(y, x) = saturate_cast<uchar>(127.5 + 127.5 * std::cos(CV_PI * (dx * dx + dy * dy) / side));
        }
    const Mat grid = blobGrid(Size(31, 31), Point2d(0.5, 0.5));
    const Size size(128, 128);
    const ZoomTransform t(grid, frame.size(), size);
    Mat zoomed, linear;
    t.zoom(frame, zoomed, INTER_AREA);
    t.zoom(frame, linear, INTER_LINEAR);
    const Mat_<double> ideal = supersampled(reference::plane(frame, 0), grid, size, 32);
    EXPECT_LE(cvtest::norm(ideal, reference::plane(zoomed, 0), NORM_INF), 40);
    EXPECT_GE(reference::psnr(ideal, reference::plane(zoomed, 0)), 32);
    EXPECT_LE(reference::psnr(ideal, reference::plane(linear, 0)), 20);
    // The corners of the plate vary faster than the zoomed pixels: they must be grey.
    Scalar mean, deviation;
    meanStdDev(zoomed(Rect(0, 0, 24, 24)), mean, deviation);
    EXPECT_NEAR(127.5, mean[0], 4);
    EXPECT_LE(deviation[0], 8);
}

} // namespace
} // namespace opencv_test
