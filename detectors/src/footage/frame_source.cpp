// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_footage/frame_source.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/videoio.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace footage {

namespace {

// Taken where the source does not know: folders and some cameras.
const double DEFAULT_FRAMES_PER_SECOND = 25;

class VideoSource : public FrameSource
{
public:
    explicit VideoSource(cv::VideoCapture _capture) : capture(std::move(_capture)) {}

    bool read(cv::Mat& frame) override { return capture.read(frame); }

    bool skip(int frames) override
    {
        for (int i = 0; i < frames; i++)
            if (!capture.grab())
                return false;
        return true;
    }

    int count() const override { return std::max(cvRound(capture.get(cv::CAP_PROP_FRAME_COUNT)), 0); }

    double framesPerSecond() const override
    {
        const double rate = capture.get(cv::CAP_PROP_FPS);
        return rate > 0 ? rate : DEFAULT_FRAMES_PER_SECOND;
    }

private:
    cv::VideoCapture capture;
};

class FolderSource : public FrameSource
{
public:
    explicit FolderSource(std::vector<std::string> _paths) : paths(std::move(_paths)) {}

    bool read(cv::Mat& frame) override
    {
        if (next >= paths.size())
            return false;
        frame = cv::imread(paths[next]);
        if (frame.empty())
            CV_Error(cv::Error::StsError, "cannot read the image '" + paths[next] +
                                              "'; remove it from the folder, or write it anew as JPEG or PNG");
        next++;
        return true;
    }

    bool skip(int frames) override
    {
        next += frames;
        return next < paths.size();
    }

    int count() const override { return int(paths.size()); }
    double framesPerSecond() const override { return DEFAULT_FRAMES_PER_SECOND; }

private:
    std::vector<std::string> paths;
    size_t next = 0;
};

} // namespace

bool isCamera(const std::string& input)
{
    return !input.empty() && input.size() < 4 &&
           std::all_of(input.begin(), input.end(), [](unsigned char c) { return std::isdigit(c); });
}

std::vector<std::string> imagesOf(const std::string& folder)
{
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file() && cv::haveImageReader(entry.path().string()))
            paths.push_back(entry.path().string());
    if (paths.empty())
        CV_Error(cv::Error::StsBadArg, "input folder '" + folder + "' holds no image");
    std::sort(paths.begin(), paths.end());
    return paths;
}

cv::Ptr<FrameSource> openFrameSource(const std::string& input, cv::Size wanted)
{
    if (isCamera(input))
    {
        cv::VideoCapture camera(std::stoi(input));
        if (!camera.isOpened())
            CV_Error(cv::Error::StsBadArg, "input '" + input + "': there is no such camera");
        if (!wanted.empty())
        {
            // USB cameras give large frames at their full rate as JPEG alone; where there is none, this does nothing.
            camera.set(cv::CAP_PROP_FOURCC, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'));
            camera.set(cv::CAP_PROP_FRAME_WIDTH, wanted.width);
            camera.set(cv::CAP_PROP_FRAME_HEIGHT, wanted.height);
        }
        return cv::makePtr<VideoSource>(std::move(camera));
    }
    if (!std::filesystem::exists(input))
        CV_Error(cv::Error::StsBadArg, "input '" + input + "' does not exist");
    if (std::filesystem::is_directory(input))
        return cv::makePtr<FolderSource>(imagesOf(input));
    // FFmpeg first: another backend would take a name with digits for a numbered series of images.
    cv::VideoCapture video(input, cv::CAP_FFMPEG);
    if (!video.isOpened())
        video.open(input);
    if (!video.isOpened())
        CV_Error(cv::Error::StsBadArg, "input '" + input +
                                           "' is no video that OpenCV can read; convert it (ffmpeg -i INPUT -c:v "
                                           "libx264 -pix_fmt yuv420p OUTPUT.mp4) or give a folder of images");
    return cv::makePtr<VideoSource>(std::move(video));
}

} // namespace footage
