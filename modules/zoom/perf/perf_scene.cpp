// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "perf_scene.hpp"

namespace opencv_test {

Mat salientArea(Size nodes)
{
    Mat saliency(nodes, CV_32F);
    for (int i = 0; i < nodes.height; ++i)
        for (int j = 0; j < nodes.width; ++j)
        {
            const double x = double(j) / (nodes.width - 1) - 0.4, y = double(i) / (nodes.height - 1) - 0.5;
            saliency.at<float>(i, j) = float(0.15 + std::exp(-0.5 * (x * x + y * y) / (0.12 * 0.12)));
        }
    return saliency;
}

ZoomTransform salientTransform(Size frameSize, Size zoomed)
{
    Mat grid;
    saliencyToGrid(salientArea(), grid);
    return ZoomTransform(grid, frameSize, zoomed);
}

double whiteOf(int type)
{
    const int depth = CV_MAT_DEPTH(type);
    return depth == CV_8U ? 255 : depth == CV_16U ? 65535 : 1;
}

Mat ramp(Size size, int type)
{
    Mat_<double> x(1, size.width), y(size.height, 1);
    for (int i = 0; i < size.width; ++i)
        x(i) = (i + 0.5) / size.width;
    for (int i = 0; i < size.height; ++i)
        y(i) = (i + 0.5) / size.height;
    Mat along, down, image;
    repeat(x, size.height, 1, along);
    repeat(y, 1, size.width, down);
    along.convertTo(along, CV_MAT_DEPTH(type), whiteOf(type));
    down.convertTo(down, CV_MAT_DEPTH(type), whiteOf(type));
    std::vector<Mat> channels;
    for (int c = 0; c < CV_MAT_CN(type); ++c)
        channels.push_back(c % 2 ? down : along);
    merge(channels, image);
    return image;
}

Mat rampWithDetail(Size size, int type)
{
    Mat image = ramp(size, type);
    const int side = size.height / 8;
    image(Rect(size.width * 2 / 5 - side / 2, size.height / 2 - side / 2, side, side)) = Scalar::all(whiteOf(type));
    return image;
}

static std::vector<Point2d> pixelsAllOver(Size size)
{
    const int count = 32;
    std::vector<Point2d> pixels;
    for (int i = 0; i < count; ++i)
        for (int j = 0; j < count; ++j)
            pixels.push_back(Point2d(j * (size.width - 1) / (count - 1), i * (size.height - 1) / (count - 1)));
    return pixels;
}

//! @param at pixels of the image
//! @param from where the transform has them in the ramp that the image was made of
static void expectRamp(const Mat& image, const std::vector<Point2d>& at, const std::vector<Point2d>& from,
                       Size rampSize)
{
    const double white = whiteOf(image.type()), tolerance = 2 * white / 255;
    std::vector<Mat> channels;
    split(image, channels);
    for (size_t c = 0; c < channels.size(); ++c)
    {
        Mat_<double> values;
        channels[c].convertTo(values, CV_64F);
        for (size_t k = 0; k < at.size(); ++k)
        {
            const double place = c % 2 ? (from[k].y + 0.5) / rampSize.height : (from[k].x + 0.5) / rampSize.width;
            ASSERT_NEAR(white * place, values(Point(at[k])), tolerance) << "channel " << c << ", pixel " << at[k];
        }
    }
}

void expectZoomedRamp(const Mat& zoomed, const ZoomTransform& transform)
{
    ASSERT_EQ(transform.zoomedSize(), zoomed.size());
    const std::vector<Point2d> at = pixelsAllOver(zoomed.size());
    std::vector<Point2d> from;
    transform.toFramePoints(at, from);
    expectRamp(zoomed, at, from, transform.frameSize());
}

void expectUnzoomedRamp(const Mat& frame, const ZoomTransform& transform)
{
    ASSERT_EQ(transform.frameSize(), frame.size());
    const std::vector<Point2d> at = pixelsAllOver(frame.size());
    std::vector<Point2d> from;
    transform.toZoomedPoints(at, from);
    expectRamp(frame, at, from, transform.zoomedSize());
}

void expectMagnifies(const Mat& grid)
{
    const Size size(100, 100);
    const ZoomTransform transform(grid, size, size);
    EXPECT_TRUE(transform.isCertified());
    std::vector<Point2d> salient(1, Point2d(0.4 * size.width, 0.5 * size.height)), zoomed;
    transform.toZoomedPoints(salient, zoomed);
    Mat magnification;
    transform.magnification(magnification);
    EXPECT_GT(magnification.at<float>(Point(zoomed[0])), 1.2);
}

} // namespace opencv_test
