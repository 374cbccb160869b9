// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "evaluation.hpp"

#include "opencv2/core/utility.hpp"
#include "opencv2/imgproc.hpp"
#include "opencv2/zoom/sampler.hpp"

#include <gtest/gtest.h>

#include <map>

namespace table {
namespace {

const cv::Size FRAME(64, 48);

//! Black frames, as many as are wanted, with a white box.
class Darkness : public footage::FrameSource
{
public:
    explicit Darkness(const cv::Rect& _white = cv::Rect()) : white(_white) {}

    bool read(cv::Mat& frame) override
    {
        frame = cv::Mat(FRAME, CV_8UC3, cv::Scalar::all(0));
        frame(white).setTo(255);
        return true;
    }
    bool skip(int) override { return true; }
    int count() const override { return 1000; }
    double framesPerSecond() const override { return 10; }

private:
    cv::Rect white;
};

//! Finds what is not black, all of it one thing; the larger, the surer.
class BrightPart : public detectors::Detector
{
public:
    std::vector<detectors::Detection> detect(const cv::Mat& image) override
    {
        cv::Mat bright;
        cv::inRange(image, cv::Scalar::all(100), cv::Scalar::all(255), bright);
        const cv::Rect box = cv::boundingRect(bright);
        return box.empty() ? std::vector<detectors::Detection>()
                           : std::vector<detectors::Detection>{{cv::Rect2d(box), float(box.area()), 0}};
    }
    std::string identity() const override { return "bright part"; }
};

//! Says one box, whatever it is shown, in pixels of an image of FRAME.
class OneBox : public detectors::Detector
{
public:
    explicit OneBox(const cv::Rect2d& _box) : box(_box) {}

    std::vector<detectors::Detection> detect(const cv::Mat& image) override
    {
        const double sx = double(image.cols) / FRAME.width, sy = double(image.rows) / FRAME.height;
        return {{cv::Rect2d(box.x * sx, box.y * sy, box.width * sx, box.height * sy), 1, 0}};
    }
    std::string labelName(int) const override { return "box"; }
    std::string identity() const override { return "one box"; }

private:
    cv::Rect2d box;
};

class Evaluation : public testing::Test
{
protected:
    Evaluation()
    {
        task.name = "things";
        task.small = 0.01;
        task.sizes = {FRAME};
        task.scales = {1};
        clip.name = "dark";
        clip.open = [] { return cv::makePtr<Darkness>(); };
        clip.framesPerSecond = 10;
        setting.task = &task;
        setting.model = std::string(ZOOM_MODELS) + "/contrast.yaml";
        clip.prior = cv::Mat(62, 62, CV_32FC1, cv::Scalar(1)); // the grid of no zoom at all
    }

    std::map<std::string, Row> rowsOf(const cv::Ptr<detectors::Detector>& detector,
                                      const std::vector<std::string>& methods)
    {
        setting.detector = detector;
        std::map<std::string, Row> rows;
        for (const Row& planned : plannedRows(setting, clip, methods))
            rows[planned.method] = evaluate(setting, clip, planned);
        return rows;
    }

