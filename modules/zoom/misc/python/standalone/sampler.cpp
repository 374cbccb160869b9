// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "bindings.hpp"

namespace cv2_zoom {

namespace {

typedef zoom::SaliencySampler Sampler;

void bindBlobParams(py::module_& module)
{
    module.attr("YUV_BT601") = int(zoom::YUV_BT601);
    module.attr("YUV_BT709") = int(zoom::YUV_BT709);
    module.attr("YUV_BT2020") = int(zoom::YUV_BT2020);

    py::class_<zoom::BlobParams>(
        module, "BlobParams", "How pixels become a network's input: (pixel - mean[c])*scale[c], c the blob's channel.")
        .def(py::init<>())
        .def_readwrite("mean", &zoom::BlobParams::mean, "subtracted from every channel, default 0")
        .def_readwrite("scale", &zoom::BlobParams::scale, "factor of every channel, default 1")
        .def_readwrite("swapRB", &zoom::BlobParams::swapRB, "exchanges the first and the third channel")
        .def_readwrite("ddepth", &zoom::BlobParams::ddepth, "cv2.CV_32F (default) or cv2.CV_16F")
        .def_readwrite("yuvMatrix", &zoom::BlobParams::yuvMatrix, "for planes: YUV_BT601 (default) and so on")
        .def_readwrite("fullRange", &zoom::BlobParams::fullRange, "for planes: True when they use 0 to 255");
}

void bindApply(py::class_<Sampler, std::shared_ptr<Sampler>>& sampler)
{
    sampler
        .def(
            "apply",
            [](Sampler& self, const Array& frame, const Array& zoomed, double timestamp) {
                const Input input(frame, "frame");
                return written(zoomed, "zoomed", [&](cv::Mat& mat) { self.apply(input.mat, mat, timestamp); });
            },
            "frame"_a, "zoomed"_a = py::none(), "timestamp"_a = -1.0,
            "Zooms the next frame of the stream: uint8, uint16 or float32; 1, 3 (BGR) or 4 channels. The timestamp is "
            "in seconds; negative: one frame period after the last.")
        .def(
            "applyPlanes",
            [](Sampler& self, const py::object& planes, const py::object& zoomedPlanes, int chromaSite,
               double timestamp) {
                const Inputs input(planes, "planes");
                Outputs output(zoomedPlanes, "zoomedPlanes");
                unlocked([&] { self.applyPlanes(input.mats, output.mats, chromaSite, timestamp); });
                return output.arrays();
            },
            "planes"_a, "zoomedPlanes"_a = py::none(), "chromaSite"_a = int(zoom::CHROMA_SITE_LEFT),
            "timestamp"_a = -1.0, "Zooms the next picture of a 4:2:0 stream, see ZoomTransform.zoomPlanes().")
        .def(
            "applyToBlob",
            [](Sampler& self, const py::object& frames, const Array& blob, const zoom::BlobParams& params,
               double timestamp) {
                const Inputs input(frames, "frames");
                std::vector<zoom::ZoomTransform> transforms;
                const py::object array = written(blob, "blob", [&](cv::Mat& mat) {
                    self.applyToBlob(input.mats, mat, transforms, params, timestamp);
                });
                return py::make_tuple(array, py::tuple(py::cast(transforms)));
            },
            "frames"_a, "blob"_a = py::none(), py::arg_v("params", zoom::BlobParams(), "BlobParams()"),
            "timestamp"_a = -1.0,
            "Zooms a sequence of frames of the stream straight into a network's input, N x C x height x width; gives "
            "the blob and the transform of every frame.")
        .def(
            "applyPlanesToBlob",
            [](Sampler& self, const py::object& planes, const Array& blob, const zoom::BlobParams& params,
               int chromaSite, double timestamp) {
                const Inputs input(planes, "planes");
                return written(blob, "blob", [&](cv::Mat& mat) {
                    self.applyPlanesToBlob(input.mats, mat, params, chromaSite, timestamp);
                });
            },
            "planes"_a, "blob"_a = py::none(), py::arg_v("params", zoom::BlobParams(), "BlobParams()"),
            "chromaSite"_a = int(zoom::CHROMA_SITE_LEFT), "timestamp"_a = -1.0,
            "Zooms the next picture of a 4:2:0 stream straight into a network's input.");
}

} // namespace

void bindSampler(py::module_& module)
{
    bindBlobParams(module);

    py::class_<Sampler, std::shared_ptr<Sampler>> sampler(
        module, "SaliencySampler",
        "Zooms the frames of a stream. One object serves one stream and one thread at a time. A saliency that is "
        "unusable never stops the stream: that frame is sampled uniformly and counted, see getFallbacks().");
    sampler
        .def_static(
            "create",
            [](const std::string& model, cv::Size zoomedSize) { return shared(Sampler::create(model, zoomedSize)); },
            py::call_guard<py::gil_scoped_release>(), "model"_a, "zoomedSize"_a,
            "With a saliency model, a file such as models/contrast.yaml.")
        .def_static(
            "create",
            [](const std::shared_ptr<zoom::SaliencyEstimator>& estimator, cv::Size zoomedSize,
               const zoom::GridParams& params) { return shared(Sampler::create(estimator, zoomedSize, params)); },
            "estimator"_a, "zoomedSize"_a, py::arg_v("params", zoom::GridParams(), "GridParams()"),
            "With an estimator.");
    bindApply(sampler);
    sampler.def("getTransform", &Sampler::getTransform, "The transform of the last frame; empty before the first.")
        .def(
            "getSaliency",
            [](const Sampler& self, const Array& saliency) {
                return written(saliency, "saliency", [&](cv::Mat& mat) { self.getSaliency(mat); });
            },
            "saliency"_a = py::none(), "The node-valued saliency of the last frame; None before the first.")
        .def("reset", &Sampler::reset, "Forgets the stream's past.")
        .def(
            "getEstimator", [](const Sampler& self) { return shared(self.getEstimator()); }, "The estimator in use.")
        .def("getZoomedSize", &Sampler::getZoomedSize, "(width, height) of the zoomed frames.")
        .def("setZoomedSize", &Sampler::setZoomedSize, "size"_a, "Sets it from the next frame on.")
        .def("getGridParams", &Sampler::getGridParams, "The grid generator's parameters, a copy.")
        .def("setGridParams", &Sampler::setGridParams, "params"_a, "Sets them from the next frame on.")
        .def("getInterpolation", &Sampler::getInterpolation, "Of the frames' sampling, as cv2 numbers it.")
        .def("setInterpolation", &Sampler::setInterpolation, "interpolation"_a,
             "cv2.INTER_AREA (default), cv2.INTER_LINEAR or cv2.INTER_NEAREST.")
        .def("getSmoothing", &Sampler::getSmoothing, "Time constant in seconds; 0 for none.")
        .def("setSmoothing", &Sampler::setSmoothing, "seconds"_a,
             "Time constant of the saliency's smoothing in seconds; 0 (default) for none.")
        .def("getFrameRate", &Sampler::getFrameRate, "Frames per second, for frames without a timestamp.")
        .def("setFrameRate", &Sampler::setFrameRate, "framesPerSecond"_a, "Taken when apply() gets no timestamp.")
        .def("getSaliencyInterval", &Sampler::getSaliencyInterval, "Frames from one estimate to the next.")
        .def("setSaliencyInterval", &Sampler::setSaliencyInterval, "frames"_a,
             "The saliency is estimated on every n-th frame.")
        .def("getSceneCutThreshold", &Sampler::getSceneCutThreshold, "In grey levels; 0 for never.")
        .def("setSceneCutThreshold", &Sampler::setSceneCutThreshold, "difference"_a,
             "Mean difference of low-res frames, in grey levels, from which on reset() is done; 0 for never.")
        .def("getRGB", &Sampler::getRGB, "True when frames are taken for RGB(A).")
        .def("setRGB", &Sampler::setRGB, "rgb"_a, "True when frames come in RGB(A) order.")
        .def("getFallbacks", &Sampler::getFallbacks, "Frames sampled uniformly, as their saliency was unusable.")
        .def("getSceneCuts", &Sampler::getSceneCuts, "Number of scene cuts seen.");
}

} // namespace cv2_zoom
