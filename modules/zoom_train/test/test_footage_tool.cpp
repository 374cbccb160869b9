// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// zoom_train distill and tune, as a user runs them: on a small clip that is drawn here, with a detector that is made
// here.
#include "tool_fixture.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"
#include "opencv2/videoio.hpp"

#include <algorithm>
#include <csignal>

#if defined(ZOOM_TRAIN_TOOL) && defined(ZOOM_TRAIN_WITH_FOOTAGE)

namespace opencv_test {
namespace {

namespace fs = std::filesystem;
using namespace cv::zoom_train;
using torch::Tensor;

const Size FRAME(320, 240), ZOOMED(160, 120);
const int FRAMES = 100;
const int RADIUS = 5; // of the red ball, in the frame

//! Where the ball is in a frame.
Point ballAt(int frame)
{
    return Point(cvRound(160 + 130 * std::sin(0.13 * frame)), cvRound(120 + 95 * std::sin(0.17 * frame + 1)));
}

//! A red ball and two blue ones of the same size that move over a textured ground.
void writeClip(const std::string& path, bool withBall)
{
    RNG random(9);
    Mat ground(FRAME, CV_8UC3);
    random.fill(ground, RNG::UNIFORM, 40, 200);
    GaussianBlur(ground, ground, Size(), 2);
    VideoWriter video(path, VideoWriter::fourcc('M', 'J', 'P', 'G'), 25, FRAME);
    ASSERT_TRUE(video.isOpened());
    for (int i = 0; i < FRAMES; ++i)
    {
        Mat frame = ground.clone();
        circle(frame, Point((3 * i) % FRAME.width, 60), RADIUS, Scalar(230, 60, 60), FILLED);
        circle(frame, Point(60, (2 * i) % FRAME.height), RADIUS, Scalar(230, 60, 60), FILLED);
        if (withBall)
            circle(frame, ballAt(i), RADIUS, Scalar(30, 30, 230), FILLED);
        video.write(frame);
    }
}

//! Finds red balls of 3.5 pixels radius and more, as a heatmap at half the input's size; its boxes have 10 pixels a
//! side.
void writeDetector(const std::string& folder)
{
    const Tensor red = torch::tensor({1., -0.5, -0.5}).view({1, 3, 1, 1});
    OnnxGraph graph("ball");
    graph.setInput("image", {1, 3, 64, 64});
    const Tensor none = torch::zeros({2, 3, 1, 1});
    graph.setOutput(graph.addConvolution("image", 30. / 49 * red.expand({1, 3, 7, 7}), torch::tensor({-15.}), 2, 3),
                    "heatmap", {1, 1, 32, 32});
    graph.setOutput(graph.addConvolution("image", none, torch::full({2}, std::log(5.)), 2, 0), "size", {1, 2, 32, 32});
    graph.setOutput(graph.addConvolution("image", none, torch::full({2}, 0.25), 2, 0), "offset", {1, 2, 32, 32});
    graph.write(folder + "/ball.onnx");
    const auto write = [&](const std::string& name, const std::string& decoder) {
        std::ofstream(folder + "/" + name)
            << "%YAML:1.0\n---\nformat_version: 1\nonnx: ball.onnx\ndecoder: " << decoder
            << "\nmultiple_of: 8\nmean: [ 0, 0, 0 ]\nscale: [ 0.0039215686, 0.0039215686, 0.0039215686 ]\n"
            << "channel_order: RGB\nresize: stretch\nthreshold: 0.5\nnms_overlap: 0.1\nclasses: [ ball ]\n";
    };
    write("ball.yaml", "centre");
    write("wrong.yaml", "yolov8");
}

struct FootageToolTest : ToolFixture
{
    void SetUp() override
    {
        writeClip(folder + "/clip.avi", true);
        writeDetector(folder);
    }

    //! A short training. @param out its folder
    Words distill(const std::string& out) const
    {
        return {"distill",
                "--input=" + folder + "/clip.avi",
                "--detector=" + folder + "/ball.yaml",
                "--out=" + out,
                "--low-res=80x60",
                "--saliency-width=8",
                "--steps=100",
                "--batch=8",
                "--saliency-rate=linear 0:0 0.05:0.01 1:0.001",
                "--validate-every=20",
                "--checkpoint-every=20"};
    }

    Words tune(const std::string& model, const std::string& out) const
    {
        return {"tune",
                "--model=" + model,
                "--input=" + folder + "/clip.avi",
                "--detector=" + folder + "/ball.yaml",
                "--out=" + out,
                "--zoomed=160x120",
                "--min-overlap=0.3",
                "--trials=12"};
    }

