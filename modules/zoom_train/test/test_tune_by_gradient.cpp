// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// zoom_train tune --by=gradient, as a user runs it: on pictures that are drawn here, with detectors that are made here.
#include "tool_fixture.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"
#include "opencv2/zoom/sampler.hpp"
#include "opencv2/zoom_train/trainer.hpp"

#include <torch/script.h>

#if defined(ZOOM_TRAIN_TOOL) && defined(ZOOM_TRAIN_WITH_FOOTAGE)

namespace opencv_test {
namespace {

namespace fs = std::filesystem;
using namespace cv::zoom_train;
using torch::Tensor;

const Size FRAME(160, 120);
const int RADIUS = 3; // of the red ball, in the frame

//! A red ball and two blue ones on a textured ground, and where the red one is.
Mat drawBalls(int number, Rect& ball)
{
    RNG random(uint64_t(number) + 1);
    Mat frame(FRAME, CV_8UC3);
    random.fill(frame, RNG::UNIFORM, 40, 200);
    GaussianBlur(frame, frame, Size(), 2);
    const auto anywhere = [&random] {
        return Point(random.uniform(12, FRAME.width - 12), random.uniform(12, FRAME.height - 12));
    };
    circle(frame, anywhere(), RADIUS, Scalar(230, 60, 60), FILLED);
    circle(frame, anywhere(), RADIUS, Scalar(230, 60, 60), FILLED);
    const Point at = anywhere();
    circle(frame, at, RADIUS, Scalar(30, 30, 230), FILLED);
    ball = Rect(at.x - RADIUS, at.y - RADIUS, 2 * RADIUS + 1, 2 * RADIUS + 1);
    return frame;
}

struct TuneByGradientTest : ToolFixture
{
    TuneByGradientTest() : set(folder + "/balls"), net(folder + "/ball.pt") {}

    void SetUp() override
    {
        fs::create_directories(set + "/Annotations");
        fs::create_directories(set + "/JPEGImages");
        for (int i = 0; i < 70; ++i)
        {
            Rect ball;
            const std::string name = cv::format("/b%d", i);
            ASSERT_TRUE(imwrite(set + "/JPEGImages" + name + ".jpg", drawBalls(i, ball), {IMWRITE_JPEG_QUALITY, 98}));
            std::ofstream(set + "/Annotations" + name + ".xml") << cv::format(
                "<annotation><object><name>ball</name><bndbox><xmin>%d</xmin><ymin>%d</ymin><xmax>%d</xmax>"
                "<ymax>%d</ymax></bndbox></object></annotation>",
                ball.x, ball.y, ball.br().x, ball.br().y);
            std::ofstream(set + (i < 48   ? "/train.txt"
                                 : i < 64 ? "/val.txt"
                                          : "/test.txt"),
                          std::ios::app)
                << name.substr(1) << "\n";
        }
        // Red balls of 2.5 pixels radius and more, as a heatmap at half the input's size; its boxes have 7 pixels a
        // side.
        torch::jit::Module script("ball");
        script.register_attribute("training", c10::BoolType::get(), true);
        script.register_parameter(
            "kernel", 30. / 25 * torch::tensor({1., -0.5, -0.5}).view({1, 3, 1, 1}).expand({1, 3, 5, 5}).clone(),
            false);
        script.register_buffer("mean", torch::full({1}, 15.));
        script.register_buffer("variance", torch::ones({1}));
        script.define(
            "def forward(self, x):\n"
            "    x = torch.conv2d(x, self.kernel, None, [2, 2], [2, 2])\n"
            "    x = torch.batch_norm(x, None, None, self.mean, self.variance, self.training, 0.1, 0.0, False)\n"
            "    n = torch.zeros_like(torch.cat([x, x], 1))\n"
            "    return {'heatmap': x, 'size': n + 1.25, 'offset': n + 0.25}\n");
        script.save(net);
    }

    Words tune(const std::string& out) const
    {
        return {"tune",
                "--by=gradient",
                "--task-net=" + net,
                "--task-mean=0,0,0",
                "--task-scale=0.0039215686,0.0039215686,0.0039215686",
                "--data=voc",
                "--data-path=" + set,
                "--frame=160x120",
                "--zoomed=80x60",
                "--low-res=40x30",
                "--saliency-width=6",
                "--sigma=0.1",
                "--max-magnification=3",
                "--steps=120",
                "--validate-every=40",
                "--saliency-rate=linear 0:0 0.05:0.01 1:0.001",
                "--out=" + out};
    }

