// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "hair_mesh.hpp"

#include "noise.hpp"
#include "parallel.hpp"

namespace gaze {

namespace {

//! Noise that belongs to a person.
float personNoise(const Person& person, float x, float y)
{
    return noise(x + float(person.seed & 1023), y + float((person.seed >> 10) & 1023));
}

const int FIRST_ROW = 40; //!< the scalp's shell begins below the ears

} // namespace

float hairDepth(const Hair& hair, const V3& p)
{
    const float side = std::abs(p.x);
    // Across the forehead, lower at the temples' front, with a recess between.
    const float line =
        float(hair.hairline) - 0.07f * side * side + 0.6f * bump((side - 4.2f) * 0.9f) - 0.3f * bump(side);
    const float forehead = p.y - line;
    // Before the ear down to the sideburn, behind it down to the neck.
    const float lowest = p.z > -6.2f ? -1.3f : mix(-1.3f, -8.5f, smoothstep(-7.5f, -11, p.z));
    const float edge = -2.7f + 0.25f * std::max(p.y - 2, 0.f);
    const float sides = std::min(edge - p.z, p.y - lowest);
    return std::max(forehead, sides);
}

void buildScalpHair(const Scene& scene, const HeadShape& shape, Patch& shell)
{
    const int ROWS = (HeadShape::ROWS - FIRST_ROW + 1) / 2, COLUMNS = HeadShape::COLUMNS / 2;
    if (shell.vertices.empty())
        shell = Patch(HAIR, ROWS, COLUMNS, true, true);
    const Person& person = scene.person;
    const Hair& hair = person.hair;
    shell.used = hair.style != HAIR_NONE;
    if (!shell.used)
        return;
    const float volume = float(hair.volume), curl = float(hair.curl);
    static const float TOP[] = {0, 0.2f, 1.5f, 1.9f, 1.3f, 0.5f}, SIDE[] = {0, 0.12f, 0.35f, 1.2f, 0.9f, 0.35f};
    const float top = TOP[hair.style] * (0.35f + 0.65f * volume), sides = SIDE[hair.style] * (0.4f + 0.6f * volume);
    cv::zoom::parallelFor(cv::Range(0, ROWS), [&](const cv::Range& range) {
        for (int r = range.start; r < range.end; ++r)
            for (int c = 0; c < COLUMNS; ++c)
            {
                const int row = std::min(FIRST_ROW + 2 * r, HeadShape::ROWS - 1), column = 2 * c;
                const V3 base = shape.smooth(row, column);
                const V3 out = unit(V3(base.x, 1.0f * (base.y - 2), base.z + 7.5f));
                float depth = hairDepth(hair, base);
                // Medium hair reaches over the ears, a fringe over the forehead.
                if (hair.style == HAIR_MEDIUM && base.z < -1.5f)
                    depth = std::max(depth, std::min(-1.5f - base.z, base.y + 5.5f));
                if (hair.fringe > 0 && base.z > -5 && base.y > 0)
                    depth = std::max(depth, base.y - (float(hair.hairline) - 3.6f * float(hair.fringe)) +
                                                0.5f * personNoise(person, base.x * 0.7f, 3));
                depth += 0.35f * personNoise(person, base.x * 0.9f, base.y * 0.9f);
                const float high = smoothstep(2, 9.5f, base.y);
                float thick = mix(sides, top, high) * smoothstep(-0.2f, 1.6f + 0.5f * top, depth);
                thick *= 1 + 0.28f * personNoise(person, base.x * 0.35f, base.z * 0.3f + 50) +
                         0.3f * curl * personNoise(person, base.x * 1.3f, base.y * 1.3f + base.z);
                Vertex& vertex = shell.at(r, c);
                const float lift = depth > -0.6f ? 0.03f + std::max(thick, 0.f) : -0.6f;
                vertex.position = base + out * lift;
                // Strands run away from the parting, over the sides and down.
                const float part = base.x - float(hair.parting);
                vertex.texture =
                    V3(mix(base.z * 1.2f, base.x, base.z > -1 ? 0.75f : 0.3f) + 20, base.y + 0.3f * std::abs(part), 0);
                vertex.cover = hair.style == HAIR_CROPPED ? smoothstep(-0.3f, 1.2f, depth) * mix(0.85f, 1, high)
                                                          : smoothstep(-0.35f, 0.55f, depth);
                vertex.open = mix(0.6f, 1, smoothstep(-3, 7, base.y)) * mix(0.8f, 1, smoothstep(0, 1.5f, depth));
            }
    });
    shell.computeNormals(V3(0, 1, -7.5f));
}

void buildLongHair(const Scene& scene, const HeadShape& shape, Patch& curtain)
{
    const int ROWS = 26, COLUMNS = 60;
    if (curtain.vertices.empty())
        curtain = Patch(HAIR, ROWS, COLUMNS, false, true);
    const Person& person = scene.person;
    const Hair& hair = person.hair;
    curtain.used = hair.style == HAIR_LONG;
    if (!curtain.used)
        return;
    const float wide = shape.proportions().width, volume = float(hair.volume), curl = float(hair.curl);
    const float from = 9, to = -3 - float(hair.length);
    for (int r = 0; r < ROWS; ++r)
        for (int c = 0; c < COLUMNS; ++c)
        {
            const float t = float(r) / (ROWS - 1), y = mix(from, to, t);
            // From the left cheek's edge around the back to the right one's.
            const float s = float(c) / (COLUMNS - 1) * 2 - 1;
            const float wander = 0.12f * personNoise(person, y * 0.25f, s > 0 ? 9.f : 4.f);
            const float opening = mix(0.95f, 1.22f, smoothstep(9, 1, y)) - 0.1f * smoothstep(-4, -12, y) + wander;
            const float angle = s * (float(CV_PI) - opening);
            const float full = smoothstep(12, 4, y) * (1 + 0.05f * volume * smoothstep(2, -8, y));
            const float radius = (7.55f * wide + 0.75f * volume) * (0.35f + 0.65f * full);
            const float lobes = 1 + 0.05f * personNoise(person, s * 9, y * 0.15f) +
                                0.06f * curl * personNoise(person, s * 22, y * 0.8f);
            Vertex& vertex = curtain.at(r, c);
            vertex.position =
                V3(std::sin(angle) * radius * lobes, y, -7.3f - std::cos(angle) * (radius + 2.3f) * lobes);
            vertex.texture = V3(s * 24 + 60, y * (1 + curl), 1);
            const float end = smoothstep(1.0f, 0.8f, t + 0.12f * personNoise(person, s * 20, 7));
            const float rim = smoothstep(0, 0.06f, 1 - std::abs(s) + 0.02f * personNoise(person, y * 0.8f, s * 3));
            vertex.cover = end * rim * smoothstep(0, 0.1f, t);
            vertex.open = mix(0.85f, 0.6f, smoothstep(4, -10, y));
        }
    curtain.computeNormals(V3(0, 0, -7.3f));
    for (Vertex& vertex : curtain.vertices) // the centre is too high for the lower rows
        if (dot(vertex.normal, V3(vertex.position.x, 0, vertex.position.z + 7.3f)) < 0)
            vertex.normal = -vertex.normal;
}

} // namespace gaze
