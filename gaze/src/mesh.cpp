// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "mesh.hpp"

#include "parallel.hpp"

namespace gaze {

Patch::Patch(Material material_, int rows_, int columns_, bool ring_, bool twoSided_)
    : material(material_), rows(rows_), columns(columns_), ring(ring_), twoSided(twoSided_)
{
    vertices.resize(size_t(rows) * size_t(columns));
    for (int r = 0; r + 1 < rows; ++r)
        for (int c = 0; c + (ring ? 0 : 1) < columns; ++c)
        {
            const int next = (c + 1) % columns;
            const int a = r * columns + c, b = r * columns + next, d = a + columns, e = b + columns;
            triangles.push_back({a, b, d});
            triangles.push_back({b, e, d});
        }
}

void Patch::computeNormals(const V3& centre)
{
    cv::zoom::parallelFor(cv::Range(0, rows), [&](const cv::Range& range) {
        for (int r = range.start; r < range.end; ++r)
            for (int c = 0; c < columns; ++c)
            {
                const int left = ring ? (c + columns - 1) % columns : std::max(c - 1, 0);
                const int right = ring ? (c + 1) % columns : std::min(c + 1, columns - 1);
                const V3 across = at(r, right).position - at(r, left).position;
                const V3 along = at(std::min(r + 1, rows - 1), c).position - at(std::max(r - 1, 0), c).position;
                Vertex& vertex = at(r, c);
                vertex.normal = unit(cross(across, along));
                if (dot(vertex.normal, vertex.position - centre) < 0 && twoSided)
                    vertex.normal = -vertex.normal;
            }
    });
}

} // namespace gaze
