// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

/**
 * SECTION:gstzoomtransform
 * @title: GstZoomTransform
 * @short_description: maps points and rectangles between a frame and its zoomed picture
 */

#include "gstzoomtransform-private.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <vector>

GST_DEBUG_CATEGORY_STATIC(gst_zoom_transform_debug);
#define GST_CAT_DEFAULT gst_zoom_transform_debug

// A mini object, so that the leaks tracer sees it.
struct _GstZoomTransform
{
    GstMiniObject mini_object;
    cv::zoom::ZoomTransform cv;
};

G_DEFINE_BOXED_TYPE_WITH_CODE(GstZoomTransform, gst_zoom_transform, gst_zoom_transform_ref, gst_zoom_transform_unref,
                              GST_DEBUG_CATEGORY_INIT(gst_zoom_transform_debug, "zoomtransform", 0,
                                                      "geometry of zoomed frames"))

static void freeTransform(GstMiniObject* object)
{
    delete reinterpret_cast<GstZoomTransform*>(object);
}

GstZoomTransform* gst_zoom_transform_new_from_cv(const cv::zoom::ZoomTransform& transform)
{
    CV_Assert(!transform.empty());
    auto* self = new GstZoomTransform{{}, transform};
    gst_mini_object_init(&self->mini_object, 0, GST_TYPE_ZOOM_TRANSFORM, nullptr, nullptr, freeTransform);
    return self;
}

const cv::zoom::ZoomTransform& gst_zoom_transform_peek_cv(const GstZoomTransform* transform)
{
    return transform->cv;
}

// No exception may reach a C caller: it becomes a log line and the failure value.
template <typename Result, typename Body>
static Result guarded(Result failure, Body body)
{
    try
    {
        return body();
    }
    catch (const std::exception& e)
    {
        GST_WARNING("%s", e.what());
        return failure;
    }
}

GstZoomTransform* gst_zoom_transform_new(const gfloat* grid, guint columns, guint rows, guint frame_width,
                                         guint frame_height, guint zoomed_width, guint zoomed_height)
{
    g_return_val_if_fail(grid, nullptr);
    g_type_ensure(GST_TYPE_ZOOM_TRANSFORM); // brings the debug category

    return guarded<GstZoomTransform*>(nullptr, [&] {
        const cv::Mat nodes(int(rows), int(columns), CV_32FC2, const_cast<gfloat*>(grid));
        return gst_zoom_transform_new_from_cv(cv::zoom::ZoomTransform(
            nodes, cv::Size(int(frame_width), int(frame_height)), cv::Size(int(zoomed_width), int(zoomed_height))));
    });
}

// Written form: this, six 32-bit numbers (columns and rows of the grid, size of the frame, of the zoomed frame), then
// the grid's values as 32-bit floats; everything in little-endian order.
static const guint8 magic[] = {'Z', 'M', 'T', '1'};
static const gsize headerSize = sizeof(magic) + 6 * sizeof(guint32);

GstZoomTransform* gst_zoom_transform_new_from_data(const guint8* data, gsize size)
{
    g_return_val_if_fail(data || size == 0, nullptr);
    if (size < headerSize || !std::equal(std::begin(magic), std::end(magic), data))
        return nullptr;
    guint32 header[6];
    for (gsize k = 0; k < 6; k++)
        header[k] = GST_READ_UINT32_LE(data + sizeof(magic) + 4 * k);
    const guint32 columns = header[0], rows = header[1];
    const guint32 most = G_MAXINT;
    if (columns > 512 || rows > 512 || size != headerSize + gsize(8) * columns * rows ||
        std::any_of(header + 2, header + 6, [](guint32 side) { return side > most; }))
        return nullptr;
    std::vector<gfloat> grid(gsize(2) * columns * rows);
    for (gsize k = 0; k < grid.size(); k++)
        grid[k] = GST_READ_FLOAT_LE(data + headerSize + 4 * k);
    if (grid.empty())
        return nullptr;
    return gst_zoom_transform_new(grid.data(), columns, rows, header[2], header[3], header[4], header[5]);
}

GBytes* gst_zoom_transform_to_bytes(const GstZoomTransform* transform)
{
    g_return_val_if_fail(transform, nullptr);
    cv::Mat grid;
    transform->cv.getGrid(grid);
    const cv::Size frame = transform->cv.frameSize(), zoomed = transform->cv.zoomedSize();
    const gsize size = headerSize + gsize(8) * grid.total();
    auto* data = static_cast<guint8*>(g_malloc(size));
    std::copy(std::begin(magic), std::end(magic), data);
    const int header[] = {grid.cols, grid.rows, frame.width, frame.height, zoomed.width, zoomed.height};
    for (gsize k = 0; k < 6; k++)
        GST_WRITE_UINT32_LE(data + sizeof(magic) + 4 * k, guint32(header[k]));
    const auto* values = grid.ptr<gfloat>();
    for (gsize k = 0; k < 2 * grid.total(); k++)
        GST_WRITE_FLOAT_LE(data + headerSize + 4 * k, values[k]);
    return g_bytes_new_take(data, size);
}

GstZoomTransform* gst_zoom_transform_ref(GstZoomTransform* transform)
{
    g_return_val_if_fail(transform, nullptr);
    gst_mini_object_ref(&transform->mini_object);
    return transform;
}

void gst_zoom_transform_unref(GstZoomTransform* transform)
{
    g_return_if_fail(transform);
    gst_mini_object_unref(&transform->mini_object);
}

static void storeSize(const cv::Size& size, guint* width, guint* height)
{
    if (width)
        *width = guint(size.width);
    if (height)
        *height = guint(size.height);
}

