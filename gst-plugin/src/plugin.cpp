// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "gstzoomrestore.hpp"
#include "gstzoomsample.hpp"

static gboolean initPlugin(GstPlugin* plugin)
{
    return GST_ELEMENT_REGISTER(zoomsample, plugin) && GST_ELEMENT_REGISTER(zoomrestore, plugin);
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, zoom, "Saliency-driven zooming of video before networks",
                  initPlugin, PACKAGE_VERSION, "Apache 2.0", "cv::zoom", "https://opencv.org")
