// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "pictures.hpp"

#include "opencv2/imgproc.hpp"

namespace samples {

namespace {

const size_t MOST_KEPT = 16;

} // namespace

void EvenSelection::keep(const cv::Mat& picture)
{
    pictures.push_back(picture);
    if (pictures.size() <= MOST_KEPT)
        return;
    // Every second one stays, and from now on only half as many come.
    for (size_t i = 0; 2 * i < pictures.size(); i++)
        pictures[i] = pictures[2 * i];
    pictures.resize((pictures.size() + 1) / 2);
    stride *= 2;
}

std::vector<cv::Mat> EvenSelection::pick(int count) const
{
    const int available = int(pictures.size()), first = available / 3;
    count = std::min(count, available - first);
    std::vector<cv::Mat> picked;
    for (int i = 0; i < count; i++)
        picked.push_back(pictures[first + (available - first) * (2 * i + 1) / (2 * count)]);
    return picked;
}

Mp4Writer::Mp4Writer(const std::filesystem::path& path, double _framesPerSecond)
    : file(path), framesPerSecond(_framesPerSecond)
{
}

void Mp4Writer::write(const cv::Mat& picture)
{
    if (!writer.isOpened())
    {
        size = cv::Size(picture.cols & ~1, picture.rows & ~1); // encoders of 4:2:0 take even sizes only
        // H.264 plays in browsers; an OpenCV without its encoder has MPEG-4.
        if (!writer.open(file.temporaryPath(), cv::VideoWriter::fourcc('a', 'v', 'c', '1'), framesPerSecond, size) &&
            !writer.open(file.temporaryPath(), cv::VideoWriter::fourcc('m', 'p', '4', 'v'), framesPerSecond, size))
            CV_Error(cv::Error::StsError,
                     "OpenCV can write neither H.264 nor MPEG-4 to '" + file.temporaryPath() + "'");
    }
    cv::Mat fitted(size, picture.type(), cv::Scalar::all(0));
    const cv::Rect common(0, 0, std::min(size.width, picture.cols), std::min(size.height, picture.rows));
    picture(common).copyTo(fitted(common));
    writer.write(fitted);
}

void Mp4Writer::finish()
{
    if (!writer.isOpened())
        return;
    writer.release();
    file.finish();
}

} // namespace samples
