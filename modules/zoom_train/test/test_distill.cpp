// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// What a saliency network is taught by a detector, and how.
#include "test_precomp.hpp"

#include "opencv2/imgproc.hpp"

namespace opencv_test {
namespace {

using namespace cv::zoom_train;
using torch::Tensor;

// Little enough that nothing of a box's Gaussian reaches the other half of the frame.
const double NARROW = 0.3;

TEST(ZoomTrain_Distill, target_gives_small_boxes_more)
{
    // One in the upper left, one twice as large in the lower right.
    const std::vector<Rect2f> boxes = {Rect2f(0.15f, 0.1f, 0.1f, 0.2f), Rect2f(0.65f, 0.55f, 0.2f, 0.4f)};
    const Size size(48, 36);
    for (const double power : {0., 0.5, 1., 2.})
    {
        data::TargetParams params;
        params.bandwidth = NARROW;
        params.smallBoxes = power;
        const Mat target = data::targetSaliency(boxes, size, params);
        ASSERT_EQ(target.type(), CV_32FC1);
        ASSERT_EQ(target.size(), size);
        EXPECT_NEAR(sum(target)[0], 1, 1e-5);
        const double small = sum(target(Rect(0, 0, 22, 17)))[0], large = sum(target(Rect(22, 17, 26, 19)))[0];
        EXPECT_NEAR(small / large, std::pow(2, power), 0.02 * std::pow(2, power)) << power;
        // Pixel-centred: the mass is where the box is, not half a cell beside it.
        const Moments m = moments(target(Rect(0, 0, 22, 17)));
        EXPECT_NEAR((m.m10 / m.m00 + 0.5) / size.width, 0.2, 2e-3);
        EXPECT_NEAR((m.m01 / m.m00 + 0.5) / size.height, 0.2, 2e-3);
    }
}

TEST(ZoomTrain_Distill, target_without_boxes_is_uniform)
{
    const std::vector<Rect2f> outside = {Rect2f(1.5f, 0.5f, 0.1f, 0.1f)};
    for (const auto& boxes : {std::vector<Rect2f>(), outside})
    {
        const Mat target = data::targetSaliency(boxes, Size(8, 4));
        EXPECT_EQ(cvtest::norm(target, Mat(4, 8, CV_32F, Scalar(1. / 32)), NORM_INF), 0);
    }
}

// Grey, but for red boxes: what is red can be found again whatever is done to the picture.
data::BoxedFrame redBoxes(Size size, const std::vector<Rect>& boxes)
{
    data::BoxedFrame frame;
    frame.image = Mat(size, CV_8UC3, Scalar::all(120));
    for (const Rect& box : boxes)
    {
        frame.image(box).setTo(Scalar(40, 40, 230));
        frame.boxes.emplace_back(float(box.x) / size.width, float(box.y) / size.height, float(box.width) / size.width,
                                 float(box.height) / size.height);
    }
    return frame;
}

//! Where a picture is red, and how much of it.
Rect redPart(const Mat& image, int& count)
{
    std::vector<Mat> planes;
    split(image, planes);
    Mat excess = planes[2] - 0.5 * planes[1] - 0.5 * planes[0], mask;
    double most = 0;
    minMaxLoc(excess, nullptr, &most);
    mask = excess > std::max(40., 0.5 * most);
    count = countNonZero(mask);
    return boundingRect(mask);
}

TEST(ZoomTrain_Distill, boxes_move_with_what_they_are_around)
{
    const Size size(160, 120);
    const data::BoxedFrame frame = redBoxes(size, {Rect(50, 30, 32, 40)});
    data::BoxedFramesOptions options;
    options.map = Size(40, 30);
    options.target.bandwidth = NARROW;
    options.augment = 1;
    options.flip = true;
    options.composite = 0.5;
    options.seed = 7;
    RNG random(5);
    for (int i = 0; i < 2; ++i)
    {
        Mat photo(200, 300 + 50 * i, CV_8UC3);
        random.fill(photo, RNG::UNIFORM, Scalar::all(60), Scalar::all(160));
        GaussianBlur(photo, photo, Size(), 3);
        options.photos.push_back(photo);
    }
    const auto set = data::makeBoxedFrames({frame}, options);
    int shown = 0;
    double narrowest = 1e9, widest = 0, leftmost = 1, rightmost = 0;
    const int samples = 300;
    for (int epoch = 0; epoch < samples; ++epoch)
    {
        const data::Sample sample = set->get(0, epoch);
        ASSERT_EQ(sample.image.size(), size);
        ASSERT_EQ(sample.values.size(), size_t(options.map.area()));
        if (sample.target.empty())
            continue; // cut off
        ++shown;
        const Rect2d target(sample.target.x * size.width, sample.target.y * size.height,
                            sample.target.width * size.width, sample.target.height * size.height);
        int count = 0;
        const Rect2d red = redPart(sample.image, count);
        EXPECT_GE((red & target).area(), 0.75 * (red | target).area()) << epoch << ": " << red << " " << target;
        EXPECT_GE(count, 0.8 * red.area()) << epoch;
        // The target saliency is at the box, too.
        const auto top = std::max_element(sample.values.begin(), sample.values.end()) - sample.values.begin();
        const Point2d peak((top % 40 + 0.5) * 4, (top / 40 + 0.5) * 4);
        EXPECT_TRUE(target.contains(peak)) << epoch << ": " << peak << " " << target;
        if (target.x > 0 && target.br().x < size.width)
        {
            narrowest = std::min(narrowest, target.width / 32);
            widest = std::max(widest, target.width / 32);
            leftmost = std::min(leftmost, target.x / size.width);
            rightmost = std::max(rightmost, target.br().x / size.width);
        }
    }
    EXPECT_GT(shown, samples * 0.8);
    // The changes are as strong as they are said to be.
    EXPECT_LT(narrowest, 0.6);
    EXPECT_GT(widest, 1.7);
    EXPECT_LT(leftmost, 0.1);
    EXPECT_GT(rightmost, 0.9);
}

TEST(ZoomTrain_Distill, samples_depend_on_seed_epoch_and_index_alone)
{
    const std::vector<data::BoxedFrame> frames = {redBoxes(Size(80, 60), {Rect(10, 10, 20, 20)}),
                                                  redBoxes(Size(80, 60), {Rect(40, 20, 20, 20), Rect(4, 4, 8, 8)})};
    data::BoxedFramesOptions options;
    options.map = Size(20, 15);
    options.augment = 1;
    const auto set = data::makeBoxedFrames(frames, options), again = data::makeBoxedFrames(frames, options);
    options.seed = 1;
    const auto other = data::makeBoxedFrames(frames, options);
    options.augment = 0;
    const auto plain = data::makeBoxedFrames(frames, options);
    const auto same = [](const data::Sample& a, const data::Sample& b) {
        return cvtest::norm(a.image, b.image, NORM_INF) == 0 && a.values == b.values;
    };
    for (size_t i = 0; i < 2; ++i)
        for (int epoch = 0; epoch < 3; ++epoch)
        {
            const data::Sample sample = set->get(i, epoch);
            EXPECT_TRUE(same(sample, again->get(i, epoch)));
            EXPECT_FALSE(same(sample, set->get(i, epoch + 1)));
            EXPECT_FALSE(same(sample, other->get(i, epoch)));
            const data::Sample unchanged = plain->get(i, epoch);
            EXPECT_EQ(cvtest::norm(unchanged.image, frames[i].image, NORM_INF), 0);
            EXPECT_EQ(unchanged.target, frames[i].boxes.back()); // the smallest
            ASSERT_EQ(unchanged.things.size(), frames[i].boxes.size());
            for (size_t k = 0; k < frames[i].boxes.size(); ++k)
                EXPECT_EQ(unchanged.things[k].box, frames[i].boxes[k]);
        }
}

TEST(ZoomTrain_Distill, bad_options_are_errors_that_name_them)
{
    const auto error = [](const std::function<void(data::BoxedFramesOptions&)>& change) {
        data::BoxedFramesOptions options;
        options.map = Size(20, 15);
        change(options);
        try
        {
            data::makeBoxedFrames({redBoxes(Size(80, 60), {})}, options);
        }
        catch (const cv::Exception& e)
        {
            return std::string(e.what());
        }
        return std::string("none");
    };
    EXPECT_EQ(error([](data::BoxedFramesOptions&) {}), "none");
    EXPECT_NE(error([](data::BoxedFramesOptions& o) { o.augment = 1.5; }).find("augment is 1.5"), std::string::npos);
    EXPECT_NE(error([](data::BoxedFramesOptions& o) { o.composite = NAN; }).find("composite"), std::string::npos);
    EXPECT_NE(error([](data::BoxedFramesOptions& o) { o.map.width = 1; }).find("map"), std::string::npos);
    EXPECT_NE(error([](data::BoxedFramesOptions& o) { o.target.bandwidth = 0; }).find("bandwidth"), std::string::npos);
    EXPECT_NE(error([](data::BoxedFramesOptions& o) { o.target.smallBoxes = -1; }).find("smallBoxes"),
              std::string::npos);
    EXPECT_NE(error([](data::BoxedFramesOptions& o) { o.photos = {Mat(9, 9, CV_8U)}; }).find("photos"),
              std::string::npos);
    EXPECT_THROW(data::makeBoxedFrames({}, data::BoxedFramesOptions()), cv::Exception);
    for (const Rect2f& bad : {Rect2f(1.5f, 0.5f, 0.1f, 0.1f), Rect2f(0.5f, 0.5f, 0, 0.1f), Rect2f(NAN, 0, 1, 1)})
    {
        data::BoxedFrame frame = redBoxes(Size(80, 60), {});
        frame.boxes = {bad};
        data::BoxedFramesOptions options;
        options.map = Size(20, 15);
        EXPECT_THROW(data::makeBoxedFrames({frame}, options), cv::Exception) << bad;
    }
}

std::shared_ptr<nn::SaliencySampler> makeSampler(int border)
{
    nn::SaliencySamplerOptions options;
    options.lowRes = Size(40, 30);
    options.zoomed = Size(40, 30);
    options.grid.sigma = 0.3;
    options.grid.borderType = border;
    options.grid.gridSize = Size(13, 13);
    torch::manual_seed(3);
    return std::make_shared<nn::SaliencySampler>(std::make_shared<nn::SmallSaliency>(3, 6), options);
}

TEST(ZoomTrain_Distill, loss_is_the_cross_entropy_above_what_the_target_costs)
{
    const Objective objective = distillation(makeSampler(BORDER_REFLECT_101));
    const Tensor target = torch::tensor({{0.5, 0.25, 0.25, 0.}, {0.1, 0.2, 0.3, 0.4}}, torch::kDouble);
    const Tensor said = torch::tensor({{0.25, 0.25, 0.25, 0.25}, {0.4, 0.3, 0.2, 0.1}}, torch::kDouble);
    double expected = 0;
    for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 4; ++j)
        {
            const double t = target[i][j].item<double>();
            expected += t > 0 ? 0.5 * t * std::log(t / said[i][j].item<double>()) : 0;
        }
    EXPECT_NEAR(objective.loss(said.log(), target).item<double>(), expected, 1e-12);
    EXPECT_NEAR(objective.metric(said.log(), target).item<double>(), 0.5 * (0.75 + 0.6), 1e-12);
    const Tensor sure = (target + 1e-300).log();
    EXPECT_NEAR(objective.loss(sure, target).item<double>(), 0, 1e-12);
    EXPECT_NEAR(objective.metric(sure, target).item<double>(), 1, 1e-12);
}

TEST(ZoomTrain_Distill, coverage_is_that_of_the_transform)
{
    RNG random(11);
    for (int i = 0; i < 5; ++i)
    {
        Mat saliency(17, 21, CV_32F), grid;
        random.fill(saliency, RNG::UNIFORM, 0.2, 1);
        GaussianBlur(saliency, saliency, Size(), 2);
        circle(saliency, Point(10, 8), 3, Scalar(6 + i), FILLED);
        zoom::GridParams params;
        params.gridSize = saliency.size();
        params.borderType = i == 4 ? BORDER_REFLECT_101 : BORDER_REPLICATE;
        zoom::saliencyToGrid(saliency, grid, params);
        const zoom::ZoomTransform transform(grid, Size(640, 480), Size(100, 100));
        const Tensor grids = torch::from_blob(grid.data, {1, 17, 21, 2}).to(torch::kDouble);
        EXPECT_NEAR(nn::coverage(grids).item<double>(), transform.coverage(), 1e-4);
        EXPECT_EQ(transform.coverage() < 0.95, i < 4) << transform.coverage(); // it crops, or there is nothing to see
    }
    // Its gradient: a grid shrunk by s shows s^2.
    const Tensor axis = torch::linspace(0, 1, 5, torch::kDouble);
    const Tensor identity = torch::stack({axis.expand({5, 5}), axis.unsqueeze(1).expand({5, 5})}, -1).unsqueeze(0);
    Tensor s = torch::tensor(0.7, torch::kDouble).requires_grad_();
    const Tensor shown = nn::coverage(0.5 + s * (identity - 0.5)).sum();
    shown.backward();
    EXPECT_NEAR(shown.item<double>(), 0.49, 1e-12);
    EXPECT_NEAR(s.grad().item<double>(), 1.4, 1e-12);
}

// A grid that crops: what the sampler learns from boxes alone gives up the frame's edge, the extra loss keeps it.
TEST(ZoomTrain_Distill, coverage_loss_keeps_the_edge)
{
    std::vector<data::BoxedFrame> frames;
    for (int i = 0; i < 8; ++i)
        frames.push_back(redBoxes(Size(80, 60), {Rect(30 + i, 20 + i, 12, 12)}));
    data::BoxedFramesOptions samples;
    samples.map = Size(20, 15);
    const auto set = data::makeBoxedFrames(frames, samples);
    double shown[2], losses[2];
    for (const int kept : {0, 1})
    {
        const auto sampler = makeSampler(BORDER_REPLICATE);
        const auto system = std::make_shared<nn::System>(sampler, std::make_shared<nn::SaliencyReadout>(sampler));
        TrainerOptions options;
        options.steps = 80;
        options.batch = 8;
        options.quiet = true;
        options.loaderThreads = 0;
        options.saliencyRate = Schedule(0.01);
        const Objective objective = distillation(sampler, kept ? 30 : 0);
        Trainer(system, set, set, options, objective).run();
        torch::NoGradGuard noGrad;
        system->eval();
        system->forward(data::collate({set->get(0, 0)}).images);
        shown[kept] = nn::coverage(sampler->lastGrid()).item<double>();
        losses[kept] = evaluate(*system, set, 8, distillation(sampler)).loss;
    }
    EXPECT_LT(shown[0], 0.8);
    EXPECT_GT(shown[1], shown[0] + 0.1);
    EXPECT_LT(losses[0], losses[1]); // nothing is free
}

TEST(ZoomTrain_Distill, readout_needs_a_saliency)
{
    const auto sampler = makeSampler(BORDER_REFLECT_101);
    nn::SaliencyReadout readout(sampler);
    const Tensor frames = torch::zeros({2, 3, 60, 80});
    EXPECT_THROW(readout.forward(frames), c10::Error);
    const Tensor map = readout.forward(sampler->forward(frames));
    EXPECT_EQ(map.sizes(), (std::vector<int64_t>{2, 20 * 15}));
    EXPECT_NEAR(map.exp().sum().item<double>(), 2, 1e-5);
    sampler->setUniform(true);
    EXPECT_THROW(readout.forward(sampler->forward(frames)), c10::Error);
    nn::SaliencySamplerOptions options;
    options.output = nn::SaliencySamplerOptions::SIGMOID;
    EXPECT_THROW(nn::SaliencyReadout(std::make_shared<nn::SaliencySampler>(sampler->saliencyNetwork(), options)),
                 cv::Exception);
}

} // namespace
} // namespace opencv_test
