// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "curves.hpp"
#include "expect_error.hpp"
#include "report.hpp"
#include "row.hpp"
#include "summary.hpp"
#include "trained.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>

namespace table {
namespace {

Row rowOf(const std::string& clip, const std::string& method, double ap, double madds)
{
    Row row;
    row.task = "things";
    row.clip = clip;
    row.method = method;
    row.size = row.input = "32x24";
    row.conditions = "0123456789abcdef";
    row.detectorMadds = madds;
    for (const char* things : {"all", "1-3", "4-8", "9+"})
    {
        Group group;
        group.things = things;
        if (group.things == "all" || group.things == "1-3")
        {
            group.frames = 10;
            group.references = 20;
            group.ap = group.recall = ap;
        }
        row.groups.push_back(group);
    }
    return row;
}

class Rows : public testing::Test
{
protected:
    void SetUp() override { path = cv::tempfile(".json"); }
    void TearDown() override { std::filesystem::remove(path); }
    std::string path;
};

TEST_F(Rows, AreReadAsTheyWereWritten)
{
    Row row = rowOf("a \"clip\"", "uniform", 0.25, 2e7);
    row.scale = 1.33;
    row.flicker = 1.5e-5;
    row.zoomMs = 3;
    row.shown = {{NOT_SHOWN, {2, 0}}, {6, {4, 3}}, {7, {5, 1}}, {13, {1, 1}}};
    writeRows(path, {row, rowOf("b", "learned", 1, NOTHING)});
    const std::vector<Row> back = readRows(path);
    ASSERT_EQ(back.size(), 2u);
    EXPECT_TRUE(back[0].isSamePlace(row));
    EXPECT_EQ(back[0].conditions, row.conditions);
    EXPECT_DOUBLE_EQ(back[0].flicker, 1.5e-5);
    EXPECT_DOUBLE_EQ(back[0].zoomMs, 3);
    EXPECT_DOUBLE_EQ(back[0].detectorMadds, 2e7);
    ASSERT_EQ(back[0].groups.size(), 4u);
    EXPECT_DOUBLE_EQ(back[0].groups[1].ap, 0.25);
    EXPECT_EQ(back[0].groups[3].frames, 0);
    EXPECT_TRUE(std::isnan(back[0].groups[3].ap) && std::isnan(back[0].timeToFind));
    EXPECT_TRUE(std::isnan(back[1].detectorMadds));
    ASSERT_EQ(back[0].shown.size(), 4u);
    for (const auto& one : row.shown)
    {
        EXPECT_EQ(back[0].shown.at(one.first).things, one.second.things) << one.first;
        EXPECT_EQ(back[0].shown.at(one.first).found, one.second.found) << one.first;
    }
    EXPECT_TRUE(back[1].shown.empty());
}

TEST_F(Rows, NoFileIsAnEmptyListAndADamagedOneAnError)
{
    EXPECT_TRUE(readRows(path).empty());
    writeRows(path, {});
    EXPECT_TRUE(readRows(path).empty());
    std::ofstream(path) << "[ { \"task\": \"a\" }";
    expectError([&] { readRows(path); }, {path, "damaged"});
    std::ofstream(path) << "[ { \"task\": \"a\" } ]";
    expectError([&] { readRows(path); }, {path, "damaged", "clip"});
}

class Trained : public testing::Test
{
protected:
    void SetUp() override
    {
        folder = cv::tempfile("");
        std::filesystem::create_directories(folder);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    //! As zoom_train compare writes it.
    void write(const std::string& text) const { std::ofstream(folder + "/results.json") << "[" << text << "\n]\n"; }

    static std::string result(const std::string& method, int seed, const std::string& input, double madds,
                              double taskMadds, double ap)
    {
        return cv::format(
            "\n {\"method\": \"%s\", \"seed\": %d, \"metric\": \"mean AP (higher is better)\", \"value\": "
            "0.5, \"madds\": %g, \"ms\": 12, \"trial\": \"\", \"input\": \"%s\", \"task_madds\": %g, "
            "\"zoom_ms\": 3.5, \"task_ms\": 8.5,\n  \"figures\": {\"Platelets/1-3/frames\": 4, "
            "\"Platelets/1-3/references\": 5, \"Platelets/1-3/ap\": %g, \"Platelets/1-3/recall\": 0.5, "
            "\"all/9+/frames\": 4, \"all/9+/ap\": 0.75}}",
            method.c_str(), seed, madds, input.c_str(), taskMadds, ap);
    }

    std::string folder;
};

TEST_F(Trained, DetectorsAreRowsOfTheirLabels)
{
    write(result("uniform", 0, "160x128", 6e7, 6e7, 0.25) + "," +
          result("uniform_double", 0, "320x256", 24e7, 24e7, 0.5) + "," + result("full", 0, "640x480", 9e8, 9e8, 0.75) +
          "," + result("zoom_separable", 0, "160x128", 7e7, 6e7, 0.625) + "," +
          result("zoom_separable", 1, "160x128", 7e7, 6e7, 0.375) + "," +
          result("box_prior", 0, "160x128", 6e7, 6e7, 0.1) +
          ",\n {\"method\": \"uniform\", \"seed\": 9, \"metric\": \"accuracy\", \"value\": 1}");
    const std::vector<Row> rows = readTrained(folder);
    ASSERT_EQ(rows.size(), 2 * 6u) << "platelets and all, of six results of detectors";
    std::vector<Row> platelets;
    for (const Row& row : rows)
        if (row.task == "Platelets")
            platelets.push_back(row);
    ASSERT_EQ(platelets.size(), 6u);
    const std::vector<Summary> all = summarise(platelets);
    ASSERT_EQ(all.size(), 5u);
    EXPECT_EQ(all[0].title(), "uniform");
    EXPECT_EQ(all[1].title(), "uniform x2");
    EXPECT_EQ(all[2].title(), "uniform x4");
    EXPECT_EQ(all[3].title(), "learned_separable");
    EXPECT_EQ(all[4].title(), "prior");
    for (const Summary& one : all)
        EXPECT_EQ(one.size, "160x128");
    EXPECT_EQ(all[3].of("1-3", &Group::ap).clips, 2) << "seeds";
    EXPECT_DOUBLE_EQ(all[3].of("1-3", &Group::ap).mean, 0.5);
    EXPECT_DOUBLE_EQ(all[3].madds().mean, 7e7);
    EXPECT_DOUBLE_EQ(all[3].of(&Row::saliencyMadds).mean, 1e7);
    EXPECT_DOUBLE_EQ(all[3].of(&Row::zoomMs).mean, 3.5);
    EXPECT_DOUBLE_EQ(all[3].of(&Row::detectorMs).mean, 8.5);
    EXPECT_EQ(all[3].of("9+", &Group::ap).clips, 0) << "that is another label's";

    ReportSetting setting;
    setting.goals = {{"1-3", "uniform", 2, 0}};
    const std::string text = markdownOf(platelets, setting);
    EXPECT_NE(text.find("| learned_separable >= uniform x2 | 1-3 | 1 | 0.625 | 0.500 | 0.500 | 0.500 | 0.29 |"),
              std::string::npos)
        << text;
    EXPECT_EQ(text.find("Over time"), std::string::npos) << "pictures have no time";
}

TEST_F(Trained, WhatIsNoDetectorIsAnError)
{
    expectError([&] { readTrained(folder); }, {folder, "cannot be read"});
    write("\n {\"method\": \"uniform\", \"seed\": 0, \"metric\": \"accuracy\", \"value\": 1}");
    expectError([&] { readTrained(folder); }, {folder, "no results of a detector", "zoom_train compare"});
    std::ofstream(folder + "/results.json") << "[ {";
    expectError([&] { readTrained(folder); }, {folder, "damaged"});
}

TEST(Summaries, AreMeansAndDeviationsOverClips)
{
    const std::vector<Summary> all =
        summarise({rowOf("a", "uniform", 0.4, 1e6), rowOf("a", "learned", 0.9, 1e6), rowOf("b", "uniform", 0.6, 3e6)});
    ASSERT_EQ(all.size(), 2u);
    const Spread ap = all[0].of("all", &Group::ap);
    EXPECT_EQ(ap.clips, 2);
    EXPECT_DOUBLE_EQ(ap.mean, 0.5);
    EXPECT_NEAR(ap.deviation, std::sqrt(0.02), 1e-12);
    EXPECT_DOUBLE_EQ(all[0].madds().mean, 2e6);
    EXPECT_EQ(all[0].of("4-8", &Group::ap).clips, 0);
    EXPECT_TRUE(std::isnan(all[1].of("all", &Group::ap).deviation));
}

TEST(Summaries, AScaleIsTheSameToAHundredth)
{
    Row third = rowOf("a", "uniform", 0.6, 2e6);
    third.scale = 1.3333;
    const Summary one = summarise({third})[0];
    EXPECT_EQ(one.title(), "uniform x1.33");
    EXPECT_TRUE(one.isScale(1.33) && one.isScale(4. / 3));
    EXPECT_FALSE(one.isScale(1) || one.isScale(1.36));
    ReportSetting setting;
    setting.goals = {{"all", "uniform", 1.33, 0}};
    EXPECT_NE(
        markdownOf({third, rowOf("a", "learned", 0.5, 1e6)}, setting).find("| learned >= uniform x1.33 | all | 1 |"),
        std::string::npos);
}

TEST(Reports, HaveATableForEveryNumberOfThingsThatThereIs)
{
    Row twice = rowOf("a", "uniform", 0.7, 4e6);
    twice.scale = 2;
    Row learned = rowOf("a", "learned", 0.8, 1e6);
    learned.saliencyMadds = 5e5;
    const std::string text = markdownOf({rowOf("a", "uniform", 0.4, 1e6), rowOf("b", "uniform", 0.6, 1e6), twice,
                                         learned, rowOf("a", "tiles4", 0.9, 4e6)});
    EXPECT_NE(text.find("| uniform | 2 | 20 | 40 | 0.500 ± 0.141 | 0.500 ± 0.141 |"), std::string::npos) << text;
    EXPECT_NE(text.find("| uniform x2 (1 of 2 clips) | 1 |"), std::string::npos) << text;
    EXPECT_NE(text.find("Frames with 1-3 things"), std::string::npos);
    EXPECT_EQ(text.find("Frames with 9+ things"), std::string::npos);
    EXPECT_NE(text.find("| learned (1 of 2 clips) | 1.5 | 0.50 |"), std::string::npos) << text;
}

//! How learned zoom stands to another method.
std::string goalOf(const std::vector<Row>& rows, const Goal& goal, bool fixedInput = false)
{
    ReportSetting setting;
    setting.goals = {goal};
    setting.fixedInput = fixedInput;
    const std::string text = markdownOf(rows, setting);
    const size_t begin = text.find("| learned >= "), end = text.find('\n', begin);
    return begin == std::string::npos ? text : text.substr(begin, end - begin);
}

TEST(Goals, AreNotAboutWhatIsToldTheReference)
{
    // It would be the best by far, of all made by hand and of all that are learned.
    const std::string text =
        markdownOf({rowOf("a", "crop", 0.5, 1e6), rowOf("a", "learned", 0.6, 1e6), rowOf("a", "oracle", 0.9, 1e6)});
    EXPECT_NE(text.find("made by hand, here crop | all"), std::string::npos) << text;
    EXPECT_EQ(text.find("oracle >="), std::string::npos) << text;
    EXPECT_EQ(text.find("here oracle"), std::string::npos) << text;
    EXPECT_NE(text.find("| oracle (upper bound) | 1 | 10 |"), std::string::npos) << text;
}

TEST(Goals, CompareTheClipsThatBothHaveBeenShown)
{
    // Of clip b alone uniform has a value: a mean of both would be 0.3.
    EXPECT_EQ(
        goalOf({rowOf("a", "uniform", 0.5, 4e6), rowOf("b", "uniform", 0.1, 4e6), rowOf("a", "learned", 0.4, 1e6)},
               {"1-3", "uniform", 1, 0}),
        "| learned >= uniform | 1-3 | 1 | 0.400 | 0.500 | 0.400 | 0.500 | 0.25 | not all clips |");
    EXPECT_EQ(goalOf({rowOf("a", "uniform", 0.5, 4e6), rowOf("b", "uniform", 0.1, 4e6), rowOf("a", "learned", 0.4, 1e6),
                      rowOf("b", "learned", 0.4, 1e6)},
                     {"1-3", "uniform", 1, 0}),
              "| learned >= uniform | 1-3 | 2 | 0.400 | 0.300 | 0.400 | 0.300 | 0.25 | yes |");
}

TEST(Goals, AreMetInAccuracyAndInCost)
{
    Row uniform = rowOf("a", "uniform", 0.5, 1e6), tiles = rowOf("a", "tiles4", 0.5, 4e6),
        learned = rowOf("a", "learned", 0.6, 2e6);
    EXPECT_EQ(goalOf({learned, tiles}, {"all", "tiles4", 1, 1. / 3}),
              "| learned >= tiles4 at 0.33 of its cost | all | 1 | 0.600 | 0.500 | 0.600 | 0.500 | 0.50 | too dear |");
    tiles.detectorMadds = NOTHING;
    EXPECT_EQ(goalOf({learned, tiles}, {"all", "tiles4", 1, 1. / 3}),
              "| learned >= tiles4 at 0.33 of its cost | all | 1 | 0.600 | 0.500 | 0.600 | 0.500 |  | cost unknown |");
    learned.groups[0].recall = 0.4;
    EXPECT_EQ(goalOf({learned, uniform}, {"all", "uniform", 1, 0}),
              "| learned >= uniform | all | 1 | 0.600 | 0.500 | 0.400 | 0.500 | 2.00 | AP only |");
    learned.groups[0].ap = 0.4;
    EXPECT_EQ(goalOf({learned, uniform}, {"all", "uniform", 1, 0}),
              "| learned >= uniform | all | 1 | 0.400 | 0.500 | 0.400 | 0.500 | 2.00 | no |");
}

TEST(Goals, SayWhyTheyCannotBeJudged)
{
    const std::vector<Row> rows = {rowOf("a", "uniform", 0.5, 1e6), rowOf("a", "learned", 0.6, 1e6)};
    EXPECT_EQ(goalOf(rows, {"1-3", "uniform", 2, 0}),
              "| learned >= uniform x2 | 1-3 |  |  |  |  |  |  | not measured |");
    EXPECT_EQ(goalOf(rows, {"1-3", "uniform", 2, 0}, true),
              "| learned >= uniform x2 | 1-3 |  |  |  |  |  |  | the input is fixed |");
    EXPECT_EQ(goalOf(rows, {"9+", "uniform", 1, 0}), "| learned >= uniform | 9+ |  |  |  |  |  |  | no such frames |");
}

TEST(Goals, NameTheHandMadeOneThatIsHardestToReachInEachGroup)
{
    Row crop = rowOf("a", "crop", 0.5, 1e6), prior = rowOf("a", "prior", 0.55, 1e6);
    crop.groups[1].ap = 0.7; // in frames with 1 to 3 things
    const std::string text = markdownOf({crop, prior, rowOf("a", "learned", 0.6, 1e6)});
    EXPECT_NE(text.find("| learned >= all made by hand, here prior | all | 1 | 0.600 | 0.550 | 0.600 | 0.550 | 1.00 | "
                        "yes |"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("| learned >= all made by hand, here crop | 1-3 | 1 | 0.600 | 0.700 | 0.600 | 0.500 | 1.00 | "
                        "recall only |"),
              std::string::npos)
        << text;
    EXPECT_EQ(text.find("made by hand, here crop | 9+"), std::string::npos);
}

TEST(Curves, TilesAreOneForEachSizeAndTheResizeOneForAll)
{
    std::vector<Row> rows = {rowOf("a", "uniform", 0.2, 1e6), rowOf("a", "tiles4", 0.6, 4e6),
                             rowOf("a", "uniform", 0.9, 2e6), rowOf("a", "tiles4", 0.95, 8e6),
                             rowOf("a", "motion", 0.5, 1e6)};
    rows[2].size = rows[3].size = "64x48";
    const auto textOf = [&rows](size_t count) {
        std::string text;
        for (const Curve& curve : curvesOf(summarise({rows.begin(), rows.begin() + int(count)}), "all", &Group::ap))
        {
            text += curve.name + ":";
            for (const Curve::Point& point : curve.points)
                text += cv::format(" %g", point.value);
            text += "; ";
        }
        return text;
    };
    EXPECT_EQ(textOf(5), "uniform: 0.2 0.9; tiles, 32x24: 0.2 0.6; tiles, 64x48: 0.9 0.95; motion: 0.5; ");
    EXPECT_EQ(textOf(2), "uniform: 0.2; tiles: 0.2 0.6; ");
}

TEST(Reports, PlotsHaveBarsOfTheDeviation)
{
    const auto rowsWith = [](double a, double b) {
        return plotOf({rowOf("a", "learned", a, 1e6), rowOf("b", "learned", b, 1e6)}, "things");
    };
    cv::Mat difference;
    cv::absdiff(rowsWith(0.5, 0.5), rowsWith(0.4, 0.6), difference); // the same mean
    // A bar of 0.28 of a panel's 330 pixels, less the point in its middle, in four panels at most.
    EXPECT_GT(cv::countNonZero(difference.reshape(1)), 2 * 60);
}

TEST(Reports, PlotsShowWhatIsBetterFurtherUp)
{
    const auto heightOf = [](double ap) {
        // The first of the methods that are no curve has a filled circle of its own colour.
        const cv::Mat with = plotOf({rowOf("a", "learned", ap, 1e6)}, "things");
        const cv::Mat without = plotOf({rowOf("a", "learned", NOTHING, 1e6)}, "things");
        cv::Mat difference;
        cv::absdiff(with, without, difference);
        std::vector<cv::Mat> channels;
        cv::split(difference.colRange(0, with.cols / 3).rowRange(0, with.rows / 2), channels);
        std::vector<cv::Point> changed;
        cv::findNonZero((channels[0] | channels[1] | channels[2]) > 0, changed);
        double sum = 0;
        for (const cv::Point& point : changed)
            sum += point.y;
        EXPECT_FALSE(changed.empty());
        return sum / double(changed.size());
    };
    EXPECT_LT(heightOf(0.9), heightOf(0.2) - 100);
}

} // namespace
} // namespace table
