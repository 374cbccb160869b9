// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef OPENCV_ZOOM_TRANSFORM_HPP
#define OPENCV_ZOOM_TRANSFORM_HPP

#include "opencv2/core.hpp"
#include "opencv2/imgproc.hpp"

namespace cv {
namespace zoom {

//! @addtogroup zoom
//! @{

//! Where the chroma samples of a 4:2:0 picture stand among its luma samples.
enum ChromaSites
{
    CHROMA_SITE_LEFT = 0,    //!< on the left luma column, between two rows (MPEG-2, H.264 and HEVC default)
    CHROMA_SITE_CENTER = 1,  //!< in the middle of four luma samples (JPEG, MPEG-1)
    CHROMA_SITE_TOP_LEFT = 2 //!< on the upper left luma sample (BT.2020)
};

/** @brief A grid with the two image sizes it connects: maps images, planes, points and rectangles both ways.

Immutable; copies share their data; all methods may be called from several threads at once. A default-constructed
transform is empty() and every mapping method of it throws.

Images may be 8U, 16U or 32F with 1, 2, 3 or 4 channels, regions of interest and rows with padding included.
Interpolation is cv::INTER_AREA (antialiased: a box as wide as the pixel's footprint in the source, taken from a box
pyramid; equal to cv::resize's for a uniform grid that reduces by 2 or 3 times a power of two), cv::INTER_LINEAR (exact
coordinates) or cv::INTER_NEAREST (for label images). Beyond the border the outermost pixels are repeated.

zoom(), unzoom() and zoomPlanes() keep their working memory (of a frame with INTER_AREA about a third of its size) for
the next call of any transform: frames of one size after another cause no allocation.

zoom() and unzoom() work on a UMat through OpenCL, without bringing it to the host. The CPU does it where there is no
device, where the grid reaches further than a frame's size beyond the frame, and, for unzoom(), where it is not
certified. Results of the two differ by less than one 8-bit level (1e-4 of the range in 32F).

zoom() and unzoom() of a cuda::GpuMat are those below on the null stream; the output must be a cuda::GpuMat, too. */
class CV_EXPORTS_W_SIMPLE ZoomTransform
{
public:
    CV_WRAP ZoomTransform();

    /** @param grid 32FC2, 2x2 to 512x512 nodes, finite, normalised frame coordinates (see cv::zoom::saliencyToGrid).
    It may lie outside [0, 1]; the data is copied.
    @param frameSize size of the frame in pixels
    @param zoomedSize size of the zoomed frame in pixels */
    CV_WRAP ZoomTransform(InputArray grid, Size frameSize, Size zoomedSize);

    /** @brief True for a default-constructed transform. */
    CV_WRAP bool empty() const;
    /** @brief Size of the frame in pixels; 0x0 when empty(). */
    CV_WRAP Size frameSize() const;
    /** @brief Size of the zoomed frame in pixels; 0x0 when empty(). */
    CV_WRAP Size zoomedSize() const;

    /** @brief Copies the grid, 32FC2. */
    CV_WRAP void getGrid(OutputArray grid) const;

    /** @brief The same grid between images of other sizes: what a transform becomes when the frame or the zoomed frame
    is scaled. */
    CV_WRAP ZoomTransform resized(Size frameSize, Size zoomedSize) const;

    /** @brief Zooms a frame.
    @param frame image of frameSize()
    @param zoomed output, zoomedSize(), the frame's type. May not share its data with @p frame.
    @param interpolation cv::INTER_AREA, cv::INTER_LINEAR or cv::INTER_NEAREST */
    CV_WRAP void zoom(InputArray frame, OutputArray zoomed, int interpolation = INTER_AREA) const;

    /** @brief Brings a zoomed image back to the frame's geometry, through the exact inverse of the grid.
    @param zoomed image of zoomedSize()
    @param frame output, frameSize(), the zoomed image's type; what the zoomed frame does not show is 0
    @param interpolation cv::INTER_LINEAR, cv::INTER_AREA or cv::INTER_NEAREST */
    CV_WRAP void unzoom(InputArray zoomed, OutputArray frame, int interpolation = INTER_LINEAR) const;

    /** @brief zoom() on a CUDA device, without waiting for it.

    The grid is uploaded with every call, the scratch comes from a memory pool of the module: both follow the order of
    the stream, so calls from several threads and on several streams do not disturb each other. Needs an OpenCV and a
    cv::zoom that were built with CUDA; otherwise it throws.
    @param frame image of frameSize()
    @param zoomed output, zoomedSize(), the frame's type. May not share its data with @p frame.
    @param stream that the work is put on
    @param interpolation as for zoom() */
    void zoom(const cuda::GpuMat& frame, cuda::GpuMat& zoomed, cuda::Stream& stream,
              int interpolation = INTER_AREA) const;

    /** @brief unzoom() on a CUDA device, without waiting for it; see the zoom() above.
    @param zoomed image of zoomedSize()
    @param frame output, frameSize(), the zoomed image's type. May not share its data with @p zoomed.
    @param stream that the work is put on
    @param interpolation as for unzoom() */
    void unzoom(const cuda::GpuMat& zoomed, cuda::GpuMat& frame, cuda::Stream& stream,
                int interpolation = INTER_LINEAR) const;

