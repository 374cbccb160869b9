// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/rendered_folder.hpp"

#include "check_value.hpp"
#include "field_reader.hpp"
#include "random.hpp"
#include "zoom_footage/output_file.hpp"
#include "zoom_gaze/renderer.hpp"

#include "opencv2/imgcodecs.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

namespace gaze {

namespace {

namespace fs = std::filesystem;

const int VERSION = 1;
const char* const COLUMN_NAMES = "name,gaze_x,gaze_y,right_x,right_y,left_x,left_y,right_iris,left_iris,right_pupil,"
                                 "left_pupil,distance,focal,principal_x,principal_y";
//! The numbers after the name.
enum Column
{
    GAZE = 0,
    EYES = 2,
    IRISES = 6,
    PUPILS = 8,
    DISTANCE = 10,
    FOCAL = 11,
    PRINCIPAL = 12,
    COLUMNS = 14
};

int numberOf(const std::string& split)
{
    const auto it = std::find(std::begin(RENDERED_SPLITS), std::end(RENDERED_SPLITS), split);
    if (it == std::end(RENDERED_SPLITS))
        CV_Error(cv::Error::StsBadArg,
                 cv::format("RenderedSet::split is '%s'; allowed is train, val or test", split.c_str()));
    return int(it - std::begin(RENDERED_SPLITS));
}

std::string imageName(int index)
{
    return cv::format("%06d.jpg", index);
}

//! A line of labels.csv.
std::string labelLine(const std::string& name, const Scene& scene)
{
    const Label label = labelOf(scene);
    const EyeLabel &right = label.eyes[RIGHT_EYE], &left = label.eyes[LEFT_EYE];
    std::string line = name;
    for (double value : {label.gaze.x, label.gaze.y, right.centre.x, right.centre.y, left.centre.x, left.centre.y,
                         right.irisRadius, left.irisRadius, right.pupilShown, left.pupilShown, label.distance,
                         label.focal, label.principal.x, label.principal.y})
        line += cv::format(",%.9g", value);
    return line;
}

//! All that decides what the frames are but for their number: the same text is the same set.
std::string settingsOf(const RenderedSet& set, const std::vector<std::string>& photos)
{
    const SceneRanges& r = set.ranges;
    std::string text =
        cv::format("seed %llu, frame %dx%d", (unsigned long long)set.seed, r.frame.width, r.frame.height);
    for (const Range& range : {r.distance, r.irisDiameter, r.focal})
        text += cv::format(", %.9g to %.9g", range.low, range.high);
    for (double value : {r.headTurn, r.maxEyeTurn, r.glasses, r.closedLids, r.photoBackgrounds, r.effects})
        text += cv::format(", %.9g", value);
    text += cv::format(", people %d from %d", r.people, r.firstPerson);
    uint64_t names = 0;
    for (const std::string& photo : photos)
        for (char c : fs::path(photo).filename().string() + "/")
            names = mixSeeds(names, uint64_t(uchar(c)));
    text += cv::format(", %d photos %016llx", int(photos.size()), (unsigned long long)names);
    // A later version may draw other scenes from the same seed.
    return text + ", first frame " + labelLine("", sceneOf(set, 0));
}

class RenderedFiles
{
public:
    explicit RenderedFiles(const std::string& folder_) : folder(folder_) {}
    fs::path images() const { return folder / "frames"; }
    fs::path labels() const { return folder / "labels.csv"; }
    fs::path set() const { return folder / "set.yaml"; }

private:
    fs::path folder;
};

//! set.yaml, whose split and settings are as they were written.
struct SetFile
{
    explicit SetFile(const fs::path& path)
    {
        const cv::zoom::FieldReader reader("rendered set", path.string(), "zoom_gaze/rendered_folder.hpp");
        reader.allowOnly({"version", "split", "settings"});
        reader.wholeNumber("version", VERSION, VERSION);
        split = reader.choice("split", {std::begin(RENDERED_SPLITS), std::end(RENDERED_SPLITS)});
        settings = reader.text("settings");
    }
    static void write(const fs::path& path, const std::string& split, const std::string& settings)
    {
        cv::FileStorage file(".yaml", cv::FileStorage::WRITE | cv::FileStorage::MEMORY | cv::FileStorage::FORMAT_YAML);
        file << "version" << VERSION << "split" << split << "settings" << settings;
        footage::writeTextFile(path, file.releaseAndGetString());
    }

