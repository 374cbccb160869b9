// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_DETECTION_TRACKS_HPP
#define GST_ZOOM_DETECTION_TRACKS_HPP

#include <opencv2/zoom.hpp>

#include <mutex>
#include <vector>

namespace gstzoom {

// A box of the source frame that a detector found, and how sure it was.
struct Detection
{
    cv::Rect2d box;
    double weight;
};

// Saliency from what a detector downstream found in earlier frames.
//
// A detection that overlaps a track renews it; a track that is not renewed fades, in favour of the whole frame, and is
// then forgotten. The detector
// sees a frame some time after it was zoomed, so that its detections come with that frame's time. They may come from
// another thread.
class DetectionTracks : public cv::zoom::SaliencyEstimator
{
public:
    // Time constant of the fading in seconds.
    void setDecay(double seconds);

    // What was found in the frame with this timestamp. Ignored when the frame belongs to a past that was forgotten.
    // Returns whether it counted.
    bool addDetections(const std::vector<Detection>& detections, cv::Size frame_size, double timestamp);

    // The boxes that count now, with what is left of their weight.
    std::vector<Detection> current() const;

    // Looks at the timestamp only; the low-res frame is asked for because the sampler sees scene cuts in it.
    void estimate(cv::InputArray low_res, double timestamp, cv::OutputArray saliency) override;
    cv::Size inputSize() const override { return cv::Size(96, 72); }
    void reset() override;

private:
    struct Track
    {
        Detection detection;
        double seen; // time of the last frame it was found in
    };

    double weightOf(const Track& track) const;

    mutable std::mutex mutex; // guards what follows
    std::vector<Track> tracks;
    cv::Size frame_size;
    double decay = 0.5;
    double now = -1;   // time of the last frame zoomed
    double epoch = -1; // frames before this time are forgotten; negative: the next one begins it
    cv::Ptr<cv::zoom::DetectionSaliency> density = cv::zoom::DetectionSaliency::create();
    cv::Mat_<double> boxes; // for density: x, y, width, height, weight
};

} // namespace gstzoom

#endif // GST_ZOOM_DETECTION_TRACKS_HPP
