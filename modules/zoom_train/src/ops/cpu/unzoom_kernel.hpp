// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_UNZOOM_KERNEL_HPP
#define OPENCV_ZOOM_TRAIN_UNZOOM_KERNEL_HPP

#include <vector>

namespace cv {
namespace zoom_train {
namespace kernels {

//! Sizes of the way back from a zoomed image to the frame.
struct UnzoomShape
{
    int rows, columns; //!< of the grid
    int zoomedHeight, zoomedWidth;
    int height, width; //!< of the frame
};

/** @brief Brings planar channels from the zoomed image to the frame by the exact inverse of a grid, and gradients back:
what ZoomTransform::unzoom() does with INTER_LINEAR. Keeps its memory; one object per thread. */
template <typename T>
class UnzoomPlan
{
public:
    explicit UnzoomPlan(const UnzoomShape& s);

    //! Takes a grid, rows x columns interleaved (u, v), and finds the cell of every pixel of the frame.
    void setGrid(const T* nodes);

    //! @param zoomed channels x zoomedHeight x zoomedWidth @param frame output, channels x height x width
    void forward(const T* zoomed, int channels, T* frame) const;

    /** @brief Gradients of all channels.
    @param zoomed needed where gradGrid is wanted
    @param gradZoomed the gradient is added to it; null where it is not wanted
    @param gradGrid output; null where it is not wanted */
    void backward(const T* zoomed, int channels, const T* gradFrame, T* gradZoomed, T* gradGrid);

private:
    template <typename Visit>
    void visitPixels(Visit visit) const;

    const UnzoomShape shape;
    const T* grid = nullptr;
    std::vector<int> owner; //!< for every pixel the first node of its cell; -1 where no cell covers it
    std::vector<double> toNodes;
};

} // namespace kernels
} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_UNZOOM_KERNEL_HPP
