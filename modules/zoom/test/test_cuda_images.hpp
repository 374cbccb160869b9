// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TEST_CUDA_IMAGES_HPP
#define OPENCV_ZOOM_TEST_CUDA_IMAGES_HPP

// What the tests of the kernels in src/cuda share: images in the memory of a backend, the whole way of one through
// gpu::Picture, and the comparison with what the CPU gives.
#include "test_cuda_backend.hpp"

#include "../src/cuda/picture.hpp"

#include <cstring>
#include <vector>

namespace opencv_test {

// Memory ------------------------------------------------------------------------------------------------------------

template <typename T>
const T* uploaded(KernelBackend& backend, const std::vector<T>& values)
{
    T* const to = backend.allocate<T>(values.size());
    backend.copy(to, values.data(), values.size() * sizeof(T));
    return to;
}

//! An image in the middle of poison: rows are not contiguous, and what reads beyond it goes wrong.
class GuardedImage
{
public:
    GuardedImage(KernelBackend& b, Size size, int type)
        : backend(b), whole(size.height + 2, size.width + 2, type, Scalar::all(0)),
          data(b.allocate<uchar>(whole.total() * whole.elemSize()))
    {
    }

    GuardedImage(KernelBackend& b, const Mat& image) : GuardedImage(b, image.size(), image.type())
    {
        std::memset(whole.data, KernelBackend::POISON, bytes());
        image.copyTo(inside());
        backend.copy(data, whole.data, bytes());
    }

    uchar* pixels() const { return data + whole.step + whole.elemSize(); }
    size_t step() const { return whole.step; }
    zoom::kernels::ImageView view() const { return {pixels(), step(), whole.cols - 2, whole.rows - 2}; }

    //! What was written; nothing may be written around it.
    Mat download()
    {
        backend.copy(whole.data, data, bytes());
        const Mat result = inside().clone();
        inside().reshape(1).setTo(0);
        int beside = 0;
        for (int y = 0; y < whole.rows; ++y)
            for (size_t x = 0; x < size_t(whole.cols) * whole.elemSize(); ++x)
            {
                const bool in = y > 0 && y < whole.rows - 1 && x >= whole.elemSize() &&
                                x < size_t(whole.cols - 1) * whole.elemSize();
                beside += !in && whole.ptr(y)[x] != KernelBackend::POISON;
            }
        EXPECT_EQ(0, beside) << "bytes written beside the image";
        return result;
    }

private:
    size_t bytes() const { return whole.total() * whole.elemSize(); }
    Mat inside() { return whole(Rect(1, 1, whole.cols - 2, whole.rows - 2)); }

    KernelBackend& backend;
    Mat whole;
    uchar* data;
};

// Zooming -------------------------------------------------------------------------------------------------------------

inline zoom::kernels::PlaneAxes axesOf(Size size)
{
    return {{0.5 / size.width, 1.0 / size.width}, {0.5 / size.height, 1.0 / size.height}, size.width, size.height};
}

inline zoom::kernels::PlaneAxes chromaAxesOf(Size luma, int site)
{
    const double x = site == zoom::CHROMA_SITE_CENTER ? 1.0 : 0.5, y = site == zoom::CHROMA_SITE_TOP_LEFT ? 0.5 : 1.0;
    return {{x / luma.width, 2.0 / luma.width},
            {y / luma.height, 2.0 / luma.height},
            (luma.width + 1) / 2,
            (luma.height + 1) / 2};
}

//! Takes a grid that lies in the host's memory.
inline void uploadGrid(zoom::gpu::Picture& picture, const Mat& grid)
{
    CV_Assert(grid.type() == CV_32FC2 && grid.isContinuous());
    picture.uploadGrid(grid.ptr<float>(), grid.rows, grid.cols);
}

//! A plane of a frame, zoomed. @param zoomed, axes of the plane
inline Mat zoomOn(KernelBackend& backend, const Mat& frame, const Mat& grid, const zoom::kernels::PlaneAxes& zoomed,
                  const zoom::kernels::PlaneAxes& axes, int interpolation)
{
    const GuardedImage image(backend, frame);
    GuardedImage out(backend, Size(zoomed.width, zoomed.height), frame.type());
    zoom::gpu::Picture picture(backend);
    picture.add(image.view(), frame.type(), axes);
    uploadGrid(picture, grid);
    picture.warp(0, zoomed, interpolation, out.pixels(), out.step());
    return out.download();
}

inline Mat zoomOn(KernelBackend& backend, const Mat& frame, const Mat& grid, Size zoomed, int interpolation)
{
    return zoomOn(backend, frame, grid, axesOf(zoomed), axesOf(frame.size()), interpolation);
}

inline Mat unzoomOn(KernelBackend& backend, const Mat& zoomed, const Mat& grid, Size frameSize, int interpolation)
{
    const GuardedImage image(backend, zoomed);
    GuardedImage out(backend, frameSize, zoomed.type());
    zoom::gpu::Picture picture(backend);
    picture.add(image.view(), zoomed.type(), axesOf(zoomed.size()));
    uploadGrid(picture, grid);
    picture.unzoom(axesOf(frameSize), interpolation, out.pixels(), out.step());
    return out.download();
}

// Comparison --------------------------------------------------------------------------------------------------------

//! One level of 8U, half a level of 8U of 16U (the CPU works in fixed point), 1e-4 of the range of 32F.
inline double tolerance(int type)
{
    const int depth = CV_MAT_DEPTH(type);
    return depth == CV_8U ? 1 : depth == CV_16U ? 128 : 1e-4;
}

inline double shareOfDifferent(const Mat& a, const Mat& b)
{
    Mat difference;
    absdiff(a, b, difference);
    // Written so that NaN counts as different.
    const int same = countNonZero(difference.reshape(1) <= tolerance(a.type()));
    return 1 - double(same) / double(a.total() * a.channels());
}

inline void expectLikeCPU(const Mat& expected, const Mat& got, int interpolation)
{
    ASSERT_EQ(expected.size(), got.size());
    ASSERT_EQ(expected.type(), got.type());
    // A nearest pixel may be another one where the position lies on the edge between two.
    EXPECT_LE(shareOfDifferent(expected, got), interpolation == INTER_NEAREST ? 1e-3 : 0.) << interpolation;
}

} // namespace opencv_test

#endif // OPENCV_ZOOM_TEST_CUDA_IMAGES_HPP
