// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_TRANSFORM_H
#define GST_ZOOM_TRANSFORM_H

#include <gst/gst.h>
#include <gst/zoom/zoom-prelude.h>

G_BEGIN_DECLS

#define GST_TYPE_ZOOM_TRANSFORM (gst_zoom_transform_get_type())

/**
 * GstZoomTransform:
 *
 * How a zoomed frame samples its source frame: a grid of positions and the sizes of both pictures. Immutable and
 * reference counted; every function may be called from several threads at once.
 */
typedef struct _GstZoomTransform GstZoomTransform;

/**
 * GstZoomPoint:
 * @x: column in pixels
 * @y: row in pixels
 *
 * A position in a picture. Integer coordinates are pixel centres: the first pixel spans -0.5 to 0.5.
 */
typedef struct
{
    gdouble x, y;
} GstZoomPoint;

/**
 * GstZoomRectangle:
 * @x: left edge in pixels
 * @y: upper edge in pixels
 * @width: width in pixels
 * @height: height in pixels
 *
 * An upright rectangle in a picture. Integer coordinates are pixel edges, as in #GstVideoRegionOfInterestMeta: the
 * first pixel spans 0 to 1.
 */
typedef struct
{
    gdouble x, y, width, height;
} GstZoomRectangle;

GST_ZOOM_API
GType gst_zoom_transform_get_type(void);

/**
 * gst_zoom_transform_new: (constructor)
 * @grid: (array): @columns * @rows pairs (u, v), row by row, x first: where in the source frame a node samples, from 0
 *   (left or upper edge of the frame) to 1 (right or lower edge). The nodes span the zoomed frame, its edges included
 * @columns: number of nodes in a row, 2 to 512
 * @rows: number of rows of nodes, 2 to 512
 * @frame_width: width of the source frame in pixels
 * @frame_height: height of the source frame in pixels
 * @zoomed_width: width of the zoomed frame in pixels
 * @zoomed_height: height of the zoomed frame in pixels
 *
 * Returns: (transfer full) (nullable): a new transform, or %NULL when an argument is out of its range
 */
GST_ZOOM_API
GstZoomTransform* gst_zoom_transform_new(const gfloat* grid, guint columns, guint rows, guint frame_width,
                                         guint frame_height, guint zoomed_width, guint zoomed_height);

/**
 * gst_zoom_transform_new_from_data: (constructor)
 * @data: (array length=size): what gst_zoom_transform_to_bytes() gave, maybe on another machine
 * @size: number of bytes
 *
 * Returns: (transfer full) (nullable): a new transform, or %NULL when @data is not one
 */
GST_ZOOM_API
GstZoomTransform* gst_zoom_transform_new_from_data(const guint8* data, gsize size);

/**
 * gst_zoom_transform_to_bytes:
 * @transform: a #GstZoomTransform
 *
 * Writes the transform for another process or machine. With GStreamer 1.24 and newer #GstZoomMeta goes this way where
 * metas are sent along with buffers (`unixfdsink`); the source frame does not.
 *
 * Returns: (transfer full): the bytes
 */
GST_ZOOM_API
GBytes* gst_zoom_transform_to_bytes(const GstZoomTransform* transform);

/**
 * gst_zoom_transform_ref:
 * @transform: a #GstZoomTransform
 *
 * Returns: (transfer full): @transform
 */
GST_ZOOM_API
GstZoomTransform* gst_zoom_transform_ref(GstZoomTransform* transform);

/**
 * gst_zoom_transform_unref:
 * @transform: (transfer full): a #GstZoomTransform
 */
GST_ZOOM_API
void gst_zoom_transform_unref(GstZoomTransform* transform);

/**
 * gst_zoom_transform_get_frame_size:
 * @transform: a #GstZoomTransform
 * @width: (out) (optional): width of the source frame in pixels
 * @height: (out) (optional): height of the source frame in pixels
 */
GST_ZOOM_API
void gst_zoom_transform_get_frame_size(const GstZoomTransform* transform, guint* width, guint* height);

/**
 * gst_zoom_transform_get_zoomed_size:
 * @transform: a #GstZoomTransform
 * @width: (out) (optional): width of the zoomed frame in pixels
 * @height: (out) (optional): height of the zoomed frame in pixels
 */
GST_ZOOM_API
void gst_zoom_transform_get_zoomed_size(const GstZoomTransform* transform, guint* width, guint* height);

/**
 * gst_zoom_transform_get_grid_size:
 * @transform: a #GstZoomTransform
 * @columns: (out) (optional): number of nodes in a row
 * @rows: (out) (optional): number of rows
 */
GST_ZOOM_API
void gst_zoom_transform_get_grid_size(const GstZoomTransform* transform, guint* columns, guint* rows);

/**
 * gst_zoom_transform_get_grid:
 * @transform: a #GstZoomTransform
 * @length: (out): number of values: two per node
 *
 * Copies the grid, in the layout of gst_zoom_transform_new().
 *
 * Returns: (transfer full) (array length=length): the nodes' positions; free with g_free()
 */
