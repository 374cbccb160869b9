// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_TEST_PROCESSES_HPP
#define OPENCV_ZOOM_TRAIN_TEST_PROCESSES_HPP

#include "test_precomp.hpp"

#include "run_program.hpp"

namespace opencv_test {

using programs::readText;
using programs::startProgram;
using programs::statusOf;
using programs::Variables;

} // namespace opencv_test

#endif // OPENCV_ZOOM_TRAIN_TEST_PROCESSES_HPP
