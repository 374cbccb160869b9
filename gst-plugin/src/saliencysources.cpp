// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "saliencysources.hpp"

namespace gstzoom {

void TimedEstimator::estimate(cv::InputArray low_res, double timestamp, cv::OutputArray saliency)
{
    struct Stopwatch
    {
        Clock::duration& spent;
        const Clock::time_point start = Clock::now();
        ~Stopwatch() { spent += Clock::now() - start; } // an estimate that throws took its time, too
    } const stopwatch{spent};
    estimator->estimate(low_res, timestamp, saliency);
}

double TimedEstimator::takeMilliseconds()
{
    const double taken = milliseconds(spent);
    spent = {};
    return taken;
}

static cv::Ptr<cv::zoom::SaliencyEstimator> makeSource(SaliencySource saliency, const SaliencySources& sources)
{
    using namespace cv::zoom;
    switch (saliency)
    {
    case SALIENCY_MOTION:
        return MotionSaliency::create();
    case SALIENCY_SPECTRAL:
        return SpectralSaliency::create();
    case SALIENCY_DETECTIONS:
        return sources.tracks;
    case SALIENCY_STATIC:
        return StaticSaliency::create(sources.prior);
    case SALIENCY_MIXED: {
        cv::Ptr<SaliencyEstimator> appearance = sources.model.estimator;
        if (!appearance)
            appearance = SpectralSaliency::create();
        return MixedSaliency::create({appearance, MotionSaliency::create(), sources.tracks}, {1, 1, 1});
    }
    default:
        if (sources.model.estimator)
            return sources.model.estimator;
        return MixedSaliency::create({MotionSaliency::create(), SpectralSaliency::create()}, {0.5, 0.5});
    }
}

cv::Ptr<TimedEstimator> makeEstimator(SaliencySource saliency, const SaliencySources& sources)
{
    return cv::makePtr<TimedEstimator>(makeSource(saliency, sources));
}

} // namespace gstzoom
