// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "eye_finder.hpp"

#include "zoom_detectors/face_points.hpp"

#include "opencv2/imgproc.hpp"
#include "opencv2/objdetect.hpp"

#include <filesystem>

namespace clips {

namespace {

class YuNetEyes : public EyeFinder
{
public:
    YuNetEyes(const std::string& onnx, double threshold) : detector(onnx, threshold) {}

    std::vector<cv::Point2d> eyes(const cv::Mat& frame) override
    {
        const std::vector<detectors::Face>& faces = detector.find(frame); // the surest one first
        if (faces.empty())
            return {};
        const cv::Point2d right = faces[0].points[detectors::POINT_RIGHT_EYE],
                          left = faces[0].points[detectors::POINT_LEFT_EYE];
        const cv::Rect2d inside(0, 0, frame.cols, frame.rows);
        if (!inside.contains(right) || !inside.contains(left))
            return {};
        return {right, left};
    }

    std::vector<detectors::Detection> detect(const cv::Mat& image) override { return detector.detect(image); }
    std::string identity() const override { return detector.identity(); }
    std::string name() const override { return "YuNet's eye points"; }

private:
    detectors::FacePointsDetector detector;
};

std::string cascade(const std::string& name)
{
    for (const char* folder :
         {"/usr/share/opencv4/haarcascades", "/usr/local/share/opencv4/haarcascades", "/usr/share/opencv/haarcascades"})
        if (std::filesystem::exists(std::string(folder) + "/" + name))
            return std::string(folder) + "/" + name;
    CV_Error(cv::Error::StsObjectNotFound, "--yunet: without YuNet's network the eyes are found by " + name +
                                               ", which was not found either (Debian package opencv-data)");
}

class HaarEyes : public EyeFinder
{
public:
    HaarEyes() : faceCascade(cascade("haarcascade_frontalface_default.xml")), eyeCascade(cascade("haarcascade_eye.xml"))
    {
    }

    std::vector<cv::Point2d> eyes(const cv::Mat& frame) override
    {
        const std::vector<cv::Rect> found = faces(frame);
        if (found.empty())
            return {};
        cv::Rect face = found[0];
        for (const cv::Rect& one : found)
            if (one.area() > face.area())
                face = one;
        // Below the middle of the face there are nostrils and corners of the mouth.
        const cv::Rect upper(face.x, face.y + face.height / 6, face.width, face.height * 5 / 12);
        // The cascade knows eyes of 20 pixels and more.
        const double factor = std::max(1., 240. / face.width);
        cv::resize(grey(upper), enlarged, cv::Size(), factor, factor, cv::INTER_CUBIC);
        const int least = cvRound(face.width * factor / 7);
        std::vector<cv::Rect> seen;
        eyeCascade.detectMultiScale(enlarged, seen, 1.1, 3, 0, cv::Size(least, least));
        // One on each side, the largest.
        const cv::Rect* best[] = {nullptr, nullptr};
        for (const cv::Rect& eye : seen)
        {
            const cv::Rect*& side = best[eye.x + eye.width / 2 < enlarged.cols / 2 ? 0 : 1];
            if (!side || eye.area() > side->area())
                side = &eye;
        }
        std::vector<cv::Point2d> middles;
        for (const cv::Rect* eye : best)
            if (eye)
                middles.emplace_back(upper.x + (eye->x + eye->width / 2.) / factor,
                                     upper.y + (eye->y + eye->height / 2.) / factor);
        return middles;
    }

    std::vector<detectors::Detection> detect(const cv::Mat& image) override
    {
        std::vector<detectors::Detection> all;
        for (const cv::Rect& face : faces(image))
            all.push_back({cv::Rect2d(face), 1, 0});
        return all;
    }
    std::string identity() const override { return "haar cascades"; }
    std::string name() const override { return "OpenCV's Haar cascades"; }

private:
    std::vector<cv::Rect> faces(const cv::Mat& frame)
    {
        cv::cvtColor(frame, grey, cv::COLOR_BGR2GRAY);
        std::vector<cv::Rect> found;
        faceCascade.detectMultiScale(grey, found, 1.1, 4, 0, cv::Size(40, 40));
        return found;
    }

    cv::CascadeClassifier faceCascade, eyeCascade;
    cv::Mat grey, enlarged;
};

} // namespace

std::unique_ptr<EyeFinder> createEyeFinder(const std::string& yunet, double threshold)
{
    if (yunet.empty())
        return std::make_unique<HaarEyes>();
    return std::make_unique<YuNetEyes>(yunet, threshold);
}

} // namespace clips
