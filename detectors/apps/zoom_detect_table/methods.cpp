// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "methods.hpp"

#include "zoom_detectors/network_cost.hpp"
#include "zoom_looks/region_looks.hpp"
#include "zoom_looks/zoomer.hpp"

#include "opencv2/core/utility.hpp"

#include <algorithm>
#include <filesystem>

namespace table {

namespace {

using cv::zoom::SaliencyEstimator;
using cv::zoom::SaliencySampler;

// As zoom_detect's defaults, which were chosen on other frames: samples/zoom_detect/README.md.
const double MOTION_TIME = 10; // seconds
const double MOTION_SHARE = 0.2;
const double LEARNED_SHARE = 0.5;
// As in slicing-aided inference (SAHI): the part that one tile saw is merged with the whole that another one saw.
const double TILE_OVERLAP = 0.5;
const detectors::OverlapMeasure TILE_MEASURE = detectors::OVER_SMALLER;
const cv::Size NO_OUTPUT(16, 16); // of a sampler that is asked for its saliency only

//! A saliency with all that comes with it.
struct Saliency
{
    cv::Ptr<SaliencySampler> sampler;
    cv::Ptr<looks::OwnDetections> own; // null where detections do not count
    double madds = 0;
};

double maddsOf(const std::string& model)
{
    const cv::FileStorage file(model, cv::FileStorage::READ);
    const cv::dnn::Net net =
        cv::dnn::readNetFromONNX((std::filesystem::path(model).parent_path() / file["onnx"].string()).string());
    const cv::FileNode size = file["input_size"];
    return detectors::multiplyAddsOf(net, cv::Size(int(size[0]), int(size[1])));
}

Saliency handMade(const MethodContext& context, cv::Size zoomed, bool motion, bool own)
{
    Saliency saliency;
    std::vector<cv::Ptr<SaliencyEstimator>> parts;
    std::vector<double> weights;
    if (motion)
    {
        parts.push_back(cv::zoom::MotionSaliency::create(cv::Size(96, 72), MOTION_TIME, context.framesPerSecond));
        weights.push_back(MOTION_SHARE);
    }
    if (own)
    {
        saliency.own = cv::makePtr<looks::OwnDetections>(1.5, 2., context.threshold);
        parts.push_back(saliency.own->estimator());
        weights.push_back(1 - MOTION_SHARE);
    }
    saliency.sampler = SaliencySampler::create(
        parts.size() == 1 ? parts[0] : cv::zoom::MixedSaliency::create(parts, weights).staticCast<SaliencyEstimator>(),
        zoomed, looks::gridForDetectors(context.frame, context.input));
    return saliency;
}

Saliency learned(const MethodContext& context, cv::Size zoomed, bool own)
{
    Saliency saliency;
    saliency.sampler = SaliencySampler::create(context.model, zoomed);
    saliency.madds = maddsOf(context.model);
    if (own)
    {
        saliency.own = cv::makePtr<looks::OwnDetections>(1.5, 2., context.threshold);
        const cv::Ptr<SaliencySampler> alone = saliency.sampler;
        saliency.sampler =
            SaliencySampler::create(cv::zoom::MixedSaliency::create({alone->getEstimator(), saliency.own->estimator()},
                                                                    {LEARNED_SHARE, 1 - LEARNED_SHARE}),
                                    zoomed, alone->getGridParams());
        saliency.sampler->setSmoothing(alone->getSmoothing());
    }
    return saliency;
}

//! Another saliency with the grid and the smoothing of the model's file, which were looked for.
Saliency withModelsGrid(Saliency saliency, const MethodContext& context)
{
    const cv::Ptr<SaliencySampler> model = SaliencySampler::create(context.model, saliency.sampler->getZoomedSize());
    saliency.sampler->setGridParams(model->getGridParams());
    saliency.sampler->setSmoothing(model->getSmoothing());
    return saliency;
}

Saliency fromPrior(const MethodContext& context, cv::Size zoomed)
{
    Saliency saliency;
    saliency.sampler = SaliencySampler::create(cv::zoom::StaticSaliency::create(context.prior), zoomed,
                                               looks::gridForDetectors(context.frame, context.input));
    return saliency;
}

class RegionsMethod : public Method
{
public:
    explicit RegionsMethod(std::vector<looks::Region> _regions) : regions(std::move(_regions)) {}

