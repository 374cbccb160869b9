// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "reference.hpp"
#include "test_errors.hpp"
#include "test_precomp.hpp"

#include <functional>

namespace opencv_test {
namespace {

using namespace cv::zoom;

//! Gives what the test tells it to give, and remembers what it saw.
class ScriptedSaliency : public SaliencyEstimator
{
public:
    void estimate(InputArray _lowRes, double _timestamp, OutputArray saliency) CV_OVERRIDE
    {
        ++estimates;
        timestamp = _timestamp;
        if (!size.empty())
            _lowRes.getMat().copyTo(lowRes);
        if (fail)
            CV_Error(Error::StsError, "the network is on fire");
        map.copyTo(saliency);
    }
    Size inputSize() const CV_OVERRIDE { return size; }
    void reset() CV_OVERRIDE { ++resets; }

    Size size = Size(32, 18);
    Mat map = Mat(31, 31, CV_32F, Scalar(1));
    bool fail = false;
    int estimates = 0, resets = 0;
    double timestamp = -2;
    Mat lowRes;
};

//! A pixel-centred map with a peak.
Mat peak(Point2d at)
{
    return blob(Size(31, 31), at, 0.1, 0.05);
}

class Zoom_Sampler : public testing::Test
{
protected:
    Ptr<ScriptedSaliency> saliency = makePtr<ScriptedSaliency>();
    Ptr<SaliencySampler> sampler = SaliencySampler::create(saliency, Size(64, 48));
    Mat frame = texture(Size(320, 240), CV_8UC3), zoomed;

