// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "../saliency_maps.hpp"

#include <mutex>

namespace cv {
namespace zoom {

namespace {

class DetectionSaliencyImpl CV_FINAL : public DetectionSaliency
{
public:
    DetectionSaliencyImpl(Size mapSize, double _bandwidth) : map(Mat::zeros(mapSize, CV_32FC1)), bandwidth(_bandwidth)
    {
    }

    // The map is made by the detector's thread, so that estimate(), in the stream's, has only to copy it.
    void setDetections(InputArray boxes, Size frameSize) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();

        const std::lock_guard<std::mutex> lock(mutex);
        density.estimate(boxes, frameSize, MapSites::PIXEL_CENTRES, map.size(), bandwidth, map);
    }

    void estimate(InputArray, double, OutputArray saliency) CV_OVERRIDE
    {
        const std::lock_guard<std::mutex> lock(mutex);
        map.copyTo(saliency);
    }

    Size inputSize() const CV_OVERRIDE { return Size(); }

    void reset() CV_OVERRIDE
    {
        const std::lock_guard<std::mutex> lock(mutex);
        map.setTo(Scalar::all(0));
    }

private:
    std::mutex mutex; // guards map and density
    Mat map;
    BoxDensity density;
    const double bandwidth;
};

} // namespace

Ptr<DetectionSaliency> DetectionSaliency::create(Size mapSize, double bandwidth)
{
    if (mapSize.width < 1 || mapSize.height < 1)
        CV_Error(Error::StsOutOfRange, format("mapSize is %dx%d (columns x rows); allowed are positive sizes",
                                              mapSize.width, mapSize.height));
    checkBandwidth(bandwidth);
    return makePtr<DetectionSaliencyImpl>(mapSize, bandwidth);
}

} // namespace zoom
} // namespace cv
