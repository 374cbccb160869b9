// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_KERNEL_DEVICE_HPP
#define OPENCV_ZOOM_CUDA_KERNEL_DEVICE_HPP

#include "blob_pixel.hpp"
#include "grid_block.hpp"
#include "unzoom_tile.hpp"
#include "warp_pixel.hpp"

namespace cv {
namespace zoom {
namespace gpu {

enum
{
    MOST_ALLOCATIONS = 16 //!< that one call may ask for: a host that counts them needs no memory for a list
};

/** @brief Memory of a device and the kernels on it.

What the caller asks for is done in that order, and not waited for. The library's device puts it on a stream. That of
the tests runs the kernels' bodies on the host, so whatever is built on this class is tested without a GPU. */
class KernelDevice
{
public:
    virtual ~KernelDevice() {}

    //! Memory for as long as the object; at most MOST_ALLOCATIONS times.
    virtual void* allocate(std::size_t bytes) = 0;
    //! From the host, whose memory may be written again when the call returns.
    virtual void upload(void* to, const void* from, std::size_t bytes) = 0;

    virtual void makeGrid(const GridTask& task) = 0;
    virtual void reducePyramid(const kernels::PyramidView& pyramid, int type) = 0;
    virtual void findNodeBoxes(const kernels::PlaneMap& map, float* boxes) = 0;
    virtual void warp(const WarpTask& task, int type) = 0;
    virtual void warpToBlob(const BlobTask& task, int type, int blobDepth) = 0;
    virtual void warpToBlob(const YuvBlobTask& task, int blobDepth) = 0;
    virtual void unzoom(const UnzoomTask& task, int type) = 0;

    template <typename T>
    T* allocate(std::size_t count)
    {
        return static_cast<T*>(allocate(count * sizeof(T)));
    }
};

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_KERNEL_DEVICE_HPP