    std::string split, settings;
};

std::set<std::string> namesIn(const fs::path& folder)
{
    std::set<std::string> names; // one listing is quicker than a look for every frame
    for (const auto& entry : fs::directory_iterator(folder))
        names.insert(entry.path().filename().string());
    return names;
}

} // namespace

Scene sceneOf(const RenderedSet& set, int index)
{
    const int split = numberOf(set.split);
    checkValue("RenderedSet::count", set.count, 1, 1000000);
    checkValue("sceneOf: index", index, 0, 1000000);
    SceneRanges ranges = set.ranges;
    const double first = ranges.firstPerson + double(split) * ranges.people;
    checkValue("SceneRanges::firstPerson of the split", first, 0, 1e9);
    ranges.firstPerson = int(first);
    return drawScene(mixSeeds(mixSeeds(set.seed, uint64_t(split)), uint64_t(index)), ranges);
}

int renderFolder(const RenderedSet& wanted, const std::shared_ptr<Photos>& photos, const std::string& folder,
                 const std::function<void(int)>& progress)
{
    if (!photos)
        CV_Error(cv::Error::StsNullPtr, "renderFolder: photos is null");
    RenderedSet set = wanted;
    set.ranges.photos = photos->count();
    const std::string settings = settingsOf(set, photos->files());
    const RenderedFiles files(folder);
    std::error_code error;
    fs::create_directories(files.images(), error);
    if (error)
        CV_Error(cv::Error::StsError, cv::format("renderFolder: folder %s cannot be made: %s",
                                                 files.images().string().c_str(), error.message().c_str()));
    if (fs::exists(files.set()))
    {
        const SetFile there(files.set());
        if (there.split != set.split || there.settings != settings)
            CV_Error(cv::Error::StsBadArg,
                     cv::format("renderFolder: another set is in folder %s. There: %s, %s. Wanted: %s, %s",
                                folder.c_str(), there.split.c_str(), there.settings.c_str(), set.split.c_str(),
                                settings.c_str()));
    }
    else
        SetFile::write(files.set(), set.split, settings);

    const std::set<std::string> there = namesIn(files.images());
    Renderer renderer(photos);
    cv::Mat frame;
    std::vector<uchar> bytes;
    std::string labels = std::string(COLUMN_NAMES) + "\n";
    int rendered = 0;
    for (int i = 0; i < set.count; ++i)
    {
        Scene scene = sceneOf(set, i);
        const std::string name = imageName(i);
        labels += labelLine(name, scene) + "\n";
        if (!there.count(name))
        {
            // The file is what the camera compressed. One that does not compress gets the best quality.
            const int quality = scene.effects.jpegQuality > 0 ? scene.effects.jpegQuality : 100;
            scene.effects.jpegQuality = 0;
            renderer.render(scene, frame);
            footage::OutputFile file(files.images() / name);
            if (!cv::imwrite(file.temporaryPath(), frame, {cv::IMWRITE_JPEG_QUALITY, quality}))
                CV_Error(cv::Error::StsError,
                         cv::format("renderFolder: cannot write %s", (files.images() / name).string().c_str()));
            file.finish();
            ++rendered;
        }
        if (progress)
            progress(i + 1);
    }
    footage::writeTextFile(files.labels(), labels);
    return rendered;
}

std::vector<RecordedFrame> readRenderedFolder(const std::string& folder)
{
    const RenderedFiles files(folder);
    if (!fs::is_directory(folder))
        CV_Error(cv::Error::StsBadArg, cv::format("readRenderedFolder: folder %s is not there", folder.c_str()));
    Recording common;
    common.folder = files.images().string();
    common.split = SetFile(files.set()).split;
    const auto shared = std::make_shared<const Recording>(common);
    std::ifstream file(files.labels());
    std::string line;
    if (!std::getline(file, line))
        CV_Error(cv::Error::StsError,
                 cv::format("readRenderedFolder: %s cannot be read; it appears when all frames are "
                            "rendered: run gaze_frames again",
                            files.labels().string().c_str()));
    const auto fail = [&](int number, const std::string& what) {
        CV_Error(cv::Error::StsError, cv::format("readRenderedFolder: %s, line %d: %s", files.labels().string().c_str(),
                                                 number, what.c_str()));
    };
    if (line != COLUMN_NAMES)
        fail(1, std::string("the columns must be ") + COLUMN_NAMES);
    if (!fs::is_directory(files.images()))
        CV_Error(cv::Error::StsError,
                 cv::format("readRenderedFolder: folder %s is not there", files.images().string().c_str()));
    const std::set<std::string> there = namesIn(files.images());

    std::vector<RecordedFrame> frames;
    for (int number = 2; std::getline(file, line); ++number)
    {
        std::istringstream cells(line);
        RecordedFrame frame;
        std::getline(cells, frame.image, ',');
        double values[COLUMNS];
        int count = 0;
        char comma = ',';
        while (count < COLUMNS && comma == ',' && cells >> values[count] && std::isfinite(values[count]))
        {
            ++count;
            comma = 0;
            cells >> comma;
        }
        if (count != COLUMNS || !cells.eof())
            fail(number, cv::format("%d numbers after the name can be read; there must be %d and nothing else", count,
                                    int(COLUMNS)));
        if (!there.count(frame.image))
            fail(number, "frames/" + frame.image + " is not there");
        frame.recording = shared;
        frame.gaze = cv::Point2d(values[GAZE], values[GAZE + 1]);
        frame.hasEyes = true;
        for (Side side : {RIGHT_EYE, LEFT_EYE})
        {
            frame.eyes[side] = cv::Point2d(values[EYES + 2 * side], values[EYES + 2 * side + 1]);
            frame.irisRadius[side] = values[IRISES + side];
            frame.pupilShown[side] = values[PUPILS + side];
        }
        frame.gazeSeen = gazeIsSeen(frame.pupilShown);
        frame.distance = values[DISTANCE];
        frame.focal = values[FOCAL];
        frame.principal = cv::Point2d(values[PRINCIPAL], values[PRINCIPAL + 1]);
        frames.push_back(frame);
    }
    if (frames.empty())
        fail(2, "there are no frames");
    return frames;
}

} // namespace gaze
