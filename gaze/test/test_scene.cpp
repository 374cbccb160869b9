// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "expect_error.hpp"
#include "scene_fields.hpp"
#include "zoom_gaze/label.hpp"

#include <limits>
#include <set>

namespace {

using namespace gaze;

TEST(Scene, keeps_to_its_ranges)
{
    int glasses = 0, closed = 0, sizes[4] = {};
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
        const double iris = label.eyes[0].irisRadius + label.eyes[1].irisRadius; // mean of the diameters
        // People with the smallest irises do not reach 25 pixels with the longest focal length.
        EXPECT_GE(iris, 4 * 0.98) << seed;
        EXPECT_LE(iris, 25 * 1.02) << seed;
        ++sizes[std::min(std::max(int(4 * std::log(iris / 4) / std::log(25. / 4)), 0), 3)];
        EXPECT_EQ(label.focal, scene.camera.focal);
        EXPECT_EQ(label.distance, distance);
        EXPECT_GE(label.focal, ranges.focal.low - 1e-9);
        EXPECT_LE(label.focal, ranges.focal.high + 1e-9);
        EXPECT_TRUE(scene.screen.contains(scene.gaze)) << seed;
        const cv::Vec3d face = headRotation(scene.head) * cv::Vec3d(0, 0, 1);
        for (const EyeLabel& eye : label.eyes)
        {
            EXPECT_GT(eye.centre.x, 0) << seed;
            EXPECT_GT(eye.centre.y, 0) << seed;
            EXPECT_LT(eye.centre.x, ranges.frame.width) << seed;
            EXPECT_LT(eye.centre.y, ranges.frame.height) << seed;
            EXPECT_NEAR(2 * eye.irisRadius / iris, 1, 0.27) << seed; // one eye is nearer
            EXPECT_LE(std::acos(face.dot(eye.visualAxis)) * 180 / CV_PI, ranges.maxEyeTurn + 1e-6) << seed;
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
    for (int size : sizes) // flat in the logarithm
        EXPECT_NEAR(double(size) / count, 0.25, 0.04);
    for (int style : styles)
        EXPECT_GT(style, count / 100);
    EXPECT_LT(darkest, 0.07);
    EXPECT_GT(lightest, 0.45);
}

TEST(Scene, faces_of_all_distances_are_everywhere_in_the_frame)
{
    int cells[3][3][3] = {}, bands[3] = {}, middle = 0;
    const int count = 3000;
    for (int seed = 0; seed < count; ++seed)
    {
        const Scene scene = drawScene(uint64_t(seed));
        const cv::Point2d place = project(scene.camera, scene.head.position);
        const double distance = scene.head.position[2];
        const int band = distance < 40 ? 0 : distance < 60 ? 1 : 2;
        ++bands[band];
        ++cells[band][std::min(int(place.y * 3 / 720), 2)][std::min(int(place.x * 3 / 1280), 2)];
        // A face too far off the axis would be stretched; the principal point goes with it, but no further.
        const cv::Point2d off = place - scene.camera.principal;
        EXPECT_LE(std::max(std::abs(off.x), std::abs(off.y)), 0.9 * scene.camera.focal * 1.001) << seed;
        EXPECT_EQ(labelOf(scene).principal, scene.camera.principal);
        middle += scene.camera.principal == cv::Point2d(640, 360);
    }
    EXPECT_GT(middle, count / 3);
    for (int band = 0; band < 3; ++band)
    {
        EXPECT_GT(bands[band], count / 10);
        for (const auto& row : cells[band])
            for (int cell : row)
                EXPECT_GT(cell, 0.05 * bands[band]) << "band " << band;
    }
}

TEST(Scene, eyes_never_turn_further_than_allowed)
{
    SceneRanges ranges;
    ranges.distance = {25, 30};
    ranges.maxEyeTurn = 8.5; // only a face that looks straight at the point has no more
    for (uint64_t seed = 0; seed < 200; ++seed)
    {
        const Scene scene = drawScene(seed, ranges);
        EXPECT_TRUE(scene.screen.contains(scene.gaze)) << seed;
        const cv::Vec3d face = headRotation(scene.head) * cv::Vec3d(0, 0, 1);
        for (const EyeLabel& eye : labelOf(scene).eyes)
            EXPECT_LE(std::acos(face.dot(eye.visualAxis)) * 180 / CV_PI, 8.5 + 1e-6) << seed;
    }
    ranges.maxEyeTurn = 6;
    expectError([&] { drawScene(1, ranges); }, {"SceneRanges::maxEyeTurn", "at a distance of 25"});
}

TEST(Scene, a_narrower_frame_scales_the_iris)
{
    SceneRanges ranges;
    ranges.frame = cv::Size(640, 360);
    for (uint64_t seed = 0; seed < 300; ++seed)
    {
        const Scene scene = drawScene(seed, ranges);
        const Label label = labelOf(scene);
        const double iris = label.eyes[0].irisRadius + label.eyes[1].irisRadius;
        EXPECT_GE(iris, 2 * 0.98);
        EXPECT_LE(iris, 12.5 * 1.02);
    }
}

//! All that a scene holds.
std::vector<double> allValues(const Scene& scene)
{
    std::vector<double> values;
    visitFields(scene, [&](const char*, const auto& value, double, double) { values.push_back(double(value)); });
    for (const Light& light : scene.lights)
        values.push_back(light.window);
    for (uint64_t seed : {scene.person.seed, scene.background.seed, scene.effects.seed})
        values.insert(values.end(), {double(seed >> 32), double(seed & 0xffffffff)});
    values.push_back(scene.person.glasses.worn);
    return values;
}

TEST(Scene, the_same_seed_is_the_same_scene_and_another_one_is_not)
{
    SceneRanges ranges;
    ranges.photos = 5;
    const std::vector<double> first = allValues(drawScene(7, ranges));
    EXPECT_EQ(first, allValues(drawScene(7, ranges)));
    EXPECT_NE(first, allValues(drawScene(8, ranges)));
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

TEST(Scene, sets_of_frames_can_have_people_of_their_own)
{
    SceneRanges ranges;
    ranges.people = 20;
    std::set<uint64_t> train, test;
    for (uint64_t seed = 0; seed < 300; ++seed)
    {
        ranges.firstPerson = 0;
        train.insert(drawScene(seed, ranges).person.seed);
        ranges.firstPerson = 20;
        test.insert(drawScene(seed, ranges).person.seed);
    }
    EXPECT_EQ(train.size(), 20u);
    EXPECT_EQ(test.size(), 20u);
    for (uint64_t person : test)
        EXPECT_EQ(train.count(person), 0u);
}

TEST(Scene, eyes_of_one_person_differ_a_little)
{
    cv::Vec2d mean, spread;
    const int count = 2000;
    for (int seed = 0; seed < count; ++seed)
    {
        const EyeShape eyes = drawPerson(uint64_t(seed)).eyes;
        mean += eyes.kappa / count;
        for (int i = 0; i < 2; ++i)
            spread[i] += eyes.kappaDifference[i] * eyes.kappaDifference[i] / count;
    }
    // To the temple and down, see EyeShape::kappa.
    EXPECT_NEAR(mean[0], 5, 0.15);
    EXPECT_NEAR(mean[1], -1.5, 0.15);
    for (int i = 0; i < 2; ++i)
        EXPECT_NEAR(std::sqrt(spread[i]), 0.48, 0.06);
}

//! Fields from all parts of a scene, of which each depends on all draws before it.
std::vector<double> drawnValues(const Scene& s)
{
    return {s.person.eyes.kappa[0],
            s.person.eyes.kappa[1],
            s.person.skin[0],
            s.person.skin[2],
            s.person.hair.hairline,
            s.person.lids.bags,
            s.person.clothes.second[1],
            s.person.clothes.period,
            s.camera.focal,
            s.head.position[0],
            s.gaze.x,
            s.gaze.y,
            s.lights[0].irradiance[0],
            s.ambientBelow[2],
            s.screenLight[1],
            s.background.light,
            s.effects.noise,
            s.effects.whiteBalance[0],
            s.effects.saturation};
}

TEST(Scene, a_seed_is_the_same_scene_with_every_compiler)
{
    // Values of GCC's build, which Clang's gives too. What changes them changes every data set that was rendered.
    const std::vector<double> expected[] = {
        {4.65629318, -1.67395895, 0.476058811, 0.184922338, 7.02474975, 0.0941765687, 0.0643413812, 2.93131194,
         364.977605, 43.4814759, 12.4338358, -19.2501797, 1.1102438, 0.0549641699, 0.101609252, 0.520839875,
         0.00192039698, 1.02013075, 0.855485356},
        {7, -0.44950304, 0.318543255, 0.0865772665, 6.94986457, 0.182877851, 0.0218061805, 1.46464082, 286.234107,
         -40.2811914, 2.25201844, -6.84202445, 0.694107056, 0.147191972, 0.047409717, 0.85252272, 0.00106846641,
         1.00846791, 1.09526443},
        {4.48387456, -1.07654619, 0.252307713, 0.0741178095, 8.50075743, 0.459744888, 0.177085817, 1.88180812,
         421.830145, 27.0770677, -4.07105607, 11.2200905, 0.631838024, 0.130645111, 0.106825188, 1.1678639,
         0.0272180455, 1.10000002, 0.898554677},
    };
    for (size_t i = 0; i < 3; ++i)
    {
        const std::vector<double> values = drawnValues(drawScene(i + 1));
        std::string text;
        for (double value : values)
            text += cv::format("%.9g, ", value);
        ASSERT_EQ(values.size(), expected[i].size()) << text;
        for (size_t k = 0; k < values.size(); ++k)
            EXPECT_NEAR(values[k], expected[i][k], 1e-5 * std::max(1., std::abs(expected[i][k])))
                << k << " of " << text;
    }
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

TEST(Scene, strength_of_effects_scales_the_colours_too)
{
    const auto spread = [](double strength) {
        SceneRanges ranges;
        ranges.effects = strength;
        double sum = 0;
        for (uint64_t seed = 0; seed < 100; ++seed)
        {
            const Scene scene = drawScene(seed, ranges);
            checkScene(scene); // also with strong effects
            const CameraEffects& effects = scene.effects;
            sum += std::abs(effects.contrast - 1) + std::abs(effects.whiteBalance[0] - 1) +
                   std::abs(effects.whiteBalance[2] - 1) + std::abs(effects.saturation - 1);
        }
        return sum;
    };
    EXPECT_NEAR(spread(0.25) / spread(1), 0.25, 0.001);
    EXPECT_GT(spread(4), 3 * spread(1));
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
    refuses("firstPerson", [](SceneRanges& r) { r.firstPerson = -1; });
    refuses("effects", [](SceneRanges& r) { r.effects = 10; });
}

TEST(Scene, refuses_bad_scenes_by_name)
{
    const auto refuses = [](const char* name, const std::function<void(Scene&)>& spoil) {
        Scene scene;
        spoil(scene);
        expectError([&] { labelOf(scene); }, {name});
    };
    refuses("Scene::gaze: the angle", [](Scene& s) {
        s.head.yaw = 90;
        s.gaze.x = 1000;
    });
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
