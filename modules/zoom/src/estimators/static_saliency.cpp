// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "../saliency_maps.hpp"

namespace cv {
namespace zoom {

namespace {

class StaticSaliencyImpl CV_FINAL : public StaticSaliency
{
public:
    explicit StaticSaliencyImpl(InputArray _map)
    {
        checkedSaliencySum(_map, "map");
        _map.getMat().convertTo(map, CV_32F);
    }

    void estimate(InputArray, double, OutputArray saliency) CV_OVERRIDE { map.copyTo(saliency); }

    Size inputSize() const CV_OVERRIDE { return Size(); }

private:
    Mat map;
};

} // namespace

Ptr<StaticSaliency> StaticSaliency::create(InputArray map)
{
    return makePtr<StaticSaliencyImpl>(map);
}

} // namespace zoom
} // namespace cv