    /** @brief zoomPlanes() on a CUDA device for NV12, without waiting for it; see the zoom() above.
    @param luma image of frameSize(), one channel of 8U, 16U or 32F
    @param chroma interleaved, two channels of the same depth, half the size, rounded up
    @param zoomedLuma, zoomedChroma outputs of the same kinds for zoomedSize(). May not share data with the input.
    @param stream that the work is put on
    @param chromaSite, interpolation as for zoomPlanes() */
    void zoomPlanes(const cuda::GpuMat& luma, const cuda::GpuMat& chroma, cuda::GpuMat& zoomedLuma,
                    cuda::GpuMat& zoomedChroma, cuda::Stream& stream, int chromaSite = CHROMA_SITE_LEFT,
                    int interpolation = INTER_AREA) const;

    /** @brief Zooms the planes of a 4:2:0 picture without converting it.
    @param planes two planes (NV12: luma, interleaved chroma) or three (I420: luma and two chroma planes), 8U, 16U
    or 32F; luma has frameSize(), chroma half of it, rounded up
    @param zoomedPlanes output planes of the same kinds for zoomedSize(); existing ones of the right size are written
    in place
    @param chromaSite one of cv::zoom::ChromaSites, for both pictures
    @param interpolation as for zoom() */
    CV_WRAP void zoomPlanes(InputArrayOfArrays planes, OutputArrayOfArrays zoomedPlanes,
                            int chromaSite = CHROMA_SITE_LEFT, int interpolation = INTER_AREA) const;

    /** @brief Maps points of the zoomed frame to the frame.
    @param points N points, 32FC2 or 64FC2 (or N x 2 single channel, or a vector of points), pixels. Integer
    coordinates are pixel centres. Points outside the zoomed frame map as the nearest point of its extent.
    @param framePoints output, same type and shape
    @param valid optional output, 8UC1, N x 1: 255 where the point lies inside the zoomed frame's extent, else 0 */
    CV_WRAP void toFramePoints(InputArray points, OutputArray framePoints, OutputArray valid = noArray()) const;

    /** @brief Maps points of the frame to the zoomed frame: the exact inverse of toFramePoints().
    @param points as in toFramePoints(), pixels of the frame
    @param zoomedPoints output, same type and shape. A point that the zoomed frame does not show maps to the image of
    the nearest point that it does.
    @param valid optional output, 8UC1, N x 1: 255 where the zoomed frame shows the point, else 0. With a grid that is
    not certified (isCertified()) the inverse is best-effort and a point is valid only where its image maps back to it.
  */
    CV_WRAP void toZoomedPoints(InputArray points, OutputArray zoomedPoints, OutputArray valid = noArray()) const;

    /** @brief Maps rectangles of the zoomed frame to the frame: the tight upright bound of the curved image.
    @param rects N x 4 single-channel 32S, 32F or 64F (x, y, width, height), or a vector of Rect, Rect2f or Rect2d,
    pixels; integer coordinates are pixel edges. A rectangle is clipped to the zoomed frame first; one that lies outside
    becomes an empty one (width and height 0).
    @param frameRects output, N x 4, 64FC1 (readable as vector of Rect2d) */
    CV_WRAP void toFrameRects(InputArray rects, OutputArray frameRects) const;

    /** @brief Maps rectangles of the frame to the zoomed frame: the tight upright bound of the part that the zoomed
    frame shows. One that it does not show at all becomes empty.
    @param rects as in toFrameRects(), pixels of the frame
    @param zoomedRects output, N x 4, 64FC1 */
    CV_WRAP void toZoomedRects(InputArray rects, OutputArray zoomedRects) const;

    /** @brief Magnification at every pixel centre of the zoomed frame, 32FC1, zoomedSize(); 0 where the grid is folded
    or flat. */
    CV_WRAP void magnification(OutputArray magnification) const;

    /** @brief Smallest magnification anywhere. */
    CV_WRAP double minMagnification() const;

    /** @brief Largest magnification anywhere; infinite where the grid is folded or flat. */
    CV_WRAP double maxMagnification() const;

    /** @brief Share of the frame's area that the zoomed frame shows, 0 to 1. */
    CV_WRAP double coverage() const;

    /** @brief True when the grid is proven to be one-to-one: then the inverse mappings are exact. */
    CV_WRAP bool isCertified() const;

    //! @cond IGNORED
    class Impl;
    const Impl& getImpl() const; // throws when empty
    // As `*this = ZoomTransform(grid, frameSize, zoomedSize)`, but in the same memory where no copy shares it.
    void assign(InputArray grid, Size frameSize, Size zoomedSize);
    bool isSole() const { return p.use_count() == 1; } // not empty, and no copy shares the data
    //! @endcond

private:
    Ptr<Impl> p;
};

//! @}

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_TRANSFORM_HPP
