// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Gaze sets, and the tool on each of them.
#include "tool_fixture.hpp"

#if defined ZOOM_TRAIN_TOOL && defined ZOOM_TRAIN_WITH_GAZE

#include "gaze_data.hpp"
#include "tiny_recordings.hpp"
#include "zoom_gaze/label.hpp"
#include "zoom_gaze/rays.hpp"
#include "zoom_gaze/rendered_folder.hpp"

#include "opencv2/dnn.hpp"
#include "opencv2/imgcodecs.hpp"
#include "opencv2/zoom_train/gaze.hpp"

#include <cmath>
#include <filesystem>

namespace opencv_test {
namespace {

namespace fs = std::filesystem;
using namespace cv::zoom_train;
using tool::GazeOptions;
using torch::Tensor;

struct GazeDataTest : ToolFixture
{
    GazeOptions options(const std::string& name, data::Split split) const
    {
        GazeOptions o;
        o.name = name;
        if (name != "gaze")
            o.path = folder + "/" + name;
        o.split = split;
        o.frame = Size(128, 72);
        return o;
    }

    gaze::TinyRecordings recordings(const std::string& name) const
    {
        fs::create_directories(folder + "/" + name);
        return gaze::TinyRecordings(folder + "/" + name);
    }

    //! Frames of 640x480 in all splits.
    void makeGazeCapture() const
    {
        const gaze::TinyRecordings set = recordings("gazecapture");
        set.gazeCapture("00002", "train", Size(640, 480));
        set.gazeCapture("00003", "val", Size(640, 480));
        set.gazeCapture("00004", "test", Size(640, 480));
    }

    void makeMpii() const
    {
        for (const char* name : {"p00", "p01", "p02", "p03"})
            recordings("mpiifacegaze").mpii(name, Size(640, 480));
    }

    //! A folder as gaze_frames makes them. @return its path
    std::string makeFrames(const std::string& split, int count) const
    {
        gaze::RenderedSet set;
        set.ranges.frame = Size(128, 72);
        set.split = split;
        set.count = count;
        const std::string path = folder + "/frames/" + split;
        gaze::renderFolder(set, std::make_shared<gaze::Photos>(std::vector<std::string>()), path);
        return path;
    }

