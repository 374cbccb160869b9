// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "eye_shader.hpp"

#include "noise.hpp"

namespace gaze {

namespace {

const float WATER = 1.336f; //!< refractive index behind the cornea

//! Nearest hit of a ray (from far away) with a sphere about the origin, or false.
bool hitSphere(const V3& origin, const V3& direction, float radius, V3& hit)
{
    const float b = dot(origin, direction), c = dot(origin, origin) - radius * radius, root = b * b - c;
    if (root < 0)
        return false;
    hit = origin + direction * (-b - std::sqrt(root));
    return true;
}

V3 refract(const V3& direction, const V3& normal, float ratio)
{
    const float cosine = -dot(direction, normal), root = 1 - ratio * ratio * (1 - cosine * cosine);
    return direction * ratio + normal * (ratio * cosine - std::sqrt(std::max(root, 0.f)));
}

} // namespace

void EyeShader::prepare(const Scene& scene, Side side, const Lighting& light)
{
    const EyeGeometry eye = eyeGeometry(scene, side);
    const cv::Matx33d head = headRotation(scene.head);
    const EyeShape& shape = scene.person.eyes;
    lighting = &light;
    person = &scene.person;
    lids = LidMargins(scene, eye.lift);
    openness = lids.upper(0) - lids.lower(0);
    temple = side == RIGHT_EYE ? -1.f : 1.f;
    centre = V3(temple * float(scene.person.eyeDistance) / 2, 0, 0);
    const cv::Matx33d rotation = eye.axes * head;
    toEye = M3(rotation);
    toHead = M3(cv::Matx33d(rotation.t()));
    eyeball_ = float(shape.eyeballRadius);
    lid = eyeball_ * float(1 + LidMargins::THICKNESS);
    cornea = float(shape.corneaRadius);
    irisRadius = float(shape.irisRadius);
    limbus = float(eye.limbus);
    corneaCentre = limbus - std::sqrt(cornea * cornea - irisRadius * irisRadius);
    irisPlane = limbus - 0.07f;
    pupil = float(shape.pupilRadius);
    reach = light.lit(centre + V3(0, 0, eyeball_ + 0.15f));
    seedX = float(scene.person.seed & 511) + (side == RIGHT_EYE ? 100 : 0);
    seedY = float((scene.person.seed >> 9) & 511);
}

V3 EyeShader::shade(const V3& surface, const V3& direction, const V3& skin, const V3& light) const
{
    const V3 local = surface - centre;
    const float x = temple * local.x / lid, y = local.y / lid;
    const float first = lids.medial(), last = lids.lateral();
    const float over = y - lids.upper(x), under = lids.lower(x) - y;
    V3 colour;
    if (x <= first || x >= last || over >= 0 || under >= 0)
        colour = lidSkin(x, y, skin);
    else
    {
        V3 hit;
        // The lids' edge is seen between their margins outside and on the eyeball.
        const bool met = hitSphere(local, direction, eyeball_, hit);
        const float xi = temple * hit.x / eyeball_, yi = hit.y / eyeball_;
        const V3 wet = skin * V3(1.05f, 0.78f, 0.74f);
        if (!met || xi < first + 0.1f)
            colour = corner(light);
        else if (yi >= lids.upper(xi))
            colour = wet * 0.32f;
        else if (yi <= lids.lower(xi))
        {
            // The lower edge is wet and catches the light; the tear film lies along it.
            colour = wet * 0.95f + light * 0.05f;
        }
        else
        {
            colour = eyeball(hit, direction, xi, yi, light);
            const float pink = smoothstep(first + 0.32f, first + 0.1f, xi);
            colour = mix(colour, corner(light), pink);
            // Tear line on the lower lid.
            const float tear = bump((yi - lids.lower(xi) - 0.025f) * 45);
            colour = mix(colour, light * 0.42f, 0.5f * tear);
        }
    }
    // Lashes stand before all of it.
    const float dark = std::max(lashes(x, over, true), lashes(x, under, false));
    const V3 lash = V3(person->hair.colour) * light * 0.25f;
    return mix(colour, lash, clamp01(dark));
}

float EyeShader::lashes(float x, float height, bool upper) const
{
    const LidShape& shape = person->lids;
    const float s = (x - lids.medial()) / (lids.lateral() - lids.medial());
    if (s < 0.02f || s > 1.06f)
        return 0;
    const float amount = float(shape.lashes), liner = float(shape.liner);
    // They are longer to the temple and fan out.
    const float grown = smoothstep(0.08f, 0.35f, s) * (0.65f + 0.5f * s) * smoothstep(1.06f, 0.96f, s);
    const float length = (upper ? 0.05f + 0.16f * amount : 0.03f + 0.06f * amount) * grown;
    const float before = upper ? 0.045f : 0.012f; //!< they also hang a little into the opening
    float dark = 0;
    if (height > -before && height < length)
    {
        const float fan = s * 46 + (s - 0.45f) * 30 * height * (upper ? 1.f : 0.7f);
        const float comb = 0.5f + 0.5f * noise(fan * (upper ? 1 : 0.7f) + seedX, height * 1.5f + (upper ? 3.f : 33.f));
        const float along = height < 0 ? 1 + height / before : 1 - height / length;
        dark = (upper ? 0.95f : 0.4f) * amount * smoothstep(0.15f, 0.75f, comb * along + 0.25f * along);
    }
    // The roots make a line, make-up a stronger one.
    const float line = bump((height - 0.005f) / (upper ? 0.022f + 0.04f * liner : 0.014f + 0.015f * liner));
    return std::max(dark, line * grown * (upper ? 0.45f + 0.5f * liner : 0.1f + 0.6f * liner));
}

V3 EyeShader::lidSkin(float x, float y, const V3& skin) const
{
    const LidShape& shape = person->lids;
    const float first = lids.medial(), last = lids.lateral();
    const float s = clamp01((x - first) / (last - first)), arch = std::sqrt(std::max(std::sin(float(CV_PI) * s), 0.f));
    const float over = y - lids.upper(x), under = lids.lower(x) - y;
    V3 colour = skin;
    if (over >= 0)
    {
        // The fold is nearer to the margin at the corners, and opens as the lid goes down.
        const float stretch = 1 + 0.7f * smoothstep(0.35f, -0.3f, lids.upperLift());
        const float fold = (0.35f + 0.65f * arch) * float(shape.creaseHeight) * stretch;
        const float wide = x > last ? (x - last) * 5 : x < first + 0.15f ? (first + 0.15f - x) * 4 : 0;
        const float depth = float(shape.creaseDepth) * bump(wide) / stretch;
        const float line = over - fold;
        colour *= 1 - 0.62f * depth * bump(line / (line > 0 ? 0.035f : 0.075f));
        // Over the fold the skin overhangs and catches light; under it lies in half-shade.
        colour *= 1 + 0.10f * depth * bump((line - 0.13f) / 0.11f);
        if (line < 0)
            colour *= 1 - 0.10f * depth;
        // Lids are a little redder than the face; make-up lies on them.
        const float onLid = smoothstep(fold + 0.12f, fold - 0.05f, over) * bump(wide);
        colour *= mix(V3(1), V3(0.97f, 0.87f, 0.86f), onLid);
        if (shape.shadow > 0)
        {
            const float makeup = float(shape.shadow) * smoothstep(fold + 0.3f, fold, over) * bump(wide);
            colour = colour * mix(V3(1), V3(shape.shadowColour) * 1.6f, 0.75f * makeup);
        }
    }
    else
    {
        const float roll = bump((under - 0.10f) / 0.09f) * arch;
        colour *= 1 + 0.06f * roll;
        colour *= mix(V3(1), V3(0.96f, 0.86f, 0.86f), bump(under / 0.1f));
        const float bag = under - 0.34f - 0.2f * arch;
        const float bags = float(shape.bags) * bump((s - 0.42f) * 2.6f);
        colour *= 1 - 0.28f * bags * bump(bag / 0.07f) - 0.12f * bags * smoothstep(0.1f, -0.2f, bag);
    }
    // The inner corner lies deep.
    const float inner = (x - first) * (x - first) + (y + 0.12f) * (y + 0.12f);
    colour *= 1 - 0.35f * bumpOfSquare(inner * 22);
    const float outer = (x - last) * (x - last) + (y - lids.upper(last)) * (y - lids.upper(last));
    return colour * (1 - 0.3f * bumpOfSquare(outer * 50));
}

V3 EyeShader::corner(const V3& light) const
{
    const V3 flesh = mix(V3(0.45f, 0.21f, 0.18f), V3(person->skin) * V3(0.8f, 0.45f, 0.45f), 0.45f);
    return flesh * light * 0.8f;
}

V3 EyeShader::lightOn(const V3& normal, float below, const V3& light) const
{
    // The upper lid and its lashes take the light from above, most of it next to the margin.
    const float roof = 0.92f - 0.6f * fade(below * 6.5f);
    const V3 scattered = mix(lighting->ambient(normal), light, 0.35f) * roof;
    V3 sum = scattered * 0.95f;
    for (int i = 0; i < lighting->count; ++i)
    {
        const HeadLight& l = lighting->lights[size_t(i)];
        const float cosine = dot(normal, l.direction);
        if (cosine < -0.2f)
            continue;
        const float steep = l.direction.y / std::max(l.direction.z, 0.2f), edge = 0.06f + 0.16f * std::max(steep, 0.f);
        const float shadow = smoothstep(0.1f * edge, 1.5f * edge, below);
        sum += l.irradiance * (std::max(0.75f * cosine + 0.2f, 0.f) * (0.15f + 0.85f * shadow) * (i == 0 ? reach : 1));
    }
    return sum;
}

V3 EyeShader::eyeball(const V3& hit, const V3& direction, float x, float y, const V3& light) const
{
    const float below = std::max(lids.upper(x) - y, 0.f), above = std::max(y - lids.lower(x), 0.f);
    const V3 d = toEye * direction, p = toEye * hit;
    const float margin = clamp01(1 - 0.25f * fade(above * 12));
    // The cornea bulges out of the eyeball in front of the iris.
    V3 entry;
    const V3 forward(0, 0, corneaCentre);
    const bool through = hitSphere(p - d * 2 - forward, d, cornea, entry) && entry.z + corneaCentre > limbus;
    V3 normal, colour;
    if (through)
    {
        normal = unit(entry);
        colour = iris(entry + forward, refract(d, normal, 1 / WATER),
                      lightOn(toHead * unit(p + V3(0, 0, 0.5f)), below, light));
        // The sclera reaches softly over the cornea's rim.
        const V3 at = entry + forward;
        const float radius = std::sqrt(at.x * at.x + at.y * at.y) / irisRadius;
        const float rim = smoothstep(0.9f, 1.0f, radius);
        if (rim > 0)
            colour =
                mix(colour, V3(person->eyes.sclera) * V3(0.8f, 0.82f, 0.86f) * lightOn(toHead * normal, below, light),
                    0.6f * rim);
    }
    else
    {
        normal = unit(p);
        V3 white(person->eyes.sclera);
        const float radius = std::sqrt(p.x * p.x + p.y * p.y) / irisRadius;
        if (p.z > 0)
            white = mix(white * V3(0.62f, 0.64f, 0.70f), white, smoothstep(0.98f, 1.2f, radius));
        // Vessels run from the corners to the iris; the corners are pink.
        const float red = float(person->eyes.redness), far = smoothstep(1.2f, 2.1f, radius);
        const float vein = noise(p.x * 5 + seedX + noise(p.y * 9, p.x * 4), p.y * 14 + seedY);
        const float vessels = bump(vein * 5) * (0.15f + 0.85f * far) * red;
        white = mix(white, white * V3(0.92f, 0.55f, 0.5f), clamp01(0.65f * vessels + (0.10f + 0.25f * red) * far));
        const V3 soft = unit(normal + V3(0, 0, 0.6f)); // light goes on inside the sclera
        colour = white * lightOn(toHead * soft, below, light) * 0.72f;
        // The ball turns away from the light at the corners, and the lids' walls shade it there.
        const float side = smoothstep(0.62f, 0.95f, std::abs(x));
        colour *= 1 - 0.5f * side;
    }
    colour *= margin;
    const V3 out = toHead * normal;
    const float cosine = -dot(out, direction);
    const V3 mirrored = direction + out * (2 * cosine);
    const float share = mirroredShare(cosine, 0.025f);
    const float roof = smoothstep(-0.02f, 0.08f, below) * smoothstep(-0.02f, 0.06f, above);
    V3 shine = lighting->mirrored(centre + hit, mirrored) * roof;
    // What is mirrored where no light stands; lids and lashes hide the upper part.
    shine += lighting->ambient(mirrored) * (0.3f * smoothstep(0.02f, 0.3f, below));
    const float wet = through ? 1.f : 0.55f;
    return colour + shine * (share * wet);
}

V3 EyeShader::iris(const V3& entry, const V3& inside, const V3& light) const
{
    // A disc, a little hollow, behind the cornea.
    const float way = (irisPlane - entry.z) / std::min(inside.z, -0.05f);
    const V3 p = entry + inside * way;
    const float radius = std::sqrt(p.x * p.x + p.y * p.y), r = radius / (irisRadius * 0.985f);
    const EyeShape& eyes = person->eyes;
    const float perRadius = 1 / std::max(radius, 1e-6f), cx = p.x * perRadius, cy = p.y * perRadius;
    // Fibres run outwards; the collarette is a wavy ring about the pupil.
    const float fibres =
        0.6f * noise(cx * 13 + seedX, cy * 13 + r * 1.2f + seedY) + 0.4f * noise(cx * 27 + seedY, cy * 27 + r * 2.5f);
    const float wave = 0.42f + 0.2f * pupil + 0.04f * noise(cx * 5 + seedX, cy * 5);
    V3 colour = mix(V3(eyes.innerIris), V3(eyes.outerIris), smoothstep(wave - 0.08f, wave + 0.16f, r));
    colour *= 1 + 0.45f * fibres;
    colour *= 1 + 0.25f * bump((r - wave) / 0.07f);
    colour *= 1 - float(eyes.limbalRing) * smoothstep(0.74f, 1.0f, r);
    // Light from one side is bundled on the other one by the cornea.
    V3 lit = light;
    for (int i = 0; i < lighting->count; ++i)
    {
        const HeadLight& l = lighting->lights[size_t(i)];
        const V3 from = toEye * l.direction;
        if (from.z > 0.1f)
            lit += l.irradiance * (0.35f * (i == 0 ? reach : 1) * std::max(-(from.x * cx + from.y * cy) * r, 0.f));
    }
    colour = colour * lit;
    const float black = smoothstep(pupil + 0.018f, pupil - 0.018f, radius);
    colour = mix(colour, V3(0.004f, 0.003f, 0.003f), black);
    // Beyond the disc one looks into the dark corner behind the limbus.
    return colour * (1 - 0.8f * smoothstep(1.0f, 1.1f, r));
}

} // namespace gaze