void gst_zoom_transform_get_frame_size(const GstZoomTransform* transform, guint* width, guint* height)
{
    g_return_if_fail(transform);
    storeSize(transform->cv.frameSize(), width, height);
}

void gst_zoom_transform_get_zoomed_size(const GstZoomTransform* transform, guint* width, guint* height)
{
    g_return_if_fail(transform);
    storeSize(transform->cv.zoomedSize(), width, height);
}

void gst_zoom_transform_get_grid_size(const GstZoomTransform* transform, guint* columns, guint* rows)
{
    g_return_if_fail(transform);
    cv::Mat grid;
    transform->cv.getGrid(grid);
    storeSize(grid.size(), columns, rows);
}

gfloat* gst_zoom_transform_get_grid(const GstZoomTransform* transform, gsize* length)
{
    g_return_val_if_fail(transform && length, nullptr);
    cv::Mat grid;
    transform->cv.getGrid(grid);
    *length = grid.total() * 2;
    auto* values = g_new(gfloat, *length);
    cv::Mat copy(grid.size(), CV_32FC2, values);
    grid.copyTo(copy);
    return values;
}

GstZoomTransform* gst_zoom_transform_resize(const GstZoomTransform* transform, guint zoomed_width, guint zoomed_height)
{
    g_return_val_if_fail(transform, nullptr);
    return guarded<GstZoomTransform*>(nullptr, [&] {
        return gst_zoom_transform_new_from_cv(
            transform->cv.resized(transform->cv.frameSize(), cv::Size(int(zoomed_width), int(zoomed_height))));
    });
}

using PointMapping = void (cv::zoom::ZoomTransform::*)(cv::InputArray, cv::OutputArray, cv::OutputArray) const;

static gboolean mapPoints(const GstZoomTransform* transform, PointMapping mapping, const GstZoomPoint* points, gsize n,
                          GstZoomPoint* mapped, gboolean* inside)
{
    g_return_val_if_fail(transform && (n == 0 || (points && mapped)), FALSE);
    static_assert(sizeof(GstZoomPoint) == sizeof(cv::Vec2d), "points are mapped as pairs of doubles");
    if (n == 0)
        return TRUE;

    return guarded<gboolean>(FALSE, [&] {
        const cv::Mat from(int(n), 1, CV_64FC2, const_cast<GstZoomPoint*>(points));
        cv::Mat to, valid;
        (transform->cv.*mapping)(from, to, valid);
        std::copy_n(to.ptr<GstZoomPoint>(), n, mapped);
        if (inside)
            std::transform(valid.ptr<uchar>(), valid.ptr<uchar>() + n, inside,
                           [](uchar v) -> gboolean { return v != 0; });
        return TRUE;
    });
}

gboolean gst_zoom_transform_to_frame_points(const GstZoomTransform* transform, const GstZoomPoint* points,
                                            gsize n_points, GstZoomPoint* frame_points, gboolean* inside)
{
    return mapPoints(transform, &cv::zoom::ZoomTransform::toFramePoints, points, n_points, frame_points, inside);
}

gboolean gst_zoom_transform_to_zoomed_points(const GstZoomTransform* transform, const GstZoomPoint* points,
                                             gsize n_points, GstZoomPoint* zoomed_points, gboolean* inside)
{
    return mapPoints(transform, &cv::zoom::ZoomTransform::toZoomedPoints, points, n_points, zoomed_points, inside);
}

using RectangleMapping = void (cv::zoom::ZoomTransform::*)(cv::InputArray, cv::OutputArray) const;

static gboolean mapRectangles(const GstZoomTransform* transform, RectangleMapping mapping,
                              const GstZoomRectangle* rectangles, gsize n, GstZoomRectangle* mapped)
{
    g_return_val_if_fail(transform && (n == 0 || (rectangles && mapped)), FALSE);
    static_assert(sizeof(GstZoomRectangle) == sizeof(cv::Vec4d), "rectangles are mapped as rows of four doubles");
    if (n == 0)
        return TRUE;

    return guarded<gboolean>(FALSE, [&] {
        const cv::Mat from(int(n), 4, CV_64FC1, const_cast<GstZoomRectangle*>(rectangles));
        cv::Mat to;
        (transform->cv.*mapping)(from, to);
        std::copy_n(to.ptr<GstZoomRectangle>(), n, mapped);
        return TRUE;
    });
}

gboolean gst_zoom_transform_to_frame_rectangles(const GstZoomTransform* transform, const GstZoomRectangle* rectangles,
                                                gsize n_rectangles, GstZoomRectangle* frame_rectangles)
{
    return mapRectangles(transform, &cv::zoom::ZoomTransform::toFrameRects, rectangles, n_rectangles, frame_rectangles);
}

gboolean gst_zoom_transform_to_zoomed_rectangles(const GstZoomTransform* transform, const GstZoomRectangle* rectangles,
                                                 gsize n_rectangles, GstZoomRectangle* zoomed_rectangles)
{
    return mapRectangles(transform, &cv::zoom::ZoomTransform::toZoomedRects, rectangles, n_rectangles,
                         zoomed_rectangles);
}

void gst_zoom_transform_get_magnification(const GstZoomTransform* transform, gdouble* minimum, gdouble* maximum)
{
    g_return_if_fail(transform);
    if (minimum)
        *minimum = transform->cv.minMagnification();
    if (maximum)
        *maximum = transform->cv.maxMagnification();
}

gdouble gst_zoom_transform_get_coverage(const GstZoomTransform* transform)
{
    g_return_val_if_fail(transform, 0);
    return transform->cv.coverage();
}

gboolean gst_zoom_transform_is_certified(const GstZoomTransform* transform)
{
    g_return_val_if_fail(transform, FALSE);
    return transform->cv.isCertified();
}
