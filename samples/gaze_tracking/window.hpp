// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_WINDOW_HPP
#define GAZE_TRACKING_WINDOW_HPP

#include "opencv2/core.hpp"

#include <string>

//! The program's window. Without OpenCV's highgui there is none.
class Window
{
public:
    //! Throws cv::Exception that says what to do where no window can be.
    explicit Window(const std::string& name);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    void show(const cv::Mat& picture);

    //! Waits at least a moment. @return the key that was pressed, else -1
    int key(int ms);

    void setFullScreen(bool full);

    bool isClosed() const; //!< by the user

private:
    std::string name;
    bool fullScreen = false;
    cv::Size sized; // for pictures of that size
    mutable bool wasVisible = false;
};

#endif // GAZE_TRACKING_WINDOW_HPP
