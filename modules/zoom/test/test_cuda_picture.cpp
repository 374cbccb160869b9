// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// gpu::Picture: what is put on a device for a picture, in which order, and with what memory. Needs no GPU.
#include "reference.hpp"
#include "test_cuda_images.hpp"

#include "../src/yuv.hpp"

#include <map>
#include <string>

namespace opencv_test {
namespace {

using namespace cv::zoom;
using gpu::Picture;

typedef testing::TestWithParam<int> Zoom_CudaPicture;

//! Keeps the low-res frame that it is shown.
class Witness : public SaliencyEstimator
{
public:
    explicit Witness(Size s) : size(s) {}
    void estimate(InputArray lowRes, double, OutputArray saliency) CV_OVERRIDE
    {
        lowRes.copyTo(seen);
        Mat(4, 4, CV_32F, Scalar(1)).copyTo(saliency);
    }
    Size inputSize() const CV_OVERRIDE { return size; }

    Mat seen;

private:
    Size size;
};

//! The whole of a plane at another size.
Mat reducedOn(KernelBackend& backend, const Mat& plane, const kernels::PlaneAxes& axes, Size size)
{
    const GuardedImage image(backend, plane);
    GuardedImage out(backend, size, plane.type());
    Picture picture(backend);
    picture.add(image.view(), plane.type(), axes);
    picture.reduce(0, axesOf(size), out.pixels(), out.step());
    return out.download();
}

TEST_P(Zoom_CudaPicture, low_res_frame_is_the_one_that_the_CPU_makes)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    for (const Size frameSize : {Size(640, 360), Size(333, 217), Size(20, 15)})
        for (const Size size : {Size(96, 54), Size(31, 40)})
            for (const int depth : {CV_8U, CV_16U, CV_32F})
            {
                const auto witness = makePtr<Witness>(size);
                const Mat frame = texture(frameSize, CV_MAKETYPE(depth, 3));
                Mat zoomed, bytes;
                SaliencySampler::create(witness, Size(8, 8))->apply(frame, zoomed);
                reducedOn(*backend, frame, axesOf(frameSize), size)
                    .convertTo(bytes, CV_8U,
                               depth == CV_16U   ? 1 / 257.
                               : depth == CV_32F ? 255.
                                                 : 1.);
                expectLikeCPU(witness->seen, bytes, INTER_AREA);
            }
}

TEST_P(Zoom_CudaPicture, low_res_frame_of_NV12_is_the_one_that_the_CPU_makes)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const Size size(96, 54);
    for (const Size frameSize : {Size(640, 360), Size(333, 217)})
        for (const int site : {CHROMA_SITE_LEFT, CHROMA_SITE_CENTER, CHROMA_SITE_TOP_LEFT})
        {
            const auto chroma = chromaAxesOf(frameSize, site);
            const std::vector<Mat> planes = {texture(frameSize, CV_8UC1),
                                             texture(Size(chroma.width, chroma.height), CV_8UC2)};
            const auto witness = makePtr<Witness>(size);
            std::vector<Mat> zoomed;
            SaliencySampler::create(witness, Size(8, 8))->applyPlanes(planes, zoomed, site);
            const Mat parts[] = {reducedOn(*backend, planes[0], axesOf(frameSize), size),
                                 reducedOn(*backend, planes[1], chroma, size)};
            Mat merged, expected;
            merge(parts, 2, merged);
            transform(merged, expected, Matx34f(yuvToBGR(YUV_BT601, false)));
            // A level of luma and one of chroma may round the other way.
            EXPECT_LE(cvtest::norm(expected, witness->seen, NORM_INF), 4);
            EXPECT_LE(cvtest::norm(expected, witness->seen, NORM_L1) / double(3 * size.area()), 0.2);
        }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_CudaPicture, backendKinds());

