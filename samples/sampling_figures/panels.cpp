// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "panels.hpp"

#include "opencv2/imgproc.hpp"

#include <algorithm>

using namespace cv;

namespace figures {

namespace {

//! Panels beside each other, or below each other, with a gap.
Mat joined(const std::vector<Mat>& panels, bool beside)
{
    const int gap = 6;
    Size size(0, 0);
    for (const Mat& p : panels)
    {
        size.width = beside ? size.width + p.cols + (size.width ? gap : 0) : std::max(size.width, p.cols);
        size.height = beside ? std::max(size.height, p.rows) : size.height + p.rows + (size.height ? gap : 0);
    }
    Mat out(size, CV_8UC3, PAPER);
    Point at;
    for (const Mat& p : panels)
    {
        p.copyTo(out(Rect(at, p.size())));
        (beside ? at.x : at.y) += (beside ? p.cols : p.rows) + gap;
    }
    return out;
}

} // namespace

Scalar grey(double v)
{
    return Scalar(v, v, v);
}

Mat captioned(const Mat& image, const String& text)
{
    const int band = 24;
    Mat colour = image, panel(image.rows + band, image.cols, CV_8UC3, PAPER);
    if (image.channels() == 1)
        cvtColor(image, colour, COLOR_GRAY2BGR);
    colour.copyTo(panel.rowRange(band, panel.rows));
    double scale = 0.5;
    int base;
    while (getTextSize(text, FONT_HERSHEY_SIMPLEX, scale, 1, &base).width > image.cols - 2)
        scale *= 0.97;
    putText(panel, text, Point(1, band - 8), FONT_HERSHEY_SIMPLEX, scale, INK, 1, LINE_AA);
    return panel;
}

Mat beside(const std::vector<Mat>& panels)
{
    return joined(panels, true);
}

Mat below(const std::vector<Mat>& panels)
{
    return joined(panels, false);
}

Mat enlarged(const Mat& image, const Rect& part, Size size)
{
    Mat out;
    resize(image(part & Rect(Point(), image.size())), out, size, 0, 0, INTER_NEAREST);
    return out;
}

Mat shrunk(const Mat& image, Size size)
{
    Mat out;
    resize(image, out, size, 0, 0, INTER_AREA);
    return out;
}

} // namespace figures
