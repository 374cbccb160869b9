// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_BODY_MESH_HPP
#define ZOOM_GAZE_BODY_MESH_HPP

#include "mesh.hpp"
#include "zoom_gaze/scene.hpp"

namespace gaze {

//! Where the body is in the head's frame. It stays upright while the head turns; the neck follows both.
struct BodyPose
{
    explicit BodyPose(const Scene& scene);

    //! From the body's frame (y up, the origin in the neck) to the head's.
    V3 toHead(const V3& p) const { return pivot + rotation * p; }
    V3 pivot;
    M3 rotation;
};

//! Shoulders, chest and upper arms. Texture: around, up and where the collar is (over 0 is cloth).
void buildBody(const Scene& scene, const BodyPose& pose, Patch& body);

//! Pulls the lower rows of the head's patch to the body.
void bendNeck(const BodyPose& pose, Patch& head);

} // namespace gaze

#endif // ZOOM_GAZE_BODY_MESH_HPP