    looks::Look look(detectors::Detector& detector, const cv::Mat& frame, double) override
    {
        return looks::lookAtRegions(detector, frame, regions, TILE_OVERLAP, TILE_MEASURE);
    }

private:
    std::vector<looks::Region> regions;
};

class ZoomMethod : public Method
{
public:
    ZoomMethod(const Saliency& saliency, double framesPerSecond)
        : zoomer(saliency.sampler, saliency.own), madds(saliency.madds)
    {
        saliency.sampler->setFrameRate(framesPerSecond);
    }

    looks::Look look(detectors::Detector& detector, const cv::Mat& frame, double timestamp) override
    {
        return zoomer.look(detector, frame, timestamp);
    }
    double saliencyMadds() const override { return madds; }

private:
    looks::Zoomer zoomer;
    double madds;
};

//! Gives the map that was put into it.
class GivenSaliency : public SaliencyEstimator
{
public:
    void estimate(cv::InputArray, double, cv::OutputArray saliency) override { map.copyTo(saliency); }
    cv::Size inputSize() const override { return cv::Size(); }

    cv::Mat map;
};

//! What the model is taught to give, in the place of what it gives: the same size of map, the same grid.
class OracleMethod : public Method
{
public:
    explicit OracleMethod(const MethodContext& context)
        : frame(context.frame), target(context.target), given(cv::makePtr<GivenSaliency>()),
          zoomer(samplerOf(context, given))
    {
        const cv::Ptr<SaliencyEstimator> model = SaliencySampler::create(context.model, NO_OUTPUT)->getEstimator();
        model->estimate(cv::Mat(model->inputSize(), CV_8UC3, cv::Scalar::all(0)), -1, given->map); // for its size
        tell({});
    }

    void tell(const std::vector<cv::Rect2d>& things) override
    {
        std::vector<cv::Rect2f> boxes;
        for (const cv::Rect2d& thing : things)
            boxes.emplace_back(float(thing.x / frame.width), float(thing.y / frame.height),
                               float(thing.width / frame.width), float(thing.height / frame.height));
        given->map = target.map(boxes, given->map.size());
    }

    looks::Look look(detectors::Detector& detector, const cv::Mat& image, double timestamp) override
    {
        return zoomer.look(detector, image, timestamp);
    }

private:
    static cv::Ptr<SaliencySampler> samplerOf(const MethodContext& context, const cv::Ptr<SaliencyEstimator>& estimator)
    {
        const cv::Ptr<SaliencySampler> model = SaliencySampler::create(context.model, context.input);
        // No smoothing: what is known of this very frame is not mixed with what was.
        return SaliencySampler::create(estimator, context.input, model->getGridParams());
    }

    cv::Size frame;
    cv::zoom::BoxTarget target;
    cv::Ptr<GivenSaliency> given;
    looks::Zoomer zoomer;
};

class CropMethod : public Method
{
public:
    CropMethod(Saliency _saliency, cv::Size _input, double framesPerSecond)
        : saliency(std::move(_saliency)), input(_input)
    {
        saliency.sampler->setFrameRate(framesPerSecond);
    }

