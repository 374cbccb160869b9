// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_MESH_HPP
#define ZOOM_GAZE_MESH_HPP

#include "vector.hpp"

#include <array>
#include <vector>

namespace gaze {

enum Material
{
    SKIN,
    EAR,
    HAIR,
    CLOTHES,
    SPECTACLES
};

//! Positions and normals are in the head's frame.
struct Vertex
{
    V3 position;
    V3 normal;
    V3 texture;         //!< where the vertex is on its surface; what it means is the material's
    V3 light;           //!< irradiance
    float cover = 1;    //!< how much of the surface is there; under 1 it is thinned out
    float open = 1;     //!< share of the surroundings' light that gets here
    float u = 0, v = 0; //!< in the image, in pixels
    float inverseZ = 0; //!< 1 over the distance along the camera's axis; 0 or less: behind the camera
};

//! A grid of vertices, row by row, and the triangles between them.
class Patch
{
public:
    Patch() = default;
    //! @param ring the last column is joined with the first
    Patch(Material material, int rows, int columns, bool ring, bool twoSided);

    Vertex& at(int row, int column) { return vertices[size_t(row) * size_t(columns) + size_t(column)]; }
    const Vertex& at(int row, int column) const { return const_cast<Patch&>(*this).at(row, column); }
    //! Normals from neighbouring positions. Those of a surface with two sides point away from @p centre.
    void computeNormals(const V3& centre);

    Material material = SKIN;
    int rows = 0, columns = 0;
    bool ring = false, twoSided = false;
    bool used = true;
    std::vector<Vertex> vertices;
    std::vector<std::array<int, 3>> triangles;
};

} // namespace gaze

#endif // ZOOM_GAZE_MESH_HPP
