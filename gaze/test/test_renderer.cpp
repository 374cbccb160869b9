// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/renderer.hpp"

#include "expect_error.hpp"
#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"

#include <filesystem>
#include <fstream>

namespace {

using namespace gaze;

//! A face without brows, lashes and effects, wide open eyes with a dark iris, in light from the front.
Scene plainScene()
{
    Scene scene;
    scene.camera.focal = 900;
    scene.head.position = cv::Vec3d(0, 0, 42); // an iris of 25 pixels
    scene.gaze = cv::Point2d(0, 0);
    scene.screenLight = cv::Vec3f(0, 0, 0);
    scene.ambientAbove = scene.ambientBelow = cv::Vec3f(0.6f, 0.6f, 0.6f);
    Light light;
    light.direction = cv::Vec3d(0, -0.3, -1);
    light.irradiance = cv::Vec3f(0.4f, 0.4f, 0.4f);
    light.size = 20;
    scene.lights = {light};
    Person& person = scene.person;
    person.eyes.kappa = cv::Vec2d(0, 0);
    person.eyes.innerIris = person.eyes.outerIris = cv::Vec3f(0.01f, 0.01f, 0.01f);
    person.eyes.redness = 0;
    person.lids.upper = 0.62;
    person.lids.lower = -0.62;
    person.lids.lashes = person.lids.creaseDepth = person.lids.bags = 0;
    person.hair.browDensity = 0;
    person.hair.style = HAIR_NONE;
    scene.effects = CameraEffects();
    scene.effects.noise = 0;
    scene.effects.jpegQuality = 0;
    return scene;
}

cv::Mat rendered(const Scene& scene)
{
    Renderer renderer;
    cv::Mat frame;
    renderer.render(scene, frame);
    return frame;
}

struct Dark
{
    cv::Point2d centre;
    double area = 0;
};

//! The dark pixels about a place: of an iris, whose label it does not look at.
Dark darkAbout(const cv::Mat& frame, const cv::Point2d& place, double radius, double threshold = 70)
{
    cv::Mat grey;
    cv::cvtColor(frame, grey, cv::COLOR_BGR2GRAY);
    Dark dark;
    for (int y = int(place.y - radius); y <= int(place.y + radius); ++y)
        for (int x = int(place.x - radius); x <= int(place.x + radius); ++x)
            if (cv::Rect(cv::Point(), grey.size()).contains(cv::Point(x, y)) && grey.at<uchar>(y, x) < threshold)
            {
                dark.centre += cv::Point2d(x + 0.5, y + 0.5);
                dark.area += 1;
            }
    dark.centre /= std::max(dark.area, 1.);
    return dark;
}

TEST(Renderer, the_iris_is_where_the_label_says)
{
    const cv::Point2d gazes[] = {{0, 0}, {16, 0}, {-16, 0}, {0, 9}, {0, -12}, {12, -8}, {-12, 6}};
    for (const cv::Point2d& gaze : gazes)
    {
        Scene scene = plainScene();
        scene.gaze = gaze;
        const cv::Mat frame = rendered(scene);
        const Label label = labelOf(scene);
        for (const EyeLabel& eye : label.eyes)
        {
            const Dark dark = darkAbout(frame, eye.centre, 2.2 * eye.irisRadius);
            EXPECT_NEAR(dark.centre.x, eye.irisCentre.x, 0.12 * eye.irisRadius) << gaze;
            EXPECT_NEAR(dark.centre.y, eye.irisCentre.y, 0.2 * eye.irisRadius) << gaze;
            EXPECT_NEAR(dark.area / (CV_PI * eye.irisRadius * eye.irisRadius), 0.95, 0.2) << gaze;
        }
    }
}

TEST(Renderer, the_iris_follows_the_head_too)
{
    for (const cv::Vec3d& turn :
         {cv::Vec3d(20, 0, 0), cv::Vec3d(-20, 0, 0), cv::Vec3d(0, 12, 0), cv::Vec3d(0, -12, 15), cv::Vec3d(10, 5, -20)})
    {
        Scene scene = plainScene();
        scene.head.yaw = turn[0];
        scene.head.pitch = turn[1];
        scene.head.roll = turn[2];
        scene.head.position = cv::Vec3d(6, -3, 42);
        const cv::Mat frame = rendered(scene);
        for (const EyeLabel& eye : labelOf(scene).eyes)
        {
            const Dark dark = darkAbout(frame, eye.centre, 2 * eye.irisRadius);
            EXPECT_LT(cv::norm(dark.centre - eye.irisCentre), 0.25 * eye.irisRadius) << turn;
        }
    }
}

TEST(Renderer, small_irises_are_where_the_label_says)
{
    Scene scene = plainScene();
    scene.head.position = cv::Vec3d(-20, 10, 90);
    scene.camera.focal = 310;
    // Measured as missing light, since no pixel is wholly iris: 4 pixels across.
    for (double x : {-30., 0., 30.})
    {
        scene.gaze.x = x;
        cv::Mat frame = rendered(scene), wide;
        const double zoom = 8;
        const Label label = labelOf(scene);
        for (const EyeLabel& eye : label.eyes)
        {
            cv::Mat part;
            cv::cvtColor(frame, part, cv::COLOR_BGR2GRAY);
            const cv::Matx23d map(zoom, 0, 32 - zoom * (eye.centre.x - 0.5), 0, zoom, 32 - zoom * (eye.centre.y - 0.5));
            cv::warpAffine(part, part, map, cv::Size(64, 64), cv::INTER_LINEAR);
            double lowest, highest;
            cv::minMaxLoc(part, &lowest, &highest);
            const cv::Mat dark = part < lowest + 0.3 * (highest - lowest);
            const cv::Moments m = cv::moments(dark, true);
            EXPECT_NEAR(m.m10 / m.m00 / zoom, 4 + eye.irisCentre.x - eye.centre.x, 0.6) << x;
        }
    }
}

//! Radius under which a pupil is seen from far away through the cornea, a sphere before water.
double seenRadius(const EyeShape& shape, double pupil)
{
    const double r = shape.corneaRadius;
    const double sag = r - std::sqrt(r * r - shape.irisRadius * shape.irisRadius), depth = sag + 0.07; // of the iris
    // Where a ray at that height comes to the iris, by Snell's law.
    const auto met = [&](double height) {
        const double in = std::asin(height / r), out = std::asin(height / r / 1.336);
        return height - (depth - (r - std::sqrt(r * r - height * height))) * std::tan(in - out);
    };
    double low = pupil, high = 1.5 * pupil;
    for (int i = 0; i < 50; ++i)
    {
        const double middle = (low + high) / 2;
        (met(middle) < pupil ? low : high) = middle;
    }
    return low;
}

TEST(Renderer, the_pupil_is_in_the_middle_of_a_light_iris)
{
    Scene scene = plainScene();
    scene.person.eyes.innerIris = scene.person.eyes.outerIris = cv::Vec3f(0.45f, 0.45f, 0.45f);
    scene.person.eyes.limbalRing = 0;
    // Large, and without lights that the cornea mirrors.
    scene.camera.focal = 3600;
    scene.lights[0].irradiance = cv::Vec3f(0, 0, 0);
    scene.ambientAbove = scene.ambientBelow = cv::Vec3f(1, 1, 1);
    for (double pupil : {0.18, 0.3})
    {
        scene.person.eyes.pupilRadius = pupil;
        const cv::Mat frame = rendered(scene);
        for (const EyeLabel& eye : labelOf(scene).eyes)
        {
            const Dark dark = darkAbout(frame, eye.irisCentre, 0.8 * eye.irisRadius, 115);
            EXPECT_LT(cv::norm(dark.centre - eye.irisCentre), 0.1 * eye.irisRadius);
            const double radius = std::sqrt(dark.area / CV_PI) / eye.irisRadius * scene.person.eyes.irisRadius;
            EXPECT_NEAR(radius, seenRadius(scene.person.eyes, pupil), 0.03 * pupil);
            EXPECT_GT(radius, 1.06 * pupil) << "as without refraction";
        }
    }
}

TEST(Renderer, the_iris_lies_on_the_optical_axis_and_not_on_the_visual_one)
{
    for (double kappa : {-12., 12.})
    {
        Scene scene = plainScene();
        scene.person.eyes.kappa = cv::Vec2d(kappa, 0);
        const cv::Mat frame = rendered(scene);
        for (const EyeLabel& eye : labelOf(scene).eyes)
        {
            const Dark dark = darkAbout(frame, eye.centre, 2.2 * eye.irisRadius);
            EXPECT_NEAR(dark.centre.x, eye.irisCentre.x, 0.12 * eye.irisRadius) << kappa;
            const cv::Point2d other = project(scene.camera, eye.position + 1.05 * eye.visualAxis);
            EXPECT_GT(std::abs(dark.centre.x - other.x), 0.25 * eye.irisRadius) << kappa;
        }
    }
}

TEST(Renderer, the_chin_casts_its_shadow_on_the_neck)
{
    // From above and from the side the light falls under the same angle on what faces the camera.
    const auto brightness = [](const cv::Vec3d& direction, double y) {
        Scene scene = plainScene();
        scene.ambientAbove = scene.ambientBelow = cv::Vec3f(0.02f, 0.02f, 0.02f);
        scene.lights[0].direction = direction;
        scene.lights[0].irradiance = cv::Vec3f(1, 1, 1);
        scene.person.clothes.collar = 0;
        const cv::Point2d place = project(scene.camera, cv::Vec3d(0, -y, 44));
        return cv::mean(rendered(scene)(cv::Rect(int(place.x) - 4, int(place.y) - 4, 9, 9)))[1];
    };
    const cv::Vec3d above(0, -1, -1), aside(1, 0, -1);
    EXPECT_GT(brightness(aside, -13), 60);
    EXPECT_LT(brightness(above, -13), 0.6 * brightness(aside, -13));
    EXPECT_GT(brightness(above, 5), 0.8 * brightness(aside, 5)) << "nothing stands before the forehead";
}

TEST(Renderer, a_light_is_mirrored_on_its_side_of_the_iris)
{
    for (double side : {-0.5, 0.5})
    {
        Scene scene = plainScene();
        scene.lights[0].direction = cv::Vec3d(side, 0, -1);
        scene.lights[0].size = 4;
        scene.lights[0].irradiance = cv::Vec3f(1, 1, 1);
        const cv::Mat frame = rendered(scene);
        for (const EyeLabel& eye : labelOf(scene).eyes)
        {
            cv::Mat grey;
            cv::cvtColor(frame, grey, cv::COLOR_BGR2GRAY);
            const int radius = int(0.6 * eye.irisRadius);
            const cv::Rect box(cv::Point(int(eye.irisCentre.x) - radius, int(eye.irisCentre.y) - radius),
                               cv::Size(2 * radius, 2 * radius));
            cv::Point brightest;
            double highest;
            cv::minMaxLoc(grey(box), nullptr, &highest, nullptr, &brightest);
            EXPECT_GT(highest, 120);
            EXPECT_GT((brightest.x + box.x + 0.5 - eye.irisCentre.x) * side, 0);
            EXPECT_LT(std::abs(brightest.y + box.y + 0.5 - eye.irisCentre.y), 0.35 * eye.irisRadius);
        }
    }
}

TEST(Renderer, closed_lids_hide_the_eye)
{
    Scene scene = plainScene();
    const EyeLabel eye = labelOf(scene).eyes[0];
    EXPECT_GT(darkAbout(rendered(scene), eye.centre, eye.irisRadius).area, 100);
    scene.expression.lidClosure = 1;
    EXPECT_LT(darkAbout(rendered(scene), eye.centre, eye.irisRadius).area, 5);
}

TEST(Renderer, the_upper_lid_goes_down_with_the_gaze)
{
    // The first row from above with the iris' or the sclera's grey (blue is about as strong as red) at the eye's
    // centre.
    const auto margin = [](const Scene& scene) {
        const cv::Mat frame = rendered(scene);
        const EyeLabel eye = labelOf(scene).eyes[0];
        const int x = int(eye.centre.x);
        for (int y = int(eye.centre.y - 2 * eye.irisRadius);; ++y)
        {
            const cv::Vec3b pixel = frame.at<cv::Vec3b>(y, x);
            if (pixel[0] > 0.8 * pixel[2] || pixel[2] < 60 || y > eye.centre.y + 2 * eye.irisRadius)
                return (y - eye.centre.y) / eye.irisRadius;
        }
    };
    Scene scene = plainScene();
    scene.person.lids.upper = 0.36;
    const double straight = margin(scene);
    scene.gaze.y = -18;
    const double down = margin(scene);
    EXPECT_NEAR(straight, -0.85, 0.25);
    EXPECT_GT(down, straight + 0.3);
}

TEST(Renderer, frames_do_not_depend_on_threads_nor_on_what_was_rendered_before)
{
    const int threads = cv::getNumThreads();
    SceneRanges ranges;
    ranges.frame = cv::Size(640, 360);
    Renderer used;
    for (uint64_t seed = 0; seed < 12; ++seed)
    {
        const Scene scene = drawScene(seed, ranges);
        cv::Mat one, several;
        cv::setNumThreads(1);
        Renderer().render(scene, one);
        cv::setNumThreads(2);
        used.render(scene, several);
        EXPECT_EQ(cv::norm(one, several, cv::NORM_INF), 0) << seed;
    }
    cv::setNumThreads(threads);
}

TEST(Renderer, people_lights_and_glasses_change_the_face)
{
    const Scene scene = plainScene();
    const cv::Mat frame = rendered(scene);
    const cv::Rect face(560, 280, 160, 270);
    const auto differs = [&](const std::function<void(Scene&)>& change) {
        Scene other = scene;
        change(other);
        return cv::norm(rendered(other)(face), frame(face), cv::NORM_L1) / double(face.area());
    };
    EXPECT_GT(differs([](Scene& s) { s.person.skin = cv::Vec3f(0.1f, 0.05f, 0.03f); }), 50);
    EXPECT_GT(differs([](Scene& s) { s.lights[0].direction = cv::Vec3d(1, 0, -0.2); }), 3);
    EXPECT_GT(differs([](Scene& s) { s.person.glasses.worn = true; }), 3);
    EXPECT_GT(differs([](Scene& s) { s.person.face.noseHeight = 1; }), 0.5);
    EXPECT_GT(differs([](Scene& s) { s.person.lipstick = 1; }), 0.5);
    EXPECT_EQ(differs([](Scene&) {}), 0);
}

TEST(Renderer, renders_whatever_can_be_drawn)
{
    Renderer renderer;
    cv::Mat frame;
    SceneRanges ranges;
    ranges.frame = cv::Size(320, 180);
    for (uint64_t seed = 1000; seed < 1100; ++seed)
    {
        const Scene scene = drawScene(seed, ranges);
        renderer.render(scene, frame);
        ASSERT_EQ(frame.size(), ranges.frame);
        ASSERT_EQ(frame.type(), CV_8UC3);
        cv::Scalar mean, deviation;
        cv::meanStdDev(frame, mean, deviation);
        EXPECT_GT(deviation[1], 2) << seed;
    }
    ranges.distance = {15, 400};
    ranges.irisDiameter = {0.5, 200};
    for (uint64_t seed = 0; seed < 50; ++seed)
        renderer.render(drawScene(seed, ranges), frame);
}

TEST(Renderer, photos_are_backgrounds)
{
    namespace fs = std::filesystem;
    const fs::path folder = fs::temp_directory_path() / ("zoom-gaze-photos-" + std::to_string(cv::getTickCount()));
    fs::create_directories(folder);
    cv::imwrite((folder / "red.png").string(), cv::Mat(90, 100, CV_8UC3, cv::Scalar(0, 0, 200)));
    std::ofstream(folder / "text.txt") << "no image";
    const std::vector<std::string> photos = findPhotos(folder.string());
    ASSERT_EQ(photos.size(), 1u);
    Renderer renderer(photos);
    EXPECT_EQ(renderer.photos(), 1);
    Scene scene = plainScene();
    scene.background.photo = 0;
    cv::Mat frame;
    renderer.render(scene, frame);
    EXPECT_LE(cv::norm(frame.at<cv::Vec3b>(5, 5), cv::Vec3b(0, 0, 200), cv::NORM_INF), 3);
    scene.background.photo = 1;
    expectError([&] { renderer.render(scene, frame); }, {"Background::photo", "1 photos"});
    const cv::Mat before = frame.clone();
    expectError([&] { renderer.render(scene, frame); }, {"Background::photo"});
    EXPECT_EQ(cv::norm(before, frame, cv::NORM_INF), 0) << "an error leaves the frame as it was";
    fs::remove_all(folder);
    scene.background.photo = 0;
    renderer.render(scene, frame); // the photo is in memory
    expectError([&] { Renderer(std::shared_ptr<Photos>()); }, {"Renderer", "photos"});
    expectError([&] { Renderer(photos).render(scene, frame); }, {"red.png", "cannot be read"});
    expectError([&] { findPhotos(folder.string()); }, {"findPhotos", folder.string()});
}

TEST(Renderer, photos_are_read_once_reduced_and_kept_to_a_limit)
{
    namespace fs = std::filesystem;
    const fs::path folder = fs::temp_directory_path() / ("zoom-gaze-photos-kept-" + std::to_string(cv::getTickCount()));
    fs::create_directories(folder);
    for (int i = 0; i < 3; ++i)
        cv::imwrite((folder / (std::to_string(i) + ".png")).string(),
                    cv::Mat(600, 1000, CV_8UC3, cv::Scalar::all(60 * (i + 1))));
    const cv::Size frame(320, 180), reduced(480, 288); // 1.5 times as wide, and not cropped
    const size_t each = size_t(reduced.area()) * 3;
    const auto photos = std::make_shared<Photos>(findPhotos(folder.string()), 2 * each + 100);
    EXPECT_EQ(photos->get(0, frame).size(), reduced);
    EXPECT_EQ(photos->get(0, frame).at<cv::Vec3b>(9, 9), cv::Vec3b::all(60));
    EXPECT_EQ(photos->reads(), 1u);
    photos->get(1, frame);
    photos->get(0, frame);
    EXPECT_EQ(photos->bytes(), 2 * each);
    photos->get(2, frame); // 1 was not used for the longest time
    EXPECT_EQ(photos->bytes(), 2 * each);
    EXPECT_EQ(photos->reads(), 3u);
    photos->get(0, frame);
    EXPECT_EQ(photos->reads(), 3u);
    photos->get(1, frame);
    EXPECT_EQ(photos->reads(), 4u);
    // Too large for the limit: it is there all the same, for this time. Small ones are left as they are.
    EXPECT_EQ(photos->get(0, cv::Size(1280, 720)).size(), cv::Size(1000, 600));
    EXPECT_LE(photos->bytes(), 2 * each + 100);
    // Two renderers share what is in memory.
    const auto shared = std::make_shared<Photos>(findPhotos(folder.string()));
    Renderer one(shared), two(shared);
    Scene scene = plainScene();
    scene.background.photo = 1;
    cv::Mat a, b;
    one.render(scene, a);
    two.render(scene, b);
    EXPECT_EQ(shared->reads(), 1u);
    EXPECT_EQ(cv::norm(a, b, cv::NORM_INF), 0);
    fs::remove_all(folder);
}

} // namespace
