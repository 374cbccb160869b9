// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_FRAME_MATCH_HPP
#define GST_ZOOM_FRAME_MATCH_HPP

#include "regions.hpp"

#include <gst/video/video.h>
#include <gst/zoom/zoom.h>

namespace gstzoom {

enum Letterbox
{
    LETTERBOX_AUTO,
    LETTERBOX_NONE,
    LETTERBOX_BORDERS
};

// What zoomrestore knows of the frame that a buffer shows.
struct FrameMatch
{
    GstZoomTransform* transform; // null: nothing
    GstBuffer* source;           // null: not kept
    gint par_n, par_d;           // pixel aspect ratio of the zoomed frame; 0 when the picture has the frame's size
};

void clearMatch(FrameMatch& match);

// Takes what the buffer's meta says or, where an element has dropped it and ask_upstream is set, what zoomsample
// upstream of the pad remembers of the buffer's time.
void findMatch(FrameMatch& match, GstPad* sinkpad, GstBuffer* buffer, bool ask_upstream, bool with_source);

// Where in a picture with these caps the zoomed frame lies.
GstZoomRectangle shownPart(const FrameMatch& match, const GstVideoInfo& picture, Letterbox letterbox);

// Maps from that picture to the source frame.
RegionMapper mapperOf(const FrameMatch& match, const GstVideoInfo& picture, const GstZoomRectangle& shown);

} // namespace gstzoom

#endif // GST_ZOOM_FRAME_MATCH_HPP
