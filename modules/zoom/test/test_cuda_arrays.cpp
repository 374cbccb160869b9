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
            GTEST_SKIP() << "this OpenCV has CUDA";                                                                    \
    } while (false)

TEST(Zoom_CudaArrays, without_CUDA_in_OpenCV_calls_fail_with_its_own_words)
{
    ZOOM_NEEDS_NO_CUDA_IN_OPENCV();
    const std::string expected = errorOf([] { cuda::getDevice(); });
    // Headers of device memory that is never touched.
    uchar bytes[16 * 16 * 3] = {};
    const cuda::GpuMat image(16, 16, CV_8UC3, bytes), saliency(2, 2, CV_32FC1, bytes);
    const ZoomTransform t(blobGrid(), image.size(), image.size());
    cuda::GpuMat out;
    // No Stream can be made without CUDA: one without contents, which nobody may look at, stands in.
    alignas(cuda::Stream) uchar memory[sizeof(cuda::Stream)] = {};
    cuda::Stream& stream = *reinterpret_cast<cuda::Stream*>(memory);
    EXPECT_EQ(expected, errorOf([&] { t.zoom(image, out, stream); }));
    EXPECT_EQ(expected, errorOf([&] { t.unzoom(image, out, stream); }));
    EXPECT_EQ(expected, errorOf([&] { saliencyToGrid(saliency, out, GridParams(), stream); }));
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
