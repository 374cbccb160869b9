// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "scene_fields.hpp"

#include "expect_error.hpp"
#include "zoom_gaze/renderer.hpp"

#include <limits>
#include <type_traits>

namespace {

using namespace gaze;

//! Sets one field of the table, by its place in it.
class Setter
{
public:
    Setter(int place_, double value_) : place(place_), value(value_) {}

    template <typename T>
    void operator()(const char* fieldName, T& field, double fieldLow, double fieldHigh)
    {
        if (count++ != place)
            return;
        name = fieldName;
        low = fieldLow;
        high = fieldHigh;
        real = std::is_floating_point<T>::value;
        if (real || std::abs(value) < 1e9)
            field = static_cast<T>(value);
    }

    int place, count = 0;
    double value, low = 0, high = 0;
    bool real = false;
    std::string name;
};

//! A small scene in which everything that can be seen is.
Scene fullScene()
{
    Scene scene = drawScene(5);
    scene.camera.frame = cv::Size(96, 64);
    scene.camera.principal = cv::Point2d(48, 32);
    scene.camera.focal = 160;
    scene.head = HeadPose();
    scene.gaze = cv::Point2d(0, -5);
    scene.person.glasses.worn = true;
    scene.person.hair.style = HAIR_LONG;
    scene.person.hair.beard = scene.person.lids.shadow = scene.person.lipstick = scene.person.freckles = 0.5;
    scene.person.clothes.pattern = CLOTHES_CHECKS;
    return scene;
}

//! The field at a place of the table, with what it may be.
Setter fieldAt(int place)
{
    Scene scene = fullScene();
    Setter setter(place, 0);
    visitFields(scene, setter);
    return setter;
}

TEST(SceneFields, are_all_checked_before_anything_is_rendered)
{
    const int count = fieldAt(-1).count;
    ASSERT_GT(count, 120);
    const double infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
    Renderer renderer;
    for (int i = 0; i < count; ++i)
    {
        const Setter field = fieldAt(i);
        const double beyond = 0.01 * (field.high - field.low) + 1;
        for (double value : {nan, infinity, -infinity, field.low - beyond, field.high + beyond})
        {
            if (!field.real && !(std::abs(value) < 2e9))
                continue;
            Scene scene = fullScene();
            Setter set(i, value);
            visitFields(scene, set);
            if (!field.real && !(std::abs(value) < 1e9))
                continue;
            cv::Mat frame;
            expectError([&] { renderer.render(scene, frame); }, {field.name});
            EXPECT_TRUE(frame.empty()) << field.name;
            expectError([&] { labelOf(scene); }, {field.name});
        }
    }
}

TEST(SceneFields, can_be_rendered_at_both_ends)
{
    Renderer renderer;
    cv::Mat frame;
    for (int i = 0; i < fieldAt(-1).count; ++i)
    {
        const Setter field = fieldAt(i);
        if (field.name == "Background::photo" || field.name.find("Camera::frame") == 0)
            continue;
        for (double value : {field.low, field.high})
        {
            Scene scene = fullScene();
            Setter set(i, value);
            visitFields(scene, set);
            try
            {
                renderer.render(scene, frame);
                EXPECT_EQ(frame.size(), scene.camera.frame) << field.name;
            }
            catch (const cv::Exception& error)
            {
                // Bounds of one field may hang on another one, and a turned head may look away.
                EXPECT_TRUE(error.err.find("EyeShape::") == 0 || error.err.find("Scene::gaze: the angle") == 0)
                    << field.name << ": " << error.err;
            }
        }
    }
}

} // namespace
