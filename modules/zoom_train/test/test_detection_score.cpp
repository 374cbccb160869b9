// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// A trained detector, judged and used by detectors/.
#include "things.hpp"

#ifdef ZOOM_TRAIN_WITH_DETECTORS

#include "detection.hpp"
#include "zoom_detectors/onnx_detector.hpp"

#include <filesystem>

namespace opencv_test {
namespace {

using namespace cv::zoom_train;
using torch::Tensor;

struct Folder
{
    Folder() : path(cv::tempfile("")) { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string path;
};

//! Zooms as it is told.
struct GivenGrid : nn::Resampler
{
    GivenGrid(const Tensor& _given, Size zoomed) : Resampler(zoomed), given(_given) {}
    Tensor grid(const Tensor&) override { return given; }
    Tensor given;
};

struct DetectionScore : testing::Test
{
    DetectionScore() : resampler(makeGrid(), Size(160, 128))
    {
        batch.things = thingsOffTheAxes().slice(0, 0, 3).to(torch::kFloat);
        batch.images = torch::zeros({1, 3, 480, 640});
        resampler.forward(batch.images);
        targets = centreTargets(batch.things, resampler.lastGrid(), 2, 32, 40);
    }

    static Tensor makeGrid() { return strongGrids(zoom::GRID_ATTRACTION).slice(0, 0, 1).to(torch::kFloat); }

    Evaluation judged(const Tensor& output) const
    {
        const Objective objective = tool::detectionObjective({"cell", "platelet"});
        Evaluation e;
        objective.judge(objective.findings(output, batch, resampler), e);
        return e;
    }

    //! Where the output speaks of a thing.
    Tensor centre(int64_t label, int64_t number) const
    {
        const Tensor cells = (targets.heat[0][label] == 1).flatten().nonzero();
        return cells[number][0];
    }

