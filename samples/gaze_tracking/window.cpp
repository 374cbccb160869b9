// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "window.hpp"

#include <algorithm>
#include <cstdlib>

#ifdef GAZE_TRACKING_WITH_HIGHGUI

#include "opencv2/highgui.hpp"

Window::Window(const std::string& name_) : name(name_)
{
#ifdef __linux__
    // Qt ends the program where there is no display.
    const auto named = [](const char* variable) {
        const char* const value = std::getenv(variable);
        return value && *value;
    };
    if (!named("DISPLAY") && !named("WAYLAND_DISPLAY"))
        CV_Error(cv::Error::StsError, "there is no display (DISPLAY is not set): run it in a desktop session, or with "
                                      "--headless --output=out/gaze_tracking.mp4");
#endif
    cv::namedWindow(name, cv::WINDOW_NORMAL | cv::WINDOW_KEEPRATIO | cv::WINDOW_GUI_NORMAL);
}

Window::~Window()
{
    try
    {
        cv::destroyWindow(name);
    }
    catch (const cv::Exception&) // the user has closed it
    {
    }
}

void Window::show(const cv::Mat& picture)
{
    cv::imshow(name, picture);
    if (!fullScreen && sized != picture.size())
        cv::resizeWindow(name, picture.cols, picture.rows);
    sized = picture.size();
}

int Window::key(int ms)
{
    const int key = cv::waitKey(std::max(ms, 1));
    return key < 0 ? key : key & 255;
}

void Window::setFullScreen(bool full)
{
    if (full == fullScreen)
        return;
    fullScreen = full;
    cv::setWindowProperty(name, cv::WND_PROP_FULLSCREEN, full ? cv::WINDOW_FULLSCREEN : cv::WINDOW_NORMAL);
}

bool Window::isClosed() const
{
    // OpenCV on GTK says of no window that it is visible; there a window that is gone has no properties at all.
    const bool visible = cv::getWindowProperty(name, cv::WND_PROP_VISIBLE) >= 1;
    wasVisible = wasVisible || visible;
    return wasVisible ? !visible : cv::getWindowProperty(name, cv::WND_PROP_AUTOSIZE) < 0;
}

#else

Window::Window(const std::string&)
{
    CV_Error(cv::Error::StsNotImplemented,
             "this program was built without OpenCV's highgui (Debian package libopencv-dev) and has no window: run it "
             "with --headless --output=out/gaze_tracking.mp4");
}

Window::~Window() = default;
void Window::show(const cv::Mat&) {}
int Window::key(int)
{
    return -1;
}
void Window::setFullScreen(bool) {}
bool Window::isClosed() const
{
    return true;
}

#endif
