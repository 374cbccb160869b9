// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_PICTURE_HPP
#define OPENCV_ZOOM_CUDA_PICTURE_HPP

#include "../blob_values.hpp"
#include "../kernels/whole_plane.hpp"
#include "kernel_device.hpp"
#include "pyramid_layout.hpp"

#include "opencv2/imgproc.hpp"

namespace cv {
namespace zoom {
namespace gpu {

/** @brief An image, or the two planes of NV12, in a device's memory, and what is made of it: host code.

A picture has one grid, and every plane a pyramid, which is made when it is first needed. */
class Picture
{
public:
    enum
    {
        MOST_PLANES = 2
    };

    explicit Picture(KernelDevice& d) : device(d) {}

    void add(const kernels::ImageView& image, int type, const kernels::PlaneAxes& axes)
    {
        CV_Assert(count < MOST_PLANES);
        Plane& added = plane[count++];
        added.type = type;
        added.axes = axes;
        added.pyramid.levels = 1;
        added.pyramid.level[0] = image;
        added.whole = false;
    }

    //! Takes a grid in the device's memory: rows x columns interleaved (u, v).
    void setGrid(const float* nodes, int gridRows, int gridColumns)
    {
        grid = nodes;
        rows = gridRows;
        columns = gridColumns;
    }

    //! Takes one in the host's.
    void uploadGrid(const float* nodes, int gridRows, int gridColumns)
    {
        setGrid(uploaded(nodes, gridRows, gridColumns), gridRows, gridColumns);
    }

    //! The whole of a plane at another size, antialiased; the grid does not matter. @param out, step of the plane's
    //! type
    void reduce(int k, const kernels::PlaneAxes& to, unsigned char* out, std::size_t step)
    {
        kernels::PlaneMap map = kernels::wholePlane(to, plane[k].axes);
        map.grid = uploaded(map.grid, map.rows, map.columns);
        device.warp({sourceOf(k, map, INTER_AREA), out, step}, plane[k].type);
    }

    //! A plane, zoomed. @param zoomed axes of the output @param out, step of the plane's type
    void warp(int k, const kernels::PlaneAxes& zoomed, int interpolation, unsigned char* out, std::size_t step)
    {
        device.warp({sourceOf(k, mapFrom(k, zoomed), interpolation), out, step}, plane[k].type);
    }

    /** @brief The picture, zoomed, as the values of a network's input.
    @param blob one picture's channels, each of the zoomed size, one after the other, in BlobParams::ddepth */
    void warpToBlob(const kernels::PlaneAxes& zoomed, int interpolation, const BlobParams& params, void* blob)
    {
        const int channels = count == 1 ? CV_MAT_CN(plane[0].type) : 3;
        const BlobPlace place = placeIn(blob, zoomed, params, channels, count == 1);
        const WarpSource first = sourceOf(0, mapFrom(0, zoomed), interpolation);
        if (count == 1)
            device.warpToBlob({first, place}, plane[0].type, params.ddepth);
        else
            device.warpToBlob({first, sourceOf(1, mapFrom(1, zoomed), interpolation), blobColors(params), place},
                              params.ddepth);
    }

    //! The other way, of a picture that is zoomed: an image. @param frame axes of the output
    void unzoom(const kernels::PlaneAxes& frame, int interpolation, unsigned char* out, std::size_t step)
    {
        UnzoomTask task = {};
        task.map = {grid, rows, columns, plane[0].axes, frame};
        task.scale = kernels::InverseScale::of(task.map);
        task.withBoxes = interpolation == INTER_AREA;
        task.pyramid = pyramidOf(0, task.withBoxes);
        task.sampling = samplingOf(interpolation);
        task.frame = out;
        task.step = step;
        device.unzoom(task, plane[0].type);
    }

private:
    struct Plane
    {
        int type;
        kernels::PlaneAxes axes;
        kernels::PyramidView pyramid;
        bool whole; //!< whether the pyramid has all its levels
    };

    static Sampling samplingOf(int interpolation)
    {
        return interpolation == INTER_NEAREST ? SAMPLE_NEAREST : SAMPLE_BOXES;
    }

    //! Where the channels go; of an interleaved image by its own channels.
    static BlobPlace placeIn(void* blob, const kernels::PlaneAxes& zoomed, const BlobParams& params, int channels,
                             bool inPixelOrder)
    {
        const std::size_t bytes =
            std::size_t(zoomed.width) * std::size_t(zoomed.height) * std::size_t(CV_ELEM_SIZE1(params.ddepth));
        BlobPlace place = {};
        place.scale = blobScale(params, channels, inPixelOrder);
        for (int c = 0; c < channels; ++c)
            place.channel[c] =
                static_cast<unsigned char*>(blob) + bytes * std::size_t(inPixelOrder ? blobChannel(params, c) : c);
        return place;
    }

    const float* uploaded(const float* nodes, int gridRows, int gridColumns)
    {
        const std::size_t values = 2 * std::size_t(gridRows) * std::size_t(gridColumns);
        float* const to = device.allocate<float>(values);
        device.upload(to, nodes, values * sizeof(float));
        return to;
    }

    kernels::PlaneMap mapFrom(int k, const kernels::PlaneAxes& zoomed) const
    {
        return {grid, rows, columns, zoomed, plane[k].axes};
    }

    const kernels::PyramidView& pyramidOf(int k, bool whole)
    {
        Plane& from = plane[k];
        if (whole && !from.whole)
        {
            const kernels::ImageView& image = from.pyramid.level[0];
            const PyramidLayout layout =
                PyramidLayout::of(image.width, image.height, std::size_t(CV_ELEM_SIZE(from.type)));
            from.pyramid = pyramidIn(device.allocate(layout.bytes), image, layout);
            device.reducePyramid(from.pyramid, from.type);
            from.whole = true;
        }
        return from.pyramid;
    }

    WarpSource sourceOf(int k, const kernels::PlaneMap& map, int interpolation)
    {
        const bool area = interpolation == INTER_AREA;
        WarpSource source = {};
        source.map = map;
        source.sampling = samplingOf(interpolation);
        source.pyramid = pyramidOf(k, area);
        if (area)
        {
            float* const boxes = device.allocate<float>(2 * std::size_t(map.rows) * std::size_t(map.columns));
            device.findNodeBoxes(map, boxes);
            source.nodeBoxes = boxes;
        }
        return source;
    }

    KernelDevice& device;
    Plane plane[MOST_PLANES];
    int count = 0;
    const float* grid = nullptr;
    int rows = 0, columns = 0;
};

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_PICTURE_HPP
