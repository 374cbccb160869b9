// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_method.hpp"

looks::Zoomer makeZoomer(const Options& options, cv::Size frame, cv::Size input, double framesPerSecond)
{
    using namespace cv::zoom;
    cv::Ptr<looks::OwnDetections> own; // null with a saliency model
    cv::Ptr<SaliencySampler> sampler;
    if (!options.saliencyModel.empty())
    {
        sampler = SaliencySampler::create(options.saliencyModel, input);
        sampler->setGridParams(withOptions(sampler->getGridParams(), options));
    }
    else
    {
        own = cv::makePtr<looks::OwnDetections>(options.bandwidth, options.memory);
        const cv::Ptr<SaliencyEstimator> motion =
            MotionSaliency::create(cv::Size(96, 72), options.motionTime, framesPerSecond);
        sampler = SaliencySampler::create(
            MixedSaliency::create({motion, own->estimator()}, {options.motionShare, 1 - options.motionShare}), input,
            withOptions(looks::gridForDetectors(frame, input), options));
    }
    sampler->setFrameRate(framesPerSecond);
    sampler->setSmoothing(options.smoothing.value_or(sampler->getSmoothing())); // 0 but for a model
    return looks::Zoomer(sampler, own);
}