//! Does nothing but count.
class CountingDevice : public gpu::KernelDevice
{
public:
    void* allocate(size_t bytes) CV_OVERRIDE
    {
        ++counts["allocate"];
        memory.emplace_back(bytes + 1);
        return memory.back().data();
    }
    void upload(void*, const void*, size_t) CV_OVERRIDE { ++counts["upload"]; }
    void makeGrid(const gpu::GridTask&) CV_OVERRIDE { ++counts["makeGrid"]; }
    void reducePyramid(const kernels::PyramidView&, int) CV_OVERRIDE { ++counts["reducePyramid"]; }
    void findNodeBoxes(const kernels::PlaneMap&, float*) CV_OVERRIDE { ++counts["findNodeBoxes"]; }
    void warp(const gpu::WarpTask&, int) CV_OVERRIDE { ++counts["warp"]; }
    void warpToBlob(const gpu::BlobTask&, int, int) CV_OVERRIDE { ++counts["warpToBlob"]; }
    void warpToBlob(const gpu::YuvBlobTask&, int) CV_OVERRIDE { ++counts["warpToBlob"]; }
    void unzoom(const gpu::UnzoomTask&, int) CV_OVERRIDE { ++counts["unzoom"]; }

    std::map<std::string, int> counts;

private:
    std::vector<std::vector<uchar>> memory;
};

//! NV12 of 64x48; the pixels are never looked at.
void addNV12(Picture& picture, const Mat& pixels)
{
    const Size luma(64, 48);
    const auto chroma = chromaAxesOf(luma, CHROMA_SITE_LEFT);
    picture.add({pixels.data, pixels.step, luma.width, luma.height}, CV_8UC1, axesOf(luma));
    picture.add({pixels.data, pixels.step, chroma.width, chroma.height}, CV_8UC2, chroma);
}

TEST(Zoom_CudaPictureWork, makes_one_pyramid_a_plane_for_the_low_res_frame_and_the_zoomed_one)
{
    CountingDevice device;
    Picture picture(device);
    const Mat pixels(48, 64, CV_8UC1), grid = blobGrid();
    std::vector<uchar> out(64 * 64 * 3 * sizeof(float));
    addNV12(picture, pixels);
    for (int k = 0; k < 2; ++k)
        picture.reduce(k, axesOf(Size(8, 8)), out.data(), 64);
    uploadGrid(picture, grid);
    picture.warpToBlob(axesOf(Size(64, 64)), INTER_AREA, BlobParams(), out.data());
    EXPECT_EQ(2, device.counts["reducePyramid"]);
    EXPECT_EQ(2, device.counts["warp"]);
    EXPECT_EQ(1, device.counts["warpToBlob"]);
    EXPECT_EQ(4, device.counts["findNodeBoxes"]);
    // More than that no call asks for, but for where the low-res planes go.
    EXPECT_LE(device.counts["allocate"] + 2, int(gpu::MOST_ALLOCATIONS));
}

TEST(Zoom_CudaPictureWork, makes_no_pyramid_where_none_is_needed)
{
    for (const int interpolation : {INTER_LINEAR, INTER_NEAREST})
    {
        CountingDevice device;
        Picture picture(device);
        const Mat pixels(48, 64, CV_8UC1), grid = blobGrid();
        std::vector<uchar> out(64 * 64);
        addNV12(picture, pixels);
        picture.setGrid(grid.ptr<float>(), grid.rows, grid.cols);
        picture.warp(0, axesOf(Size(64, 64)), interpolation, out.data(), 64);
        picture.unzoom(axesOf(Size(64, 64)), interpolation, out.data(), 64);
        EXPECT_EQ(0, device.counts["reducePyramid"]);
        EXPECT_EQ(0, device.counts["findNodeBoxes"]);
        EXPECT_EQ(0, device.counts["allocate"]) << "a grid that lies on the device needs no memory there";
        EXPECT_EQ(0, device.counts["upload"]) << "and nothing comes from the host, so that a graph can hold it";
    }
}

//! With the grid on the device nothing may come from the host's memory: a CUDA graph would read it at every launch.
TEST(Zoom_CudaPictureWork, uploads_nothing_for_a_grid_on_the_device)
{
    CountingDevice device;
    Picture picture(device);
    const Mat pixels(48, 64, CV_8UC1), grid = blobGrid();
    std::vector<uchar> out(64 * 64 * 3 * sizeof(float));
    addNV12(picture, pixels);
    picture.setGrid(grid.ptr<float>(), grid.rows, grid.cols);
    for (int k = 0; k < 2; ++k)
        picture.warp(k, axesOf(Size(16, 16)), INTER_AREA, out.data(), 64);
    picture.warpToBlob(axesOf(Size(64, 64)), INTER_AREA, BlobParams(), out.data());
    EXPECT_EQ(2, device.counts["warp"]);
    EXPECT_EQ(0, device.counts["upload"]);
}

} // namespace
} // namespace opencv_test
