// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "mending_adjoint.hpp"

#include "kernels/certificate.hpp"
#include "math/certificate.hpp"

#include <limits>

namespace cv {
namespace zoom_train {
namespace kernels {

using zoom::math::BlendedDeterminant;
using zoom::math::Vec;

namespace {

//! How far the share may be from the root that decided it: the margin that mendGrid() adds, and rounding.
constexpr double SHARE_TOLERANCE = 1e-7;

//! The constraint that decides the share: a difference of two nodes along x, one along y, or both.
struct Constraint
{
    double mismatch = std::numeric_limits<double>::infinity(); //!< of its root and the share
    bool corner = false;
    int alongX[2] = {-1, -1}, alongY[2] = {-1, -1}; //!< nodes of the two differences
    double step = 0;                                //!< of the outline
};

class DecidingConstraint
{
public:
    DecidingConstraint(const double* g, int r, int c, double a, double low, double high)
        : grid(g), rows(r), columns(c), share(a), limits{low, high}
    {
    }

    Constraint find()
    {
        for (const int i : {0, rows - 1})
            for (int j = 1; j < columns; ++j)
                considerStep(i * columns + j - 1, i * columns + j, 0, columns - 1);
        for (const int j : {0, columns - 1})
            for (int i = 1; i < rows; ++i)
                considerStep((i - 1) * columns + j, i * columns + j, 1, rows - 1);
        for (int i = 0; i + 1 < rows; ++i)
            for (int j = 0; j + 1 < columns; ++j)
                for (const int below : {0, 1})
                    for (const int right : {0, 1})
                        considerCorner(i, j, below, right);
        return best;
    }

    Vec<double> difference(const int nodes[2], double scale) const
    {
        const double *a = grid + 2 * size_t(nodes[0]), *b = grid + 2 * size_t(nodes[1]);
        return {scale * (b[0] - a[0]), scale * (b[1] - a[1])};
    }

private:
    void considerStep(int from, int to, int axis, int cells)
    {
        const double step = cells * (grid[2 * size_t(to) + axis] - grid[2 * size_t(from) + axis]);
        const double least = zoom::kernels::MIN_OUTLINE_STEP;
        if (!(step < least))
            return;
        const double mismatch = std::abs((least - step) / (1 - step) - share);
        if (mismatch >= best.mismatch)
            return;
        best = Constraint();
        best.mismatch = mismatch;
        best.step = step;
        int* nodes = axis == 0 ? best.alongX : best.alongY;
        nodes[0] = from;
        nodes[1] = to;
    }

    void considerCorner(int i, int j, int below, int right)
    {
        Constraint corner;
        corner.corner = true;
        corner.alongX[0] = (i + below) * columns + j;
        corner.alongX[1] = corner.alongX[0] + 1;
        corner.alongY[0] = i * columns + j + right;
        corner.alongY[1] = corner.alongY[0] + columns;
        const auto det =
            BlendedDeterminant<double>::of(difference(corner.alongX, columns - 1), difference(corner.alongY, rows - 1));
        for (const double limit : limits)
        {
            corner.mismatch = std::abs(det.shareToReach(limit) - share);
            if (corner.mismatch < best.mismatch)
                best = corner;
        }
    }

    const double* grid;
    const int rows, columns;
    const double share, limits[2];
    Constraint best;
};

} // namespace

void mendingAdjoint(const double* grid, int rows, int columns, double share, double minDeterminant,
                    double maxDeterminant, double* grad)
{
    if (share == 0)
        return;
    double gradShare = 0;
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            const size_t at = 2 * (size_t(i) * columns + j);
            gradShare += grad[at] * (double(j) / (columns - 1) - grid[at]);
            gradShare += grad[at + 1] * (double(i) / (rows - 1) - grid[at + 1]);
            grad[at] *= 1 - share;
            grad[at + 1] *= 1 - share;
        }
    if (share >= 1)
        return;

    DecidingConstraint constraints(grid, rows, columns, share, minDeterminant, maxDeterminant);
    const Constraint found = constraints.find();
    if (found.mismatch > SHARE_TOLERANCE)
        return;
    const double kx = columns - 1, ky = rows - 1;
    const auto add = [grad](const int nodes[2], double x, double y) {
        for (const int end : {0, 1})
        {
            grad[2 * size_t(nodes[end])] += end ? x : -x;
            grad[2 * size_t(nodes[end]) + 1] += end ? y : -y;
        }
    };
    if (!found.corner)
    {
        // share = (least - step)/(1 - step)
        const double slope = (zoom::kernels::MIN_OUTLINE_STEP - 1) / ((1 - found.step) * (1 - found.step));
        if (found.alongX[0] >= 0)
            add(found.alongX, kx * slope * gradShare, 0);
        else
            add(found.alongY, 0, ky * slope * gradShare);
        return;
    }
    const Vec<double> x = constraints.difference(found.alongX, kx), y = constraints.difference(found.alongY, ky);
    Vec<double> toX, toY;
    BlendedDeterminant<double>::shareGradient(x, y, share, toX, toY);
    add(found.alongX, kx * gradShare * toX.x, kx * gradShare * toX.y);
    add(found.alongY, ky * gradShare * toY.x, ky * gradShare * toY.y);
}

} // namespace kernels
} // namespace zoom_train
} // namespace cv