GST_ZOOM_API
gfloat* gst_zoom_transform_get_grid(const GstZoomTransform* transform, gsize* length);

/**
 * gst_zoom_transform_resize:
 * @transform: a #GstZoomTransform
 * @zoomed_width: new width of the zoomed frame in pixels
 * @zoomed_height: new height of the zoomed frame in pixels
 *
 * Makes the transform that holds after the zoomed frame has been scaled.
 *
 * Returns: (transfer full) (nullable): a new transform, or %NULL when a size is 0 or too large
 */
GST_ZOOM_API
GstZoomTransform* gst_zoom_transform_resize(const GstZoomTransform* transform, guint zoomed_width, guint zoomed_height);

/**
 * gst_zoom_transform_to_frame_points:
 * @transform: a #GstZoomTransform
 * @points: (array length=n_points): points in the zoomed frame
 * @n_points: number of points
 * @frame_points: (out caller-allocates) (array length=n_points): the points in the source frame; may be @points
 * @inside: (out caller-allocates) (array length=n_points) (optional): whether the point lies in the zoomed frame. One
 *   that does not is mapped as the nearest point of the zoomed frame
 *
 * Returns: %FALSE when the points could not be mapped; the outputs are then untouched
 */
GST_ZOOM_API
gboolean gst_zoom_transform_to_frame_points(const GstZoomTransform* transform, const GstZoomPoint* points,
                                            gsize n_points, GstZoomPoint* frame_points, gboolean* inside);

/**
 * gst_zoom_transform_to_zoomed_points:
 * @transform: a #GstZoomTransform
 * @points: (array length=n_points): points in the source frame
 * @n_points: number of points
 * @zoomed_points: (out caller-allocates) (array length=n_points): the points in the zoomed frame; may be @points
 * @inside: (out caller-allocates) (array length=n_points) (optional): whether the zoomed frame shows the point. One
 *   that it does not show is mapped as the nearest point that it does
 *
 * Returns: %FALSE when the points could not be mapped; the outputs are then untouched
 */
GST_ZOOM_API
gboolean gst_zoom_transform_to_zoomed_points(const GstZoomTransform* transform, const GstZoomPoint* points,
                                             gsize n_points, GstZoomPoint* zoomed_points, gboolean* inside);

/**
 * gst_zoom_transform_to_frame_rectangles:
 * @transform: a #GstZoomTransform
 * @rectangles: (array length=n_rectangles): rectangles in the zoomed frame; clipped to it
 * @n_rectangles: number of rectangles
 * @frame_rectangles: (out caller-allocates) (array length=n_rectangles): the tight upright bounds of their images in
 *   the source frame; may be @rectangles. A rectangle outside the zoomed frame gives width and height 0
 *
 * Returns: %FALSE when the rectangles could not be mapped; the output is then untouched
 */
GST_ZOOM_API
gboolean gst_zoom_transform_to_frame_rectangles(const GstZoomTransform* transform, const GstZoomRectangle* rectangles,
                                                gsize n_rectangles, GstZoomRectangle* frame_rectangles);

/**
 * gst_zoom_transform_to_zoomed_rectangles:
 * @transform: a #GstZoomTransform
 * @rectangles: (array length=n_rectangles): rectangles in the source frame
 * @n_rectangles: number of rectangles
 * @zoomed_rectangles: (out caller-allocates) (array length=n_rectangles): the tight upright bounds of what the zoomed
 *   frame shows of them; may be @rectangles. A rectangle that it does not show gives width and height 0
 *
 * Returns: %FALSE when the rectangles could not be mapped; the output is then untouched
 */
GST_ZOOM_API
gboolean gst_zoom_transform_to_zoomed_rectangles(const GstZoomTransform* transform, const GstZoomRectangle* rectangles,
                                                 gsize n_rectangles, GstZoomRectangle* zoomed_rectangles);

/**
 * gst_zoom_transform_get_magnification:
 * @transform: a #GstZoomTransform
 * @minimum: (out) (optional): the smallest magnification anywhere
 * @maximum: (out) (optional): the largest magnification anywhere
 *
 * Magnification is relative to a uniform resize of the frame, which has 1 everywhere.
 */
GST_ZOOM_API
void gst_zoom_transform_get_magnification(const GstZoomTransform* transform, gdouble* minimum, gdouble* maximum);

/**
 * gst_zoom_transform_get_coverage:
 * @transform: a #GstZoomTransform
 *
 * Returns: the share of the source frame's area that the zoomed frame shows, 0 to 1
 */
GST_ZOOM_API
gdouble gst_zoom_transform_get_coverage(const GstZoomTransform* transform);

/**
 * gst_zoom_transform_is_certified:
 * @transform: a #GstZoomTransform
 *
 * Returns: %TRUE when the grid is proven to be one-to-one: mapping from the source frame to the zoomed frame is then
 *   exact
 */
GST_ZOOM_API
gboolean gst_zoom_transform_is_certified(const GstZoomTransform* transform);

G_END_DECLS

#endif // GST_ZOOM_TRANSFORM_H
