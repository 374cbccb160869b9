// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "../math/portable.hpp"
#include "estimator.hpp"
#include "gaussian_smoothing.hpp"

#include <cmath>

namespace cv {
namespace zoom {

namespace {

//! One row of @p n pixels: the frame before goes into the average; by how much the new one differs beyond a threshold.
void compareRow(const float* grey, float share, float threshold, int n, float* before, float* mean, float* difference)
{
    for (int j = 0; j < n; ++j)
    {
        const float average = mean[j] + share * (before[j] - mean[j]);
        mean[j] = average;
        difference[j] = math::larger(std::abs(grey[j] - average) - threshold, 0.f);
        before[j] = grey[j];
    }
}

class MotionSaliencyImpl CV_FINAL : public MotionSaliency
{
public:
    MotionSaliencyImpl(Size _size, double _timeConstant, double frameRate, double _threshold)
        : size(_size), timeConstant(_timeConstant), framePeriod(1 / frameRate), threshold(_threshold),
          smoothing(_size, 5)
    {
    }

    void estimate(InputArray lowRes, double timestamp, OutputArray saliency) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();

        const Mat& grey = lowResGrey.read(lowRes, size);
        const double elapsed = timestamp >= 0 && lastTime >= 0 ? timestamp - lastTime : framePeriod;
        lastTime = timestamp;
        float share = float(-std::expm1(-elapsed / timeConstant)); // of the frame before, which now becomes visible
        if (average.empty() || elapsed < 0)                        // the first frame, or one after a seek backwards
        {
            grey.copyTo(average);
            grey.copyTo(previous);
            share = 0;
        }
        saliency.create(size, CV_32FC1);
        Mat change = saliency.getMat();
        for (int i = 0; i < size.height; ++i)
            compareRow(grey.ptr<float>(i), share, float(threshold), size.width, previous.ptr<float>(i),
                       average.ptr<float>(i), change.ptr<float>(i));
        // A grid is often coarser than this map: without smoothing a small object could fall between its nodes.
        smoothing.apply(change);
    }

    Size inputSize() const CV_OVERRIDE { return size; }

    void reset() CV_OVERRIDE
    {
        average.release();
        lastTime = -1;
    }

private:
    const Size size;
    const double timeConstant;
    const double framePeriod;
    const double threshold;

    LowResGrey lowResGrey;
    GaussianSmoothing smoothing;
    Mat previous;
    Mat average;          // 32FC1, empty before the first frame
    double lastTime = -1; // of the frame before, negative when unknown
};

} // namespace

Ptr<MotionSaliency> MotionSaliency::create(Size inputSize, double timeConstant, double frameRate, double threshold)
{
    checkInputSize(inputSize, 1);
    if (!(timeConstant > 0 && std::isfinite(timeConstant)))
        CV_Error(Error::StsOutOfRange, format("timeConstant is %g s; allowed is more than 0", timeConstant));
    if (!(frameRate > 0 && std::isfinite(frameRate)))
        CV_Error(Error::StsOutOfRange, format("frameRate is %g frames/s; allowed is more than 0", frameRate));
    if (!(threshold >= 0 && threshold <= 255))
        CV_Error(Error::StsOutOfRange, format("threshold is %g; allowed is 0 to 255", threshold));
    return makePtr<MotionSaliencyImpl>(inputSize, timeConstant, frameRate, threshold);
}

} // namespace zoom
} // namespace cv
