// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/scene.hpp"

#include "random.hpp"

#include <cmath>

namespace gaze {

namespace {

using cv::Vec3f;

Vec3f mix(const Vec3f& a, const Vec3f& b, double share)
{
    return a * float(1 - share) + b * float(share);
}

Vec3f scaled(const Vec3f& a, const Vec3f& b)
{
    return {a[0] * b[0], a[1] * b[1], a[2] * b[2]};
}

//! An albedo that is picked where colours are seen. @param encoded hue (0 to 6), saturation and value
Vec3f pickedColour(const cv::Vec3d& encoded)
{
    const double hue = encoded[0], saturation = encoded[1], value = encoded[2];
    Vec3f colour;
    for (int c = 0; c < 3; ++c)
    {
        const double k = std::fmod((c == 0 ? 5 : c == 1 ? 3 : 1) + hue, 6.);
        const double share = std::max(0., std::min({k, 4 - k, 1.}));
        colour[c] = float(std::pow(value * (1 - saturation * share), 2.2));
    }
    return colour;
}

//! Albedos from light to dark skin; the steps between are about equal to the eye.
const Vec3f SKINS[] = {{0.74f, 0.51f, 0.41f},   {0.66f, 0.43f, 0.32f},  {0.57f, 0.345f, 0.24f},
                       {0.48f, 0.275f, 0.175f}, {0.36f, 0.19f, 0.115f}, {0.25f, 0.125f, 0.075f},
                       {0.16f, 0.08f, 0.05f},   {0.095f, 0.05f, 0.035f}};
const int SKIN_COUNT = sizeof(SKINS) / sizeof(SKINS[0]);

struct IrisColour
{
    Vec3f inner, outer;
};
const IrisColour IRISES[] = {
    {{0.055f, 0.025f, 0.010f}, {0.035f, 0.016f, 0.008f}}, // dark brown
    {{0.13f, 0.06f, 0.02f}, {0.08f, 0.035f, 0.013f}},     // brown
    {{0.24f, 0.13f, 0.04f}, {0.13f, 0.085f, 0.03f}},      // light brown
    {{0.26f, 0.17f, 0.06f}, {0.13f, 0.15f, 0.075f}},      // hazel
    {{0.22f, 0.22f, 0.11f}, {0.13f, 0.19f, 0.13f}},       // green
    {{0.24f, 0.29f, 0.31f}, {0.13f, 0.20f, 0.28f}},       // blue
    {{0.30f, 0.33f, 0.34f}, {0.20f, 0.24f, 0.27f}},       // grey
};

const Vec3f HAIRS[] = {{0.010f, 0.008f, 0.007f}, {0.022f, 0.014f, 0.009f}, {0.05f, 0.028f, 0.015f},
                       {0.10f, 0.055f, 0.028f},  {0.20f, 0.12f, 0.055f},   {0.38f, 0.26f, 0.13f},
                       {0.20f, 0.065f, 0.02f},   {0.30f, 0.28f, 0.26f},    {0.58f, 0.56f, 0.52f}};

void drawEyes(Dice& dice, double darkness, Person& person)
{
    EyeShape& eyes = person.eyes;
    eyes.eyeballRadius = dice.about(1.2, 0.03);
    eyes.irisRadius = dice.about(0.585, 0.018);
    eyes.corneaRadius = dice.about(0.78, 0.02);
    eyes.pupilRadius = dice.in(0.13, 0.32);
    eyes.kappa = cv::Vec2d{dice.about(5, 1), dice.about(-1.5, 0.8)};
    eyes.kappaDifference = cv::Vec2d{dice.about(0, 0.5), dice.about(0, 0.5)};
    // Light eyes go with light skin.
    const int kinds = darkness > 0.5 ? 2 : darkness > 0.3 ? 4 : 7;
    const IrisColour& colour = IRISES[dice.below(kinds)];
    const float strength = dice.inF(0.8, 1.25);
    eyes.innerIris = colour.inner * strength;
    eyes.outerIris = colour.outer * strength * dice.inF(0.85, 1.15);
    eyes.sclera = mix(Vec3f(0.74f, 0.71f, 0.68f), Vec3f(0.64f, 0.56f, 0.45f), dice.in(0, 0.4) + 0.35 * darkness);
    eyes.limbalRing = dice.in(0.25, 0.9);
    eyes.redness = dice.mostlySmall(1);
    person.eyeDistance = dice.about(6.3, 0.28);
}

void drawLids(Dice& dice, bool feminine, Person& person)
{
    LidShape& lids = person.lids;
    lids.upper = dice.about(feminine ? 0.37 : 0.34, 0.05);
    lids.lower = dice.about(feminine ? -0.46 : -0.44, 0.035);
    lids.medial = dice.about(1.48, 0.07);
    lids.lateral = dice.about(1.27, 0.045);
    lids.tilt = dice.about(0.06, 0.05);
    const bool single = dice.chance(0.2);
    lids.creaseHeight = single ? dice.in(0.05, 0.14) : dice.in(0.16, 0.42);
    lids.creaseDepth = single ? dice.in(0, 0.3) : dice.in(0.4, 1);
    const double bags = dice.in(0.05, 0.35);
    lids.bags = std::min(1., bags + 0.6 * person.age * dice.in(0, 1));
    lids.lashes = feminine ? dice.in(0.5, 1) : dice.in(0.2, 0.7);
    if (feminine && dice.chance(0.5))
    {
        lids.liner = dice.in(0.2, 1);
        lids.shadow = dice.chance(0.5) ? dice.in(0.1, 0.7) : 0;
        lids.shadowColour = pickedColour({dice.in(0, 6), dice.in(0.1, 0.5), dice.in(0.2, 0.6)});
    }
}

void drawFace(Dice& dice, FaceShape& face, bool feminine)
{
    for (double* value : {&face.width, &face.length, &face.jaw, &face.chin, &face.cheekbones, &face.cheeks, &face.brow,
                          &face.sockets, &face.noseLength, &face.noseWidth, &face.noseHeight, &face.noseBridge,
                          &face.noseTip, &face.lips, &face.mouthWidth, &face.forehead})
        *value = dice.about(0, 0.55);
    if (feminine)
    {
        face.jaw -= 0.8;
        face.brow -= 1.0;
        face.chin -= 0.4;
        face.lips += 0.6;
        face.noseHeight -= 0.5;
        face.noseWidth -= 0.5;
        face.noseLength -= 0.3;
        face.length -= 0.5;
        face.cheeks += 0.3;
    }
    else
    {
        face.jaw += 0.3;
        face.brow += 0.3;
        face.chin += 0.2;
        face.lips -= 0.2;
    }
}

void drawHair(Dice& dice, double darkness, bool feminine, Person& person)
{
    Hair& hair = person.hair;
    const double when = dice.in(0, 1);
    if (feminine)
        hair.style = when < 0.02   ? HAIR_CROPPED
                     : when < 0.1  ? HAIR_SHORT
                     : when < 0.3  ? HAIR_MEDIUM
                     : when < 0.78 ? HAIR_LONG
                                   : HAIR_TIED;
    else
        hair.style = when < 0.1    ? HAIR_NONE
                     : when < 0.32 ? HAIR_CROPPED
                     : when < 0.8  ? HAIR_SHORT
                     : when < 0.92 ? HAIR_MEDIUM
                     : when < 0.97 ? HAIR_LONG
                                   : HAIR_TIED;
    const bool grey = dice.chance(person.age > 0.5 ? 1.2 * (person.age - 0.5) : 0.02);
    const int shades = darkness > 0.45 ? 2 : darkness > 0.25 ? 4 : 7;
    hair.colour = grey ? HAIRS[7 + dice.below(2)] : HAIRS[dice.below(shades)];
    if (!grey && feminine && dice.chance(0.03))
        hair.colour = pickedColour({dice.in(0, 6), dice.in(0.3, 0.7), dice.in(0.3, 0.6)});
    hair.colour = hair.colour * dice.inF(0.75, 1.3);
    hair.hairline = dice.about(feminine ? 6.6 : 6.9, 0.5);
    if (!feminine)
        hair.hairline += 1.6 * person.age * dice.in(0, 1);
    hair.volume = dice.in(0.4, 1.6);
    hair.length = dice.in(6, 24);
    hair.curl = dice.in(0, 1) * (darkness > 0.5 ? 1 : 0.6);
    hair.fringe = dice.chance(feminine ? 0.3 : 0.2) ? dice.in(0.3, 1) : 0;
    hair.parting = dice.about(0, 2.2);
    if (!feminine)
    {
        hair.stubble = dice.chance(0.6) ? dice.in(0.1, 0.9) : 0.05;
        if (dice.chance(0.3))
        {
            hair.moustache = dice.in(0.4, 1);
            hair.beard = dice.chance(0.75) ? dice.in(0.4, 1) : 0;
        }
    }
    hair.browThickness = dice.in(feminine ? 0.25 : 0.4, feminine ? 0.7 : 1);
    hair.browArch = dice.in(0, feminine ? 0.8 : 0.5);
    hair.browDensity = dice.in(0.4, 1);
}

void drawGlasses(Dice& dice, Glasses& glasses)
{
    glasses.worn = true;
    glasses.width = dice.in(4.6, 5.7);
    glasses.height = dice.in(2.9, 4.8);
    glasses.roundness = dice.in(0, 1);
    glasses.rim = dice.chance(0.12) ? 0.04 : dice.in(0.1, 0.42);
    glasses.drop = dice.in(0.1, 0.7);
    glasses.colour = dice.chance(0.5)   ? Vec3f(0.015f, 0.015f, 0.016f)
                     : dice.chance(0.5) ? pickedColour({dice.in(0.2, 0.9), dice.in(0.3, 0.8), dice.in(0.2, 0.6)})
                     : dice.chance(0.5) ? Vec3f(0.45f, 0.40f, 0.30f) * dice.inF(0.5, 1.2)
                                        : pickedColour({dice.in(0, 6), dice.in(0, 0.9), dice.in(0.1, 0.9)});
    glasses.tint = dice.chance(0.1) ? dice.in(0.05, 0.35) : dice.in(0, 0.05);
    glasses.reflection = dice.in(0.1, 1);
}

void drawClothes(Dice& dice, Clothes& clothes)
{
    clothes.pattern = dice.chance(0.5) ? CLOTHES_PLAIN : ClothesPattern(1 + dice.below(CLOTHES_PATTERNS - 1));
    clothes.colour = pickedColour({dice.in(0, 6), dice.mostlySmall(1), dice.in(0.1, 0.95)});
    clothes.second = pickedColour({dice.in(0, 6), dice.mostlySmall(0.9), dice.in(0.05, 1)});
    clothes.collar = dice.in(0, 1);
    clothes.period = dice.in(0.8, 6);
}

} // namespace

Person drawPerson(uint64_t seed, double glasses)
{
    CV_Check(glasses, glasses >= 0 && glasses <= 1, "drawPerson: glasses is a probability, 0 to 1");
    Dice dice(mixSeeds(seed, 1));
    Person person;
    person.seed = scramble(seed);
    const bool feminine = dice.chance(0.5);
    const double tone = (SKIN_COUNT - 1.01) * std::pow(dice.in(0, 1), 1.3), darkness = tone / (SKIN_COUNT - 1);
    person.skin = mix(SKINS[int(tone)], SKINS[int(tone) + 1], tone - int(tone));
    person.skin = scaled(person.skin, Vec3f{dice.inF(0.94, 1.06), dice.inF(0.94, 1.06), dice.inF(0.92, 1.08)});
    person.flush = dice.in(0.15, 1);
    person.freckles = darkness < 0.3 && dice.chance(0.2) ? dice.in(0.2, 1) : 0;
    person.age = dice.in(0, 1);
    person.lipstick = feminine && dice.chance(0.4) ? dice.in(0.2, 1) : 0;
    person.oiliness = dice.in(0.15, 1);
    drawEyes(dice, darkness, person);
    drawLids(dice, feminine, person);
    drawFace(dice, person.face, feminine);
    drawHair(dice, darkness, feminine, person);
    if (dice.chance(glasses))
        drawGlasses(dice, person.glasses);
    drawClothes(dice, person.clothes);
    return person;
}

} // namespace gaze
