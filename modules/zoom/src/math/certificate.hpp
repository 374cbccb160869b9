// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_MATH_CERTIFICATE_HPP
#define OPENCV_ZOOM_MATH_CERTIFICATE_HPP

#include "lattice.hpp"

namespace cv {
namespace zoom {
namespace math {

/** The determinant of a Jacobian J that is blended with the identity, as a polynomial of the share a:
det((1-a)*J + a*I) = square*a^2 + linear*a + constant. */
template <typename T>
struct BlendedDeterminant
{
    T square, linear, constant;

    //! @param x, y the columns of J: derivatives along the lattice's axes, times the number of cells along them
    static ZOOM_INLINE BlendedDeterminant of(Vec<T> x, Vec<T> y)
    {
        const T det = cross(x, y), trace = x.x + y.y;
        return {det - trace + 1, trace - 2 * det, det};
    }

    ZOOM_INLINE T at(T a) const { return (square * a + linear) * a + constant; }

    /** The smallest a in [0, 1] from which on, up to 1, the determinant stays on the side of @p limit where the
    identity is (the determinant of the identity is 1). */
    ZOOM_INLINE T shareToReach(T limit) const
    {
        // The largest root of square*a^2 + linear*a + (constant - limit) that is not beyond 1.
        const T c = constant - limit;
        const T discriminant = linear * linear - 4 * square * c;
        if (discriminant < 0)
            return 0;
        const T q = T(-0.5) * (linear + (linear < 0 ? -std::sqrt(discriminant) : std::sqrt(discriminant)));
        T share = 0;
        if (square != 0 && q / square <= 1)
            share = larger(share, q / square);
        if (q != 0 && c / q <= 1)
            share = larger(share, c / q);
        return share;
    }

    /** @brief Derivatives of the share at which the determinant equals a given value, by the columns of J.

    They follow from det((1-a)*J + a*I) = value; zero where the determinant does not change with the share. */
    static ZOOM_INLINE void shareGradient(Vec<T> x, Vec<T> y, T share, Vec<T>& byX, Vec<T>& byY)
    {
        const BlendedDeterminant det = of(x, y);
        const T slope = 2 * det.square * share + det.linear, keep = 1 - share;
        const T k = slope != 0 ? -keep / slope : T(0);
        byX = {k * (keep * y.y + share), -k * keep * y.x};
        byY = {-k * keep * x.y, k * (keep * x.x + share)};
    }
};

// Mending -------------------------------------------------------------------------------------------------------------

//! Smallest step of the outline along its side that mending allows, as a part of the identity's step.
constexpr double MIN_OUTLINE_STEP = 1e-4;

//! Added to a computed share so that rounding does not leave the corner just beyond the limit.
constexpr double SHARE_MARGIN = 1e-9;

//! How exactly the share that makes the outline simple is found.
constexpr double OUTLINE_TOLERANCE = 1e-6;

constexpr int MAX_MENDING_ROUNDS = 100;

//! The share with which a step of the outline, in parts of the identity's step, becomes long enough.
ZOOM_INLINE double shareForStep(double step)
{
    return step < MIN_OUTLINE_STEP ? (MIN_OUTLINE_STEP - step) / (1 - step) : 0; // (1-a)*step + a = MIN_OUTLINE_STEP
}

/** @brief The share from which on a corner obeys the limits; 0 for one that obeys at the share @p reached.
@param x, y columns of its Jacobian */
ZOOM_INLINE double shareForCorner(Vec<double> x, Vec<double> y, double reached, double minDeterminant,
                                  double maxDeterminant)
{
    const BlendedDeterminant<double> det = BlendedDeterminant<double>::of(x, y);
    const double here = det.at(reached);
    if (here >= minDeterminant && here <= maxDeterminant)
        return 0;
    const double needed = larger(det.shareToReach(minDeterminant), det.shareToReach(maxDeterminant));
    return smaller(1.0, larger(needed, reached) + SHARE_MARGIN);
}

//! The largest shareForCorner() of a cell's corners. @param i, j the cell's first node
template <typename T>
ZOOM_INLINE double shareForCell(const T* grid, int rows, int columns, int i, int j, double reached,
                                double minDeterminant, double maxDeterminant)
{
    const double kx = columns - 1, ky = rows - 1;
    const Vec<double> a = gridNode(grid, columns, i, j), b = gridNode(grid, columns, i, j + 1);
    const Vec<double> c = gridNode(grid, columns, i + 1, j), d = gridNode(grid, columns, i + 1, j + 1);
    double most = 0;
    for (int corner = 0; corner < 4; ++corner)
    {
        const Vec<double> x = corner < 2 ? b - a : d - c, y = corner % 2 == 0 ? c - a : d - b;
        most = larger(most, shareForCorner(kx * x, ky * y, reached, minDeterminant, maxDeterminant));
    }
    return most;
}

/** @brief Raises a share until every corner obeys the limits and the sides of the outline are apart.

A corner may obey by itself and break a limit at the share that others need, so this goes on until none does. A round
settles at least one corner for good; the identity, which obeys always, ends what rounding would keep going.
@param shareForCorners the largest shareForCorner() of all corners, for a share that is reached
@param sidesApart tells for a share whether no two sides of the outline meet */
template <typename ShareForCorners, typename SidesApart>
ZOOM_INLINE double settledShare(double share, const ShareForCorners& shareForCorners, const SidesApart& sidesApart)
{
    int rounds = 0;
    for (bool again = true; again && share < 1;)
    {
        const double needed = shareForCorners(share);
        again = needed > share;
        share = larger(share, needed);
        if (!again && !sidesApart(share))
        {
            double low = share, high = 1;
            while (high - low > OUTLINE_TOLERANCE)
            {
                const double middle = 0.5 * (low + high);
                (sidesApart(middle) ? high : low) = middle;
            }
            share = high;
            again = true;
        }
        if (++rounds == MAX_MENDING_ROUNDS)
            share = 1;
    }
    return share;
}

//! A coordinate of node k of n, blended with the identity's.
ZOOM_INLINE double blended(double coordinate, double share, int k, int n)
{
    return (1 - share) * coordinate + share * (double(k) / (n - 1));
}

} // namespace math
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_MATH_CERTIFICATE_HPP
