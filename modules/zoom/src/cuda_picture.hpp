// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_PICTURE_OF_GPUMAT_HPP
#define OPENCV_ZOOM_CUDA_PICTURE_OF_GPUMAT_HPP

#include "opencv2/core/cuda.hpp"

#include "cuda_device.hpp"
#include "low_res_frame.hpp"
#include "transform_impl.hpp"

#ifdef ZOOM_CUDA
#include "cuda/picture.hpp"
#endif

namespace cv {
namespace zoom {

//! Throws unless these are the planes of NV12 whose luma has the given size.
void checkNV12(const cuda::GpuMat& luma, const cuda::GpuMat& chroma, Size lumaSize);

//! Gives the output its size and type; throws when that is the input's memory.
void createApart(cuda::GpuMat& output, const cuda::GpuMat& input, Size size, const char* name, const char* inputName);

/** @brief The same for a blob, a row a picture, each with its channels one after the other.
@param pictures, count the input, which all have the same number of channels */
void createBlobApart(cuda::GpuMat& blob, const cuda::GpuMat* pictures, int count, int channels, Size size, int depth,
                     const char* inputName);

//! The output array that belongs to a GpuMat as input: one as well, since nothing is brought to the host in silence.
cuda::GpuMat& cudaOutput(OutputArray output, const char* name);

/** @brief An image, or the two planes of NV12, on the device, and what is put on a stream for it.

Nothing waits but lowRes(). The planes must live as long as the object, whose scratch goes with it (in the order of the
stream). Where OpenCV or this module has no CUDA none can be made. */
class CudaPicture
{
public:
    explicit CudaPicture(cuda::Stream& stream);

    void add(const cuda::GpuMat& plane, const kernels::PlaneAxes& axes);
    //! An image alone.
    void add(const cuda::GpuMat& image) { add(image, imageAxes(image.size())); }
    //! Both planes.
    void add(const cuda::GpuMat& luma, const cuda::GpuMat& chroma, int chromaSite);

    //! Brings the low-res frame to the host. @param lowRes makes the best of it, as it does of the host's planes
    const Mat& lowRes(LowResFrame& lowRes, Size size, bool rgb);

    void setGrid(const float* nodes, Size size);           //!< in device memory
    void uploadGrid(const ZoomTransform::Impl& transform); //!< the transform's

    //! A plane. @param zoomed output, has its size and type
    void zoom(int plane, const kernels::PlaneAxes& axes, int interpolation, cuda::GpuMat& zoomed);
    //! An image.
    void zoom(int interpolation, cuda::GpuMat& zoomed) { zoom(0, imageAxes(zoomed.size()), interpolation, zoomed); }
    //! NV12.
    void zoom(int interpolation, cuda::GpuMat& luma, cuda::GpuMat& chroma, int chromaSite);

    //! Of a zoomed image. @param frame output, has its size and type
    void unzoom(int interpolation, cuda::GpuMat& frame);

    //! @param blob has its size and type
    void toBlob(int interpolation, const BlobParams& params, Size zoomedSize, cuda::GpuMat& blob, int row);

private:
#ifdef ZOOM_CUDA
    StreamDevice device;
    gpu::Picture picture{device};
    int types[gpu::Picture::MOST_PLANES];
    int count = 0;
#endif
};

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_PICTURE_OF_GPUMAT_HPP
