// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_method.hpp"

#include "zoom_detectors/in_frame.hpp"

#include "opencv2/core/utility.hpp"

#include <algorithm>
#include <cmath>

namespace {

// More of them show the detector nothing that the frame has, and are missing elsewhere in the zoomed frame.
const double MOST_PIXELS_PER_FRAME_PIXEL = 1.4;

cv::zoom::GridParams defaultGrid(cv::Size frame, cv::Size input)
{
    cv::zoom::GridParams params;
    // Shapes matter to a detector: this grid keeps people upright and boxes boxes, and a smooth one keeps them
    // straight.
    params.mode = cv::zoom::GRID_SEPARABLE;
    params.gridSize = cv::Size(41, 31);
    params.sigma = 5. / 30;
    params.uniformMix = 0.1;
    const double reduction = std::sqrt(double(frame.area()) / input.area());
    params.maxMagnification = std::min(std::max(MOST_PIXELS_PER_FRAME_PIXEL * reduction, 1.), params.maxMagnification);
    return params;
}

} // namespace

ZoomMethod::ZoomMethod(const Options& options, cv::Size frame, cv::Size input, double framesPerSecond)
    : memory(options.memory)
{
    using namespace cv::zoom;
    if (!options.saliencyModel.empty())
    {
        sampler = SaliencySampler::create(options.saliencyModel, input);
        sampler->setGridParams(withOptions(sampler->getGridParams(), options));
    }
    else
    {
        detectionSaliency = DetectionSaliency::create(cv::Size(62, 62), options.bandwidth);
        const cv::Ptr<SaliencyEstimator> motion =
            MotionSaliency::create(cv::Size(96, 72), options.motionTime, framesPerSecond);
        sampler = SaliencySampler::create(
            MixedSaliency::create({motion, detectionSaliency}, {options.motionShare, 1 - options.motionShare}), input,
            withOptions(defaultGrid(frame, input), options));
    }
    sampler->setFrameRate(framesPerSecond);
    sampler->setSmoothing(options.smoothing.value_or(sampler->getSmoothing())); // 0 but for a model
}

Look ZoomMethod::look(detectors::Detector& detector, const cv::Mat& frame, double timestamp)
{
    Look look;
    cv::TickMeter sampling, detecting;
    sampling.start();
    sampler->apply(frame, look.shown, timestamp);
    sampling.stop();
    detecting.start();
    look.seen = detector.detect(look.shown);
    detecting.stop();

    sampling.start();
    look.found = detectors::inFrame(look.seen, transform());
    if (detectionSaliency)
    {
        memory.update(look.found, timestamp - lastTime);
        detectionSaliency->setDetections(memory.boxes(), frame.size());
        lastTime = timestamp;
    }
    sampling.stop();
    look.sampleMs = sampling.getTimeMilli();
    look.detectMs = detecting.getTimeMilli();
    return look;
}

cv::Mat ZoomMethod::saliency() const
{
    cv::Mat map;
    sampler->getSaliency(map);
    return map;
}
