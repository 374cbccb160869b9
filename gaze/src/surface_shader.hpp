// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_SURFACE_SHADER_HPP
#define ZOOM_GAZE_SURFACE_SHADER_HPP

#include "head_mesh.hpp"
#include "lighting.hpp"

namespace gaze {

//! What a ray meets, in the head's frame, and the light there.
struct SurfacePoint
{
    V3 position, normal, texture, light;
    V3 view; //!< unit vector to the camera
};

//! Skin with brows, lips and beard. Colours are what leaves towards the camera.
class SkinShader
{
public:
    SkinShader(const Scene& scene, const HeadShape& shape, const Lighting& lighting);
    V3 shade(const SurfacePoint& point) const;
    V3 shadeEar(const SurfacePoint& point) const;

private:
    V3 albedo(const V3& p, float& shine) const;
    float brow(const V3& p) const;
    void lips(const V3& p, V3& colour, float& shine) const;
    float beard(const V3& p) const;
    V3 gloss(const SurfacePoint& point, float shine) const;

    const Scene& scene;
    const Person& person;
    const HeadShape& shape;
    const Lighting& lighting;
    float half, seedX, seedY;
};

//! Strands: bright bands across them.
V3 shadeHair(const SurfacePoint& point, const Person& person, const Lighting& lighting);

//! Cloth, and the skin over the neckline.
V3 shadeClothes(const SurfacePoint& point, const Person& person);

} // namespace gaze

#endif // ZOOM_GAZE_SURFACE_SHADER_HPP
