// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "bindings.hpp"

namespace cv2_zoom {

void bindGrids(py::module_& module)
{
    module.attr("GRID_ATTRACTION") = int(zoom::GRID_ATTRACTION);
    module.attr("GRID_SEPARABLE") = int(zoom::GRID_SEPARABLE);
    module.attr("GRID_TRANSPORT") = int(zoom::GRID_TRANSPORT);

    py::class_<zoom::GridParams>(module, "GridParams",
                                 "Parameters of a grid generator. Every field is checked where it is used.")
        .def(py::init<>())
        .def_readwrite("mode", &zoom::GridParams::mode, "GRID_ATTRACTION (default), GRID_SEPARABLE or GRID_TRANSPORT")
        .def_readwrite("gridSize", &zoom::GridParams::gridSize, "nodes (columns, rows); (0, 0): as the saliency")
        .def_readwrite("sigma", &zoom::GridParams::sigma,
                       "standard deviation of the attraction kernel, as a fraction of the lattice's shorter side")
        .def_readwrite("borderType", &zoom::GridParams::borderType,
                       "cv2.BORDER_REFLECT_101 (default) or cv2.BORDER_REPLICATE")
        .def_readwrite("uniformMix", &zoom::GridParams::uniformMix, "share of uniform saliency, 0 to 1")
        .def_readwrite("minMagnification", &zoom::GridParams::minMagnification, "0 to 1; 0: no limit")
        .def_readwrite("maxMagnification", &zoom::GridParams::maxMagnification, "1 or more; 0: no limit");

    module.def(
        "saliencyToGrid",
        [](const Array& saliency, const Array& grid, const zoom::GridParams& params) {
            const Input input(saliency, "saliency");
            return written(grid, "grid", [&](cv::Mat& mat) { zoom::saliencyToGrid(input.mat, mat, params); });
        },
        "saliency"_a, "grid"_a = py::none(), py::arg_v("params", zoom::GridParams(), "GridParams()"),
        "Turns a node-valued saliency map (float32 or float64, GridParams.gridSize) into a sampling grid: float32, "
        "rows x columns x 2, the normalised frame coordinates (u, v) of every node.");
    module.def(
        "massError",
        [](const Array& saliency, const Array& grid, const Array& errors, const zoom::GridParams& params) {
            const Input map(saliency, "saliency"), nodes(grid, "grid");
            double mean = 0;
            const py::object array = written(
                errors, "errors", [&](cv::Mat& mat) { mean = zoom::massError(map.mat, nodes.mat, mat, params); });
            return py::make_tuple(mean, array);
        },
        "saliency"_a, "grid"_a, "errors"_a = py::none(), py::arg_v("params", zoom::GridParams(), "GridParams()"),
        "How far the cells of a grid are from equal shares of GRID_TRANSPORT's density: the mean of the absolute "
        "errors, and mass over share, minus 1, for every cell.");
    module.def(
        "identityGrid",
        [](cv::Size gridSize, const Array& grid) {
            return written(grid, "grid", [&](cv::Mat& mat) { zoom::identityGrid(gridSize, mat); });
        },
        "gridSize"_a, "grid"_a = py::none(), "The grid of a uniform resize; gridSize is (columns, rows).");
    module.def(
        "saliencyToNodes",
        [](const Array& map, cv::Size gridSize, const Array& saliency) {
            const Input input(map, "map");
            return written(saliency, "saliency",
                           [&](cv::Mat& mat) { zoom::saliencyToNodes(input.mat, mat, gridSize); });
        },
        "map"_a, "gridSize"_a, "saliency"_a = py::none(),
        "Resamples a pixel-centred map, what estimators and networks give, bilinearly to the nodes of a grid.");
    module.def(
        "boxesToSaliency",
        [](const Array& boxes, cv::Size frameSize, const Array& saliency, cv::Size gridSize, double bandwidth) {
            const Input input(boxes, "boxes");
            return written(saliency, "saliency", [&](cv::Mat& mat) {
                zoom::boxesToSaliency(input.mat, frameSize, mat, gridSize, bandwidth);
            });
        },
        "boxes"_a, "frameSize"_a, "saliency"_a = py::none(), "gridSize"_a = cv::Size(31, 31), "bandwidth"_a = 0.5,
        "Node-valued saliency from boxes, N x 4 (x, y, width, height) or N x 5 (and a weight), in frame pixels: a "
        "Gaussian for each, as wide as the box times the bandwidth.");
    module.def(
        "drawSaliency",
        [](const Array& image, const Array& saliency, double opacity) {
            const Input input(saliency, "saliency");
            return written(image, "image", [&](cv::Mat& mat) { zoom::drawSaliency(mat, input.mat, opacity); });
        },
        "image"_a, "saliency"_a, "opacity"_a = 0.6, "Blends a saliency map over an image as a heat map, in place.");
    module.def(
        "drawGrid",
        [](const Array& frame, const zoom::ZoomTransform& transform, const cv::Scalar& color, int thickness, int step) {
            return written(frame, "frame",
                           [&](cv::Mat& mat) { zoom::drawGrid(mat, transform, color, thickness, step); });
        },
        "frame"_a, "transform"_a, "color"_a = cv::Scalar(0, 255, 255), "thickness"_a = 1, "step"_a = 1,
        "Draws every step-th line of a transform's grid over the frame that it samples, in place.");
    module.def(
        "frameBoxes",
        [](const zoom::ZoomTransform& transform, const Array& boxes, const Array& frameBoxes) {
            const Input input(boxes, "boxes");
            return written(frameBoxes, "frameBoxes",
                           [&](cv::Mat& mat) { zoom::frameBoxes(transform, input.mat, mat); });
        },
        "transform"_a, "boxes"_a, "frameBoxes"_a = py::none(),
        "Brings boxes about things, N x 4, from the zoomed frame to the frame by the middles of their sides; the "
        "result is float64, or None when there are none.");
    module.def(
        "zoomedBoxes",
        [](const zoom::ZoomTransform& transform, const Array& boxes, const Array& zoomedBoxes) {
            const Input input(boxes, "boxes");
            return written(zoomedBoxes, "zoomedBoxes",
                           [&](cv::Mat& mat) { zoom::zoomedBoxes(transform, input.mat, mat); });
        },
        "transform"_a, "boxes"_a, "zoomedBoxes"_a = py::none(),
        "Brings boxes from the frame to the zoomed frame: the inverse of frameBoxes().");
}

} // namespace cv2_zoom
