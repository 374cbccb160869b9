// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "taught_footage.hpp"

#include "zoom_detectors/content_hash.hpp"
#include "zoom_footage/frame_source.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <set>
#include <unistd.h>

namespace fs = std::filesystem;

namespace tool {

namespace {

double takeNumber(Settings& settings, const std::string& key, const std::string& otherwise, double low, double high)
{
    return number({{key, take(settings, key, otherwise)}}, key, low, high);
}

int takeWhole(Settings& settings, const std::string& key, const std::string& otherwise, int low, int high)
{
    return int(whole({{key, take(settings, key, otherwise)}}, key, low, high));
}

cv::Size takeSize(Settings& settings, const std::string& key)
{
    const std::string text = take(settings, key, "");
    return text.empty() ? cv::Size() : sizeOf({{key, text}}, key, 1);
}

detectors::Tiling takeTiling(Settings& settings)
{
    detectors::Tiling tiling;
    const cv::Size grid = takeSize(settings, "tiles");
    if (!grid.empty())
        tiling.grid = grid;
    tiling.tileSize = takeSize(settings, "tile_size");
    tiling.overlap = takeNumber(settings, "tile_overlap", "0.2", 0, 0.95);
    tiling.scale = takeNumber(settings, "tile_scale", "1", 0.01, 100);
    tiling.wholeFrameScale = takeNumber(settings, "whole_frame_scale", "0", 0, 100);
    tiling.mergeMeasure =
        choice<detectors::OverlapMeasure>({{"merge", take(settings, "merge", "union")}}, "merge",
                                          {{"union", detectors::OVER_UNION}, {"smaller", detectors::OVER_SMALLER}});
    return tiling;
}

//! A line that is written over on a terminal, and a line now and then elsewhere.
class TeachingProgress
{
public:
    explicit TeachingProgress(std::string _name) : name(std::move(_name)) {}
    ~TeachingProgress()
    {
        if (terminal && reports > 0)
            std::fputs("\r\x1b[K", stderr);
    }

    void show(int done, int total)
    {
        if (first < 0)
            first = done - 1; // the others were on disk
        const double seconds = since(begin);
        if (since(last) < (terminal ? 0.2 : 10) && done != total)
            return;
        last = Clock::now();
        reports++;
        const double perFrame = seconds / (done - first);
        std::string left;
        if (total > 0)
            left = cv::format("/%d, %d:%02d left", total, int(perFrame * (total - done)) / 60,
                              int(perFrame * (total - done)) % 60);
        std::fprintf(stderr, "%sdetector looks at '%s': %d%s%s", terminal ? "\r" : "", name.c_str(), done, left.c_str(),
                     terminal ? "  " : "\n");
    }

private:
    typedef std::chrono::steady_clock Clock;
    static double since(Clock::time_point t) { return std::chrono::duration<double>(Clock::now() - t).count(); }

