// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "body_mesh.hpp"

#include "noise.hpp"
#include "zoom_gaze/label.hpp"

namespace gaze {

namespace {

const V3 NECK(0, -14, -8.6f); //!< where the neck turns, in the head's frame

struct BodyRing
{
    float height, width, depth, forward, power;
};

const BodyRing RINGS[] = {{0.8f, 5.0f, 4.6f, -0.2f, 2}, {-1.0f, 6.0f, 5.6f, -0.2f, 2},  {-2.4f, 7.6f, 6.4f, -0.3f, 2},
                          {-3.6f, 10, 7, -0.5f, 2},     {-4.9f, 14.5f, 8, -0.5f, 2.1f}, {-6.4f, 18.3f, 9, -0.2f, 2.3f},
                          {-9, 21, 10, 0.3f, 2.4f},     {-13, 22.3f, 11, 1, 2.5f},      {-22, 22.8f, 12, 1.5f, 2.5f},
                          {-38, 22, 12, 1.3f, 2.5f},    {-60, 20, 12, 1, 2.5f},         {-90, 18, 12, 1, 2.4f},
                          {-180, 15, 10, 0, 2.4f}};
const int RING_COUNT = sizeof(RINGS) / sizeof(RINGS[0]);

} // namespace

BodyPose::BodyPose(const Scene& scene)
{
    const cv::Matx33d head = headRotation(scene.head);
    HeadPose upright;
    upright.yaw = scene.bodyYaw;
    upright.pitch = -4;
    rotation = M3(cv::Matx33d(head.t() * headRotation(upright)));
    pivot = NECK;
}

void buildBody(const Scene& scene, const BodyPose& pose, Patch& body)
{
    const int STEPS = 4, ROWS = (RING_COUNT - 1) * STEPS + 1, COLUMNS = 72;
    if (body.vertices.empty())
        body = Patch(CLOTHES, ROWS, COLUMNS, true, false);
    const Person& person = scene.person;
    const float shoulders = 0.80f + 0.17f * clamp01(0.5f + 0.5f * float(person.face.jaw));
    const float collar = float(person.clothes.collar);
    const float shiftX = float(person.seed & 255), shiftY = float((person.seed >> 8) & 255);
    for (int r = 0; r < ROWS; ++r)
    {
        const int k = std::min(r / STEPS, RING_COUNT - 2);
        const float t = float(r - k * STEPS) / STEPS;
        const BodyRing &a = RINGS[k], &b = RINGS[k + 1];
        const float height = mix(a.height, b.height, t), depth = mix(a.depth, b.depth, t);
        const float power = mix(a.power, b.power, t), forward = mix(a.forward, b.forward, t);
        const float width = mix(a.width, b.width, t) * (height < -3 ? shoulders : 1);
        for (int c = 0; c < COLUMNS; ++c)
        {
            const float angle =
                -float(2 * CV_PI) * float(c) / COLUMNS; // rows go down: seen from outside, as on the head
            const float sx = std::sin(angle), sz = std::cos(angle);
            const float scale = std::pow(std::pow(std::abs(sx), power) + std::pow(std::abs(sz), power), -1 / power);
            V3 p(width * sx * scale, height, forward + depth * sz * scale);
            // The arms are set off from the chest.
            const float arm = bump((std::abs(p.x) - 14.5f) * 0.9f) * smoothstep(-11, -20, height);
            p.z -= 2.2f * arm * (sz > 0 ? 1.f : -1.f);
            const float folds = fractalNoise(p.x * 0.16f + shiftX, height * 0.13f + 0.02f * p.x + shiftY);
            p.z += 0.7f * folds * smoothstep(-4, -14, height);
            Vertex& vertex = body.at(r, c);
            vertex.position = pose.toHead(p);
            // The neckline is round or a V, and lower in front.
            const float neckline = mix(-7.5f, -0.6f, collar) + 0.35f * std::abs(p.x) * (collar < 0.5f ? 1.f : 0.35f);
            const float line = sz > 0 ? mix(-1.2f, neckline, smoothstep(0, 0.8f, sz)) : -1.2f;
            vertex.texture = V3(p.x, height, line - height);
            vertex.open = mix(0.5f, 1, smoothstep(0, -7, height)) * (1 - 0.45f * arm);
        }
    }
    body.computeNormals(pose.toHead(V3(0, -20, 0)));
}

void bendNeck(const BodyPose& pose, Patch& head)
{
    for (int r = 0; r < 16; ++r)
        for (int c = 0; c < head.columns; ++c)
        {
            V3& p = head.at(r, c).position;
            // Lower points follow the body.
            const float share = smoothstep(-11, -17, p.y) * smoothstep(3, -3, p.z);
            if (share > 0)
                p = mix(p, pose.toHead(p - NECK), share);
        }
}

} // namespace gaze
