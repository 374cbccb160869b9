// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRANSFORM_IMPL_HPP
#define OPENCV_ZOOM_TRANSFORM_IMPL_HPP

#include "opencv2/zoom/transform.hpp"

#include "grid_geometry.hpp"
#include "kernels/forward_row.hpp"
#include "kernels/plane_map.hpp"
#include "pyramid.hpp"

#include <atomic>
#include <memory>

namespace cv {
namespace zoom {

//! Throws when the interpolation is none that the warp knows.
void checkInterpolation(int interpolation);

//! Throws when the image is empty or of a type that the warp does not know; `name` is the argument's.
void checkImage(const Mat& image, const char* name);
void checkImage(const UMat& image, const char* name);
void checkImage(const cuda::GpuMat& image, const char* name);

//! The same, and throws when the image has not the size that the transform calls `sizeName`.
template <typename Image>
void checkImageOfSize(const Image& image, Size size, const char* name, const char* sizeName)
{
    checkImage(image, name);
    if (image.size() != size)
        CV_Error_(Error::StsUnmatchedSizes, ("%s is %dx%d, the transform's %s %dx%d", name, image.cols, image.rows,
                                             sizeName, size.width, size.height));
}

//! Throws when @p site is none of cv::zoom::ChromaSites.
void checkChromaSite(int site);

//! The axes of a whole image, and of the chroma planes of a 4:2:0 picture whose luma has the given size.
kernels::PlaneAxes imageAxes(Size size);
kernels::PlaneAxes chromaAxes(Size luma, int chromaSite);

//! Size of the chroma planes of a 4:2:0 picture.
inline Size chromaSize(Size luma)
{
    return Size((luma.width + 1) / 2, (luma.height + 1) / 2);
}

//! The planes of a picture: an interleaved image, or the two (NV12) or three (I420) planes of a 4:2:0 picture.
struct Planes
{
    Mat plane[3];
    int count = 0;

    Mat& operator[](int k) { return plane[k]; }
    const Mat& operator[](int k) const { return plane[k]; }
};

//! Whether an array holds several images, as opposed to one.
inline bool isArrayOfImages(InputArray array)
{
    return array.isMatVector() || array.isUMatVector() || array.kind() == _InputArray::STD_ARRAY_MAT;
}

//! The planes of a 4:2:0 picture; throws when there are neither two nor three. @param name of the argument
Planes readPlanes(InputArrayOfArrays planes, const char* name);

//! What a plane of a picture must be.
struct PlaneKind
{
    Size size;
    int channels, depth;

    template <typename Image>
    bool fits(const Image& plane) const
    {
        return plane.size() == size && plane.channels() == channels && plane.depth() == depth;
    }

    //! Plane k of a 4:2:0 picture with `count` planes.
    static PlaneKind of(Size luma, int k, int count, int depth)
    {
        return {k == 0 ? luma : chromaSize(luma), k == 1 && count == 2 ? 2 : 1, depth};
    }
};

//! Throws: a plane is not what it must be. @param name of the plane
[[noreturn]] void refusePlane(const String& name, Size size, int type, const PlaneKind& needed);

/** @brief Throws unless the planes are those of a 4:2:0 picture (NV12 or I420) of the given luma size.
@param name of the argument, for the message */
void checkPlanes(const Planes& planes, Size luma, const char* name);

//! Gives the output array planes of the right sizes, keeping those that have them, and returns their headers.
Planes createPlanes(OutputArrayOfArrays planes, const Planes& like, Size luma);

//! Whether an array's memory, up to its last element, meets that of another one.
template <typename Image>
bool shareMemory(const Image& a, const Image& b)
{
    return a.datastart < b.dataend && b.datastart < a.dataend;
}

//! The source itself, or a copy of it when the output would be written over it.
Mat apartFrom(const Mat& source, const Mat& output);

//! The sampler for images of a type; null when it knows none.
kernels::SampleRow samplerFor(int type, int interpolation);

/** @brief Warps one plane.
@param source the plane and as much of its pyramid as rows.maxWidthX() and maxWidthY() ask for
@param rows prepared for the plane; with widths when the interpolation is INTER_AREA
@param zoomed output, allocated */
void warpPlane(const kernels::PyramidView& source, const kernels::ForwardRows& rows, Mat& zoomed, int interpolation);

class ZoomTransform::Impl
{
public:
    Impl(const Mat& grid, Size frame, Size zoomed)
        : geometry(std::make_shared<GridGeometry>(grid)), frameSize(frame), zoomedSize(zoomed)
    {
    }
    Impl(const std::shared_ptr<GridGeometry>& g, Size frame, Size zoomed)
        : geometry(g), frameSize(frame), zoomedSize(zoomed)
    {
    }

    //! Becomes a transform of another grid. Nobody else may hold this one.
    void assign(const Mat& grid, Size frame, Size zoomed)
    {
        if (geometry.use_count() == 1)
        {
            std::atomic_thread_fence(std::memory_order_acquire); // as in ZoomTransform::assign()
            geometry->assign(grid);
        }
        else
        {
            geometry = std::make_shared<GridGeometry>(grid);
        }
        frameSize = frame;
        zoomedSize = zoomed;
    }

    kernels::PlaneMap map(const kernels::PlaneAxes& zoomed, const kernels::PlaneAxes& frame) const
    {
        return {geometry->data(), geometry->rows(), geometry->columns(), zoomed, frame};
    }

    std::shared_ptr<GridGeometry> geometry; //!< changed by assign() alone
    Size frameSize, zoomedSize;
};

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_TRANSFORM_IMPL_HPP
