// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The pyramid of src/cuda against means in double precision.
#include "reference.hpp"
#include "test_cuda_images.hpp"

namespace opencv_test {
namespace {

using namespace cv::zoom;
using kernels::ImageView;

typedef testing::TestWithParam<int> Zoom_CudaPyramid;

//! A level of the pyramid, brought back.
Mat levelOf(KernelBackend& backend, const ImageView& level, int type)
{
    const size_t rowBytes = size_t(level.width) * CV_ELEM_SIZE(type);
    Mat result(level.height, level.width, type);
    for (int y = 0; y < level.height; ++y)
        backend.copy(result.ptr(y), level.row<uchar>(y), rowBytes);
    return result;
}

TEST_P(Zoom_CudaPyramid, pyramid_levels_are_rounded_means)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const bool onDevice = GetParam() == ON_DEVICE;
    for (const int depth : {CV_8U, CV_16U, CV_32F})
        for (int channels = 1; channels <= 4; ++channels)
            for (const Size size : {Size(1, 1), Size(2, 1), Size(3, 5), Size(64, 64), Size(65, 63), Size(257, 130),
                                    Size(1, 300), onDevice ? Size(4097, 700) : Size(401, 77)})
            {
                const int type = CV_MAKETYPE(depth, channels);
                const Mat image = texture(size, type);
                const GuardedImage guarded(*backend, image);
                const gpu::PyramidLayout layout =
                    gpu::PyramidLayout::of(size.width, size.height, size_t(CV_ELEM_SIZE(type)));
                const kernels::PyramidView pyramid =
                    gpu::pyramidIn(backend->allocate(layout.bytes), guarded.view(), layout);
                backend->reducePyramid(pyramid, type);
                Mat finer;
                image.convertTo(finer, CV_64F);
                for (int l = 1; l < pyramid.levels; ++l)
                {
                    const Size next((finer.cols + 1) / 2, (finer.rows + 1) / 2);
                    cv::copyMakeBorder(finer, finer, 0, 2 * next.height - finer.rows, 0, 2 * next.width - finer.cols,
                                       BORDER_REPLICATE);
                    Mat expected, got;
                    resize(finer, expected, next, 0, 0, INTER_AREA);
                    levelOf(*backend, pyramid.level[l], type).convertTo(got, CV_64F);
                    ASSERT_EQ(next, got.size());
                    // Even levels round halves up, odd ones down; only halves and quarters occur.
                    if (depth != CV_32F)
                    {
                        const double add = l % 2 == 0 ? 0.5 : 0.25;
                        for (auto value = expected.reshape(1).begin<double>();
                             value != expected.reshape(1).end<double>(); ++value)
                            *value = std::floor(*value + add);
                    }
                    ASSERT_LE(cvtest::norm(expected, got, NORM_INF), depth == CV_32F ? 1e-6 : 0)
                        << size << ", level " << l << ", type " << typeToString(type);
                    finer = got;
                }
            }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_CudaPyramid, backendKinds());

} // namespace
} // namespace opencv_test
