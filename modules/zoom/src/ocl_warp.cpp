// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "ocl_warp.hpp"

#include "math/lattice.hpp"
#include "ocl_launch.hpp"

namespace cv {
namespace zoom {

using kernels::PixelAxis;
using kernels::PlaneMap;

namespace {

/** @brief What a warp's kernels read besides the pixels, in one buffer: one upload per call.

All of it are ints; floats go as their bits. */
class Table
{
public:
    void add(int value) { words.push_back(value); }
    void add(float value)
    {
        Cv32suf bits;
        bits.f = value;
        words.push_back(bits.i);
    }

    void addLevels(const OclPyramid& pyramid)
    {
        for (const OclPyramid::Level& level : pyramid.view())
            for (const int value : {level.offset, level.step, level.width, level.height})
                add(value);
    }

    //! Positions of the nodes in the frame as pixels and parts of them.
    void addNodes(const PlaneMap& map)
    {
        for (int k = 0; k < map.rows * map.columns; ++k)
        {
            int whole[2];
            float part[2];
            split(map.frame.x.position(map.grid[2 * k]), whole[0], part[0]);
            split(map.frame.y.position(map.grid[2 * k + 1]), whole[1], part[1]);
            for (const int value : whole)
                add(value);
            for (const float value : part)
                add(value);
        }
    }

    //! Where the pixels of an axis stand in the lattice.
    void addAxis(const PixelAxis& axis, int pixels, int nodes)
    {
        for (int k = 0; k < pixels; ++k)
        {
            const auto p = math::latticePosition(axis.normalised(k), nodes);
            add(p.cell);
            add(float(p.t));
        }
    }

    UMat upload() const
    {
        UMat buffer;
        Mat(1, int(words.size()), CV_32S, const_cast<int*>(words.data())).copyTo(buffer);
        return buffer;
    }

private:
    //! The part is in [0, 1), after rounding too.
    static void split(double position, int& whole, float& part)
    {
        const double floor = std::floor(position);
        whole = int(floor);
        part = float(position - floor);
        if (part >= 1)
        {
            ++whole;
            part = 0;
        }
    }