    std::string name;
    const bool terminal = isatty(fileno(stderr)) != 0;
    Clock::time_point begin = Clock::now(), last = begin;
    int first = -1, reports = 0;
};

} // namespace

FootageOptions takeFootage(Settings& settings, const std::string& out, const std::vector<FootagePart>& needed)
{
    FootageOptions o;
    o.needed = needed;
    o.inputs = splitAt(need(settings, "input"), ',');
    o.detector = need(settings, "detector");
    o.detectorModel = take(settings, "detector_model", "");
    o.threshold = takeNumber(settings, "threshold", "-1", -1, 100);
    o.labels = splitAt(take(settings, "labels", ""), ',');
    o.cacheFolder = take(settings, "teacher", out + "/teacher");
    o.teaching.tiling = takeTiling(settings);
    o.teaching.step = takeWhole(settings, "step", "1", 1, 1 << 20);
    o.teaching.frames = takeWhole(settings, "frames", "0", 0, 1 << 30);
    o.from = takeNumber(settings, "from", "0", 0, 1);
    o.to = takeNumber(settings, "to", "1", 0, 1);
    o.learn = takeNumber(settings, "learn", "0.75", 0, 1);
    o.validate = takeNumber(settings, "validate", "0.2", 0, 1);
    if (!(o.from < o.to))
        bad(cv::format("from is %g and to is %g; from must be less: they are shares of each input", o.from, o.to));
    for (const FootagePart part : needed)
        if ((part == FOOTAGE_LEARNING ? o.learn : o.validate) == 0)
            bad(std::string(part == FOOTAGE_LEARNING ? "learn" : "validate") +
                " is 0; allowed is a share above 0 of each input: this command looks at that part");
    if (o.learn + o.validate > 1)
        bad(cv::format(
            "learn is %g and validate is %g; together they may be 1 at most, what is left between is the gap", o.learn,
            o.validate));
    return o;
}

TaughtFootage::TaughtFootage(FootageOptions _options)
    : options(std::move(_options)),
      teacher(detectors::createDetector(options.detector, options.detectorModel, options.threshold))
{
    for (const std::string& input : options.inputs)
        clips.push_back(taught(input));
    needFindings();
    keepLabels();

    described = "detector: " + teacher->identity() + "\ntiling: " + describe(options.teaching.tiling) +
                cv::format("\nlearn: %.17g\nvalidate: %.17g\n", options.learn, options.validate);
    for (const Clip& clip : clips)
    {
        detectors::ContentHash hash;
        for (const footage::TaughtFrame& frame : clip.frames)
        {
            hash.add(&frame.number, sizeof frame.number);
            for (const detectors::Detection& found : frame.boxes)
            {
                hash.add(&found.box, sizeof found.box);
                hash.add(&found.label, sizeof found.label);
            }
        }
        described += "input: " + clip.input +
                     cv::format(", %d frames with boxes %s\n", int(clip.frames.size()), hash.text().c_str());
    }
}

TaughtFootage::Clip TaughtFootage::taught(const std::string& input)
{
    // The numbers of frames are asked for first: what is wrong with the input is said here.
    const int count = footage::openFrameSource(input)->count();
    const double from = options.from, to = options.to;
    footage::TeachingParams one = options.teaching;
    one.input = input;
    if (from > 0 || to < 1)
    {
        if (count == 0)
            bad("input '" + input +
                "' does not say how many frames it has, so from and to cannot be used; convert it "
                "(ffmpeg -i INPUT -c:v libx264 -pix_fmt yuv420p OUTPUT.mp4)");
        one.start = cvFloor(from * count);
        const int within = (cvFloor(to * count) - one.start + one.step - 1) / one.step;
        one.frames = one.frames > 0 ? std::min(within, one.frames) : within;
        if (one.frames < 1)
            bad(cv::format("from is %g and to is %g, which leaves nothing of '%s' with its %d frames", from, to,
                           input.c_str(), count));
    }
    const std::string cache = options.cacheFolder + "/" + footage::cacheName(*teacher, one);
    footage::Teaching teaching;
    {
        TeachingProgress progress(input);
        teaching = footage::teach(*teacher, one, cache, [&progress](int done, int total) {
            progress.show(done, total);
            return true;
        });
    }
    if (!teaching.madeAnewBecause.empty())
        std::fprintf(stderr, "'%s' was made anew: its %s had changed\n", cache.c_str(),
                     teaching.madeAnewBecause.c_str());
    if (teaching.brokenOff > 0)
        std::fprintf(stderr,
                     "input '%s' cannot be read after %d frames, though it says that it has %d; what comes later is "
                     "left out. If it should be there, convert it (ffmpeg -i INPUT -c:v libx264 -pix_fmt yuv420p "
                     "OUTPUT.mp4)\n",
                     input.c_str(), teaching.brokenOff, teaching.announced);
    Clip clip{input, teaching.framesPerSecond, std::move(teaching.frames)};
    for (const Part part : options.needed)
        if (rangeOf(clip, part).first == rangeOf(clip, part).second)
            bad(cv::format("input '%s' has %d frames, too few for a part to %s; give more frames (from, to, step, "
                           "frames)",
                           input.c_str(), int(clip.frames.size()), part == LEARNING ? "learn from" : "validate on"));
    return clip;
}

bool TaughtFootage::counts(int label) const
{
    const std::vector<std::string>& labels = options.labels;
    return labels.empty() || std::find(labels.begin(), labels.end(), teacher->labelName(label)) != labels.end();
}

void TaughtFootage::needFindings() const
{
    size_t count = 0;
    std::string inputs;
    for (const Clip& clip : clips)
    {
        for (const footage::TaughtFrame& frame : clip.frames)
            if (!frame.boxes.empty())
                return;
        count += clip.frames.size();
        inputs += (inputs.empty() ? "'" : ", '") + clip.input + "'";
    }
    bad(cv::format(
        "the teacher found nothing in %d frames of %s: lower its threshold, show it larger tiles (tiles, "
        "tile_scale), and check the mean, scale and channel order of its yaml file; zoom_detect draws what a "
        "detector finds",
        int(count), inputs.c_str()));
}

void TaughtFootage::keepLabels()
{
    std::set<std::string> dropped;
    bool kept = false;
    for (Clip& clip : clips)
        for (footage::TaughtFrame& frame : clip.frames)
        {
            const auto drops = [&](const detectors::Detection& found) {
                if (!counts(found.label))
                    dropped.insert(teacher->labelName(found.label));
                return !counts(found.label);
            };
            frame.boxes.erase(std::remove_if(frame.boxes.begin(), frame.boxes.end(), drops), frame.boxes.end());
            kept = kept || !frame.boxes.empty();
        }
    if (kept)
        return;
    std::string found;
    for (const std::string& name : dropped)
        found += (found.empty() ? "'" : ", '") + name + "'";
    bad("labels leaves no box: what the detector has found is " + found);
}

std::pair<size_t, size_t> TaughtFootage::rangeOf(const Clip& clip, Part part) const
{
    const size_t n = clip.frames.size();
    if (part == LEARNING)
        return {0, size_t(std::floor(options.learn * double(n)))};
    return {n - size_t(std::floor(options.validate * double(n))), n};
}

std::vector<const footage::TaughtFrame*> TaughtFootage::framesOf(Part part) const
{
    std::vector<const footage::TaughtFrame*> all;
    for (const Clip& clip : clips)
        for (size_t i = rangeOf(clip, part).first; i < rangeOf(clip, part).second; i++)
            all.push_back(&clip.frames[i]);
    return all;
}

size_t TaughtFootage::frames(Part part) const
{
    return framesOf(part).size();
}

size_t TaughtFootage::boxes(Part part) const
{
    size_t sum = 0;
    for (const footage::TaughtFrame* frame : framesOf(part))
        sum += frame->boxes.size();
    return sum;
}

void TaughtFootage::forEach(Part part, const std::function<void(const Frame&)>& look) const
{
    for (const Clip& clip : clips)
    {
        const std::pair<size_t, size_t> range = rangeOf(clip, part);
        const cv::Ptr<footage::FrameSource> source = footage::openFrameSource(clip.input);
        int next = 0;
        for (size_t i = range.first; i < range.second; i++)
        {
            const footage::TaughtFrame& taught = clip.frames[i];
            Frame frame;
            const int skipped = taught.number - next;
            if ((skipped > 0 && !source->skip(skipped)) || !source->read(frame.image) ||
                frame.image.size() != taught.size)
                bad(cv::format("frame %d of '%s' cannot be read, or has changed since the detector has looked at it",
                               taught.number, clip.input.c_str()));
            next = taught.number + 1;
            frame.boxes = detectors::insideFrame(taught.boxes, taught.size);
            frame.seconds = taught.number / clip.framesPerSecond;
            frame.first = i == range.first;
            look(frame);
        }
    }
}

} // namespace tool
