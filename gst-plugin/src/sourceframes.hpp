// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_SOURCE_FRAMES_HPP
#define GST_ZOOM_SOURCE_FRAMES_HPP

#include <gst/video/video.h>

namespace gstzoom {

// Makes the source frames that zoomed buffers carry: the frame itself, or a copy where keeping it could do harm.
class SourceFrames
{
public:
    SourceFrames() = default;
    ~SourceFrames() { clear(); }
    SourceFrames(const SourceFrames&) = delete;
    SourceFrames& operator=(const SourceFrames&) = delete;

    void setInfo(GstCaps* caps, const GstVideoInfo& info);
    void clear();

    // Returns a new reference. Copied are frames of a pool with a fixed number of buffers (a camera's would run dry)
    // and frames with a crop meta, which downstream would not expect. Throws when there is no memory for a copy.
    GstBuffer* keep(const GstVideoFrame& frame, bool& copied);

private:
    bool isBounded(GstBufferPool* pool);

    GstVideoInfo info{};
    GstBufferPool* copies = nullptr; // active; made for the first copy
    GstCaps* caps = nullptr;
    GstBufferPool* known_pool = nullptr; // the last one seen, not owned: only compared
    bool known_bounded = false;
};

} // namespace gstzoom

#endif // GST_ZOOM_SOURCE_FRAMES_HPP
