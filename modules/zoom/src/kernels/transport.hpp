// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_TRANSPORT_HPP
#define OPENCV_ZOOM_KERNELS_TRANSPORT_HPP

#include "banded_matrix.hpp"
#include "mass_balance.hpp"
#include "mass_lattice.hpp"

#include "opencv2/core/cvdef.h"

#include <vector>

namespace cv {
namespace zoom {
namespace kernels {

//! Largest lattice of a transport map: the time of a solution grows with the fourth power of its side.
constexpr int MAX_TRANSPORT_NODES = 128;

/** @brief Transport grids: every cell of the lattice receives the same mass of a density.

The map zoomed -> frame is the identity plus the gradient of a potential, which is the optimal transport from the
uniform density to the given one (Monge-Ampere equation). As in Delzanno et al. (2008), who adapt computational grids
that way, the potential lives on the cells, one unknown for each equation "mass of the cell's image = 1", and the system
is solved by Newton's method. Differences: the mass of a cell is the integral of the bilinear density over the
quadrilateral itself, so that what is solved is what is promised, not its limit for fine lattices; the linear systems
are small enough for a banded factorisation; and the potential is kept as the start for the next frame.

Where cells of that solution would fold, the nodes leave the potential: see MassBalance. The density is led from the
uniform one to the given one, so that they do so as late as possible.

Nodes on the frame's sides slide along them, so the frame maps to the whole frame. */
class TransportSolver
{
public:
    struct Report
    {
        double maxError, meanError; //!< of a cell's mass, relative to its share
        int steps;                  //!< Newton steps taken
        bool converged;             //!< both errors within the tolerances
    };

    /** @param density rows x columns node values > 0; only ratios matter
    @param warm whether to start from the last solution for a lattice of this size instead of the identity
    @param grid output, rows x columns interleaved (u, v) */
    Report solve(const double* density, int rows, int columns, bool warm, double* grid);

    /** @brief As solve() without a warm start, but the masses are brought as close to their share as double allows:
    then the grid is a smooth function of the density, and gradDensity() its derivative. A solution that left the
    potential, or that did not reach the density, is the one of solve(). */
    CV_EXPORTS Report solveExactly(const double* density, int rows, int columns, double* grid);

    /** @brief Gradient of the last solution of solveExactly() with respect to the density, by the implicit function
    theorem: one more linear system, with the transposed matrix of Newton's method.

    Where the nodes left the potential the solution depends on the way there, with jumps, and the gradient is an
    approximation: the way is taken for two moves, the potential's up to the power where the nodes left it, and from
    there the shortest one that brings the masses to their shares, corners left alone. Of a density that was not reached
    it is that of the power on the way where the solution stopped, as if that power were fixed.
    @param gradGrid with respect to the grid, rows x columns interleaved (u, v)
    @param gradDensity output, rows x columns
    @return false where there is none: a singular system, or a solution that did not get away from the uniform density;
    the output is undefined then */
    CV_EXPORTS bool gradDensity(const double* gradGrid, double* gradDensity);

    //! Whether the nodes of the last solution left the potential, and the power of the density that it belongs to.
    bool leftPotential() const { return bent; }
    double reachedPower() const { return reached; }

private:
    struct Tolerance
    {
        double max, mean; //!< of a cell's error
    };

    static Tolerance toleranceAt(double power);
    void setLattice(int rows, int columns);
    double place(const std::vector<double>& potential);
    bool linearise();
    void findStep();
    void writeGrid(double* grid) const;
    void polish(int steps);
    bool newton(Tolerance tolerance, double leastCorner, double leastSize, Report& report);
    bool balance(double power, Report& report);
    bool advance(double power, Report& report);
    void lookAhead(double power, double strides);
    void startFromMarginals();
    void goBack();
    void follow(Report& report);
    bool resume(Report& report);
    void addGradient(double power, const std::vector<double>& toExcess, std::vector<double>& toGiven) const;
    bool potentialAdjoint(const std::vector<double>& gradX, const std::vector<double>& gradY,
                          std::vector<double>& toExcess);

    MassLattice lattice; //!< with columns <= rows: the narrow side sets the bandwidth
    MassBalance freeNodes;
    bool transposed = false;
    bool bent = false;                               //!< whether the last solution left the potential
    double reached = 0;                              //!< power of the density that it belongs to
    double leftAt = 0;                               //!< power where it left the potential, which is still that one
    std::vector<double> given;                       //!< density at the nodes
    std::vector<double> potential, trial, step;      //!< on the cells
    BandedMatrix matrix;                             //!< of Newton's method
    std::vector<double> beforeX, beforeY, settled;   //!< where a stage of the way started: nodes, potential
    std::vector<double> earlierX, earlierY, earlier; //!< where the last stage that succeeded started
    std::vector<double> lastX, lastY;                //!< nodes of the last solution
};

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_TRANSPORT_HPP
