// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "mass_lattice.hpp"

#include "../cpu_dispatch.hpp"
#include "../math/portable.hpp"

#include "opencv2/core/hal/intrin.hpp"

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

/** @brief Measures the edges from the nodes first to first + count - 1 to the nodes `stride` after them.
@return how many were measured: all, or none where a vector has more lanes than there are edges */
int measureEdges(const MassLattice& lattice, const MassLattice::Node* nodes, int first, int count, int stride,
                 MassLattice::Edges& edges);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

#if CV_SIMD_64F

namespace {

//! What MassLattice::visitEdge() keeps of one axis, for as many edges as a vector has lanes.
struct Axis
{
    v_float64 origin, change, inverse, cell, direction, ahead, moves;
    v_float64 last; //!< of the cells

    inline Axis(const v_float64& from, const v_float64& to, int cells)
        : origin(from), change(to - from), last(vx_setall_f64(cells - 1))
    {
        const v_float64 zero = vx_setzero_f64(), one = vx_setall_f64(1);
        const v_float64 forwards = change > zero;
        moves = change != zero;
        inverse = one / v_select(moves, change, one);
        direction = v_select(forwards, one, zero - one);
        ahead = v_select(forwards, one, zero);
        // A start on a line belongs to the cell ahead. The cut-off keeps far nodes within the range of int.
        const v_float64 near = v_min(v_max(from, zero - one), last + one + one);
        const v_float64 below = v_cvt_f64(v_floor(near)), above = v_cvt_f64(v_ceil(near)) - one;
        cell = v_min(v_max(v_select(change < zero, above, below), zero), last);
    }

    //! Where the edge leaves its cell, in parts of it.
    inline v_float64 end() const { return v_select(moves, (cell + ahead - origin) * inverse, vx_setall_f64(1)); }
};

//! Measures as many edges as a vector has lanes, from the nodes first, first + 1, ...
inline void measureVector(const MassLattice& lattice, const double* nodes, int first, int stride,
                          MassLattice::Edges& edges)
{
    const int columns = lattice.columns;
    const v_float64 zero = vx_setzero_f64(), one = vx_setall_f64(1), half = vx_setall_f64(0.5);
    const v_float64 points[2] = {vx_setall_f64(MassLattice::GAUSS_AT[0]), vx_setall_f64(MassLattice::GAUSS_AT[1])};
    const v_float64 pitch = vx_setall_f64(columns);
    Axis x(vx_load(&lattice.x[first]), vx_load(&lattice.x[first + stride]), lattice.cellColumns);
    Axis y(vx_load(&lattice.y[first]), vx_load(&lattice.y[first + stride]), lattice.cellRows);
    v_float64 flux = zero, whole = zero, atEnd = zero, begin = zero;
    for (;;)
    {
        const v_float64 endX = x.end(), endY = y.end();
        const v_float64 alongX = endX <= endY;
        const v_float64 nextX = x.cell + v_select(alongX, x.direction, zero);
        const v_float64 nextY = y.cell + v_select(alongX, zero, y.direction);
        const v_float64 inside =
            (v_min(endX, endY) < one) & (nextX >= zero) & (nextX <= x.last) & (nextY >= zero) & (nextY <= y.last);
        // An edge that has arrived stays where it is, with nothing left to add.
        const v_float64 end = v_max(begin, v_select(inside, v_min(endX, endY), one));
        const v_float64 length = end - begin, weight = half * length;

        const v_int32 at = v_round(v_fma(y.cell, pitch, x.cell) * vx_setall_f64(2));
        v_float64 d00, d01, d10, d11, p0, p1, unused;
        v_lut_deinterleave(nodes, at, d00, p0);
        v_lut_deinterleave(nodes + 2, at, d01, unused);
        v_lut_deinterleave(nodes + 2 * columns, at, d10, p1);
        v_lut_deinterleave(nodes + 2 * columns + 2, at, d11, unused);
        const v_float64 upper = d01 - d00, lower = d11 - d10;
        const v_float64 originS = x.origin - x.cell, originR = y.origin - y.cell;
        v_float64 integrals = zero, densities = zero, weighted = zero;
        for (int k = 0; k < 2; ++k)
        {
            const v_float64 t = v_fma(length, points[k], begin);
            const v_float64 s = v_fma(t, x.change, originS), r = v_fma(t, y.change, originR), halfS = half * s;
            const v_float64 above = v_fma(s, upper, d00), below = v_fma(s, lower, d10);
            const v_float64 f = v_fma(r, below - above, above);
            const v_float64 sumAbove = v_fma(s, v_fma(halfS, upper, d00), p0);
            const v_float64 sumBelow = v_fma(s, v_fma(halfS, lower, d10), p1);
            integrals += v_fma(r, sumBelow - sumAbove, sumAbove);
            densities += f;
            weighted = v_fma(t, f, weighted);
        }
        flux = v_fma(weight, integrals, flux);
        whole = v_fma(weight, densities, whole);
        atEnd = v_fma(weight, weighted, atEnd);

        if (v_check_all(end >= one))
            break;
        begin = end;
        x.cell = v_select(inside, nextX, x.cell);
        y.cell = v_select(inside, nextY, y.cell);
    }
    const v_float64 atBegin = whole - atEnd;
    v_store(&edges.flux[first], flux * y.change);
    v_store(&edges.beginX[first], atBegin * x.change);
    v_store(&edges.beginY[first], atBegin * y.change);
    v_store(&edges.endX[first], atEnd * x.change);
    v_store(&edges.endY[first], atEnd * y.change);
}

} // namespace

int measureEdges(const MassLattice& lattice, const MassLattice::Node* nodes, int first, int count, int stride,
                 MassLattice::Edges& edges)
{
    const int lanes = int(sizeof(v_float64) / sizeof(double));
    if (count < lanes)
        return 0;
    for (int k = 0; k < count; k += lanes) // the last vector goes back over edges of the one before
        measureVector(lattice, &nodes->density, first + math::smaller(k, count - lanes), stride, edges);
    return count;
}

#else

int measureEdges(const MassLattice&, const MassLattice::Node*, int, int, int, MassLattice::Edges&)
{
    return 0;
}

#endif // CV_SIMD_64F

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
