// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "trainer/evaluation.hpp"

#include <limits>

namespace cv {
namespace zoom_train {

using torch::Tensor;

namespace {

Tensor defaultLoss(const Tensor& output, const Tensor& target)
{
    if (target.scalar_type() == torch::kLong)
        return torch::nn::functional::cross_entropy(output, target);
    return torch::smooth_l1_loss(output, target);
}

Tensor defaultMetric(const Tensor& output, const Tensor& target)
{
    if (target.scalar_type() == torch::kLong)
        return (output.argmax(1) == target).to(torch::kDouble).mean();
    return (output - target).abs().mean();
}

} // namespace

torch::Device deviceOf(const nn::System& system)
{
    const std::vector<Tensor> parameters = system.parameters();
    return parameters.empty() ? torch::Device(torch::kCPU) : parameters[0].device();
}

data::Batch movedTo(data::Batch batch, torch::Device device)
{
    for (Tensor* t : {&batch.images, &batch.target, &batch.boxes, &batch.things, &batch.attributes})
        if (t->defined())
            *t = t->to(device);
    return batch;
}

Objective completed(Objective objective, const data::Dataset& dataset)
{
    // One without the other would give a metric of 0.
    CV_Check(int(bool(objective.judge)), bool(objective.findings) == bool(objective.judge),
             "Objective: findings and judge must both be given, or neither");
    if (!objective.loss)
        objective.loss = defaultLoss;
    if (!objective.metric && !objective.judge)
    {
        objective.metric = defaultMetric;
        objective.lowerIsBetter = dataset.isRegression();
        if (objective.metricName.empty())
            objective.metricName = dataset.isRegression() ? "mean absolute error" : "accuracy";
    }
    if (objective.metricName.empty())
        objective.metricName = "metric";
    if (!objective.batchLoss)
        objective.batchLoss = [loss = objective.loss](const Tensor& output, const data::Batch& batch,
                                                      const nn::Resampler&) { return loss(output, batch.target); };
    return objective;
}

Seen look(nn::System& system, const std::shared_ptr<const data::Dataset>& dataset, int batchSize,
          const Objective& objective, int first, int stride)
{
    torch::NoGradGuard noGrad;
    const bool training = system.is_training();
    system.eval();
    const torch::Device device = deviceOf(system);
    data::Loader loader(dataset, batchSize, false, 0, 0);
    std::vector<Tensor> findings;
    double losses = 0, metric = 0, hits = 0;
    int64_t targets = 0, samples = 0;
    for (int64_t b = first; b < loader.batchesPerEpoch(); b += stride)
    {
        const data::Batch batch = movedTo(loader.get(b), device);
        const Tensor output = system.forwardWithAttributes(batch.images, batch.attributes);
        const int64_t n = output.size(0);
        losses += objective.batchLoss(output, batch, *system.resampler()).item<double>() * double(n);
        if (objective.findings)
        {
            findings.push_back(objective.findings(output, batch, *system.resampler()));
            findings.back().select(1, 0).add_(double(b * loader.batchSize()));
        }
        else
            metric += objective.metric(output, batch.target).item<double>() * double(n);
        samples += n;
        const Tensor boxes = batch.boxes.cpu();
        const Tensor known = (boxes.slice(1, 2, 3) * boxes.slice(1, 3, 4)).squeeze(1) > 0;
        const Tensor centres = boxes.slice(1, 0, 2) + 0.5 * boxes.slice(1, 2, 4);
        const Tensor hit = nn::magnificationAt(system.resampler()->lastGrid(), centres) >= 1.5;
        targets += known.sum().item<int64_t>();
        hits += (hit & known).sum().item<double>();
    }
    system.train(training);
    Seen seen;
    seen.sums = torch::tensor({losses, metric, hits, double(targets), double(samples)}, torch::kDouble);
    if (!findings.empty())
        seen.findings = torch::cat(findings);
    return seen;
}

Evaluation evaluationOf(const Seen& seen, const Objective& objective)
{
    const double* s = seen.sums.data_ptr<double>();
    Evaluation e;
    e.metricName = objective.metricName;
    e.lowerIsBetter = objective.lowerIsBetter;
    e.samples = int64_t(s[4]);
    e.loss = s[0] / s[4];
    e.metric = s[1] / s[4];
    e.hitRate = s[3] > 0 ? s[2] / s[3] : std::numeric_limits<double>::quiet_NaN();
    if (objective.judge && seen.findings.defined())
        objective.judge(seen.findings, e);
    return e;
}

Evaluation evaluate(nn::System& system, const std::shared_ptr<const data::Dataset>& dataset, int batchSize,
                    const Objective& objective)
{
    CV_Assert(dataset);
    const Objective whole = completed(objective, *dataset);
    return evaluationOf(look(system, dataset, batchSize, whole, 0, 1), whole);
}

} // namespace zoom_train
} // namespace cv
