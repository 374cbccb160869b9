// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_MASS_LATTICE_HPP
#define OPENCV_ZOOM_KERNELS_MASS_LATTICE_HPP

#include <cstddef>
#include <vector>

namespace cv {
namespace zoom {
namespace kernels {

/** @brief A lattice of nodes over a density: the mass of every cell's image, and how it changes when nodes move.

Coordinates are lattice steps. The density is the bilinear interpolant of its node values, scaled so that a cell's share
is 1. By Green's theorem the mass of a cell is the integral of F dy along its outline, F being the density's
antiderivative along x, and moving an edge by d changes it by the integral of density*cross(d, edge). Both integrals are
exact, so that Newton's method converges at its full order. */
class MassLattice
{
public:
    void resize(int rows, int columns);

    //! Takes the density given^power.
    void setDensity(const double* given, double power);

    /** @brief Measures the mass of every cell.
    @param meanError mean of the cells' errors relative to their share
    @return the largest of them */
    double measure(double& meanError);

    //! Derivatives of the mass of the cell at (i, j) by the positions of its nodes, row by row, as last measured.
    void massDerivatives(int i, int j, double byX[4], double byY[4]) const;

    /** @brief Gradient of the cells' masses with respect to the density.
    @param gradExcess with respect to every cell's mass
    @param given the density as given to setDensity(), to the power 1
    @param gradGiven output, with respect to it */
    void densityAdjoint(const double* gradExcess, const double* given, double* gradGiven) const;

    /** Determinant at corner k of the cell at (i, j), the corners being numbered row by row. */
    double corner(int i, int j, int k) const;

    //! Area of the cell at (i, j): the mean of its corners' determinants.
    double area(int i, int j) const;

    //! Smallest determinant of a corner in parts of its cell's area; minus infinity where a cell has hardly any area.
    double leastCorner() const;

    int rows = 0, columns = 0, cellRows = 0, cellColumns = 0;
    std::vector<double> x, y;   //!< of the nodes
    std::vector<double> excess; //!< mass of every cell minus 1, as last measured

    //! The density at a node.
    struct Node
    {
        double density;
        double prefix; //!< integral along its row up to it
    };

    //! What was measured of the edges from every node to the next one along an axis.
    struct Edges
    {
        void resize(std::size_t nodes);

        std::vector<double> flux; //!< integral of F dy
        //! Integrals of the density along the edge, weighted by the nearness of either node, times the edge.
        std::vector<double> beginX, beginY, endX, endY;
    };

    //! Gauss-Legendre points on [0, 1]; their weights are equal.
    static constexpr double GAUSS_AT[2] = {0.2113248654051871, 0.7886751345948129};

private:
    template <typename Visit>
    void visitEdge(int from, int to, Visit visit) const;
    void measureAlong(int first, int count, int stride, Edges& edges);
    void measureEdge(int from, int to, Edges& edges) const;
    double share(int i, int j) const;
    void corners(int i, int j, double determinants[4]) const;

    std::vector<Node> nodes;
    Edges across, down; //!< along rows, along columns
};

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_MASS_LATTICE_HPP
