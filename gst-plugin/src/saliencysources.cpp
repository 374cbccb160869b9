// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "saliencysources.hpp"

#include <gst/gst.h>

#include <cstdio>

namespace gstzoom {

void TimedEstimator::estimate(cv::InputArray low_res, double timestamp, cv::OutputArray saliency)
{
    struct Stopwatch
    {
        Clock::duration& spent;
        const Clock::time_point start = Clock::now();
        ~Stopwatch() { spent += Clock::now() - start; } // an estimate that throws took its time, too
    } const stopwatch{spent};
    estimator->estimate(low_res, timestamp, saliency);
}

double TimedEstimator::takeMilliseconds()
{
    const double taken = milliseconds(spent);
    spent = {};
    return taken;
}

static cv::Ptr<cv::zoom::SaliencyEstimator> makeSource(SaliencySource saliency, const SaliencySources& sources)
{
    using namespace cv::zoom;
    switch (saliency)
    {
    case SALIENCY_MOTION:
        return MotionSaliency::create();
    case SALIENCY_SPECTRAL:
        return SpectralSaliency::create();
    case SALIENCY_DETECTIONS:
        return sources.tracks;
    case SALIENCY_STATIC:
        return StaticSaliency::create(sources.prior);
    case SALIENCY_MIXED: {
        cv::Ptr<SaliencyEstimator> appearance = sources.model.estimator;
        if (!appearance)
            appearance = SpectralSaliency::create();
        return MixedSaliency::create({appearance, MotionSaliency::create(), sources.tracks}, {1, 1, 1});
    }
    default:
        if (sources.model.estimator)
            return sources.model.estimator;
        return MixedSaliency::create({MotionSaliency::create(), SpectralSaliency::create()}, {0.5, 0.5});
    }
}

cv::Ptr<TimedEstimator> makeEstimator(SaliencySource saliency, const SaliencySources& sources)
{
    return cv::makePtr<TimedEstimator>(makeSource(saliency, sources));
}

static bool isUnreadable(GstElement* self, const char* property, const std::string& path)
{
    // One byte tells a file that cannot be read (a folder, too) from one that cannot be used.
    FILE* file = std::fopen(path.c_str(), "rb");
    const bool readable = file && (std::fgetc(file) != EOF || !std::ferror(file));
    if (file)
        std::fclose(file);
    if (readable)
        return false;
    if (!g_file_test(path.c_str(), G_FILE_TEST_EXISTS))
        GST_ELEMENT_ERROR(
            self, RESOURCE, NOT_FOUND,
            ("The file \"%s\" does not exist. Set the property %s to the path of a file.", path.c_str(), property),
            (nullptr));
    else
        GST_ELEMENT_ERROR(self, RESOURCE, READ,
                          ("The file \"%s\" cannot be read. Check its permissions, and that the property %s "
                           "names a file.",
                           path.c_str(), property),
                          (nullptr));
    return true;
}

bool loadSources(GstElement* self, const ZoomSettings& settings, SaliencySources& sources)
{
    if (settings.model.empty() && settings.saliency == SALIENCY_MODEL)
    {
        GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS,
                          ("saliency=model needs a model. Set the property model to a yaml file or an ONNX network."),
                          (nullptr));
        return false;
    }
    if (!settings.model.empty() && isUnreadable(self, "model", settings.model))
        return false;
    if (!settings.prior.empty() && isUnreadable(self, "prior", settings.prior))
        return false;
    try
    {
        if (!settings.model.empty())
            sources.model = loadModel(settings.model);
    }
    catch (const std::exception& e)
    {
        GST_ELEMENT_ERROR(self, LIBRARY, INIT,
                          ("The saliency model \"%s\" cannot be used. It must be a yaml file as described in "
                           "models/README.md, with its ONNX file beside it, or an ONNX network.",
                           settings.model.c_str()),
                          ("%s", e.what()));
        return false;
    }
    try
    {
        sources.prior = loadPrior(settings.prior);
    }
    catch (const std::exception& e)
    {
        GST_ELEMENT_ERROR(self, LIBRARY, INIT,
                          ("The picture \"%s\" cannot be used. The property prior takes one that is not black.",
                           settings.prior.c_str()),
                          ("%s", e.what()));
        return false;
    }
    return true;
}

} // namespace gstzoom
