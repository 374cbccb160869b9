// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_TEST_GRADCHECK_HPP
#define OPENCV_ZOOM_TRAIN_TEST_GRADCHECK_HPP

#include "test_precomp.hpp"

#include <functional>
#include <vector>

namespace opencv_test {

typedef std::vector<at::Tensor> Tensors;
typedef std::function<at::Tensor(const Tensors&)> Operation;

//! Gradients of sum(weights*operation(inputs)) with respect to every input.
Tensors gradients(const Operation& operation, const Tensors& inputs, const at::Tensor& weights);

/** @brief Compares gradients in double with central differences.

The operation's result is reduced to one number by random weights, and every value of every input is moved. Where the
operation has a kink (a sample on a line of pixel centres, a box's end on a texel's edge, a limit that just begins to
act) the two one-sided differences disagree: the inputs must be chosen so that this happens nowhere within the step, and
the check fails where it does, rather than leave the value out. */
void checkGradients(const Operation& operation, const Tensors& inputs, double tolerance = 1e-6);

//! Compares the gradients in float with those in double; the inputs are double values that float can hold.
void checkFloatGradients(const Operation& operation, const Tensors& inputs, double tolerance);

//! Uniform random values in double; the same for the same seed.
at::Tensor uniform(at::IntArrayRef sizes, double low, double high, uint64_t seed);

//! Largest absolute difference; infinite when the shapes differ.
double distance(const at::Tensor& a, const at::Tensor& b);

//! The message of the error that a call throws; says so when it throws none.
std::string torchError(const std::function<void()>& call);

} // namespace opencv_test

#endif // OPENCV_ZOOM_TRAIN_TEST_GRADCHECK_HPP
