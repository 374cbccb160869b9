// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "opencv2/zoom_train/distill.hpp"

namespace cv {
namespace zoom_train {

using torch::Tensor;

namespace nn {

SaliencyReadout::SaliencyReadout(std::shared_ptr<SaliencySampler> _sampler) : sampler(std::move(_sampler))
{
    CV_Assert(sampler);
    if (sampler->samplerOptions().output != SaliencySamplerOptions::SOFTMAX)
        CV_Error(Error::StsBadArg, "SaliencyReadout: the sampler's output must be SOFTMAX");
}

Tensor SaliencyReadout::forward(const Tensor& zoomed)
{
    const Tensor& map = sampler->lastNetworkMap();
    TORCH_CHECK(map.defined() && !sampler->isUniform(),
                "SaliencyReadout: the sampler has made no saliency; its sampling must not be uniform");
    TORCH_CHECK(map.size(0) == zoomed.size(0), "SaliencyReadout: ", zoomed.size(0), " images after ", map.size(0),
                " of the sampler's");
    return map.flatten(1).log_softmax(1);
}

Tensor coverage(const Tensor& grids)
{
    TORCH_CHECK(grids.dim() == 4 && grids.size(3) == 2, "coverage: grids is ", grids.sizes(),
                "; allowed is [N, Gh, Gw, 2]");
    // Clockwise: upper, right, lower and left side.
    const Tensor outline = torch::cat(
        {grids.select(1, 0), grids.select(2, -1), grids.select(1, -1).flip(1), grids.select(2, 0).flip(1)}, 1);
    const Tensor next = outline.roll(-1, 1);
    return 0.5 * (outline.select(2, 0) * next.select(2, 1) - next.select(2, 0) * outline.select(2, 1)).sum(1);
}

} // namespace nn

Objective distillation(const std::shared_ptr<nn::SaliencySampler>& sampler, double coverageWeight)
{
    CV_Assert(sampler);
    if (!(coverageWeight >= 0 && coverageWeight <= 1e6))
        CV_Error(Error::StsOutOfRange, cv::format("coverage is %g; allowed is 0 to 1e6", coverageWeight));
    Objective objective;
    objective.loss = [sampler, coverageWeight](const Tensor& logarithms, const Tensor& target) {
        // x*log(x), which is 0 at 0
        Tensor loss = (torch::xlogy(target, target) - target * logarithms).sum(1).mean();
        if (coverageWeight > 0)
            loss = loss + coverageWeight * (1 - nn::coverage(sampler->lastGrid())).mean();
        return loss;
    };
    objective.metric = [](const Tensor& logarithms, const Tensor& target) {
        return torch::minimum(logarithms.exp(), target).sum(1).mean();
    };
    objective.metricName = "overlap";
    return objective;
}

} // namespace zoom_train
} // namespace cv
