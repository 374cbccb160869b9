// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// Calls with GpuMat, against those with Mat: needs an OpenCV with CUDA and a GPU.
#ifdef ZOOM_CUDA

#include "reference.hpp"
#include "test_cuda_images.hpp"
#include "test_errors.hpp"

#include "opencv2/core/cuda.hpp"

#include <cuda_runtime_api.h>

#include <thread>

namespace opencv_test {
namespace {

using namespace cv::zoom;
using cuda::GpuMat;
using cuda::Stream;

std::string whyNoGpuMat()
{
    const int devices = cuda::getCudaEnabledDeviceCount(); // 0 in an OpenCV without CUDA
    return devices > 0    ? ""
           : devices == 0 ? "this OpenCV has no CUDA, or there is no CUDA device"
                          : "the CUDA driver does not fit";
}

#define ZOOM_NEEDS_GPUMAT()                                                                                            \
    const std::string whyNot = whyNoGpuMat();                                                                          \
    if (!whyNot.empty())                                                                                               \
    ZOOM_SKIP_HERE(whyNot)

Ptr<SaliencySampler> samplerWith(const Ptr<SaliencyEstimator>& estimator, int interpolation = INTER_AREA)
{
    const auto sampler = SaliencySampler::create(estimator, Size(93, 71));
    sampler->setInterpolation(interpolation);
    return sampler;
}

Ptr<SaliencyEstimator> prior()
{
    return StaticSaliency::create(blob(Size(31, 31), Point2d(0.3, 0.6), 0.1, 0.05));
}

Mat downloaded(const GpuMat& image, Stream& stream)
{
    Mat result;
    stream.waitForCompletion();
    image.download(result);
    return result;
}

TEST(Zoom_CudaSampler, zooms_frames_as_on_the_CPU)
{
    ZOOM_NEEDS_GPUMAT();
    Stream own;
    for (Stream* const stream : {&own, &Stream::Null()})
        for (const int type : {CV_8UC1, CV_8UC3, CV_8UC4, CV_16UC3, CV_32FC3})
            for (const auto& estimator : {prior(), Ptr<SaliencyEstimator>(SpectralSaliency::create())})
            {
                const auto host = samplerWith(estimator), device = samplerWith(estimator);
                const Mat frame = texture(Size(640, 361), type);
                Mat expected;
                GpuMat zoomed;
                host->apply(frame, expected);
                device->apply(GpuMat(frame), zoomed, *stream);
                expectLikeCPU(expected, downloaded(zoomed, *stream), INTER_AREA);
                EXPECT_EQ(0, device->getFallbacks());
            }
}

TEST(Zoom_CudaSampler, works_on_the_null_stream_without_being_given_one)
{
    ZOOM_NEEDS_GPUMAT();
    const auto host = samplerWith(prior()), device = samplerWith(prior());
    const Mat frame = texture(Size(640, 361), CV_8UC3);
    Mat expected, expectedBack, expectedBlob;
    GpuMat zoomed, back, blob;
    host->apply(frame, expected);
    device->apply(GpuMat(frame), zoomed);
    expectLikeCPU(expected, downloaded(zoomed, Stream::Null()), INTER_AREA);
    host->getTransform().unzoom(expected, expectedBack);
    host->getTransform().unzoom(GpuMat(expected), back);
    expectLikeCPU(expectedBack, downloaded(back, Stream::Null()), INTER_LINEAR);
    host->applyToBlob(frame, expectedBlob);
    device->applyToBlob(GpuMat(frame), blob);
    EXPECT_LE(cvtest::norm(expectedBlob.reshape(1, 1), downloaded(blob, Stream::Null()), NORM_INF), 1);
    Mat onHost;
    EXPECT_NE("(no error)", errorOf([&] { device->apply(GpuMat(frame), onHost); })) << "brought down in silence";
}

TEST(Zoom_CudaSampler, zooms_NV12_as_on_the_CPU)
{
    ZOOM_NEEDS_GPUMAT();
    Stream stream;
    const std::vector<Mat> planes = {texture(Size(641, 361), CV_8UC1), texture(Size(321, 181), CV_8UC2)};
    for (const int site : {CHROMA_SITE_LEFT, CHROMA_SITE_CENTER, CHROMA_SITE_TOP_LEFT})
        for (const auto& estimator : {prior(), Ptr<SaliencyEstimator>(SpectralSaliency::create())})
        {
            const auto host = samplerWith(estimator), device = samplerWith(estimator);
            std::vector<Mat> expected;
            GpuMat luma, chroma;
            host->applyPlanes(planes, expected, site);
            device->applyPlanes(GpuMat(planes[0]), GpuMat(planes[1]), luma, chroma, stream, site);
            // Where the low-res frame rounds the other way the spectral saliency is a little different.
            EXPECT_LE(cvtest::norm(expected[0], downloaded(luma, stream), NORM_L1) / double(expected[0].total()), 0.5);
            EXPECT_LE(cvtest::norm(expected[1], downloaded(chroma, stream), NORM_L1) / double(expected[1].total()), 1);
            device->getTransform().zoomPlanes(planes, expected, site);
            expectLikeCPU(expected[0], downloaded(luma, stream), INTER_AREA);
            expectLikeCPU(expected[1], downloaded(chroma, stream), INTER_AREA);
        }
}

TEST(Zoom_CudaSampler, makes_blobs_as_the_CPU)
{
    ZOOM_NEEDS_GPUMAT();
    Stream stream;
    const Size size(93, 71);
    for (const int depth : {CV_32F, CV_16F})
    {
        const auto host = samplerWith(prior()), device = samplerWith(prior());
        BlobParams params;
        params.mean = Scalar(100, 110, 120);
        params.scale = Scalar(0.1, 0.2, 0.3);
        params.swapRB = true;
        params.ddepth = depth;
        const std::vector<Mat> frames = {texture(Size(640, 361), CV_8UC3), texture(Size(320, 200), CV_8UC3, 9)};
        const std::vector<GpuMat> onDevice = {GpuMat(frames[0]), GpuMat(frames[1])};
        std::vector<ZoomTransform> transforms;
        Mat expected, wide, got;
        GpuMat blob;
        host->applyToBlob(frames, expected, params);
        device->applyToBlob(onDevice, blob, params, stream, -1, &transforms);
        ASSERT_EQ(Size(3 * size.area(), 2), blob.size());
        EXPECT_TRUE(blob.isContinuous());
        ASSERT_EQ(2u, transforms.size());
        EXPECT_EQ(Size(320, 200), transforms[1].frameSize());
        expected.reshape(1, 2).convertTo(wide, CV_32F);
        downloaded(blob, stream).convertTo(got, CV_32F);
        EXPECT_LE(cvtest::norm(wide, got, NORM_INF), 0.3 * 1.01 + (depth == CV_16F ? 0.04 : 0)) << "one level";

        const std::vector<Mat> planes = {texture(Size(641, 361), CV_8UC1), texture(Size(321, 181), CV_8UC2)};
        host->applyPlanesToBlob(planes, expected, params);
        device->applyPlanesToBlob(GpuMat(planes[0]), GpuMat(planes[1]), blob, params, stream);
        expected.reshape(1, 1).convertTo(wide, CV_32F);
        downloaded(blob, stream).convertTo(got, CV_32F);
        EXPECT_LE(cvtest::norm(wide, got, NORM_INF), 0.3 * 3.5 + (depth == CV_16F ? 0.04 : 0));
    }
}

//! What a sampler gives for a saliency on the device.
void expectZoomedBy(const Mat& saliency, const Mat& frame, const SaliencySampler& sampler, const Mat& zoomed)
{
    Mat grid, expectedGrid, expected, map;
    saliencyToGrid(saliency, expectedGrid);
    sampler.getTransform().getGrid(grid);
    EXPECT_LE(cvtest::norm(expectedGrid, grid, NORM_INF), 1e-6);
    sampler.getTransform().zoom(frame, expected);
    expectLikeCPU(expected, zoomed, INTER_AREA);
    sampler.getSaliency(map);
    EXPECT_LE(cvtest::norm(saliency / sum(saliency)[0], map, NORM_INF), 1e-7);
}

TEST(Zoom_CudaSampler, takes_a_saliency_that_lies_on_the_device)
{
    ZOOM_NEEDS_GPUMAT();
    Stream stream;
    const auto sampler = samplerWith(SpectralSaliency::create());
    const Mat frame = texture(Size(640, 361), CV_8UC3);
    const Mat saliency = blob(Size(31, 31), Point2d(0.7, 0.3), 0.1, 0.05);
    GpuMat zoomed;
    sampler->setSaliency(GpuMat(saliency));
    sampler->apply(GpuMat(frame), zoomed, stream);
    expectZoomedBy(saliency, frame, *sampler, downloaded(zoomed, stream));
    // And the estimator again.
    sampler->setSaliency(GpuMat());
    sampler->apply(GpuMat(frame), zoomed, stream);
    Mat expected;
    sampler->getTransform().zoom(frame, expected);
    expectLikeCPU(expected, downloaded(zoomed, stream), INTER_AREA);
}

void check(cudaError_t status)
{
    ASSERT_EQ(cudaSuccess, status) << cudaGetErrorString(status);
}

TEST(Zoom_CudaSampler, can_be_captured_in_a_graph)
{
    ZOOM_NEEDS_GPUMAT();
    Stream stream;
    const auto raw = static_cast<cudaStream_t>(stream.cudaPtr());
    const auto sampler = samplerWith(prior());
    GpuMat saliency(blob(Size(31, 31), Point2d(0.5, 0.5), 0.1, 0.05)), frame(texture(Size(640, 361), CV_8UC3)), zoomed;
    sampler->setSaliency(saliency);
    sampler->apply(frame, zoomed, stream); // allocates
    stream.waitForCompletion();
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t work = nullptr;
    check(cudaStreamBeginCapture(raw, cudaStreamCaptureModeThreadLocal));
    sampler->apply(frame, zoomed, stream);
    check(cudaStreamEndCapture(raw, &graph));
    check(cudaGraphInstantiateWithFlags(&work, graph, 0));
    for (const Point2d at : {Point2d(0.2, 0.7), Point2d(0.8, 0.4)})
    {
        const Mat map = blob(Size(31, 31), at, 0.1, 0.05),
                  next = texture(Size(640, 361), CV_8UC3, unsigned(100 * at.x));
        saliency.upload(map);
        frame.upload(next);
        check(cudaGraphLaunch(work, raw));
        expectZoomedBy(map, next, *sampler, downloaded(zoomed, stream));
    }
    cudaGraphExecDestroy(work);
    cudaGraphDestroy(graph);
}

TEST(Zoom_CudaSampler, threads_and_streams_do_not_meet)
{
    ZOOM_NEEDS_GPUMAT();
    const int threads = 2, streams = 4, frames = 20;
    int wrong[threads] = {};
    std::vector<std::thread> running;
    for (int k = 0; k < threads; ++k)
        running.emplace_back([&wrong, k] {
            std::vector<Stream> stream(streams);
            std::vector<Ptr<SaliencySampler>> samplers;
            std::vector<GpuMat> images(streams), zoomed(streams);
            std::vector<Mat> expected(streams);
            for (int s = 0; s < streams; ++s)
            {
                const Mat frame = texture(Size(300 + 40 * s, 200 + 30 * k), CV_8UC3, unsigned(10 * k + s));
                samplers.push_back(samplerWith(
                    StaticSaliency::create(blob(Size(31, 31), Point2d(0.2 + 0.15 * s, 0.3 + 0.3 * k), 0.1, 0.05))));
                samplers[s]->apply(frame, expected[s]);
                images[s].upload(frame);
            }
            for (int n = 0; n < frames; ++n)
            {
                for (int s = 0; s < streams; ++s)
                    samplers[s]->apply(images[s], zoomed[s], stream[s]);
                for (int s = 0; s < streams; ++s)
                    wrong[k] += shareOfDifferent(expected[s], downloaded(zoomed[s], stream[s])) > 0;
            }
        });
    for (std::thread& thread : running)
        thread.join();
    for (const int count : wrong)
        EXPECT_EQ(0, count);
}

} // namespace
} // namespace opencv_test

#endif // ZOOM_CUDA
