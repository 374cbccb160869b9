// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "clip_measure.hpp"

#include "pasted_clip.hpp"
#include "zoom_detectors/content_hash.hpp"
#include "zoom_footage/frame_source.hpp"
#include "zoom_gaze/magnification_at.hpp"

#include "opencv2/imgcodecs.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>

namespace clips {

namespace {

//! The learned saliency and the fixed one, on one stream of frames.
class TwoZooms
{
public:
    explicit TwoZooms(const ClipOptions& options)
        : learned(cv::zoom::SaliencySampler::create(options.model, SIZE)),
          prior(cv::zoom::SaliencySampler::create(cv::zoom::StaticSaliency::create(options.prior), SIZE,
                                                  learned->getGridParams()))
    {
        // Each frame by itself: what is measured is the network, not how it is smoothed.
        learned->setSmoothing(0);
    }

    void measure(const cv::Mat& frame, const std::vector<cv::Point2d>& eyes, Arms& arms)
    {
        learned->apply(frame, zoomed);
        arms.learned.add(magnification.smallest(learned->getTransform(), eyes));
        prior->apply(frame, zoomed);
        arms.prior.add(magnification.smallest(prior->getTransform(), eyes));
    }

    int failures() const { return learned->getFallbacks(); }

private:
    const cv::Size SIZE = cv::Size(224, 224); // magnification is relative to it
    cv::Ptr<cv::zoom::SaliencySampler> learned, prior;
    gaze::MagnificationAt magnification;
    cv::Mat zoomed;
};

} // namespace

double EyeMagnification::median() const
{
    if (all.empty())
        return std::numeric_limits<double>::quiet_NaN();
    std::vector<double> sorted = all;
    const auto middle = sorted.begin() + std::ptrdiff_t(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

double EyeMagnification::shareWanted() const
{
    return double(std::count_if(all.begin(), all.end(), [](double m) { return m >= WANTED_MAGNIFICATION; })) /
           double(all.size());
}

ClipResult measureClip(const std::string& file, const ClipOptions& options, EyeFinder& reference,
                       const std::vector<std::string>& photos)
{
    const cv::Ptr<footage::FrameSource> source = footage::openFrameSource(file);
    ClipResult result;
    result.clip = std::filesystem::path(file).filename().string();
    TwoZooms alone(options), inPhoto(options);
    std::optional<PastedClip> pasted;
    // By the name, so that a clip's photo and place do not depend on which others are there.
    detectors::ContentHash name;
    name.add(result.clip.data(), result.clip.size());
    const uint64_t number = std::stoull(name.text(), nullptr, 16), seed = options.seed + number;
    const std::string* const photo = photos.empty() ? nullptr : &photos[number % photos.size()];
    if (photo)
    {
        result.pasted.emplace();
        result.photo = std::filesystem::path(*photo).filename().string();
    }
    cv::Mat frame;
    std::vector<cv::Point2d> inComposite;
    while ((options.frames == 0 || result.frames < options.frames) && source->read(frame))
    {
        ++result.frames;
        const std::vector<cv::Point2d> eyes = reference.eyes(frame);
        if (!eyes.empty())
        {
            ++result.framesWithEyes;
            alone.measure(frame, eyes, result.alone);
            if (photo)
            {
                if (!pasted)
                {
                    pasted.emplace(cv::imread(*photo, cv::IMREAD_COLOR), frame.size(), seed);
                    result.pastedScale = pasted->scale();
                }
                inComposite.clear();
                for (const cv::Point2d& eye : eyes)
                    inComposite.push_back(pasted->placeOf(eye));
                inPhoto.measure(pasted->paste(frame), inComposite, *result.pasted);
            }
        }
        if (!source->skip(options.step - 1))
            break;
    }
    if (alone.failures() + inPhoto.failures() > 0)
        CV_Error(cv::Error::StsError, "--model: its saliency could not be used in frames of '" + file + "'");
    return result;
}

} // namespace clips
