// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "../saliency_maps.hpp"
#include "estimator.hpp"

namespace cv {
namespace zoom {

namespace {

class FunctionSaliencyImpl CV_FINAL : public FunctionSaliency
{
public:
    FunctionSaliencyImpl(const SaliencyFunction& _function, Size _size) : function(_function), size(_size)
    {
        if (!function)
            CV_Error(Error::StsBadArg, "function is empty");
        if (size != Size())
            checkInputSize(size, 1);
    }

    void estimate(InputArray lowRes, double timestamp, OutputArray saliency) CV_OVERRIDE
    {
        const Mat map = function(size.empty() ? Mat() : lowResFrame(lowRes, size), timestamp);
        checkedSaliencySum(map, "what the function gave");
        map.convertTo(saliency, CV_32F);
    }

    Size inputSize() const CV_OVERRIDE { return size; }

private:
    const SaliencyFunction function;
    const Size size;
};

} // namespace

Ptr<FunctionSaliency> FunctionSaliency::create(const SaliencyFunction& function, Size inputSize)
{
    return makePtr<FunctionSaliencyImpl>(function, inputSize);
}

} // namespace zoom
} // namespace cv
