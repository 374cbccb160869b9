// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "curves.hpp"
#include "report.hpp"
#include "shown_sizes.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace table {
namespace {

TEST(ShownSizes, AreCountedByHalfOctavesOfTheRootOfTheArea)
{
    ShownSizes sizes;
    // Sides of 8, 8 (2 x 32), 11.3 - a little, 11.4, and one that is not shown.
    addShown(sizes,
             {cv::Rect2d(1, 2, 8, 8), cv::Rect2d(0, 0, 2, 32), cv::Rect2d(0, 0, 11.3, 11.3),
              cv::Rect2d(0, 0, 11.4, 11.4), cv::Rect2d()},
             {true, false, true, true, false});
    addShown(sizes, {cv::Rect2d(3, 3, 9, 9)}, {false});
    ASSERT_EQ(sizes.size(), 3u);
    EXPECT_EQ(sizes[6].things, 4);
    EXPECT_EQ(sizes[6].found, 2);
    EXPECT_EQ(sizes[7].things, 1);
    EXPECT_EQ(sizes[7].found, 1);
    EXPECT_EQ(sizes[NOT_SHOWN].things, 1);
    EXPECT_EQ(sizes[NOT_SHOWN].found, 0);
    EXPECT_DOUBLE_EQ(sideFrom(6), 8);
    EXPECT_DOUBLE_EQ(sideFrom(7), 8 * std::sqrt(2));
    EXPECT_EQ(sideFrom(NOT_SHOWN), 0);
    for (int k = -4; k < 30; k++)
        EXPECT_EQ(halfOctaveOf(sideFrom(k)), k) << "a begin belongs to what it begins";
}

TEST(ShownSizes, AMethodStandsToTheResizeAtTheSameSizes)
{
    const ShownSizes uniform = {{4, {10, 1}}, {6, {20, 10}}, {8, {9, 9}}, {10, {10, 9}}};
    // 8: seen by too few of uniform's things; 9: by none.
    const ShownSizes method = {{NOT_SHOWN, {5, 0}}, {6, {10, 4}}, {8, {7, 7}}, {9, {3, 3}}, {10, {25, 20}}};
    const SizeStanding standing = standingBySize(method, uniform);
    EXPECT_EQ(standing.all.things, 50);
    EXPECT_DOUBLE_EQ(standing.all.recall(), 34. / 50);
    EXPECT_EQ(standing.compared.things, 40);
    EXPECT_DOUBLE_EQ(standing.compared.recall(), 24. / 40);
    EXPECT_DOUBLE_EQ(standing.explained, (10 * 0.5 + 25 * 0.9) / 40);
    EXPECT_EQ(standingBySize(method, {}).explained, 0) << "what is not shown is not found";
    EXPECT_TRUE(std::isnan(standingBySize({{9, {3, 3}}}, uniform).explained));
}

Row rowOf(const std::string& clip, const std::string& method, const ShownSizes& shown, double scale = 1)
{
    Row row;
    row.task = "things";
    row.clip = clip;
    row.method = method;
    row.size = row.input = "32x24";
    row.scale = scale;
    row.shown = shown;
    return row;
}

TEST(ShownSizes, TablesAreSumsOverTheClips)
{
    const std::string text =
        markdownOf({rowOf("a", "uniform", {{6, {10, 5}}, {8, {2, 2}}}), rowOf("b", "uniform", {{6, {30, 25}}}),
                    rowOf("a", "uniform", {{8, {10, 6}}}, 2), //
                    rowOf("a", "tiles4", {{NOT_SHOWN, {4, 0}}, {8, {8, 4}}}),
                    rowOf("a", "motion", {{6, {1, 1}}}), // not one that is looked at
                    rowOf("a", "oracle", {{6, {12, 12}}})});
    for (const char* line : {"| shown side, pixels | uniform | uniform x2 (1 of 2 clips) | tiles4 (1 of 2 clips) | "
                             "oracle (upper bound) (1 of 2 clips) |\n",
                             "| not shown |  |  | 0.00 (4) |  |\n", "| 8 to 11.3 | 0.75 (40) |  |  | 1.00 (12) |\n",
                             "| 16 to 22.6 | 1.00 (2) | 0.60 (10) | 0.50 (8) |  |\n",
                             // Of uniform's things at 16 pixels 8 of 12 are found, at 8 pixels 30 of 40: what tiles4
                             // shows it would find 8 * 2/3 of 12, the oracle 0.75.
                             "| tiles4 (1 of 2 clips) | 12 | 0.333 | 12 | 0.333 | 0.444 | -0.111 |\n",
                             "| oracle (upper bound) (1 of 2 clips) | 12 | 1.000 | 12 | 1.000 | 0.750 | +0.250 |\n"})
        EXPECT_NE(text.find(line), std::string::npos) << line << text;
    EXPECT_EQ(markdownOf({rowOf("a", "uniform", {})}).find("shown size"), std::string::npos);
}

TEST(ShownSizes, CurvesLeaveOutWhatIsOfTooFewThings)
{
    const std::vector<Row> rows = {
        rowOf("a", "uniform", {{NOT_SHOWN, {50, 0}}, {6, {6, 3}}, {8, {9, 9}}, {10, {16, 8}}}),
        rowOf("b", "uniform", {{6, {4, 4}}}), rowOf("a", "motion", {{6, {50, 1}}}), rowOf("a", "learned", {})};
    const std::vector<Curve> curves = shownCurvesOf(summarise(rows));
    ASSERT_EQ(curves.size(), 1u);
    ASSERT_EQ(curves[0].points.size(), 2u);
    EXPECT_DOUBLE_EQ(curves[0].points[0].x, 8 * std::pow(2, 0.25));
    EXPECT_DOUBLE_EQ(curves[0].points[0].value, 0.7);
    EXPECT_DOUBLE_EQ(curves[0].points[1].value, 0.5);
    EXPECT_DOUBLE_EQ(curves[0].points[1].deviation, 0.125); // the root of 0.5 * 0.5 / 16

    EXPECT_TRUE(limitsPlotOf({rowOf("a", "learned", {})}, "things").empty());
    const cv::Mat one = limitsPlotOf(rows, "things");
    std::vector<Row> twoSizes = rows;
    twoSizes.push_back(rowOf("a", "uniform", {{6, {20, 2}}}));
    twoSizes.back().size = "64x48";
    EXPECT_EQ(limitsPlotOf(twoSizes, "things").cols, 2 * one.cols);
    EXPECT_EQ(limitsPlotOf(twoSizes, "other things").cols, 0);
}

} // namespace
} // namespace table
