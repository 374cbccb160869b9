// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "composite.hpp"

#include "zoom_detectors/content_hash.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"

#include <algorithm>

namespace table {

namespace {

const double AROUND = 0.4; // of the box's side that is cut out with it, on each side
const double SPEED = 0.02; // of the thing's height per frame, at most
const int TRIES = 200;     // for a place that no other thing has

uint64_t seedOf(const std::string& name)
{
    uint64_t seed = 0xcbf29ce484222325u; // 64-bit FNV-1a
    for (unsigned char c : name)
        seed = (seed ^ c) * 0x100000001b3u;
    return seed;
}

//! The middle of the photo in the frame's aspect, at its size.
cv::Mat filled(const std::string& path, cv::Size size)
{
    const cv::Mat photo = cv::imread(path);
    if (photo.empty())
        CV_Error(cv::Error::StsBadArg, "photo '" + path + "' cannot be read; give a JPEG or PNG image");
    const double scale = std::min(double(photo.cols) / size.width, double(photo.rows) / size.height);
    const cv::Size part(std::min(cvRound(size.width * scale), photo.cols),
                        std::min(cvRound(size.height * scale), photo.rows));
    cv::Mat result;
    cv::resize(photo(cv::Rect(cv::Point((photo.cols - part.width) / 2, (photo.rows - part.height) / 2), part)), result,
               size, 0, 0, scale > 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return result;
}

//! 1 in the middle, 0 at the border.
cv::Mat softMask(cv::Size size)
{
    cv::Mat mask = cv::Mat::zeros(size, CV_32FC3);
    for (int y = 0; y < size.height; y++)
        for (int x = 0; x < size.width; x++)
        {
            const double u = (2 * x + 1.) / size.width - 1, v = (2 * y + 1.) / size.height - 1;
            const double share = std::min(std::max((1 - std::sqrt(u * u + v * v)) / 0.2, 0.), 1.);
            mask.at<cv::Vec3f>(y, x) = cv::Vec3f::all(float(share));
        }
    return mask;
}

detectors::Detection bestOf(const std::vector<detectors::Detection>& boxes)
{
    return *std::max_element(
        boxes.begin(), boxes.end(),
        [](const detectors::Detection& a, const detectors::Detection& b) { return a.score < b.score; });
}

class CompositeSource : public footage::FrameSource
{
public:
    explicit CompositeSource(const Composite& _composite) : composite(_composite) {}

    bool read(cv::Mat& frame) override
    {
        if (next >= composite.count())
            return false;
        composite.frame(next++, frame);
        return true;
    }

    bool skip(int frames) override
    {
        next += frames;
        return next < composite.count();
    }

    int count() const override { return composite.count(); }
    double framesPerSecond() const override { return composite.framesPerSecond(); }

private:
    const Composite& composite;
    int next = 0;
};

} // namespace

Composite::Composite(const CompositeEntry& entry, const std::vector<PastedClip>& clips, double framesPerSecond)
    : photo(filled(entry.photo, entry.size)), frames(entry.frames), rate(framesPerSecond)
{
    cv::RNG random(seedOf(entry.name));
    std::vector<cv::Rect> taken;
    for (const PastedClip& clip : clips)
    {
        std::vector<footage::TaughtFrame> used;
        cv::Rect2d around;
        std::vector<double> heights;
        for (const footage::TaughtFrame& frame : clip.frames)
        {
            if (frame.boxes.empty() || int(used.size()) == frames)
                continue;
            used.push_back(frame);
            used.back().boxes = {bestOf(frame.boxes)};
            const cv::Rect2d box = used.back().boxes[0].box;
            const cv::Point2d more(AROUND * box.width, AROUND * box.height);
            const cv::Rect2d cut(box.tl() - more, box.br() + more);
            around = used.size() == 1 ? cut : around | cut;
            heights.push_back(box.height);
        }
        if (used.empty())
            CV_Error(cv::Error::StsBadArg, "composite '" + entry.name + "': the teacher found nothing in '" +
                                               clip.input + "'; lower its threshold, or paste another clip");
        std::nth_element(heights.begin(), heights.begin() + heights.size() / 2, heights.end());
        const double scale = entry.height / heights[heights.size() / 2];
        const cv::Rect cut = cv::Rect(cv::Point(cvFloor(around.x), cvFloor(around.y)),
                                      cv::Point(cvCeil(around.br().x), cvCeil(around.br().y))) &
                             cv::Rect(cv::Point(), used[0].size);
        const cv::Size size(std::max(cvRound(cut.width * scale), 1), std::max(cvRound(cut.height * scale), 1));
        if (size.width >= photo.cols || size.height >= photo.rows)
            CV_Error(cv::Error::StsBadArg,
                     cv::format("composite '%s': height is %g, with which the thing of '%s' does "
                                "not fit into %dx%d; give a smaller height",
                                entry.name.c_str(), entry.height, clip.input.c_str(), photo.cols, photo.rows));

        Thing thing;
        thing.mask = softMask(size);
        thing.appears = cvRound(double(things.size()) * entry.appearEvery * rate);
        const cv::Ptr<footage::FrameSource> source = footage::openFrameSource(clip.input);
        cv::Mat image;
        int next = 0;
        for (const footage::TaughtFrame& frame : used)
        {
            if ((frame.number > next && !source->skip(frame.number - next)) || !source->read(image) ||
                image.size() != used[0].size)
                CV_Error(cv::Error::StsBadArg, cv::format("frame %d of '%s' cannot be read, or differs in size",
                                                          frame.number, clip.input.c_str()));
            next = frame.number + 1;
            cv::Mat patch;
            cv::resize(image(cut), patch, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
            patch.convertTo(patch, CV_32F);
            thing.patches.push_back(patch);
            detectors::Detection box = frame.boxes[0];
            const double sx = double(size.width) / cut.width, sy = double(size.height) / cut.height;
            box.box =
                cv::Rect2d((box.box.x - cut.x) * sx, (box.box.y - cut.y) * sy, box.box.width * sx, box.box.height * sy);
            thing.inPatch.push_back(box);
        }

        // Where it goes must be inside for all frames, and free of others if that can be had.
        const double fastest =
            std::min(SPEED * entry.height, 0.5 * std::min(photo.cols - size.width, photo.rows - size.height) / frames);
        for (int i = 0; i < TRIES; i++)
        {
            thing.perFrame = cv::Point2d(random.uniform(-fastest, fastest), random.uniform(-fastest, fastest));
            const cv::Point2d way = thing.perFrame * double(frames - 1);
            const double left = std::max(-way.x, 0.), top = std::max(-way.y, 0.);
            const double right = photo.cols - size.width - std::max(way.x, 0.);
            const double bottom = photo.rows - size.height - std::max(way.y, 0.);
            thing.begin = cv::Point2d(random.uniform(left, right), random.uniform(top, bottom));
            const cv::Rect swept = cv::Rect(cornerOf(thing, 0), size) | cv::Rect(cornerOf(thing, frames - 1), size);
            if (std::none_of(taken.begin(), taken.end(),
                             [&swept](const cv::Rect& one) { return (one & swept).area() > 0; }))
            {
                taken.push_back(swept);
                break;
            }
        }
        things.push_back(thing);
    }
}

size_t Composite::patchOf(const Thing& thing, int number) const
{
    // Back and forth: the last one is not shown twice.
    const int n = int(thing.patches.size()), period = std::max(2 * n - 2, 1);
    const int at = (number - thing.appears) % period;
    return size_t(at < n ? at : period - at);
}

cv::Point Composite::cornerOf(const Thing& thing, int number) const
{
    return cv::Point(cvRound(thing.begin.x + number * thing.perFrame.x),
                     cvRound(thing.begin.y + number * thing.perFrame.y));
}

void Composite::frame(int number, cv::Mat& image) const
{
    photo.copyTo(image);
    for (const Thing& thing : things)
    {
        if (number < thing.appears)
            continue;
        const cv::Mat& patch = thing.patches[patchOf(thing, number)];
        cv::Mat place = image(cv::Rect(cornerOf(thing, number), patch.size()) & cv::Rect(cv::Point(), photo.size()));
        const cv::Rect part(cv::Point(), place.size());
        cv::Mat there;
        place.convertTo(there, CV_32F);
        there = there + (patch(part) - there).mul(thing.mask(part));
        there.convertTo(place, CV_8U);
    }
}

std::vector<detectors::Detection> Composite::boxes(int number) const
{
    std::vector<detectors::Detection> all;
    for (const Thing& thing : things)
        if (number >= thing.appears)
        {
            detectors::Detection one = thing.inPatch[patchOf(thing, number)];
            const cv::Point corner = cornerOf(thing, number);
            one.box.x += corner.x;
            one.box.y += corner.y;
            all.push_back(one);
        }
    return all;
}

std::string Composite::contentHash() const
{
    detectors::ContentHash hash;
    cv::Mat image;
    for (int number : {0, frames - 1})
    {
        frame(number, image);
        hash.add(image.data, image.total() * image.elemSize());
    }
    return hash.text();
}

cv::Ptr<footage::FrameSource> Composite::open() const
{
    return cv::makePtr<CompositeSource>(*this);
}

} // namespace table
