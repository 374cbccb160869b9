// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "opencv2/zoom_train/gaze.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cv {
namespace zoom_train {

using torch::Tensor;

namespace {

const double UNIT = 10;        // centimetres that count as an error of 1
const double ROUND = 0.2;      // of smooth L1: a square below it, as errors of that size are good ones
const double SEEN_SHARE = 0.1; // of "the eyes show the gaze" in the loss
const double MAGNIFIED = 1.8;  // at an eye, as scripts/check-gaze-clips asks for

//! Columns of the findings.
enum Column
{
    SAMPLE,
    SEEN,
    DISTANCE_OFF, // in centimetres
    TARGET_X,
    TARGET_Y,
    DISTANCE,
    IRIS,          // diameter in the frame; 0: not known
    INPUT_IRIS,    // in the network's input; 0 where an eye is not shown
    MAGNIFICATION, // at the eye that has less of it; negative: nobody knows where the eyes are
    SAID,          // that the eyes show the gaze, as probability; negative: the network does not tell
    COLUMNS
};

void check(const Tensor& output, const data::Batch& batch)
{
    TORCH_CHECK(output.dim() == 2 && output.size(1) >= 2 && output.size(1) <= 3, "gazeObjective: the output is ",
                output.sizes(), "; allowed is [N, 2] or [N, 3]");
    TORCH_CHECK(batch.target.dim() == 2 && batch.target.size(1) == 2 && batch.attributes.defined() &&
                    batch.attributes.size(1) == GAZE_ATTRIBUTES,
                "gazeObjective: the data must be a gaze set, with values x and y and the attributes of GazeAttribute");
}

Tensor lossOf(const Tensor& output, const data::Batch& batch, const nn::Resampler&)
{
    check(output, batch);
    const Tensor seen = batch.attributes.select(1, GAZE_SEEN);
    const Tensor errors =
        torch::smooth_l1_loss(output.slice(1, 0, 2) / UNIT, batch.target / UNIT, at::Reduction::None, ROUND).sum(1);
    const Tensor loss = (errors * seen).mean(); // over all samples, so that batches can be shared out
    if (output.size(1) == 2)
        return loss;
    return loss + SEEN_SHARE * torch::binary_cross_entropy_with_logits(output.select(1, 2), seen);
}

//! Magnification at the eyes of every frame, [N, 2], right and left; negative where an eye's place is not known.
Tensor magnificationAtEyes(const data::Batch& batch, const Tensor& grids)
{
    const Tensor things = batch.things.to(torch::kCPU, torch::kFloat).contiguous();
    Tensor result = torch::full({grids.size(0), 2}, -1., torch::kDouble);
    if (things.size(0) == 0)
        return result;
    const Tensor centres = things.slice(1, 2, 4) + 0.5 * things.slice(1, 4, 6);
    const Tensor numbers = things.select(1, 0).to(torch::kLong);
    const Tensor at = nn::magnificationAt(grids.detach().to(torch::kCPU).index_select(0, numbers), centres);
    for (int64_t k = 0; k < things.size(0); ++k)
    {
        const int64_t eye = std::llround(things[k][1].item<double>());
        if (eye == 0 || eye == 1)
            result[numbers[k].item<int64_t>()][eye] = at[k].item<double>();
    }
    return result;
}

Tensor findingsOf(const Tensor& output, const data::Batch& batch, const nn::Resampler& resampler)
{
    check(output, batch);
    const auto plain = [](const Tensor& t) { return t.detach().to(torch::kCPU, torch::kDouble); };
    const Tensor said = plain(output), target = plain(batch.target), attributes = plain(batch.attributes);
    const Tensor eyes = magnificationAtEyes(batch, resampler.lastGrid());
    const Size zoomed = resampler.zoomedSize();
    const double uniform =
        std::sqrt(double(zoomed.area()) / (double(batch.images.size(2)) * double(batch.images.size(3))));
    Tensor rows = torch::zeros({output.size(0), COLUMNS}, torch::kDouble);
    const auto set = [&rows](Column column, const Tensor& values) { rows.select(1, column).copy_(values); };
    set(SAMPLE, torch::arange(output.size(0), torch::kDouble));
    set(SEEN, attributes.select(1, GAZE_SEEN));
    set(DISTANCE_OFF, (said.slice(1, 0, 2) - target).pow(2).sum(1).sqrt());
    set(TARGET_X, target.select(1, 0));
    set(TARGET_Y, target.select(1, 1));
    set(DISTANCE, attributes.select(1, GAZE_DISTANCE));
    set(IRIS, attributes.select(1, GAZE_IRIS));
    const Tensor least = eyes.amin({1});
    set(MAGNIFICATION, least);
    set(INPUT_IRIS, attributes.select(1, GAZE_IRIS) * uniform * eyes.mean({1}) * (least > 0));
    set(SAID, output.size(1) == 3 ? said.select(1, 2).sigmoid() : torch::full({output.size(0)}, -1., torch::kDouble));
    return rows;
}

double meanOf(const std::vector<double>& values)
{
    double sum = 0;
    for (double v : values)
        sum += v;
    return sum / double(values.size());
}

double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

void judgeFindings(const Tensor& findings, Evaluation& evaluation)
{
    const struct
    {
        const char* name;
        double from, to;
    } bands[] = {
        {"below 40 cm", 0, 40}, {"40 to 60 cm", 40, 60}, {"above 60 cm", 60, std::numeric_limits<double>::infinity()}};
    std::vector<double> errors, ofBand[3], irises, inputIrises, magnifications, x, y;
    int open = 0, openSaid = 0, shut = 0, shutSaid = 0;
    bool says = false;
    const Tensor all = findings.contiguous();
    for (int64_t k = 0; k < all.size(0); ++k)
    {
        const double* row = all.data_ptr<double>() + COLUMNS * k;
        const bool seen = row[SEEN] > 0.5, said = row[SAID] > 0.5;
        says = says || row[SAID] >= 0;
        (seen ? open : shut) += 1;
        openSaid += seen && said;
        shutSaid += !seen && !said;
        if (!seen)
            continue;
        errors.push_back(row[DISTANCE_OFF]);
        x.push_back(row[TARGET_X]);
        y.push_back(row[TARGET_Y]);
        for (int i = 0; i < 3; ++i)
            if (row[DISTANCE] > 0 && row[DISTANCE] >= bands[i].from && row[DISTANCE] < bands[i].to)
                ofBand[i].push_back(row[DISTANCE_OFF]);
        if (row[MAGNIFICATION] < 0)
            continue;
        magnifications.push_back(row[MAGNIFICATION]);
        if (row[IRIS] > 0)
        {
            irises.push_back(row[IRIS]);
            inputIrises.push_back(row[INPUT_IRIS]);
        }
    }
    if (errors.empty())
        CV_Error(Error::StsBadArg, "gazeObjective: no frame of the set shows a gaze");
    evaluation.metric = meanOf(errors);

    std::string text;
    const auto part = [&text](const std::string& words) { text += (text.empty() ? "" : "; ") + words; };
    std::string byDistance;
    for (int i = 0; i < 3; ++i)
        if (!ofBand[i].empty())
            byDistance += cv::format("%s%s %.3f of %d", byDistance.empty() ? "error " : ", ", bands[i].name,
                                     meanOf(ofBand[i]), int(ofBand[i].size()));
    if (!byDistance.empty())
        part(byDistance);
    if (!irises.empty())
        part(cv::format("median iris %.2f px in the frame, %.2f px in the input", medianOf(irises),
                        medianOf(inputIrises)));
    if (!magnifications.empty())
        part(cv::format("magnification at the eyes %.2f, at least %.1f in %.1f %%", medianOf(magnifications), MAGNIFIED,
                        100. *
                            double(std::count_if(magnifications.begin(), magnifications.end(),
                                                 [](double m) { return m >= MAGNIFIED; })) /
                            double(magnifications.size())));
    // Who has learned nothing says this.
    const double meanX = meanOf(x), meanY = meanOf(y);
    std::vector<double> ofMean;
    for (size_t i = 0; i < x.size(); ++i)
        ofMean.push_back(std::hypot(x[i] - meanX, y[i] - meanY));
    part(cv::format("the mean gaze %.3f", meanOf(ofMean)));
    if (says)
        part(cv::format("open eyes told %d of %d, shut ones %d of %d", openSaid, open, shutSaid, shut));
    evaluation.details = text;
}

} // namespace

Objective gazeObjective()
{
    Objective objective;
    objective.metricName = "mean error, cm";
    objective.lowerIsBetter = true;
    objective.batchLoss = lossOf;
    objective.findings = findingsOf;
    objective.judge = judgeFindings;
    return objective;
}

} // namespace zoom_train
} // namespace cv
