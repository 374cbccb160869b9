// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_TRANSFORM_HISTORY_HPP
#define GST_ZOOM_TRANSFORM_HISTORY_HPP

#include <gst/zoom/zoom.h>

#include <array>

namespace gstzoom {

// The transforms of the last frames by their timestamps, for those that lose their meta on the way. The owner's lock
// guards it.
class TransformHistory
{
public:
    TransformHistory() = default;
    ~TransformHistory() { clear(); }
    TransformHistory(const TransformHistory&) = delete;
    TransformHistory& operator=(const TransformHistory&) = delete;

    // The source may be null. It is kept for a few frames only, and only once one was asked for.
    void add(GstClockTime timestamp, GstZoomTransform* transform, GstBuffer* source, GstCaps* caps);
    void clear();

    // Answers when there is a frame with this timestamp, as far as a container's clock may have rounded it.
    bool answer(GstQuery* query, gint par_n, gint par_d);

private:
    struct Entry
    {
        GstClockTime timestamp = GST_CLOCK_TIME_NONE;
        GstZoomTransform* transform = nullptr;
        GstBuffer* source = nullptr;
        GstCaps* caps = nullptr;
    };

    static constexpr size_t mostTransforms = 64, mostSources = 8;
    std::array<Entry, mostTransforms> entries;
    size_t next = 0;
    bool sources_wanted = false;
};

} // namespace gstzoom

#endif // GST_ZOOM_TRANSFORM_HISTORY_HPP
