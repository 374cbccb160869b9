// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Attraction and separable grids from a saliency map, and whether they obey the limits. Functions with the names of those
// in src/math/ and src/kernels/ are the same mathematics in OpenCL C, which cannot include C++. All in double, like the
// CPU: the outline of a grid must stay the frame's to the last bit.
//
// SALIENCY   float or double: the type of the map
// REFLECT    set for BORDER_REFLECT_101, otherwise BORDER_REPLICATE

#pragma OPENCL EXTENSION cl_khr_fp64 : enable

#define GROUP 128 //!< work-items of the kernels that run as one group

//! What the host reads back.
typedef struct
{
    double sum;    //!< of the saliency
    double usable; //!< 1 when every value is finite and not negative
    double obeys;  //!< 1 when the grid needs no mending
} Report;

// Saliency ------------------------------------------------------------------------------------------------------------

double saliencyAt(__global const uchar* saliency, int offset, int step, int row, int column)
{
    return ((__global const SALIENCY*)(saliency + offset + (size_t)row * step))[column];
}

//! One group.
__kernel void saliencySum(__global const uchar* saliency, int offset, int step, int rows, int columns,
                          __global Report* report)
{
    __local double sums[GROUP];
    __local int bad[GROUP];
    const int id = get_local_id(0);
    double sum = 0;
    int wrong = 0;
    for (int k = id; k < rows * columns; k += GROUP)
    {
        const double s = saliencyAt(saliency, offset, step, k / columns, k % columns);
        wrong |= !(s >= 0 && s <= FLT_MAX);
        sum += s;
    }
    sums[id] = sum;
    bad[id] = wrong;
    for (int half_ = GROUP / 2; half_ > 0; half_ /= 2)
    {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (id < half_)
        {
            sums[id] += sums[id + half_];
            bad[id] |= bad[id + half_];
        }
    }
    if (id == 0)
    {
        report->sum = sums[0];
        report->usable = !bad[0];
    }
}

//! The map with sum 1 and its uniform share.
__kernel void mixSaliency(__global const uchar* saliency, int offset, int step, int rows, int columns, double uniformMix,
                          __global const Report* report, __global double* mixed)
{
    const int j = get_global_id(0), i = get_global_id(1);
    if (j < columns && i < rows)
        mixed[i * columns + j] = (1 - uniformMix) / report->sum * saliencyAt(saliency, offset, step, i, j) +
                                 uniformMix / (rows * columns);
}

// Attraction ----------------------------------------------------------------------------------------------------------

double attractionWeight(double nodes, double sigmaNodes)
{
    const double r = nodes / sigmaNodes;
    return exp(-0.5 * r * r);
}

int reflect101(int i, int n)
{
    const int period = 2 * (n - 1);
    i %= period;
    if (i < 0)
        i += period;
    return i < n ? i : period - i;
}

int replicate(int i, int n)
{
    return clamp(i, 0, n - 1);
}

#ifdef REFLECT
#define FOLD(i, n) reflect101(i, n)
#else
#define FOLD(i, n) replicate(i, n)
#endif

/** Weight and moment of node j of n for the n values that lie `stride` apart.

Both directions in one step: where a border folds them onto the same node their moments cancel exactly, so that a corner
of the frame stays the corner to the last bit. */
double2 attract(__global const double* values, int stride, int j, int n, int radius, double sigmaNodes)
{
    double2 sum = (double2)(values[j * stride], 0.0);
    for (int d = 1; d <= radius; ++d)
    {
        const double k = attractionWeight(d, sigmaNodes);
        const double before = values[FOLD(j - d, n) * stride], after = values[FOLD(j + d, n) * stride];
        sum.x += k * (before + after);
        sum.y += k * d * (after - before);
    }
    return sum;
}

//! Normalised coordinate of node j of n once its surroundings have pulled.
double attracted(int j, int n, double weight, double moment)
{
    const double moved = weight > DBL_MIN ? j + moment / weight : j;
    return clamp(moved / (n - 1), 0.0, 1.0);
}

//! Rows: the mixed map against the x axis, into the maps of weights and of moments.
__kernel void attractionAlongX(__global const double* mixed, int rows, int columns, int radius, double sigmaNodes,
                               __global double* weights, __global double* moments)
{
    const int j = get_global_id(0), i = get_global_id(1);
    if (j >= columns || i >= rows)
        return;
    const double2 a = attract(mixed + i * columns, 1, j, columns, radius, sigmaNodes);
    weights[i * columns + j] = a.x;
    moments[i * columns + j] = a.y;
}

