// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/calibration.hpp"

#include <algorithm>
#include <cmath>

namespace gaze {

namespace {

const double MOST_DEVIATIONS = 3; //!< of an input from its mean
const double ADVANTAGE = 0.98;    //!< share of a simpler kind's error that a richer one may have at most

double inputOf(const GazeEstimate& estimate, int i)
{
    return i == 0 ? estimate.gaze.x : i == 1 ? estimate.gaze.y : estimate.features[size_t(i - 2)];
}

double clampInput(double value)
{
    return std::min(std::max(value, -MOST_DEVIATIONS), MOST_DEVIATIONS);
}

//! Error at one frame, seen from before the camera.
GazeError errorOf(const cv::Point2d& gaze, const CalibrationSample& sample)
{
    GazeError error;
    error.cm = cv::norm(gaze - sample.target);
    const double z = sample.estimate.distance;
    if (z > 0)
    {
        const cv::Vec3d a(gaze.x, gaze.y, z), b(sample.target.x, sample.target.y, z);
        error.degrees = std::atan2(cv::norm(a.cross(b)), a.dot(b)) * 180 / CV_PI;
    }
    return error;
}

//! Means of errors.
class ErrorMeans
{
public:
    void add(const CalibrationSample& sample, const cv::Point2d& calibrated)
    {
        const GazeError errors[2] = {errorOf(sample.estimate.gaze, sample), errorOf(calibrated, sample)};
        for (int i = 0; i < 2; ++i)
        {
            sums[i].cm += errors[i].cm;
            sums[i].degrees += errors[i].degrees;
        }
        ++frames;
        withDistance += sample.estimate.distance > 0;
    }
    CalibrationErrors result() const
    {
        CalibrationErrors errors;
        errors.frames = frames;
        GazeError* const out[2] = {&errors.uncalibrated, &errors.calibrated};
        for (int i = 0; i < 2; ++i)
        {
            out[i]->cm = frames ? sums[i].cm / frames : 0;
            out[i]->degrees = withDistance ? sums[i].degrees / withDistance : 0;
        }
        return errors;
    }

private:
    GazeError sums[2];
    int frames = 0, withDistance = 0;
};

void checkEstimate(const char* function, const GazeEstimate& estimate)
{
    bool finite = std::isfinite(estimate.gaze.x) && std::isfinite(estimate.gaze.y);
    for (double value : estimate.features)
        finite = finite && std::isfinite(value);
    if (!finite || !(estimate.distance >= 0 && std::isfinite(estimate.distance)))
        CV_Error(cv::Error::StsOutOfRange,
                 cv::format("%s: estimate has a value that is not finite, or a negative distance", function));
}

void checkFeatures(const char* function, const GazeEstimate& estimate, size_t features)
{
    if (estimate.features.size() != features)
        CV_Error(cv::Error::StsUnmatchedSizes, cv::format("%s: estimate has %d features; there were %d before",
                                                          function, int(estimate.features.size()), int(features)));
}

void checkTarget(const char* function, const cv::Point2d& target)
{
    if (!std::isfinite(target.x) || !std::isfinite(target.y))
        CV_Error(cv::Error::StsOutOfRange,
                 cv::format("%s: target is (%g, %g); it must be finite", function, target.x, target.y));
}

} // namespace

Calibration::Calibration(const CalibrationDevice& device) : device_(device)
{
    checkScreen(device.screen);
}

size_t Calibration::inputsOf(CalibrationKind kind, int features)
{
    return kind < CALIBRATION_AFFINE ? 0 : kind == CALIBRATION_AFFINE ? 2 : 2 + size_t(features);
}

void Calibration::add(const GazeEstimate& estimate, const cv::Point2d& target)
{
    checkEstimate("Calibration::add", estimate);
    checkTarget("Calibration::add", target);
    if (!samples.empty())
        checkFeatures("Calibration::add", estimate, samples[0].estimate.features.size());
    samples.push_back({estimate, target});
}

Calibration::Model Calibration::train(const Samples& samples, CalibrationKind kind, double ridge)
{
    Model model;
    model.kind = kind;
    model.ridge = ridge;
    model.features = int(samples[0]->estimate.features.size());
    if (kind == CALIBRATION_NONE)
        return model;
    const int count = int(samples.size()), inputs = int(inputsOf(kind, model.features));
    for (const CalibrationSample* sample : samples)
    {
        const cv::Point2d missing = sample->target - sample->estimate.gaze;
        model.offset += cv::Vec2d(missing.x, missing.y) * (1. / count);
    }
    if (inputs == 0)
        return model;

    model.mean.assign(size_t(inputs), 0);
    model.scale.assign(size_t(inputs), 0);
    for (int i = 0; i < inputs; ++i)
    {
        double sum = 0, squares = 0;
        for (const CalibrationSample* sample : samples)
            sum += inputOf(sample->estimate, i);
        const double mean = sum / count;
        for (const CalibrationSample* sample : samples)
        {
            const double off = inputOf(sample->estimate, i) - mean;
            squares += off * off;
        }
        model.mean[size_t(i)] = mean;
        // An input that does not change tells nothing.
        const double deviation = std::sqrt(squares / count);
        model.scale[size_t(i)] = deviation > 1e-9 * std::max(1., std::abs(mean)) ? 1 / deviation : 0;
    }
    // Means over frames, so that the ridge does not depend on how many there are.
    cv::Mat products(inputs, inputs, CV_64F, cv::Scalar(0)), sides(inputs, 2, CV_64F, cv::Scalar(0)), weights;
    std::vector<double> z(static_cast<size_t>(inputs));
    for (const CalibrationSample* sample : samples)
    {
        const cv::Point2d missing = sample->target - sample->estimate.gaze;
        for (int i = 0; i < inputs; ++i)
            z[size_t(i)] = clampInput((inputOf(sample->estimate, i) - model.mean[size_t(i)]) * model.scale[size_t(i)]);
        for (int i = 0; i < inputs; ++i)
        {
            for (int k = 0; k < inputs; ++k)
                products.at<double>(i, k) += z[size_t(i)] * z[size_t(k)] / count;
            sides.at<double>(i, 0) += z[size_t(i)] * (missing.x - model.offset[0]) / count;
            sides.at<double>(i, 1) += z[size_t(i)] * (missing.y - model.offset[1]) / count;
        }
    }
    for (int i = 0; i < inputs; ++i)
        products.at<double>(i, i) += ridge;
    if (!cv::solve(products, sides, weights, cv::DECOMP_CHOLESKY))
        CV_Error(cv::Error::StsError, "Calibration::fit: the frames' features do not let themselves be fitted");
    for (int i = 0; i < inputs; ++i)
        model.weights.emplace_back(weights.at<double>(i, 0), weights.at<double>(i, 1));
    return model;
}

cv::Point2d Calibration::corrected(const Model& model, const GazeEstimate& estimate)
{
    cv::Vec2d sum = model.offset;
    for (size_t i = 0; i < model.weights.size(); ++i)
        sum += model.weights[i] * clampInput((inputOf(estimate, int(i)) - model.mean[i]) * model.scale[i]);
    return estimate.gaze + cv::Point2d(sum);
}

CalibrationErrors Calibration::leaveOneTargetOut(CalibrationKind kind, double ridge) const
{
    ErrorMeans means;
    std::vector<bool> done(samples.size());
    for (size_t first = 0; first < samples.size(); ++first)
    {
        if (done[first])
            continue;
        Samples others;
        for (const CalibrationSample& sample : samples)
            if (sample.target != samples[first].target)
                others.push_back(&sample);
        const Model fitted = train(others, kind, ridge);
        for (size_t i = first; i < samples.size(); ++i)
            if (samples[i].target == samples[first].target)
            {
                done[i] = true;
                means.add(samples[i], corrected(fitted, samples[i].estimate));
            }
    }
    return means.result();
}

void Calibration::fit()
{
    std::vector<cv::Point2d> targets;
    Samples all;
    for (const CalibrationSample& sample : samples)
    {
        all.push_back(&sample);
        if (std::find(targets.begin(), targets.end(), sample.target) == targets.end())
            targets.push_back(sample.target);
    }
    if (int(targets.size()) < LEAST_TARGETS)
        CV_Error(cv::Error::StsBadArg,
                 cv::format("Calibration::fit: there are frames of %d targets; at least %d are needed",
                            int(targets.size()), LEAST_TARGETS));
    CalibrationKind kind = CALIBRATION_NONE;
    double ridge = 0;
    leftOutErrors = leaveOneTargetOut(kind, ridge);
    const int kinds = samples[0].estimate.features.empty() ? CALIBRATION_FEATURES : CALIBRATION_KINDS;
    for (int richer = CALIBRATION_OFFSET; richer < kinds; ++richer)
    {
        const double toBeat = ADVANTAGE * leftOutErrors.calibrated.cm;
        for (double strength : {3., 0.3, 0.03, 0.003, 0.0003})
        {
            const CalibrationErrors errors = leaveOneTargetOut(CalibrationKind(richer), strength);
            const bool first = kind != richer;
            if (errors.calibrated.cm < (first ? toBeat : leftOutErrors.calibrated.cm))
            {
                kind = CalibrationKind(richer);
                ridge = strength;
                leftOutErrors = errors;
            }
            if (richer == CALIBRATION_OFFSET)
                break; // it has none
        }
    }
    model = train(all, kind, ridge);
    validationErrors = CalibrationErrors();
}

cv::Point2d Calibration::apply(const GazeEstimate& estimate) const
{
    if (model.kind == CALIBRATION_FEATURES)
        checkFeatures("Calibration::apply", estimate, size_t(model.features));
    return corrected(model, estimate);
}

CalibrationErrors Calibration::errors(const std::vector<CalibrationSample>& frames) const
{
    if (frames.empty())
        CV_Error(cv::Error::StsBadArg, "Calibration::errors: there are no frames");
    ErrorMeans means;
    for (const CalibrationSample& frame : frames)
    {
        checkEstimate("Calibration::errors", frame.estimate);
        checkTarget("Calibration::errors", frame.target);
        means.add(frame, apply(frame.estimate));
    }
    return means.result();
}

const CalibrationErrors& Calibration::validate(const std::vector<CalibrationSample>& frames)
{
    return validationErrors = errors(frames);
}

} // namespace gaze
