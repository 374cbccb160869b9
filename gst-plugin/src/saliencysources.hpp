// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_SALIENCY_SOURCES_HPP
#define GST_ZOOM_SALIENCY_SOURCES_HPP

#include "detectiontracks.hpp"
#include "zoommodel.hpp"
#include "zoomstats.hpp"

namespace gstzoom {

// What the saliency of one element can come from; loaded when it starts.
struct SaliencySources
{
    Model model;
    cv::Mat prior;
    cv::Ptr<DetectionTracks> tracks; // never empty
};

// Passes everything on and measures how long the estimates take.
class TimedEstimator : public cv::zoom::SaliencyEstimator
{
public:
    explicit TimedEstimator(cv::Ptr<cv::zoom::SaliencyEstimator> e) : estimator(std::move(e)) {}

    void estimate(cv::InputArray low_res, double timestamp, cv::OutputArray saliency) override;
    cv::Size inputSize() const override { return estimator->inputSize(); }
    void reset() override { estimator->reset(); }

    // Time of the estimates since the last call, in milliseconds.
    double takeMilliseconds();

private:
    const cv::Ptr<cv::zoom::SaliencyEstimator> estimator;
    Clock::duration spent{};
};

// Makes what the property saliency asks for. saliency=model without a model gives what auto gives.
cv::Ptr<TimedEstimator> makeEstimator(SaliencySource saliency, const SaliencySources& sources);

// Loads the model and the prior that the properties name, for all that may be asked for later. Returns false, with an
// error of the element on the bus that says what to do, when one cannot be used.
bool loadSources(GstElement* element, const ZoomSettings& settings, SaliencySources& sources);

} // namespace gstzoom

#endif // GST_ZOOM_SALIENCY_SOURCES_HPP