    Task task;
    Clip clip;
    EvaluationSetting setting;
};

TEST_F(Evaluation, BoxesEndAtTheFramesEdgeInAllMethods)
{
    clip.frames = {{0, FRAME, {{cv::Rect2d(0, 10, 12, 20), 1, 0}}}};
    const auto detector = cv::makePtr<OneBox>(cv::Rect2d(-18, 10, 30, 20)); // of which the frame shows that
    for (const auto& row : rowsOf(detector, {"uniform", "prior"}))
        EXPECT_EQ(row.second.groups[0].ap, 1) << row.first;
}

TEST_F(Evaluation, ClipWithAWarmUpIsMeasuredAsThePartOfALongerOne)
{
    // A box that is seen in each frame. What comes first counts in "all" only.
    const cv::Rect2d thing(10, 30, 8, 8);
    const auto detector = cv::makePtr<OneBox>(thing);
    for (int i = 0; i < 20; i++)
        clip.frames.push_back({i, FRAME, {}});
    for (int i = 12; i < 20; i++)
        clip.frames[size_t(i)].boxes = {{thing, 1, 0}};
    const std::vector<std::string> methods = {"motion", "previous", "motion_previous"};
    const std::map<std::string, Row> unsplit = rowsOf(detector, methods);
    clip.frames.erase(clip.frames.begin(), clip.frames.begin() + 12);
    const std::map<std::string, Row> cold = rowsOf(detector, methods);
    for (int i = 0; i < 12; i++)
        clip.warmUp.push_back(i);
    const std::map<std::string, Row> warm = rowsOf(detector, methods);
    for (const std::string& method : methods)
    {
        const Group &of = unsplit.at(method).groups[1], &now = warm.at(method).groups[1];
        EXPECT_EQ(now.frames, 8) << method;
        EXPECT_EQ(warm.at(method).groups[0].frames, 8) << method;
        EXPECT_DOUBLE_EQ(now.magnification, of.magnification) << method;
        EXPECT_DOUBLE_EQ(now.ap, of.ap) << method;
        EXPECT_NE(warm.at(method).conditions, cold.at(method).conditions);
        EXPECT_NE(warm.at(method).conditions, unsplit.at(method).conditions);
    }
    EXPECT_GT(warm.at("previous").groups[1].magnification, cold.at("previous").groups[1].magnification + 0.01);
}

//! Sees nothing, but notes on how many threads it was asked to.
class ThreadCounter : public detectors::Detector
{
public:
    std::vector<detectors::Detection> detect(const cv::Mat&) override
    {
        threads.push_back(cv::getNumThreads());
        return {};
    }
    std::string identity() const override { return "thread counter"; }

