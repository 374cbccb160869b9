// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "hair_mesh.hpp"
#include "noise.hpp"
#include "surface_shader.hpp"

namespace gaze {

SkinShader::SkinShader(const Scene& scene_, const HeadShape& shape_, const Lighting& lighting_)
    : scene(scene_), person(scene_.person), shape(shape_), lighting(lighting_)
{
    half = float(person.eyeDistance) / 2;
    seedX = float(person.seed & 255);
    seedY = float((person.seed >> 8) & 255);
}

float SkinShader::brow(const V3& p) const
{
    const Hair& hair = person.hair;
    const float aside = std::abs(p.x) - half;
    if (aside < -2.4f || aside > 2.9f || p.y < 0.8f || p.y > 4.2f)
        return 0;
    const float s = (aside + 2.0f) / 4.4f; // 0 at the nose, 1 at the temple
    const float arch = float(hair.browArch);
    const float line = 2.0f + float(scene.expression.browRaise) + 0.25f * arch +
                       0.5f * (0.35f + arch) * bump((s - 0.62f) * 2.2f) - 0.55f * smoothstep(0.68f, 1.05f, s) -
                       0.12f * smoothstep(0.3f, 0, s);
    const float height = (0.18f + 0.24f * float(hair.browThickness)) * smoothstep(-0.08f, 0.2f, s) *
                         (1 - 0.75f * smoothstep(0.55f, 1.05f, s));
    const float off = (p.y - line) / std::max(height, 0.02f);
    const float body =
        smoothstep(1.25f, 0.45f, std::abs(off)) * smoothstep(-0.06f, 0.08f, s) * smoothstep(1.05f, 0.9f, s);
    if (body <= 0)
        return 0;
    // Hairs lean to the temple, more at the outer end.
    const float lean = mix(0.9f, 2.6f, clamp01(s));
    const float strands = noise((p.x * (p.x > 0 ? 1 : -1) - p.y / lean) * 9 + seedX, p.y * 2.2f + seedY);
    const float density = float(hair.browDensity) * mix(0.55f, 1, smoothstep(0, 0.3f, s));
    return clamp01(body * density * (1.05f + 0.55f * strands));
}

void SkinShader::lips(const V3& p, V3& colour, float& shine) const
{
    const float half_ = shape.mouthHalfWidth();
    const float s = p.x / half_;
    if (std::abs(s) > 1.1f || p.y < -11 || p.y > -4 || p.z < 0)
        return;
    const float line = shape.mouthLine(p.x), gap = float(scene.expression.mouthOpen), across = std::max(1 - s * s, 0.f);
    const float over = p.y - line - 0.25f * gap * across, under = line - 0.75f * gap * across - p.y;
    if (over > shape.upperLip() + 0.2f || under > shape.lowerLip() + 0.2f)
        return;
    // A bow on the upper lip, a round lower one.
    const float swell = std::sqrt(across) * std::sqrt(std::sqrt(across)); // across^0.75
    const float top = shape.upperLip() * swell * (1 - 0.22f * bump(s * 7)) * (1 - 0.25f * std::abs(s));
    const float bottom = shape.lowerLip() * swell;
    const float inside =
        std::min(smoothstep(top + 0.07f, top - 0.1f, over), smoothstep(bottom + 0.1f, bottom - 0.12f, under));
    const float lines = 1 + 0.08f * noise(p.x * 7 + seedX, p.y * 1.2f);
    const V3 natural =
        V3(person.skin) * mix(V3(0.95f, 0.70f, 0.70f), V3(0.86f, 0.46f, 0.48f), 0.35f + 0.65f * float(person.flush));
    const V3 stick = mix(V3(0.42f, 0.06f, 0.07f), V3(0.45f, 0.16f, 0.16f), seedX / 255);
    colour = mix(colour, mix(natural, stick, 0.8f * float(person.lipstick)) * lines, inside * 0.92f);
    shine += (0.5f + 0.5f * float(person.lipstick)) * inside;
    if (over < 0 && under < 0)
    {
        // Teeth behind the upper lip, the dark below them.
        const float depth = -over / std::max(gap * across, 0.05f);
        const V3 teeth =
            V3(0.55f, 0.5f, 0.42f) * smoothstep(1, 0.6f, std::abs(s)) * (0.8f + 0.2f * std::abs(std::sin(p.x * 4.2f)));
        colour =
            mix(teeth, V3(0.06f, 0.02f, 0.02f), smoothstep(0.35f, 0.5f, depth)) * smoothstep(0, 0.2f, depth + 0.1f);
        shine = 0;
    }
    else
        colour *=
            1 - 0.68f * bump(std::min(std::abs(over), std::abs(under)) * 11) * smoothstep(1.08f, 0.9f, std::abs(s));
}

float SkinShader::beard(const V3& p) const
{
    const Hair& hair = person.hair;
    if (p.z < -6 || p.y > -1 || p.y < -13)
        return 0;
    const float side = std::abs(p.x), line = shape.mouthLine(p.x), half_ = shape.mouthHalfWidth();
    // Moustache: between nose and lip. Beard: jaw, chin and up to the sideburns.
    const float lip = p.y - line;
    const float moustache = smoothstep(0.45f, 0.75f, lip) * smoothstep(1.75f, 1.2f, lip) *
                            smoothstep(half_ + 0.9f, half_ + 0.1f, side) * smoothstep(0, 1, p.z);
    const float cheekLine = mix(-6.6f, -2.2f, smoothstep(2.5f, 6.6f, side));
    float jaw = smoothstep(cheekLine + 0.4f, cheekLine - 0.6f, p.y) *
                smoothstep(-12.5f, -11.2f, p.y - 0.35f * std::min(p.z, 0.f));
    const float mouthRoom = bump(p.x / (half_ + 0.25f) * 0.9f, lip + 0.15f, 1, 0.8f);
    jaw *= 1 - smoothstep(0.05f, 0.4f, mouthRoom);
    const float grain =
        0.55f + 0.45f * noise(p.x * 8 + seedX, p.y * 5 + p.z * 4) + 0.25f * noise(p.x * 17, p.y * 17 + seedY);
    const float full = std::max(float(hair.moustache) * moustache, float(hair.beard) * jaw);
    const float shadow = 0.5f * float(hair.stubble) * std::max(moustache, jaw);
    return clamp01(std::max(full * mix(0.95f, grain, 0.45f), shadow * (0.75f + 0.4f * grain)));
}

V3 SkinShader::albedo(const V3& p, float& shine) const
{
    V3 colour(person.skin);
    const float flush = float(person.flush), side = std::abs(p.x);
    // Patches of more and less blood and pigment.
    const float slow = noise(p.x * 0.55f + seedX, p.y * 0.55f + seedY + p.z * 0.3f),
                fine = fractalNoise(p.x * 3.2f + seedY, p.y * 3.2f + seedX + p.z);
    colour *= 1 + 0.06f * slow + 0.07f * fine;
    float red = 0.5f * bump(side - 4.1f, p.y + 3.4f, 2.0f, 1.7f) + 0.6f * bump(p.x, p.y + 4.2f, 1.6f, 1.1f) +
                0.3f * bump(p.x, p.y + 10, 2, 1.3f);
    red = clamp01(red + 0.15f * slow);
    colour *= mix(V3(1), V3(1.03f, 0.82f, 0.82f), red * flush);
    // Bluish shade below the eyes.
    const float under = bump(side - half + 0.4f, p.y + 1.35f, 1.4f, 0.7f);
    colour *= mix(V3(1), V3(0.86f, 0.82f, 0.87f), under * (0.3f + 0.6f * float(person.lids.bags)));
    if (person.freckles > 0 && p.z > -3)
    {
        const float spots = (0.5f * noise(p.x * 6.5f + seedX, p.y * 6.5f + seedY) +
                             0.5f * noise(p.x * 4 + p.y * 3, p.y * 4 - p.x * 3)) *
                            bump(p.x * 0.3f, p.y + 2.5f, 1.6f, 2.5f);
        colour *= mix(V3(1), V3(0.78f, 0.68f, 0.6f), float(person.freckles) * smoothstep(0.22f, 0.55f, spots));
    }
    shine = 0.35f + float(person.oiliness) *
                        (0.4f * bump(p.x * 0.7f, p.y + 2.5f, 1, 2.2f) + 0.35f * bump(p.x * 0.3f, p.y - 5, 1, 2));
    const float age = float(person.age);
    if (p.z > -3 && age > 0.2f)
    {
        // Lines across the forehead and beside the eyes.
        const float forehead = bump(p.x * 0.22f, p.y - 4.8f, 1, 1.3f);
        if (forehead > 0)
            colour *= 1 - 0.2f * age * forehead *
                              bump(2.2f * std::sin(p.y * 6.5f + 0.35f * std::cos(p.x * 0.8f) + 0.8f * slow));
        const float crow = bump(side - half - 2.1f, p.y + 0.1f, 0.8f, 0.9f);
        if (crow > 0)
            colour *= 1 - 0.22f * age * crow *
                              bump(2 * std::sin(p.y * 9 + (side - half - 1.5f) * 2.5f * (p.y > 0 ? -1.f : 1.f)));
    }
    lips(p, colour, shine);
    // Nostrils.
    const FaceProportions& sizes = shape.proportions();
    const float longer = sizes.length * sizes.noseLength, wide = sizes.noseWidth;
    const float nostril = bump((side - 0.68f * wide) / 0.36f, (p.y + 4.93f * longer + 0.12f * side) / 0.2f, 1, 1) *
                          smoothstep(1.5f, 2.2f, p.z);
    colour *= 1 - 0.9f * clamp01(nostril * 1.3f);
    shine *= 1 - clamp01(nostril * 1.5f);
    return colour;
}

V3 SkinShader::gloss(const SurfacePoint& point, float shine) const
{
    V3 sum;
    for (int i = 0; i < lighting.count; ++i)
    {
        const HeadLight& l = lighting.lights[size_t(i)];
        const float facing = dot(point.normal, l.direction);
        if (facing <= 0)
            continue;
        const V3 halfway = unit(l.direction + point.view);
        float power = clamp01(dot(point.normal, halfway));
        power *= power;                                           // 2
        power *= power;                                           // 4
        power *= power;                                           // 8
        const float broad = power, tight = power * power * power; // 8 and 24
        const float graze = 1 - clamp01(dot(point.view, halfway));
        sum += l.irradiance *
               ((0.05f * broad + 0.11f * tight) * (1 + 6 * graze * graze * graze) * smoothstep(0, 0.3f, facing));
    }
    return sum * shine;
}

V3 SkinShader::shade(const SurfacePoint& point) const
{
    const V3& p = point.position;
    float shine;
    V3 colour = albedo(p, shine);
    const float pores = 1 + 0.05f * noise(p.x * 9 + seedX, p.y * 9 + p.z * 5);
    V3 light = point.light * pores;
    V3 out = colour * light + gloss(point, shine * 0.55f);
    // Light that grazes the down on the skin.
    const float rim = 1 - clamp01(dot(point.normal, point.view));
    out += light * colour * (0.25f * rim * rim * rim);
    const V3 strand = V3(person.hair.colour) * light * 0.8f;
    const float hairy = std::max(brow(p), beard(p));
    if (hairy > 0)
        out = mix(out, strand, 0.92f * hairy);
    if (p.y > -1 || p.z < -2)
    {
        // Roots and stubble on the scalp, and the shadow of the hair at its edge.
        const Hair& hair = person.hair;
        const float depth = hairDepth(hair, p);
        if (hair.style == HAIR_NONE)
            out = mix(out, strand, 0.35f * float(hair.stubble) * smoothstep(-0.2f, 0.6f, depth));
        else
            out = mix(out, strand, (hair.style == HAIR_CROPPED ? 0.55f : 0.9f) * smoothstep(-0.5f, 0.5f, depth));
    }
    return out;
}

V3 SkinShader::shadeEar(const SurfacePoint& point) const
{
    const V3 colour = V3(person.skin) * mix(V3(1), V3(1.05f, 0.8f, 0.78f), 0.5f + 0.5f * float(person.flush));
    return colour * point.light + gloss(point, 0.15f);
}

} // namespace gaze