    //! Starts a command and kills it when a file is there and holds a text.
    void killWhen(const Words& words, const std::string& file, const std::string& holds) const
    {
        const pid_t started = startProgram(command(words), {}, folder + "/killed.log");
        for (int i = 0; i < 6000 && readText(file).find(holds) == std::string::npos; ++i)
            usleep(10000);
        kill(started, SIGKILL);
        EXPECT_EQ(statusOf(started), -SIGKILL) << readText(folder + "/killed.log");
    }

    static std::vector<std::string> linesOf(const std::string& text)
    {
        std::vector<std::string> lines;
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);)
            lines.push_back(line);
        return lines;
    }

    //! A column of a CSV file with a header.
    static std::vector<double> column(const std::string& csv, const std::string& name)
    {
        const std::vector<std::string> lines = linesOf(csv);
        const auto cells = [](const std::string& line) {
            std::vector<std::string> all;
            std::istringstream in(line);
            for (std::string cell; std::getline(in, cell, ',');)
                all.push_back(cell);
            return all;
        };
        const std::vector<std::string> header = cells(lines.at(0));
        const size_t at = size_t(std::find(header.begin(), header.end(), name) - header.begin());
        std::vector<double> values;
        for (size_t i = 1; i < lines.size(); ++i)
            values.push_back(std::stod(cells(lines[i]).at(at)));
        return values;
    }
};

//! Mean magnification at the ball over the frames of the held-out part, and in how many of them it is above 1.3.
std::pair<double, int> magnificationAtBall(const std::string& clip, const std::string& model)
{
    const Ptr<zoom::SaliencySampler> sampler = zoom::SaliencySampler::create(model, ZOOMED);
    VideoCapture video(clip);
    Mat frame, zoomed, magnification;
    double sum = 0;
    int above = 0;
    for (int i = 0; i < FRAMES && video.read(frame); ++i)
    {
        if (i < FRAMES * 8 / 10)
            continue;
        sampler->reset(); // no help from the frame before
        sampler->apply(frame, zoomed);
        std::vector<Point2f> at;
        sampler->getTransform().toZoomedPoints(std::vector<Point2f>{Point2f(ballAt(i))}, at);
        sampler->getTransform().magnification(magnification);
        const double here = magnification.at<float>(std::min(std::max(cvRound(at[0].y), 0), ZOOMED.height - 1),
                                                    std::min(std::max(cvRound(at[0].x), 0), ZOOMED.width - 1));
        sum += here;
        above += here > 1.3;
    }
    EXPECT_EQ(sampler->getFallbacks(), 0);
    return {sum / (FRAMES * 2 / 10), above};
}

TEST_F(FootageToolTest, from_a_clip_to_a_model_that_looks_at_the_ball)
{
    const std::string whole = folder + "/whole", killed = folder + "/killed";
    const std::string said = run(distill(whole));
    EXPECT_NE(said.find("75 frames with 75 boxes for learning, 20 with 20 for validation"), std::string::npos) << said;
    EXPECT_NE(said.find("validation: overlap "), std::string::npos) << said;
    for (const char* name : {"curves.png", "samples.png", "log.csv", "log.json", "checkpoint.pt", "model.pt"})
        EXPECT_TRUE(fs::exists(whole + "/" + name)) << name;

    const std::string log = readText(whole + "/log.csv");
    const std::vector<double> losses = column(log, "validation_loss"), overlaps = column(log, "metric");
    ASSERT_EQ(losses.size(), 5u) << log;
    EXPECT_LT(losses.back(), 0.5 * losses.front()) << log;
    EXPECT_LT(column(log, "loss").back(), 0.7 * column(log, "loss").front()) << log;
    EXPECT_GT(overlaps.back(), 0.5) << log;

    // Through cv::dnn, on frames that it has not seen.
    const auto magnification = magnificationAtBall(folder + "/clip.avi", whole + "/model.yaml");
    EXPECT_GT(magnification.first, 1.5); // 1 is uniform
    EXPECT_GE(magnification.second, 18);

    // The same after kill -9, to the last bit, and the detector looks only once.
    const std::string teacher = "--teacher=" + whole + "/teacher";
    Words again = distill(killed);
    again.push_back(teacher);
    killWhen(again, killed + "/log.csv", "\n20,");
    EXPECT_FALSE(fs::exists(killed + "/model.yaml"));
    again.push_back("--resume");
    const std::string resumed = run(again);
    EXPECT_EQ(resumed.find("step 20 "), std::string::npos) << resumed;
    EXPECT_NE(resumed.find("step 100 "), std::string::npos) << resumed;
    EXPECT_EQ(resumed.find("detector looks at"), std::string::npos) << resumed;
    EXPECT_EQ(readText(killed + "/log.csv"), log);
    EXPECT_TRUE(readText(killed + "/model.onnx") == readText(whole + "/model.onnx")) << "the weights differ";
    again.push_back("--small-boxes=1");
    EXPECT_NE(run(again, 1).find("'small_boxes: 1', expected 'small_boxes: 0.5'"), std::string::npos);
    again.back() = "--to=0.9"; // other frames
    EXPECT_NE(run(again, 1).find("was made with another configuration"), std::string::npos);
}

