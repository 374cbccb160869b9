// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "gradcheck.hpp"
#include "shake.hpp"
#include "test_precomp.hpp"

#include "opencv2/dnn.hpp"
#include "opencv2/zoom_train/gaze.hpp"

#include <cmath>
#include <filesystem>

namespace opencv_test {
namespace {

using namespace cv::zoom_train;
using torch::Tensor;

//! Attributes of frames whose gaze can be seen, 50 cm away. @param cameras focal lengths and principal points, [N, 4]
Tensor attributesOf(const Tensor& cameras)
{
    Tensor attributes = torch::zeros({cameras.size(0), GAZE_ATTRIBUTES});
    attributes.select(1, GAZE_SEEN).fill_(1);
    attributes.select(1, GAZE_DISTANCE).fill_(50);
    attributes.slice(1, GAZE_FOCAL_X, GAZE_PRINCIPAL_Y + 1).copy_(cameras);
    return attributes;
}

Tensor twoCameras()
{
    return torch::tensor({0.4, 0.7, 0.5, 0.5, 0.3, 0.6, 0.45, 0.3}, torch::kDouble).view({2, 4});
}

//! Grids of 5x4 nodes, the identity with every node moved a little, in double.
Tensor bentGrids(int64_t n)
{
    const Tensor x = torch::linspace(0, 1, 5, torch::kDouble).view({1, 5}).expand({4, 5});
    const Tensor y = torch::linspace(0, 1, 4, torch::kDouble).view({4, 1}).expand({4, 5});
    return torch::stack({x, y}, -1).unsqueeze(0) + uniform({n, 4, 5, 2}, -0.04, 0.04, 3);
}

TEST(ZoomTrain_GazeRays, of_whole_frames_are_the_cameras)
{
    const Tensor ends = torch::tensor({0., 1.}, torch::kDouble);
    const Tensor identity =
        torch::stack({ends.view({1, 2}).expand({2, 2}), ends.view({2, 1}).expand({2, 2})}, -1).expand({2, 2, 2, 2});
    const Size cells(4, 3), input(64, 48);
    const Tensor rays = nn::raysOf(identity, attributesOf(twoCameras()), cells, input);
    ASSERT_EQ(rays.sizes(), (std::vector<int64_t>{2, 3, 3, 4}));
    for (int64_t n = 0; n < 2; ++n)
    {
        const auto part = [n](int64_t i) { return twoCameras()[n][i].item<double>(); };
        for (int64_t i = 0; i < 3; ++i)
            for (int64_t j = 0; j < 4; ++j)
            {
                EXPECT_NEAR(rays[n][0][i][j].item<double>(), ((double(j) + 0.5) / 4 - part(2)) / part(0), 1e-6);
                EXPECT_NEAR(rays[n][1][i][j].item<double>(), ((double(i) + 0.5) / 3 - part(3)) / part(1), 1e-6);
                EXPECT_NEAR(rays[n][2][i][j].item<double>(), 4 + std::log(std::sqrt(1 / (part(0) * part(1) * 64 * 48))),
                            1e-6);
            }
    }
}

//! A place of the frame by the bilinear grid.
Point2d placeAt(const Tensor& grid, double x, double y)
{
    const double column = x * double(grid.size(1) - 1), row = y * double(grid.size(0) - 1);
    const int64_t j = std::min<int64_t>(int64_t(column), grid.size(1) - 2),
                  i = std::min<int64_t>(int64_t(row), grid.size(0) - 2);
    const double a = column - double(j), b = row - double(i);
    const auto mixed = [&](int64_t part) {
        const auto at = [&](int64_t di, int64_t dj) { return grid[i + di][j + dj][part].item<double>(); };
        return (1 - b) * ((1 - a) * at(0, 0) + a * at(0, 1)) + b * ((1 - a) * at(1, 0) + a * at(1, 1));
    };
    return Point2d(mixed(0), mixed(1));
}

TEST(ZoomTrain_GazeRays, follow_the_grid)
{
    const Tensor grids = bentGrids(2), attributes = attributesOf(twoCameras());
    const Size cells(3, 2), input(48, 40);
    const Tensor rays = nn::raysOf(grids, attributes, cells, input);
    for (int64_t n = 0; n < 2; ++n)
        for (int i = 0; i < cells.height; ++i)
            for (int j = 0; j < cells.width; ++j)
            {
                std::vector<Point2f> corners; // around the cell, in rays
                Point2d middle;
                for (const Point& k : {Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1)})
                {
                    const Point2d place =
                        placeAt(grids[n], double(j + k.x) / cells.width, double(i + k.y) / cells.height);
                    const auto part = [n](int64_t p) { return twoCameras()[n][p].item<double>(); };
                    const Point2d ray((place.x - part(2)) / part(0), (place.y - part(3)) / part(1));
                    corners.emplace_back(float(ray.x), float(ray.y));
                    middle += 0.25 * ray;
                }
                const double pixels = double(input.area()) / double(cells.area());
                const double scale = 4 + std::log(std::sqrt(contourArea(corners) / pixels));
                EXPECT_NEAR(rays[n][0][i][j].item<double>(), middle.x, 1e-6);
                EXPECT_NEAR(rays[n][1][i][j].item<double>(), middle.y, 1e-6);
                EXPECT_NEAR(rays[n][2][i][j].item<double>(), scale, 1e-4);
            }
    checkGradients([&](const Tensors& in) { return nn::raysOf(in[0], attributes, cells, input); }, {grids});
    EXPECT_THROW(nn::raysOf(grids, attributes.slice(1, 1), cells, input), c10::Error);
    EXPECT_THROW(nn::raysOf(grids, attributesOf(torch::ones({3, 4})), cells, input), c10::Error);
}

TEST(ZoomTrain_GazeNet, sees_pixels_cameras_and_grids_at_any_size)
{
    torch::manual_seed(1);
    nn::GazeNet net(3, 4);
    shake(net);
    torch::NoGradGuard noGrad;
    for (const Size size : {Size(64, 64), Size(50, 33), Size(160, 90)})
        EXPECT_EQ(net.forward(torch::rand({2, 3, size.height, size.width})).sizes(), (std::vector<int64_t>{2, 3}));

    const Tensor images = torch::rand({2, 3, 48, 64}), attributes = attributesOf(twoCameras());
    const Tensor grids = bentGrids(2).to(torch::kFloat);
    const Tensor output = net.forwardWithView(images, {grids, attributes});
    const auto differs = [&](const Tensor& other) { return (other - output).abs().amax(1).min().item<double>(); };
    EXPECT_GT(differs(net.forwardWithView(images.flip({3}), {grids, attributes})), 1e-3);
    EXPECT_GT(differs(net.forwardWithView(images, {grids.flip({0}), attributes})), 1e-3);
    EXPECT_GT(differs(net.forwardWithView(images, {grids, attributes.flip({0})})), 1e-3);
    // Distance and iris are for the judge.
    Tensor secret = attributes.clone();
    secret.slice(1, GAZE_SEEN, GAZE_IRIS + 1).fill_(17);
    EXPECT_EQ(differs(net.forwardWithView(images, {grids, secret})), 0);
}

TEST(ZoomTrain_GazeNet, all_of_it_learns_and_the_grid_hears_of_its_rays)
{
    torch::manual_seed(1);
    nn::GazeNet net(3, 4);
    Tensor grids = bentGrids(4).to(torch::kFloat).requires_grad_();
    const Tensor images = torch::rand({4, 3, 48, 64}),
                 attributes = attributesOf(twoCameras().repeat({2, 1}).to(torch::kFloat));
    // Which the pixels here do not come through.
    const Tensor output = net.forwardWithView(images, {grids, attributes});
    (output * uniform({4, 3}, -1, 1, 9).to(torch::kFloat)).sum().backward();
    EXPECT_GT(grids.grad().abs().max().item<double>(), 1e-6);
    for (const auto& p : net.named_parameters())
        EXPECT_GT(p.value().grad().abs().max().item<double>(), 0) << p.key();
}

TEST(ZoomTrain_GazeNet, stands_behind_every_method)
{
    const Tensor frames = torch::rand({2, 3, 54, 96}), attributes = attributesOf(twoCameras());
    for (const std::string& method : nn::methods())
    {
        nn::SystemOptions o;
        o.method = method;
        o.taskNetwork = "gaze";
        o.channels = 3;
        o.outputs = 2;
        o.taskWidth = o.saliencyWidth = 4;
        o.sampler.lowRes = Size(32, 18);
        o.sampler.zoomed = Size(48, 48);
        const auto system = nn::makeSystem(o);
        system->eval();
        const Tensor output = system->forwardWithAttributes(frames, attributes);
        EXPECT_EQ(output.sizes(), (std::vector<int64_t>{2, 3})) << method;
        EXPECT_TRUE(output.isfinite().all().item<bool>()) << method;
        EXPECT_FALSE(torch::equal(output, system->forward(frames))) << method << ": the attributes are lost";
        o.outputs = 3;
        EXPECT_THROW(nn::makeSystem(o), cv::Exception) << method;
    }
}

TEST(ZoomTrain_GazeNet, gives_in_dnn_what_it_gives_in_torch)
{
    const std::string path = cv::tempfile(".onnx");
    const std::pair<nn::Normalisation, Size> cases[] = {
        {nn::NORM_BATCH, Size(64, 48)}, {nn::NORM_GROUP, Size(50, 70)}, {nn::NORM_NONE, Size(32, 32)}};
    for (const auto& one : cases)
    {
        nn::GazeNet net(3, 8, one.first);
        shake(net);
        const Size input = one.second, cells = nn::GazeNet::cellsOf(input);
        exportGazeNet(net, input, path);
        torch::NoGradGuard noGrad;
        Tensor images = torch::rand({1, 3, input.height, input.width}) - 0.4;
        const Tensor grid = bentGrids(1).to(torch::kFloat), attributes = attributesOf(twoCameras().slice(0, 1));
        const Tensor expected = net.forwardWithView(images, {grid, attributes}).contiguous();
        Tensor rays = nn::raysOf(grid, attributes, cells, input).contiguous();

        dnn::Net live = dnn::readNetFromONNX(path);
        const int imageSizes[] = {1, 3, input.height, input.width}, raySizes[] = {1, 3, cells.height, cells.width};
        live.setInput(Mat(4, imageSizes, CV_32F, images.data_ptr()), "image");
        live.setInput(Mat(4, raySizes, CV_32F, rays.data_ptr()), "rays");
        std::vector<Mat> outputs;
        live.forward(outputs, std::vector<String>{"gaze", "features"});
        ASSERT_EQ(outputs.size(), 2u);
        ASSERT_EQ(int64_t(outputs[0].total()), expected.numel());
        ASSERT_EQ(int64_t(outputs[1].total()), net.features());
        const double scale = std::max(1.0, expected.abs().max().item<double>());
        for (int i = 0; i < 3; ++i)
            EXPECT_NEAR(outputs[0].ptr<float>()[i], expected[0][i].item<float>(), 1e-4 * scale) << i;
        double most = 0;
        minMaxLoc(outputs[1].reshape(1, 1), nullptr, &most);
        EXPECT_GT(most, 0) << "features are behind a ReLU, but not all of them are shut";
        // Both inputs count.
        rays.mul_(0.5);
        live.setInput(Mat(4, raySizes, CV_32F, rays.data_ptr()), "rays");
        EXPECT_GT(std::abs(live.forward("gaze").ptr<float>()[0] - expected[0][0].item<float>()), 1e-3);
    }
    std::filesystem::remove(path);
    nn::GazeNet grey(1, 4), deformable(3, 4, nn::NORM_BATCH, nn::DEFORM_V1);
    EXPECT_THROW(exportGazeNet(grey, Size(64, 64), path), cv::Exception);
    EXPECT_THROW(exportGazeNet(deformable, Size(64, 64), path), cv::Exception);
    EXPECT_FALSE(std::filesystem::exists(path)) << "half a file is left";
}

//! Shows the middle half of the frame: magnified by 2.
struct MiddleHalf : nn::Resampler
{
    explicit MiddleHalf(Size zoomed) : Resampler(zoomed) {}
    Tensor grid(const Tensor& frames) override
    {
        const Tensor ends = torch::tensor({0.25, 0.75}, torch::kDouble);
        return torch::stack({ends.view({1, 2}).expand({2, 2}), ends.view({2, 1}).expand({2, 2})}, -1)
            .to(frames.options())
            .expand({frames.size(0), 2, 2, 2});
    }
};

//! Four frames of 160x90: near, middle, with shut eyes, far and without known eyes.
data::Batch fourFrames()
{
    data::Batch batch;
    batch.images = torch::zeros({4, 3, 90, 160});
    batch.target = torch::tensor({0.f, 0.f, 6.f, 0.f, 50.f, 50.f, 3.f, 0.f}).view({4, 2});
    batch.attributes = attributesOf(twoCameras().repeat({2, 1}).to(torch::kFloat));
    batch.attributes.select(1, GAZE_SEEN).copy_(torch::tensor({1.f, 1.f, 0.f, 1.f}));
    batch.attributes.select(1, GAZE_DISTANCE).copy_(torch::tensor({30.f, 50.f, 50.f, 80.f}));
    batch.attributes.select(1, GAZE_IRIS).copy_(torch::tensor({8.f, 4.f, 6.f, 0.f}));
    // sample, label, x, y, width, height
    batch.things = torch::tensor({0.f, 0.f, 0.40f, 0.4f, 0.02f, 0.02f, //
                                  0.f, 1.f, 0.60f, 0.4f, 0.02f, 0.02f, //
                                  1.f, 0.f, 0.10f, 0.5f, 0.02f, 0.02f, // left of the frame's middle half
                                  1.f, 1.f, 0.50f, 0.5f, 0.02f, 0.02f, //
                                  2.f, 0.f, 0.40f, 0.4f, 0.02f, 0.02f, //
                                  2.f, 1.f, 0.60f, 0.4f, 0.02f, 0.02f})
                       .view({6, 6});
    return batch;
}

//! Off by 5, 1, 80 (where nothing is to be seen) and 2 cm, and right about the shut eyes and two of the others.
Tensor outputsForFourFrames()
{
    return torch::tensor({3.f, -4.f, 2.f, 6.f, 1.f, -1.f, -30.f, 50.f, -3.f, 1.f, 0.f, 1.f}).view({4, 3});
}

Evaluation judged(const Tensor& output, const data::Batch& batch, nn::Resampler& resampler)
{
    resampler.forward(batch.images);
    const Objective objective = gazeObjective();
    Evaluation evaluation;
    objective.judge(objective.findings(output, batch, resampler), evaluation);
    return evaluation;
}

TEST(ZoomTrain_GazeObjective, judges_the_gazes_that_can_be_seen_by_distance)
{
    const data::Batch batch = fourFrames();
    nn::UniformResampler uniformly(Size(80, 45));
    const Evaluation e = judged(outputsForFourFrames(), batch, uniformly);
    EXPECT_NEAR(e.metric, (5. + 1 + 2) / 3, 1e-6);
    EXPECT_EQ(e.details, "error below 40 cm 5.000 of 1, 40 to 60 cm 1.000 of 1, above 60 cm 2.000 of 1; "
                         "median iris 8.00 px in the frame, 4.00 px in the input; "
                         "magnification at the eyes 1.00, at least 1.8 in 0.0 %; "
                         "the mean gaze 2.000; open eyes told 2 of 3, shut ones 1 of 1");
    EXPECT_TRUE(gazeObjective().lowerIsBetter);

    // A network without the third output, and eyes of which one is not shown.
    MiddleHalf half(Size(80, 45));
    const Evaluation zoomed = judged(outputsForFourFrames().slice(1, 0, 2), batch, half);
    EXPECT_NEAR(zoomed.metric, e.metric, 1e-6);
    EXPECT_NE(zoomed.details.find("8.00 px in the input; magnification at the eyes 2.00, at least 1.8 in 50.0 %"),
              std::string::npos)
        << zoomed.details;
    EXPECT_EQ(zoomed.details.find("told"), std::string::npos) << zoomed.details;

    data::Batch shut = batch;
    shut.attributes = batch.attributes.clone();
    shut.attributes.select(1, GAZE_SEEN).fill_(0);
    EXPECT_THROW(judged(outputsForFourFrames(), shut, uniformly), cv::Exception);
    data::Batch foreign = batch;
    foreign.attributes = torch::empty({4, 0});
    EXPECT_THROW(judged(outputsForFourFrames(), foreign, uniformly), c10::Error);
}

TEST(ZoomTrain_GazeObjective, learns_from_the_gazes_that_can_be_seen)
{
    const data::Batch batch = fourFrames();
    const nn::UniformResampler uniformly(Size(80, 45));
    const auto loss = gazeObjective().batchLoss;
    Tensor output = outputsForFourFrames();
    // In units of 10 cm: 0.3 and 0.4 count less 0.1, 0.1 counts 0.1^2/(2*0.2), 0.2 less 0.1.
    const double gazes = (0.2 + 0.3 + 0.025 + 0.1) / 4;
    EXPECT_NEAR(loss(output.slice(1, 0, 2), batch, uniformly).item<double>(), gazes, 1e-5);
    const double seen =
        (std::log1p(std::exp(-2.)) + std::log1p(std::exp(1.)) + std::log1p(std::exp(-3.)) + std::log1p(std::exp(-1.))) /
        4;
    output = output.clone().requires_grad_();
    const Tensor value = loss(output, batch, uniformly);
    EXPECT_NEAR(value.item<double>(), gazes + 0.1 * seen, 1e-5);
    value.backward();
    const Tensor g = output.grad();
    EXPECT_EQ(g[2].slice(0, 0, 2).abs().max().item<double>(), 0) << "nobody can tell where shut eyes look";
    EXPECT_GT(g[2][2].item<double>(), 0);
    EXPECT_LT(g[1][2].item<double>(), 0);
    EXPECT_GT(g[0][0].item<double>(), 0);
    EXPECT_LT(g[0][1].item<double>(), 0);
}

/** A disc of 6 cm that is looked at, somewhere before a camera of its own: only who knows the camera can tell where,
and only who sees the disc's size how far away. */
class Discs : public data::Dataset
{
public:
    Discs(size_t _count, uint64_t _seed) : count(_count), seed(_seed) {}
    size_t size() const override { return count; }
    int channels() const override { return 1; }
    Size frameSize() const override { return Size(SIDE, SIDE); }
    int outputs() const override { return 2; }
    bool isRegression() const override { return true; }

