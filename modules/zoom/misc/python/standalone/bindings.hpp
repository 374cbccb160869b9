// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_PYTHON_BINDINGS_HPP
#define OPENCV_ZOOM_PYTHON_BINDINGS_HPP

// Names, arguments and their order are those that OpenCV's generator gives cv2.zoom in an OpenCV tree: outputs are
// optional arguments, and what is returned. misc/python/test/test_zoom.py runs on both.

#include "arrays.hpp"

#include "opencv2/zoom.hpp"

#include <memory>

namespace cv2_zoom {

namespace zoom = cv::zoom;
using namespace pybind11::literals;

void bindGrids(py::module_& module);
void bindTransform(py::module_& module);
void bindEstimators(py::module_& module);
void bindSampler(py::module_& module); // uses the types of the others

//! cv::Ptr as the holder that pybind11 knows; in some versions of OpenCV it is a class of its own.
template <typename T>
std::shared_ptr<T> shared(const cv::Ptr<T>& pointer)
{
    return pointer;
}

} // namespace cv2_zoom

#endif // OPENCV_ZOOM_PYTHON_BINDINGS_HPP
