// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_SPECTACLES_HPP
#define ZOOM_GAZE_SPECTACLES_HPP

#include "lighting.hpp"

namespace gaze {

//! Glasses: rims, bridge and lenses in a plane before the eyes, and the sides as strips to the ears.
class Spectacles
{
public:
    void prepare(const Scene& scene, const Lighting& lighting);
    bool worn() const { return glasses && glasses->worn; }

    //! The strips from the rims to the ears. @param side of the head
    void buildSide(Side side, Patch& strip) const;

    /** Lays glasses over what a ray meets. @param origin of the ray @param direction unit vector
    @param distance to what is behind @param footprint of a pixel there, in centimetres @param colour is changed */
    void cover(const V3& origin, const V3& direction, float distance, float footprint, V3& colour) const;

private:
    const Glasses* glasses = nullptr;
    const Lighting* lighting = nullptr;
    float apart = 3.2f; //!< from the nose to the lens' centre
    V3 rimLight;

    static constexpr float PLANE = 2.35f; //!< z of the lenses
};

} // namespace gaze

#endif // ZOOM_GAZE_SPECTACLES_HPP