TEST_F(FootageToolTest, coverage_photos_and_init_change_what_is_learned)
{
    Mat photo(300, 400, CV_8UC3);
    RNG(3).fill(photo, RNG::UNIFORM, 0, 256);
    fs::create_directories(folder + "/photos");
    ASSERT_TRUE(imwrite(folder + "/photos/photo.png", photo));
    ASSERT_TRUE(imwrite(folder + "/second.png", ~photo));
    const auto learn = [this](const std::string& name, const Words& more) {
        Words words = distill(folder + "/" + name);
        for (const char* word : {"--steps=4", "--validate-every=4", "--checkpoint-every=4", "--threads=1"})
            words.push_back(word);
        words.push_back("--teacher=" + folder + "/teacher");
        words.insert(words.end(), more.begin(), more.end());
        run(words);
        return readText(folder + "/" + name + "/model.onnx");
    };
    const std::string plain = learn("plain", {}), photos = "--photos=" + folder + "/photos";
    EXPECT_TRUE(learn("again", {}) == plain) << "what differs below would say nothing";
    const std::string cropping = "--border=replicate"; // else there is nothing to keep
    EXPECT_FALSE(learn("covering", {cropping, "--coverage=100"}) == learn("cropping", {cropping}));
    const std::string pasted = learn("pasted", {photos, "--composite=1"});
    EXPECT_FALSE(pasted == plain);
    EXPECT_FALSE(learn("not_pasted", {photos, "--composite=0"}) == pasted);
    EXPECT_TRUE(learn("one_photo", {photos + "/photo.png", "--composite=1"}) == pasted);
    EXPECT_FALSE(learn("two_photos", {photos + "," + folder + "/second.png", "--composite=1"}) == pasted);

    // Begins where another training has ended: as good after a step that changes next to nothing.
    learn("trained", {"--steps=60", "--validate-every=60"});
    const auto overlapOf = [this](const std::string& name) {
        return column(readText(folder + "/" + name + "/log.csv"), "metric").back();
    };
    const Words oneStep = {"--steps=1", "--validate-every=1", "--saliency-rate=linear 0:0.000001 1:0.000001"};
    Words begun = oneStep;
    begun.push_back("--init=" + folder + "/trained/model.pt");
    learn("begun", begun);
    learn("random", oneStep);
    EXPECT_GT(overlapOf("begun"), 0.9 * overlapOf("trained"));
    EXPECT_LT(overlapOf("random"), 0.7 * overlapOf("trained"));
}

