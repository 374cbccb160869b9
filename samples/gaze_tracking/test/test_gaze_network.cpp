// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "gaze_method.hpp"

#include "expect_error.hpp"
#include "onnx_inputs.hpp"
#include "test_folder.hpp"
#include "tiny_gaze_network.hpp"

#include <fstream>

namespace {

class GazeNetworkTest : public gaze::TestFolder
{
protected:
    std::string path(const std::string& name) const { return (folder / name).string(); }
};

gaze::Camera someCamera()
{
    gaze::Camera camera;
    camera.frame = cv::Size(320, 180);
    camera.focal = 200;
    camera.principal = cv::Point2d(150, 80);
    return camera;
}

TEST_F(GazeNetworkTest, is_fed_with_the_frame_and_its_rays)
{
    const std::string onnx = path("tiny.onnx");
    writeTinyGazeNetwork(onnx);
    ModelFiles files;
    files.saliency = std::string(ZOOM_MODELS) + "/contrast.yaml";
    files.task = files.uniformTask = onnx;
    const gaze::Camera camera = someCamera();
    GazeMethod uniform = uniformMethod(files);
    EXPECT_EQ(uniform.inputSize(), cv::Size(TINY_INPUT, TINY_INPUT));
    const cv::Mat blue(camera.frame, CV_8UC3, cv::Scalar(204, 51, 153)); // red is 0.2 after mean and scale
    const GazeLook& seen = uniform.look(blue, camera, 0);
    // The mean ray of a whole frame is that of its middle.
    EXPECT_NEAR(seen.estimate.gaze.x, 40 * (160 - 150) / 200. + 5 * 0.2, 1e-3);
    EXPECT_NEAR(seen.estimate.gaze.y, -40 * (90 - 80) / 200. - 10, 1e-3);
    EXPECT_TRUE(seen.eyesSeen);
    ASSERT_EQ(seen.estimate.features.size(), 6u);
    EXPECT_NEAR(seen.estimate.features[0], 0.2, 1e-4);
    EXPECT_EQ(seen.estimate.features[1], 0) << "behind a ReLU";
    EXPECT_NEAR(seen.estimate.features[2], 0.4, 1e-4);
    cv::Mat shown;
    uniform.shown(shown);
    EXPECT_LE(cv::norm(shown, cv::Mat(shown.size(), CV_8UC3, cv::Scalar(204, 51, 153)), cv::NORM_INF), 1);

    EXPECT_FALSE(uniform.look(cv::Mat::zeros(camera.frame, CV_8UC3), camera, 0.1).eyesSeen);

    // What stands out at the right draws the zoom, and with it the mean ray, there.
    GazeMethod zoom = zoomMethod(files);
    cv::Mat spot(camera.frame, CV_8UC3, cv::Scalar::all(102));
    cv::RNG noise(1);
    noise.fill(spot(cv::Rect(230, 70, 40, 40)), cv::RNG::UNIFORM, 0, 204);
    zoom.look(spot, camera, 0);
    uniform.look(spot, camera, 0.2);
    EXPECT_GT(zoom.last().estimate.gaze.x, uniform.last().estimate.gaze.x + 1);
    EXPECT_NE(zoom.identity(), uniform.identity());
}

TEST_F(GazeNetworkTest, is_refused_where_it_is_none)
{
    writeTinyGazeNetwork(path("no_rays.onnx"), "rays");
    expectError([&] { GazeNetwork(path("no_rays.onnx")); }, {"no_rays.onnx", "no input 'rays'"});
    expectError([&] { GazeNetwork(std::string(ZOOM_MODELS) + "/glyphs_task.onnx"); }, {"glyphs_task.onnx"});
    std::ofstream(path("text.onnx")) << "no network";
    expectError([&] { GazeNetwork(path("text.onnx")); }, {"text.onnx", "no input 'image'"});
    expectError([&] { GazeNetwork(path("nowhere.onnx")); }, {"nowhere.onnx"});
}

TEST_F(GazeNetworkTest, tells_its_inputs_and_breaks_at_no_byte)
{
    writeTinyGazeNetwork(path("tiny.onnx"));
    const auto inputs = cv::zoom::onnx::inputsOf(path("tiny.onnx"));
    ASSERT_EQ(inputs.size(), 2u);
    EXPECT_EQ(inputs.at("image"), (std::vector<uint64_t>{1, 3, TINY_INPUT, TINY_INPUT}));
    EXPECT_EQ(inputs.at("rays"), (std::vector<uint64_t>{1, 3, 4, 4}));
    std::ifstream file(path("tiny.onnx"), std::ios::binary);
    const std::string whole((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    size_t complete = 0;
    for (size_t length = 0; length < whole.size(); length += 3)
    {
        std::ofstream(path("part.onnx"), std::ios::binary) << whole.substr(0, length);
        complete += cv::zoom::onnx::inputsOf(path("part.onnx")).size() == 2;
    }
    EXPECT_LT(complete, whole.size() / 6);
}

} // namespace
