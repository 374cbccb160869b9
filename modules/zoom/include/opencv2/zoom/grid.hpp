// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef OPENCV_ZOOM_GRID_HPP
#define OPENCV_ZOOM_GRID_HPP

#include "opencv2/core.hpp"

namespace cv {
namespace zoom {

//! @addtogroup zoom
//! @{

//! How a saliency map becomes a sampling grid.
enum GridModes
{
    /** Nodes are attracted by salient nodes through a Gaussian \f$k\f$ @cite Recasens2018. With the saliency \f$S\f$,
    the node at \f$x\f$ samples the frame at
    \f[ u(x) = \frac{\sum_{x'} S(x')\,k(x - x')\,x'}{\sum_{x'} S(x')\,k(x - x')}, \qquad
    k(d) = \exp\Big(-\frac{|d|^2}{2\,\sigma^2}\Big). \f] */
    GRID_ATTRACTION = 0,
    //! The same in one dimension on the two marginals: boxes stay boxes @cite Thavamani2021.
    GRID_SEPARABLE = 1,
    /** Every cell of the zoomed frame receives the same share of saliency: the optimal transport map on the lattice,
    found by Newton's method as in @cite Delzanno2008. The magnification at a place is the square root of the density
    there, relative to its mean: \f$\rho(u)\,\det J = 1\f$ for a density \f$\rho\f$ with the mean 1. Up to 128x128
    nodes.

    The density is the saliency after GridParams::uniformMix, smoothed by GridParams::sigma, scaled and cut off so that
    its mean is 1 and the magnification limits hold: minMagnification^2 <= density <= maxMagnification^2. It is never
    below 0.01, and where maxMagnification is 0 (off) never above 100. So a map that is flatter than the limits, white
    noise as well, is shared out as it comes, and a steeper one as far as they allow.

    Every cell receives its share within 1 %, and 0.1 % in the mean, if the density is smooth over 1.5 nodes and its
    extremes are within a factor of 100; most rougher densities are shared out as exactly. A density that the lattice
    cannot resolve, such as a single node of a thousand times the mean, gives the last sound grid on the way to it, and
    mending gives up some more. So may a rough one beyond 64x64 nodes, where the work for one map is limited.
    cv::zoom::massError() measures what is left. In a stream a mean error of up to 1 % will do for a frame if the steps
    that start from the last frame's grid end there. */
    GRID_TRANSPORT = 2
};

//! Parameters of a grid generator. Every field is checked where it is used; errors name the field.
struct CV_EXPORTS_W_SIMPLE GridParams
{
    CV_WRAP GridParams();

    //! one of cv::zoom::GridModes; default cv::zoom::GRID_ATTRACTION
    CV_PROP_RW int mode;

    //! Number of nodes (columns, rows), 2x2 to 512x512; default 31x31. An empty size means "as the saliency".
    CV_PROP_RW Size gridSize;

    /** Standard deviation of the attraction kernel as a fraction of the shorter side of the node lattice,
    in (0, 10]: sigma*(min(rows, columns)-1) nodes on both axes. Default 13/(2*sqrt(2*ln 2))/30 = 0.184,
    the value of the code released with @cite Recasens2018 (whose text says 1/3). For
    cv::zoom::GRID_TRANSPORT it is the width of a Gaussian that smooths the map first, and 0 (no smoothing) is allowed.
  */
    CV_PROP_RW double sigma;

    /** How the saliency continues beyond the map: cv::BORDER_REFLECT_101 (default; corners of the frame stay
    corners of the zoomed frame) or cv::BORDER_REPLICATE (the paper's; the zoomed frame may crop). */
    CV_PROP_RW int borderType;

    //! Share m in [0, 1] of uniform saliency: \f$S \leftarrow (1-m)\,S + m/N\f$ on N nodes. Default 0.1.
    CV_PROP_RW double uniformMix;

    /** Smallest magnification allowed anywhere, in [0, 1]; default 0.25. 0 takes the limit off. With both
    limits 0 the grid is neither checked nor mended (reference mode, for comparison with published code). */
    CV_PROP_RW double minMagnification;

    //! Largest magnification allowed anywhere, 0 (no limit) or >= 1; default 8.
    CV_PROP_RW double maxMagnification;

    //! Reads the fields present in @p fn; absent ones keep their value. Mode and border are stored by name.
    void read(const FileNode& fn);

