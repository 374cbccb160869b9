// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "spectacles.hpp"

namespace gaze {

void Spectacles::prepare(const Scene& scene, const Lighting& light)
{
    glasses = &scene.person.glasses;
    lighting = &light;
    apart = std::max(float(scene.person.eyeDistance) / 2 + 0.05f, float(glasses->width) / 2 + 0.65f);
    rimLight = light.ambient(V3(0, 0, 1));
    for (int i = 0; i < light.count; ++i)
        rimLight += light.lights[size_t(i)].irradiance * std::max(light.lights[size_t(i)].direction.z, 0.f);
}

void Spectacles::buildSide(Side side, Patch& strip) const
{
    if (strip.vertices.empty())
        strip = Patch(SPECTACLES, 2, 8, false, true);
    strip.used = worn();
    if (!strip.used)
        return;
    const float temple = side == RIGHT_EYE ? -1.f : 1.f;
    const float outer = apart + float(glasses->width) / 2, height = 0.12f + 0.9f * float(glasses->rim);
    for (int r = 0; r < 2; ++r)
        for (int c = 0; c < 8; ++c)
        {
            const float t = float(c) / 7;
            Vertex& vertex = strip.at(r, c);
            const float y = 0.55f - float(glasses->drop) * 0.3f + (float(r) - 0.5f) * height;
            vertex.position = V3(temple * mix(outer, 7.5f, std::sqrt(t)), y, mix(PLANE, -6.5f, t));
            vertex.open = 1;
        }
    strip.computeNormals(V3(0, 0, -4));
}

void Spectacles::cover(const V3& origin, const V3& direction, float distance, float footprint, V3& colour) const
{
    if (std::abs(direction.z) < 0.05f)
        return;
    const float way = (PLANE - origin.z) / direction.z;
    if (way <= 0 || way > distance)
        return;
    const V3 p = origin + direction * way;
    const float halfWidth = float(glasses->width) / 2, halfHeight = float(glasses->height) / 2,
                rim = float(glasses->rim);
    const float x = std::abs(p.x) - apart, y = p.y + float(glasses->drop);
    if (std::abs(y) > halfHeight + 1 || std::abs(x) > halfWidth + 2)
        return;
    // Between a rounded rectangle and an ellipse; wider at the top.
    const float slant = x / (halfWidth * (1 + 0.05f * y / halfHeight)), level = y / halfHeight;
    const float power = mix(5, 2, float(glasses->roundness));
    const float soft = std::max(footprint, 0.02f), scale = std::min(halfWidth, halfHeight), edge = 0.5f * rim + soft;
    // About the distance to the rim's middle, with the power's norm. Its bounds are enough off the rim.
    const auto distanceTo = [&](float norm) { return (1 - norm) * scale; };
    float inside = distanceTo(std::max(std::abs(slant), std::abs(level)));
    if (inside > -edge)
    {
        inside = distanceTo(std::sqrt(slant * slant + level * level));
        if (inside < edge)
            inside =
                distanceTo(std::pow(std::pow(std::abs(slant), power) + std::pow(std::abs(level), power), 1 / power));
    }
    if (inside > 0)
    {
        const float lens = smoothstep(-soft, soft, inside);
        colour = mix(colour, colour * float(0.94 - glasses->tint), lens);
        // A weakly bent mirror.
        const V3 normal = unit(V3((p.x > 0 ? 1.f : -1.f) * (0.09f * x + 0.05f), 0.1f * y + 0.05f, 1));
        const float cosine = -dot(direction, normal);
        const V3 mirrored = direction + normal * (2 * cosine);
        const float share = mirroredShare(cosine, 0.04f) * float(glasses->reflection);
        const V3 seen = lighting->mirrored(p, mirrored) + lighting->ambient(mirrored) * 0.5f;
        colour += seen * (share * lens);
    }
    float frame = smoothstep(0.5f * rim + soft, 0.5f * rim - soft, std::abs(inside)) * std::min(1.f, rim / soft);
    // The bridge is an arch between the lenses.
    const float gap = apart - halfWidth;
    if (std::abs(p.x) < gap + 0.3f)
    {
        const float arch = y - 0.28f * halfHeight - 0.35f + 0.25f * (p.x / gap) * (p.x / gap);
        const float thick = std::max(0.5f * rim, 0.08f);
        frame = std::max(frame, smoothstep(thick + soft, thick - soft, std::abs(arch)) *
                                    smoothstep(gap + 0.3f, gap, std::abs(p.x)));
    }
    const float shade = 0.8f + 0.4f * smoothstep(-0.5f * rim, 0.5f * rim, inside * (y > 0 ? -1.f : 1.f));
    colour = mix(colour, V3(glasses->colour) * rimLight * shade + rimLight * 0.015f, clamp01(frame));
}

} // namespace gaze