    std::vector<int> threads;
};

TEST_F(Evaluation, TimesAreThoseOfOneThread)
{
    clip.frames = {{0, FRAME, {}}};
    const auto detector = cv::makePtr<ThreadCounter>();
    const int before = cv::getNumThreads();
    cv::setNumThreads(2);
    const int wanted = cv::getNumThreads();
    Row row = rowsOf(detector, {"uniform"}).at("uniform");
    measureTimes(setting, clip, {&row}, 1);
    const int after = cv::getNumThreads();
    cv::setNumThreads(before);
    EXPECT_EQ(wanted, 2) << "this OpenCV has no threads to choose from";
    EXPECT_EQ(after, wanted);
    EXPECT_EQ(detector->threads, (std::vector<int>{1, 1}));
}

TEST_F(Evaluation, LabelsOfAClipSayWhatCountsInIt)
{
    const cv::Rect2d thing(10, 30, 8, 8);
    clip.frames = {{0, FRAME, {{thing, 1, 0}}}};
    const auto detector = cv::makePtr<OneBox>(thing);
    clip.labels = {"box"};
    const Row counted = rowsOf(detector, {"uniform"}).at("uniform");
    EXPECT_EQ(counted.groups[0].recall, 1);
    clip.labels = {"ball"};
    const Row ignored = rowsOf(detector, {"uniform"}).at("uniform");
    EXPECT_EQ(ignored.groups[0].recall, 0);
    EXPECT_NE(ignored.conditions, counted.conditions);
}

TEST_F(Evaluation, TilesTakeAPartAtTheirSeamForTheWhole)
{
    // Tiles are 0 to 35 and 29 to 64: one sees all of it, the other one the last quarter.
    const cv::Rect white(13, 2, 21, 20);
    clip.open = [white] { return cv::makePtr<Darkness>(white); };
    clip.frames = {{0, FRAME, {{cv::Rect2d(white), 1, 0}}}};
    for (const auto& row : rowsOf(cv::makePtr<BrightPart>(), {"tiles2", "tiles4_whole"}))
    {
        EXPECT_EQ(row.second.groups[0].recall, 1) << row.first;
        EXPECT_EQ(row.second.groups[0].falseAlarms, 0) << row.first;
        EXPECT_EQ(row.second.detectorRuns, row.first == "tiles2" ? 2 : 5);
    }
}

TEST_F(Evaluation, OracleZoomsAtWhatTheReferenceHasInTheVeryFrame)
{
    const cv::Rect2d left(8, 20, 6, 6), right(50, 20, 6, 6);
    OneBox detector(left);
    MethodContext context;
    context.frame = context.input = FRAME;
    context.model = setting.model;
    const cv::Mat frame(FRAME, CV_8UC3, cv::Scalar::all(0));
    const cv::Ptr<Method> oracle = createMethod("oracle", context, detector);
    const auto magnifications = [&](const std::vector<cv::Rect2d>& things, double seconds) {
        oracle->tell(things);
        return looks::magnificationOf(oracle->look(detector, frame, seconds), FRAME, FRAME, {left, right});
    };
    const std::vector<double> ofLeft = magnifications({left}, 0);
    EXPECT_GT(ofLeft[0], 1.2);
    EXPECT_LT(ofLeft[1], 1);
    // What was there a moment ago does not count, whatever smoothing the model's file asks for.
    const std::vector<double> ofRight = magnifications({right}, 0.04);
    EXPECT_LT(ofRight[0], 1);
    EXPECT_GT(ofRight[1], 1.2);
    EXPECT_EQ(magnifications({left}, 0.08), ofLeft);
    for (double one : magnifications({}, 0.12))
        EXPECT_NEAR(one, 1, 1e-6);

    // The grid is that of the model's file, the map what zoom_train distill teaches.
    const cv::Ptr<cv::zoom::SaliencySampler> model = cv::zoom::SaliencySampler::create(context.model, FRAME);
    cv::Mat map, zoomed;
    model->getEstimator()->estimate(cv::Mat(model->getEstimator()->inputSize(), CV_8UC3, cv::Scalar::all(0)), -1, map);
    const cv::Rect2f normalised(float(left.x / 64), float(left.y / 48), 6 / 64.f, 6 / 48.f);
    const cv::Ptr<cv::zoom::SaliencySampler> expected = cv::zoom::SaliencySampler::create(
        cv::zoom::StaticSaliency::create(cv::zoom::BoxTarget().map({normalised}, map.size())), FRAME,
        model->getGridParams());
    expected->apply(frame, zoomed);
    looks::Look look;
    look.transform = expected->getTransform();
    EXPECT_EQ(looks::magnificationOf(look, FRAME, FRAME, {left, right}), ofLeft);
}

TEST_F(Evaluation, OracleIsToldEachFramesThings)
{
    const cv::Rect2d left(8, 20, 6, 6), right(50, 20, 6, 6);
    clip.frames = {{0, FRAME, {{left, 1, 0}}}, {1, FRAME, {{right, 1, 0}}}, {2, FRAME, {}}};
    const auto detector = cv::makePtr<OneBox>(left);
    const Row row = rowsOf(detector, {"oracle"}).at("oracle");
    EXPECT_GT(row.groups[1].magnification, 1.2);
    EXPECT_EQ(row.saliencyMadds, 0);

    // What a box asks for decides the oracle's rows, and no others'.
    const auto conditions = [&] {
        std::map<std::string, std::string> by;
        for (const Row& planned : plannedRows(setting, clip, {"learned", "oracle"}))
            by[planned.method] = planned.conditions;
        return by;
    };
    const std::map<std::string, std::string> before = conditions();
    task.target.smallBoxes = 2;
    EXPECT_EQ(conditions().at("learned"), before.at("learned"));
    EXPECT_NE(conditions().at("oracle"), before.at("oracle"));
}

} // namespace
} // namespace table