__kernel void attractionAlongY(__global const double* weights, __global const double* moments, int rows, int columns,
                               int radius, double sigmaNodes, __global double2* grid)
{
    const int j = get_global_id(0), i = get_global_id(1);
    if (j >= columns || i >= rows)
        return;
    const double2 a = attract(weights + j, columns, i, rows, radius, sigmaNodes);
    const double2 b = attract(moments + j, columns, i, rows, radius, sigmaNodes);
    grid[i * columns + j] = (double2)(attracted(j, columns, a.x, b.x), attracted(i, rows, a.x, a.y));
}

// Separable -----------------------------------------------------------------------------------------------------------

//! Sums of the columns, then of the rows.
__kernel void marginals(__global const double* mixed, int rows, int columns, __global double* sums)
{
    const int k = get_global_id(0);
    if (k >= columns + rows)
        return;
    const int alongX = k < columns;
    __global const double* first = alongX ? mixed + k : mixed + (k - columns) * columns;
    double sum = 0;
    for (int m = 0; m < (alongX ? rows : columns); ++m)
        sum += first[m * (alongX ? columns : 1)];
    sums[k] = sum;
}

__kernel void separableGrid(__global const double* sums, int rows, int columns, int radius, double sigmaNodes,
                            __global double2* grid)
{
    const int j = get_global_id(0), i = get_global_id(1);
    if (j >= columns || i >= rows)
        return;
    const double2 x = attract(sums, 1, j, columns, radius, sigmaNodes);
    const double2 y = attract(sums + columns, 1, i, rows, radius, sigmaNodes);
    grid[i * columns + j] = (double2)(attracted(j, columns, x.x, x.y), attracted(i, rows, y.x, y.y));
}

// Certificate ---------------------------------------------------------------------------------------------------------

double cross2(double2 a, double2 b)
{
    return a.x * b.y - a.y * b.x;
}

/** Whether mendGrid() of kernels/certificate.cpp would leave the grid as it is. One group.

Of the tests that the sides do not meet it has the quick one, which suffices: every step of a side goes further along
it than across, and a straight line separates opposite sides. A grid that fails it is looked at again by the host. */
__kernel void gridObeys(__global const double2* grid, int rows, int columns, double minDeterminant, double maxDeterminant,
                        double minOutlineStep, __global Report* report)
{
    __local int broken[GROUP];
    __local double4 inner[GROUP]; //!< furthest that the left, right, top and bottom side reach inwards
    const int id = get_local_id(0);
    const double2 cells = (double2)(columns - 1, rows - 1);
    int wrong = 0;
    double4 reach = (double4)(-INFINITY, INFINITY, -INFINITY, INFINITY);
    for (int k = id; k < rows * columns; k += GROUP)
    {
        const int i = k / columns, j = k % columns;
        const double2 here = grid[k];
        if (j == 0)
            reach.x = fmax(reach.x, here.x);
        if (j == columns - 1)
            reach.y = fmin(reach.y, here.x);
        if (i == 0)
            reach.z = fmax(reach.z, here.y);
        if (i == rows - 1)
            reach.w = fmin(reach.w, here.y);
        if ((i == 0 || i == rows - 1) && j + 1 < columns)
        {
            const double2 step = grid[k + 1] - here;
            wrong |= cells.x * step.x < minOutlineStep || fabs(step.y) >= step.x;
        }
        if ((j == 0 || j == columns - 1) && i + 1 < rows)
        {
            const double2 step = grid[k + columns] - here;
            wrong |= cells.y * step.y < minOutlineStep || fabs(step.x) >= step.y;
        }
        if (i + 1 < rows && j + 1 < columns)
        {
            const double2 right = grid[k + 1], below = grid[k + columns], opposite = grid[k + columns + 1];
            const double scale = cells.x * cells.y;
            const double a = scale * cross2(right - here, below - here);
            const double b = scale * cross2(right - here, opposite - right);
            const double c = scale * cross2(opposite - below, below - here);
            const double d = scale * cross2(opposite - below, opposite - right);
            wrong |= !(fmin(fmin(a, b), fmin(c, d)) >= minDeterminant && fmax(fmax(a, b), fmax(c, d)) <= maxDeterminant);
        }
    }
    broken[id] = wrong;
    inner[id] = reach;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (id != 0)
        return;
    for (int k = 1; k < GROUP; ++k)
    {
        wrong |= broken[k];
        reach.xz = fmax(reach.xz, inner[k].xz);
        reach.yw = fmin(reach.yw, inner[k].yw);
    }
    report->obeys = !wrong && reach.x < reach.y && reach.z < reach.w;
}
