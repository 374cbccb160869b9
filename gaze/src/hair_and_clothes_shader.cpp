// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "noise.hpp"
#include "surface_shader.hpp"

namespace gaze {

V3 shadeHair(const SurfacePoint& point, const Person& person, const Lighting& lighting)
{
    const float seed = float(person.seed & 255), curl = float(person.hair.curl);
    const float u = point.texture.x + 0.5f * curl * noise(point.texture.x, point.texture.y * 1.2f + seed);
    const float locks = noise(u * 1.6f + seed, point.texture.y * 0.25f),
                strands = noise(u * 11, point.texture.y * 0.6f + seed);
    const V3 colour = V3(person.hair.colour) * (1 + 0.35f * locks + 0.4f * strands);
    // Strands hang down on the surface; they shine in bands square to them.
    V3 along = V3(0.15f * locks, -1, 0.1f) - point.normal * dot(point.normal, V3(0.15f * locks, -1, 0.1f));
    along = unit(along + point.normal * (0.18f * strands));
    V3 shine;
    for (int i = 0; i < lighting.count; ++i)
    {
        const HeadLight& l = lighting.lights[size_t(i)];
        const float facing = dot(point.normal, l.direction);
        if (facing < -0.2f)
            continue;
        const float t = dot(along, unit(l.direction + point.view));
        float band = std::max(1 - t * t, 0.f); // the sine's square
        band *= band;
        band *= band;
        band *= band; // 16th power of the sine
        shine += l.irradiance * (band * smoothstep(-0.2f, 0.5f, facing));
    }
    const V3 tinted = mix(V3(0.035f), V3(person.hair.colour) * 0.55f, 0.55f);
    return colour * point.light * 0.85f + shine * tinted * (0.7f + 0.6f * strands);
}

V3 shadeClothes(const SurfacePoint& point, const Person& person)
{
    const V3& t = point.texture; // across, up, how far below the neckline
    const Clothes& clothes = person.clothes;
    if (t.z < 0)
        return V3(person.skin) * (1 + 0.05f * noise(t.x, t.y)) * point.light;
    const float scale = 1 / float(clothes.period), seed = float(person.seed & 1023);
    float second = 0;
    switch (clothes.pattern)
    {
    case CLOTHES_STRIPES:
        second = smoothstep(-0.1f, 0.1f, std::sin(t.y * scale * 6.28f));
        break;
    case CLOTHES_CHECKS:
        second = 0.5f * smoothstep(0.2f, 0.4f, std::sin(t.y * scale * 6.28f)) +
                 0.5f * smoothstep(0.2f, 0.4f, std::sin(t.x * scale * 6.28f));
        break;
    case CLOTHES_PRINT:
        second = smoothstep(0.1f, 0.2f,
                            noise(t.x * scale * 1.5f + seed, t.y * scale * 1.5f) - 0.06f * std::abs(t.x) + 0.3f) *
                 smoothstep(-10, -13, t.y);
        break;
    default:
        break;
    }
    V3 colour = mix(V3(clothes.colour), V3(clothes.second), second);
    colour *= 1 + 0.06f * noise(t.x * 6, t.y * 6) + 0.1f * noise(t.x * 0.4f + seed, t.y * 0.4f);
    // The seam at the neck.
    colour *= 1 - 0.3f * bump((t.z - 0.9f) * 6) - 0.35f * bump(t.z * 5);
    return colour * point.light;
}

} // namespace gaze
