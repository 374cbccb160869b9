// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "mean_saliency.hpp"

#include "opencv2/imgproc.hpp"
#include "zoom_gaze/renderer.hpp"

namespace clips {

cv::Mat meanSaliency(cv::zoom::SaliencyEstimator& estimator, int frames, const std::shared_ptr<gaze::Photos>& photos)
{
    CV_CheckGT(frames, 0, "meanSaliency: frames");
    gaze::Renderer renderer(photos);
    gaze::SceneRanges ranges;
    ranges.frame = cv::Size(640, 360);
    ranges.photos = renderer.photos();
    cv::Mat frame, lowRes, map, sum;
    for (int i = 0; i < frames; ++i)
    {
        renderer.render(gaze::drawScene(uint64_t(i), ranges), frame);
        if (!estimator.inputSize().empty())
            cv::resize(frame, lowRes, estimator.inputSize(), 0, 0, cv::INTER_AREA);
        estimator.reset();
        estimator.estimate(lowRes, -1, map);
        const double total = cv::sum(map)[0];
        if (!(total > 0)) // nothing stands out
            continue;
        if (sum.empty())
            sum = cv::Mat::zeros(map.size(), CV_64F);
        cv::Mat share;
        map.convertTo(share, CV_64F, 1 / total);
        sum += share;
    }
    if (sum.empty())
        CV_Error(cv::Error::StsError, "--model: its saliency is 0 everywhere in all rendered frames");
    sum.convertTo(map, CV_32F, 1 / cv::sum(sum)[0]);
    return map;
}

} // namespace clips
