// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/renderer.hpp"

#include "background.hpp"
#include "body_mesh.hpp"
#include "encoding.hpp"
#include "eye_shader.hpp"
#include "hair_mesh.hpp"
#include "parallel.hpp"
#include "rasterizer.hpp"
#include "spectacles.hpp"
#include "surface_shader.hpp"
#include "zoom_gaze/camera_effects.hpp"

namespace gaze {

namespace {

enum PatchIndex
{
    HEAD,
    RIGHT_EAR,
    LEFT_EAR,
    SCALP_HAIR,
    LONG_HAIR,
    BODY,
    RIGHT_STRIP,
    LEFT_STRIP,
    PATCHES
};

} // namespace

class Renderer::Impl
{
public:
    explicit Impl(const std::shared_ptr<Photos>& photos_) : photos(photos_)
    {
        for (int i = 0; i < PATCHES; ++i)
            pointers[size_t(i)] = &patches[size_t(i)];
    }

    void render(const Scene& scene, cv::Mat& frame);

    const std::shared_ptr<Photos> photos;

private:
    void buildMeshes(const Scene& scene, const HeadShape& shape);
    void project(const Scene& scene, const cv::Matx33d& head);
    void drawRow(const Scene& scene, const SkinShader& skin, int y, cv::Mat& frame) const;
    //! Colour of what a triangle shows where a ray meets it. @param fine rays on each side of a pixel for eyes
    V3 shade(const SkinShader& skin, const Scene& scene, uint32_t triangle, float x, float y, int fine) const;
    V3 shadeEyes(const SkinShader& skin, const EyeShader& eye, const SurfacePoint& point, float x, float y,
                 int fine) const;
    V3 rayThrough(float x, float y) const
    {
        return unit(toHead * V3((x - principalX) / focal, (y - principalY) / focal, 1));
    }

    std::array<Patch, PATCHES> patches;
    std::array<const Patch*, PATCHES> pointers;
    Lighting lighting;
    Rasterizer rasterizer;
    EyeShader eyes[2];
    Spectacles spectacles;

    // Of the frame in work.
    M3 toHead;
    V3 origin; //!< the camera in the head's frame
    float focal = 1, principalX = 0, principalY = 0;
    int eyeRays = 3;
};

void Renderer::Impl::buildMeshes(const Scene& scene, const HeadShape& shape)
{
    buildHead(shape, patches[HEAD]);
    const BodyPose body(scene);
    bendNeck(body, patches[HEAD]);
    patches[HEAD].computeNormals(V3(0, 0, -7));
    buildEar(shape, RIGHT_EYE, patches[RIGHT_EAR]);
    buildEar(shape, LEFT_EYE, patches[LEFT_EAR]);
    buildScalpHair(scene, shape, patches[SCALP_HAIR]);
    buildLongHair(scene, shape, patches[LONG_HAIR]);
    const HairStyle style = scene.person.hair.style;
    const bool covered = style == HAIR_LONG || style == HAIR_MEDIUM;
    patches[RIGHT_EAR].used = patches[LEFT_EAR].used = !covered;
    buildBody(scene, body, patches[BODY]);
    spectacles.buildSide(RIGHT_EYE, patches[RIGHT_STRIP]);
    spectacles.buildSide(LEFT_EYE, patches[LEFT_STRIP]);
}

void Renderer::Impl::project(const Scene& scene, const cv::Matx33d& head)
{
    const M3 toCamera(head);
    const V3 position(scene.head.position);
    for (Patch& patch : patches)
        if (patch.used)
            for (Vertex& vertex : patch.vertices)
            {
                const V3 p = position + toCamera * vertex.position;
                vertex.inverseZ = p.z > 1 ? 1 / p.z : 0;
                vertex.u = principalX + focal * p.x * vertex.inverseZ;
                vertex.v = principalY + focal * p.y * vertex.inverseZ;
            }
}

void Renderer::Impl::render(const Scene& scene, cv::Mat& frame)
{
    checkScene(scene);
    const Background& background = scene.background;
    const cv::Mat photo = background.photo < 0 ? cv::Mat() : photos->get(background.photo, scene.camera.frame);
    frame.create(scene.camera.frame, CV_8UC3);
    if (photo.empty())
        drawRoom(background, frame);
    else
        drawPhoto(background, photo, frame);

    const cv::Matx33d head = headRotation(scene.head);
    toHead = M3(cv::Matx33d(head.t()));
    origin = toHead * -V3(scene.head.position);
    focal = float(scene.camera.focal);
    principalX = float(scene.camera.principal.x);
    principalY = float(scene.camera.principal.y);
    // Rays through an eye lie at most 0.04 cm apart, if four on a pixel's side are enough.
    eyeRays = std::min(std::max(int(std::ceil(scene.head.position[2] / focal / 0.04f)), 2), 4);

    const HeadShape shape(scene);
    lighting.prepare(scene, head);
    spectacles.prepare(scene, lighting);
    buildMeshes(scene, shape);
    lighting.castShadows(pointers.data(), PATCHES - 2); // the glasses' sides are too thin
    for (Patch& patch : patches)
        lighting.shine(patch);
    project(scene, head);
    rasterizer.draw(pointers.data(), PATCHES, frame.size());
    for (Side side : {RIGHT_EYE, LEFT_EYE})
        eyes[side].prepare(scene, side, lighting);
    const SkinShader skin(scene, shape, lighting);
    const cv::Rect region = rasterizer.region();
    cv::zoom::parallelFor(cv::Range(region.y, region.y + region.height), [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end; ++y)
            drawRow(scene, skin, y, frame);
    });
    applyCameraEffects(frame, scene.effects);
}

