// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_SAMPLES_PICTURES_HPP
#define ZOOM_SAMPLES_PICTURES_HPP

#include "zoom_footage/output_file.hpp"

#include "opencv2/videoio.hpp"

namespace samples {

//! Keeps a few pictures spread evenly over a run whose length nobody knows beforehand.
class EvenSelection
{
public:
    //! Takes a picture when it belongs to the selection; @p draw makes it only then.
    template <typename Draw>
    void offer(Draw draw)
    {
        if (offered++ % stride == 0)
            keep(draw());
    }

    //! @p count pictures, evenly from the later two thirds of the run: the first frames know no detections yet.
    std::vector<cv::Mat> pick(int count) const;

private:
    void keep(const cv::Mat& picture);

    std::vector<cv::Mat> pictures;
    int offered = 0;
    int stride = 1;
};

//! An mp4 that appears under its name when it is complete.
class Mp4Writer
{
public:
    Mp4Writer(const std::filesystem::path& path, double framesPerSecond);

    //! All pictures are fitted to the size of the first.
    void write(const cv::Mat& picture);

    void finish();

private:
    footage::OutputFile file;
    cv::VideoWriter writer;
    cv::Size size;
    double framesPerSecond;
};

} // namespace samples

#endif // ZOOM_SAMPLES_PICTURES_HPP
