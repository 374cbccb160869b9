// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// A detector behind a zoom: labels in the zoomed frame, targets, loss, training. What needs detectors/ to judge it is
// in test_detection_score.cpp.
#include "gradcheck.hpp"
#include "things.hpp"

#include "opencv2/zoom_train/detection.hpp"

#include <cmath>

namespace opencv_test {
namespace {

using namespace cv::zoom_train;
using torch::Tensor;

//! Where a grid has a point of the zoomed frame, in plain double: the judge of the labels.
Point2d gridAt(const Tensor& grid, Point2d z)
{
    const Tensor g = grid.to(torch::kDouble).contiguous();
    const int64_t rows = g.size(0), columns = g.size(1);
    const double x = z.x * double(columns - 1), y = z.y * double(rows - 1);
    const int64_t j = std::min(int64_t(x), columns - 2), i = std::min(int64_t(y), rows - 2);
    const double s = x - double(j), t = y - double(i);
    const auto node = [&](int64_t r, int64_t c) {
        const double* p = g.data_ptr<double>() + 2 * (r * columns + c);
        return Point2d(p[0], p[1]);
    };
    return (1 - t) * ((1 - s) * node(i, j) + s * node(i, j + 1)) +
           t * ((1 - s) * node(i + 1, j) + s * node(i + 1, j + 1));
}

//! Two grids in double, [2, 9, 11, 2], that zoom in somewhere.
Tensor zoomingGrids(int mode)
{
    Tensor saliency = torch::full({2, 1, 9, 11}, 0.3, torch::kDouble);
    saliency[0][0][3][4] = 2.;
    saliency[0][0][3][5] = 1.;
    saliency[1][0][6][7] = 3.;
    zoom::GridParams params;
    params.mode = mode;
    params.sigma = 0.2;
    return saliencyToGrid(saliency, params);
}

Tensor someThings()
{
    // sample, label, x, y, width, height
    return torch::tensor({0., 0., 0.31, 0.22, 0.13, 0.17, //
                          0., 1., 0.02, 0.71, 0.2, 0.12,  //
                          1., 1., 0.55, 0.61, 0.14, 0.11},
                         torch::kDouble)
        .view({3, 6});
}

TEST(ZoomTrain_Labels, points_are_where_the_grid_has_them)
{
    for (int mode : {zoom::GRID_ATTRACTION, zoom::GRID_SEPARABLE, zoom::GRID_TRANSPORT})
    {
        const Tensor grids = zoomingGrids(mode), points = uniform({40, 2}, 0.01, 0.99, 3);
        const Tensor numbers = torch::arange(40, torch::kLong) % 2;
        Tensor shown;
        const Tensor z = toZoomedPoints(grids, numbers, points, &shown).contiguous();
        ASSERT_TRUE(shown.all().item<bool>());
        ASSERT_GT((z - points).abs().max().item<double>(), 0.01) << "nothing to map";
        for (int64_t i = 0; i < 40; ++i)
        {
            const Point2d p = gridAt(grids[i % 2], Point2d(z[i][0].item<double>(), z[i][1].item<double>()));
            EXPECT_NEAR(p.x, points[i][0].item<double>(), 1e-9) << mode;
            EXPECT_NEAR(p.y, points[i][1].item<double>(), 1e-9) << mode;
        }
        // The grids that training has are of floats.
        EXPECT_LT(distance(z, toZoomedPoints(grids.to(torch::kFloat), numbers, points)), 1e-5);
    }
}

TEST(ZoomTrain_Labels, boxes_come_back_to_the_frame_as_they_were)
{
    const Size side(640, 480);
    const Tensor things = thingsOffTheAxes(), boxes = things.slice(1, 2, 6);
    for (int mode : {zoom::GRID_ATTRACTION, zoom::GRID_SEPARABLE, zoom::GRID_TRANSPORT})
    {
        const Tensor grids = strongGrids(mode);
        Tensor shown;
        const Tensor z = toZoomedBoxes(grids, things.select(1, 0), boxes, shown).contiguous();
        ASSERT_TRUE(shown.all().item<bool>());
        for (int64_t k = 0; k < 3; ++k)
        {
            const zoom::ZoomTransform transform =
                transformOf(grids, things[k][0].item<int64_t>(), side, Size(160, 128));
            const double* b = z.data_ptr<double>() + 4 * k;
            const std::vector<Rect2d> zoomed = {Rect2d(b[0] * 160, b[1] * 128, b[2] * 160, b[3] * 128)};
            std::vector<Rect2d> back;
            zoom::frameBoxes(transform, zoomed, back);
            ASSERT_GT(transform.maxMagnification(), 2.5);
            const Tensor row = boxes[k];
            const Rect2d label(row[0].item<double>() * 640, row[1].item<double>() * 480, row[2].item<double>() * 640,
                               row[3].item<double>() * 480);
            const double overlap =
                (label & back[0]).area() / (label.area() + back[0].area() - (label & back[0]).area());
            EXPECT_GT(overlap, 0.9999) << mode << " "
                                       << k; // all that it lacks is that the transform's grid is of floats
        }
    }
}

TEST(ZoomTrain_Labels, a_crop_maps_boxes_by_hand_and_hides_what_it_does_not_show)
{
    // The middle half of the frame on either axis.
    const Tensor grid =
        torch::tensor({0.25, 0.25, 0.75, 0.25, 0.25, 0.75, 0.75, 0.75}, torch::kDouble).view({1, 2, 2, 2});
    const Tensor boxes =
        torch::tensor({0.3, 0.4, 0.2, 0.1, 0.05, 0.05, 0.1, 0.1, 0.7, 0.5, 0.2, 0.2, 0.6, 0.5, 0.2, 0.2},
                      torch::kDouble)
            .view({4, 4});
    Tensor shown;
    const Tensor z = toZoomedBoxes(grid, torch::zeros({4}, torch::kLong), boxes, shown);
    EXPECT_TRUE(shown[0].item<bool>());
    EXPECT_LT(distance(z[0], torch::tensor({0.1, 0.3, 0.4, 0.2}, torch::kDouble)), 1e-6);
    EXPECT_FALSE(shown[1].item<bool>()) << "outside";
    EXPECT_FALSE(shown[2].item<bool>()) << "its middle is outside";
    EXPECT_TRUE(shown[3].item<bool>());
    EXPECT_LT(distance(z[3], torch::tensor({0.7, 0.5, 0.3, 0.4}, torch::kDouble)), 1e-6) << "cut at the border";
    // Each quarter of the zoomed frame shows a sixteenth of the frame.
    EXPECT_LT(distance(frameAreas(grid, 2, 2), torch::full({1, 1, 2, 2}, 0.25, torch::kDouble)), 1e-12);
}

TEST(ZoomTrain_Labels, areas_are_what_the_cells_show)
{
    for (int mode : {zoom::GRID_ATTRACTION, zoom::GRID_SEPARABLE, zoom::GRID_TRANSPORT})
    {
        const Tensor grids = zoomingGrids(mode), areas = frameAreas(grids, 12, 16);
        ASSERT_GT(areas.max().item<double>(), 1.3 * areas.min().item<double>());
        EXPECT_LT((areas.mean({1, 2, 3}) - 1).abs().max().item<double>(), 1e-9) << "all of the frame is shown";
        // One cell, by the corners that the judge has.
        const auto at = [&](double x, double y) { return gridAt(grids[1], Point2d(x / 16, y / 12)); };
        const Point2d falling = at(11, 9) - at(10, 8), rising = at(10, 9) - at(11, 8);
        EXPECT_NEAR(areas[1][0][8][10].item<double>(), 0.5 * (falling.x * rising.y - falling.y * rising.x) * 12 * 16,
                    1e-9);
    }
}

TEST(ZoomTrain_Labels, gradients_are_those_of_differences)
{
    const Tensor things = someThings();
    // Not symmetric, and no node on a line of cells.
    const Tensor grids = zoomingGrids(zoom::GRID_ATTRACTION) + uniform({2, 9, 11, 2}, -0.004, 0.004, 11);
    checkGradients(
        [&](const Tensors& in) {
            Tensor shown;
            return toZoomedBoxes(in[0], things.select(1, 0), things.slice(1, 2, 6), shown);
        },
        {grids});
    const Tensor sheared = thingsOffTheAxes(),
                 strong = strongGrids(zoom::GRID_ATTRACTION) + uniform({2, 31, 31, 2}, -0.0005, 0.0005, 13);
    checkGradients(
        [&](const Tensors& in) {
            Tensor shown;
            return toZoomedBoxes(in[0], sheared.select(1, 0), sheared.slice(1, 2, 6), shown);
        },
        {strong});
    checkGradients([](const Tensors& in) { return frameAreas(in[0], 5, 6); }, {grids});
}

// One thing on 4 rows and 8 columns, its centre at (2.75, 1.5) cells, 1.6 cells wide and 0.8 high.
TEST(ZoomTrain_CentreTargets, are_those_computed_by_hand)
{
    const Tensor identity = torch::tensor({0., 0., 1., 0., 0., 1., 1., 1.}, torch::kDouble).view({1, 2, 2, 2});
    const Tensor things =
        torch::tensor({0., 1., (2.75 - 0.8) / 8, (1.5 - 0.4) / 4, 1.6 / 8, 0.8 / 4}, torch::kDouble).view({1, 6});
    const CentreTargets t = centreTargets(things, identity, 2, 4, 8);
    ASSERT_EQ(t.heat.sizes(), (std::vector<int64_t>{1, 2, 4, 8}));
    EXPECT_EQ(t.heat[0][0].abs().max().item<double>(), 0) << "the other label";
    const Tensor heat = t.heat[0][1];
    // An eighth of either side is less than 0.4 cells.
    EXPECT_EQ(heat[1][2].item<double>(), 1);
    EXPECT_NEAR(heat[1][3].item<double>(), 0.0439369336, 1e-9); // exp(-1/(2*0.16))
    EXPECT_NEAR(heat[0][2].item<double>(), 0.0439369336, 1e-9);
    EXPECT_NEAR(heat[2][3].item<double>(), 0.0019304541, 1e-9);  // exp(-2/(2*0.16))
    EXPECT_NEAR(heat[1][4].item<double>(), 3.7266532e-6, 1e-12); // exp(-4/(2*0.16))
    EXPECT_EQ(t.share[0].item<double>(), 1);
    ASSERT_EQ(t.cells.numel(), 9);
    double sum = 0;
    for (int64_t k = 0; k < 9; ++k)
    {
        const int64_t cell = t.cells[k].item<int64_t>(), row = cell / 8, column = cell % 8;
        ASSERT_TRUE(row <= 2 && column >= 1 && column <= 3) << cell;
        const double values[] = {std::log(1.6), std::log(0.8), 2.75 - double(column), 1.5 - double(row)};
        for (int v = 0; v < 4; ++v)
            EXPECT_NEAR(t.values[k][v].item<double>(), values[v], 1e-9) << cell << " " << v;
        const int64_t off = std::abs(row - 1) + std::abs(column - 2);
        // exp(-off/(2*0.64)) by the sum 1 + 4*0.4578334 + 4*0.2096114
        EXPECT_NEAR(t.weights[k].item<double>(), (off == 0 ? 1 : off == 1 ? 0.4578334 : 0.2096114) / 3.6697792, 1e-7);
        sum += t.weights[k].item<double>();
        EXPECT_NEAR(t.extents[k][0].item<double>(), 1.6, 1e-9);
        EXPECT_NEAR(t.extents[k][1].item<double>(), 0.8, 1e-9);
    }
    EXPECT_NEAR(sum, 1, 1e-12);
    EXPECT_LT((t.areas - 1).abs().max().item<double>(), 1e-12);
}

TEST(ZoomTrain_CentreTargets, things_share_their_frame_and_the_smaller_one_has_the_cell)
{
    const Tensor identity =
        torch::tensor({0., 0., 1., 0., 0., 1., 1., 1.}, torch::kDouble).view({1, 2, 2, 2}).expand({3, 2, 2, 2});
    // In frame 0 two about the same centre, in frame 1 one, in frame 2 none.
    const Tensor things = torch::tensor({0., 0., 0.31, 0.31, 0.4, 0.4, //
                                         0., 0., 0.46, 0.46, 0.1, 0.1, //
                                         1., 0., 0.2, 0.2, 0.4, 0.3},
                                        torch::kDouble)
                              .view({3, 6});
    const CentreTargets t = centreTargets(things, identity, 1, 8, 8);
    EXPECT_LT(distance(t.share, torch::tensor({1. / 6, 1. / 3, 1. / 3}, torch::kDouble)), 1e-12);
    EXPECT_EQ(t.heat[2].abs().max().item<double>(), 0);
    // Sigma of the wide one, 3.2 cells, is 0.4 as well as that of the small one: the heat is that of one thing.
    EXPECT_NEAR(t.heat[0][0][4][5].item<double>(), 0.0439369336, 1e-6);
    for (int64_t k = 0; k < t.cells.numel(); ++k)
        if (t.cells[k].item<int64_t>() < 64)
        {
            EXPECT_NEAR(t.extents[k][0].item<double>(), 0.8, 1e-6) << "the smaller one";
        }
    EXPECT_THROW(centreTargets(things, identity, 0, 8, 8), c10::Error) << "a label that there is not";
}

TEST(ZoomTrain_CentreLoss, is_that_computed_by_hand)
{
    // A column of the zoomed frame shows 0.3, the other 0.7 of the frame.
    const Tensor grid =
        torch::tensor({0., 0., 0.3, 0., 1., 0., 0., 1., 0.3, 1., 1., 1.}, torch::kDouble).view({1, 2, 3, 2});
    // In the first column: from 0.06 to 0.24 of the frame is from 0.1 to 0.4 of the zoomed frame, 0.6 cells of two.
    const Tensor thing = torch::tensor({0., 0., 0.06, 0.25, 0.18, 0.5}, torch::kDouble).view({1, 6});
    const CentreTargets t = centreTargets(thing, grid, 1, 1, 2);
    EXPECT_LT(distance(t.areas.flatten(), torch::tensor({0.6, 1.4}, torch::kDouble)), 1e-9);
    Tensor output = torch::zeros({1, 5, 1, 2}, torch::kDouble); // logit 0: a half
    output[0][0][0][1] = std::log(3.);                          // 0.75
    const double heat = std::exp(-1 / (2 * 0.16));
    const double heatLoss = 0.25 * std::log(2.) + 1.4 * std::pow(1 - heat, 4) * 0.75 * 0.75 * std::log(4.);
    // Sizes 0.6 and 0.5 cells, centre (0.5, 0.5); the second cell speaks for the thing, too.
    const double beside = std::exp(-1 / (2 * 0.64)), first = 1 / (1 + beside), second = beside / (1 + beside);
    const double size = -std::log(0.6) - std::log(0.5);
    const double offset = first * (0.5 / 0.6 + 0.5 / 0.5) + second * (0.5 / 0.6 + 0.5 / 0.5);
    EXPECT_NEAR(centreLoss(output, t).item<double>(), heatLoss + 0.5 * size + 2 * offset, 1e-6);
    EXPECT_THROW(centreLoss(output.slice(1, 1), t), c10::Error);
}

TEST(ZoomTrain_CentreLoss, gradients_are_those_of_differences)
{
    const Tensor things = someThings(), output = uniform({2, 6, 6, 8}, -2, 2, 5);
    const Tensor grids = zoomingGrids(zoom::GRID_ATTRACTION) + uniform({2, 9, 11, 2}, -0.004, 0.004, 12);
    const CentreTargets targets = centreTargets(things, grids, 2, 6, 8);
    checkGradients([&](const Tensors& in) { return centreLoss(in[0], targets); }, {output});
    // With respect to the grid: through the labels and the areas; the heatmap is a constant.
    checkGradients(
        [&](const Tensors& in) {
            CentreTargets moved = centreTargets(things, in[0], 2, 6, 8);
            moved.heat = targets.heat;
            moved.extents = targets.extents;
            return centreLoss(output, moved);
        },
        {grids});
}

//! A task network's output that says the targets.
TEST(ZoomTrain_CentreLoss, is_least_where_the_output_is_the_target)
{
    const Tensor things = someThings(), grids = zoomingGrids(zoom::GRID_SEPARABLE);
    const CentreTargets t = centreTargets(things, grids, 2, 12, 16);
    const Tensor right = saying(t);
    const double least = centreLoss(right, t).item<double>();
    EXPECT_LT(least, 1e-3);
    for (int64_t plane = 0; plane < 6; ++plane)
    {
        Tensor wrong = right.clone();
        wrong.select(1, plane).add_(plane < 2 ? 15 : 0.3); // alarms everywhere; boxes that are not right
        EXPECT_GT(centreLoss(wrong, t).item<double>(), least + 0.05) << plane;
    }
}

TEST(ZoomTrain_CentreNet, takes_any_size_and_gives_a_quarter_rounded_up)
{
    torch::manual_seed(3);
    nn::CentreNet net(3, 2, 8);
    net.eval();
    for (const Size size : {Size(64, 48), Size(61, 47), Size(33, 20)})
        EXPECT_EQ(net.forward(torch::zeros({2, 3, size.height, size.width})).sizes(),
                  (std::vector<int64_t>{2, 6, (size.height + 3) / 4, (size.width + 3) / 4}));
}

TEST(ZoomTrain_BoxPrior, is_where_the_things_are_and_zooms_there)
{
    const auto set = std::make_shared<Things>(30, 1);
    const Tensor prior = boxPrior(*set, Size(15, 15));
    EXPECT_NEAR(prior.sum().item<double>(), 1, 1e-5);
    // All things are in the upper left part.
    EXPECT_GT(prior.slice(2, 0, 8).slice(3, 0, 8).sum().item<double>(), 0.8);
    nn::SystemOptions o;
    o.method = "box_prior";
    o.taskNetwork = "centre";
    o.channels = 3;
    o.outputs = 2;
    o.taskWidth = 4;
    o.sampler.grid.gridSize = Size(15, 15);
    o.sampler.zoomed = Size(48, 48);
    o.prior = prior;
    const auto system = nn::makeSystem(o);
    system->forward(torch::zeros({1, 3, 96, 96}));
    EXPECT_GT(nn::magnificationAt(system->resampler()->lastGrid(), torch::full({1, 2}, 0.3)).item<float>(), 1.15);
    o.prior = torch::ones({1, 1, 4, 4});
    EXPECT_THROW(nn::makeSystem(o), c10::Error);

    data::DatasetOptions glyphs;
    glyphs.count = 3;
    EXPECT_THROW(boxPrior(*data::makeDataset(glyphs), Size(15, 15)), cv::Exception) << "no boxes";
}

//! Tells which sample is which.
Objective numbering(std::vector<int64_t>& seen)
{
    Objective objective;
    objective.batchLoss = [](const Tensor& output, const data::Batch&, const nn::Resampler&) { return output.mean(); };
    objective.findings = [](const Tensor&, const data::Batch& batch, const nn::Resampler&) {
        const Tensor things = batch.things.to(torch::kDouble);
        return torch::stack({things.select(1, 0), things.select(1, 2)}, 1);
    };
    objective.judge = [&seen](const Tensor& findings, Evaluation& evaluation) {
        evaluation.metric = 7;
        evaluation.details = "said";
        for (int64_t k = 0; k < findings.size(0); ++k)
            seen.push_back(findings[k][0].item<int64_t>());
    };
    return objective;
}

TEST(ZoomTrain_Objective, judges_the_findings_of_a_whole_set)
{
    const auto set = std::make_shared<Things>(70, 2);
    nn::SystemOptions o;
    o.method = "uniform";
    o.channels = 3;
    o.taskWidth = 4;
    o.sampler.zoomed = Size(24, 24);
    const auto system = nn::makeSystem(o);
    std::vector<int64_t> seen;
    const Evaluation e = evaluate(*system, set, 32, numbering(seen)); // 32, 32 and 6
    EXPECT_EQ(e.metric, 7);
    EXPECT_EQ(e.details, "said");
    EXPECT_EQ(e.samples, 70);
    std::vector<int64_t> expected;
    for (size_t i = 0; i < 70; ++i)
        expected.insert(expected.end(), set->get(i, 0).things.size(), int64_t(i));
    EXPECT_EQ(seen, expected);
}

class DetectorBehind : public testing::TestWithParam<std::string>
{
};

// Every sampler by its name: the loss is finite, and what looks learns where it can.
TEST_P(DetectorBehind, every_sampler_learns)
{
    torch::manual_seed(4);
    const auto set = std::make_shared<Things>(32, 3);
    const auto system = makeDetector(GetParam(), *set);
    std::vector<Tensor> before;
    for (const Tensor& p : system->parameters())
        before.push_back(p.detach().clone());
    TrainerOptions o;
    o.steps = 4;
    o.batch = 4;
    o.taskRate = o.saliencyRate = Schedule(0.01);
    o.quiet = true;
    Trainer trainer(system, set, set, o, centreObjective());
    const Evaluation e = trainer.run();
    EXPECT_TRUE(std::isfinite(e.loss));
    EXPECT_EQ(e.metric, e.loss);
    size_t i = 0;
    for (const auto& p : system->named_parameters())
    {
        // A softmax does not change with a constant added to all its logits.
        if (p.key() != "resampler.saliency.last.bias")
        {
            EXPECT_FALSE(p.value().equal(before[i])) << p.key();
        }
        ++i;
    }
}

// Weights and what batch normalisation has seen, whatever the optimiser and the averages do.
TEST(ZoomTrain_FrozenDetector, stays_bit_for_bit_while_the_saliency_learns)
{
    torch::manual_seed(4);
    const auto set = std::make_shared<Things>(32, 3);
    const auto system = makeDetector("zoom_separable", *set, true);
    const auto stateOf = [&system] {
        std::map<std::string, Tensor> state;
        for (const auto& list : {system->named_parameters(), system->named_buffers()})
            for (const auto& one : list)
                state[one.key()] = one.value().detach().clone();
        return state;
    };
    const auto before = stateOf();
    ASSERT_TRUE(before.count("task.block0.normalisation.running_mean"));
    TrainerOptions o;
    o.steps = 4;
    o.batch = 4;
    o.taskRate = o.saliencyRate = Schedule(0.01);
    o.weightDecay = 0.1;
    o.averaging = 0.7;
    o.quiet = true;
    Trainer(system, set, set, o, centreObjective()).run();
    int learned = 0;
    for (const auto& one : stateOf())
    {
        const bool same = one.second.equal(before.at(one.first));
        if (one.first.compare(0, 5, "task.") == 0)
            EXPECT_TRUE(same) << one.first;
        else
            learned += !same;
    }
    EXPECT_GT(learned, 10);
    system->train();
    EXPECT_TRUE(system->resampler()->is_training());
    EXPECT_FALSE(system->task()->is_training());
}

INSTANTIATE_TEST_CASE_P(ZoomTrain, DetectorBehind,
                        testing::Values("zoom_attraction", "zoom_separable", "zoom_transport", "uniform", "full",
                                        "box_prior"));

} // namespace
} // namespace opencv_test
