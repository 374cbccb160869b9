// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_looks/zoomer.hpp"

#include "zoom_detectors/in_frame.hpp"

#include "opencv2/core/utility.hpp"

#include <algorithm>
#include <cmath>

namespace looks {

namespace {

// More of them show the detector nothing that the frame has, and are missing elsewhere in the zoomed frame.
const double MOST_PIXELS_PER_FRAME_PIXEL = 1.4;

} // namespace

Zoomer::Zoomer(const cv::Ptr<cv::zoom::SaliencySampler>& _sampler, const cv::Ptr<OwnDetections>& _own)
    : sampler(_sampler), own(_own)
{
}

Look Zoomer::look(detectors::Detector& detector, const cv::Mat& frame, double timestamp)
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
    look.transform = transform();
    look.found = detectors::inFrame(look.seen, look.transform);
    if (own)
        own->add(look.found, frame.size(), timestamp);
    sampling.stop();
    look.sampleMs = sampling.getTimeMilli();
    look.detectMs = detecting.getTimeMilli();
    return look;
}

cv::Mat Zoomer::saliency() const
{
    cv::Mat map;
    sampler->getSaliency(map);
    return map;
}

cv::zoom::GridParams gridForDetectors(cv::Size frame, cv::Size input)
{
    cv::zoom::GridParams params;
    params.mode = cv::zoom::GRID_SEPARABLE;
    params.gridSize = cv::Size(41, 31);
    params.sigma = 5. / 30;
    params.uniformMix = 0.1;
    const double reduction = std::sqrt(double(frame.area()) / input.area());
    params.maxMagnification = std::min(std::max(MOST_PIXELS_PER_FRAME_PIXEL * reduction, 1.), params.maxMagnification);
    return params;
}

} // namespace looks
