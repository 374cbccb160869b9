// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "folders.hpp"
#include "zoom_gaze/recordings.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace gaze {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& recording, const std::string& what)
{
    CV_Error(cv::Error::StsError, cv::format("GazeCapture: recording %s %s", recording.string().c_str(), what.c_str()));
}

//! One of a recording's JSON files.
class RecordingFile
{
public:
    RecordingFile(const fs::path& recording_, const char* name_) : recording(recording_), name(name_)
    {
        const fs::path path = recording / name;
        if (!fs::is_regular_file(path))
            fail(recording, "has no " + name);
        std::ifstream file(path);
        std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        const size_t first = text.find_first_not_of(" \t\r\n");
        if (first != std::string::npos && text[first] == '[') // cv::FileStorage reads a list as a field only
            text = std::string("{\"") + LIST + "\": " + text + "}";
        bool opened = false;
        try
        {
            opened = storage.open(text, cv::FileStorage::READ | cv::FileStorage::MEMORY | cv::FileStorage::FORMAT_JSON);
        }
        catch (const cv::Exception& error)
        {
            fail(recording, "has a " + name + " that is no JSON: " + error.err);
        }
        if (!opened)
            fail(recording, "has a " + name + " that cannot be read");
    }

    //! The list that the whole file is.
    cv::FileNode list() const { return field(LIST); }

    cv::FileNode field(const char* key) const
    {
        const cv::FileNode node = storage[key];
        if (node.empty())
            fail(recording, "has no field " + std::string(key) + " in " + name);
        return node;
    }

    //! Empty where there is none.
    std::string textOrNothing(const char* key) const
    {
        const cv::FileNode node = storage[key];
        return node.isString() ? node.string() : std::string();
    }

    //! A list with a number for each frame.
    std::vector<double> numbers(const char* key, size_t count) const
    {
        const cv::FileNode node = field(key);
        // A recording of one frame may have a number in place of a list.
        std::vector<double> values;
        if (node.isSeq())
            for (const cv::FileNode& value : node)
                values.push_back(numberOf(value, key));
        else
            values.push_back(numberOf(node, key));
        if (values.size() != count)
            fail(recording, cv::format("has %d values of %s in %s for %d frames", int(values.size()), key, name.c_str(),
                                       int(count)));
        return values;
    }

private:
    static constexpr const char* LIST = "list";

    double numberOf(const cv::FileNode& node, const char* key) const
    {
        if (!node.isInt() && !node.isReal())
            fail(recording, "has something else than a number in " + std::string(key) + " of " + name);
        return double(node);
    }

    fs::path recording;
    std::string name;
    cv::FileStorage storage;
};

//! Boxes of a detector.
struct Detections
{
    Detections(const fs::path& recording, const char* name, size_t count)
    {
        const RecordingFile file(recording, name);
        x = file.numbers("X", count);
        y = file.numbers("Y", count);
        width = file.numbers("W", count);
        height = file.numbers("H", count);
        valid = file.numbers("IsValid", count);
    }
    cv::Rect2d box(size_t i) const { return {x[i], y[i], width[i], height[i]}; }

    std::vector<double> x, y, width, height, valid;
};

std::vector<std::string> frameNames(const fs::path& recording, size_t count)
{
    std::vector<std::string> names;
    if (fs::exists(recording / "frames.json"))
    {
        const RecordingFile namesFile(recording, "frames.json");
        for (const cv::FileNode& node : namesFile.list())
            names.push_back(node.string());
        if (names.size() != count)
            fail(recording, cv::format("has %d names in frames.json for %d frames", int(names.size()), int(count)));
    }
    else
        for (size_t i = 0; i < count; ++i)
            names.push_back(cv::format("%05d.jpg", int(i)));
    return names;
}

void readRecording(const fs::path& recording, bool detectedOnly, std::vector<RecordedFrame>& frames)
{
    const RecordingFile info(recording, "info.json");
    const cv::FileNode total = info.field("TotalFrames"), dataset = info.field("Dataset");
    if (!total.isInt() || int(total) < 0)
        fail(recording, "has a TotalFrames in info.json that is no number of frames");
    if (!dataset.isString() || (dataset.string() != "train" && dataset.string() != "val" && dataset.string() != "test"))
        fail(recording, "has a Dataset in info.json that is none of train, val, test");
    const size_t count = size_t(int(total));
    Recording common;
    common.folder = (recording / "frames").string();
    common.person = recording.filename().string();
    common.split = dataset.string();
    common.device = info.textOrNothing("DeviceName");
    const auto shared = std::make_shared<const Recording>(common);
    const Detections face(recording, "appleFace.json", count);
    const Detections eyes[2] = {Detections(recording, "appleRightEye.json", count),
                                Detections(recording, "appleLeftEye.json", count)};
    const RecordingFile dots(recording, "dotInfo.json");
    const std::vector<double> x = dots.numbers("XCam", count), y = dots.numbers("YCam", count);
    // The screen's size and orientation are part of XCam and YCam; the file tells a whole recording from a cut-off one.
    RecordingFile(recording, "screen.json").numbers("Orientation", count);
    const std::vector<std::string> names = frameNames(recording, count);

    if (!fs::is_directory(recording / "frames"))
        fail(recording, "has no folder frames");
    std::set<std::string> present; // one listing is quicker than a look for every frame
    for (const auto& entry : fs::directory_iterator(recording / "frames"))
        present.insert(entry.path().filename().string());

    for (size_t i = 0; i < count; ++i)
    {
        RecordedFrame frame;
        const bool found = face.valid[i] != 0;
        frame.hasEyes = found && eyes[RIGHT_EYE].valid[i] != 0 && eyes[LEFT_EYE].valid[i] != 0;
        if (detectedOnly && !frame.hasEyes)
            continue;
        if (!present.count(names[i]))
            fail(recording, "has no frames/" + names[i]);
        frame.recording = shared;
        frame.image = names[i];
        frame.gazeSeen = frame.hasEyes;
        frame.gaze = cv::Point2d(x[i], y[i]);
        if (found)
            frame.face = face.box(i);
        for (Side side : {RIGHT_EYE, LEFT_EYE})
            if (frame.hasEyes) // their boxes are relative to the face's
            {
                const cv::Rect2d box = eyes[side].box(i);
                frame.eyes[side] = frame.face.tl() + box.tl() + cv::Point2d(box.width, box.height) / 2;
            }
        frames.push_back(frame);
    }
}

} // namespace

std::vector<RecordedFrame> readGazeCapture(const std::string& folder, bool detectedOnly,
                                           std::vector<std::string>* skipped)
{
    const std::vector<std::string> names = foldersIn("GazeCapture", folder, [](const std::string& name) {
        return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    });
    if (names.empty())
        CV_Error(cv::Error::StsError,
                 cv::format("GazeCapture: folder %s has no recordings (folders 00002, 00003, ...)", folder.c_str()));
    std::vector<RecordedFrame> frames;
    size_t left = names.size();
    for (const std::string& name : names)
    {
        const size_t before = frames.size();
        try
        {
            readRecording(fs::path(folder) / name, detectedOnly, frames);
        }
        catch (const cv::Exception& error)
        {
            if (!skipped || --left == 0)
                throw;
            skipped->push_back(error.err);
            frames.resize(before);
        }
    }
    return frames;
}

} // namespace gaze