    data::Sample get(size_t index, int) const override
    {
        RNG random(data::mixSeeds(seed, index));
        const double f = random.uniform(0.4, 0.8), px = random.uniform(0.3, 0.7), py = random.uniform(0.3, 0.7);
        const double z = random.uniform(30., 70.), x = random.uniform(0.25, 0.75), y = random.uniform(0.25, 0.75);
        data::Sample sample;
        sample.image.create(SIDE, SIDE, CV_8U);
        random.fill(sample.image, RNG::NORMAL, 0, 13);
        const double radius = f * 6 / z * SIDE;
        for (int i = 0; i < SIDE; ++i)
            for (int j = 0; j < SIDE; ++j)
            {
                const double off = std::hypot(j + 0.5 - x * SIDE, i + 0.5 - y * SIDE);
                uchar& pixel = sample.image.at<uchar>(i, j);
                pixel = saturate_cast<uchar>(pixel + 255 * std::min(std::max(radius - off + 0.5, 0.), 1.));
            }
        sample.values = {float((x - px) / f * z), float((y - py) / f * z)};
        sample.attributes = {1, float(z), 0, float(f), float(f), float(px), float(py)};
        return sample;
    }

private:
    static const int SIDE = 48;
    size_t count;
    uint64_t seed;
};

TEST(ZoomTrain_GazeNet, learns_centimetres_from_pixels)
{
    torch::manual_seed(3);
    nn::SystemOptions o;
    o.method = "uniform";
    o.taskNetwork = "gaze";
    o.outputs = 2;
    o.taskWidth = 8;
    o.sampler.zoomed = Size(48, 48);
    const auto system = nn::makeSystem(o);
    const auto training = std::make_shared<Discs>(2048, 1), test = std::make_shared<Discs>(128, 2);
    TrainerOptions options;
    options.steps = 120;
    options.batch = 16;
    options.taskRate = Schedule(0.003);
    options.validateEvery = 120;
    options.quiet = true;
    const Evaluation e = Trainer(system, training, test, options, gazeObjective()).run();
    EXPECT_EQ(e.metricName, "mean error, cm");
    Point2d mean;
    double ofMean = 0;
    for (const bool first : {true, false})
        for (size_t i = 0; i < test->size(); ++i)
        {
            const std::vector<float> v = test->get(i, 0).values;
            const Point2d p(v[0], v[1]);
            if (first)
                mean += p / double(test->size());
            else
                ofMean += cv::norm(p - mean) / double(test->size());
        }
    // A third in a first trial; without the rays three quarters.
    EXPECT_LT(e.metric, 0.55 * ofMean) << e.details;
    const size_t at = e.details.find("the mean gaze ");
    ASSERT_NE(at, std::string::npos) << e.details;
    EXPECT_NEAR(std::atof(e.details.c_str() + at + 14), ofMean, 2e-3);
}

} // namespace
} // namespace opencv_test
