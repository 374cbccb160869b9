// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// The warp both ways. Functions with the names of those in src/math/ are the same mathematics in OpenCL C, which cannot
// include C++. It does without double, which many devices lack or run slowly: a position in an image is a whole
// number of pixels and a part in float, and a cell's geometry is relative to its first node, so that nothing
// is rounded at the size of the image.
//
// T, CN      type of a channel and number of them
// FROM_FLOAT conversion of float to T, rounding and saturating
// AREA, NEAREST  set for INTER_AREA, INTER_NEAREST; neither for INTER_LINEAR

// Neighbouring cells must compute their common edge to the same bit wherever the compiler inlines it.
#pragma OPENCL FP_CONTRACT OFF

//! Continuous position in an image: 0 is the left (upper) edge of the first pixel.
typedef struct
{
    int2 whole;
    float2 part;
} Position;

//! What an image is sampled from: the pixels and, in a buffer of their own, the levels of its box pyramid.
typedef struct
{
    __global const uchar* base;
    __global const uchar* reduced;
    __global const int4* level; //!< offset, step, width and height of every level, the image included
    int levels;
} Source;

// lattice.hpp ---------------------------------------------------------------------------------------------------------

//! A bilinear cell: origin + s*x + t*y + s*t*twist, in pixels.
typedef struct
{
    Position origin;
    float2 x, y, twist;
} Cell;

Position nodeAt(__global const int4* nodes, int columns, int row, int column)
{
    const int4 node = nodes[row * columns + column];
    const Position p = {node.xy, as_float2(node.zw)};
    return p;
}

float2 difference(Position to, Position from)
{
    return convert_float2(to.whole - from.whole) + (to.part - from.part);
}

Cell latticeCell(__global const int4* nodes, int columns, int row, int column)
{
    const Position p00 = nodeAt(nodes, columns, row, column), p01 = nodeAt(nodes, columns, row, column + 1);
    const Position p10 = nodeAt(nodes, columns, row + 1, column), p11 = nodeAt(nodes, columns, row + 1, column + 1);
    Cell cell;
    cell.origin = p00;
    cell.x = difference(p01, p00);
    cell.y = difference(p10, p00);
    cell.twist = difference(p11, p10) - cell.x;
    return cell;
}

float cross2(float2 a, float2 b)
{
    return a.x * b.y - a.y * b.x;
}

//! Where the cell has (s, t), from its origin.
float2 cellAt(const Cell* cell, float s, float t)
{
    return s * cell->x + t * cell->y + (s * t) * cell->twist;
}

// inverse_cell.hpp ----------------------------------------------------------------------------------------------------

//! (s, t) where the cell has the point q, which is given from the cell's origin.
float2 inverseCell(const Cell* cell, float2 q)
{
    const float a = cross2(cell->twist, cell->y);
    const float b = cross2(q, cell->twist) + cross2(cell->x, cell->y);
    const float c = cross2(q, cell->x);
    const float root = sqrt(fmax(b * b - 4 * a * c, 0.f));
    float t = b >= 0 ? (b + root > 0 ? -2 * c / (b + root) : 0.f) : (root - b) / (2 * a);
    float2 along = cell->x + t * cell->twist;
    const float length2 = dot(along, along);
    float s = length2 > 0 ? dot(q - t * cell->y, along) / length2 : 0.f;

    // The square root loses digits where the cell is strongly twisted; one step of Newton's method brings them back.
    along = cell->x + t * cell->twist;
    const float2 down = cell->y + s * cell->twist, miss = q - cellAt(cell, s, t);
    const float det = cross2(along, down);
    if (det > 0)
    {
        s += cross2(miss, down) / det;
        t += cross2(along, miss) / det;
    }
    return clamp((float2)(s, t), 0.f, 1.f);
}

// footprint.hpp -------------------------------------------------------------------------------------------------------

float boxWidth(float alongX, float alongY)
{
    return sqrt(alongX * alongX + alongY * alongY);
}

int floorLog2(float x)
{
    return (as_int(x) >> 23) - 127;
}

int ceilLog2(float x)
{
    return ((as_int(x) + 0x7fffff) >> 23) - 127;
}

int pyramidLevel(float2 width, int levels)
{
    const int narrow = floorLog2(fmin(width.x, width.y)) - 1, wide = ceilLog2(fmax(width.x, width.y)) - 4;
    return clamp(max(narrow, wide), 0, levels - 1);
}

float texelScale(int level)
{
    return as_float((127 - level) << 23);
}

typedef struct
{
    int first, count;
    float low, width;
} BoxSpan;

