// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// GpuMat. With an OpenCV that has no CUDA every call must say so, as OpenCV's own calls do.
#include "reference.hpp"
#include "test_errors.hpp"
#include "test_precomp.hpp"

#include "opencv2/core/cuda.hpp"

namespace opencv_test {
namespace {

using namespace cv::zoom;

#define ZOOM_NEEDS_NO_CUDA_IN_OPENCV()                                                                                 \
    do                                                                                                                 \
    {                                                                                                                  \
        if (errorOf([] { cuda::getDevice(); }).find("without CUDA") == std::string::npos)                              \
            ZOOM_SKIP_HERE("this OpenCV has CUDA");                                                                    \
    } while (false)

//! Headers of device memory that is never touched, and a stream.
class Untouched
{
public:
    cuda::GpuMat image{16, 16, CV_8UC3, bytes}, luma{16, 16, CV_8UC1, bytes}, chroma{8, 8, CV_8UC2, bytes},
        saliency{31, 31, CV_32FC1, bytes}, out, secondOut;

    //! No Stream can be made without CUDA: one without contents, which nobody may look at, stands in.
    cuda::Stream& stream() { return *reinterpret_cast<cuda::Stream*>(memory); }

private:
    static uchar bytes[31 * 31 * 4];
    alignas(cuda::Stream) uchar memory[sizeof(cuda::Stream)] = {};
};

uchar Untouched::bytes[];

TEST(Zoom_CudaArrays, without_CUDA_in_OpenCV_calls_fail_with_its_own_words)
{
    ZOOM_NEEDS_NO_CUDA_IN_OPENCV();
    const std::string expected = errorOf([] { cuda::getDevice(); });
    Untouched on;
    const ZoomTransform t(blobGrid(), on.image.size(), on.image.size());
    EXPECT_EQ(expected, errorOf([&] { t.zoom(on.image, on.out, on.stream()); }));
    EXPECT_EQ(expected, errorOf([&] { t.unzoom(on.image, on.out, on.stream()); }));
    EXPECT_EQ(expected, errorOf([&] { t.zoomPlanes(on.luma, on.chroma, on.out, on.secondOut, on.stream()); }));
    EXPECT_EQ(expected, errorOf([&] { saliencyToGrid(on.saliency, on.out, GridParams(), on.stream()); }));
    // Without a stream: on the null stream.
    EXPECT_EQ(expected, errorOf([&] { t.zoom(on.image, on.out); }));
    EXPECT_EQ(expected, errorOf([&] { t.unzoom(on.image, on.out); }));
    EXPECT_EQ(expected, errorOf([&] { saliencyToGrid(on.saliency, on.out); }));
}

TEST(Zoom_CudaArrays, without_CUDA_in_OpenCV_samplers_fail_with_its_own_words)
{
    ZOOM_NEEDS_NO_CUDA_IN_OPENCV();
    const std::string expected = errorOf([] { cuda::getDevice(); });
    Untouched on;
    const auto s = SaliencySampler::create(SpectralSaliency::create(), Size(8, 8));
    const BlobParams params;
    EXPECT_EQ(expected, errorOf([&] { s->apply(on.image, on.out, on.stream()); }));
    EXPECT_EQ(expected, errorOf([&] { s->applyPlanes(on.luma, on.chroma, on.out, on.secondOut, on.stream()); }));
    EXPECT_EQ(expected, errorOf([&] { s->applyToBlob(on.image, on.out, params, on.stream()); }));
    EXPECT_EQ(expected, errorOf([&] { s->applyPlanesToBlob(on.luma, on.chroma, on.out, params, on.stream()); }));
    EXPECT_EQ(expected, errorOf([&] { s->setSaliency(on.saliency); }));
    // Without a stream: on the null stream.
    EXPECT_EQ(expected, errorOf([&] { s->apply(on.image, on.out); }));
    EXPECT_EQ(expected, errorOf([&] { s->applyToBlob(on.image, on.out); }));
    EXPECT_EQ(expected, errorOf([&] { s->applyToBlob(std::vector<cuda::GpuMat>(2, on.image), on.out); }));
    // And the sampler goes on to work where it can.
    Mat zoomed;
    s->setSaliency(cuda::GpuMat());
    s->apply(texture(Size(64, 48), CV_8UC3), zoomed);
    EXPECT_EQ(Size(8, 8), zoomed.size());
}

TEST(Zoom_CudaArrays, are_never_downloaded_in_silence)
{
    uchar bytes[16 * 16 * 3] = {};
    const cuda::GpuMat image(16, 16, CV_8UC3, bytes);
    const ZoomTransform t(blobGrid(), image.size(), image.size());
    Mat out;
    EXPECT_NE("(no error)", errorOf([&] { t.zoom(image, out); }));
    EXPECT_NE("(no error)", errorOf([&] { t.unzoom(image, out); }));
    EXPECT_NE("(no error)", errorOf([&] { saliencyToGrid(image, out); }));
    const auto sampler = SaliencySampler::create(SpectralSaliency::create(), Size(8, 8));
    EXPECT_NE("(no error)", errorOf([&] { sampler->apply(image, out); }));
}

} // namespace
} // namespace opencv_test