    looks::Look look(detectors::Detector& detector, const cv::Mat& frame, double timestamp) override
    {
        cv::TickMeter sampling;
        sampling.start();
        cv::Mat notUsed, map;
        saliency.sampler->apply(frame, notUsed, timestamp);
        saliency.sampler->getSaliency(map);
        sampling.stop();
        looks::Look look = looks::lookAtRegions(detector, frame, looks::salientCrop(frame.size(), input, map));
        look.sampleMs += sampling.getTimeMilli();
        if (saliency.own)
            saliency.own->add(look.found, frame.size(), timestamp);
        return look;
    }
    double saliencyMadds() const override { return saliency.madds; }

private:
    Saliency saliency;
    cv::Size input;
};

struct Maker
{
    const char* name;
    bool model, prior;
    cv::Ptr<Method> (*make)(const MethodContext&, const detectors::Detector&);
    bool upperBound = false;
};

cv::Ptr<Method> zoomBy(const Saliency& saliency, const MethodContext& context)
{
    return cv::makePtr<ZoomMethod>(saliency, context.framesPerSecond);
}

cv::Ptr<Method> cropBy(const Saliency& saliency, const MethodContext& context)
{
    return cv::makePtr<CropMethod>(saliency, context.input, context.framesPerSecond);
}

typedef const MethodContext& Context;
typedef const detectors::Detector& Detector;

const std::vector<Maker> MAKERS = {
    {"uniform", false, false,
     [](Context c, Detector) -> cv::Ptr<Method> {
         return cv::makePtr<RegionsMethod>(looks::wholeFrame(c.frame, c.input));
     }},
    {"crop", false, false, [](Context c, Detector) { return cropBy(handMade(c, NO_OUTPUT, true, true), c); }},
    {"crop_learned", true, false, [](Context c, Detector) { return cropBy(learned(c, NO_OUTPUT, false), c); }},
    {"tiles2", false, false,
     [](Context c, Detector detector) -> cv::Ptr<Method> {
         return cv::makePtr<RegionsMethod>(looks::twoTiles(c.frame, c.input, detector));
     }},
    {"tiles4", false, false,
     [](Context c, Detector detector) -> cv::Ptr<Method> {
         return cv::makePtr<RegionsMethod>(looks::equalTiles(c.frame, c.input, cv::Size(2, 2), detector));
     }},
    {"tiles4_whole", false, false,
     [](Context c, Detector detector) -> cv::Ptr<Method> {
         std::vector<looks::Region> regions = looks::equalTiles(c.frame, c.input, cv::Size(2, 2), detector);
         regions.push_back(looks::wholeFrame(c.frame, c.input)[0]);
         return cv::makePtr<RegionsMethod>(regions);
     }},
    {"motion", false, false, [](Context c, Detector) { return zoomBy(handMade(c, c.input, true, false), c); }},
    {"previous", false, false, [](Context c, Detector) { return zoomBy(handMade(c, c.input, false, true), c); }},
    {"motion_previous", false, false, [](Context c, Detector) { return zoomBy(handMade(c, c.input, true, true), c); }},
    {"prior", false, true, [](Context c, Detector) { return zoomBy(fromPrior(c, c.input), c); }},
    {"prior_grid", true, true, [](Context c, Detector) { return zoomBy(withModelsGrid(fromPrior(c, c.input), c), c); }},
    {"motion_previous_grid", true, false,
     [](Context c, Detector) { return zoomBy(withModelsGrid(handMade(c, c.input, true, true), c), c); }},
    {"learned", true, false, [](Context c, Detector) { return zoomBy(learned(c, c.input, false), c); }},
    {"learned_previous", true, false, [](Context c, Detector) { return zoomBy(learned(c, c.input, true), c); }},
    {"oracle", true, false, [](Context c, Detector) -> cv::Ptr<Method> { return cv::makePtr<OracleMethod>(c); }, true},
};

const Maker& makerOf(const std::string& name)
{
    for (const Maker& maker : MAKERS)
        if (maker.name == name)
            return maker;
    std::string names;
    for (const Maker& maker : MAKERS)
        names += std::string(names.empty() ? "" : ", ") + maker.name;
    CV_Error(cv::Error::StsBadArg, "method is '" + name + "'; allowed is " + names);
}

} // namespace

std::vector<std::string> methodNames()
{
    std::vector<std::string> names;
    for (const Maker& maker : MAKERS)
        names.emplace_back(maker.name);
    return names;
}

bool needsModel(const std::string& method)
{
    return makerOf(method).model;
}

bool needsPrior(const std::string& method)
{
    return makerOf(method).prior;
}

bool isUpperBound(const std::string& method)
{
    return std::any_of(MAKERS.begin(), MAKERS.end(),
                       [&method](const Maker& maker) { return maker.name == method && maker.upperBound; });
}

cv::Ptr<Method> createMethod(const std::string& name, const MethodContext& context, const detectors::Detector& detector)
{
    const Maker& maker = makerOf(name);
    if (maker.model && !std::filesystem::exists(context.model))
        CV_Error(cv::Error::StsBadArg, "method '" + name + "' needs the saliency model '" + context.model +
                                           "', which does not exist; scripts/experiments detect learns it");
    if (maker.prior && context.prior.empty())
        CV_Error(cv::Error::StsBadArg, "method '" + name +
                                           "' needs things to learn from: a clip with 'use: learn' or "
                                           "'both' in which the teacher finds some");
    return maker.make(context, detector);
}

} // namespace table
