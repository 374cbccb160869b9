// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/rendered_folder.hpp"

#include "expect_error.hpp"
#include "opencv2/imgcodecs.hpp"
#include "test_folder.hpp"
#include "zoom_gaze/camera_effects.hpp"
#include "zoom_gaze/renderer.hpp"

#include <fstream>
#include <set>

namespace {

using namespace gaze;
namespace fs = std::filesystem;

class RenderedFolder : public TestFolder
{
protected:
    static RenderedSet smallSet(int count = 4)
    {
        RenderedSet set;
        set.ranges.frame = cv::Size(128, 72);
        set.ranges.closedLids = 0.5;
        set.seed = 5;
        set.count = count;
        return set;
    }

    int render(const RenderedSet& set) const
    {
        return renderFolder(set, std::make_shared<Photos>(std::vector<std::string>()), folder.string());
    }

    std::string textOf(const char* file) const
    {
        std::ifstream in(folder / file);
        return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    }

    void expectReadError(const std::vector<std::string>& words) const
    {
        expectError([this] { readRenderedFolder(folder.string()); }, words);
    }
};

TEST_F(RenderedFolder, holds_the_frames_and_labels_of_the_scenes)
{
    RenderedSet set = smallSet(8);
    set.split = "val";
    std::vector<int> steps;
    EXPECT_EQ(renderFolder(set, std::make_shared<Photos>(std::vector<std::string>()), folder.string(),
                           [&](int done) { steps.push_back(done); }),
              8);
    EXPECT_EQ(steps, (std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8}));
    const std::vector<RecordedFrame> frames = readRenderedFolder(folder.string());
    ASSERT_EQ(frames.size(), 8u);
    Renderer renderer;
    cv::Mat expected;
    int hidden = 0, compressed = 0;
    for (int i = 0; i < 8; ++i)
    {
        const RecordedFrame& frame = frames[size_t(i)];
        const Scene scene = sceneOf(set, i);
        const Label label = labelOf(scene);
        EXPECT_EQ(frame.recording->split, "val");
        EXPECT_LT(cv::norm(frame.gaze - label.gaze), 1e-6);
        EXPECT_NEAR(frame.distance, label.distance, 1e-6);
        EXPECT_NEAR(frame.focal, label.focal, 1e-5);
        EXPECT_LT(cv::norm(frame.principal - label.principal), 1e-5);
        ASSERT_TRUE(frame.hasEyes);
        for (Side side : {RIGHT_EYE, LEFT_EYE})
        {
            EXPECT_LT(cv::norm(frame.eyes[side] - label.eyes[side].centre), 1e-5);
            EXPECT_NEAR(frame.irisRadius[side], label.eyes[side].irisRadius, 1e-6);
            EXPECT_NEAR(frame.pupilShown[side], label.eyes[side].pupilShown, 1e-6);
        }
        // Half of the scenes have lids that are nearly closed.
        EXPECT_EQ(frame.gazeSeen, gazeIsSeen({label.eyes[0].pupilShown, label.eyes[1].pupilShown}));
        hidden += !frame.gazeSeen;
        if (scene.effects.jpegQuality == 0)
            continue;
        ++compressed;
        renderer.render(scene, expected);
        EXPECT_EQ(cv::norm(cv::imread(frame.path()), expected, cv::NORM_INF), 0) << "compressed once, as by the camera";
    }
    EXPECT_GT(hidden, 0);
    EXPECT_LT(hidden, 8);
    EXPECT_GT(compressed, 0);
}

TEST_F(RenderedFolder, is_taken_up_where_it_was_broken_off)
{
    EXPECT_EQ(render(smallSet(4)), 4);
    const std::string labels = textOf("labels.csv");
    const std::vector<RecordedFrame> frames = readRenderedFolder(folder.string());
    fs::remove(folder / "labels.csv");
    fs::remove(frames[2].path());
    expectReadError({"labels.csv", "run gaze_frames again"});
    std::ofstream(frames[1].path()) << "a mark";
    EXPECT_EQ(render(smallSet(4)), 1);
    EXPECT_EQ(textOf("labels.csv"), labels);
    EXPECT_FALSE(cv::imread(frames[2].path()).empty());
    EXPECT_EQ(textOf("frames/000001.jpg"), "a mark") << "what is there stays";
    EXPECT_EQ(render(smallSet(6)), 2) << "a set may be given more frames";
    EXPECT_EQ(readRenderedFolder(folder.string()).size(), 6u);
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        EXPECT_NE(entry.path().filename().string()[0], '.') << "nothing unfinished stays";
}

