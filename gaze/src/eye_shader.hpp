// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_EYE_SHADER_HPP
#define ZOOM_GAZE_EYE_SHADER_HPP

#include "eye_geometry.hpp"
#include "lighting.hpp"

namespace gaze {

/** The colour of an eye and the lids about it, ray by ray: eyeball, cornea with refraction to the iris, mirrored
lights, the lids' edges and their shadow, lashes, folds. All in the head's frame. */
class EyeShader
{
public:
    void prepare(const Scene& scene, Side side, const Lighting& lighting);

    //! Whether a point of the face is near enough to the eye to be shaded here.
    bool reaches(const V3& point) const
    {
        const float x = temple * (point.x - centre.x), y = point.y - centre.y;
        return x > -1.95f && x < 1.95f && y > -1.3f && y < 1.5f && point.z > -1;
    }

    //! Whether a point of the face shows smooth skin only, so that one ray stands for a pixel.
    bool isSkin(const V3& point) const
    {
        const float x = temple * (point.x - centre.x) / lid, y = (point.y - centre.y) / lid;
        return x < lids.medial() - 0.1f || x > lids.lateral() + 0.15f || y > lids.upper(x) + 0.3f ||
               y < lids.lower(x) - 0.2f;
    }

    /** @param surface where the ray meets the face with closed lids
    @param direction unit vector of the ray from the camera
    @param skin colour of the skin there @param light irradiance there */
    V3 shade(const V3& surface, const V3& direction, const V3& skin, const V3& light) const;

private:
    V3 lidSkin(float x, float y, const V3& skin) const;
    V3 eyeball(const V3& hit, const V3& direction, float x, float y, const V3& light) const;
    V3 iris(const V3& entry, const V3& direction, const V3& light) const;
    V3 corner(const V3& light) const;
    //! Irradiance at the eyeball. @param below how far the point is under the upper lid's margin, in eyeball radii
    V3 lightOn(const V3& normal, float below, const V3& light) const;
    float lashes(float x, float height, bool upper) const;

    const Lighting* lighting = nullptr;
    const Person* person = nullptr;
    LidMargins lids;
    float temple = 1, openness = 1;
    V3 centre;
    M3 toEye, toHead;
    float eyeball_ = 1.2f, lid = 1.38f, cornea = 0.78f, corneaCentre = 0.5f, limbus = 1.05f, irisRadius = 0.585f,
          irisPlane = 0.97f, pupil = 0.2f;
    float reach = 1; //!< share of the first light that gets to the eye
    float seedX = 0, seedY = 0;
};

} // namespace gaze

#endif // ZOOM_GAZE_EYE_SHADER_HPP
