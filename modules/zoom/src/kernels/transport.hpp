// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_TRANSPORT_HPP
#define OPENCV_ZOOM_KERNELS_TRANSPORT_HPP

#include <vector>

namespace cv {
namespace zoom {
namespace kernels {

/** @brief Transport grids: every cell of the lattice receives the same mass of a density.

The map zoomed -> frame is the identity plus the gradient of a potential, which is the optimal transport from the
uniform density to the given one (Monge-Ampere equation). As in Delzanno et al. (2008), who adapt computational grids
that way, the potential lives on the cells, one unknown for each equation "mass of the cell's image = 1", and the system
is solved by Newton's method. Differences: the mass of a cell is the integral of the bilinear density over the
quadrilateral itself, so that what is solved is what is promised, not its limit for fine lattices; the linear systems
are small enough for a banded factorisation; and the potential is kept as the start for the next frame.

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

private:
    /** @brief An edge between two nodes: what the mass of the cells beside it owes to it.

    By Green's theorem the mass of a cell is the integral of F dy along its outline, F being the density's
    antiderivative along x, and moving the edge by d changes it by the integral of density*cross(d, edge). */
    struct Edge
    {
        double flux;       //!< integral of F dy
        double begin, end; //!< integrals of the density along the edge, weighted by the nearness of either node
        double dx, dy;
    };

    void setLattice(int rows, int columns);
    void setDensity(const double* density, double power);
    Edge measure(int from, int to) const;
    bool place(const std::vector<double>& potential);
    double residual(double& meanError);
    void assemble();
    void factorAndSolve();
    void followFromUniform(Report& report);
    bool newton(int maxSteps, double tolerance, double meanTolerance, Report& report);

    int rows = 0, columns = 0, cellRows = 0,
        cellColumns = 0; //!< with columns <= rows: the narrow side sets the bandwidth
    bool transposed = false;
    std::vector<double> given, density, prefix; //!< at the nodes; prefix: integral along a row up to a node
    std::vector<double> potential, trial, step; //!< on the cells
    std::vector<double> x, y;                   //!< of the nodes, in lattice steps
    std::vector<double> excess;                 //!< mass of every cell minus 1
    std::vector<double> band;                   //!< the Newton system, 2*bandwidth + 1 values a row
    std::vector<Edge> acrossEdges, downEdges;   //!< along rows, along columns
};

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_TRANSPORT_HPP
