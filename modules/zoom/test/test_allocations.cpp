// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "allocation_counter.hpp"
#include "reference.hpp"
#include "test_precomp.hpp"

#include <functional>
#include <memory>
#include <ostream>

namespace opencv_test {
namespace {

using namespace cv::zoom;

// Not ZOOM_SKIP: a build under a sanitizer cannot count, in CI neither.
#ifdef __OPENCV_BUILD
#define SKIP_UNLESS_COUNTED()                                                                                          \
    if (!AllocationCounter::isAvailable())                                                                             \
    throw SkipTestException("allocations cannot be counted in this build")
#else
#define SKIP_UNLESS_COUNTED()                                                                                          \
    if (!AllocationCounter::isAvailable())                                                                             \
    GTEST_SKIP() << "allocations cannot be counted in this build (a sanitizer, or no glibc)"
#endif

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

//! Runs it until every buffer has its size, then counts.
void expectNoAllocations(const RepeatedWork& repeated, AllocationCounter::Threads threads)
{
    const Work work = repeated.make();
    for (int k = 0; k < 4; ++k)
        work();
    AllocationCounter counter(threads);
    for (int k = 0; k < 5; ++k)
        work();
    EXPECT_EQ(0, counter.stop()) << AllocationCounter::stacks();
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
    expectNoAllocations(GetParam(), AllocationCounter::THIS_THREAD);
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

/** @brief Leaves what an estimator allocates out of the count.

MotionSaliency and SpectralSaliency call functions of OpenCV that allocate by themselves: GaussianBlur (kernels and
filter engine), blur (filter engine), dft (its plan), and subtract and max with a Scalar. */
class Uncounted : public SaliencyEstimator
{
public:
    explicit Uncounted(const Ptr<SaliencyEstimator>& e) : estimator(e) {}
    void estimate(InputArray lowRes, double timestamp, OutputArray saliency) CV_OVERRIDE
    {
        const AllocationCounter::Pause pause;
        estimator->estimate(lowRes, timestamp, saliency);
    }
    Size inputSize() const CV_OVERRIDE { return estimator->inputSize(); }
    void reset() CV_OVERRIDE { estimator->reset(); }

private:
    Ptr<SaliencyEstimator> estimator;
};

Ptr<SaliencyEstimator> motion()
{
    return makePtr<Uncounted>(MotionSaliency::create());
}

Ptr<SaliencyEstimator> spectral()
{
    return makePtr<Uncounted>(SpectralSaliency::create());
}

Ptr<SaliencyEstimator> detections()
{
    const Ptr<DetectionSaliency> saliency = DetectionSaliency::create();
    saliency->setDetections(std::vector<Rect>{Rect(200, 100, 80, 60), Rect(400, 50, 30, 30)}, FRAME);
    return saliency;
}

Work applyPlanesOf(bool interleaved)
{
    return [sampler = SaliencySampler::create(spectral(), ZOOMED), frames = pictures(interleaved),
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
    {"apply_motion", [] { return applyWith(motion()); }},
    {"apply_spectral", [] { return applyWith(spectral()); }},
    {"apply_linear", [] { return applyWith(StaticSaliency::create(peak()), gridMode(GRID_ATTRACTION), INTER_LINEAR); }},
    {"apply_nearest",
     [] { return applyWith(StaticSaliency::create(peak()), gridMode(GRID_ATTRACTION), INTER_NEAREST); }},
    {"apply_separable", [] { return applyWith(StaticSaliency::create(peak()), gridMode(GRID_SEPARABLE)); }},
    {"apply_transport", [] { return applyWith(StaticSaliency::create(peak()), gridMode(GRID_TRANSPORT)); }},
    {"apply_grey", [] { return applyWith(motion(), GridParams(), INTER_AREA, CV_8UC1); }},
    {"apply_16U", [] { return applyWith(motion(), GridParams(), INTER_AREA, CV_16UC3); }},
    {"apply_32F", [] { return applyWith(motion(), GridParams(), INTER_AREA, CV_32FC4); }},
    {"apply_smoothed_with_interval",
     [] {
         const Ptr<SaliencySampler> sampler = SaliencySampler::create(motion(), ZOOMED);
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

Work unzoomWith(int interpolation)
{
    return [t = ZoomTransform(blobGrid(), FRAME, ZOOMED), frames = images(CV_8UC3, ZOOMED), frame = Mat(),
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
};

INSTANTIATE_TEST_CASE_P(Transforms, Zoom_NoAllocations, testing::ValuesIn(TRANSFORMS), workName);

/** With several threads as well. (OpenCV's parallel_for_ on TBB allocates nothing for a loop once its threads run.
Other backends may: what an empty loop allocates is allowed.) */
TEST(Zoom_Allocations, of_several_threads_are_those_of_empty_loops)
{
    SKIP_UNLESS_COUNTED();
    const int threads = getNumThreads(), RUNS = 20, LOOPS_PER_FRAME = 8;
    setNumThreads(4);
    class EmptyLoop CV_FINAL : public ParallelLoopBody
    {
    public:
        void operator()(const Range&) const CV_OVERRIDE {}
    } empty;
    const auto count = [RUNS](const Work& call) {
        for (int k = 0; k < 50; ++k)
            call();
        AllocationCounter counter(AllocationCounter::ALL_THREADS);
        for (int k = 0; k < RUNS; ++k)
            call();
        return counter.stop();
    };
    const int loops = count([&] {
        for (int k = 0; k < LOOPS_PER_FRAME; ++k)
            parallel_for_(Range(0, 100), empty);
    });
    EXPECT_LE(count(applyWith(StaticSaliency::create(peak()))), loops) << AllocationCounter::stacks();
    setNumThreads(threads);
}

} // namespace
} // namespace opencv_test