//! @param w width of the box in pixels, at least 1
BoxSpan spanAt(int whole, float part, float w, int level)
{
    const float scale = texelScale(level);
    const int texel = whole >> level;
    BoxSpan span;
    span.width = fmax(w * scale, 1.f);
    const float begin = ((float)(whole - (texel << level)) + part) * scale - 0.5f * span.width;
    const float below = floor(begin);
    span.low = begin - below;
    span.first = texel + (int)below;
    span.count = max(1, (int)ceil(span.low + span.width));
    return span;
}

float spanWeight(const BoxSpan* span, int k)
{
    return fmax(0.f, fmin(k + 1.f, span->low + span->width) - fmax((float)k, span->low)) / span->width;
}

// Sampling ------------------------------------------------------------------------------------------------------------

__global const T* rowOf(const Source* source, int level, int y)
{
    const int4 view = source->level[level];
    __global const uchar* data = level == 0 ? source->base : source->reduced;
    return (__global const T*)(data + view.x + (size_t)clamp(y, 0, view.w - 1) * view.y);
}

//! @param width of the box in pixels: INTER_AREA alone reads it
void samplePixel(const Source* source, Position at, float2 width, __global T* out)
{
#ifdef NEAREST
    const int column = clamp(at.whole.x + (int)floor(at.part.x), 0, source->level[0].z - 1);
    __global const T* pixel = rowOf(source, 0, at.whole.y + (int)floor(at.part.y)) + CN * column;
    for (int c = 0; c < CN; ++c)
        out[c] = pixel[c];
#else
#ifdef AREA
    const int level = pyramidLevel(width, source->levels);
#else
    const int level = 0;
    width = (float2)(1.f, 1.f); // a box of width 1 is bilinear interpolation
#endif
    const BoxSpan x = spanAt(at.whole.x, at.part.x, width.x, level);
    const BoxSpan y = spanAt(at.whole.y, at.part.y, width.y, level);
    const int last = source->level[level].z - 1;
    float sum[CN];
    for (int c = 0; c < CN; ++c)
        sum[c] = 0;
    for (int r = 0; r < y.count; ++r)
    {
        __global const T* row = rowOf(source, level, y.first + r);
        const float share = spanWeight(&y, r);
        float part[CN];
        for (int c = 0; c < CN; ++c)
            part[c] = 0;
        for (int k = 0; k < x.count; ++k)
        {
            __global const T* texel = row + CN * clamp(x.first + k, 0, last);
            const float weight = spanWeight(&x, k);
            for (int c = 0; c < CN; ++c)
                part[c] += weight * (float)texel[c];
        }
        for (int c = 0; c < CN; ++c)
            sum[c] += share * part[c];
    }
    for (int c = 0; c < CN; ++c)
        out[c] = FROM_FLOAT(sum[c]);
#endif
}

// Frame -> zoomed frame: mirrors kernels/forward_row.simd.hpp -----------------------------------------------------------

/** One work-item per pixel of the zoomed frame.
@param table levels (int4), then nodes (int4: whole and part of their position in the frame), then the axes' entries (int2:
lattice cell and fraction) of all columns and all rows, then the nodes' box widths (float2) */
__kernel void zoomFrame(__global const uchar* base, __global const uchar* reduced, __global const int4* table, int levels,
                        int gridRows, int gridColumns, __global uchar* out, int outOffset, int outStep, int width,
                        int height)
{
    const int column = get_global_id(0), row = get_global_id(1);
    if (column >= width || row >= height)
        return;
    const Source source = {base, reduced, table, levels};
    __global const int4* nodes = table + levels;
    __global const int2* axes = (__global const int2*)(nodes + gridRows * gridColumns);
    const int j = axes[column].x, i = axes[width + row].x;
    const float s = as_float(axes[column].y), t = as_float(axes[width + row].y);

    const Cell cell = latticeCell(nodes, gridColumns, i, j);
    const Position at = {cell.origin.whole, cell.origin.part + cellAt(&cell, s, t)};
    float2 box = (float2)(1.f, 1.f);
#ifdef AREA
    __global const float2* widths = (__global const float2*)(axes + width + height) + i * gridColumns + j;
    box = mix(mix(widths[0], widths[gridColumns], t), mix(widths[1], widths[gridColumns + 1], t), s);
#endif
    samplePixel(&source, at, box, (__global T*)(out + outOffset + (size_t)row * outStep) + CN * column);
}

// Zoomed frame -> frame: mirrors kernels/inverse_rows.simd.hpp ----------------------------------------------------------

