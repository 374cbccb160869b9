// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "expect_error.hpp"
#include "zoom_gaze/label.hpp"

#include <limits>

namespace {

using namespace gaze;

TEST(Scene, keeps_to_its_ranges)
{
    int glasses = 0, closed = 0, small = 0, big = 0;
    const int count = 3000;
    const SceneRanges ranges;
    std::vector<int> styles(HAIR_STYLES);
    double darkest = 1, lightest = 0;
    for (int seed = 0; seed < count; ++seed)
    {
        const Scene scene = drawScene(uint64_t(seed), ranges);
        const Label label = labelOf(scene);
        const double distance = scene.head.position[2];
        EXPECT_GE(distance, 25 - 1e-9);
        EXPECT_LE(distance, 90 + 1e-9);
        const double iris = 2 * scene.person.eyes.irisRadius * scene.camera.focal / distance;
        EXPECT_GE(iris, 4 - 1e-9) << seed;
        EXPECT_LE(iris, 25 + 1e-9) << seed;
        small += iris < 6;
        big += iris > 18;
        EXPECT_TRUE(scene.screen.contains(scene.gaze)) << seed;
        const cv::Vec3d face = headRotation(scene.head) * cv::Vec3d(0, 0, 1);
        for (const EyeLabel& eye : label.eyes)
        {
            EXPECT_GT(eye.centre.x, 0) << seed;
            EXPECT_GT(eye.centre.y, 0) << seed;
            EXPECT_LT(eye.centre.x, ranges.frame.width) << seed;
            EXPECT_LT(eye.centre.y, ranges.frame.height) << seed;
            EXPECT_LE(std::acos(face.dot(eye.visualAxis)) * 180 / CV_PI, ranges.maxEyeTurn + 3) << seed;
        }
        EXPECT_GT(-face.dot(scene.head.position) / cv::norm(scene.head.position), 0.5)
            << "the face is turned away, " << seed;
        glasses += scene.person.glasses.worn;
        closed += scene.expression.lidClosure > 0.5;
        ++styles[scene.person.hair.style];
        darkest = std::min<double>(darkest, scene.person.skin[1]);
        lightest = std::max<double>(lightest, scene.person.skin[1]);
    }
    EXPECT_NEAR(double(glasses) / count, ranges.glasses, 0.04);
    EXPECT_NEAR(double(closed) / count, ranges.closedLids, 0.015);
    EXPECT_GT(small, count / 50);
    EXPECT_GT(big, count / 20);
    for (int style : styles)
        EXPECT_GT(style, count / 100);
    EXPECT_LT(darkest, 0.07);
    EXPECT_GT(lightest, 0.45);
}

TEST(Scene, faces_are_everywhere_in_the_frame)
{
    int cells[3][3] = {};
    for (uint64_t seed = 0; seed < 1000; ++seed)
    {
        const Scene scene = drawScene(seed);
        const cv::Point2d middle = project(scene.camera, scene.head.position);
        ++cells[std::min(int(middle.y * 3 / 720), 2)][std::min(int(middle.x * 3 / 1280), 2)];
    }
    for (const auto& row : cells)
        for (int cell : row)
            EXPECT_GT(cell, 20);
}

TEST(Scene, a_narrower_frame_scales_the_iris)
{
    SceneRanges ranges;
    ranges.frame = cv::Size(640, 360);
    for (uint64_t seed = 0; seed < 300; ++seed)
    {
        const Scene scene = drawScene(seed, ranges);
        const double iris = 2 * scene.person.eyes.irisRadius * scene.camera.focal / scene.head.position[2];
        EXPECT_GE(iris, 2 - 1e-9);
        EXPECT_LE(iris, 12.5 + 1e-9);
    }
}

TEST(Scene, the_same_seed_is_the_same_scene_and_another_one_is_not)
{
    const Label a = labelOf(drawScene(7)), b = labelOf(drawScene(7)), c = labelOf(drawScene(8));
    EXPECT_EQ(a.eyes[0].position, b.eyes[0].position);
    EXPECT_EQ(a.gaze, b.gaze);
    EXPECT_NE(a.gaze, c.gaze);
}

TEST(Scene, people_can_be_seen_again)
{
    SceneRanges ranges;
    ranges.people = 5;
    std::vector<uint64_t> seen;
    for (uint64_t seed = 0; seed < 100; ++seed)
        seen.push_back(drawScene(seed, ranges).person.seed);
    std::sort(seen.begin(), seen.end());
    EXPECT_EQ(std::unique(seen.begin(), seen.end()) - seen.begin(), 5);
}

TEST(Scene, no_effects_leaves_a_perfect_camera)
{
    SceneRanges ranges;
    ranges.effects = 0;
    const CameraEffects effects = drawScene(3, ranges).effects;
    EXPECT_EQ(effects.noise, 0);
    EXPECT_EQ(effects.defocus, 0);
    EXPECT_EQ(effects.jpegQuality, 0);
    EXPECT_EQ(effects.exposure, 1);
}

TEST(Scene, refuses_bad_ranges_by_name)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto refuses = [](const char* name, const std::function<void(SceneRanges&)>& spoil) {
        SceneRanges ranges;
        spoil(ranges);
        expectError([&] { drawScene(1, ranges); }, {std::string("SceneRanges::") + name});
    };
    refuses("frame", [](SceneRanges& r) { r.frame = cv::Size(0, 720); });
    refuses("distance", [](SceneRanges& r) { r.distance = {5, 90}; });
    refuses("distance", [](SceneRanges& r) { r.distance = {60, 50}; });
    refuses("irisDiameter", [&](SceneRanges& r) { r.irisDiameter = {nan, 5}; });
    refuses("focal", [](SceneRanges& r) { r.focal = {100, 400}; });
    refuses("headTurn", [](SceneRanges& r) { r.headTurn = -1; });
    refuses("maxEyeTurn", [](SceneRanges& r) { r.maxEyeTurn = 80; });
    refuses("glasses", [](SceneRanges& r) { r.glasses = 1.5; });
    refuses("closedLids", [&](SceneRanges& r) { r.closedLids = nan; });
    refuses("photoBackgrounds", [](SceneRanges& r) { r.photoBackgrounds = -0.1; });
    refuses("photos", [](SceneRanges& r) { r.photos = -1; });
    refuses("people", [](SceneRanges& r) { r.people = -1; });
    refuses("effects", [](SceneRanges& r) { r.effects = 10; });
}

