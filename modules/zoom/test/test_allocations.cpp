// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "allocation_counter.hpp"
#include "reference.hpp"
#include "test_paths.hpp"
#include "test_precomp.hpp"

#include "opencv2/dnn.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <ostream>

namespace opencv_test {
namespace {

using namespace cv::zoom;

// Not ZOOM_SKIP: a build under a sanitizer cannot count, in CI neither.
#define SKIP_UNLESS_COUNTED()                                                                                          \
    if (!AllocationCounter::isAvailable())                                                                             \
    ZOOM_SKIP_HERE("allocations cannot be counted in this build (a sanitizer, or no glibc)")

TEST(Zoom_Allocations, are_seen_by_the_counter)
{
    SKIP_UNLESS_COUNTED();
    {
        AllocationCounter counter(AllocationCounter::THIS_THREAD);
        Mat(100, 100, CV_8U).setTo(1); // in OpenCV's library
        EXPECT_GE(counter.stop(), 1);
    }
    {
        AllocationCounter counter(AllocationCounter::THIS_THREAD);
        const std::unique_ptr<volatile int> number(new volatile int(1));
        EXPECT_EQ(1, counter.stop());
    }
    AllocationCounter counter(AllocationCounter::THIS_THREAD);
    EXPECT_EQ(0, counter.stop());
}

//! A call that is repeated, with all that it works on kept in it.
typedef std::function<void()> Work;

struct RepeatedWork
{
    const char* name;
    std::function<Work()> make;
};

std::ostream& operator<<(std::ostream& out, const RepeatedWork& work)
{
    return out << work.name;
}

std::string workName(const testing::TestParamInfo<RepeatedWork>& info)
{
    return info.param.name;
}

//! Runs it until every buffer has its size, then counts the allocations of some more runs.
int allocationsOf(const Work& work, AllocationCounter::Threads threads, int runsBefore = 4, int runs = 5)
{
    for (int k = 0; k < runsBefore; ++k)
        work();
    AllocationCounter counter(threads);
    for (int k = 0; k < runs; ++k)
        work();
    return counter.stop();
}

//! Of one thread, so that every allocation has its cause in the call; several threads have their own test below.
class Zoom_NoAllocations : public testing::TestWithParam<RepeatedWork>
{
protected:
    void SetUp() CV_OVERRIDE { setNumThreads(1); }
    void TearDown() CV_OVERRIDE { setNumThreads(threads); }

private:
    const int threads = getNumThreads();
};

TEST_P(Zoom_NoAllocations, after_the_first_frames)
{
    SKIP_UNLESS_COUNTED();
    EXPECT_EQ(0, allocationsOf(GetParam().make(), AllocationCounter::THIS_THREAD)) << AllocationCounter::stacks();
}

const Size FRAME(640, 361), ZOOMED(160, 120);

Mat peak()
{
    return blob(Size(31, 31), Point2d(0.3, 0.6), 0.1, 0.05);
}

//! Two frames that take turns: what moves keeps an estimator at work.
template <typename Frame>
struct Turns
{
    Frame frames[2];
    int next = 0;
    const Frame& take() { return frames[next++ % 2]; }
};

Turns<Mat> images(int type, Size size = FRAME)
{
    Turns<Mat> turns;
    turns.frames[0] = texture(size, type);
    turns.frames[0].copyTo(turns.frames[1]);
    turns.frames[1](Rect(20, 30, 50, 40)).setTo(Scalar::all(0));
    return turns;
}

Turns<std::vector<Mat>> pictures(bool interleaved)
{
    Turns<std::vector<Mat>> turns;
    const Size chroma((FRAME.width + 1) / 2, (FRAME.height + 1) / 2);
    for (unsigned k = 0; k < 2; ++k)
    {
        turns.frames[k] = {texture(FRAME, CV_8UC1), texture(chroma, interleaved ? CV_8UC2 : CV_8UC1)};
        if (!interleaved)
            turns.frames[k].push_back(texture(chroma, CV_8UC1, 5));
        turns.frames[k][0](Rect(20, 30, 50, 40)).setTo(Scalar::all(200 * k));
    }
    return turns;
}

Work applyWith(const Ptr<SaliencyEstimator>& estimator, const GridParams& params = GridParams(),
               int interpolation = INTER_AREA, int type = CV_8UC3)
{
    const Ptr<SaliencySampler> sampler = SaliencySampler::create(estimator, ZOOMED, params);
    sampler->setInterpolation(interpolation);
    return [sampler, frames = images(type), zoomed = Mat()]() mutable { sampler->apply(frames.take(), zoomed); };
}

//! Nothing stands out.
Work applyToStill(const Ptr<SaliencyEstimator>& estimator)
{
    return [sampler = SaliencySampler::create(estimator, ZOOMED), frame = Mat(FRAME, CV_8UC3, Scalar::all(90)),
            zoomed = Mat()]() mutable { sampler->apply(frame, zoomed); };
}

GridParams gridMode(int mode)
{
    GridParams params;
    params.mode = mode;
    return params;
}

Ptr<SaliencySampler> samplerWithPeak()
{
    return SaliencySampler::create(StaticSaliency::create(peak()), ZOOMED);
}

Ptr<SaliencyEstimator> detections()
{
    const Ptr<DetectionSaliency> saliency = DetectionSaliency::create();
    saliency->setDetections(std::vector<Rect>{Rect(200, 100, 80, 60), Rect(400, 50, 30, 30)}, FRAME);
    return saliency;
}

//! Its estimators want frames of different sizes and give maps of different sizes.
Ptr<SaliencyEstimator> mixed()
{
    return MixedSaliency::create({MotionSaliency::create(), SpectralSaliency::create(),
                                  StaticSaliency::create(Mat_<double>(peak())), detections()},
                                 {1, 2, 3, 4});
}

Work applyPlanesOf(bool interleaved)
{
    return [sampler = SaliencySampler::create(SpectralSaliency::create(), ZOOMED), frames = pictures(interleaved),
            zoomed = std::vector<Mat>()]() mutable { sampler->applyPlanes(frames.take(), zoomed); };
}

Work applyToBlobOf(int ddepth, int batch)
{
    BlobParams params;
    params.ddepth = ddepth;
    Turns<std::vector<Mat>> batches;
    Turns<Mat> frames = images(CV_8UC3);
    for (std::vector<Mat>& b : batches.frames)
        for (int k = 0; k < batch; ++k)
            b.push_back(frames.take());
    return [sampler = samplerWithPeak(), batches, params, blob = Mat(),
            transforms = std::vector<ZoomTransform>()]() mutable {
        sampler->applyToBlob(batches.take(), blob, params, -1, &transforms);
    };
}

Work applyPlanesToBlobOf(bool interleaved)
{
    return [sampler = samplerWithPeak(), frames = pictures(interleaved), blob = Mat()]() mutable {
        sampler->applyPlanesToBlob(frames.take(), blob);
    };
}

const RepeatedWork STREAMS[] = {
    {"apply_static", [] { return applyWith(StaticSaliency::create(peak())); }},
    {"apply_detection", [] { return applyWith(detections()); }},
    {"apply_motion", [] { return applyWith(MotionSaliency::create()); }},
    {"apply_spectral", [] { return applyWith(SpectralSaliency::create()); }},
    {"apply_motion_of_a_still_picture", [] { return applyToStill(MotionSaliency::create()); }},
    {"apply_spectral_of_a_flat_picture", [] { return applyToStill(SpectralSaliency::create()); }},
    {"apply_mixed_of_a_flat_picture",
     [] {
         return applyToStill(MixedSaliency::create({MotionSaliency::create(), SpectralSaliency::create()}, {1, 1}));
     }},
    {"apply_mixed", [] { return applyWith(mixed()); }},
    {"apply_linear", [] { return applyWith(StaticSaliency::create(peak()), gridMode(GRID_ATTRACTION), INTER_LINEAR); }},
    {"apply_nearest",
     [] { return applyWith(StaticSaliency::create(peak()), gridMode(GRID_ATTRACTION), INTER_NEAREST); }},
    {"apply_separable", [] { return applyWith(StaticSaliency::create(peak()), gridMode(GRID_SEPARABLE)); }},
    {"apply_transport", [] { return applyWith(StaticSaliency::create(peak()), gridMode(GRID_TRANSPORT)); }},
    {"apply_grey", [] { return applyWith(MotionSaliency::create(), GridParams(), INTER_AREA, CV_8UC1); }},
    {"apply_16U", [] { return applyWith(MotionSaliency::create(), GridParams(), INTER_AREA, CV_16UC3); }},
    {"apply_32F", [] { return applyWith(MotionSaliency::create(), GridParams(), INTER_AREA, CV_32FC4); }},
    {"apply_smoothed_with_interval",
     [] {
         const Ptr<SaliencySampler> sampler = SaliencySampler::create(MotionSaliency::create(), ZOOMED);
         sampler->setSmoothing(0.5);
         sampler->setSaliencyInterval(2);
         return
             [sampler, frames = images(CV_8UC3), zoomed = Mat()]() mutable { sampler->apply(frames.take(), zoomed); };
     }},
    // The transform of a frame is in use while the next one is made.
    {"apply_with_the_transform_kept",
     [] {
         return
             [sampler = samplerWithPeak(), frames = images(CV_8UC3), zoomed = Mat(), last = ZoomTransform()]() mutable {
                 sampler->apply(frames.take(), zoomed);
                 last = sampler->getTransform();
             };
     }},
    {"applyPlanes_NV12", [] { return applyPlanesOf(true); }},
    {"applyPlanes_I420", [] { return applyPlanesOf(false); }},
    {"applyToBlob_32F", [] { return applyToBlobOf(CV_32F, 1); }},
    {"applyToBlob_16F", [] { return applyToBlobOf(CV_16F, 1); }},
    {"applyToBlob_batch_with_transforms", [] { return applyToBlobOf(CV_32F, 3); }},
    {"applyPlanesToBlob_NV12", [] { return applyPlanesToBlobOf(true); }},
    {"applyPlanesToBlob_I420", [] { return applyPlanesToBlobOf(false); }},
    // Wider than any buffer on the stack.
    {"apply_wide_output",
     [] {
         return [sampler = SaliencySampler::create(StaticSaliency::create(peak()), Size(5000, 20)),
                 frames = images(CV_8UC3), zoomed = Mat()]() mutable { sampler->apply(frames.take(), zoomed); };
     }},
};

INSTANTIATE_TEST_CASE_P(Streams, Zoom_NoAllocations, testing::ValuesIn(STREAMS), workName);

Work zoomWith(int interpolation, Size zoomedSize = ZOOMED)
{
    return [t = ZoomTransform(blobGrid(), FRAME, zoomedSize), frames = images(CV_8UC3), zoomed = Mat(),
            interpolation]() mutable { t.zoom(frames.take(), zoomed, interpolation); };
}

Work unzoomWith(int interpolation, const Mat& grid = blobGrid())
{
    return [t = ZoomTransform(grid, FRAME, ZOOMED), frames = images(CV_8UC3, ZOOMED), frame = Mat(),
            interpolation]() mutable { t.unzoom(frames.take(), frame, interpolation); };
}

const RepeatedWork TRANSFORMS[] = {
    {"zoom_area", [] { return zoomWith(INTER_AREA); }},
    {"zoom_linear", [] { return zoomWith(INTER_LINEAR); }},
    {"zoom_wide", [] { return zoomWith(INTER_AREA, Size(5000, 20)); }},
    {"zoomPlanes",
     [] {
         return [t = ZoomTransform(blobGrid(), FRAME, ZOOMED), frames = pictures(false),
                 zoomed = std::vector<Mat>()]() mutable { t.zoomPlanes(frames.take(), zoomed); };
     }},
    {"unzoom_linear", [] { return unzoomWith(INTER_LINEAR); }},
    {"unzoom_area", [] { return unzoomWith(INTER_AREA); }},
    {"unzoom_of_a_part_of_the_frame",
     [] {
         return unzoomWith(INTER_LINEAR, blobGrid(Size(31, 31), Point2d(0.4, 0.5), GRID_ATTRACTION, BORDER_REPLICATE));
     }},
};

INSTANTIATE_TEST_CASE_P(Transforms, Zoom_NoAllocations, testing::ValuesIn(TRANSFORMS), workName);

//! Detections that change with every frame.
Work setDetections()
{
    return [saliency = DetectionSaliency::create(),
            boxes = std::vector<Rect>{Rect(200, 100, 80, 60), Rect(9, 5, 30, 30)}, map = Mat()]() mutable {
        boxes[0].x += 3;
        saliency->setDetections(boxes, FRAME);
        saliency->estimate(noArray(), -1, map);
    };
}

//! Of other sizes than the default ones: odd, prime, and smaller than the kernels that smooth the maps.
template <class Estimator>
Work estimateAt(Size size)
{
    return [saliency = Estimator::create(size), frames = images(CV_8UC3, size + Size(80, 80)), map = Mat(),
            size]() mutable { saliency->estimate(frames.take()(Rect(Point(10, 20), size)), -1, map); };
}

const RepeatedWork ESTIMATORS[] = {
    {"setDetections", setDetections},
    {"motion_large", [] { return estimateAt<MotionSaliency>(Size(301, 203)); }},
    {"motion_tiny", [] { return estimateAt<MotionSaliency>(Size(2, 1)); }},
    {"spectral_large", [] { return estimateAt<SpectralSaliency>(Size(300, 127)); }},
    {"spectral_tiny", [] { return estimateAt<SpectralSaliency>(Size(9, 8)); }},
};

INSTANTIATE_TEST_CASE_P(Estimators, Zoom_NoAllocations, testing::ValuesIn(ESTIMATORS), workName);

TEST(Zoom_Allocations, of_a_network_are_those_of_cv_dnn)
{
    SKIP_UNLESS_COUNTED();
    DnnSaliencyParams params;
    params.inputSize = Size(6, 4);
    const std::string onnx = shippedFile(ZOOM_TEST_DATA, "linear.onnx");
    const Ptr<DnnSaliency> saliency = DnnSaliency::create(onnx, params);
    dnn::Net net = dnn::readNetFromONNX(onnx);
    const int shape[] = {1, 3, 4, 6};
    const Mat frame(params.inputSize, CV_8UC3, Scalar(10, 20, 30)), blob = Mat::ones(4, shape, CV_32F);
    const Work network = [&] {
        net.setInput(blob);
        net.forward();
    };
    Mat map;
    const Work estimator = [&] { saliency->estimate(frame, -1, map); };
    const int ofNetwork = allocationsOf(network, AllocationCounter::THIS_THREAD);
    EXPECT_GT(ofNetwork, 0);
    EXPECT_EQ(ofNetwork, allocationsOf(estimator, AllocationCounter::THIS_THREAD)) << AllocationCounter::stacks();
}

/** With several threads as well. (OpenCV's parallel_for_ on TBB allocates nothing for a loop once its threads run.
Other backends may: what an empty loop allocates is allowed.) */
TEST(Zoom_Allocations, of_several_threads_are_those_of_empty_loops)
{
    SKIP_UNLESS_COUNTED();
    const int threads = getNumThreads(), LOOPS_PER_FRAME = 8;
    static const int THREADS = 4;
    setNumThreads(THREADS);
    class EmptyLoop CV_FINAL : public ParallelLoopBody
    {
    public:
        void operator()(const Range&) const CV_OVERRIDE {}
    } empty;
    // The least of some counts: whenever a thread of the pool runs its first part of a loop, OpenCV allocates what
    // it keeps for a thread. What is allocated for every frame is in all counts.
    const auto count = [](const Work& call) {
        int least = allocationsOf(call, AllocationCounter::ALL_THREADS, 50, 20);
        for (int k = 1; k < THREADS + 1; ++k)
            least = std::min(least, allocationsOf(call, AllocationCounter::ALL_THREADS, 0, 20));
        return least;
    };
    const int loops = count([&] {
        for (int k = 0; k < LOOPS_PER_FRAME; ++k)
            parallel_for_(Range(0, 100), empty);
    });
    const Ptr<SaliencyEstimator> estimators[] = {StaticSaliency::create(peak()), MotionSaliency::create(),
                                                 SpectralSaliency::create(), mixed()};
    for (const Ptr<SaliencyEstimator>& estimator : estimators)
        EXPECT_LE(count(applyWith(estimator)), loops) << AllocationCounter::stacks();
    setNumThreads(threads);
}

} // namespace
} // namespace opencv_test
