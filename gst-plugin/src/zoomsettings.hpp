// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_SETTINGS_HPP
#define GST_ZOOM_SETTINGS_HPP

#include <gst/gst.h>

#include <opencv2/zoom.hpp>

#include <optional>
#include <string>

namespace gstzoom {

enum SaliencySource
{
    SALIENCY_AUTO,
    SALIENCY_MODEL,
    SALIENCY_MOTION,
    SALIENCY_SPECTRAL,
    SALIENCY_DETECTIONS,
    SALIENCY_STATIC,
    SALIENCY_MIXED
};

enum DrawMode
{
    DRAW_NONE,
    DRAW_SALIENCY,
    DRAW_GRID,
    DRAW_BOXES
};

constexpr double defaultSmoothing = 0.3; // seconds, without a model

// The properties of zoomsample.
struct ZoomSettings
{
    std::string model, prior;
    SaliencySource saliency = SALIENCY_AUTO;

    // What the user has not set comes from the model, or else from the defaults.
    std::optional<int> grid, border;
    std::optional<double> sigma, uniform_mix, min_magnification, max_magnification, smoothing;

    int saliency_interval = 1;
    int interpolation = cv::INTER_AREA;
    int width = 0, height = 0;
    bool keep_source = false;
    bool bypass = false;
    DrawMode draw = DRAW_NONE;
    int n_threads = 0;
    double track_decay = 0.5; // seconds
    int exploration_interval = 15;

    cv::zoom::GridParams gridParams(cv::zoom::GridParams params) const;

    bool usesModel() const;
};

// Installs every property of ZoomSettings on a class; ids start at 1 and end before firstFreeProperty.
constexpr guint firstFreeProperty = 100;
void installZoomProperties(GObjectClass* klass);

// Returns false for an unknown id.
bool setZoomProperty(ZoomSettings& settings, guint id, const GValue* value);
bool getZoomProperty(const ZoomSettings& settings, guint id, GValue* value);

// True when the property takes part in the negotiation of the output's caps.
bool changesOutputCaps(guint id);

} // namespace gstzoom

#endif // GST_ZOOM_SETTINGS_HPP