    std::vector<int> words;
};

/** True when every node is at most a whole frame away from it: then positions fit the kernels' integers, and the
clamping that the CPU does with wilder grids is not needed. */
bool isTame(const PlaneMap& map)
{
    for (int k = 0; k < 2 * map.rows * map.columns; ++k)
        if (!(map.grid[k] >= -1 && map.grid[k] <= 2))
            return false;
    return true;
}

String warpOptions(int type, int interpolation)
{
    return oclTypeOptions(type) + (interpolation == INTER_AREA      ? " -D AREA"
                                   : interpolation == INTER_NEAREST ? " -D NEAREST"
                                                                    : "");
}

//! False for an output elsewhere, and for the input itself, which must stay as it is for the CPU should the device
//! fail.
bool isWrittenDirectly(InputArray input, OutputArray output)
{
    return output.isUMat() && output.getObj() != input.getObj();
}

//! What the output is written to: its own memory on the device, or, otherwise, memory to copy from.
UMat deviceOutput(InputArray input, OutputArray output, Size size, int type)
{
    if (!isWrittenDirectly(input, output))
        return UMat(size, type);
    output.create(size, type);
    return output.getUMat();
}

//! The source itself, or a copy of it when the output would be written over it.
UMat apartFrom(const UMat& source, const UMat& output)
{
    return source.u == output.u ? source.clone() : source;
}

void deliver(const UMat& result, InputArray input, OutputArray output)
{
    if (!isWrittenDirectly(input, output))
        result.copyTo(output);
}

//! The inverse warp of one image. @param frame allocated
bool oclUnwarp(OclPyramid& source, const PlaneMap& map, UMat& frame, int interpolation)
{
    const UMat& zoomed = source.image();
    if (interpolation == INTER_AREA &&
        !source.require(pyramidLevels(zoomed.size(), float(zoomed.cols), float(zoomed.rows))))
        return false;
    frame.setTo(Scalar::all(0));

    Table table;
    table.addLevels(source);
    table.addNodes(map);
    const UMat buffer = table.upload();
    ocl::Kernel kernel = oclKernel(OclProgram::WARP, "unzoomFrame", warpOptions(frame.type(), interpolation));
    if (kernel.empty())
        return false;
    // A group of 16x16 fills a cell; where there are few cells, several groups share each, so that the device is busy.
    const Size group(16, 16), cells(map.columns - 1, map.rows - 1);
    const int parts = std::max(1, 1024 / cells.area());
    kernel.args(ocl::KernelArg::PtrReadOnly(zoomed), ocl::KernelArg::PtrReadOnly(source.reducedLevels()),
                ocl::KernelArg::PtrReadOnly(buffer), int(source.view().size()), map.rows, map.columns, parts,
                ocl::KernelArg::PtrReadWrite(frame), int(frame.offset), int(frame.step), frame.cols, frame.rows);
    return oclLaunch(kernel, Size(cells.width * group.width, cells.height * parts * group.height), group);
}

} // namespace

bool oclWarp(OclPyramid& source, const PlaneMap& map, const UMat& zoomed, int interpolation)
{
    return isTame(map) && tryOpenCL([&] {
               const bool area = interpolation == INTER_AREA;
               kernels::ForwardRows rows;
               rows.prepare(map, area);
               if (area && !source.require(pyramidLevels(source.image().size(), rows.maxWidthX(), rows.maxWidthY())))
                   return false;

               Table table;
               table.addLevels(source);
               table.addNodes(map);
               table.addAxis(map.zoomed.x, map.zoomed.width, map.columns);
               table.addAxis(map.zoomed.y, map.zoomed.height, map.rows);
               for (const float width : rows.widthsAtNodes())
                   table.add(width);
               const UMat buffer = table.upload();
               ocl::Kernel kernel = oclKernel(OclProgram::WARP, "zoomFrame", warpOptions(zoomed.type(), interpolation));
               if (kernel.empty())
                   return false;
               kernel.args(ocl::KernelArg::PtrReadOnly(source.image()),
                           ocl::KernelArg::PtrReadOnly(source.reducedLevels()), ocl::KernelArg::PtrReadOnly(buffer),
                           int(source.view().size()), map.rows, map.columns, ocl::KernelArg::PtrReadWrite(zoomed),
                           int(zoomed.offset), int(zoomed.step), zoomed.cols, zoomed.rows);
               return oclLaunch(kernel, zoomed.size());
           });
}

bool oclTakes(InputArray image, Size size)
{
    if (!image.isUMat())
        return false;
    const int depth = image.depth();
    return !image.empty() && image.dims() == 2 && image.size() == size && image.channels() <= 4 &&
           (depth == CV_8U || depth == CV_16U || depth == CV_32F);
}

bool oclZoom(const ZoomTransform::Impl& transform, OclPyramid& pyramid, InputArray _frame, OutputArray _zoomed,
             int interpolation)
{
    return tryOpenCL([&] {
        const UMat zoomed = deviceOutput(_frame, _zoomed, transform.zoomedSize, _frame.type());
        const UMat frame = apartFrom(pyramid.image(), zoomed);
        if ((frame.u != pyramid.image().u && !pyramid.start(frame)) ||
            !oclWarp(pyramid, transform.map(imageAxes(transform.zoomedSize), imageAxes(transform.frameSize)), zoomed,
                     interpolation))
            return false;
        deliver(zoomed, _frame, _zoomed);
        return true;
    });
}

bool oclZoom(const ZoomTransform::Impl& transform, InputArray frame, OutputArray zoomed, int interpolation)
{
    OclPyramid pyramid;
    return oclTakes(frame, transform.frameSize) && tryOpenCL([&] { return pyramid.start(frame.getUMat()); }) &&
           oclZoom(transform, pyramid, frame, zoomed, interpolation);
}

bool oclUnzoom(const ZoomTransform::Impl& transform, InputArray _zoomed, OutputArray _frame, int interpolation)
{
    const PlaneMap map = transform.map(imageAxes(transform.zoomedSize), imageAxes(transform.frameSize));
    return oclTakes(_zoomed, transform.zoomedSize) && transform.geometry->certificate().oneToOne() && isTame(map) &&
           tryOpenCL([&] {
               const UMat zoomed = _zoomed.getUMat();
               UMat frame = deviceOutput(_zoomed, _frame, transform.frameSize, zoomed.type());
               OclPyramid pyramid;
               if (!pyramid.start(apartFrom(zoomed, frame)) || !oclUnwarp(pyramid, map, frame, interpolation))
                   return false;
               deliver(frame, _zoomed, _frame);
               return true;
           });
}

} // namespace zoom
} // namespace cv