//! Whether a coordinate lies at or before the centre of a pixel: exact, so that all cells agree.
int notAfter(int whole, float part, int pixel)
{
    return whole < pixel || (whole == pixel && part <= 0.5f);
}

//! First pixel whose centre is not before the coordinate.
int firstPixel(int whole, float part)
{
    return whole + (int)ceil(part - 0.5f);
}

//! Widens the run [*begin, *stop) by the pixel from which on a row lies behind the edge a-b, if the row crosses it.
void cutEdge(Position a, Position b, int row, int* begin, int* stop)
{
    if (notAfter(a.whole.y, a.part.y, row) == notAfter(b.whole.y, b.part.y, row))
        return;
    if (notAfter(b.whole.y, b.part.y, row)) // both cells at the edge go down it
    {
        const Position swapped = a;
        a = b;
        b = swapped;
    }
    const float2 d = difference(b, a);
    const float down = (float)(row - a.whole.y) + (0.5f - a.part.y);
    const int first = firstPixel(a.whole.x, a.part.x + down * (d.x / d.y));
    *begin = min(*begin, first);
    *stop = max(*stop, first);
}

//! Position, in an image of @p size pixels, of the point p in a cell of a lattice of @p cells cells.
Position latticeToImage(int2 cell, float2 p, int2 size, int2 cells)
{
    const int2 scaled = cell * size, whole = scaled / cells;
    const float2 rest = convert_float2(scaled - whole * cells) + p * convert_float2(size);
    const Position at = {whole, rest / convert_float2(cells)};
    return at;
}

/** One work-group per cell and part of it: every parts-th block of rows. For one-to-one grids.
@param table levels (int4) of the zoomed frame, then nodes as in zoomFrame
@param out the frame, zeroed */
__kernel void unzoomFrame(__global const uchar* base, __global const uchar* reduced, __global const int4* table, int levels,
                          int gridRows, int gridColumns, int parts, __global uchar* out, int outOffset, int outStep,
                          int width, int height)
{
    const int j = get_group_id(0), i = get_group_id(1) / parts, part = get_group_id(1) % parts;
    const Source source = {base, reduced, table, levels};
    const int2 zoomedSize = table[0].zw, cells = (int2)(gridColumns - 1, gridRows - 1);
    __global const int4* nodes = table + levels;
    const Position a = nodeAt(nodes, gridColumns, i, j), b = nodeAt(nodes, gridColumns, i, j + 1);
    const Position c = nodeAt(nodes, gridColumns, i + 1, j), d = nodeAt(nodes, gridColumns, i + 1, j + 1);
    const Cell cell = latticeCell(nodes, gridColumns, i, j);

    const int rowA = firstPixel(a.whole.y, a.part.y), rowB = firstPixel(b.whole.y, b.part.y);
    const int rowC = firstPixel(c.whole.y, c.part.y), rowD = firstPixel(d.whole.y, d.part.y);
    const int first = max(0, min(min(rowA, rowB), min(rowC, rowD)));
    const int end = min(height, max(max(rowA, rowB), max(rowC, rowD)));
    const int localRows = get_local_size(1), localColumns = get_local_size(0);
    for (int row = first + part * localRows + get_local_id(1); row < end; row += parts * localRows)
    {
        int begin = INT_MAX, stop = INT_MIN;
        cutEdge(a, b, row, &begin, &stop);
        cutEdge(c, d, row, &begin, &stop);
        cutEdge(a, c, row, &begin, &stop);
        cutEdge(b, d, row, &begin, &stop);
        begin = max(begin, 0);
        stop = min(stop, width);
        for (int column = begin + get_local_id(0); column < stop; column += localColumns)
        {
            const int2 from = (int2)(column, row) - cell.origin.whole;
            const float2 p = inverseCell(&cell, convert_float2(from) + (0.5f - cell.origin.part));
            const Position at = latticeToImage((int2)(j, i), p, zoomedSize, cells);
            float2 box = (float2)(1.f, 1.f);
#ifdef AREA
            const float2 dx = cell.x + p.y * cell.twist, dy = cell.y + p.x * cell.twist;
            const float det = cross2(dx, dy);
            if (det > 0)
            {
                const float2 size = convert_float2(zoomedSize);
                const float2 lattice = (float2)(boxWidth(dy.y / det, dy.x / det), boxWidth(dx.y / det, dx.x / det));
                box = clamp(lattice * size / convert_float2(cells), (float2)(1.f, 1.f), size);
            }
#endif
            samplePixel(&source, at, box, (__global T*)(out + outOffset + (size_t)row * outStep) + CN * column);
        }
    }
}
