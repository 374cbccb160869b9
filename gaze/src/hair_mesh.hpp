// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_HAIR_MESH_HPP
#define ZOOM_GAZE_HAIR_MESH_HPP

#include "head_mesh.hpp"

namespace gaze {

/** How surely a point of the head has hair on it: over 0 inside the hairline, in centimetres from it. */
float hairDepth(const Hair& hair, const V3& point);

//! The hair on the scalp: a shell over the smooth head. Texture: across and along the strands.
void buildScalpHair(const Scene& scene, const HeadShape& shape, Patch& shell);

//! Long hair that hangs at the sides and behind.
void buildLongHair(const Scene& scene, const HeadShape& shape, Patch& curtain);

} // namespace gaze

#endif // ZOOM_GAZE_HAIR_MESH_HPP