TEST_F(FootageToolTest, tune_finds_parameters_with_which_the_detector_sees)
{
    // A saliency that is right, and parameters with which it is of no use.
    nn::SaliencySamplerOptions options;
    options.lowRes = Size(80, 60);
    options.grid.mode = zoom::GRID_SEPARABLE;
    options.grid.sigma = 0.17;
    options.grid.uniformMix = 0.9;
    class Redness : public nn::Network
    {
    public:
        Tensor kernel = 2 * torch::tensor({1., -0.5, -0.5}).view({1, 3, 1, 1}).expand({1, 3, 5, 5});
        Tensor forward(const Tensor& x) override { return torch::conv2d(x, kernel, {}, 1, 2); }
        std::string addTo(OnnxGraph& graph, const std::string& input) const override
        {
            return graph.addConvolution(input, kernel, Tensor(), 1, 2);
        }
    };
    nn::SaliencySampler sampler(std::make_shared<Redness>(), options);
    for (const char* name : {"/a", "/b"})
    {
        fs::create_directories(folder + name);
        exportModel(sampler, folder + name + "/model.yaml", data::PIXEL_MEAN, data::PIXEL_SCALE);
    }
    const std::string a = folder + "/a/model.yaml", b = folder + "/b/model.yaml", untouched = readText(a);

    const std::string said = run(tune(a, folder + "/trials_a"));
    const std::string log = readText(folder + "/trials_a/trials.csv");
    const std::vector<double> scores = column(log, "score"), recalls = column(log, "recall");
    ASSERT_EQ(scores.size(), 12u) << log;
    EXPECT_LT(recalls[0], 0.3) << log;
    EXPECT_EQ(recalls[1], 0) << log; // the plain resize, in which the ball is too small
    EXPECT_EQ(column(log, "uniform_mix")[1], 1) << log;
    EXPECT_NE(said.find("plain resize: AP 0.0000, recall 0.0000"), std::string::npos) << said;
    const size_t best = size_t(std::max_element(scores.begin(), scores.end()) - scores.begin());
    EXPECT_GT(recalls[best], 0.7) << log;
    EXPECT_GT(scores[best], scores[0] + 0.3) << log;
    // What is in the file now is the best, and the rest of it is as it was.
    const Ptr<zoom::SaliencySampler> tuned = zoom::SaliencySampler::create(a, ZOOMED);
    EXPECT_EQ(tuned->getGridParams().sigma, column(log, "sigma")[best]);
    EXPECT_EQ(tuned->getGridParams().uniformMix, column(log, "uniform_mix")[best]);
    EXPECT_EQ(tuned->getGridParams().mode, column(log, "mode")[best]);
    EXPECT_EQ(tuned->getGridParams().maxMagnification, column(log, "max_magnification")[best]);
    EXPECT_EQ(tuned->getGridParams().minMagnification, 0.25);
    EXPECT_EQ(tuned->getSmoothing(), column(log, "smoothing")[best]);
    const FileStorage before(untouched, FileStorage::READ | FileStorage::MEMORY), after(a, FileStorage::READ);
    for (const char* name : {"onnx", "channel_order", "resize", "output"})
        EXPECT_EQ(after[name].string(), before[name].string()) << name;
    for (const char* name : {"input_size", "mean", "scale"})
    {
        std::vector<double> x, y;
        before[name] >> x;
        after[name] >> y;
        EXPECT_EQ(x, y) << name;
        EXPECT_FALSE(x.empty()) << name;
    }

    // Killed and started again: the same trials, none of them twice. The model is not touched before the end.
    killWhen(tune(b, folder + "/trials_b"), folder + "/trials_b/trials.csv", "\n3,");
    EXPECT_EQ(readText(b), untouched);
    const std::string resumed = run(tune(b, folder + "/trials_b"));
    EXPECT_EQ(resumed.find("trial 3 of 12"), std::string::npos) << resumed;
    EXPECT_EQ(readText(folder + "/trials_b/trials.csv"), log);
    EXPECT_EQ(readText(b), readText(a));
    // Done is done, and more trials go on from there.
    EXPECT_EQ(run(tune(b, folder + "/trials_b")).find("trial "), std::string::npos);
    Words more = tune(b, folder + "/trials_b");
    more.push_back("--trials=13");
    EXPECT_NE(run(more).find("trial 13 of 13"), std::string::npos);
    more.back() = "--objective=recall";
    EXPECT_NE(run(more, 1).find("has trials of another configuration"), std::string::npos);
    // Only what is named is searched.
    Words one = tune(b, folder + "/trials_c");
    one.push_back("--search=max_magnification");
    one.push_back("--trials=4");
    run(one);
    const std::string few = readText(folder + "/trials_c/trials.csv");
    for (const char* name : {"mode", "sigma", "uniform_mix", "smoothing"})
        for (const size_t i : {size_t(2), size_t(3)})
            EXPECT_EQ(column(few, name)[i], column(few, name)[0]) << name << "\n" << few;
    EXPECT_NE(column(few, "max_magnification")[0], column(few, "max_magnification")[2]);
}

TEST_F(FootageToolTest, other_tiles_and_footage_without_things_lose_nothing)
{
    writeClip(folder + "/empty.avi", false);
    Words words = distill(folder + "/out");
    words.push_back("--steps=1");
    run(words);
    // Other tiles are looked at beside: what was found before is still there.
    words.push_back("--out=" + folder + "/other");
    words.push_back("--teacher=" + folder + "/out/teacher");
    words.push_back("--tiles=2x1");
    EXPECT_NE(run(words).find("detector looks at"), std::string::npos);
    words.back() = "--tiles=1x1";
    words.push_back("--input=" + folder + "/clip.avi," + folder + "/empty.avi");
    const std::string said = run(words);
    EXPECT_EQ(said.find("detector looks at '" + folder + "/clip.avi'"), std::string::npos) << said;
    EXPECT_NE(said.find("150 frames with 75 boxes for learning, 40 with 20 for validation"), std::string::npos) << said;
}