TEST(Scene, refuses_bad_scenes_by_name)
{
    const auto refuses = [](const char* name, const std::function<void(Scene&)>& spoil) {
        Scene scene;
        spoil(scene);
        expectError([&] { labelOf(scene); }, {name});
    };
    refuses("Camera::frame", [](Scene& s) { s.camera.frame = cv::Size(10, 10); });
    refuses("Camera::focal", [](Scene& s) { s.camera.focal = 0; });
    refuses("HeadPose::position[2]", [](Scene& s) { s.head.position[2] = -50; });
    refuses("HeadPose::yaw", [](Scene& s) { s.head.yaw = 170; });
    refuses("Scene::gaze.x", [](Scene& s) { s.gaze.x = std::numeric_limits<double>::infinity(); });
    refuses("Scene::lights", [](Scene& s) { s.lights.clear(); });
    refuses("Scene::lights", [](Scene& s) { s.lights.resize(5); });
    refuses("Light::direction", [](Scene& s) { s.lights[0].direction = cv::Vec3d(); });
    refuses("EyeShape::eyeballRadius", [](Scene& s) { s.person.eyes.eyeballRadius = 3; });
    refuses("EyeShape::corneaRadius", [](Scene& s) { s.person.eyes.corneaRadius = 0.5; });
    refuses("EyeShape::pupilRadius", [](Scene& s) { s.person.eyes.pupilRadius = 0.7; });
    refuses("Expression::lidClosure", [](Scene& s) { s.expression.lidClosure = 2; });
    refuses("CameraEffects::jpegQuality", [](Scene& s) { s.effects.jpegQuality = 101; });
    expectError([] { drawPerson(1, 2); }, {"drawPerson", "glasses"});
}

} // namespace
