// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "estimator.hpp"

#include <cmath>

namespace cv {
namespace zoom {

namespace {

class MotionSaliencyImpl CV_FINAL : public MotionSaliency
{
public:
    MotionSaliencyImpl(Size _size, double _timeConstant, double frameRate, double _threshold)
        : size(_size), timeConstant(_timeConstant), framePeriod(1 / frameRate), threshold(_threshold)
    {
    }

    void estimate(InputArray lowRes, double timestamp, OutputArray saliency) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();

        const Mat& grey = lowResGrey.read(lowRes, size);
        const double elapsed = timestamp >= 0 && lastTime >= 0 ? timestamp - lastTime : framePeriod;
        lastTime = timestamp;
        if (average.empty() || elapsed < 0) // the first frame, or one after a seek backwards
            grey.copyTo(average);
        else // until now the frame before was to be seen
            accumulateWeighted(previous, average, -std::expm1(-elapsed / timeConstant));
        grey.copyTo(previous);

        absdiff(grey, average, change);
        subtract(change, Scalar::all(threshold), change);
        max(change, Scalar::all(0), change);
        // A grid is often coarser than this map: without smoothing a small object could fall between its nodes.
        GaussianBlur(change, saliency, Size(5, 5), 0);
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
    Mat previous, change;
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
