// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "bindings.hpp"

namespace cv2_zoom {

namespace {

//! Has cv2.error raised for a cv::Exception, with the fields that cv2 gives it.
void raiseAsCv2Error(std::exception_ptr pointer)
{
    try
    {
        std::rethrow_exception(pointer);
    }
    catch (const cv::Exception& e)
    {
        const py::object type = py::module_::import("cv2").attr("error");
        const py::object error = type(e.what());
        error.attr("file") = e.file;
        error.attr("func") = e.func;
        error.attr("line") = e.line;
        error.attr("code") = e.code;
        error.attr("msg") = e.msg;
        error.attr("err") = e.err;
        PyErr_SetObject(type.ptr(), error.ptr());
    }
}

} // namespace

PYBIND11_MODULE(cv2_zoom, module)
{
    module.doc() = "Zooms pictures where it matters, before networks with a small input: what cv2.zoom is in an OpenCV "
                   "that was built with the module.\n\nArrays are numpy's, as cv2 takes and gives them. Functions are "
                   "those of the C++ documentation; their output arrays are optional arguments. Errors are cv2.error, "
                   "or TypeError for arguments of a wrong type.";
    module.attr("error") = py::module_::import("cv2").attr("error");
    py::register_local_exception_translator(raiseAsCv2Error);
    bindGrids(module);
    bindTransform(module);
    bindEstimators(module);
    bindSampler(module);
    module.def(
        "registerDnnLayers", &zoom::registerDnnLayers,
        "Makes cv2.dnn know the operators SaliencyToGrid and GridZoom (domain cv_zoom) and GridSample of ONNX files "
        "that hold a whole chain.");
}

} // namespace cv2_zoom
