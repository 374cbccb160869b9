// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Boxes about things, both ways.
#include "reference.hpp"
#include "test_precomp.hpp"

#include <limits>

namespace opencv_test {
namespace {

using namespace cv::zoom;

const Size FRAME(640, 480), ZOOMED(160, 128);

//! One hot spot, magnified by three and more.
Mat strongGrid(int mode)
{
    Mat saliency(31, 31, CV_32F, Scalar(0.1)), grid;
    saliency.at<float>(12, 15) = 60;
    GridParams params;
    params.mode = mode;
    params.gridSize = saliency.size();
    params.sigma = 0.08;
    saliencyToGrid(saliency, grid, params);
    return grid;
}

//! Small and large things, most of them where the grid shears.
std::vector<Rect2d> someThings()
{
    return {Rect2d(300, 268, 41, 40),   Rect2d(159, 153, 41, 40), Rect2d(268, 124, 41, 40), Rect2d(210, 196, 41, 40),
            Rect2d(240, 144, 96, 96),   Rect2d(112, 216, 96, 96), Rect2d(0, 0, 50, 30),     Rect2d(590, 420, 50, 60),
            Rect2d(200, 100, 300, 250), Rect2d(330, 160, 3, 2)};
}

double overlap(const Rect2d& a, const Rect2d& b)
{
    const double both = (a & b).area();
    return both / (a.area() + b.area() - both);
}

TEST(Zoom_Boxes, a_side_is_where_its_middle_is)
{
    const Mat grid = strongGrid(GRID_ATTRACTION);
    const ZoomTransform t(grid, FRAME, ZOOMED);
    const Rect2d box(70.3, 31.2, 22.5, 40.1);
    std::vector<Rect2d> mapped;
    frameBoxes(t, std::vector<Rect2d>{box}, mapped);
    const auto at = [&](double x, double y) {
        return reference::gridAt(
            grid, Point2d((box.x + x * box.width) / ZOOMED.width, (box.y + y * box.height) / ZOOMED.height));
    };
    ASSERT_EQ(1u, mapped.size());
    EXPECT_NEAR(at(0, 0.5).x * FRAME.width, mapped[0].x, 1e-9);
    EXPECT_NEAR(at(1, 0.5).x * FRAME.width, mapped[0].x + mapped[0].width, 1e-9);
    EXPECT_NEAR(at(0.5, 0).y * FRAME.height, mapped[0].y, 1e-9);
    EXPECT_NEAR(at(0.5, 1).y * FRAME.height, mapped[0].y + mapped[0].height, 1e-9);
}

TEST(Zoom_Boxes, labels_come_back_as_they_were)
{
    for (int mode : {GRID_ATTRACTION, GRID_SEPARABLE, GRID_TRANSPORT})
    {
        const ZoomTransform t(strongGrid(mode), FRAME, ZOOMED);
        ASSERT_GT(t.maxMagnification(), 2.5) << mode;
        const std::vector<Rect2d> labels = someThings();
        std::vector<Rect2d> there, back, again, bounds;
        zoomedBoxes(t, labels, there);
        frameBoxes(t, there, back);
        zoomedBoxes(t, back, again);
        t.toFrameRects(there, bounds);
        double worst = 1;
        for (size_t k = 0; k < labels.size(); ++k)
        {
            EXPECT_GT(overlap(labels[k], back[k]), 1 - 1e-6) << mode << " " << labels[k] << back[k];
            EXPECT_GT(overlap(there[k], again[k]), 1 - 1e-6) << mode << " " << there[k] << again[k];
            worst = std::min(worst, overlap(labels[k], bounds[k]));
        }
        if (mode == GRID_ATTRACTION)
        {
            EXPECT_LT(worst, 0.6) << "the grid does not shear: the bound of the image would do";
        }
    }
}

TEST(Zoom_Boxes, what_is_not_shown_is_cut_or_empty)
{
    // The middle half of the frame on either axis.
    const Mat grid =
        (Mat_<Vec2f>(2, 2) << Vec2f(0.25f, 0.25f), Vec2f(0.75f, 0.25f), Vec2f(0.25f, 0.75f), Vec2f(0.75f, 0.75f));
    const ZoomTransform t(grid, Size(100, 100), Size(100, 100));
    Mat mapped;
    zoomedBoxes(t,
                std::vector<Rect>{Rect(30, 40, 20, 10), Rect(60, 50, 20, 20), Rect(5, 5, 10, 10), Rect(70, 50, 20, 20)},
                mapped);
    const double expected[4][4] = {{10, 30, 40, 20}, {70, 50, 30, 40}, {0, 0, 0, 0}, {0, 0, 0, 0}};
    EXPECT_LT(cv::norm(mapped, Mat(4, 4, CV_64F, const_cast<double*>(&expected[0][0])), NORM_INF), 1e-9) << mapped;
    std::vector<Rect2d> back;
    frameBoxes(t, std::vector<Rect2d>{Rect2d(70, 50, 60, 40), Rect2d(-30, 0, 20, 20)}, back);
    EXPECT_LT(cv::norm(back[0].tl() - Point2d(60, 50)), 1e-9) << back[0];
    EXPECT_LT(cv::norm(back[0].br() - Point2d(75, 70)), 1e-9) << back[0];
    EXPECT_TRUE(back[1].empty());
    frameBoxes(t, std::vector<Rect2d>(), back);
    EXPECT_TRUE(back.empty());
    EXPECT_THROW(frameBoxes(ZoomTransform(), std::vector<Rect2d>{Rect2d(0, 0, 9, 9)}, back), cv::Exception);
    try
    {
        zoomedBoxes(t, Mat(1, 3, CV_32F, Scalar(1)), back);
        FAIL() << "no error";
    }
    catch (const cv::Exception& e)
    {
        EXPECT_EQ(e.err.find("boxes are 3x1"), 0u) << e.err;
    }
    EXPECT_THROW(zoomedBoxes(t, Mat(3, 3, CV_64F, Scalar(1)), back), cv::Exception);
    EXPECT_THROW(zoomedBoxes(t, std::vector<Rect2d>{Rect2d(0, 0, std::numeric_limits<double>::quiet_NaN(), 9)}, back),
                 cv::Exception);
}

} // namespace
} // namespace opencv_test
