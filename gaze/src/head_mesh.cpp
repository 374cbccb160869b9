// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "head_mesh.hpp"

#include "eye_geometry.hpp"
#include "noise.hpp"
#include "parallel.hpp"

namespace gaze {

namespace {

struct Knot
{
    HeadRing ring;
    int rows; //!< of the mesh up to the next knot
};

// In centimetres, the eyes at height 0: an average head, upwards.
const Knot KNOTS[] = {
    {{-24, -24, 6.4f, -3.2f, -15.5f, 2.0f}, 4},       {{-16.5f, -15.5f, 5.6f, -4.2f, -14, 2.0f}, 4},
    {{-12.9f, -10.8f, 5.5f, -3.4f, -13.8f, 2.0f}, 4}, {{-11.6f, -8.6f, 5.75f, -0.6f, -14, 1.95f}, 5},
    {{-11.0f, -7.3f, 6.0f, 1.35f, -14.5f, 1.95f}, 6}, {{-9.9f, -6.1f, 6.35f, 2.0f, -15, 2.0f}, 14},
    {{-8.2f, -4.6f, 6.65f, 1.9f, -15.6f, 2.0f}, 14},  {{-6.8f, -3.4f, 6.9f, 2.15f, -16.2f, 2.05f}, 12},
    {{-5.2f, -2.2f, 7.0f, 2.1f, -16.6f, 2.1f}, 14},   {{-3.0f, -0.8f, 7.1f, 1.95f, -17, 2.15f}, 18},
    {{0.0f, 1.2f, 7.2f, 1.55f, -17.3f, 2.3f}, 16},    {{2.3f, 3.0f, 7.3f, 2.0f, -17.5f, 2.35f}, 10},
    {{4.8f, 5.0f, 7.2f, 1.75f, -17.5f, 2.25f}, 6},    {{7.5f, 7.4f, 6.65f, 0.2f, -16.8f, 2.1f}, 5},
    {{9.7f, 9.5f, 5.3f, -2.4f, -15.3f, 2.0f}, 5},     {{11.1f, 11.0f, 3.3f, -5.2f, -12.6f, 2.0f}, 4},
    {{11.6f, 11.6f, 0.3f, -8.7f, -9.3f, 2.0f}, 0},
};
const int KNOT_COUNT = sizeof(KNOTS) / sizeof(KNOTS[0]);

float spline(float a, float b, float c, float d, float t)
{
    return b + 0.5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

//! Through points (x descending), linear with smooth corners is not needed: the points are dense enough for a spline.
float curve(const float (*points)[2], int count, float x)
{
    if (x >= points[0][0])
        return points[0][1];
    for (int i = 0; i + 1 < count; ++i)
        if (x >= points[i + 1][0])
        {
            const float t = (points[i][0] - x) / (points[i][0] - points[i + 1][0]);
            return spline(points[std::max(i - 1, 0)][1], points[i][1], points[i + 1][1],
                          points[std::min(i + 2, count - 1)][1], t);
        }
    return points[count - 1][1];
}

float smoothMaximum(float a, float b, float width)
{
    const float h = clamp01(0.5f + 0.5f * (a - b) / width);
    return mix(b, a, h) + width * h * (1 - h);
}

} // namespace

HeadShape::HeadShape(const Scene& scene_) : scene(scene_), sizes(scene_.person.face)
{
    const FaceShape& face = scene.person.face;
    const float open = float(scene.expression.mouthOpen);
    HeadRing knots[KNOT_COUNT];
    for (int i = 0; i < KNOT_COUNT; ++i)
    {
        HeadRing& ring = knots[i] = KNOTS[i].ring;
        const float jaw = bump(float(i - 5) / 2.2f), chin = bump(float(i - 4) / 1.2f),
                    brow = bump(float(i - 11) / 1.3f);
        const float forehead = bump(float(i - 13) / 1.5f), cheeks = bump(float(i - 9) / 1.8f);
        ring.width *= sizes.width * (1 + 0.05f * float(face.jaw) * jaw + 0.03f * float(face.cheeks) * cheeks);
        ring.face +=
            0.25f * float(face.chin) * chin + 0.2f * float(face.brow) * brow + 0.35f * float(face.forehead) * forehead;
        if (i < 4) // the neck
            ring.width *= 0.95f + 0.07f * float(face.jaw);
        ring.power += 0.12f * float(face.jaw) * jaw;
        // The face below the eyes is as long as the person's; the jaw goes down with the mouth.
        const float below = i < 10 ? 1.f : 0.f, jawDrop = i >= 3 && i < 7 ? 0.8f * open : i == 7 ? 0.4f * open : 0.f;
        ring.front = below > 0 ? ring.front * sizes.length - jawDrop : ring.front;
        ring.side = below > 0 ? ring.side * sizes.length - 0.4f * jawDrop : ring.side;
    }
    int row = 0;
    for (int i = 0; i + 1 < KNOT_COUNT; ++i)
    {
        const HeadRing *a = &knots[std::max(i - 1, 0)], *b = &knots[i], *c = &knots[i + 1],
                       *d = &knots[std::min(i + 2, KNOT_COUNT - 1)];
        const int steps = KNOTS[i].rows;
        for (int k = 0; k < steps + (i + 2 == KNOT_COUNT); ++k)
        {
            const float t = float(k) / float(steps);
            const auto between = [&](float HeadRing::*field) {
                return spline(a->*field, b->*field, c->*field, d->*field, t);
            };
            rings[size_t(row++)] = {between(&HeadRing::front), between(&HeadRing::side), between(&HeadRing::width),
                                    between(&HeadRing::face),  between(&HeadRing::back), between(&HeadRing::power)};
        }
    }
    CV_Assert(row == ROWS);
    mouth = 2.45f + 0.25f * float(face.mouthWidth) + 0.3f * float(scene.expression.smile);
    upperLipHeight = 0.72f + 0.2f * float(face.lips);
    lowerLipHeight = 0.95f + 0.25f * float(face.lips);
    gap = open;
}

cv::Vec2f HeadShape::columnDirection(int column)
{
    // Front columns first, from the image's left to its right, then around the back.
    const float angle = column < FRONT_COLUMNS
                            ? float(CV_PI) * (float(column) / (FRONT_COLUMNS - 1) - 0.5f)
                            : float(CV_PI) * (0.5f + float(column - FRONT_COLUMNS + 1) / (COLUMNS - FRONT_COLUMNS + 1));
    return {std::sin(angle), std::cos(angle)};
}

V3 HeadShape::smooth(int row, int column) const
{
    const HeadRing& r = rings[size_t(row)];
    const cv::Vec2f direction = columnDirection(column);
    const float s = std::abs(direction[0]);
    const float middle = -6.8f + (r.face < -2 ? 0.5f * (r.face + r.back) + 6.8f : 0);
    const float front = std::max(r.face - middle, 0.1f), back = std::max(middle - r.back, 0.1f);
    // Behind it is an ellipse.
    const float z = direction[1] >= 0 ? std::pow(std::max(1 - std::pow(s, r.power), 0.f), 1 / r.power)
                                      : std::sqrt(std::max(1 - s * s, 0.f));
    const float rise = smoothstep(0.25f, 1, direction[1] >= 0 ? s : 1);
    return {r.width * direction[0], mix(r.front, r.side, rise), middle + (direction[1] >= 0 ? front * z : -back * z)};
}

float HeadShape::noseHeight(float x, float y) const
{
    const FaceShape& face = scene.person.face;
    if (std::abs(x) > 3 || y > 2.2f || y < -6.5f)
        return 0;
    static const float HEIGHTS[][2] = {{2.0f, 0},     {1.2f, 0.12f},  {0.4f, 0.32f}, {-0.6f, 0.75f}, {-1.8f, 1.3f},
                                       {-3.0f, 1.9f}, {-3.7f, 2.25f}, {-4.2f, 2.3f}, {-4.6f, 1.9f},  {-4.95f, 1.0f},
                                       {-5.2f, 0.3f}, {-5.6f, 0.02f}, {-6.2f, 0}};
    static const float WIDTHS[][2] = {{2.0f, 0.8f},  {0.4f, 0.62f}, {-1.2f, 0.75f}, {-2.6f, 0.85f},
                                      {-3.6f, 1.0f}, {-4.3f, 1.1f}, {-5, 1.0f},     {-6, 0.9f}};
    const float at = y / sizes.noseLength;
    const float height = curve(HEIGHTS, 13, at) * (1 + 0.16f * float(face.noseHeight)) +
                         0.22f * float(face.noseBridge) * bump((at + 0.6f) / 1.2f) +
                         0.12f * float(face.noseTip) * bump(x, at + 4.0f, 0.6f, 0.5f);
    const float width = curve(WIDTHS, 8, at) * sizes.noseWidth;
    const float q = x / width;
    const float wing = 0.62f * (1 + 0.15f * float(face.noseWidth));
    const float side = std::abs(x) - 1.28f * sizes.noseWidth;
    return height * bump(q) + wing * 1.25f * bump(side, at + 4.35f, 0.5f, 0.5f);
}

float HeadShape::mouthLine(float x) const
{
    const float s = x / mouth;
    return -6.85f * sizes.length + 0.55f * float(scene.expression.smile) * s * s + 0.06f * bump(3 * s) - 0.05f * s * s;
}

V3 HeadShape::detailed(const V3& smooth, float& open) const
{
    const FaceShape& face = scene.person.face;
    const Person& person = scene.person;
    V3 p = smooth;
    open = 1;
    // Below the jaw and behind the ears less light gets in.
    if (p.y < -9.5f && p.z < 0.5f)
        open *= mix(1, 0.45f, smoothstep(1, -3, p.z) * smoothstep(-22, -15, p.y));
    if (p.z < -4 || p.y > 7 || p.y < -13)
        return p;
    const float side = std::abs(p.x);
    const float y = p.y, below = y < 0 ? y / sizes.length : y;
    const float half = float(person.eyeDistance) / 2, aside = side - half;
    float z = 0;

    // Bones: brow ridge, sockets, cheekbones; the cheeks under them.
    z += (0.32f + 0.2f * float(face.brow)) * bump(aside * 0.42f, y - 2.05f - 0.1f * aside, 1, 0.75f) *
         smoothstep(0, 1, side);
    const float socket = (0.8f + 0.2f * float(face.sockets)) * bump(aside + 0.15f, y - 0.2f, 1.6f, 1.15f) +
                         0.62f * bump(aside + 1.55f, y - 0.35f, 0.8f, 0.85f);
    z -= socket;
    open *= 1 - 0.42f * bump(aside + 0.7f, y - 0.9f, 1.5f, 0.9f) - 0.2f * bump(aside + 1.6f, y - 0.2f, 0.7f, 0.9f);
    z += (0.42f + 0.22f * float(face.cheekbones)) * bump(side - 4.5f, below + 2.6f, 1.7f, 1.3f);
    z += (0.3f + 0.25f * float(face.cheeks)) * bump(side - 3.7f, below + 4.9f, 1.7f, 1.8f);
    z -= (0.1f - 0.25f * float(face.cheeks)) * bump(side - 5.2f, below + 6.2f, 1.3f, 1.8f);
    z += 0.2f * bump(side - 2.2f, y - 4.8f, 1.6f, 1.4f); // forehead
    z -= 0.45f * bump(side - 6.4f, y - 2.5f, 1, 2.2f);   // temples

    // The fold from the nose to the mouth's corner, deeper with age and smiles.
    const float smile = float(scene.expression.smile);
    const float fold = side - (1.75f + 0.33f * (-4.3f - below)) - 0.15f * smile;
    const float folded = bump(fold * 2.6f, below + 5.8f, 1, 1.3f);
    z -= (0.1f + 0.12f * float(person.age) + 0.12f * std::max(smile, 0.f)) * folded;
    z += 0.16f * (1 + std::max(smile, 0.f)) * bump((fold - 0.65f) * 1.3f, below + 5.5f, 1, 1.3f);
    open *= 1 - 0.12f * (0.5f + float(person.age)) * folded;

    // Mouth and chin. The upper lip has a bow and a groove over it, the lower one is fuller.
    const float line = mouthLine(p.x), s = p.x / mouth, across = std::max(1 - s * s, 0.f);
    const float over = y - line - gap * 0.25f * across, under = line - gap * 0.75f * across - y;
    z += 0.42f * bump(s * 0.9f, (y - line) / 2.4f, 1, 1); // the teeth push out
    z += (0.26f + 0.1f * float(face.lips)) * bump((over - 0.32f) * 2.6f, s * 1.15f, 1, 1);
    z += (0.36f + 0.12f * float(face.lips)) * bump((under - 0.42f) * 2.3f, s * 1.35f, 1, 1);
    const float slit = bump(7 * std::max({over, under, 0.f}));
    z -= (0.2f + 0.7f * clamp01(gap)) * slit * smoothstep(1.05f, 0.85f, std::abs(s));
    open *= 1 - 0.5f * slit * smoothstep(1.05f, 0.85f, std::abs(s));
    z -= 0.1f * bump(p.x * 3.2f, y - line - 1.15f, 1, 0.45f);
    z -= 0.4f * bump(p.x * 0.55f, line - y - 1.75f - 0.5f * gap, 1, 0.55f);
    z += (0.42f + 0.3f * float(face.chin)) * bump(p.x * 0.62f, line - y - 3.15f - 0.8f * gap, 1, 0.9f);
    open *= 1 - 0.15f * bump(p.x * 0.6f, line - y - 1.6f - 0.5f * gap, 1, 0.5f);

    const float nose = noseHeight(p.x, y);
    z += nose;
    open *= 1 - 0.5f * bump(p.x * 0.6f, below + 5.25f, 1, 0.4f);
    open *= 1 - 0.25f * bump((side - 1.75f) * 1.8f, below + 4.3f, 1, 0.6f);
    p.z += z;

    // The lids lie on a sphere about the eye and sink into the socket around it.
    const float radius = float(person.eyes.eyeballRadius * (1 + LidMargins::THICKNESS)) + 0.01f;
    const float square = aside * aside + y * y;
    if (square < 4)
        p.z = smoothMaximum(radius - 0.52f * square - 0.03f * square * square, p.z, 0.42f);
    return p;
}

void buildHead(const HeadShape& shape, Patch& head)
{
    if (head.vertices.empty())
        head = Patch(SKIN, HeadShape::ROWS, HeadShape::COLUMNS, true, false);
    cv::zoom::parallelFor(cv::Range(0, head.rows), [&](const cv::Range& range) {
        for (int r = range.start; r < range.end; ++r)
            for (int c = 0; c < head.columns; ++c)
            {
                Vertex& vertex = head.at(r, c);
                vertex.position = shape.detailed(shape.smooth(r, c), vertex.open);
                vertex.texture = vertex.position;
            }
    });
}

void buildEar(const HeadShape& shape, Side side, Patch& ear)
{
    const int ROWS = 9, COLUMNS = 22;
    if (ear.vertices.empty())
        ear = Patch(EAR, ROWS, COLUMNS, true, true);
    const float temple = side == RIGHT_EYE ? -1.f : 1.f;
    const float wide = shape.proportions().width;
    for (int r = 0; r < ROWS; ++r)
        for (int c = 0; c < COLUMNS; ++c)
        {
            const float radius = float(r) / (ROWS - 1), angle = float(2 * CV_PI) * float(c) / COLUMNS;
            // Upright ellipse, narrower at the lobe; it leans back, and away from the head towards its rim.
            const float up = std::sin(angle) * radius, back = std::cos(angle) * radius;
            const float narrow = 1 - 0.35f * smoothstep(0.2f, -1, up);
            float out = 0.15f + 0.75f * (back * 0.5f + 0.5f) * (0.4f + 0.6f * radius);
            out += 0.3f * bump((radius - 0.82f) * 5) * smoothstep(-0.9f, -0.2f, up) - 0.35f * bump(radius * 2.2f);
            Vertex& vertex = ear.at(r, c);
            vertex.position =
                V3(temple * (6.75f * wide + out), -1.3f + 3.15f * up, -6.6f - 1.75f * narrow * back - 0.35f * up);
            vertex.texture = vertex.position;
            vertex.open = mix(0.45f, 1, smoothstep(0.1f, 0.9f, radius));
        }
    ear.computeNormals(V3(0, -1.3f, -7));
}

} // namespace gaze