    Mat currentSaliency() const
    {
        Mat s;
        sampler->getSaliency(s);
        return s;
    }
};

TEST_F(Zoom_Sampler, zooms_as_its_transform_does)
{
    saliency->map = peak(Point2d(0.3, 0.6));
    for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
    {
        sampler->setInterpolation(interpolation);
        for (const int type : {CV_8UC1, CV_8UC3, CV_8UC4, CV_16UC3, CV_32FC1})
        {
            const Mat image = texture(Size(331, 217), type);
            Mat expected;
            sampler->apply(image, zoomed);
            sampler->getTransform().zoom(image, expected, interpolation);
            EXPECT_EQ(0, cvtest::norm(expected, zoomed, NORM_INF)) << "type " << type;
        }
    }
}

TEST_F(Zoom_Sampler, chain_of_saliency_and_grid_is_the_one_of_the_functions)
{
    saliency->map = peak(Point2d(0.3, 0.6));
    sampler->apply(frame, zoomed);
    Mat nodes, grid, got;
    saliencyToNodes(saliency->map, nodes, Size(31, 31));
    saliencyToGrid(nodes, grid);
    sampler->getTransform().getGrid(got);
    EXPECT_LE(cvtest::norm(grid, got, NORM_INF), 1e-6);
    EXPECT_EQ(frame.size(), sampler->getTransform().frameSize());
    EXPECT_EQ(Size(64, 48), sampler->getTransform().zoomedSize());
    EXPECT_NEAR(1, sum(currentSaliency())[0], 1e-5);
}

TEST_F(Zoom_Sampler, low_res_frame_is_the_area_average)
{
    saliency->size = Size(40, 30); // a reduction by 8, where resize's boxes are the pyramid's
    for (const int type : {CV_8UC3, CV_8UC1, CV_8UC4, CV_16UC3, CV_32FC3})
    {
        const Mat image = texture(Size(320, 240), type);
        sampler->apply(image, zoomed);
        Mat expected;
        resize(image, expected, saliency->size, 0, 0, INTER_AREA);
        expected.convertTo(expected, CV_8U,
                           CV_MAT_DEPTH(type) == CV_16U   ? 1 / 257.
                           : CV_MAT_DEPTH(type) == CV_32F ? 255
                                                          : 1);
        if (expected.channels() == 1)
            cvtColor(expected, expected, COLOR_GRAY2BGR);
        if (expected.channels() == 4)
            cvtColor(expected, expected, COLOR_BGRA2BGR);
        EXPECT_LE(cvtest::norm(expected, saliency->lowRes, NORM_INF), 2) << "type " << type;
    }
}

TEST_F(Zoom_Sampler, rgb_frames_reach_the_estimator_as_bgr)
{
    const Mat red(240, 320, CV_8UC3, Scalar(200, 10, 20)); // in RGB order
    sampler->setRGB(true);
    sampler->apply(red, zoomed);
    EXPECT_EQ(Vec3b(20, 10, 200), saliency->lowRes.at<Vec3b>(4, 4));
    EXPECT_EQ(Vec3b(200, 10, 20), zoomed.at<Vec3b>(4, 4)) << "the frame itself keeps its order";
}

TEST_F(Zoom_Sampler, planar_pictures_are_zoomed_like_their_transform_and_seen_in_colour)
{
    saliency->map = peak(Point2d(0.3, 0.6));
    // Studio-range red: Y 81, Cb 90, Cr 240.
    const std::vector<Mat> nv12 = {Mat(241, 321, CV_8UC1, Scalar(81)), Mat(121, 161, CV_8UC2, Scalar(90, 240))};
    const std::vector<Mat> i420 = {nv12[0], Mat(121, 161, CV_8UC1, Scalar(90)), Mat(121, 161, CV_8UC1, Scalar(240))};
    for (const auto& planes : {nv12, i420})
    {
        std::vector<Mat> out, expected;
        sampler->applyPlanes(planes, out);
        sampler->getTransform().zoomPlanes(planes, expected);
        ASSERT_EQ(planes.size(), out.size());
        for (size_t k = 0; k < out.size(); ++k)
            EXPECT_EQ(0, cvtest::norm(expected[k], out[k], NORM_INF));
        const Vec3b seen = saliency->lowRes.at<Vec3b>(5, 5);
        EXPECT_NEAR(0, seen[0], 3);
        EXPECT_NEAR(0, seen[1], 3);
        EXPECT_NEAR(254, seen[2], 3);
    }
}

TEST_F(Zoom_Sampler, an_estimator_without_input_is_given_no_frame)
{
    saliency->size = Size();
    sampler->apply(frame, zoomed);
    EXPECT_EQ(1, saliency->estimates);
    EXPECT_TRUE(saliency->lowRes.empty());
}

// Time --------------------------------------------------------------------------------------------------------------

TEST_F(Zoom_Sampler, smoothing_follows_its_time_constant)
{
    sampler->setSmoothing(0.5);
    saliency->map = peak(Point2d(0.2, 0.5));
    sampler->apply(frame, zoomed, 10.0);
    const Mat first = currentSaliency();
    saliency->map = peak(Point2d(0.8, 0.5));
    Mat target;
    saliencyToNodes(saliency->map, target, Size(31, 31));
    target /= sum(target)[0];
    sampler->apply(frame, zoomed, 10.25);
    const double share = 1 - std::exp(-0.25 / 0.5);
    EXPECT_LE(cvtest::norm(share * target + (1 - share) * first, currentSaliency(), NORM_INF), 1e-7);
    for (double t = 10.5; t < 16; t += 0.25)
        sampler->apply(frame, zoomed, t);
    EXPECT_LE(cvtest::norm(target, currentSaliency(), NORM_INF), 1e-6);
}

TEST_F(Zoom_Sampler, without_timestamps_the_frame_rate_tells_the_time)
{
    sampler->setSmoothing(0.5);
    sampler->setFrameRate(10);
    saliency->map = peak(Point2d(0.2, 0.5));
    sampler->apply(frame, zoomed);
    const Mat first = currentSaliency();
    saliency->map = peak(Point2d(0.8, 0.5));
    sampler->apply(frame, zoomed);
    Mat target;
    saliencyToNodes(saliency->map, target, Size(31, 31));
    target /= sum(target)[0];
    const double share = 1 - std::exp(-0.1 / 0.5);
    EXPECT_LE(cvtest::norm(share * target + (1 - share) * first, currentSaliency(), NORM_INF), 1e-7);
    EXPECT_NEAR(0.1, saliency->timestamp, 1e-9);
}

TEST_F(Zoom_Sampler, without_smoothing_every_estimate_counts_at_once)
{
    saliency->map = peak(Point2d(0.2, 0.5));
    sampler->apply(frame, zoomed);
    const Mat first = currentSaliency();
    saliency->map = peak(Point2d(0.8, 0.5));
    sampler->apply(frame, zoomed);
    EXPECT_GT(cvtest::norm(first, currentSaliency(), NORM_INF), 1e-3);
}

TEST_F(Zoom_Sampler, estimates_on_every_nth_frame)
{
    sampler->setSaliencyInterval(3);
    for (int k = 0; k < 7; ++k)
        sampler->apply(frame, zoomed);
    EXPECT_EQ(3, saliency->estimates); // frames 0, 3 and 6
}

TEST_F(Zoom_Sampler, a_scene_cut_resets_and_estimates_anew)
{
    sampler->setSmoothing(10);
    sampler->setSaliencyInterval(100);
    sampler->apply(Mat(240, 320, CV_8UC3, Scalar::all(20)), zoomed);
    sampler->apply(Mat(240, 320, CV_8UC3, Scalar::all(50)), zoomed);
    EXPECT_EQ(0, sampler->getSceneCuts());
    EXPECT_EQ(1, saliency->estimates);
    saliency->map = peak(Point2d(0.8, 0.5));
    sampler->apply(Mat(240, 320, CV_8UC3, Scalar::all(120)), zoomed);
    EXPECT_EQ(1, sampler->getSceneCuts());
    EXPECT_EQ(1, saliency->resets);
    EXPECT_EQ(2, saliency->estimates);
    Mat target;
    saliencyToNodes(saliency->map, target, Size(31, 31));
    EXPECT_LE(cvtest::norm(target / sum(target)[0], currentSaliency(), NORM_INF), 1e-7) << "smoothed across the cut";
    sampler->setSceneCutThreshold(0);
    sampler->apply(Mat(240, 320, CV_8UC3, Scalar::all(255)), zoomed);
    EXPECT_EQ(1, sampler->getSceneCuts());
}

TEST_F(Zoom_Sampler, reset_forgets_the_past)
{
    sampler->setSmoothing(10);
    saliency->map = peak(Point2d(0.2, 0.5));
    sampler->apply(frame, zoomed, 5);
    sampler->reset();
    EXPECT_EQ(1, saliency->resets);
    EXPECT_TRUE(sampler->getTransform().empty());
    EXPECT_TRUE(currentSaliency().empty());
    saliency->map = peak(Point2d(0.8, 0.5));
    sampler->apply(frame, zoomed, 1);
    Mat target;
    saliencyToNodes(saliency->map, target, Size(31, 31));
    EXPECT_LE(cvtest::norm(target / sum(target)[0], currentSaliency(), NORM_INF), 1e-7);
}

TEST_F(Zoom_Sampler, time_that_runs_backwards_resets)
{
    sampler->apply(frame, zoomed, 5);
    sampler->apply(frame, zoomed, 4);
    EXPECT_EQ(1, saliency->resets);
}

TEST_F(Zoom_Sampler, a_change_of_the_lattice_goes_on_without_error)
{
    sampler->setSmoothing(1);
    sampler->setSaliencyInterval(5);
    sampler->apply(frame, zoomed);
    GridParams params;
    params.gridSize = Size(17, 11);
    sampler->setGridParams(params);
    sampler->apply(frame, zoomed);
    EXPECT_EQ(Size(17, 11), currentSaliency().size());
    EXPECT_EQ(0, sampler->getFallbacks());
}

TEST_F(Zoom_Sampler, frames_may_change_size_and_type_in_the_stream)
{
    sampler->apply(frame, zoomed);
    sampler->apply(texture(Size(100, 400), CV_8UC1), zoomed);
    EXPECT_EQ(CV_8UC1, zoomed.type());
    EXPECT_EQ(Size(100, 400), sampler->getTransform().frameSize());
    sampler->setZoomedSize(Size(20, 30));
    sampler->apply(frame, zoomed);
    EXPECT_EQ(Size(20, 30), zoomed.size());
}

TEST_F(Zoom_Sampler, a_transform_handed_out_does_not_change_with_later_frames)
{
    saliency->map = peak(Point2d(0.2, 0.5));
    sampler->apply(frame, zoomed);
    const ZoomTransform t = sampler->getTransform();
    Mat before, after;
    t.getGrid(before);
    saliency->map = peak(Point2d(0.8, 0.5));
    sampler->apply(frame, zoomed);
    sampler->apply(frame, zoomed);
    t.getGrid(after);
    EXPECT_EQ(0, cvtest::norm(before, after, NORM_INF));
}

// Failures of the saliency ------------------------------------------------------------------------------------------

TEST_F(Zoom_Sampler, an_unusable_saliency_gives_a_uniform_frame_and_is_counted)
{
    const auto with = [](float value) {
        Mat map(31, 31, CV_32F, Scalar(1));
        map.at<float>(7, 8) = value;
        return map;
    };
    const Mat bad[] = {with(std::numeric_limits<float>::quiet_NaN()), with(std::numeric_limits<float>::infinity()),
                       with(-1), Mat(31, 31, CV_8U, Scalar(1)), Mat()};
    Mat identity, grid;
    identityGrid(Size(31, 31), identity);
    int count = 0;
    for (const Mat& map : bad)
    {
        saliency->map = map;
        sampler->apply(frame, zoomed);
        sampler->getTransform().getGrid(grid);
        EXPECT_EQ(0, cvtest::norm(identity, grid, NORM_INF));
        EXPECT_EQ(++count, sampler->getFallbacks());
    }
    saliency->fail = true;
    sampler->apply(frame, zoomed);
    EXPECT_EQ(++count, sampler->getFallbacks());
    saliency->fail = false;
    saliency->map = peak(Point2d(0.3, 0.3));
    sampler->apply(frame, zoomed);
    EXPECT_EQ(count, sampler->getFallbacks()) << "the stream must recover";
    sampler->getTransform().getGrid(grid);
    EXPECT_GT(cvtest::norm(identity, grid, NORM_INF), 0.01);
}

TEST_F(Zoom_Sampler, a_failed_estimate_is_tried_again_on_the_next_frame)
{
    sampler->setSaliencyInterval(10);
    saliency->fail = true;
    sampler->apply(frame, zoomed);
    saliency->fail = false;
    sampler->apply(frame, zoomed);
    EXPECT_EQ(2, saliency->estimates);
    EXPECT_EQ(1, sampler->getFallbacks());
}

TEST_F(Zoom_Sampler, a_map_of_zeros_means_that_nothing_stands_out)
{
    saliency->map = Mat(31, 31, CV_32F, Scalar(0));
    sampler->apply(frame, zoomed);
    EXPECT_EQ(0, sampler->getFallbacks());
    Mat identity, grid;
    identityGrid(Size(31, 31), identity);
    sampler->getTransform().getGrid(grid);
    EXPECT_LE(cvtest::norm(identity, grid, NORM_INF), 1e-6);
}

// Parameters, errors -------------------------------------------------------------------------------------------------

TEST_F(Zoom_Sampler, parameters_are_read_back_as_written)
{
    GridParams params;
    params.mode = GRID_SEPARABLE;
    params.sigma = 0.3;
    sampler->setGridParams(params);
    sampler->setInterpolation(INTER_LINEAR);
    sampler->setSmoothing(0.7);
    sampler->setFrameRate(12);
    sampler->setSaliencyInterval(4);
    sampler->setSceneCutThreshold(55);
    sampler->setRGB(true);
    FileStorage out("sampler.yml", FileStorage::WRITE | FileStorage::MEMORY);
    out << "sampler"
        << "{";
    sampler->write(out);
    out << "}";
    const String text = out.releaseAndGetString();
    FileStorage in(text, FileStorage::READ | FileStorage::MEMORY);
    Ptr<SaliencySampler> other = SaliencySampler::create(saliency, Size(3, 3));
    other->read(in["sampler"]);
    EXPECT_EQ(Size(64, 48), other->getZoomedSize());
    EXPECT_EQ(int(GRID_SEPARABLE), other->getGridParams().mode);
    EXPECT_EQ(0.3, other->getGridParams().sigma);
    EXPECT_EQ(int(INTER_LINEAR), other->getInterpolation());
    EXPECT_EQ(0.7, other->getSmoothing());
    EXPECT_EQ(12, other->getFrameRate());
    EXPECT_EQ(4, other->getSaliencyInterval());
    EXPECT_EQ(55, other->getSceneCutThreshold());
    EXPECT_TRUE(other->getRGB());
}

TEST_F(Zoom_Sampler, bad_arguments_are_refused_by_name)
{
    Mat out;
    std::vector<Mat> planesOut;
    const auto nan = std::numeric_limits<double>::quiet_NaN();
    GridParams badParams;
    badParams.sigma = -1;
    struct Case
    {
        const char* name; //!< what the message must name
        std::function<void()> call;
    };
    const Case cases[] = {
        {"estimator", [&] { SaliencySampler::create(Ptr<SaliencyEstimator>(), Size(3, 3)); }},
        {"zoomedSize", [&] { SaliencySampler::create(saliency, Size(0, 3)); }},
        {"sigma", [&] { SaliencySampler::create(saliency, Size(3, 3), badParams); }},
        {"zoomedSize", [&] { sampler->setZoomedSize(Size(3, -1)); }},
        {"frame", [&] { sampler->apply(Mat(), out); }},
        {"frame", [&] { sampler->apply(Mat(4, 4, CV_64F), out); }},
        {"frame", [&] { sampler->apply(Mat(4, 4, CV_8UC2), out); }},
        {"planes", [&] { sampler->applyPlanes(std::vector<Mat>(), planesOut); }},
        {"planes", [&] { sampler->applyPlanes(std::vector<Mat>(2), planesOut); }},
        {"chromaSite", [&] { sampler->applyPlanes(std::vector<Mat>(2), planesOut, 9); }},
        {"interpolation", [&] { sampler->setInterpolation(INTER_CUBIC); }},
        {"smoothing", [&] { sampler->setSmoothing(-1); }},
        {"smoothing", [&] { sampler->setSmoothing(nan); }},
        {"frameRate", [&] { sampler->setFrameRate(0); }},
        {"saliencyInterval", [&] { sampler->setSaliencyInterval(0); }},
        {"sceneCutThreshold", [&] { sampler->setSceneCutThreshold(256); }},
        {"uniformMix",
         [&] {
             GridParams p;
             p.uniformMix = 3;
             sampler->setGridParams(p);
         }},
    };
    for (const Case& c : cases)
        expectRefused({c.name, {c.name}, c.call});
}

} // namespace
} // namespace opencv_test
