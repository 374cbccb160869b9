// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "bindings.hpp"

namespace cv2_zoom {

namespace {

typedef zoom::ZoomTransform Transform;

//! A method that maps one array, such as toFrameRects().
auto mapping(void (Transform::*method)(cv::InputArray, cv::OutputArray) const, const char* from, const char* to)
{
    return [=](const Transform& self, const Array& source, const Array& target) {
        const Input input(source, from);
        return written(target, to, [&](cv::Mat& mat) { (self.*method)(input.mat, mat); });
    };
}

//! zoom() or unzoom().
auto mapping(void (Transform::*method)(cv::InputArray, cv::OutputArray, int) const, const char* from, const char* to)
{
    return [=](const Transform& self, const Array& source, const Array& target, int interpolation) {
        const Input input(source, from);
        return written(target, to, [&](cv::Mat& mat) { (self.*method)(input.mat, mat, interpolation); });
    };
}

//! toFramePoints() or toZoomedPoints().
auto mapping(void (Transform::*method)(cv::InputArray, cv::OutputArray, cv::OutputArray) const, const char* to)
{
    return [=](const Transform& self, const Array& points, const Array& target, const Array& valid) {
        const Input input(points, "points");
        Output mask(valid, "valid");
        const py::object mapped = written(target, to, [&](cv::Mat& mat) { (self.*method)(input.mat, mat, mask.mat); });
        return py::make_tuple(mapped, mask.array());
    };
}

} // namespace

void bindTransform(py::module_& module)
{
    module.attr("CHROMA_SITE_LEFT") = int(zoom::CHROMA_SITE_LEFT);
    module.attr("CHROMA_SITE_CENTER") = int(zoom::CHROMA_SITE_CENTER);
    module.attr("CHROMA_SITE_TOP_LEFT") = int(zoom::CHROMA_SITE_TOP_LEFT);

    py::class_<Transform>(
        module, "ZoomTransform",
        "A grid with the two image sizes it connects: maps images, planes, points and rectangles both ways. Immutable; "
        "all methods may be called from several threads at once.")
        .def(py::init<>(), "An empty transform, whose mapping methods raise.")
        .def(py::init([](const Array& grid, cv::Size frameSize, cv::Size zoomedSize) {
                 return Transform(Input(grid, "grid").mat, frameSize, zoomedSize);
             }),
             "grid"_a, "frameSize"_a, "zoomedSize"_a, "Copies the grid, float32, rows x columns x 2.")
        .def("empty", &Transform::empty, "True for a transform without a grid.")
        .def("frameSize", &Transform::frameSize, "(width, height) of the frame.")
        .def("zoomedSize", &Transform::zoomedSize, "(width, height) of the zoomed frame.")
        .def(
            "getGrid",
            [](const Transform& self, const Array& grid) {
                return written(grid, "grid", [&](cv::Mat& mat) { self.getGrid(mat); });
            },
            "grid"_a = py::none(), "A copy of the grid.")
        .def("resized", &Transform::resized, "frameSize"_a, "zoomedSize"_a,
             "The same grid between images of other sizes.")
        .def("zoom", mapping(&Transform::zoom, "frame", "zoomed"), "frame"_a, "zoomed"_a = py::none(),
             "interpolation"_a = int(cv::INTER_AREA),
             "Zooms a frame: uint8, uint16 or float32 with 1 to 4 channels. cv2.INTER_AREA is antialiased; "
             "cv2.INTER_LINEAR and cv2.INTER_NEAREST sample points.")
        .def("unzoom", mapping(&Transform::unzoom, "zoomed", "frame"), "zoomed"_a, "frame"_a = py::none(),
             "interpolation"_a = int(cv::INTER_LINEAR),
             "Brings a zoomed image back to the frame's geometry; what the zoomed frame does not show is 0.")
        .def(
            "zoomPlanes",
            [](const Transform& self, const py::object& planes, const py::object& zoomedPlanes, int chromaSite,
               int interpolation) {
                const Inputs input(planes, "planes");
                Outputs output(zoomedPlanes, "zoomedPlanes");
                unlocked([&] { self.zoomPlanes(input.mats, output.mats, chromaSite, interpolation); });
                return output.arrays();
            },
            "planes"_a, "zoomedPlanes"_a = py::none(), "chromaSite"_a = int(zoom::CHROMA_SITE_LEFT),
            "interpolation"_a = int(cv::INTER_AREA),
            "Zooms the planes of a 4:2:0 picture: two (NV12) or three (I420); gives a tuple of them.")
        .def("toFramePoints", mapping(&Transform::toFramePoints, "framePoints"), "points"_a,
             "framePoints"_a = py::none(), "valid"_a = py::none(),
             "Maps points of the zoomed frame, N x 2 or N x 1 x 2 of float32 or float64, to the frame; integer "
             "coordinates are pixel centres. Gives the points and a mask: 255 inside the zoomed frame, else 0.")
        .def("toZoomedPoints", mapping(&Transform::toZoomedPoints, "zoomedPoints"), "points"_a,
             "zoomedPoints"_a = py::none(), "valid"_a = py::none(),
             "Maps points of the frame to the zoomed frame: the exact inverse of toFramePoints(). The mask is 255 "
             "where the zoomed frame shows the point.")
        .def("toFrameRects", mapping(&Transform::toFrameRects, "rects", "frameRects"), "rects"_a,
             "frameRects"_a = py::none(),
             "The tight bounds, in the frame, of rectangles of the zoomed frame: N x 4 (x, y, width, height).")
        .def("toZoomedRects", mapping(&Transform::toZoomedRects, "rects", "zoomedRects"), "rects"_a,
             "zoomedRects"_a = py::none(), "The tight bounds, in the zoomed frame, of what it shows of rectangles.")
        .def(
            "magnification",
            [](const Transform& self, const Array& magnification) {
                return written(magnification, "magnification", [&](cv::Mat& mat) { self.magnification(mat); });
            },
            "magnification"_a = py::none(), "The magnification at every pixel of the zoomed frame, float32.")
        .def("minMagnification", &Transform::minMagnification, "The smallest magnification anywhere.")
        .def("maxMagnification", &Transform::maxMagnification, "The largest magnification anywhere.")
        .def("coverage", &Transform::coverage, "The share of the frame's area that the zoomed frame shows.")
        .def("isCertified", &Transform::isCertified, "True when the grid is proven to be one-to-one.");
}

} // namespace cv2_zoom
