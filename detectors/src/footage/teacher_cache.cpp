// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_footage/teacher_cache.hpp"

#include "zoom_detectors/content_hash.hpp"
#include "zoom_footage/frame_source.hpp"
#include "zoom_footage/output_file.hpp"

#include "opencv2/imgcodecs.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

namespace footage {

namespace {

const char* const FIRST_LINE = "cv::zoom teacher's boxes, version 1";

//! One line of the head of the file; all of them must be the same for its frames to be of use.
struct Condition
{
    const char* name;
    std::string value;
};

[[noreturn]] void refuseFile(const std::string& path, const std::string& problem)
{
    CV_Error(cv::Error::StsParseError, "the file of a teacher's boxes '" + path + "' " + problem);
}

std::string contentOf(const std::string& input)
{
    if (!std::filesystem::exists(input))
        CV_Error(cv::Error::StsBadArg, "input '" + input + "' does not exist; a teacher needs a video or a folder");
    detectors::ContentHash hash;
    if (!std::filesystem::is_directory(input))
    {
        hash.addFile(input);
        return "video " + hash.text();
    }
    const std::vector<std::string> paths = imagesOf(input);
    for (const std::string& path : paths)
    {
        const std::string name = std::filesystem::path(path).filename().string();
        hash.add(name.c_str(), name.size() + 1);
        hash.addFile(path);
    }
    return "folder of " + std::to_string(paths.size()) + " images " + hash.text();
}

//! Which frames are looked at, but for how many.
std::string framesOf(const TeachingParams& params)
{
    return "from " + std::to_string(params.start) + ", every " + std::to_string(params.step);
}

//! Whether so many frames are clearly fewer than an input says it has: containers only estimate.
bool breaksOff(int read, int announced)
{
    return announced - read > std::max(5, announced / 20);
}

std::vector<Condition> conditionsOf(const detectors::Detector& teacher, const TeachingParams& params)
{
    std::string identity = teacher.identity();
    CV_Assert(!identity.empty() && identity.find('\n') == std::string::npos);
    return {{"detector", identity},
            {"tiling", describe(params.tiling)},
            {"input", contentOf(params.input)},
            {"frames", framesOf(params)}};
}

struct Stored
{
    double framesPerSecond = 0;
    std::vector<TaughtFrame> frames;
    bool end = false; // the input has no more
};

void write(const std::string& path, const std::vector<Condition>& conditions, const Stored& stored)
{
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text.precision(std::numeric_limits<double>::max_digits10); // what is read back equals what was found
    text << FIRST_LINE << "\n";
    for (const Condition& condition : conditions)
        text << condition.name << ": " << condition.value << "\n";
    text << "frames per second " << stored.framesPerSecond << "\n";
    for (const TaughtFrame& frame : stored.frames)
    {
        text << "frame " << frame.number << " " << frame.size.width << " " << frame.size.height << " "
             << frame.boxes.size() << "\n";
        for (const detectors::Detection& found : frame.boxes)
            text << found.label << " " << found.score << " " << found.box.x << " " << found.box.y << " "
                 << found.box.width << " " << found.box.height << "\n";
    }
    if (stored.end)
        text << "end\n";
    writeTextFile(path, text.str());
}

//! Reads the lines of a file one by one.
class Lines
{
public:
    explicit Lines(const std::string& _path) : path(_path), stream(_path) {}

    bool next(std::string& line)
    {
        number++;
        return bool(std::getline(stream, line));
    }

    //! The next line, which must begin with @p word; what follows it.
    std::istringstream after(const std::string& word)
    {
        std::string line;
        if (!next(line) || line.compare(0, word.size(), word) != 0)
            damaged();
        return values(line.substr(word.size()));
    }

    std::istringstream values(const std::string& text) const
    {
        std::istringstream in(text);
        in.imbue(std::locale::classic());
        return in;
    }

    void check(const std::istringstream& in) const
    {
        if (in.fail())
            damaged();
    }

