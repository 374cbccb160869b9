// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_estimators.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

namespace opencv_test {
namespace {

using namespace cv::zoom;

//! The spectral residual by its definition, before the smoothing: sums over all pixels in double precision.
Mat_<double> spectralResidual(const Mat_<double>& image)
{
    typedef std::complex<double> Complex;
    const int rows = image.rows, columns = image.cols;
    const auto wave = [&](int y, int x, int u, int v, double sign) {
        return std::polar(1.0, sign * 2 * CV_PI * (double(y * u) / rows + double(x * v) / columns));
    };
    std::vector<Complex> spectrum(rows * columns);
    Mat_<double> logAmplitude(rows, columns);
    for (int u = 0; u < rows; ++u)
    {
        for (int v = 0; v < columns; ++v)
        {
            Complex total = 0;
            for (int y = 0; y < rows; ++y)
                for (int x = 0; x < columns; ++x)
                    total += image(y, x) * wave(y, x, u, v, -1);
            spectrum[u * columns + v] = total;
            logAmplitude(u, v) = std::log(std::abs(total) + 1);
        }
    }
    for (int u = 0; u < rows; ++u)
    {
        for (int v = 0; v < columns; ++v)
        {
            double mean = 0;
            for (int du = -1; du <= 1; ++du)
                for (int dv = -1; dv <= 1; ++dv)
                    mean += logAmplitude((u + du + rows) % rows, (v + dv + columns) % columns) / 9;
            spectrum[u * columns + v] *= std::exp(-mean);
        }
    }
    Mat_<double> residual(rows, columns);
    for (int y = 0; y < rows; ++y)
    {
        for (int x = 0; x < columns; ++x)
        {
            Complex total = 0;
            for (int u = 0; u < rows; ++u)
                for (int v = 0; v < columns; ++v)
                    total += spectrum[u * columns + v] * wave(y, x, u, v, 1);
            residual(y, x) = std::norm(total / double(rows * columns));
        }
    }
    return residual;
}

//! The same by transforms of OpenCV in double precision, for images of any size.
Mat_<double> fastSpectralResidual(const Mat_<double>& image)
{
    Mat_<Vec2d> spectrum;
    dft(image, spectrum, DFT_COMPLEX_OUTPUT);
    Mat parts[2], amplitude, gain;
    split(spectrum, parts);
    magnitude(parts[0], parts[1], amplitude);
    log(amplitude + 1, amplitude);
    cv::copyMakeBorder(amplitude, amplitude, 1, 1, 1, 1, BORDER_WRAP);
    blur(amplitude, amplitude, Size(3, 3));
    exp(-amplitude(Rect(Point(1, 1), image.size())), gain);
    for (Mat& part : parts)
        cv::multiply(part, gain, part);
    merge(parts, 2, spectrum);
    Mat_<double> residual;
    dft(spectrum, residual, DFT_INVERSE | DFT_SCALE | DFT_REAL_OUTPUT);
    return residual.mul(residual);
}

typedef testing::TestWithParam<Size> Zoom_SpectralSaliencySize;

TEST_P(Zoom_SpectralSaliencySize, is_the_spectral_residual)
{
    const Size size = GetParam();
    Mat_<uchar> grey(size);
    RNG(11).fill(grey, RNG::UNIFORM, 0, 256);
    Mat frame;
    cvtColor(grey, frame, COLOR_GRAY2BGR);
    const bool small = size.area() <= 300; // what sums over all pixels for every frequency are possible for
    Mat expected = small ? spectralResidual(Mat_<double>(grey)) : fastSpectralResidual(Mat_<double>(grey));
    GaussianBlur(expected, expected, Size(), 2.5 / 64 * std::min(size.width, size.height));
    expected = max(expected - mean(expected)[0], 0);
    const Mat_<double> saliency = estimated(SpectralSaliency::create(size), frame);
    double largest;
    minMaxLoc(expected, nullptr, &largest);
    EXPECT_LE(cvtest::norm(expected, saliency, NORM_INF), 1e-3 * largest);
}

// Even and odd, with prime factors, wide and tall.
INSTANTIATE_TEST_CASE_P(Sizes, Zoom_SpectralSaliencySize,
                        testing::Values(Size(20, 12), Size(8, 8), Size(13, 9), Size(9, 14), Size(10, 29), Size(64, 64),
                                        Size(96, 72), Size(61, 127), Size(251, 40)));

TEST(Zoom_SpectralSaliency, gives_the_same_by_both_references)
{
    Mat_<double> image(11, 14);
    RNG(3).fill(image, RNG::UNIFORM, 0, 256);
    EXPECT_LE(cvtest::norm(spectralResidual(image), fastSpectralResidual(image), NORM_INF), 1e-12);
}

TEST(Zoom_SpectralSaliency, gives_the_mass_to_a_patch_of_another_texture)
{
    for (int seed = 1; seed <= 5; ++seed)
    {
        Mat clouds(64, 64, CV_8UC1), frame;
        RNG(seed).fill(clouds, RNG::UNIFORM, 0, 256);
        GaussianBlur(clouds, clouds, Size(), 3);
        normalize(clouds, clouds, 60, 180, NORM_MINMAX);
        cvtColor(clouds, frame, COLOR_GRAY2BGR);
        const Rect patch(8 * seed, 16, 8, 8), around(patch.tl() - Point(4, 4), Size(16, 16));
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 8; ++x)
                if ((x / 2 + y / 2) % 2)
                    frame(patch).at<Vec3b>(y, x) = Vec3b(200, 200, 200);

        const Mat saliency = estimated(SpectralSaliency::create(), frame);
        Point peak;
        minMaxLoc(saliency, nullptr, nullptr, nullptr, &peak);
        EXPECT_GT(shareIn(saliency, around), 0.6) << patch; // of the mass, in a sixteenth of the map
        EXPECT_TRUE(around.contains(peak)) << patch << peak;
    }
}

TEST(Zoom_SpectralSaliency, finds_the_odd_one_out)
{
    // Squares at somewhat irregular places, one of which is brighter.
    for (int seed = 1; seed <= 5; ++seed)
    {
        RNG rng(seed);
        Mat frame(64, 64, CV_8UC3, Scalar::all(60));
        const Point odd(seed, 2);
        for (int i = 0; i < 8; ++i)
            for (int j = 0; j < 8; ++j)
                frame(Rect(8 * j + rng.uniform(1, 4), 8 * i + rng.uniform(1, 4), 3, 3))
                    .setTo(Scalar::all(Point(j, i) == odd ? 250 : 120));
        Point peak;
        minMaxLoc(estimated(SpectralSaliency::create(), frame), nullptr, nullptr, nullptr, &peak);
        EXPECT_TRUE(Rect(8 * odd, Size(8, 8)).contains(peak)) << odd << peak;
    }
}

TEST(Zoom_SpectralSaliency, gives_zeros_for_a_flat_frame)
{
    for (const int level : {0, 1, 77, 255})
        EXPECT_EQ(0, countNonZero(
                         estimated(SpectralSaliency::create(Size(30, 20)), Mat(20, 30, CV_8UC3, Scalar::all(level)))));
}

} // namespace
} // namespace opencv_test
