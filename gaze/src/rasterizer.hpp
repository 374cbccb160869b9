// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_RASTERIZER_HPP
#define ZOOM_GAZE_RASTERIZER_HPP

#include "mesh.hpp"

namespace gaze {

/** Finds which triangle is in front at 2x2 places of every pixel. What a triangle is thinned out of (its cover) is
left to what is behind it. The result does not depend on the number of threads. */
class Rasterizer
{
public:
    static constexpr int PER_PIXEL = 4;
    static constexpr uint32_t NOTHING = 0xffffffffu;

    //! Triangles are named by patch and number.
    static uint32_t name(int patch, int triangle) { return uint32_t(patch) << 24 | uint32_t(triangle); }
    static int patchOf(uint32_t name) { return int(name >> 24); }
    static int triangleOf(uint32_t name) { return int(name & 0xffffffu); }

    //! Draws patches, whose vertices have their place in the image.
    void draw(const Patch* const* patches, int count, cv::Size frame);

    //! The part of the frame that patches may cover.
    const cv::Rect& region() const { return covered; }
    //! The triangles at the four places of a pixel in region().
    const uint32_t* at(int x, int y) const
    {
        return &names[(size_t(y - covered.y) * size_t(covered.width) + size_t(x - covered.x)) * PER_PIXEL];
    }
    //! Whether two triangles belong to the same surface and are about as far away, so that one colour does for both.
    bool alike(uint32_t a, uint32_t b, const Patch* const* patches) const;
    //! Position of a place in its pixel.
    static float offsetX(int place) { return place & 1 ? 0.75f : 0.25f; }
    static float offsetY(int place) { return place & 2 ? 0.75f : 0.25f; }

private:
    static constexpr int BAND_ROWS = 24;

    //! Lists the triangles that may be seen by the bands of rows that they reach, in the order of the patches.
    void sortIntoBands(const Patch* const* patches, int count, int bandCount);
    void drawBand(const Patch* const* patches, const std::vector<uint32_t>& triangles, int firstRow, int lastRow);

    cv::Rect covered;
    std::vector<uint32_t> names;
    std::vector<float> depths;
    std::vector<std::vector<uint32_t>> bands;
};

//! True where a thinned-out surface is: strands of hair, by the place on the surface.
bool isCovered(const Patch& patch, float cover, const V3& texture);

} // namespace gaze

#endif // ZOOM_GAZE_RASTERIZER_HPP