    GivenGrid resampler;
    data::Batch batch;
    CentreTargets targets;
};

// What the network says in the zoomed frame is judged in the frame.
TEST_F(DetectionScore, the_labels_themselves_score_1)
{
    const Tensor rows = tool::detectionObjective({"cell", "platelet"}).findings(saying(targets), batch, resampler);
    const Tensor isFound = rows.select(1, 1) > 0, found = rows.index_select(0, isFound.nonzero().squeeze(1)),
                 labels = rows.index_select(0, isFound.logical_not().nonzero().squeeze(1));
    ASSERT_EQ(found.size(0), 3);
    double farthest = 0, largest = 0;
    const zoom::ZoomTransform transform = transformOf(resampler.lastGrid(), 0, Size(640, 480), Size(160, 128));
    for (int64_t k = 0; k < 3; ++k)
    {
        const Tensor off = (found.slice(1, 4, 8) - labels[k].slice(0, 4, 8)).abs().amax(1);
        const int64_t nearest = off.argmin().item<int64_t>();
        EXPECT_LT(off[nearest].item<double>(), 0.05) << "pixels: " << labels[k];
        EXPECT_EQ(found[nearest][2].item<double>(), labels[k][2].item<double>());
        // Neither the zoomed boxes as they are nor the bounds of their images would do for all of them.
        const double* l = labels[k].data_ptr<double>() + 4;
        std::vector<Rect2d> there, bound;
        zoom::zoomedBoxes(transform, std::vector<Rect2d>{Rect2d(l[0], l[1], l[2], l[3])}, there);
        transform.toFrameRects(there, bound);
        farthest = std::max(farthest, std::abs(there[0].x * 4 - l[0]));
        largest = std::max(largest, bound[0].area() / (l[2] * l[3]));
    }
    EXPECT_GT(farthest, 10) << "pixels";
    EXPECT_GT(largest, 1.5);
    const Evaluation e = judged(saying(targets));
    EXPECT_EQ(e.metric, 1);
    EXPECT_EQ(e.details, "AP cell 1.0000 of 2, platelet 1.0000 of 1; recall 1.0000 at a score of 0.3");
}

TEST_F(DetectionScore, a_label_that_the_detector_does_not_have_is_an_error)
{
    const Tensor output = saying(targets); // before there is such a thing
    batch.things[1][1] = 2.f;
    EXPECT_THROW(judged(output), cv::Exception);
}

// Two cells: the first detection is wrong, the second right, the other cell is missed.
TEST_F(DetectionScore, average_precision_is_that_computed_by_hand)
{
    Tensor output = saying(targets);
    Tensor heat = output[0][0].view({-1});
    heat[centre(0, 0)] = 3;   // right
    heat[centre(0, 1)] = -10; // missed
    heat[5] = 5;              // wrong, and surer; its box is a cell in the corner
    const Evaluation e = judged(output);
    // Precision 1/2 at recall 1/2: area 1/4. The platelet: 1.
    EXPECT_NEAR(e.metric, (0.25 + 1) / 2, 1e-12);
    EXPECT_EQ(e.details, "AP cell 0.2500 of 2, platelet 1.0000 of 1; recall 0.6667 at a score of 0.3");
}

// In the zoomed frame the box is off by a third of its width wherever it is; the frame's coordinates decide.
TEST_F(DetectionScore, a_box_that_is_beside_the_thing_does_not_count)
{
    Tensor output = saying(targets);
    output[0][4].add_(0.6 * targets.extents.select(1, 0).min().item<double>() * 1.5);
    EXPECT_LT(judged(output).metric, 1);
    EXPECT_EQ(judged(torch::full({1, 6, 32, 40}, -10.)).metric, 0) << "nothing is found";
}

// Two cells and a platelet, as in the test above: what the tables say of them.
TEST_F(DetectionScore, figures_of_each_label_are_those_computed_by_hand)
{
    Tensor output = saying(targets);
    Tensor heat = output[0][0].view({-1});
    heat[centre(0, 0)] = 3;   // right
    heat[centre(0, 1)] = -10; // missed
    heat[5] = 5;              // wrong, and surer
    const Objective objective = tool::detectionObjective({"cell", "platelet"});
    Tensor rows = objective.findings(output, batch, resampler);
    Tensor empty = rows.slice(0, rows.size(0) - 1, rows.size(0)).clone(); // the last row says that there is a frame
    empty.select(1, 0).fill_(1);
    std::map<std::string, double> figures = tool::detectionFigures({"cell", "platelet"}, torch::cat({rows, empty}));
    EXPECT_EQ(figures["cell/all/frames"], 2);
    EXPECT_EQ(figures["cell/1-3/frames"], 1);
    EXPECT_EQ(figures["cell/1-3/references"], 2);
    EXPECT_EQ(figures["cell/1-3/recall"], 0.5);
    EXPECT_EQ(figures["cell/1-3/false_alarms"], 1);
    EXPECT_EQ(figures["cell/all/false_alarms"], 0.5) << "the frame without anything is one, too";
    EXPECT_NEAR(figures["cell/1-3/ap"], 0.25, 1e-12);
    EXPECT_EQ(figures["platelet/1-3/recall"], 1);
    EXPECT_EQ(figures["platelet/1-3/small"], 1) << "0.53 % of the frame";
    EXPECT_EQ(figures["all/1-3/references"], 3);
    EXPECT_NEAR(figures["all/1-3/recall"], 2 / 3., 1e-12);
    EXPECT_NEAR(figures["all/1-3/ap"], (0.25 + 1) / 2, 1e-12);
    // How much larger the platelet is than in a uniform resize.
    const Tensor box = batch.things[1].to(torch::kDouble);
    const Rect2d inFrame(box[2].item<double>() * 640, box[3].item<double>() * 480, box[4].item<double>() * 640,
                         box[5].item<double>() * 480);
    std::vector<Rect2d> there;
    zoom::zoomedBoxes(transformOf(resampler.lastGrid(), 0, Size(640, 480), Size(160, 128)),
                      std::vector<Rect2d>(1, inFrame), there);
    const double expected = std::sqrt(there[0].area() * 640 * 480 / (inFrame.area() * 160 * 128));
    EXPECT_GT(std::abs(expected - 1), 0.1) << "as if it were not zoomed";
    EXPECT_EQ(figures["cell/1-3/hit_rate"], 0.5) << "one of them is magnified by 1.6";
    EXPECT_NEAR(figures["platelet/all/magnification"], expected, 1e-9);
    EXPECT_TRUE(tool::detectionFigures({"cell"}, rows.slice(0, 0, 0)).empty());
}

TEST(ZoomTrain_Detector, runs_in_detectors_as_it_was_trained)
{
    Folder folder;
    torch::manual_seed(6);
    nn::CentreNet net(3, 2, 8);
    {
        torch::NoGradGuard noGrad;
        for (Tensor& p : net.parameters())
            p.add_(0.1 * torch::randn_like(p));
        for (const auto& b : net.named_buffers())
            if (b.key().find("running_mean") != std::string::npos)
                b.value().copy_(0.3 * torch::randn_like(b.value()));
            else if (b.key().find("running_var") != std::string::npos)
                b.value().copy_(0.5 + torch::rand_like(b.value()));
        net.eval();
    }
    const Size size(48, 32); // fewer peaks than what a frame may have in the score
    exportDetector(net, size, {"square", "disc"}, folder.path + "/net.yaml", 0.05, 0.5);
    Mat image(size, CV_8UC3);
    RNG(3).fill(image, RNG::UNIFORM, 0, 256);
    const auto detector = detectors::createDetector(folder.path + "/net.yaml", "");
    const std::vector<detectors::Detection> found = detector->detect(image);
    EXPECT_EQ(detector->labelName(1), "disc");

    // The same image through the module, decoded and judged as in training: what dnn finds are the labels.
    torch::NoGradGuard noGrad;
    data::Sample sample;
    sample.image = image;
    sample.values = {0, 0};
    data::Batch batch = data::collate({sample});
    nn::UniformResampler uniform(size);
    const Tensor output = net.forward(uniform.forward(batch.images));
    std::vector<float> things;
    for (const detectors::Detection& d : found)
        things.insert(things.end(), {0.f, float(d.label), float(d.box.x / size.width), float(d.box.y / size.height),
                                     float(d.box.width / size.width), float(d.box.height / size.height)});
    ASSERT_GE(found.size(), 3u) << "nothing to compare";
    batch.things = torch::tensor(things).view({-1, 6});
    const Tensor rows = tool::detectionObjective({"square", "disc"}).findings(output, batch, uniform);
    const Tensor ours =
        rows.index_select(0, ((rows.select(1, 1) > 0) & (rows.select(1, 3) >= 0.05)).nonzero().squeeze(1));
    ASSERT_EQ(ours.size(0), int64_t(found.size()));
    for (const detectors::Detection& d : found)
    {
        const Rect2d inside = d.box & Rect2d(0, 0, size.width, size.height); // what the transform maps
        const Tensor expected = torch::tensor(
            {double(d.label), double(d.score), inside.x, inside.y, inside.width, inside.height}, torch::kDouble);
        EXPECT_LT((ours.slice(1, 2, 8) - expected).abs().amax(1).min().item<double>(), 0.02) << d.box;
    }
    // One that has not run since it was made, and whose normalisation needs the sizes of its layers.
    nn::CentreNet grouped(3, 2, 8, nn::NORM_GROUP);
    exportDetector(grouped, size, {"square", "disc"}, folder.path + "/grouped.yaml", 0.05, 0.5);
    Mat blob(std::vector<int>{1, 3, size.height, size.width}, CV_32F);
    RNG(5).fill(blob, RNG::UNIFORM, -1, 1);
    dnn::Net live = dnn::readNetFromONNX(folder.path + "/grouped.onnx");
    live.setInput(blob);
    const Mat heatmap = live.forward("heatmap");
    grouped.eval();
    const Tensor logits = grouped.forward(torch::from_blob(blob.data, {1, 3, size.height, size.width})).slice(1, 0, 2);
    ASSERT_EQ(int64_t(heatmap.total()), logits.numel());
    EXPECT_LT((torch::from_blob(heatmap.data, logits.sizes()) - logits).abs().max().item<double>(), 1e-4);

    EXPECT_THROW(exportDetector(net, Size(90, 64), {"square", "disc"}, folder.path + "/other.yaml"), cv::Exception);
    EXPECT_THROW(exportDetector(net, size, {"square"}, folder.path + "/other.yaml"), cv::Exception);
    EXPECT_FALSE(std::filesystem::exists(folder.path + "/other.onnx"));
}

// Things of 9 pixels in 96, seen at a half: from nothing to most of them.
TEST(ZoomTrain_Detector, learns_to_find_things_behind_a_zoom)
{
    const int threads = torch::get_num_threads();
    torch::set_num_threads(1);
    torch::manual_seed(8);
    const auto training = std::make_shared<Things>(512, 5), validation = std::make_shared<Things>(60, 6);
    const auto system = makeDetector("zoom_attraction", *training);
    TrainerOptions o;
    o.steps = 160;
    o.batch = 16;
    o.clip = 10;
    o.quiet = true;
    o.taskRate = Schedule("linear 0:0 0.1:0.005 1:0");
    o.saliencyRate = Schedule("linear 0:0 0.2:0.001 1:0");
    const Objective objective = tool::detectionObjective(training->names());
    const Evaluation before = evaluate(*system, validation, 64, objective);
    Trainer trainer(system, training, validation, o, objective);
    const Evaluation after = trainer.run();
    torch::set_num_threads(threads);
    EXPECT_LT(after.loss, 0.3 * before.loss);
    EXPECT_LT(before.metric, 0.05);
    EXPECT_GT(after.metric, 0.6) << after.details;
}

} // namespace
} // namespace opencv_test

#endif // ZOOM_TRAIN_WITH_DETECTORS
