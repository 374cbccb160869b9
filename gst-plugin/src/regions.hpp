// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_REGIONS_HPP
#define GST_ZOOM_REGIONS_HPP

#include <gst/zoom/zoom.h>

#include <vector>

namespace gstzoom {

enum class RegionMapping
{
    ToZoomed, // from the source frame to the zoomed frame
    ToFrame   // back
};

// Maps rectangles between a frame and a picture that shows its zoomed frame: the zoomed frame itself, or one that was
// scaled and maybe given borders.
class RegionMapper
{
public:
    // The picture is the zoomed frame.
    RegionMapper(const GstZoomTransform* transform, RegionMapping mapping);
    // The picture has another size; shown is where in it the zoomed frame lies.
    RegionMapper(const GstZoomTransform* transform, RegionMapping mapping, guint picture_width, guint picture_height,
                 const GstZoomRectangle& shown);

    // False when nothing of the rectangle is seen in what it is mapped to.
    bool map(GstZoomRectangle& rectangle) const;

    struct Extent
    {
        double width, height;
    };
    const Extent& from() const { return to_frame ? picture : frame; }
    const Extent& to() const { return to_frame ? frame : picture; }

private:
    const GstZoomTransform* transform;
    bool to_frame;
    Extent frame, zoomed, picture;
    GstZoomRectangle shown;
};

// A region as it was mapped.
struct MappedRegion
{
    GstZoomRectangle rectangle;
    double confidence; // 1 when the detector does not say
};

// Puts the regions of interest of one buffer, mapped, on another in the place of its own; the two may be the same
// buffer. Ids and parameters are kept; DL Streamer's normalised detection is mapped too. Returns the number of regions
// left out because they are empty in the picture that they are mapped to. The others are put at the end of the list.
guint mapRegions(GstBuffer* from, GstBuffer* to, const RegionMapper& mapper, std::vector<MappedRegion>* list = nullptr);

} // namespace gstzoom

#endif // GST_ZOOM_REGIONS_HPP
