// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The blobs of src/cuda against scaled pixels and the CPU.
#include "reference.hpp"
#include "test_cuda_images.hpp"

namespace opencv_test {
namespace {

using namespace cv::zoom;
using gpu::Picture;

//! A blob in the memory of a backend.
class GuardedBlob
{
public:
    GuardedBlob(KernelBackend& b, Size s, int channels, int d)
        : backend(b), size(s), depth(d), bytes(size_t(size.area()) * size_t(channels) * size_t(CV_ELEM_SIZE1(d))),
          memory(b.allocate<uchar>(bytes + GUARD))
    {
    }

    void* data() const { return memory; }

    //! Nothing may be written beyond the last channel.
    void download()
    {
        blob.resize(bytes + GUARD);
        backend.copy(blob.data(), memory, blob.size());
        for (size_t k = bytes; k < blob.size(); ++k)
            EXPECT_EQ(int(KernelBackend::POISON), int(blob[k])) << "written beyond the blob";
    }

    Mat channel(int c)
    {
        Mat wide;
        const size_t channelBytes = size_t(size.area()) * size_t(CV_ELEM_SIZE1(depth));
        Mat(size, CV_MAKETYPE(depth, 1), blob.data() + size_t(c) * channelBytes).convertTo(wide, CV_64F);
        return wide;
    }

private:
    enum
    {
        GUARD = 16
    };

    KernelBackend& backend;
    Size size;
    int depth;
    size_t bytes;
    uchar* memory;
    std::vector<uchar> blob;
};

//! Half precision is tested where there is the type.
std::vector<int> blobDepths(int kind)
{
    return kind == ON_DEVICE ? std::vector<int>{CV_32F, CV_16F} : std::vector<int>{CV_32F};
}

typedef testing::TestWithParam<int> Zoom_CudaBlob;

TEST_P(Zoom_CudaBlob, holds_the_scaled_pixels_of_an_image)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const Size size(65, 47), frameSize(331, 217);
    const Mat grid = blobGrid();
    for (const int depth : {CV_8U, CV_16U, CV_32F})
        for (const int channels : {1, 3, 4})
            for (const int blobDepth : blobDepths(GetParam()))
                for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
                {
                    const int type = CV_MAKETYPE(depth, channels);
                    const double unit = depth == CV_16U ? 257 : depth == CV_32F ? 1 / 255. : 1;
                    BlobParams params;
                    params.swapRB = channels >= 3;
                    params.ddepth = blobDepth;
                    for (int c = 0; c < 4; ++c)
                    {
                        params.mean[c] = (100 + c) * unit;
                        params.scale[c] = (0.017 + 0.001 * c) / unit;
                    }
                    const Mat frame = texture(frameSize, type);
                    const GuardedImage image(*backend, frame);
                    GuardedBlob blob(*backend, size, channels, blobDepth);
                    Picture picture(*backend);
                    picture.add(image.view(), type, axesOf(frameSize));
                    uploadGrid(picture, grid);
                    picture.warpToBlob(axesOf(size), interpolation, params, blob.data());
                    blob.download();
                    const Mat zoomed = zoomOn(*backend, frame, grid, size, interpolation);
                    for (int c = 0; c < channels; ++c)
                    {
                        // Blue and red change places.
                        const int from = channels >= 3 && c < 3 ? 2 - c : c;
                        const Mat expected = (reference::plane(zoomed, from) - params.mean[c]) * params.scale[c];
                        EXPECT_LE(cvtest::norm(expected, blob.channel(c), NORM_INF), blobDepth == CV_32F ? 1e-5 : 4e-3)
                            << typeToString(type) << ", channel " << c;
                    }
                }
}

//! What the blob of a video may be asked for.
std::vector<BlobParams> videoParams()
{
    std::vector<BlobParams> all(2);
    all[0].fullRange = true;
    all[1].yuvMatrix = YUV_BT709;
    all[1].swapRB = true;
    all[1].mean = Scalar(100, 110, 120);
    all[1].scale = Scalar(1, 0.9, 0.8);
    return all;
}

TEST_P(Zoom_CudaBlob, of_NV12_is_that_of_the_CPU)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const Size size(65, 47);
    for (const Size frameSize : {Size(320, 240), Size(331, 217)})
        for (const int blobDepth : blobDepths(GetParam()))
            for (const int interpolation : {INTER_AREA, INTER_LINEAR})
                for (BlobParams params : videoParams())
                {
                    const int site = CHROMA_SITE_LEFT;
                    const auto chroma = chromaAxesOf(frameSize, site);
                    const std::vector<Mat> planes = {texture(frameSize, CV_8UC1),
                                                     texture(Size(chroma.width, chroma.height), CV_8UC2)};
                    const Ptr<SaliencySampler> sampler = SaliencySampler::create(
                        StaticSaliency::create(opencv_test::blob(Size(31, 31), Point2d(0.3, 0.6), 0.1, 0.05)), size);
                    sampler->setInterpolation(interpolation);
                    Mat expected, grid;
                    sampler->applyPlanesToBlob(planes, expected, params, site);
                    sampler->getTransform().getGrid(grid);

                    params.ddepth = blobDepth;
                    const GuardedImage luma(*backend, planes[0]), uv(*backend, planes[1]);
                    GuardedBlob blob(*backend, size, 3, blobDepth);
                    Picture picture(*backend);
                    picture.add(luma.view(), CV_8UC1, axesOf(frameSize));
                    picture.add(uv.view(), CV_8UC2, chroma);
                    uploadGrid(picture, grid);
                    picture.warpToBlob(axesOf(size), interpolation, params, blob.data());
                    blob.download();
                    for (int c = 0; c < 3; ++c)
                    {
                        Mat plane;
                        Mat(size, CV_32F, expected.ptr(0, c)).convertTo(plane, CV_64F);
                        // A level of luma and one of chroma where a sample rounds the other way: blue takes 1.772 (in
                        // limited range 2.12) of them, limited luma 1.16.
                        EXPECT_LE(cvtest::norm(plane, blob.channel(c), NORM_INF), 3.5) << c;
                        EXPECT_LE(cvtest::norm(plane, blob.channel(c), NORM_L1) / size.area(), 0.2) << c;
                    }
                }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_CudaBlob, backendKinds());

} // namespace
} // namespace opencv_test
