// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TEST_REFERENCE_HPP
#define OPENCV_ZOOM_TEST_REFERENCE_HPP

// The judge of every backend: the definitions of the module written down once more in plain double precision, without
// the shortcuts of the implementation and without sharing code with it.

#include "test_precomp.hpp"

#include <cmath>

namespace opencv_test {
namespace reference {

//! Bilinear interpolation of a grid at a normalised zoomed coordinate.
inline Point2d gridAt(const Mat& grid, Point2d z)
{
    const double x = std::min(std::max(z.x, 0.0), 1.0) * (grid.cols - 1);
    const double y = std::min(std::max(z.y, 0.0), 1.0) * (grid.rows - 1);
    const int j = std::min(int(x), grid.cols - 2), i = std::min(int(y), grid.rows - 2);
    const double s = x - j, t = y - i;
    const auto node = [&grid](int r, int c) {
        const Vec2f& p = grid.at<Vec2f>(r, c);
        return Point2d(p[0], p[1]);
    };
    return (1 - t) * ((1 - s) * node(i, j) + s * node(i, j + 1)) +
           t * ((1 - s) * node(i + 1, j) + s * node(i + 1, j + 1));
}

//! One channel of an image as doubles.
inline Mat_<double> plane(const Mat& image, int channel)
{
    Mat one, wide;
    extractChannel(image, one, channel);
    one.convertTo(wide, CV_64F);
    return wide;
}

//! Bilinear interpolation at continuous extent coordinates (0 is the left edge of the first pixel), border repeated.
inline double bilinear(const Mat_<double>& image, double x, double y)
{
    x -= 0.5;
    y -= 0.5;
    const double fx = std::floor(x), fy = std::floor(y), s = x - fx, t = y - fy;
    const auto pixel = [&image](double r, double c) {
        const int i = int(std::min(std::max(r, 0.0), double(image.rows - 1)));
        const int j = int(std::min(std::max(c, 0.0), double(image.cols - 1)));
        return image(i, j);
    };
    return (1 - t) * ((1 - s) * pixel(fy, fx) + s * pixel(fy, fx + 1)) +
           t * ((1 - s) * pixel(fy + 1, fx) + s * pixel(fy + 1, fx + 1));
}

//! One row of zoom().
inline void zoomRow(const Mat_<double>& frame, const Mat& grid, Size zoomed, int samples, int y, Mat_<double>& out)
{
    for (int x = 0; x < zoomed.width; ++x)
    {
        double sum = 0;
        for (int b = 0; b < samples; ++b)
            for (int a = 0; a < samples; ++a)
            {
                const Point2d p = gridAt(
                    grid, Point2d((x + (a + 0.5) / samples) / zoomed.width, (y + (b + 0.5) / samples) / zoomed.height));
                sum += bilinear(frame, p.x * frame.cols, p.y * frame.rows);
            }
        out(y, x) = sum / (samples * samples);
    }
}

/** @brief What a zoomed plane should hold: the mean of samples x samples bilinear samples spread over every output
pixel.
@param samples 1 gives INTER_LINEAR, 16 the ideal of INTER_AREA */
inline Mat_<double> zoom(const Mat_<double>& frame, const Mat& grid, Size zoomed, int samples)
{
    Mat_<double> out(zoomed);
    for (int y = 0; y < zoomed.height; ++y)
        zoomRow(frame, grid, zoomed, samples, y, out);
    return out;
}

//! Smallest determinant of the Jacobian over all corners of all cells, and the largest.
inline std::pair<double, double> determinants(const Mat& grid)
{
    std::pair<double, double> range(1e300, -1e300);
    for (int i = 0; i + 1 < grid.rows; ++i)
        for (int j = 0; j + 1 < grid.cols; ++j)
        {
            const Vec2d a = grid.at<Vec2f>(i, j), b = grid.at<Vec2f>(i, j + 1), c = grid.at<Vec2f>(i + 1, j),
                        d = grid.at<Vec2f>(i + 1, j + 1);
            const Vec2d along[] = {b - a, d - c}, down[] = {c - a, d - b};
            for (const Vec2d& x : along)
                for (const Vec2d& y : down)
                {
                    const double det = (x[0] * y[1] - x[1] * y[0]) * (grid.cols - 1) * (grid.rows - 1);
                    range.first = std::min(range.first, det);
                    range.second = std::max(range.second, det);
                }
        }
    return range;
}

inline double psnr(const Mat_<double>& a, const Mat_<double>& b)
{
    const double mse = std::pow(cvtest::norm(a, b, NORM_L2), 2) / double(a.total());
    return 10 * std::log10(255 * 255 / mse);
}

} // namespace reference

//! A picture with structure at every scale, deterministic.
inline Mat texture(Size size, int type, unsigned seed = 7)
{
    RNG rng(seed);
    Mat fine(size, CV_MAKETYPE(CV_32F, CV_MAT_CN(type))), coarse(Size(9, 7), fine.type());
    rng.fill(fine, RNG::UNIFORM, 0, 90);
    rng.fill(coarse, RNG::UNIFORM, 0, 165);
    resize(coarse, coarse, size, 0, 0, INTER_CUBIC);
    fine += coarse;
    Mat image;
    const double scale = CV_MAT_DEPTH(type) == CV_16U ? 257 : CV_MAT_DEPTH(type) == CV_32F ? 1 / 255. : 1;
    fine.convertTo(image, type, scale);
    return image;
}

//! Node-valued saliency: a floor plus a Gaussian at a normalised position.
inline Mat blob(Size nodes, Point2d at, double sigma, double floor)
{
    Mat s(nodes, CV_32F);
    for (int i = 0; i < nodes.height; ++i)
        for (int j = 0; j < nodes.width; ++j)
        {
            const double x = double(j) / (nodes.width - 1) - at.x, y = double(i) / (nodes.height - 1) - at.y;
            s.at<float>(i, j) = float(floor + std::exp(-0.5 * (x * x + y * y) / (sigma * sigma)));
        }
    return s;
}

//! The grid of a blob with the default parameters.
inline Mat blobGrid(Size nodes = Size(31, 31), Point2d at = Point2d(0.4, 0.5), int mode = zoom::GRID_ATTRACTION,
                    int border = BORDER_REFLECT_101)
{
    zoom::GridParams params;
    params.mode = mode;
    params.gridSize = nodes;
    params.borderType = border;
    Mat grid;
    zoom::saliencyToGrid(blob(nodes, at, 0.12, 0.15), grid, params);
    return grid;
}

//! The grid shows the whole frame: its outline is the frame's.
inline void expectOutlineOfFrame(const Mat& grid)
{
    for (int j = 0; j < grid.cols; ++j)
    {
        EXPECT_EQ(0.f, grid.at<Vec2f>(0, j)[1]);
        EXPECT_EQ(1.f, grid.at<Vec2f>(grid.rows - 1, j)[1]);
    }
    for (int i = 0; i < grid.rows; ++i)
    {
        EXPECT_EQ(0.f, grid.at<Vec2f>(i, 0)[0]);
        EXPECT_EQ(1.f, grid.at<Vec2f>(i, grid.cols - 1)[0]);
    }
}

} // namespace opencv_test

#endif // OPENCV_ZOOM_TEST_REFERENCE_HPP