    //! A number of a line of outcome.txt.
    static double numberOf(const std::string& outcome, const std::string& line, const std::string& name)
    {
        const size_t begin = outcome.find(line + ": "), at = outcome.find(name + " ", begin);
        EXPECT_NE(begin, std::string::npos) << line << "\n" << outcome;
        EXPECT_NE(at, std::string::npos) << name << "\n" << outcome;
        return at == std::string::npos ? 0 : std::atof(outcome.c_str() + at + name.size());
    }

    std::string set, net;
};

//! The weights of the task network in a file of weights, by their names.
std::map<std::string, Tensor> detectorIn(const std::string& file, const nn::SystemOptions& options)
{
    const auto system = nn::makeSystem(options);
    loadModule(*system, file, "task.");
    std::map<std::string, Tensor> state;
    for (const auto& list : {system->task()->named_parameters(), system->task()->named_buffers()})
        for (const auto& one : list)
            state[one.key()] = one.value();
    return state;
}

//! Mean magnification at the balls of the test part.
double magnificationAtBalls(const std::string& model)
{
    const Size zoomedSize(80, 60);
    const Ptr<zoom::SaliencySampler> sampler = zoom::SaliencySampler::create(model, zoomedSize);
    double sum = 0;
    for (int i = 64; i < 70; ++i)
    {
        Rect ball;
        Mat zoomed, magnification;
        sampler->reset(); // no help from the picture before
        sampler->apply(drawBalls(i, ball), zoomed);
        std::vector<Point2f> at;
        sampler->getTransform().toZoomedPoints(std::vector<Point2f>{Point2f((ball.tl() + ball.br()) / 2)}, at);
        sampler->getTransform().magnification(magnification);
        sum += magnification.at<float>(std::min(std::max(cvRound(at[0].y), 0), zoomedSize.height - 1),
                                       std::min(std::max(cvRound(at[0].x), 0), zoomedSize.width - 1));
    }
    return sum / 6;
}

TEST_F(TuneByGradientTest, a_frozen_detector_teaches_where_to_look)
{
    const std::string out = folder + "/out", said = run(tune(out)), outcome = readText(out + "/outcome.txt");
    const size_t last = outcome.find("tuned: ");
    EXPECT_NE(said.find(outcome.substr(0, last)), std::string::npos) << said;
    EXPECT_NE(said.find(outcome.substr(last)), std::string::npos) << said;
    EXPECT_LT(numberOf(outcome, "plain resize", "mean AP"), 0.2) << "the balls are too small in it";
    EXPECT_LT(numberOf(outcome, "as it was", "mean AP"), 0.2) << "as the plain resize";
    EXPECT_GT(numberOf(outcome, "tuned", "mean AP"), 0.6) << outcome;
    EXPECT_GT(numberOf(outcome, "tuned", "recall"), numberOf(outcome, "as it was", "recall") + 0.4) << outcome;
    EXPECT_LT(numberOf(outcome, "tuned", "loss"), 0.5 * numberOf(outcome, "as it was", "loss")) << outcome;
    // Through cv::dnn, on pictures that it has not seen; and the detector is the one that it was.
    EXPECT_GT(magnificationAtBalls(out + "/model.yaml"), 1.5);
    nn::SystemOptions script;
    script.channels = 3;
    script.outputs = 1;
    script.taskNetwork = "centre";
    script.taskFile = net;
    torch::jit::Module file = torch::jit::load(net);
    const auto tuned = detectorIn(out + "/model.pt", script);
    for (const char* name : {"kernel", "mean", "variance"})
        EXPECT_TRUE(tuned.at(name).equal(file.attr(name).toTensor())) << name;
    const std::string average = outcome.substr(last + 7, outcome.find(',', last) - last - 7); // "mean AP ..."
    EXPECT_NE(run({"eval", "--model=" + out + "/model.pt", "--split=validation"}).find("validation: " + average),
              std::string::npos);

    // Where it makes the detector worse, the model stays as it was.
    Words words = tune(folder + "/worse");
    words.insert(words.end(), {"--init=" + out + "/model.pt", "--steps=3", "--saliency-rate=1", "--clip=0"});
    const std::string warned = run(words);
    EXPECT_NE(warned.find("finds less than before, so '" + folder + "/worse/model.yaml' has the saliency as it was"),
              std::string::npos)
        << warned;
    EXPECT_TRUE(readText(folder + "/worse/model.onnx") == readText(out + "/model.onnx"));
}

TEST_F(TuneByGradientTest, a_detector_of_ours_and_a_saliency_bring_what_is_known_of_them)
{
    const std::string detector = folder + "/detector/model.pt", init = folder + "/init/model.pt", out = folder + "/out";
    Words words = tune(folder + "/init");
    words.push_back("--steps=2");
    run(words);
    run({"train", "--data=voc", "--data-path=" + set, "--frame=160x120", "--method=uniform", "--task-network=centre",
         "--task-width=4", "--zoomed=80x64", "--steps=3", "--batch=8", "--out=" + folder + "/detector"});
    words = {"tune",      "--by=gradient",   "--task-net=" + detector, "--init=" + init,
             "--steps=3", "--averaging=0.5", "--task-rate=0.1",        "--out=" + out};
    run(words);
    const std::string made = run({"inspect", "--model=" + out + "/model.pt"});
    for (const char* line : {"saliency_width: 6", "low_res: 40x30", "max_magnification: 3", "zoomed: 80x64",
                             "frame: 160x120", "task_width: 4", "method: zoom", "grid: separable"})
        EXPECT_NE(made.find(line + std::string("\n")), std::string::npos) << line << "\n" << made;
    nn::SystemOptions options;
    options.channels = 3;
    options.outputs = 1;
    options.taskNetwork = "centre";
    options.taskWidth = 4;
    const auto before = detectorIn(detector, options), after = detectorIn(out + "/model.pt", options);
    ASSERT_TRUE(before.count("block0.normalisation.running_var"));
    for (const auto& one : before)
        EXPECT_TRUE(after.at(one.first).equal(one.second)) << one.first;
    // What is given counts more.
    words.insert(words.end(), {"--out=" + folder + "/other", "--max-magnification=2", "--zoomed=64x48"});
    run(words);
    const std::string other = run({"inspect", "--model=" + folder + "/other/model.pt"});
    EXPECT_NE(other.find("max_magnification: 2\n"), std::string::npos) << other;
    EXPECT_NE(other.find("zoomed: 64x48\n"), std::string::npos) << other;
}

TEST_F(TuneByGradientTest, errors_say_what_to_do)
{
    torch::jit::Module classifier("classifier");
    classifier.define("def forward(self, x):\n    return x.mean([2, 3])\n");
    classifier.save(folder + "/classifier.pt");
    run({"train", "--out=" + folder + "/small", "--steps=1", "--batch=2", "--validation-count=2"});
    std::ofstream(folder + "/text.pt") << "no network";
    const std::pair<const char*, const char*> cases[] = {
        {"--by=descent", "by is 'descent'; allowed is search or gradient"},
        {"--task-net=", "--task_net is missing"},
        {"--task-net=$/none.pt", "The TorchScript network '$/none.pt' cannot be read"},
        {"--task-net=$/text.pt", "The TorchScript network '$/text.pt' cannot be read"},
        {"--task-net=$/classifier.pt", "'$/classifier.pt' gives a tensor [16, 3] for 16 images; allowed is heatmap"},
        {"--task-net=$/small/model.pt", "was trained with task_network small; allowed is a model.pt of task_network "
                                        "centre, or a TorchScript file"},
        {"--init=$/none.pt", "'$/none.pt' does not exist"},
        {"--data=glyphs", "data is 'glyphs'; allowed is voc or coco"},
        {"--data-path=$/nothing", "'$/nothing'"},
        {"--labels=cat", "cat"},
        {"--frame=0", "--frame is missing: a TorchScript file does not say"},
        {"--zoomed=0", "--zoomed is missing"},
        {"--method=uniform", "tune has no key 'method': by=gradient takes zoom"},
        {"--task-frozen=0", "tune has no key 'task_frozen'"},
        {"--model=$/model.txt", "model is '$/model.txt'; allowed is a name that ends in .yaml"},
        {"--trials=3", "'trials'"},
    };
    const auto here = [this](std::string text) {
        for (size_t at; (at = text.find('$')) != std::string::npos;)
            text.replace(at, 1, folder);
        return text;
    };
    for (const auto& one : cases)
    {
        Words words = tune(folder + "/bad");
        words.push_back(here(one.first));
        const std::string said = run(words, 1);
        EXPECT_NE(said.find(here(one.second)), std::string::npos) << one.first << ": " << said;
        EXPECT_FALSE(fs::exists(folder + "/bad/model.yaml")) << one.first;
    }
}

} // namespace
} // namespace opencv_test

#endif
