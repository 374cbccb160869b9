// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "folders.hpp"
#include "zoom_gaze/recordings.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace gaze {

namespace {

namespace fs = std::filesystem;

//! Numbers on a line, after the image's name and before the eye's: see MPIIFaceGaze's readme.txt.
enum Column
{
    LANDMARKS = 2, //!< after the point on the screen in pixels: four corners of eyes, two of the mouth
    FACE = 20,     //!< after the head's pose: the face's centre in the camera's frame, in millimetres
    GAZE = 23,     //!< the point looked at, likewise
    COLUMNS = 26
};

RecordedFrame parse(const std::string& line, const fs::path& list, int number,
                    const std::shared_ptr<const Recording>& participant)
{
    const auto fail = [&](const std::string& what) {
        CV_Error(cv::Error::StsError,
                 cv::format("MPIIFaceGaze: %s, line %d: %s", list.string().c_str(), number, what.c_str()));
    };
    std::istringstream words(line);
    std::string image, which;
    words >> image;
    double values[COLUMNS];
    int count = 0;
    while (count < COLUMNS && words >> values[count])
        ++count;
    if (count < COLUMNS || !(words >> which) || (which != "left" && which != "right") || words >> image)
        fail(cv::format(
            "%d numbers between the image and the eye were read; there must be an image, %d numbers and left or right",
            count, int(COLUMNS)));
    for (double value : values)
        if (!std::isfinite(value))
            fail("a value is not finite");
    RecordedFrame frame;
    frame.recording = participant;
    frame.image = image;
    if (!fs::is_regular_file(frame.path()))
        fail("image " + frame.path() + " is not there");
    const cv::Vec3d face(values + FACE), target(values + GAZE);
    if (face[2] <= 0 || face[2] <= target[2])
        fail(cv::format("the face's centre has z = %g and the gaze point z = %g; the face must lie before the camera "
                        "and the screen",
                        face[2], target[2]));
    // Millimetres in the image's axes; on the screen x and y run the other way.
    const cv::Vec3d onPlane = face + (target - face) * (face[2] / (face[2] - target[2]));
    frame.gaze = cv::Point2d(-onPlane[0] / 10, -onPlane[1] / 10);
    frame.distance = face[2] / 10;
    const auto corner = [&](int i) { return cv::Point2d(values[LANDMARKS + 2 * i], values[LANDMARKS + 2 * i + 1]); };
    cv::Point2d first = (corner(0) + corner(1)) / 2, second = (corner(2) + corner(3)) / 2;
    if (first.x > second.x) // the right eye is on the image's left
        std::swap(first, second);
    frame.hasEyes = true;
    frame.eyes = {first, second};
    return frame;
}

} // namespace

std::vector<RecordedFrame> readMpiiFaceGaze(const std::string& folder)
{
    const std::vector<std::string> names = foldersIn("MPIIFaceGaze", folder, [](const std::string& name) {
        return name.size() == 3 && name[0] == 'p' && std::isdigit(uchar(name[1])) && std::isdigit(uchar(name[2]));
    });
    if (names.empty())
        CV_Error(cv::Error::StsError,
                 cv::format("MPIIFaceGaze: folder %s has no participants (folders p00, p01, ...)", folder.c_str()));
    std::vector<RecordedFrame> frames;
    for (const std::string& name : names)
    {
        const fs::path participant = fs::path(folder) / name, list = participant / (name + ".txt");
        std::ifstream file(list);
        if (!file)
            CV_Error(cv::Error::StsError, cv::format("MPIIFaceGaze: participant %s has no %s.txt that can be read",
                                                     participant.string().c_str(), name.c_str()));
        Recording common;
        common.folder = participant.string();
        common.person = name;
        const auto shared = std::make_shared<const Recording>(common);
        std::string line;
        for (int number = 1; std::getline(file, line); ++number)
            if (line.find_first_not_of(" \t\r") != std::string::npos)
                frames.push_back(parse(line, list, number, shared));
    }
    return frames;
}

} // namespace gaze
