// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "lighting.hpp"

#include "eye_geometry.hpp"
#include "parallel.hpp"

namespace gaze {

namespace {

const V3 CENTRE(0, -4, -6); //!< of what the shadow map covers

void basis(const V3& direction, V3& right, V3& up)
{
    right = unit(cross(std::abs(direction.y) < 0.95f ? V3(0, 1, 0) : V3(1, 0, 0), direction));
    up = cross(direction, right);
}

} // namespace

void ShadowMap::draw(const V3& direction_, const Patch* const* patches, int count)
{
    direction = direction_;
    basis(direction, right, up);
    depths.assign(size_t(SIZE) * SIZE, -1e9f);
    const float scale = SIZE / (2 * REACH);
    const auto place = [&](const V3& p) {
        const V3 d = p - CENTRE;
        return V3(dot(d, right) * scale + SIZE / 2, dot(d, up) * scale + SIZE / 2, dot(d, direction));
    };
    const auto triangle = [&](const V3& a, const V3& b, const V3& c) {
        const float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
        if (std::abs(area) < 1e-6f)
            return;
        const float scaling = 1 / area;
        // Inside whatever comes in, NaN too.
        const auto texel = [](float v) { return v > 0 ? int(std::min(v, SIZE - 1.f)) : 0; };
        const int x0 = texel(std::min({a.x, b.x, c.x})), y0 = texel(std::min({a.y, b.y, c.y}));
        const int x1 = texel(std::max({a.x, b.x, c.x})), y1 = texel(std::max({a.y, b.y, c.y}));
        for (int y = y0; y <= y1; ++y)
            for (int x = x0; x <= x1; ++x)
            {
                const float px = float(x) + 0.5f, py = float(y) + 0.5f;
                const float wa = ((b.x - px) * (c.y - py) - (b.y - py) * (c.x - px)) * scaling;
                const float wb = ((c.x - px) * (a.y - py) - (c.y - py) * (a.x - px)) * scaling;
                if (wa < 0 || wb < 0 || wa + wb > 1)
                    continue;
                float& depth = depths[size_t(y) * SIZE + size_t(x)];
                depth = std::max(depth, wa * a.z + wb * b.z + (1 - wa - wb) * c.z);
            }
    };
    // Every third vertex of the head, and every second one of the rest, is enough for a soft shadow.
    for (int i = 0; i < count; ++i)
    {
        const Patch& patch = *patches[i];
        if (!patch.used)
            continue;
        const int step = patch.columns > 100 ? 3 : patch.columns > 30 ? 2 : 1;
        for (int r = 0; r + 1 < patch.rows; r += step)
            for (int c = 0; c + (patch.ring ? 0 : 1) < patch.columns; c += step)
            {
                const int below = std::min(r + step, patch.rows - 1);
                const int next = patch.ring ? (c + step) % patch.columns : std::min(c + step, patch.columns - 1);
                const Vertex &a = patch.at(r, c), &b = patch.at(r, next), &d = patch.at(below, c),
                             &e = patch.at(below, next);
                if (a.cover < 0.5f || b.cover < 0.5f || d.cover < 0.5f || e.cover < 0.5f)
                    continue;
                const V3 pa = place(a.position), pb = place(b.position), pd = place(d.position), pe = place(e.position);
                triangle(pa, pb, pd);
                triangle(pb, pe, pd);
            }
    }
}

float ShadowMap::lit(const V3& point) const
{
    const V3 d = point - CENTRE;
    const float scale = SIZE / (2 * REACH), bias = 0.45f;
    const float x = dot(d, right) * scale + SIZE / 2 - 0.5f, y = dot(d, up) * scale + SIZE / 2 - 0.5f;
    const float depth = dot(d, direction) + bias;
    if (!(x >= 2 && y >= 2 && x < SIZE - 3 && y < SIZE - 3)) // NaN is outside
        return 1;
    const int x0 = int(x), y0 = int(y);
    // A window of 5x5 texels that moves smoothly.
    const float tx = x - float(x0), ty = y - float(y0);
    float sum = 0;
    for (int j = -2; j <= 3; ++j)
    {
        const float* const row = &depths[size_t(y0 + j) * SIZE + size_t(x0)];
        const float weight = j == -2 ? 1 - ty : j == 3 ? ty : 1;
        float line = (row[-2] <= depth ? 1 - tx : 0) + (row[3] <= depth ? tx : 0);
        for (int i = -1; i <= 2; ++i)
            line += row[i] <= depth ? 1.f : 0.f;
        sum += weight * line;
    }
    return sum / 25;
}

void Lighting::prepare(const Scene& scene, const cv::Matx33d& head)
{
    const M3 toHead(cv::Matx33d(head.t()));
    count = int(scene.lights.size());
    for (int i = 0; i < count; ++i)
    {
        const Light& light = scene.lights[size_t(i)];
        HeadLight& out = lights[size_t(i)];
        const V3 direction = unit(V3(light.direction));
        out.direction = toHead * direction;
        out.irradiance = V3(light.irradiance);
        const float angle = float(light.size * RADIANS);
        out.tangent = std::tan(angle);
        out.window = light.window;
        const float solid = light.window ? 4 * out.tangent * out.tangent : float(CV_PI) * out.tangent * out.tangent;
        out.radiance = out.irradiance * (1 / solid);
        V3 right, above;
        basis(direction, right, above);
        out.right = toHead * right;
        out.up = toHead * above;
    }
    up = toHead * V3(0, -1, 0);
    ambientAbove = V3(scene.ambientAbove);
    ambientBelow = V3(scene.ambientBelow);
    screenLight = V3(scene.screenLight);
    const auto place = [&](double x, double y) { return toHead * V3(cv::Vec3d(-x, -y, 0) - scene.head.position); };
    camera = place(0, 0);
    const cv::Rect2d& screen = scene.screen;
    screenCorner = place(screen.x, screen.y);
    screenAcross = place(screen.x + screen.width, screen.y) - screenCorner;
    screenUpward = place(screen.x, screen.y + screen.height) - screenCorner;
    const V3 middle = screenCorner + (screenAcross + screenUpward) * 0.5f;
    screenDirection = unit(middle);
    const float solid = std::max(float(screen.area()) / dot(middle, middle), 1e-4f);
    screenRadiance = screenLight * (1 / solid);
}

void Lighting::castShadows(const Patch* const* patches, int patchCount)
{
    shadows.draw(lights[0].direction, patches, patchCount);
}

void Lighting::shine(Patch& patch) const
{
    if (!patch.used)
        return;
    const bool skin = patch.material == SKIN || patch.material == EAR;
    // Light goes on under the skin, red furthest.
    const V3 wrap = skin ? V3(0.32f, 0.14f, 0.08f) : patch.material == HAIR ? V3(0.3f) : V3(0.05f);
    const V3 normalised(1 / (1 + wrap.x), 1 / (1 + wrap.y), 1 / (1 + wrap.z));
    cv::zoom::parallelFor(cv::Range(0, patch.rows), [&](const cv::Range& range) {
        for (int r = range.start; r < range.end; ++r)
            for (int c = 0; c < patch.columns; ++c)
            {
                Vertex& vertex = patch.at(r, c);
                // What is turned away from the camera is not seen, but for its share in triangles at the outline.
                const V3 view = camera - vertex.position;
                const float facing = dot(vertex.normal, view);
                if (!patch.twoSided && facing < 0 && facing * facing > 0.2f * dot(view, view))
                {
                    vertex.light = V3();
                    continue;
                }
                V3 light = ambient(vertex.normal) * vertex.open;
                for (int i = 0; i < count; ++i)
                {
                    const HeadLight& l = lights[size_t(i)];
                    const float cosine = dot(vertex.normal, l.direction);
                    if (cosine < -wrap.x)
                        continue;
                    const float reach = i == 0 ? shadows.lit(vertex.position + vertex.normal * 0.1f)
                                               : mix(1.f, vertex.open, 0.7f); // no shadow of its own
                    const V3 wrapped((std::max(cosine + wrap.x, 0.f)) * normalised.x,
                                     std::max(cosine + wrap.y, 0.f) * normalised.y,
                                     std::max(cosine + wrap.z, 0.f) * normalised.z);
                    light += l.irradiance * wrapped * reach;
                }
                vertex.light = light;
            }
    });
}

V3 Lighting::mirrored(const V3& point, const V3& direction) const
{
    V3 seen;
    for (int i = 0; i < count; ++i)
    {
        const HeadLight& light = lights[size_t(i)];
        const float ahead = dot(direction, light.direction);
        if (ahead < 0.3f)
            continue;
        float share;
        if (light.window)
        {
            const float x = dot(direction, light.right) / (ahead * light.tangent);
            const float y = dot(direction, light.up) / (ahead * light.tangent);
            share = smoothstep(1.08f, 0.95f, std::abs(x)) * smoothstep(1.08f, 0.95f, std::abs(y));
            share *= 0.25f + 0.75f * smoothstep(0.02f, 0.1f, std::abs(x)); // a window has bars
        }
        else
        {
            const float radius = std::sqrt(std::max(1 - ahead * ahead, 0.f)) / (ahead * light.tangent);
            share = smoothstep(1.15f, 0.85f, radius);
        }
        seen += light.radiance * share;
    }
    // The screen is a rectangle nearby.
    const V3 normal = cross(screenAcross, screenUpward);
    const float facing = dot(direction, normal);
    const float distance = std::abs(facing) > 1e-6f ? dot(screenCorner - point, normal) / facing : -1;
    if (distance > 0)
    {
        const V3 hit = point + direction * distance - screenCorner;
        const float x = dot(hit, screenAcross) / dot(screenAcross, screenAcross);
        const float y = dot(hit, screenUpward) / dot(screenUpward, screenUpward);
        if (x > 0 && x < 1 && y > 0 && y < 1)
            seen += screenRadiance;
    }
    return seen;
}

} // namespace gaze
