// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_SCENE_FIELDS_HPP
#define ZOOM_GAZE_SCENE_FIELDS_HPP

#include "zoom_gaze/scene.hpp"

namespace gaze {

//! The part of visitFields() for a camera's effects.
template <typename Effects, typename Visit>
void visitEffects(Effects& effects, Visit&& visit)
{
    visit("CameraEffects::defocus", effects.defocus, 0, 50);
    visit("CameraEffects::motionBlur", effects.motionBlur, 0, 50);
    visit("CameraEffects::motionAngle", effects.motionAngle, -360, 360);
    visit("CameraEffects::noise", effects.noise, 0, 1);
    visit("CameraEffects::exposure", effects.exposure, 0.01, 100);
    for (int i = 0; i < 3; ++i)
        visit("CameraEffects::whiteBalance", effects.whiteBalance[i], 0.1, 10);
    visit("CameraEffects::contrast", effects.contrast, 0.1, 10);
    visit("CameraEffects::saturation", effects.saturation, 0, 4);
    visit("CameraEffects::jpegQuality", effects.jpegQuality, 0, 100);
}

/** The table of all numbers of a scene and of what they may be; the renderer holds for all of it.
@param scene Scene or const Scene; its number of lights is right
@param visit is called with the field's name, a reference to it (double, float, int or an enumeration) and its lowest
and highest value, first those on which the bounds of others depend */
template <typename AnyScene, typename Visit>
void visitFields(AnyScene& scene, Visit&& visit)
{
    const auto vector = [&](const char* name, auto& values, double low, double high) {
        for (int i = 0; i < int(values.channels); ++i)
            visit(name, values[i], low, high);
    };
    const auto albedo = [&](const char* name, auto& colour) { vector(name, colour, 0, 1); };
    const auto light = [&](const char* name, auto& colour) { vector(name, colour, 0, 1000); };

    visit("Camera::frame.width", scene.camera.frame.width, 64, 8192);
    visit("Camera::frame.height", scene.camera.frame.height, 64, 8192);
    visit("Camera::focal", scene.camera.focal, 10, 1e5);
    visit("Camera::principal.x", scene.camera.principal.x, -1e5, 1e5);
    visit("Camera::principal.y", scene.camera.principal.y, -1e5, 1e5);
    visit("HeadPose::position[0]", scene.head.position[0], -1e4, 1e4);
    visit("HeadPose::position[1]", scene.head.position[1], -1e4, 1e4);
    visit("HeadPose::position[2]", scene.head.position[2], 10, 1e4);
    visit("HeadPose::yaw", scene.head.yaw, -90, 90);
    visit("HeadPose::pitch", scene.head.pitch, -90, 90);
    visit("HeadPose::roll", scene.head.roll, -180, 180);
    visit("Scene::bodyYaw", scene.bodyYaw, -180, 180);
    visit("Scene::gaze.x", scene.gaze.x, -1e3, 1e3);
    visit("Scene::gaze.y", scene.gaze.y, -1e3, 1e3);
    visit("Scene::screen.x", scene.screen.x, -1e3, 1e3);
    visit("Scene::screen.y", scene.screen.y, -1e3, 1e3);
    visit("Scene::screen.width", scene.screen.width, 0.1, 1e3);
    visit("Scene::screen.height", scene.screen.height, 0.1, 1e3);
    light("Scene::screenLight", scene.screenLight);
    light("Scene::ambientAbove", scene.ambientAbove);
    light("Scene::ambientBelow", scene.ambientBelow);
    for (auto& lamp : scene.lights)
    {
        vector("Light::direction", lamp.direction, -1e6, 1e6);
        light("Light::irradiance", lamp.irradiance);
        visit("Light::size", lamp.size, 0.5, 60);
    }
    visit("Expression::smile", scene.expression.smile, -1, 1.5);
    visit("Expression::mouthOpen", scene.expression.mouthOpen, 0, 4);
    visit("Expression::browRaise", scene.expression.browRaise, -1, 1.5);
    visit("Expression::lidClosure", scene.expression.lidClosure, 0, 1);

    auto& person = scene.person;
    visit("Person::eyeDistance", person.eyeDistance, 5, 8);
    albedo("Person::skin", person.skin);
    visit("Person::flush", person.flush, 0, 1);
    visit("Person::freckles", person.freckles, 0, 1);
    visit("Person::age", person.age, 0, 1);
    visit("Person::lipstick", person.lipstick, 0, 1);
    visit("Person::oiliness", person.oiliness, 0, 1);

    auto& eyes = person.eyes;
    visit("EyeShape::eyeballRadius", eyes.eyeballRadius, 0.9, 1.5);
    visit("EyeShape::irisRadius", eyes.irisRadius, 0.4, 0.75);
    visit("EyeShape::corneaRadius", eyes.corneaRadius, eyes.irisRadius + 0.02, eyes.eyeballRadius);
    visit("EyeShape::pupilRadius", eyes.pupilRadius, 0.05, eyes.irisRadius - 0.05);
    vector("EyeShape::kappa", eyes.kappa, -15, 15);
    vector("EyeShape::kappaDifference", eyes.kappaDifference, -10, 10);
    albedo("EyeShape::innerIris", eyes.innerIris);
    albedo("EyeShape::outerIris", eyes.outerIris);
    albedo("EyeShape::sclera", eyes.sclera);
    visit("EyeShape::limbalRing", eyes.limbalRing, 0, 1);
    visit("EyeShape::redness", eyes.redness, 0, 1);

    auto& lids = person.lids;
    visit("LidShape::upper", lids.upper, -0.5, 0.8);
    visit("LidShape::lower", lids.lower, -0.8, 0.5);
    visit("LidShape::medial", lids.medial, 1, 2);
    visit("LidShape::lateral", lids.lateral, 0.9, 1.5);
    visit("LidShape::tilt", lids.tilt, -0.5, 0.5);
    visit("LidShape::creaseHeight", lids.creaseHeight, 0, 1);
    visit("LidShape::creaseDepth", lids.creaseDepth, 0, 1);
    visit("LidShape::bags", lids.bags, 0, 1);
    visit("LidShape::lashes", lids.lashes, 0, 1);
    visit("LidShape::liner", lids.liner, 0, 1);
    visit("LidShape::shadow", lids.shadow, 0, 1);
    albedo("LidShape::shadowColour", lids.shadowColour);

    auto& face = person.face;
    visit("FaceShape::width", face.width, -3, 3);
    visit("FaceShape::length", face.length, -3, 3);
    visit("FaceShape::jaw", face.jaw, -3, 3);
    visit("FaceShape::chin", face.chin, -3, 3);
    visit("FaceShape::cheekbones", face.cheekbones, -3, 3);
    visit("FaceShape::cheeks", face.cheeks, -3, 3);
    visit("FaceShape::brow", face.brow, -3, 3);
    visit("FaceShape::sockets", face.sockets, -3, 3);
    visit("FaceShape::noseLength", face.noseLength, -3, 3);
    visit("FaceShape::noseWidth", face.noseWidth, -3, 3);
    visit("FaceShape::noseHeight", face.noseHeight, -3, 3);
    visit("FaceShape::noseBridge", face.noseBridge, -3, 3);
    visit("FaceShape::noseTip", face.noseTip, -3, 3);
    visit("FaceShape::lips", face.lips, -3, 3);
    visit("FaceShape::mouthWidth", face.mouthWidth, -3, 3);
    visit("FaceShape::forehead", face.forehead, -3, 3);

    auto& hair = person.hair;
    visit("Hair::style", hair.style, 0, HAIR_STYLES - 1);
    albedo("Hair::colour", hair.colour);
    visit("Hair::hairline", hair.hairline, 0, 15);
    visit("Hair::volume", hair.volume, 0, 4);
    visit("Hair::length", hair.length, 0, 60);
    visit("Hair::curl", hair.curl, 0, 1);
    visit("Hair::fringe", hair.fringe, 0, 1);
    visit("Hair::parting", hair.parting, -10, 10);
    visit("Hair::stubble", hair.stubble, 0, 1);
    visit("Hair::moustache", hair.moustache, 0, 1);
    visit("Hair::beard", hair.beard, 0, 1);
    visit("Hair::browThickness", hair.browThickness, 0, 2);
    visit("Hair::browArch", hair.browArch, -1, 2);
    visit("Hair::browDensity", hair.browDensity, 0, 1);

    auto& glasses = person.glasses;
    visit("Glasses::width", glasses.width, 1, 8);
    visit("Glasses::height", glasses.height, 1, 8);
    visit("Glasses::roundness", glasses.roundness, 0, 1);
    visit("Glasses::rim", glasses.rim, 0, 2);
    visit("Glasses::drop", glasses.drop, -3, 3);
    albedo("Glasses::colour", glasses.colour);
    visit("Glasses::tint", glasses.tint, 0, 0.94);
    visit("Glasses::reflection", glasses.reflection, 0, 1);

    auto& clothes = person.clothes;
    visit("Clothes::pattern", clothes.pattern, 0, CLOTHES_PATTERNS - 1);
    albedo("Clothes::colour", clothes.colour);
    albedo("Clothes::second", clothes.second);
    visit("Clothes::collar", clothes.collar, 0, 1);
    visit("Clothes::period", clothes.period, 0.05, 100);

    visit("Background::photo", scene.background.photo, -1, 1e9);
    visit("Background::blur", scene.background.blur, 0, 50);
    visit("Background::light", scene.background.light, 0, 1.5);

    visitEffects(scene.effects, visit);
}

} // namespace gaze

#endif // ZOOM_GAZE_SCENE_FIELDS_HPP