    //! Writes every field as a map entry of the structure that is open in @p fs.
    void write(FileStorage& fs) const;
};

/** @brief Turns a node-valued saliency map into a sampling grid.

The saliency is normalised, mixed with a uniform share (GridParams::uniformMix) and given to the generator.
The grid is then checked: it must not fold (the Jacobian's determinant is positive at the four corners of
every cell, which is exact for a bilinear cell; the outline is monotone and simple), and its magnification must
lie within the limits. A grid that breaks a limit is blended with the identity grid by the smallest share
that mends it: at a corner of a cell with the Jacobian \f$J\f$, the share \f$a\f$ gives
\f[ \det\big((1-a)J + aI\big) = (1-a)^2 \det J + a(1-a)\,\mathrm{tr}\,J + a^2. \f]

A UMat is worked on through OpenCL when the device knows double; the host reads back whether the map and the grid are
sound, and mends a grid that is not. GRID_TRANSPORT runs on the CPU, which uploads the grid. For a cuda::GpuMat this is
the call below on the null stream, and @p grid must be a cuda::GpuMat, too.

@param saliency node-valued map, 32FC1 or 64FC1, GridParams::gridSize nodes, finite, not negative, with a
positive sum.
@param grid output, 32FC2 of the same size: normalised frame coordinates (u, v) of every node.
@param params see cv::zoom::GridParams.

Throws cv::Exception when the map's type or size does not fit, a value is NaN, infinite or negative, the
sum is zero, or a parameter is out of its range. */
CV_EXPORTS_W void saliencyToGrid(InputArray saliency, OutputArray grid, const GridParams& params = GridParams());

/** @brief saliencyToGrid() on a CUDA device, without waiting for it.

The grid is certified and mended on the device, too. Nobody looks at the values of the map meanwhile: one that
saliencyToGrid() would refuse for them gives the grid of a uniform resize.

GRID_TRANSPORT is made on the host: that waits for the stream, brings the map down and the grid up.

The first call for a size and a sigma uploads tables and allocates. Needs an OpenCV and a cv::zoom that were built with
CUDA; otherwise it throws.
@param saliency, params as for saliencyToGrid()
@param grid output, 32FC2 of the same size. May not share its data with @p saliency.
@param stream that the work is put on */
CV_EXPORTS void saliencyToGrid(const cuda::GpuMat& saliency, cuda::GpuMat& grid, const GridParams& params,
                               cuda::Stream& stream);

/** @brief Measures how far the cells of a grid are from equal shares of the density of cv::zoom::GRID_TRANSPORT.

The mass of a cell is the exact integral of the bilinear density over the cell's image in the frame, as the grid stands:
what rounding, mending and a density that the lattice cannot resolve leave over is in it.
@param saliency as for saliencyToGrid(); up to 128x128 nodes
@param grid 32FC2 of the same size with values in [0, 1], from any generator
@param errors output, 32FC1, one value for each cell (one row and one column fewer than @p grid): mass over share, minus
1. Not computed for cv::noArray().
@param params make the density from the saliency as described at cv::zoom::GRID_TRANSPORT; the mode does not matter
@return the mean of the absolute errors */
CV_EXPORTS_W double massError(InputArray saliency, InputArray grid, OutputArray errors = noArray(),
                              const GridParams& params = GridParams());

/** @brief The grid of a uniform resize: node (i, j) samples at (j/(columns-1), i/(rows-1)).
@param gridSize number of nodes, at least 2x2.
@param grid output, 32FC2. */
CV_EXPORTS_W void identityGrid(Size gridSize, OutputArray grid);

/** @brief Resamples a pixel-centred saliency map bilinearly to the nodes of a grid.

A node on the edge of the frame lies half a cell outside the outermost cell centres and takes their value. A map that
is much finer than the grid is sampled, not averaged: reduce it with cv::resize and cv::INTER_AREA first.
@param map pixel-centred map, 32FC1 or 64FC1, any size, finite, not negative.
@param saliency output, node-valued, 32FC1, @p gridSize. Values are interpolated, not normalised. May be @p map itself.
@param gridSize number of nodes, 2x2 to 512x512. */
CV_EXPORTS_W void saliencyToNodes(InputArray map, OutputArray saliency, Size gridSize);

/** @brief Saliency from boxes: a sum of Gaussians, one per box, as wide as the box (box KDE, @cite Thavamani2021).

Every box brings the same mass, times its weight, whatever its size and wherever it lies: small boxes have higher peaks.
Of a box that crosses the frame's border only the part inside counts.
@param boxes N x 4 or N x 5 single-channel matrix of 32S, 32F or 64F, or a vector of Rect, Rect2f or Rect2d:
x, y, width, height in frame pixels and, in a fifth column, a weight >= 0 (default 1); finite. Boxes with a width,
height or weight that is not positive, or wholly outside the frame, are ignored. May be empty.
@param frameSize size of the frame that the boxes refer to.
@param saliency output, node-valued, 32FC1, @p gridSize, with sum 1. Uniform when no box counts.
@param gridSize number of nodes, 2x2 to 512x512.
@param bandwidth standard deviation of a box's Gaussian as a fraction of the box's width and height, in (0, 100].
It is never taken narrower than 0.7 of the lattice's spacing, so that no box falls between nodes. */
CV_EXPORTS_W void boxesToSaliency(InputArray boxes, Size frameSize, OutputArray saliency, Size gridSize = Size(31, 31),
                                  double bandwidth = 0.5);

//! @}

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_GRID_HPP
