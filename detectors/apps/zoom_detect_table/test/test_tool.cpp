// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "clips.hpp"
#include "expect_error.hpp"
#include "row.hpp"
#include "task.hpp"
#include "tiny_detector.hpp"

#include "zoom_detectors/detector.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>

namespace table {
namespace {

namespace fs = std::filesystem;

std::string contentOf(const fs::path& path)
{
    std::ifstream file(path);
    return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

//! Two squares on dark ground, a detector of squares, and a task about them, in a folder of its own.
class Tool : public testing::Test
{
protected:
    void SetUp() override
    {
        folder = cv::tempfile("");
        fs::create_directories(folder + "/clip");
        for (int i = 0; i < 12; i++)
        {
            cv::Mat frame(72, 96, CV_8UC3, cv::Scalar::all(10));
            frame(cv::Rect(10 + 4 * i, 18, 8, 8)).setTo(250);
            if (i >= 6)
                frame(cv::Rect(26, 50, 8, 8)).setTo(250);
            cv::imwrite(cv::format("%s/clip/%02d.png", folder.c_str(), i), frame);
        }
        detectors::writeTinyDetector(folder);
        fields = {{"format_version", "1"},
                  {"detector", "\"tiny.yaml\""},
                  {"clips", "[ { name: \"squares\", input: \"clip\", use: \"both\" } ]"},
                  {"learn", "[ 0., 0.25 ]"},
                  {"test", "[ 0.25, 1. ]"},
                  {"reference", "{ scale: 1. }"},
                  {"small", "0.02"},
                  {"sizes", "[ [ 48, 36 ] ]"},
                  {"scales", "[ 1., 2. ]"},
                  {"methods", "[ \"uniform\", \"tiles4\", \"crop\", \"previous\", \"prior\", \"learned\" ]"}};
        fs::create_directories(folder + "/models");
        for (const char* name : {"contrast.onnx", "contrast.yaml"})
            fs::copy(fs::path(ZOOM_MODELS) / name, folder + "/models");
        fs::rename(folder + "/models/contrast.yaml", folder + "/models/task.yaml");
    }
    void TearDown() override { fs::remove_all(folder); }

    std::string writeTask() const
    {
        std::string text = "%YAML:1.0\n---\n";
        for (const auto& one : fields)
            text += one.first + ": " + one.second + "\n";
        std::ofstream(folder + "/task.yaml") << text;
        return folder + "/task.yaml";
    }

    //! The program's exit status; what it printed is in `printed`.
    int run(const std::string& arguments = std::string())
    {
        writeTask();
        const std::string command = std::string(ZOOM_DETECT_TABLE) + " --tasks=" + folder +
                                    "/task.yaml --out=" + folder + "/out --models=" + folder + "/models " + arguments +
                                    " > " + folder + "/printed 2>&1";
        const int status = std::system(command.c_str());
        printed = contentOf(folder + "/printed");
        return status;
    }

    void expectRefusedTask(const std::string& field, const std::string& value, std::vector<std::string> words)
    {
        const std::map<std::string, std::string> before = fields;
        fields[field] = value;
        words.push_back("task.yaml");
        expectError([&] { readTask(writeTask(), folder); }, words);
        fields = before;
    }

    std::string folder, printed;
    std::map<std::string, std::string> fields;
};

TEST_F(Tool, MultiplyAddsOfADetectorAreThoseOfItsLayers)
{
    const cv::Ptr<detectors::Detector> tiny = detectors::createDetector(folder + "/tiny.yaml", "");
    // Kernels of 12x12 and, four times, 4x4 on three channels for each of 12x9 cells.
    EXPECT_EQ(tiny->multiplyAdds(cv::Size(48, 36)), 108. * (432 + 4 * 48));
    const cv::Ptr<detectors::Detector> hog = detectors::createDetector("hog", "");
    // One window, and none at the next scale.
    EXPECT_EQ(hog->multiplyAdds(cv::Size(64, 128)), 3780);
    EXPECT_EQ(hog->multiplyAdds(cv::Size(72, 136)), (4 + 1) * 3780); // at 72x136 and 69x130
}

TEST_F(Tool, MeasuresEveryMethod)
{
    ASSERT_EQ(run(), 0) << printed;
    const std::vector<Row> rows = readRows(folder + "/out/results.json");
    ASSERT_EQ(rows.size(), 7u);
    std::map<std::string, Row> byName;
    for (const Row& row : rows)
        byName[row.method + cv::format(" %g", row.scale)] = row;
    const Row& small = byName["uniform 1"];
    EXPECT_EQ(small.input, "48x36");
    EXPECT_EQ(small.groups[0].frames, 9);
    EXPECT_EQ(small.groups[0].references, 15);
    EXPECT_EQ(small.groups[0].recall, 0); // squares of four pixels
    EXPECT_EQ(small.flicker, 0);
    EXPECT_NEAR(small.groups[0].magnification, 1, 1e-9);
    EXPECT_NEAR(small.detectorMadds, 108. * (432 + 4 * 48), 1); // files have six digits
    const Row& large = byName["uniform 2"];
    EXPECT_EQ(large.input, "96x72"); // as the reference
    EXPECT_EQ(large.groups[0].recall, 1);
    EXPECT_EQ(large.groups[0].ap, 1);
    EXPECT_EQ(large.groups[0].apSmall, 1);
    EXPECT_EQ(large.groups[0].falseAlarms, 0);
    EXPECT_EQ(large.groups[1].frames, 9);
    EXPECT_EQ(large.groups[2].frames, 0);
    EXPECT_EQ(byName["tiles4 1"].detectorRuns, 4);
    EXPECT_NEAR(byName["tiles4 1"].groups[0].magnification, 1 / 0.55, 0.2);
    EXPECT_GT(std::abs(byName["prior 1"].groups[0].magnification - 1), 0.01);
    EXPECT_EQ(byName["prior 1"].flicker, 0);
    EXPECT_GT(byName["learned 1"].saliencyMadds, 1e4);
    EXPECT_EQ(byName["previous 1"].saliencyMadds, 0);
    EXPECT_GT(byName["learned 1"].flicker, 0);
    // Squares of eight pixels: half of that in the resize, and where a tile is 53 pixels of the frame on 48 of its own.
    ASSERT_EQ(small.shown.size(), 1u);
    EXPECT_EQ(small.shown.at(4).things, 15);
    EXPECT_EQ(small.shown.at(4).found, 0);
    ASSERT_EQ(large.shown.size(), 1u);
    EXPECT_EQ(large.shown.at(6).things, 15);
    EXPECT_EQ(large.shown.at(6).found, 15);
    EXPECT_EQ(byName["tiles4 1"].shown.at(5).things, 15);
    for (const char* file : {"table.md", "task.png", "task_limits.png"})
        EXPECT_GT(fs::file_size(folder + "/out/" + file), 100u) << file;
}

TEST_F(Tool, ReferenceEndsAtTheFramesEdge)
{
    detectors::writeTinyDetector(folder, 1.3862944f); // says twice the size
    for (const auto& image : fs::directory_iterator(folder + "/clip"))
    {
        cv::Mat frame(72, 96, CV_8UC3, cv::Scalar::all(10));
        frame(cv::Rect(0, 18, 8, 8)).setTo(250);
        cv::imwrite(image.path().string(), frame);
    }
    const Task task = readTask(writeTask(), folder);
    const std::vector<Clip> clips = Footage(task, folder + "/teacher").testClips();
    ASSERT_EQ(clips.at(0).frames.size(), 9u);
    for (const footage::TaughtFrame& frame : clips[0].frames)
    {
        ASSERT_EQ(frame.boxes.size(), 1u);
        EXPECT_EQ(frame.boxes[0].box.x, 0);
        EXPECT_LT(frame.boxes[0].box.width, 15);
        EXPECT_NEAR(frame.boxes[0].box.height, 16, 1e-3);
    }
}

TEST_F(Tool, WarmUpComesBeforeEachPartAndIsNotLearnedFrom)
{
    fields["test"] = "[ 0.5, 1. ]"; // frames 6 to 11; 0 to 2 are learned from
    fields["test_parts"] = "2";
    fields["test_step"] = "2";
    fields["test_warm_up"] = "0.3";
    fs::copy(folder + "/clip", folder + "/other");
    fields["clips"] = "[ { name: \"a\", input: \"clip\", use: \"both\" },"
                      " { name: \"b\", input: \"clip\", use: \"test\" }," // the same footage
                      " { name: \"c\", input: \"other\", use: \"test\" } ]";
    const auto warmUps = [this](const ClipLimits& limits) {
        std::vector<std::vector<int>> all;
        const Task task = readTask(writeTask(), folder);
        for (const Clip& clip : Footage(task, folder + "/teacher", limits).testClips())
            all.push_back(clip.warmUp);
        return all;
    };
    // At 25 frames a second 0.3 s are three frames with one left out between.
    EXPECT_EQ(warmUps(ClipLimits()), (std::vector<std::vector<int>>{{4}, {4, 6}, {4}, {4, 6}, {0, 2, 4}, {2, 4, 6}}));
    ClipLimits limits;
    limits.frames = 2;
    EXPECT_EQ(warmUps(limits)[4], (std::vector<int>{2, 4}));
    expectRefusedTask("test_warm_up", "-1", {"'test_warm_up'", "is -1"});
}

TEST_F(Tool, ClipsHaveLabelsAndStepsOfTheirOwn)
{
    fields["test_step"] = "2";
    fields["clips"] = "[ { name: \"a\", input: \"clip\", use: \"test\", test_step: 3, labels: [ \"square\" ] },"
                      " { name: \"b\", input: \"clip\", use: \"test\" } ]";
    {
        const Task task = readTask(writeTask(), folder);
        const std::vector<Clip> clips = Footage(task, folder + "/teacher").testClips();
        ASSERT_EQ(clips.size(), 2u);
        EXPECT_EQ(clips[0].step, 3);
        EXPECT_EQ(clips[0].frames.size(), 3u); // 3, 6 and 9
        EXPECT_EQ(clips[0].labels, std::vector<std::string>{"square"});
        EXPECT_EQ(clips[1].step, 2);
        EXPECT_EQ(clips[1].frames.size(), 5u);
        EXPECT_TRUE(clips[1].labels.empty());
    }
    const std::string clip = "[ { name: \"a\", input: \"clip\", use: \"test\", labels: [ \"circle\" ] } ]";
    fields["clips"] = clip;
    const Task task = readTask(writeTask(), folder);
    expectError([&] { Footage(task, folder + "/teacher").testClips(); }, {"found nothing"}); // that counts
    fields["labels"] = "[ \"square\" ]";
    expectRefusedTask("clips", clip, {"'clips'", "'circle'"});
}

TEST_F(Tool, PriorOfAClipIsThatOfItsOwnCamera)
{
    for (const char* side : {"left", "right"})
    {
        fs::create_directories(folder + "/" + side);
        cv::Mat frame(72, 96, CV_8UC3, cv::Scalar::all(10));
        frame(cv::Rect(side[0] == 'l' ? 10 : 74, 30, 8, 8)).setTo(250);
        for (int i = 0; i < 8; i++)
            cv::imwrite(cv::format("%s/%s/%d.png", folder.c_str(), side, i), frame);
    }
    fields["clips"] = "[ { name: \"left\", input: \"left\", use: \"both\" },"
                      " { name: \"right\", input: \"right\", use: \"both\" },"
                      " { name: \"other\", input: \"clip\", use: \"test\" } ]";
    ASSERT_EQ(run("--methods=prior"), 0) << printed;
    std::map<std::string, double> magnification;
    for (const Row& row : readRows(folder + "/out/results.json"))
        magnification[row.clip] = row.groups[0].magnification;
    ASSERT_EQ(magnification.size(), 3u);
    const Task task = readTask(writeTask(), folder);
    Footage footage(task, folder + "/teacher");
    const auto massLeft = [&footage](const char* clip) {
        const cv::Mat map = footage.prior(clip);
        return cv::sum(map.colRange(0, map.cols / 2))[0] / cv::sum(map)[0];
    };
    EXPECT_GT(massLeft("left"), 0.95);
    EXPECT_LT(massLeft("right"), 0.05);
    EXPECT_NEAR(massLeft("other"), 0.5, 0.05); // of both
    // A prior of both would magnify each by less.
    EXPECT_GT(magnification["left"], 1.3);
    EXPECT_GT(magnification["right"], 1.3);
}

TEST_F(Tool, AnotherPhotoBehindTheSameThingsMakesOtherConditions)
{
    fields["clips"] = "[ { name: \"squares\", input: \"clip\", use: \"paste\" } ]";
    fields["composites"] = "[ { name: \"wide\", photo: \"photo.png\", size: [ 192, 144 ], clips: [ \"squares\" ], "
                           "height: 8, frames: 3, use: \"test\" } ]";
    for (int brightness : {10, 20})
    {
        cv::imwrite(folder + "/photo.png", cv::Mat(144, 192, CV_8UC3, cv::Scalar::all(brightness)));
        ASSERT_EQ(run("--methods=uniform"), 0) << printed;
        EXPECT_NE(printed.find("2 rows, 0 of them known"), std::string::npos) << printed;
    }
    ASSERT_EQ(run("--methods=uniform"), 0) << printed;
    EXPECT_NE(printed.find("2 rows, 2 of them known"), std::string::npos) << printed;
}

TEST_F(Tool, PhotoThatShowsAThingItselfIsTold)
{
    fields["clips"] = "[ { name: \"squares\", input: \"clip\", use: \"paste\" } ]";
    fields["composites"] = "[ { name: \"wide\", photo: \"photo.png\", size: [ 192, 144 ], clips: [ \"squares\" ], "
                           "height: 8, frames: 3, use: \"test\" } ]";
    cv::Mat photo(144, 192, CV_8UC3, cv::Scalar::all(10));
    cv::imwrite(folder + "/photo.png", photo);
    ASSERT_EQ(run("--methods=uniform"), 0) << printed;
    EXPECT_EQ(printed.find("itself shows"), std::string::npos) << printed;
    photo(cv::Rect(170, 122, 8, 8)).setTo(250);
    cv::imwrite(folder + "/photo.png", photo);
    ASSERT_EQ(run("--methods=uniform"), 0) << printed;
    for (const char* words : {"'wide'", "photo.png' itself shows 1 things", "8x8 pixels at (170, 122)"})
        EXPECT_NE(printed.find(words), std::string::npos) << printed;
}

TEST_F(Tool, OtherSaliencyWithTheModelsGridIsZoomedByIt)
{
    for (const auto& image : fs::directory_iterator(folder + "/clip"))
    {
        cv::Mat frame(72, 96, CV_8UC3, cv::Scalar::all(10));
        frame(cv::Rect(10, 30, 8, 8)).setTo(250);
        cv::imwrite(image.path().string(), frame);
    }
    const std::string model = contentOf(folder + "/models/task.yaml");
    const auto withMost = [&model](const std::string& magnification) {
        return std::regex_replace(model, std::regex("max_magnification: *[0-9.]+"),
                                  "max_magnification: " + magnification);
    };
    ASSERT_NE(withMost("1.01"), model);
    const auto magnifications = [&] {
        std::map<std::string, double> by;
        EXPECT_EQ(run("--methods=prior,prior_grid,oracle"), 0) << printed;
        for (const Row& row : readRows(folder + "/out/results.json"))
            by[row.method] = row.groups[0].magnification;
        return by;
    };
    std::ofstream(folder + "/models/task.yaml") << withMost("1.01");
    std::map<std::string, double> some = magnifications();
    std::ofstream(folder + "/models/task.yaml") << withMost("4");
    std::map<std::string, double> most = magnifications();
    EXPECT_EQ(some["prior"], most["prior"]);
    for (const char* method : {"prior_grid", "oracle"})
    {
        EXPECT_LT(some[method], 1.02) << method;
        EXPECT_GT(most[method], 1.1) << method;
    }
}

TEST_F(Tool, WhatIsToldTheReferenceIsMarkedAndNoGoal)
{
    fields["goals"] = "[ { things: \"all\", method: \"uniform\" } ]";
    ASSERT_EQ(run("--methods=uniform,learned,oracle"), 0) << printed;
    const std::string table = contentOf(folder + "/out/table.md");
    EXPECT_NE(table.find("\n| oracle (upper bound) | 1 | 9 | 15 |"), std::string::npos) << table;
    EXPECT_NE(table.find("cannot be had in use"), std::string::npos) << table;
    const std::string goals = table.substr(std::min(table.find("## Goals"), table.size()));
    EXPECT_NE(goals.find("| learned >= uniform |"), std::string::npos) << table;
    EXPECT_EQ(goals.find("oracle"), std::string::npos) << table;
    fs::remove_all(folder + "/out");
    ASSERT_EQ(run("--methods=uniform,learned"), 0) << printed;
    EXPECT_EQ(contentOf(folder + "/out/table.md").find("upper bound"), std::string::npos);
}

TEST_F(Tool, ComputesNothingTwice)
{
    fields["methods"] = "[ \"uniform\", \"tiles2\", \"motion\" ]";
    ASSERT_EQ(run(), 0) << printed;
    EXPECT_NE(printed.find("4 rows, 0 of them known"), std::string::npos) << printed;
    const std::string results = folder + "/out/results.json", before = contentOf(results);
    ASSERT_EQ(run(), 0) << printed;
    EXPECT_NE(printed.find("4 rows, 4 of them known"), std::string::npos) << printed;
    EXPECT_EQ(contentOf(results), before); // times of new runs would differ

    // As after a killed run, and with marks on what is there.
    std::vector<Row> rows = readRows(results);
    rows.resize(2);
    for (Row& row : rows)
        row.zoomMs = 12345;
    writeRows(results, rows);
    ASSERT_EQ(run(), 0) << printed;
    EXPECT_NE(printed.find("4 rows, 2 of them known"), std::string::npos) << printed;
    rows = readRows(results);
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(rows[1].zoomMs, 12345);
    EXPECT_NE(rows[2].zoomMs, 12345);

    // Under other conditions nothing of it counts, and rows are replaced.
    fields["small"] = "0.5";
    ASSERT_EQ(run(), 0) << printed;
    EXPECT_NE(printed.find("4 rows, 0 of them known"), std::string::npos) << printed;
    rows = readRows(results);
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_NE(rows[0].zoomMs, 12345);
}

TEST_F(Tool, ReportsOnlyWhatHolds)
{
    fields["methods"] = "[ \"uniform\", \"tiles2\" ]";
    const auto twoClips = [this](const char* first, const char* second) {
        fields["clips"] = cv::format("[ { name: \"%s\", input: \"clip\", use: \"test\" },"
                                     "  { name: \"%s\", input: \"clip\", use: \"test\" } ]",
                                     first, second);
    };
    const std::string results = folder + "/out/results.json", table = folder + "/out/table.md";
    const auto has = [&table](const std::string& text) { return contentOf(table).find(text) != std::string::npos; };
    twoClips("first", "second");
    ASSERT_EQ(run(), 0) << printed;
    EXPECT_TRUE(has("| tiles2 | 2 | 18 |")) << contentOf(table);

    // A clip that is no more there counts no more, and is left out of the results.
    twoClips("first", "third");
    ASSERT_EQ(run(), 0) << printed;
    EXPECT_NE(printed.find("6 rows, 3 of them known"), std::string::npos) << printed;
    EXPECT_TRUE(has("| tiles2 | 2 | 18 |")) << contentOf(table);
    EXPECT_EQ(readRows(results).size(), 6u);

    // Part of it anew, under other conditions: the rest does not hold, but a part does not throw it away either.
    fields["small"] = "0.5";
    ASSERT_EQ(run("--clips=first --methods=tiles2"), 0) << printed;
    EXPECT_TRUE(has("| tiles2 (1 of 2 clips) | 1 | 9 |")) << contentOf(table);
    EXPECT_FALSE(has("| uniform")) << contentOf(table);
    EXPECT_EQ(readRows(results).size(), 6u);

    // What is known of another method is reported with it.
    ASSERT_EQ(run("--methods=uniform"), 0) << printed;
    EXPECT_TRUE(has("| uniform | 2 | 18 |") && has("| tiles2 (1 of 2 clips) | 1 | 9 |")) << contentOf(table);
    EXPECT_EQ(contentOf(folder + "/out/task.md"), contentOf(table)); // the only task
}

TEST_F(Tool, TimesAreMeasuredAnewAndNothingElse)
{
    fields["methods"] = "[ \"uniform\", \"tiles2\", \"motion\" ]";
    ASSERT_EQ(run("--methods=uniform,motion"), 0) << printed;
    const std::string results = folder + "/out/results.json";
    std::vector<Row> rows = readRows(results);
    ASSERT_EQ(rows.size(), 3u);
    for (Row& row : rows)
        row.zoomMs = row.detectorMs = row.flicker = 12345;
    rows.back().conditions = "others";
    writeRows(results, rows);
    ASSERT_EQ(run("--times"), 0) << printed;
    EXPECT_NE(printed.find("times of 2 rows"), std::string::npos) << printed;
    rows = readRows(results);
    ASSERT_EQ(rows.size(), 2u); // what does not hold is gone, what was not known is not measured
    for (const Row& row : rows)
    {
        EXPECT_EQ(row.flicker, 12345);
        EXPECT_NE(row.zoomMs, 12345);
        EXPECT_NE(row.detectorMs, 12345);
        EXPECT_GT(row.detectorMs, 0);
    }
}

TEST_F(Tool, PrintsWhatDistillIsGiven)
{
    fields["distill"] = "[ \"steps=7\", \"photos=ZOOM_DATA/kodak\", \"small_boxes=1\" ]";
    EXPECT_EQ(readTask(writeTask(), folder).target.smallBoxes, 1);
    ASSERT_EQ(run("--distill --data=/somewhere"), 0) << printed;
    for (const std::string& line :
         {"--input=" + folder + "/clip\n", "--detector=" + folder + "/tiny.yaml\n", std::string("--to=0.25\n"),
          std::string("--steps=7\n"), std::string("--photos=/somewhere/kodak\n"),
          "--teacher=" + folder + "/out/teacher\n"})
        EXPECT_NE(printed.find(line), std::string::npos) << line << printed;
    EXPECT_FALSE(fs::exists(folder + "/out/results.json"));
}

TEST_F(Tool, PrintsWhatTuneIsGiven)
{
    writeTask();
    ASSERT_EQ(run("--tune"), 0) << printed;
    EXPECT_TRUE(printed.empty()) << printed;
    fields["distill"] = "[ \"photos=ZOOM_DATA/a.png,b.png,ZOOM_DATA/c\" ]";
    fields["tune"] = "[ \"zoomed=64x64\" ]";
    writeTask();
    ASSERT_EQ(run("--tune"), 0) << printed;
    for (const std::string& line : {"--input=" + folder + "/clip\n", std::string("--zoomed=64x64\n")})
        EXPECT_NE(printed.find(line), std::string::npos) << line << printed;
    EXPECT_EQ(printed.find("photos"), std::string::npos) << printed;
    ASSERT_EQ(run("--distill --data=/d"), 0) << printed;
    EXPECT_NE(printed.find("--photos=/d/a.png,b.png,/d/c\n"), std::string::npos) << printed;
    EXPECT_EQ(printed.find("zoomed"), std::string::npos) << printed;
    EXPECT_NE(run("--tune --distill"), 0);
    EXPECT_NE(printed.find("--distill and --tune"), std::string::npos) << printed;
    EXPECT_FALSE(fs::exists(folder + "/out/results.json"));
}

TEST_F(Tool, SaysWhatIsMissing)
{
    fs::remove(folder + "/models/task.yaml");
    EXPECT_NE(run(), 0);
    EXPECT_NE(printed.find("scripts/experiments detect"), std::string::npos) << printed;
    EXPECT_NE(run("--methods=uniform,lerned"), 0);
    EXPECT_NE(printed.find("'lerned'"), std::string::npos) << printed;
    EXPECT_NE(run("--methods=uniform --clips=circles"), 0);
    EXPECT_NE(printed.find("'circles'"), std::string::npos) << printed;
    EXPECT_NE(run("--frames=few"), 0);
    EXPECT_NE(printed.find("--frames is 'few'"), std::string::npos) << printed;
    EXPECT_NE(run("--frame=3"), 0);
    EXPECT_NE(printed.find("'--frame=3' is unknown"), std::string::npos) << printed;
    for (const auto& image : fs::directory_iterator(folder + "/clip"))
        cv::imwrite(image.path().string(), cv::Mat(72, 96, CV_8UC3, cv::Scalar::all(10)));
    EXPECT_NE(run("--methods=uniform"), 0);
    EXPECT_NE(printed.find("the teacher found nothing in the 9 tested frames"), std::string::npos) << printed;
    EXPECT_FALSE(fs::exists(folder + "/out/results.json"));
}

TEST_F(Tool, RefusesATaskThatIsWrong)
{
    expectRefusedTask("format_version", "2", {"'format_version'", "is 2"});
    expectRefusedTask("colour", "1", {"'colour'", "unknown"});
    expectRefusedTask("learn", "[ 0., 0.5 ]", {"'test'", "overlaps"});
    expectRefusedTask("test", "[ 0.9, 0.5 ]", {"'test'", "[0.9, 0.5]"});
    expectRefusedTask("small", "0", {"'small'", "is 0"});
    expectRefusedTask("methods", "[ \"zoom\" ]", {"'methods'", "'zoom'", "learned_previous"});
    expectRefusedTask("sizes", "[ 48, 36 ]", {"'sizes'", "pairs"});
    expectRefusedTask("scales", "[ 0. ]", {"'scales'", "holds 0"});
    expectRefusedTask("ap_threshold", "0.1", {"'ap_threshold'", "'threshold'"});
    expectRefusedTask("reference", "{ scale: 0. }", {"'reference'", "scale 0"});
    expectRefusedTask("reference", "{ tile: 3 }", {"'reference'", "'tile'"});
    expectRefusedTask("clips", "[ { name: \"a\", input: \"clip\", use: \"all\" } ]", {"'clips'", "'all'"});
    expectRefusedTask("clips", "[ { name: \"a\", input: \"clip\", use: \"learn\" } ]", {"'clips'", "for the test"});
    expectRefusedTask("composites",
                      "[ { name: \"w\", photo: \"p.png\", size: [ 64, 64 ], clips: [ \"none\" ], height: 8, frames: 3, "
                      "use: \"test\" } ]",
                      {"'composites'", "'none'"});
    expectRefusedTask(
        "composites",
        "[ { name: \"w\", photo: \"p.png\", size: [ 64, 64 ], clips: [ \"squares\" ], height: 8, frames: 3, "
        "use: \"test\" } ]",
        {"'composites'", "'squares'", "learned from"});
    expectRefusedTask("goals", "[ { things: \"2\", method: \"uniform\" } ]", {"'goals'", "'2'"});
    expectRefusedTask("goals", "[ { things: \"all\", method: \"zoom\" } ]", {"'goals'", "'zoom'"});
    expectRefusedTask("goals", "[ { things: \"all\", method: \"oracle\" } ]", {"'goals'", "'oracle'", "bound"});
    expectRefusedTask("distill", "[ \"small_boxes=3\" ]", {"'distill'", "'small_boxes=3'", "0 to 2"});
    expectRefusedTask("distill", "[ \"bandwidth=wide\" ]", {"'distill'", "'bandwidth=wide'"});
    expectRefusedTask("distill", "[ \"steps\" ]", {"'distill'", "KEY=VALUE"});
    expectRefusedTask("tune", "[ \"=60\" ]", {"'tune'", "KEY=VALUE"});
}

TEST(Tasks, OfTheRepositoryAreSound)
{
    for (const char* name : {"people", "faces", "objects"})
    {
        const Task task = readTask(std::string(ZOOM_TASKS) + "/" + name + ".yaml", "/data");
        EXPECT_EQ(task.name, name);
        EXPECT_GE(task.methods.size(), 9u);
        EXPECT_EQ(task.goals.size(), task.name == "people" ? 3u : 2u);
    }
}

} // namespace
} // namespace table
