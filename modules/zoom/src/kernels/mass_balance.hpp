// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_MASS_BALANCE_HPP
#define OPENCV_ZOOM_KERNELS_MASS_BALANCE_HPP

#include "banded_matrix.hpp"
#include "mass_lattice.hpp"

#include <cstddef>
#include <vector>

namespace cv {
namespace zoom {
namespace kernels {

/** @brief Moves the nodes of a lattice as little as possible until every cell has its mass and none is bent too far.

A potential has one value for each cell, just enough to give every cell its mass. Where the density is steep compared
with the lattice, cells of that one solution fold although their masses are right. Here the nodes move freely, on the
frame's sides along them. Every step is the shortest move that, to first order, brings each mass to 1 and the
determinant at each corner that is too small to a part of its cell's area: a quadratic program, solved with a banded
factorisation for the masses and a small dense system for the corners. */
class MassBalance
{
public:
    //! Smallest determinant of a corner, in parts of its cell's area, that is aimed at, and the one that will do.
    static constexpr double WANTED_CORNER = 0.2, LEAST_CORNER = 0.1;

    //! Makes room for a lattice of this size.
    void resize(int rows, int columns);

    /** @param lattice its nodes move; they and the masses belong together before and after
    @param maxError, meanError of a cell's mass: tolerances, and what was reached
    @param steps is raised by the number of steps taken
    @return whether the tolerances are met and no corner is below LEAST_CORNER */
    bool balance(MassLattice& lattice, int maxSteps, double& maxError, double& meanError, int& steps);

    /** @brief Gradient through the shortest move that brings every mass back to 1, corners left alone.

    Corners that are only just not pushed make that move one with a kink: a change of the masses is free to move them
    one way and not the other. As equations they would match it no better than left alone.
    @param gradX, gradY with respect to the nodes' positions; becomes the one with respect to those before the move
    @param toMasses output: the masses' multipliers, minus the gradient with respect to the masses before the move
    @return false where the masses' system is singular; the outputs are undefined then */
    bool adjoint(const MassLattice& lattice, std::vector<double>& gradX, std::vector<double>& gradY,
                 std::vector<double>& toMasses);

private:
    //! A corner that is kept from bending too far: its gradient by the node itself and its neighbours along x and y.
    struct Corner
    {
        int i, j, k;
        int node[3];
        double byX[3], byY[3];
        double missing;    //!< how far the determinant is below the wanted one; negative beyond
        double multiplier; //!< how strongly the corner is pushed; 0 for one that needs no push
        bool on;           //!< whether it is pushed to where it belongs
    };

    std::size_t maxCorners() const;
    void watchCorners(const MassLattice& lattice);
    void linearise(const MassLattice& lattice, Corner& corner) const;
    bool factor(const MassLattice& lattice);
    void solveMasses(double* values);
    template <typename Visit>
    void visitMassChanges(const MassLattice& lattice, const Corner& corner, Visit visit) const;
    void couple(const MassLattice& lattice);
    static double sharedGradient(const Corner& a, const Corner& b);
    void push();
    bool pushThoseOn();
    void move(MassLattice& lattice);
    void addMassGradient(const MassLattice& lattice, const double* values);

    std::vector<Corner> corners;
    std::vector<char> watched;        //!< for every corner of every cell, whether it is among `corners`
    std::vector<double> byX, byY;     //!< derivatives of every cell's mass by its four nodes, 0 where they are fixed
    BandedMatrix matrix;              //!< of the masses' system
    std::vector<double> masses;       //!< one value per cell
    std::vector<double> moveX, moveY; //!< one value per node
    std::vector<double> coupling;     //!< the corners' system
    BandedMatrix reduced;             //!< that of those that are pushed
    std::vector<int> pushed;          //!< corners that are on
    std::vector<double> multipliers;  //!< of the pushed ones
    int cells = 0, width = 0;         //!< of the masses' system
};

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_MASS_BALANCE_HPP
