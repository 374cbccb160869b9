// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_FOOTAGE_FRAME_SOURCE_HPP
#define ZOOM_FOOTAGE_FRAME_SOURCE_HPP

#include "opencv2/core.hpp"

#include <string>
#include <vector>

//! Frames in, files out, and what a detector found in them; for programs, no part of the OpenCV module.
namespace footage {

//! Frames with their times, from a video file, a camera or a folder of images.
class FrameSource
{
public:
    virtual ~FrameSource() = default;

    //! The next frame, BGR; false at the end.
    virtual bool read(cv::Mat& frame) = 0;

    //! Drops @p frames frames; false when the end comes earlier.
    virtual bool skip(int frames) = 0;

    //! Number of frames in all; 0 when it is not known (a camera).
    virtual int count() const = 0;

    virtual double framesPerSecond() const = 0;
};

//! Whether an input is the number of a camera.
bool isCamera(const std::string& input);

/** @param input a video file, the number of a camera, or a folder of images, which are taken in the order of their
names at 25 frames per second. Throws cv::Exception that says what is wrong with it.
@param wanted size that a camera is asked for; it may give another. Empty: its own default */
cv::Ptr<FrameSource> openFrameSource(const std::string& input, cv::Size wanted = cv::Size());

//! Paths of the images in a folder, in the order of their names. Throws cv::Exception when there is none.
std::vector<std::string> imagesOf(const std::string& folder);

} // namespace footage

#endif // ZOOM_FOOTAGE_FRAME_SOURCE_HPP