    static std::string errorOf(const GazeOptions& o)
    {
        try
        {
            tool::gazeDataset(o);
            return "no error";
        }
        catch (const cv::Exception& e)
        {
            return e.err;
        }
    }
};

Point2d centreOf(const Rect2f& box)
{
    return Point2d(box.x + 0.5 * box.width, box.y + 0.5 * box.height);
}

//! The direction in which the camera sees a place of the frame, at a depth of 1.
Point2d rayOf(const data::Sample& sample, const Point2d& place)
{
    const std::vector<float>& a = sample.attributes;
    return Point2d((place.x - a[GAZE_PRINCIPAL_X]) / a[GAZE_FOCAL_X],
                   (place.y - a[GAZE_PRINCIPAL_Y]) / a[GAZE_FOCAL_Y]);
}

TEST_F(GazeDataTest, rendered_frames_say_what_the_label_says)
{
    const auto set = tool::gazeDataset(options("gaze", data::TEST));
    EXPECT_EQ(set->size(), 1000u);
    EXPECT_EQ(set->outputs(), 2);
    EXPECT_TRUE(set->isRegression());
    int compared = 0;
    for (size_t i = 0; i < 6; ++i)
    {
        const data::Sample s = set->get(i, 0);
        ASSERT_EQ(s.image.type(), CV_8UC3);
        ASSERT_EQ(s.image.size(), Size(128, 72));
        ASSERT_EQ(s.attributes.size(), size_t(GAZE_ATTRIBUTES));
        gaze::RenderedSet all;
        all.ranges.frame = Size(128, 72);
        all.split = "test";
        all.seed = data::mixSeeds(0, 0);
        const gaze::Label label = gaze::labelOf(gaze::sceneOf(all, int(i)));
        EXPECT_NEAR(s.values[0], label.gaze.x, 1e-5);
        EXPECT_NEAR(s.values[1], label.gaze.y, 1e-5);
        EXPECT_NEAR(s.attributes[GAZE_DISTANCE], label.distance, 1e-4);
        EXPECT_NEAR(s.attributes[GAZE_IRIS], label.eyes[0].irisRadius + label.eyes[1].irisRadius, 1e-4);
        for (const data::Thing& eye : s.things)
        {
            const gaze::EyeLabel& its = label.eyes[size_t(eye.label)];
            const double margin = its.irisRadius + 1;
            if (its.centre.x < margin || its.centre.x > 128 - margin || its.centre.y < margin ||
                its.centre.y > 72 - margin)
                continue; // a part of the box is beyond the frame
            EXPECT_NEAR(eye.box.width * 128, 2 * its.irisRadius, 1e-3);
            // Where the camera has the eye in space.
            const Point2d ray = rayOf(s, centreOf(eye.box));
            EXPECT_NEAR(ray.x, its.position[0] / its.position[2], 1e-3);
            EXPECT_NEAR(ray.y, its.position[1] / its.position[2], 1e-3);
            ++compared;
        }
    }
    EXPECT_GE(compared, 4);
}

TEST_F(GazeDataTest, rendered_frames_are_fresh_in_training_only)
{
    GazeOptions o = options("gaze", data::TRAIN);
    o.count = 8;
    const auto training = tool::gazeDataset(o);
    EXPECT_EQ(training->size(), 8u);
    EXPECT_EQ(training->get(1, 0).values, training->get(1, 0).values);
    EXPECT_EQ(cvtest::norm(training->get(1, 0).image, training->get(1, 0).image, NORM_INF), 0);
    EXPECT_NE(training->get(1, 0).values, training->get(1, 1).values);
    EXPECT_NE(training->get(1, 0).values, training->get(2, 0).values);
    const auto test = tool::gazeDataset(options("gaze", data::TEST)),
               validation = tool::gazeDataset(options("gaze", data::VALIDATION));
    EXPECT_EQ(test->get(1, 0).values, test->get(1, 5).values);
    EXPECT_NE(test->get(1, 0).values, training->get(1, 0).values);
    EXPECT_NE(test->get(1, 0).values, validation->get(1, 0).values);
    // Renderers are lent to threads.
    data::Loader alone(training, 4, true, 3, 0), together(training, 4, true, 3, 3);
    for (int64_t step = 0; step < 4; ++step)
        EXPECT_TRUE(torch::equal(alone.get(step).images, together.get(step).images)) << step;
    EXPECT_THROW(training->get(8, 0), cv::Exception);
    o.frame = Size(8, 8);
    EXPECT_NE(errorOf(o).find("frame"), std::string::npos) << errorOf(o);
}

TEST_F(GazeDataTest, a_mirrored_frame_has_a_mirrored_gaze)
{
    GazeOptions o = options("gaze", data::TRAIN);
    o.count = 10;
    const auto plain = tool::gazeDataset(o);
    o.flip = true;
    const auto mirrored = tool::gazeDataset(o);
    int times = 0;
    for (size_t i = 0; i < plain->size(); ++i)
    {
        const data::Sample a = plain->get(i, 0), b = mirrored->get(i, 0);
        if (a.values == b.values)
        {
            EXPECT_EQ(cvtest::norm(a.image, b.image, NORM_INF), 0);
            continue;
        }
        ++times;
        Mat image;
        flip(a.image, image, 1);
        EXPECT_EQ(cvtest::norm(image, b.image, NORM_INF), 0);
        EXPECT_EQ(b.values[0], -a.values[0]);
        EXPECT_EQ(b.values[1], a.values[1]);
        ASSERT_EQ(b.things.size(), a.things.size());
        for (size_t k = 0; k < a.things.size(); ++k)
        {
            // The left eye has become a right one, seen as far to the other side.
            const data::Thing &from = a.things[a.things.size() - 1 - k], &to = b.things[k];
            EXPECT_EQ(to.label, 1 - from.label);
            const Point2d before = rayOf(a, centreOf(from.box)), after = rayOf(b, centreOf(to.box));
            EXPECT_NEAR(after.x, -before.x, 1e-4);
            EXPECT_NEAR(after.y, before.y, 1e-4);
        }
        ASSERT_EQ(b.target.empty(), a.target.empty()); // empty where an eye is beyond the frame
        if (!a.target.empty())
        {
            EXPECT_NEAR(centreOf(b.target).x, 1 - centreOf(a.target).x, 1e-5);
        }
    }
    EXPECT_GT(times, 0);
    EXPECT_LT(times, 10);
}

TEST_F(GazeDataTest, changes_leave_the_label_alone)
{
    GazeOptions o = options("gaze", data::TRAIN);
    o.count = 3;
    const auto plain = tool::gazeDataset(o);
    o.augment = 1;
    const auto changed = tool::gazeDataset(o);
    for (size_t i = 0; i < 3; ++i)
    {
        const data::Sample a = plain->get(i, 0), b = changed->get(i, 0);
        EXPECT_EQ(a.values, b.values);
        EXPECT_EQ(a.attributes, b.attributes);
        EXPECT_GT(cvtest::norm(a.image, b.image, NORM_INF), 0);
        EXPECT_EQ(cvtest::norm(b.image, changed->get(i, 0).image, NORM_INF), 0);
    }
    o.split = data::TEST;
    const auto test = tool::gazeDataset(o);
    o.augment = 0;
    EXPECT_EQ(cvtest::norm(test->get(0, 0).image, tool::gazeDataset(o)->get(0, 0).image, NORM_INF), 0);
}

TEST_F(GazeDataTest, recorded_frames_are_fitted_and_not_stretched)
{
    makeGazeCapture();
    GazeOptions o = options("gazecapture", data::TRAIN);
    o.frame = Size(160, 160);
    const auto set = tool::gazeDataset(o);
    ASSERT_EQ(set->size(), 2u); // the frame without eyes is left out
    const data::Sample s = set->get(1, 0);
    ASSERT_EQ(s.image.size(), Size(160, 160));
    // 640x480 becomes 160x120, with 20 grey rows above and below.
    EXPECT_EQ(s.image.at<Vec3b>(19, 80), Vec3b(102, 102, 102));
    EXPECT_EQ(s.image.at<Vec3b>(140, 80), Vec3b(102, 102, 102));
    EXPECT_LE(s.image.at<Vec3b>(20, 0)[0], 10);
    EXPECT_LE(s.image.at<Vec3b>(139, 159)[0], 10);
    EXPECT_EQ(s.values, (std::vector<float>{-1.5f, -1.f}));
    // Eyes at (148.75, 221.5) and (248.75, 219.5) in pixels of the file.
    ASSERT_EQ(s.things.size(), 2u);
    EXPECT_EQ(s.things[0].label, 0);
    EXPECT_NEAR(centreOf(s.things[0].box).x, 148.75 / 640, 1e-5);
    EXPECT_NEAR(centreOf(s.things[0].box).y, (221.5 / 4 + 20) / 160, 1e-5);
    EXPECT_NEAR(centreOf(s.things[1].box).x, 248.75 / 640, 1e-5);
    EXPECT_NEAR(s.things[0].box.width * 640, 2 * 0.093 * std::hypot(100, 2), 1e-2);
    EXPECT_NEAR(s.things[0].box.width, s.things[0].box.height, 1e-6);
    EXPECT_NEAR(s.target.x, s.things[0].box.x, 1e-6);
    EXPECT_NEAR(s.target.br().x, s.things[1].box.br().x, 1e-6);
    // seen; distance and iris unknown; 0.9 widths; the middle
    const float attributes[] = {1, 0, 0, 0.9f, 0.9f, 0.5f, 0.5f};
    for (size_t i = 0; i < s.attributes.size(); ++i)
        EXPECT_NEAR(s.attributes[i], attributes[i], 1e-6) << i;
    o.focal = 1.2;
    EXPECT_NEAR(tool::gazeDataset(o)->get(1, 0).attributes[GAZE_FOCAL_Y], 1.2, 1e-6);
    o.frame = Size(320, 160); // now as high as the frame
    const data::Sample wide = tool::gazeDataset(o)->get(1, 0);
    EXPECT_EQ(wide.image.at<Vec3b>(80, 52), Vec3b(102, 102, 102));
    EXPECT_LE(wide.image.at<Vec3b>(80, 160)[0], 10);
    EXPECT_NEAR(wide.attributes[GAZE_FOCAL_Y], 1.2 * 640 / 480, 1e-5);
    EXPECT_NEAR(wide.attributes[GAZE_FOCAL_X], 1.2 * 640 * (213. / 640) / 320, 1e-5);
    EXPECT_NEAR(wide.attributes[GAZE_PRINCIPAL_X], (53 + 106.5) / 320, 1e-5);
    std::ofstream(folder + "/gazecapture/00002/frames/00002.jpg") << "no picture";
    EXPECT_THROW(set->get(1, 0), data::UnreadableSample);
}

TEST_F(GazeDataTest, GazeCapture_is_split_as_it_says)
{
    makeGazeCapture();
    for (const auto split : {data::TRAIN, data::VALIDATION, data::TEST})
        EXPECT_EQ(tool::gazeDataset(options("gazecapture", split))->size(), 2u);
    GazeOptions o = options("gazecapture", data::TRAIN);
    recordings("gazecapture").gazeCapture("00005", "train", Size(640, 480));
    EXPECT_EQ(tool::gazeDataset(o)->size(), 4u);
    o.count = 3;
    EXPECT_EQ(tool::gazeDataset(o)->size(), 3u);
    o.count = 0;
    fs::remove(folder + "/gazecapture/00005/info.json"); // goes on without it
    EXPECT_EQ(tool::gazeDataset(o)->size(), 2u);
    fs::remove_all(folder + "/gazecapture/00003");
    const std::string error = errorOf(options("gazecapture", data::VALIDATION));
    EXPECT_NE(error.find("no frames of the split val"), std::string::npos) << error;
    o.path.clear();
    EXPECT_NE(errorOf(o).find("needs the folder"), std::string::npos) << errorOf(o);
}

TEST_F(GazeDataTest, MpiiFaceGaze_is_split_by_participants)
{
    makeMpii();
    const auto sizeOf = [&](data::Split split, const std::string& person) {
        GazeOptions o = options("mpiifacegaze", split);
        o.testPerson = person;
        return tool::gazeDataset(o)->size();
    };
    EXPECT_EQ(sizeOf(data::TRAIN, "p01"), 4u);
    EXPECT_EQ(sizeOf(data::VALIDATION, "p01"), 2u);
    EXPECT_EQ(sizeOf(data::TEST, "p03"), 2u); // p00 validates
    EXPECT_EQ(sizeOf(data::TRAIN, "p03"), 4u);
    GazeOptions o = options("mpiifacegaze", data::TEST);
    EXPECT_NE(errorOf(o).find("'p14'; allowed is one of p00, p01, p02, p03"), std::string::npos) << errorOf(o);
    o.testPerson = "p03";
    EXPECT_NEAR(tool::gazeDataset(o)->get(0, 0).attributes[GAZE_DISTANCE], 59.8, 1e-4);
    // Another one's frames, as the file's name says.
    std::ofstream(folder + "/mpiifacegaze/p03/day01/0001.jpg") << "no picture";
    EXPECT_THROW(tool::gazeDataset(o)->get(0, 0), data::UnreadableSample);
    o.split = data::VALIDATION;
    EXPECT_NO_THROW(tool::gazeDataset(o)->get(0, 0));
    for (const char* person : {"/mpiifacegaze/p00", "/mpiifacegaze/p01"})
        fs::remove_all(folder + person);
    EXPECT_NE(errorOf(o).find("three participants"), std::string::npos) << errorOf(o);
}

TEST_F(GazeDataTest, folders_of_rendered_frames_are_read_by_split)
{
    const std::string train = makeFrames("train", 3), val = makeFrames("val", 2);
    GazeOptions o = options("gaze", data::TRAIN);
    o.path = folder + "/frames";
    const auto set = tool::gazeDataset(o);
    ASSERT_EQ(set->size(), 3u);
    const std::vector<gaze::RecordedFrame> frames = gaze::readRenderedFolder(train);
    for (size_t i = 0; i < 3; ++i)
    {
        const data::Sample s = set->get(i, 0);
        EXPECT_EQ(cvtest::norm(s.image, imread(frames[i].path()), NORM_INF), 0);
        EXPECT_NEAR(s.values[0], frames[i].gaze.x, 1e-5);
        EXPECT_EQ(s.attributes[GAZE_SEEN], frames[i].gazeSeen ? 1 : 0);
        EXPECT_NEAR(s.attributes[GAZE_FOCAL_X] * 128, frames[i].focal, 1e-3);
        EXPECT_NEAR(s.attributes[GAZE_PRINCIPAL_Y] * 72, frames[i].principal.y, 1e-3);
    }
    o.split = data::VALIDATION;
    EXPECT_EQ(tool::gazeDataset(o)->size(), 2u);
    o.split = data::TEST;
    EXPECT_NE(errorOf(o).find("frames/test"), std::string::npos) << errorOf(o);
    fs::rename(val, folder + "/frames/test");
    EXPECT_NE(errorOf(o).find("of the split val"), std::string::npos) << errorOf(o);
}

// What the live program gives the network is what it learned with.
TEST(ZoomTrain_GazeRays, are_the_same_live)
{
    const Size frame(640, 360), input(96, 80);
    Mat saliency(31, 31, CV_32F, Scalar(0.2)), grid;
    saliency(Rect(18, 7, 4, 3)) = 9;
    zoom::GridParams params;
    params.sigma = 0.08;
    zoom::saliencyToGrid(saliency, grid, params);
    gaze::Camera camera;
    camera.frame = frame;
    camera.focal = 220;
    camera.principal = Point2d(300, 200);
    gaze::Rays live(input);
    const Mat& rays = live.of(zoom::ZoomTransform(grid, frame, input), camera);

    const Tensor attributes =
        torch::tensor({1., 50., 0., 220. / 640, 220. / 360, 300. / 640, 200. / 360}).view({1, GAZE_ATTRIBUTES});
    const Size cells = nn::GazeNet::cellsOf(input);
    ASSERT_EQ(live.cells(), cells);
    const Tensor expected =
        nn::raysOf(torch::from_blob(grid.data, {1, 31, 31, 2}), attributes, cells, input).contiguous();
    const Mat scales(1, cells.area(), CV_32F, expected[0][2].data_ptr());
    double least, most;
    minMaxLoc(scales, &least, &most);
    ASSERT_GT(most - least, 0.2) << "the grid magnifies";
    EXPECT_LE(cvtest::norm(rays.reshape(1, 1), Mat(1, int(expected.numel()), CV_32F, expected.data_ptr()), NORM_INF),
              1e-4);
}

TEST_F(GazeDataTest, the_tool_trains_on_every_gaze_set)
{
    makeGazeCapture();
    makeMpii();
    for (const auto& split : {"train", "val", "test"})
        makeFrames(split, 4);
    const std::vector<Words> sets = {
        {"--data=gaze", "--count=6"},
        {"--data=gaze", "--data-path=" + folder + "/frames", "--augment=1", "--flip=1"},
        {"--data=gazecapture", "--data-path=" + folder + "/gazecapture", "--focal=1.1"},
        {"--data=mpiifacegaze", "--data-path=" + folder + "/mpiifacegaze", "--test-person=p02"}};
    const Words sizes = {"--frame=128x72", "--zoomed=48",          "--low-res=32x18",    "--nodes=15",
                         "--task-width=4", "--saliency-width=4",   "--batch=2",          "--steps=3",
                         "--test-count=4", "--validation-count=4", "--task-network=gaze"};
    for (size_t i = 0; i < sets.size(); ++i)
    {
        const std::string out = folder + cv::format("/run%d", int(i));
        Words training = {"train", "--out=" + out};
        training.insert(training.end(), sets[i].begin(), sets[i].end());
        training.insert(training.end(), sizes.begin(), sizes.end());
        const std::string said = run(training);
        EXPECT_NE(said.find("validation: mean error, cm "), std::string::npos) << said;
        const std::string judged = run({"eval", "--model=" + out + "/model.pt"});
        EXPECT_NE(judged.find("the mean gaze "), std::string::npos) << judged;
        EXPECT_EQ(judged.find("px in the input") != std::string::npos, i < 2)
            << "irises of rendered eyes only: " << judged;
        const std::string inspected = run({"inspect", "--model=" + out + "/model.pt"});
        EXPECT_NE(inspected.find(i == 2 ? "focal: 1.1\n" : "focal: 0.9\n"), std::string::npos) << inspected;
    }

    // Live, with the second input.
    run({"export", "--model=" + folder + "/run0/model.pt", "--out=" + folder + "/gaze.yaml",
         "--task=" + folder + "/gaze_task.onnx"});
    const Ptr<zoom::SaliencySampler> sampler = zoom::SaliencySampler::create(folder + "/gaze.yaml", Size(48, 48));
    dnn::Net net = dnn::readNetFromONNX(folder + "/gaze_task.onnx");
    gaze::Camera camera;
    camera.frame = Size(256, 144);
    camera.focal = 100;
    camera.principal = Point2d(128, 72);
    gaze::Rays rays(Size(48, 48));
    Mat zoomed;
    sampler->apply(Mat(camera.frame, CV_8UC3, Scalar(90, 100, 110)), zoomed);
    net.setInput(dnn::blobFromImage(zoomed, data::PIXEL_SCALE, Size(), Scalar::all(data::PIXEL_MEAN), true), "image");
    net.setInput(rays.of(sampler->getTransform(), camera), "rays");
    const Mat output = net.forward("gaze");
    ASSERT_EQ(output.total(), 3u);
    EXPECT_TRUE(checkRange(output));
    EXPECT_FALSE(fs::exists(folder + "/gaze_task.names"));

    Words comparison = {"compare",
                        "--out=" + folder + "/compared",
                        "--methods=zoom_separable,full",
                        "--pretrain-steps=1",
                        "--pretrain-size=64",
                        "--size=geometric 0:64 0.5:{zoomed}"};
    comparison.insert(comparison.end(), sets[1].begin(), sets[1].end());
    comparison.insert(comparison.end(), sizes.begin(), sizes.end());
    const std::string compared = run(comparison);
    EXPECT_NE(compared.find("| mean error, cm (lower is better) |"), std::string::npos) << compared;
    EXPECT_NE(readText(folder + "/compared/results.json").find("the mean gaze"), std::string::npos);

    const auto errorOfTraining = [&](const Words& words) {
        Words training = {"train", "--out=" + folder + "/none", "--steps=1", "--frame=64", "--zoomed=32", "--count=4"};
        training.insert(training.end(), words.begin(), words.end());
        return run(training, 1);
    };
    EXPECT_NE(errorOfTraining({"--data=glyphs", "--task-network=gaze"}).find("gaze with two outputs"),
              std::string::npos);
    EXPECT_NE(errorOfTraining({"--data=gaze", "--task-network=centre"}).find("allowed is voc or coco"),
              std::string::npos);
    EXPECT_NE(errorOfTraining({"--data=gazecapture"}).find("needs the folder"), std::string::npos);
    // What other sets say of themselves is as it was, so that older checkpoints go on.
    run({"train", "--out=" + folder + "/glyphs", "--steps=1", "--frame=64", "--zoomed=24", "--count=8", "--batch=2",
         "--task-width=4", "--validation-count=4"});
    EXPECT_EQ(run({"inspect", "--model=" + folder + "/glyphs/model.pt"}).find("focal"), std::string::npos);
}

} // namespace
} // namespace opencv_test

#endif
