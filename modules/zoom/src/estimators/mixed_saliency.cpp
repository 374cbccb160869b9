// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "../low_res_frame.hpp"
#include "../saliency_maps.hpp"
#include "estimator.hpp"

#include <algorithm>
#include <cmath>

namespace cv {
namespace zoom {

namespace {

class MixedSaliencyImpl CV_FINAL : public MixedSaliency
{
public:
    MixedSaliencyImpl(const std::vector<Ptr<SaliencyEstimator>>& estimators, const std::vector<double>& weights)
        : parts(estimators.size())
    {
        for (size_t i = 0; i < estimators.size(); ++i)
        {
            const Size wanted = estimators[i]->inputSize();
            size.width = std::max(size.width, wanted.width);
            size.height = std::max(size.height, wanted.height);
            parts[i].estimator = estimators[i];
            parts[i].weight = weights[i];
            parts[i].mapName = format("the map of estimators[%d]", int(i));
        }
    }

    void estimate(InputArray lowRes, double timestamp, OutputArray saliency) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();

        Size mapSize;
        for (Part& part : parts)
        {
            estimatePart(part, lowRes, timestamp);
            part.total = checkedSaliencySum(part.map, part.mapName.c_str());
            mapSize.width = std::max(mapSize.width, part.map.cols);
            mapSize.height = std::max(mapSize.height, part.map.rows);
        }

        mixed.create(mapSize, CV_32FC1);
        mixed = Scalar::all(0); // setTo() would allocate
        double counted = 0;
        for (const Part& part : parts)
        {
            const Mat* map = &part.map;
            double total = part.total;
            if (map->size() != mapSize || map->type() != CV_32FC1)
            {
                resizeMap(part.map, resized, mapSize);
                map = &resized;
                total = sum(resized)[0]; // the resize does not keep it
            }
            if (total <= 0)
                continue;
            scaleAdd(*map, part.weight / total, mixed, mixed);
            counted += part.weight;
        }
        mixed.convertTo(saliency, CV_32F, counted > 0 ? 1 / counted : 0);
    }

    Size inputSize() const CV_OVERRIDE { return size; }

    void reset() CV_OVERRIDE
    {
        for (const Part& part : parts)
            part.estimator->reset();
    }

private:
    struct Part
    {
        Ptr<SaliencyEstimator> estimator;
        double weight;
        String mapName; //!< in errors
        Mat map;
        double total; //!< of the map
        Pyramid pyramid;
        LowResFrame reduced;
    };

    void estimatePart(Part& part, InputArray lowRes, double timestamp) const
    {
        const Size wanted = part.estimator->inputSize();
        if (wanted.empty())
        {
            part.estimator->estimate(lowRes, timestamp, part.map);
            return;
        }
        const Mat frame = lowResFrame(lowRes, size);
        if (wanted == size)
        {
            part.estimator->estimate(frame, timestamp, part.map);
            return;
        }
        Planes planes;
        planes[0] = frame;
        planes.count = 1;
        part.pyramid.start(frame);
        part.estimator->estimate(part.reduced.make(&part.pyramid, planes, 0, wanted, false), timestamp, part.map);
    }

    std::vector<Part> parts;
    Size size;
    Mat resized, mixed;
};

} // namespace

Ptr<MixedSaliency> MixedSaliency::create(const std::vector<Ptr<SaliencyEstimator>>& estimators,
                                         const std::vector<double>& weights)
{
    if (estimators.empty())
        CV_Error(Error::StsBadArg, "estimators is empty; allowed is one or more");
    if (weights.size() != estimators.size())
        CV_Error(Error::StsBadArg, format("weights has %d values; allowed is one for each of the %d estimators",
                                          int(weights.size()), int(estimators.size())));
    double total = 0;
    for (size_t i = 0; i < estimators.size(); ++i)
    {
        if (!estimators[i])
            CV_Error(Error::StsNullPtr, format("estimators[%d] is a null pointer", int(i)));
        if (!(weights[i] >= 0))
            CV_Error(Error::StsOutOfRange, format("weights[%d] is %g; allowed is 0 or more", int(i), weights[i]));
        total += weights[i];
    }
    if (!(total > 0 && std::isfinite(total)))
        CV_Error(Error::StsOutOfRange, format("weights add up to %g; allowed is a positive sum", total));
    return makePtr<MixedSaliencyImpl>(estimators, weights);
}

} // namespace zoom
} // namespace cv
