// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_LIGHTING_HPP
#define ZOOM_GAZE_LIGHTING_HPP

#include "mesh.hpp"
#include "zoom_gaze/scene.hpp"

namespace gaze {

//! Share of the light that a smooth surface mirrors (Schlick). @param straight for a ray along the normal
inline float mirroredShare(float cosine, float straight)
{
    const float t = 1 - clamp01(cosine), square = t * t;
    return straight + (1 - straight) * square * square * t;
}

//! A light in the head's frame.
struct HeadLight
{
    V3 direction; //!< unit vector to it
    V3 irradiance;
    V3 radiance;   //!< of the light itself, as a mirror shows it
    float tangent; //!< of half the angle under which it is seen
    V3 right, up;  //!< of a window
    bool window;
};

//! Which parts of the head the first light does not reach.
class ShadowMap
{
public:
    void draw(const V3& direction, const Patch* const* patches, int count);
    //! Share of the light that reaches @p point: over an area, which softens the edges.
    float lit(const V3& point) const;

private:
    static constexpr int SIZE = 176;
    static constexpr float REACH = 21; //!< half the side that the map covers, in centimetres

    V3 right, up, direction;
    std::vector<float> depths;
};

//! All light of a scene in the head's frame.
class Lighting
{
public:
    void prepare(const Scene& scene, const cv::Matx33d& head);
    //! After the meshes have their normals.
    void castShadows(const Patch* const* patches, int count);
    //! Fills in what light gets to the vertices.
    void shine(Patch& patch) const;

    int count = 0;
    std::array<HeadLight, Scene::MAX_LIGHTS> lights;
    V3 up; //!< away from the ground
    V3 ambientAbove, ambientBelow;
    V3 screenDirection, screenLight, screenRadiance;
    V3 camera; //!< where the camera is
    //! A corner of the screen, and its sides.
    V3 screenCorner, screenAcross, screenUpward;

    V3 ambient(const V3& normal) const
    {
        return mix(ambientBelow, ambientAbove, 0.5f + 0.5f * dot(normal, up)) +
               screenLight * std::max(0.25f + 0.75f * dot(normal, screenDirection), 0.f);
    }
    float lit(const V3& point) const { return shadows.lit(point); }
    //! What a mirror at @p point shows in @p direction: lights and the screen, without shadows.
    V3 mirrored(const V3& point, const V3& direction) const;

private:
    ShadowMap shadows;
};

} // namespace gaze

#endif // ZOOM_GAZE_LIGHTING_HPP