TEST_F(FootageToolTest, errors_say_what_to_do)
{
    const std::string out = folder + "/out", clip = folder + "/clip.avi", detector = folder + "/ball.yaml";
    writeClip(folder + "/empty.avi", false);
    std::ofstream(folder + "/text.mp4") << "no video";
    fs::create_directories(folder + "/nothing");
    struct
    {
        const char *word, *more, *expected;
    } cases[] = {
        {"--input=$/empty.avi", "", "the teacher found nothing in 100 frames of '$/empty.avi': lower its threshold"},
        {"--input=$/text.mp4", "", "'$/text.mp4' is no video that OpenCV can read; convert it"},
        {"--input=$/none.avi", "", "'$/none.avi' does not exist"},
        {"--input=$/nothing", "", "'$/nothing' holds no image"},
        {"--detector=$/wrong.yaml", "", "does not fit the network: "},
        {"--detector=cat", "", "detector is 'cat'; allowed are hog, yunet"},
        {"--detector=$/none.yaml", "", "$/none.yaml"},
        {"--labels=cat,dog", "", "labels leaves no box: what the detector has found is 'ball'"},
        {"--from=0.5", "--to=0.4", "from is 0.5 and to is 0.4; from must be less"},
        {"--learn=0.9", "--validate=0.2", "learn is 0.9 and validate is 0.2"},
        {"--from=0.5", "--to=0.501", "which leaves nothing of"},
        {"--to=0.02", "", "has 2 frames, too few"},
        {"--photos=$/nothing", "", "'$/nothing' holds no image"},
        {"--photos=$/clip.avi", "", "photo '$/clip.avi' cannot be read"},
        {"--photos=$/clip.avi,$/none.png", "", "photos names '$/none.png', which does not exist"},
        {"--model=$/model.txt", "", "model is '$/model.txt'; allowed is a name that ends in .yaml"},
        {"--model=$/clip.avi/model.yaml", "", "cannot write '$/clip.avi/model.yaml'"},
        {"--learn=0", "", "learn is 0; allowed is a share above 0"},
        {"--validate=0", "", "validate is 0; allowed is a share above 0"},
        {"--tiles=0", "", "tiles is '0'"},
        {"--augment=2", "", "augment is '2'"},
        {"--coverage=1", "", "border is 'reflect101', with which the zoomed frame shows all"},
        {"--batches=4", "", "'batches'"},
        {"--sigma=x", "", "sigma is 'x'"},
        {"--init=$/none.pt", "", "none.pt"},
    };
    const auto here = [this](std::string text) {
        for (size_t at; (at = text.find('$')) != std::string::npos;)
            text.replace(at, 1, folder);
        return text;
    };
    for (const auto& one : cases)
    {
        Words words = {"distill", "--input=" + clip, "--detector=" + detector, "--out=" + out, "--steps=1"};
        words.push_back(here(one.word));
        if (*one.more)
            words.push_back(one.more);
        const std::string said = run(words, 1);
        EXPECT_NE(said.find(here(one.expected)), std::string::npos) << one.word << ": " << said;
        EXPECT_FALSE(fs::exists(out + "/model.yaml")) << one.word;
    }
    const Words tuning = tune(std::string(ZOOM_MODELS) + "/none.yaml", out);
    EXPECT_NE(run(tuning, 1).find("none.yaml"), std::string::npos);
    const std::string model = folder + "/contrast.yaml", text = readText(std::string(ZOOM_MODELS) + "/contrast.yaml");
    std::ofstream(model) << text;
    fs::copy(std::string(ZOOM_MODELS) + "/contrast.onnx", folder + "/contrast.onnx");
    const std::pair<const char*, const char*> bad[] = {
        {"--zoomed=161x120", "zoomed is 161x120, but the detector looks at 160x120 then"},
        {"--objective=best", "objective is 'best'; allowed is both or ap or recall"},
        {"--search=sigma,sigmma", "search names 'sigmma'; allowed is mode, sigma"},
        {"--trials=0", "trials is '0'"},
        {"--steps=4", "tune has no key 'steps'"},
    };
    for (const auto& one : bad)
    {
        Words words = tune(model, out);
        words.push_back(one.first);
        const std::string said = run(words, 1);
        EXPECT_NE(said.find(one.second), std::string::npos) << one.first << ": " << said;
        EXPECT_EQ(readText(model), text) << one.first;
    }
}

} // namespace
} // namespace opencv_test

#endif
