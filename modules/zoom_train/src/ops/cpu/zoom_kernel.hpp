// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_ZOOM_KERNEL_HPP
#define OPENCV_ZOOM_TRAIN_ZOOM_KERNEL_HPP

#include "math/footprint.hpp"

#include <cstddef>
#include <vector>

namespace cv {
namespace zoom_train {
namespace kernels {

//! Sizes of a warp.
struct ZoomShape
{
    int rows, columns;             //!< of the grid
    int height, width;             //!< of the image
    int zoomedHeight, zoomedWidth; //!< of the zoomed image
    bool antialias;
};

/** @brief Samples images of planar channels by a grid, forward and back: what ZoomTransform::zoom() does with
interleaved ones, in float or double.

Keeps its memory from one image to the next; one object per thread. */
template <typename T>
struct ZoomPlan
{
    explicit ZoomPlan(const ZoomShape& s);

    //! Takes a grid, rows x columns interleaved (u, v), which must outlive the calls that follow.
    void setGrid(const T* nodes);

    //! @param image channels x height x width @param zoomed output, channels x zoomedHeight x zoomedWidth
    void forward(const T* image, int channels, T* zoomed);

    /** @brief Gradients.
    @param image needed where the gradient with respect to the grid is wanted
    @param gradZoomed gradient with respect to the zoomed image
    @param gradImage the gradient with respect to the image is added to it; null where it is not wanted
    @param withGrid whether the gradient with respect to the grid is wanted: it is kept until takeGridGradient() */
    void backward(const T* image, int channels, const T* gradZoomed, T* gradImage, bool withGrid);

    //! Writes the gradient with respect to the grid, summed over the calls of backward() since setGrid().
    void takeGridGradient(T* gradGrid) const;

    //! A level of the pyramid of one channel, the image not included.
    struct Level
    {
        int width, height;
        std::size_t start; //!< in the channel's part of the pyramid
    };

    const ZoomShape shape;
    const T* grid = nullptr;
    std::vector<int> begin;       //!< first pixel of every lattice column; the width where none follows
    std::vector<double> fraction; //!< of every pixel in its lattice column
    std::vector<T> nodeWidths;    //!< of the boxes, interleaved (x, y)
    int levels = 1;               //!< of the pyramid that the boxes need
    Level level[zoom::math::MAX_LEVEL + 1];
    std::size_t pyramidSize = 0; //!< of one channel, the image not included

    // Where the pixels of one row sample.
    std::vector<double> x, y;              //!< in pixels of the image, continuous
    std::vector<T> widthX, widthY;         //!< of the boxes
    std::vector<int> offset, right, below; //!< bilinear: upper left tap, steps to the others
    std::vector<T> tx, ty;                 //!< bilinear: fractions

    // Gradients.
    std::vector<T> toX, toY, toWidthX, toWidthY; //!< with respect to where the pixels of one row sample
    std::vector<double> toColumns;               //!< of one row at the lattice's columns: (x, y, widthX, widthY)
    std::vector<double> toNodes, toNodeWidths;   //!< at the nodes, interleaved (x, y)
    std::vector<T> pyramid, toPyramid;           //!< levels 1 and up, channel by channel
};

} // namespace kernels
} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_ZOOM_KERNEL_HPP