TEST_F(RenderedFolder, is_not_mixed_with_another_set)
{
    render(smallSet());
    const auto refuses = [this](const char* what, const std::function<void(RenderedSet&)>& change) {
        RenderedSet set = smallSet();
        change(set);
        expectError([&] { render(set); }, {"another set", folder.string(), what});
    };
    refuses("seed 6", [](RenderedSet& s) { s.seed = 6; });
    refuses("test", [](RenderedSet& s) { s.split = "test"; });
    refuses("frame 96x72", [](RenderedSet& s) { s.ranges.frame.width = 96; });
    refuses("people 3", [](RenderedSet& s) { s.ranges.people = 3; });
    refuses("0.25", [](RenderedSet& s) { s.ranges.effects = 0.25; });
    const cv::Mat photo(72, 128, CV_8UC3, cv::Scalar(9, 9, 200));
    const std::string file = (folder / "photo.png").string();
    ASSERT_TRUE(cv::imwrite(file, photo));
    expectError(
        [&] { renderFolder(smallSet(), std::make_shared<Photos>(std::vector<std::string>{file}), folder.string()); },
        {"another set", "1 photos"});
}

TEST_F(RenderedFolder, splits_share_neither_scenes_nor_people)
{
    RenderedSet set = smallSet();
    set.ranges.people = 5;
    std::set<uint64_t> people, backgrounds;
    for (const char* split : RENDERED_SPLITS)
    {
        set.split = split;
        std::set<uint64_t> own;
        for (int i = 0; i < 60; ++i)
        {
            const Scene scene = sceneOf(set, i);
            own.insert(scene.person.seed);
            backgrounds.insert(scene.background.seed);
        }
        EXPECT_EQ(own.size(), 5u);
        people.insert(own.begin(), own.end());
    }
    EXPECT_EQ(people.size(), 15u);
    EXPECT_EQ(backgrounds.size(), 180u);
}

TEST_F(RenderedFolder, says_what_is_wrong)
{
    expectError([this] { readRenderedFolder((folder / "nowhere").string()); }, {"nowhere", "not there"});
    expectReadError({"set.yaml", "not exist"});
    render(smallSet());
    const std::string labels = textOf("labels.csv");
    const size_t second = labels.find('\n', labels.find('\n') + 1) + 1;
    const auto spoiled = [&](const std::string& text, const std::vector<std::string>& words) {
        std::ofstream(folder / "labels.csv") << text;
        expectReadError(words);
    };
    spoiled("name,x\n", {"labels.csv", "line 1", "gaze_x"});
    spoiled(labels.substr(0, labels.find('\n') + 1), {"line 2", "no frames"});
    spoiled(labels.substr(0, second) + "000001.jpg,1,2,x\n", {"line 3", "2 numbers", "14"});
    spoiled(labels.substr(0, second - 1) + ",7\n", {"line 2", "nothing else"});
    spoiled(labels.substr(0, second) + labels.substr(second).replace(0, 10, "other1.jpg"), {"line 3", "other1.jpg"});
    std::ofstream(folder / "labels.csv") << labels;
    EXPECT_EQ(readRenderedFolder(folder.string()).size(), 4u);
    fs::remove(folder / "frames/000003.jpg");
    expectReadError({"line 5", "frames/000003.jpg"});
    std::ofstream(folder / "set.yaml") << "%YAML:1.0\n---\nversion: 1\nsplit: holiday\nsettings: x\n";
    expectReadError({"set.yaml", "split", "holiday"});
}

TEST_F(RenderedFolder, refuses_bad_sets_by_name)
{
    RenderedSet set = smallSet();
    set.split = "all";
    expectError([&] { render(set); }, {"RenderedSet::split", "all"});
    set = smallSet();
    set.count = 0;
    expectError([&] { render(set); }, {"RenderedSet::count"});
    set = smallSet();
    set.ranges.people = 900000000;
    set.split = "test";
    expectError([&] { render(set); }, {"SceneRanges::firstPerson"});
    set = smallSet();
    set.ranges.effects = 9;
    expectError([&] { render(set); }, {"SceneRanges::effects"});
    EXPECT_TRUE(fs::is_empty(folder)) << "nothing was begun";
    expectError([&] { renderFolder(smallSet(), nullptr, folder.string()); }, {"renderFolder", "photos"});
    std::ofstream(folder / "file") << "x";
    expectError(
        [&] {
            renderFolder(smallSet(), std::make_shared<Photos>(std::vector<std::string>()), (folder / "file").string());
        },
        {"renderFolder", "file"});
}

} // namespace