    [[noreturn]] void damaged() const
    {
        refuseFile(path, "is damaged at line " + std::to_string(number) + "; delete it and run again");
    }

private:
    std::string path;
    std::ifstream stream;
    int number = 0;
};

/** What the file has for the same conditions. @param differs the first condition that is another */
Stored read(const std::string& path, const std::vector<Condition>& conditions, std::string& differs)
{
    Stored stored;
    if (!std::filesystem::exists(path))
        return stored;
    Lines lines(path);
    std::string line;
    if (!lines.next(line) || line != FIRST_LINE)
        refuseFile(path, "is something else; give another name");
    for (const Condition& condition : conditions)
    {
        const std::string expected = std::string(condition.name) + ": " + condition.value;
        if (!lines.next(line))
            lines.damaged();
        if (line != expected)
        {
            differs = condition.name;
            return stored;
        }
    }
    std::istringstream rate = lines.after("frames per second ");
    rate >> stored.framesPerSecond;
    lines.check(rate);
    while (lines.next(line))
    {
        if (line == "end")
        {
            stored.end = true;
            break;
        }
        if (line.compare(0, 6, "frame ") != 0)
            lines.damaged();
        std::istringstream head = lines.values(line.substr(6));
        TaughtFrame frame;
        size_t boxes = 0;
        head >> frame.number >> frame.size.width >> frame.size.height >> boxes;
        lines.check(head);
        for (size_t i = 0; i < boxes; i++)
        {
            std::istringstream in = lines.after("");
            detectors::Detection found;
            in >> found.label >> found.score >> found.box.x >> found.box.y >> found.box.width >> found.box.height;
            lines.check(in);
            frame.boxes.push_back(found);
        }
        stored.frames.push_back(frame);
    }
    return stored;
}

void check(const TeachingParams& params)
{
    const auto refuse = [](const char* name, double got, int least) {
        CV_Error(cv::Error::StsOutOfRange, cv::format("%s is %g; allowed is %d or more", name, got, least));
    };
    if (params.start < 0)
        refuse("start", params.start, 0);
    if (params.step < 1)
        refuse("step", params.step, 1);
    if (params.frames < 0)
        refuse("frames", params.frames, 0);
    if (!(params.saveSeconds >= 0))
        refuse("saveSeconds", params.saveSeconds, 0);
}

/** Refuses a folder with images that cannot be read before a detector has begun to look at them: without them it is
another folder, of which nothing is known. @param first number of the first image that is looked at now */
void checkImages(const TeachingParams& params, int first)
{
    if (!std::filesystem::is_directory(params.input))
        return;
    const std::vector<std::string> paths = imagesOf(params.input);
    const int NAMED = 10;
    std::string bad;
    int count = 0;
    for (size_t i = size_t(first); i < paths.size(); i += size_t(params.step))
    {
        if (params.frames > 0 && (i - size_t(params.start)) / size_t(params.step) >= size_t(params.frames))
            break;
        // Small is quick, where the format can do it.
        if (!cv::imread(paths[i], cv::IMREAD_REDUCED_GRAYSCALE_8).empty())
            continue;
        if (count++ < NAMED)
            bad += (bad.empty() ? "'" : ", '") + std::filesystem::path(paths[i]).filename().string() + "'";
    }
    if (count > 0)
        CV_Error(cv::Error::StsBadArg, std::to_string(count) + " of the images of '" + params.input +
                                           "' cannot be read: " + bad + (count > NAMED ? ", ..." : "") +
                                           "; remove them from the folder, or write them anew as JPEG or PNG");
}

} // namespace

Teaching teach(detectors::Detector& teacher, const TeachingParams& params, const std::string& cachePath,
               const std::function<bool(int, int)>& goOn)
{
    check(params);
    const std::vector<Condition> conditions = conditionsOf(teacher, params);
    Teaching teaching;
    Stored stored = read(cachePath, conditions, teaching.madeAnewBecause);
    const auto wanted = [&params](size_t have) { return params.frames == 0 || have < size_t(params.frames); };
    const size_t reused = stored.frames.size();

    if (!stored.end && wanted(reused))
    {
        const std::filesystem::path folder = std::filesystem::path(cachePath).parent_path();
        if (!folder.empty())
            std::filesystem::create_directories(folder);
        int number = params.start + int(reused) * params.step;
        checkImages(params, number);
        const cv::Ptr<FrameSource> source = openFrameSource(params.input);
        stored.framesPerSecond = source->framesPerSecond();
        const int left = std::max(source->count() - params.start, 0);
        const int inSource = (left + params.step - 1) / params.step;
        const int total = params.frames == 0 ? inSource
                          : inSource == 0    ? params.frames
                                             : std::min(params.frames, inSource);

        typedef std::chrono::steady_clock Clock;
        Clock::time_point saved = Clock::now();
        bool stopped = false;
        cv::Mat frame;
        bool more = number == 0 || source->skip(number);
        try
        {
            while (!stopped && wanted(stored.frames.size()))
            {
                if (!more || !source->read(frame))
                {
                    // What may be a damaged file is tried again the next time.
                    stored.end = !breaksOff(number, source->count());
                    if (!stored.end)
                    {
                        teaching.brokenOff = number;
                        teaching.announced = source->count();
                    }
                    break;
                }
                stored.frames.push_back({number, frame.size(), detectInTiles(teacher, frame, params.tiling)});
                stopped = goOn && !goOn(int(stored.frames.size()), total);
                if (Clock::now() - saved >= std::chrono::duration<double>(params.saveSeconds))
                {
                    write(cachePath, conditions, stored);
                    saved = Clock::now();
                }
                number += params.step;
                more = stopped || !wanted(stored.frames.size()) || source->skip(params.step - 1);
            }
        }
        catch (...)
        {
            // What the detector has found by now may have taken hours.
            if (stored.frames.size() > reused)
                write(cachePath, conditions, stored);
            throw;
        }
        if (stored.frames.empty())
            CV_Error(cv::Error::StsBadArg,
                     "input '" + params.input + "' gave no frame after the first " + std::to_string(params.start) +
                         "; give a smaller start, or convert it (ffmpeg -i INPUT -c:v libx264 -pix_fmt yuv420p "
                         "OUTPUT.mp4) if it should have more");
        write(cachePath, conditions, stored);
    }

    teaching.framesPerSecond = stored.framesPerSecond;
    teaching.complete = stored.end || teaching.brokenOff > 0 || !wanted(stored.frames.size());
    teaching.reused = int(reused);
    teaching.frames = std::move(stored.frames);
    if (params.frames > 0 && teaching.frames.size() > size_t(params.frames))
    {
        teaching.frames.resize(params.frames);
        teaching.reused = params.frames;
    }
    return teaching;
}

std::string cacheName(const detectors::Detector& teacher, const TeachingParams& params)
{
    namespace fs = std::filesystem;
    fs::path path = fs::absolute(params.input).lexically_normal(); // inputs of one name lie in several folders
    if (!path.has_filename())
        path = path.parent_path();
    detectors::ContentHash hash;
    for (const std::string& part : {path.string(), teacher.identity(), describe(params.tiling), framesOf(params)})
        hash.add(part.c_str(), part.size() + 1);
    return path.stem().string() + "-" + hash.text().substr(0, 12) + ".txt";
}

} // namespace footage
