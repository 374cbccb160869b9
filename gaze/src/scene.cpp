// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/scene.hpp"

#include "check_value.hpp"
#include "eye_geometry.hpp"
#include "random.hpp"
#include "scene_fields.hpp"
#include "zoom_gaze/label.hpp"

#include <cmath>

namespace gaze {

namespace {

//! More than drawPerson() puts between two eyes.
const double WIDEST_EYES = 7;

//! For how long a draw is tried before it is made easier.
const int TRIES = 40;

void checkRange(const char* name, const Range& range, double low, double high)
{
    // Written so that NaN fails.
    if (!(range.low >= low && range.low <= range.high && range.high <= high))
        CV_Error(cv::Error::StsOutOfRange,
                 cv::format("SceneRanges::%s is %g to %g; allowed is low <= high within %g to %g", name, range.low,
                            range.high, low, high));
}

void check(const SceneRanges& ranges)
{
    const struct
    {
        const char* name;
        double value, low, high;
    } values[] = {{"frame.width", double(ranges.frame.width), 64, 8192},
                  {"frame.height", double(ranges.frame.height), 64, 8192},
                  {"headTurn", ranges.headTurn, 0, 20},
                  {"maxEyeTurn", ranges.maxEyeTurn, 5, 40},
                  {"glasses", ranges.glasses, 0, 1},
                  {"closedLids", ranges.closedLids, 0, 1},
                  {"photoBackgrounds", ranges.photoBackgrounds, 0, 1},
                  {"photos", double(ranges.photos), 0, 1e9},
                  {"people", double(ranges.people), 0, 1e9},
                  {"firstPerson", double(ranges.firstPerson), 0, 1e9},
                  {"effects", ranges.effects, 0, 4}};
    for (const auto& v : values)
        checkValue((std::string("SceneRanges::") + v.name).c_str(), v.value, v.low, v.high);
    checkRange("distance", ranges.distance, 15, 400);
    checkRange("irisDiameter", ranges.irisDiameter, 0.5, 200);
    checkRange("focal", ranges.focal, 250, 10000);
    // A face that looks straight at a point has its eyes turned to each other.
    const double vergence = std::atan(WIDEST_EYES / 2 / ranges.distance.low) / RADIANS;
    if (ranges.maxEyeTurn < vergence)
        CV_Error(cv::Error::StsOutOfRange,
                 cv::format("SceneRanges::maxEyeTurn is %g; at a distance of %g eyes that look at one point turn by %g",
                            ranges.maxEyeTurn, ranges.distance.low, vergence));
}

//! A screen about the camera, as cameras sit on devices.
cv::Rect2d drawScreen(Dice& dice, double distance)
{
    // Width, height (upright); how far the screen begins below the camera.
    struct Device
    {
        double width, height, gap;
        bool turns;
    };
    static const Device DEVICES[] = {{6.5, 13, 0.8, true}, {15, 21, 1, true}, {30, 19, 0.8, false}, {52, 30, 1, false}};
    int kind = dice.below(4);
    while (kind > 0 && DEVICES[kind].width > 0.9 * distance)
        --kind;
    const Device& device = DEVICES[kind];
    const double scale = dice.in(0.9, 1.1), width = device.width * scale, height = device.height * scale;
    const int turn = device.turns ? dice.below(4) : 0;
    const double aside = dice.about(0, 0.03 * width);
    switch (turn)
    {
    case 1: // the camera is left of the screen
        return {device.gap, -width / 2 + aside, height, width};
    case 2: // right
        return {-device.gap - height, -width / 2 + aside, height, width};
    case 3: // below
        return {-width / 2 + aside, device.gap, width, height};
    default:
        return {-width / 2 + aside, -device.gap - height, width, height};
    }
}

//! A number whose logarithm is flat.
double drawSize(Dice& dice, double low, double high)
{
    return std::exp(dice.in(std::log(low), std::log(high)));
}

//! Somewhere in the frame, with both eyes inside. @param perCm pixels of a centimetre at the eyes, on the camera's axis
cv::Point2d drawPlace(Dice& dice, double perCm, const Scene& scene)
{
    const auto inside = [&](double size, double margin) {
        return dice.in(std::min(margin, size / 2), std::max(size - margin, size / 2));
    };
    const double x = inside(scene.camera.frame.width, perCm * (scene.person.eyeDistance / 2 + 2.5));
    const double y = inside(scene.camera.frame.height, perCm * 2.5);
    return {x, y};
}

/** The principal point is the frame's middle, unless a face at @p place lay further than @p widest pixels beside or
above it, where perspective stretches it more than cameras show it: then it moves after the face, as if the frame were
cut out of a larger one. Thus near faces, for which the focal length is short, are everywhere in the frame, too. */
cv::Point2d principalFor(const cv::Point2d& place, double widest, cv::Size frame)
{
    const auto along = [&](double at, double size) { return std::min(std::max(size / 2, at - widest), at + widest); };
    return {along(place.x, frame.width), along(place.y, frame.height)};
}

//! Angles that turn the face to a point in the camera's frame.
void faceTo(const cv::Vec3d& point, HeadPose& head)
{
    const cv::Vec3d d = point - head.position;
    head.yaw = std::atan2(d[0], -d[2]) / RADIANS;
    head.pitch = std::atan2(-d[1], std::hypot(d[0], d[2])) / RADIANS;
}

//! Degrees; rounding may bring a cosine beyond 1.
double angleOf(double cosine)
{
    return std::acos(std::min(std::max(cosine, -1.), 1.)) / RADIANS;
}

//! Largest angle between the face and a visual axis, and of the face with the line to the camera.
void turnsOf(const Scene& scene, double& eyes, double& face)
{
    const cv::Vec3d out = headRotation(scene.head) * cv::Vec3d(0, 0, 1);
    eyes = 0;
    for (Side side : {RIGHT_EYE, LEFT_EYE})
        eyes = std::max(eyes, angleOf(out.dot(eyeGeometry(scene, side).visualAxis)));
    face = angleOf(-out.dot(scene.head.position) / cv::norm(scene.head.position));
}

void drawPose(Dice& dice, const SceneRanges& ranges, Scene& scene)
{
    const cv::Rect2d& screen = scene.screen;
    const cv::Point2d middle(screen.x + screen.width / 2, screen.y + screen.height / 2);
    for (int i = 0;; ++i)
    {
        scene.gaze.x = dice.in(screen.x, screen.x + screen.width);
        scene.gaze.y = dice.in(screen.y, screen.y + screen.height);
        // The head does part of the way from the screen's middle to the gaze point.
        cv::Point2d towards = middle + (scene.gaze - middle) * dice.in(0, 1);
        const double freedom = i < TRIES ? 1 : 0;
        if (i >= TRIES)
        {
            // After many misfits the face looks straight at the gaze point, which comes nearer to the camera.
            const cv::Point2d nearest(std::min(std::max(0., screen.x), screen.x + screen.width),
                                      std::min(std::max(0., screen.y), screen.y + screen.height));
            towards = scene.gaze = nearest + (scene.gaze - nearest) * std::exp2(TRIES - i);
        }
        faceTo(cv::Vec3d(-towards.x, -towards.y, 0), scene.head);
        scene.head.yaw += freedom * dice.about(0, ranges.headTurn);
        scene.head.pitch += freedom * dice.about(0, 0.8 * ranges.headTurn);
        scene.head.roll = dice.about(0, 0.7 * ranges.headTurn);
        double eyes, face;
        turnsOf(scene, eyes, face);
        if (eyes <= ranges.maxEyeTurn && face < 42)
            break;
        CV_Assert(i < 3 * TRIES); // check() has seen to it
    }
    scene.bodyYaw = 0.5 * scene.head.yaw + dice.about(0, 10);
}

/** Draws camera, head, screen and gaze so that the irises have the size that was drawn first. */
void drawGeometry(Dice& dice, const SceneRanges& ranges, Scene& scene)
{
    const double unit = ranges.frame.width / 1280., iris = 2 * scene.person.eyes.irisRadius;
    // From the eyeball's centre, by which the distance is told, to the limbus.
    const double depth = std::sqrt(std::pow(scene.person.eyes.eyeballRadius, 2) - iris * iris / 4);
    const double smallest = ranges.focal.low * iris / ranges.distance.high,
                 largest = ranges.focal.high * iris / ranges.distance.low;
    const double low = std::min(std::max(ranges.irisDiameter.low, smallest), largest);
    const double high = std::max(std::min(ranges.irisDiameter.high, largest), low);
    const double pixels = drawSize(dice, low, high);
    // The focal lengths with which it can be had, the shortest ones off the axis only, where perspective stretches.
    const double near = pixels * ranges.distance.low / iris / 1.35, far = pixels * ranges.distance.high / iris;
    const double shortest = std::min(std::max(ranges.focal.low, near), ranges.focal.high);
    const double longest = std::max(std::min(ranges.focal.high, far), shortest);
    for (int i = 0; i <= TRIES; ++i)
    {
        const double focal = drawSize(dice, shortest, longest);
        scene.camera.focal = focal * unit;
        // Beyond 42 degrees off the axis a face is stretched too much; near to it most can be had.
        const double widest = 0.9 * scene.camera.focal * std::min(1., 2 * double(TRIES - i) / TRIES);
        const cv::Point2d inFrame = drawPlace(dice, pixels * unit / iris, scene);
        scene.camera.principal = principalFor(inFrame, widest, ranges.frame);
        const cv::Point2d place = inFrame - scene.camera.principal;
        const double stretch = std::hypot(cv::norm(place) / scene.camera.focal, 1);
        double distance = stretch * focal * iris / pixels + depth;
        if (i < TRIES && !(distance >= ranges.distance.low && distance <= ranges.distance.high))
            continue;
        distance = std::min(std::max(distance, ranges.distance.low), ranges.distance.high);
        scene.head.position = cv::Vec3d(place.x, place.y, scene.camera.focal) * (distance / scene.camera.focal);
        scene.screen = drawScreen(dice, distance);
        drawPose(dice, ranges, scene);
        // The rest is made up by the focal length, in which images are linear.
        const Label label = labelOf(scene);
        const double exact = scene.camera.focal * pixels * unit / (label.eyes[0].irisRadius + label.eyes[1].irisRadius);
        scene.camera.focal = std::min(std::max(exact, ranges.focal.low * unit), ranges.focal.high * unit);
        const cv::Rect2d frame(cv::Point2d(), cv::Size2d(ranges.frame));
        bool inside = scene.camera.focal == exact;
        for (Side side : {RIGHT_EYE, LEFT_EYE})
            inside = inside && frame.contains(project(scene.camera, label.eyes[side].position));
        if (inside)
            return;
    }
}

cv::Vec3f lightColour(Dice& dice)
{
    // From lamps to blue sky.
    const float warm = dice.inF(-0.25, 0.35);
    return {1 + 0.6f * warm, 1 + 0.05f * warm, 1 - 0.8f * warm};
}

//! A camera sets its exposure by the light and, a little, by the skin; not fully. Here the light is scaled instead.
void exposeFace(Dice& dice, Scene& scene)
{
    const cv::Vec3d face = headRotation(scene.head) * cv::Vec3d(0, 0, 1);
    double light = 0.5 * (scene.ambientAbove[1] + scene.ambientBelow[1]) + scene.screenLight[1];
    for (const Light& l : scene.lights)
        light += l.irradiance[1] * std::max(0.15, face.dot(l.direction) / cv::norm(l.direction));
    const double skin = scene.person.skin[1];
    const float gain = float(std::pow(dice.in(0.65, 1.1) / light, 0.7) * std::pow(0.33 / skin, 0.25));
    for (Light& l : scene.lights)
        l.irradiance *= gain;
    scene.ambientAbove *= gain;
    scene.ambientBelow *= gain;
    scene.screenLight *= gain;
}

void drawLights(Dice& dice, Scene& scene)
{
    scene.lights.clear();
    const int count = 1 + dice.below(3);
    for (int i = 0; i < count; ++i)
    {
        Light light;
        const double side = dice.in(-1.35, 1.35), up = dice.in(-0.1, 1.1);
        // In front of the face (towards the camera), at the sides, and now and then a little behind.
        light.direction = cv::Vec3d(std::sin(side) * std::cos(up), -std::sin(up),
                                    -std::cos(side) * std::cos(up) + dice.in(-0.1, 0.3));
        const cv::Vec3f colour = lightColour(dice);
        light.irradiance = colour * dice.inF(0.25, 1.0) * (i ? 0.6f : 1.f);
        light.window = dice.chance(0.45);
        light.size = light.window ? dice.in(5, 17) : dice.in(2, 11);
        scene.lights.push_back(light);
    }
    const cv::Vec3f colour = lightColour(dice), ambient = colour * dice.inF(0.15, 0.55);
    scene.ambientAbove = ambient;
    scene.ambientBelow = ambient.mul(cv::Vec3f{dice.inF(0.35, 0.8), dice.inF(0.3, 0.7), dice.inF(0.25, 0.65)});
    // A screen's light falls off with the square of the distance.
    const double near = std::min(1.5, scene.screen.area() / (scene.head.position[2] * scene.head.position[2]));
    scene.screenLight = cv::Vec3f(0.85f, 0.95f, 1.1f) * float(near * dice.in(0.1, 0.8));
    exposeFace(dice, scene);
}

void drawEffects(Dice& dice, double strength, CameraEffects& effects)
{
    effects.seed = uint64_t(dice.in(0, 4e9));
    if (strength <= 0)
    {
        effects.noise = 0;
        effects.jpegQuality = 0;
        return;
    }
    effects.defocus = strength * (dice.chance(0.4) ? dice.in(0.5, 1.8) : dice.in(0, 0.6));
    effects.motionBlur = dice.chance(0.25) ? strength * dice.in(1, 7) : 0;
    effects.motionAngle = dice.in(0, 180);
    const double noise = dice.in(0, 1);
    effects.noise = strength * noise * dice.in(0.003, 0.05);
    effects.exposure = std::exp2(strength * dice.about(0, 0.35));
    effects.whiteBalance =
        cv::Vec3f{float(1 + strength * dice.about(0, 0.05)), 1, float(1 + strength * dice.about(0, 0.07))};
    effects.contrast = 1 + strength * dice.about(0, 0.08);
    effects.saturation = std::max(0., 1 + strength * dice.about(-0.05, 0.15));
    effects.jpegQuality = dice.chance(0.85) ? int(dice.in(45, 98)) : 0;
}

} // namespace

Scene drawScene(uint64_t seed, const SceneRanges& ranges)
{
    check(ranges);
    Dice dice(mixSeeds(seed, 0));
    Scene scene;
    // People are drawn apart, so that the same person can be seen in many frames.
    const uint64_t person =
        ranges.people > 0 ? uint64_t(ranges.firstPerson) + scramble(seed) % uint64_t(ranges.people) : mixSeeds(seed, 2);
    scene.person = drawPerson(person, ranges.glasses);

    scene.camera.frame = ranges.frame;
    drawGeometry(dice, ranges, scene);

    Expression& expression = scene.expression;
    expression.smile = std::max(-0.2, dice.about(0.25, 0.35));
    expression.mouthOpen = dice.chance(0.2) ? dice.in(0.1, 1) : 0;
    expression.browRaise = dice.about(0, 0.15);
    expression.lidClosure = dice.chance(ranges.closedLids) ? dice.in(0.8, 1) : dice.in(0, 0.22);

    drawLights(dice, scene);
    scene.background.seed = mixSeeds(seed, 3);
    if (ranges.photos > 0 && dice.chance(ranges.photoBackgrounds))
        scene.background.photo = dice.below(ranges.photos);
    scene.background.blur = dice.chance(0.5) ? dice.in(0, 6) : 0;
    scene.background.light = dice.in(0.3, 1.2);
    drawEffects(dice, ranges.effects, scene.effects);
    return scene;
}

void checkScene(const Scene& scene)
{
    if (scene.lights.empty() || scene.lights.size() > size_t(Scene::MAX_LIGHTS))
        CV_Error(cv::Error::StsOutOfRange, cv::format("Scene::lights has %d lights; allowed is 1 to %d",
                                                      int(scene.lights.size()), Scene::MAX_LIGHTS));
    visitFields(scene, FieldCheck());
    for (const Light& light : scene.lights)
        checkValue("Light::direction's length", cv::norm(light.direction), 1e-6, 2e6);
    double eyes, face;
    turnsOf(scene, eyes, face);
    checkValue("Scene::gaze: the angle between the face and the line from an eye to the gaze point", eyes, 0, 75);
}

} // namespace gaze