void Renderer::Impl::drawRow(const Scene& scene, const SkinShader& skin, int y, cv::Mat& frame) const
{
    const cv::Rect& region = rasterizer.region();
    cv::Vec3b* const row = frame.ptr<cv::Vec3b>(y);
    for (int x = region.x; x < region.x + region.width; ++x)
    {
        const uint32_t* const names = rasterizer.at(x, y);
        const float px = float(x), py = float(y);
        bool same = true, any = false;
        for (int k = 0; k < Rasterizer::PER_PIXEL; ++k)
        {
            any = any || names[k] != Rasterizer::NOTHING;
            same = same && rasterizer.alike(names[0], names[k], pointers.data());
        }
        if (!any)
            continue;
        V3 colour;
        if (same)
            colour = shade(skin, scene, names[0], px + 0.5f, py + 0.5f, eyeRays);
        else
        {
            const V3 behind(decode(row[x][2]), decode(row[x][1]), decode(row[x][0]));
            for (int k = 0; k < Rasterizer::PER_PIXEL; ++k)
                colour += (names[k] == Rasterizer::NOTHING ? behind
                                                           : shade(skin, scene, names[k], px + Rasterizer::offsetX(k),
                                                                   py + Rasterizer::offsetY(k), 1)) *
                          (1.f / Rasterizer::PER_PIXEL);
        }
        row[x] = cv::Vec3b(encode(colour.z), encode(colour.y), encode(colour.x));
    }
}

V3 Renderer::Impl::shade(const SkinShader& skin, const Scene& scene, uint32_t triangle, float x, float y,
                         int fine) const
{
    const Patch& patch = patches[size_t(Rasterizer::patchOf(triangle))];
    const std::array<int, 3>& corners = patch.triangles[size_t(Rasterizer::triangleOf(triangle))];
    const Vertex& a = patch.vertices[size_t(corners[0])];
    const Vertex& b = patch.vertices[size_t(corners[1])];
    const Vertex& c = patch.vertices[size_t(corners[2])];
    // Shares of the corners, in perspective. A pixel's centre may lie a little outside.
    const float area = (b.u - a.u) * (c.v - a.v) - (b.v - a.v) * (c.u - a.u);
    float wa = clamp01(((b.u - x) * (c.v - y) - (b.v - y) * (c.u - x)) / area) * a.inverseZ;
    float wb = clamp01(((c.u - x) * (a.v - y) - (c.v - y) * (a.u - x)) / area) * b.inverseZ;
    float wc = clamp01(((a.u - x) * (b.v - y) - (a.v - y) * (b.u - x)) / area) * c.inverseZ;
    const float scale = 1 / (wa + wb + wc);
    wa *= scale;
    wb *= scale;
    wc *= scale;
    SurfacePoint point;
    point.position = a.position * wa + b.position * wb + c.position * wc;
    point.normal = unit(a.normal * wa + b.normal * wb + c.normal * wc);
    point.texture = a.texture * wa + b.texture * wb + c.texture * wc;
    point.light = a.light * wa + b.light * wb + c.light * wc;
    const V3 back = origin - point.position;
    const float distance = std::sqrt(dot(back, back));
    point.view = back * (1 / distance);

    V3 colour;
    switch (patch.material)
    {
    case SKIN: {
        const EyeShader* eye = nullptr;
        for (const EyeShader& candidate : eyes)
            if (candidate.reaches(point.position))
                eye = &candidate;
        if (eye)
            return shadeEyes(skin, *eye, point, x, y, fine);
        colour = skin.shade(point);
        break;
    }
    case EAR:
        colour = skin.shadeEar(point);
        break;
    case HAIR:
        colour = shadeHair(point, scene.person, lighting);
        break;
    case CLOTHES:
        return shadeClothes(point, scene.person);
    default:
        return V3(scene.person.glasses.colour) * point.light;
    }
    if (spectacles.worn())
        spectacles.cover(origin, -point.view, distance, distance / focal, colour);
    return colour;
}

V3 Renderer::Impl::shadeEyes(const SkinShader& skin, const EyeShader& eye, const SurfacePoint& point, float x, float y,
                             int fine) const
{
    const V3 base = skin.shade(point);
    if (fine > 1 && eye.isSkin(point.position))
        fine = 1;
    const float footprint = dot(origin - point.position, point.view) / focal;
    V3 sum;
    for (int j = 0; j < fine; ++j)
        for (int i = 0; i < fine; ++i)
        {
            const V3 ray =
                rayThrough(x + (float(i) + 0.5f) / float(fine) - 0.5f, y + (float(j) + 0.5f) / float(fine) - 0.5f);
            // The face is flat over a pixel, unless it is seen along its surface.
            const float slope = dot(ray, point.normal);
            const float way =
                slope < -0.15f ? dot(point.position - origin, point.normal) / slope : dot(point.position - origin, ray);
            V3 colour = eye.shade(origin + ray * way, ray, base, point.light);
            if (spectacles.worn())
                spectacles.cover(origin, ray, way, footprint / float(fine), colour);
            sum += colour;
        }
    return sum * (1 / float(fine * fine));
}

Renderer::Renderer() : Renderer(std::vector<std::string>()) {}
Renderer::Renderer(const std::vector<std::string>& photos) : Renderer(std::make_shared<Photos>(photos)) {}
Renderer::Renderer(const std::shared_ptr<Photos>& photos)
{
    if (!photos)
        CV_Error(cv::Error::StsNullPtr, "Renderer: photos is null");
    p.reset(new Impl(photos));
}
Renderer::~Renderer() = default;

void Renderer::render(const Scene& scene, cv::Mat& frame)
{
    p->render(scene, frame);
}

int Renderer::photos() const
{
    return p->photos->count();
}

} // namespace gaze
