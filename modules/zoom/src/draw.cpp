// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "saliency_maps.hpp"

#include <algorithm>

namespace cv {
namespace zoom {

namespace {

void checkImage(const Mat& image, const char* name)
{
    const int type = image.type();
    if (image.empty() || image.dims != 2 || (type != CV_8UC1 && type != CV_8UC3 && type != CV_8UC4))
        CV_Error(Error::StsUnsupportedFormat,
                 format("%s is a %dx%d array (columns x rows) of %s; allowed are images of "
                        "CV_8UC1, CV_8UC3 and CV_8UC4",
                        name, image.cols, image.rows, typeToString(type).c_str()));
}

//! A BGR colour as an image of @p type shows it: its luma in a grey one, opaque where there is alpha.
Scalar shownColor(const Scalar& bgr, int type)
{
    if (type == CV_8UC1)
        return Scalar::all(0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2]);
    return Scalar(bgr[0], bgr[1], bgr[2], 255);
}

//! 256 colours from cold to hot, 8UC1 or 8UC3. Inferno gets brighter all the way, so it works in grey as well.
Mat heatColors(int channels)
{
    Mat levels(1, 256, CV_8UC1);
    for (int k = 0; k < 256; ++k)
        levels.at<uchar>(k) = uchar(k);
    Mat colors;
    applyColorMap(levels, colors, COLORMAP_INFERNO);
    if (channels == 1)
        cvtColor(colors, colors, COLOR_BGR2GRAY);
    return colors;
}

//! @param heat 0 to 1 for every pixel: picks the colour and, times @p opacity, its share
void blend(Mat& image, const Mat& heat, double opacity)
{
    const int channels = image.channels();
    const Mat colors = heatColors(channels);
    const int blended = colors.channels(); // alpha stays as it is
    for (int i = 0; i < image.rows; ++i)
    {
        const float* h = heat.ptr<float>(i);
        uchar* pixel = image.ptr(i);
        for (int j = 0; j < image.cols; ++j, pixel += channels)
        {
            const float share = float(opacity) * h[j];
            const uchar* color = colors.ptr() + blended * cvRound(255 * h[j]);
            for (int c = 0; c < blended; ++c)
                pixel[c] = saturate_cast<uchar>(pixel[c] + share * (color[c] - pixel[c]));
        }
    }
}

const int FRACTION_BITS = 4; // of the coordinates given to cv::polylines

//! A normalised coordinate as fixed-point pixel coordinate.
int lineCoordinate(double x, int pixels)
{
    double p = x * pixels - 0.5;
    if (x >= 0 && x <= 1) // a line along the image's edge shows on its outermost pixels
        p = std::min(std::max(p, 0.0), pixels - 1.0);
    p = std::min(std::max(p, -1e6), 1e6); // far outside the exact place does not matter, but it must fit
    return cvRound(p * (1 << FRACTION_BITS));
}

} // namespace

void drawSaliency(InputOutputArray _image, InputArray _saliency, double opacity)
{
    CV_INSTRUMENT_REGION();

    Mat image = _image.getMat();
    checkImage(image, "image");
    checkedSaliencySum(_saliency, "saliency");
    const Mat saliency = _saliency.getMat();
    if (saliency.cols < 2 || saliency.rows < 2)
        CV_Error(Error::StsOutOfRange,
                 format("saliency is %dx%d (columns x rows); allowed is 2x2 or more", saliency.cols, saliency.rows));
    if (!(opacity >= 0 && opacity <= 1))
        CV_Error(Error::StsOutOfRange, format("opacity is %g; allowed is 0 to 1", opacity));

    double largest;
    minMaxLoc(saliency, nullptr, &largest);
    if (largest == 0)
        return;
    Mat relative;
    saliency.convertTo(relative, CV_64F, 1 / largest);
    blend(image, saliencyToPixels(relative, image.size()), opacity);
}

void drawGrid(InputOutputArray _frame, const ZoomTransform& transform, const Scalar& color, int thickness, int step)
{
    CV_INSTRUMENT_REGION();

    Mat frame = _frame.getMat();
    checkImage(frame, "frame");
    if (transform.empty())
        CV_Error(Error::StsBadArg, "transform is empty; a transform with a grid is needed");
    if (thickness < 1)
        CV_Error(Error::StsOutOfRange, format("thickness is %d; allowed is 1 or more", thickness));
    if (step < 1)
        CV_Error(Error::StsOutOfRange, format("step is %d; allowed is 1 or more", step));

    Mat grid;
    transform.getGrid(grid);

    Mat_<Point> nodes(grid.size());
    for (int i = 0; i < grid.rows; ++i)
    {
        for (int j = 0; j < grid.cols; ++j)
        {
            const Point2f node = grid.at<Point2f>(i, j);
            nodes(i, j) = Point(lineCoordinate(node.x, frame.cols), lineCoordinate(node.y, frame.rows));
        }
    }

    // Between two nodes a grid line is straight, so the polyline is the line itself.
    const auto drawLine = [&](const Mat& line) {
        polylines(frame, line.clone(), false, shownColor(color, frame.type()), thickness, LINE_AA, FRACTION_BITS);
    };
    for (int i = 0; i < nodes.rows; i += step)
        drawLine(nodes.row(i));
    for (int j = 0; j < nodes.cols; j += step)
        drawLine(nodes.col(j));
    if ((nodes.rows - 1) % step != 0)
        drawLine(nodes.row(nodes.rows - 1));
    if ((nodes.cols - 1) % step != 0)
        drawLine(nodes.col(nodes.cols - 1));
}

} // namespace zoom
} // namespace cv
