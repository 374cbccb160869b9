// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "bindings.hpp"

namespace cv2_zoom {

namespace {

typedef zoom::SaliencyEstimator Estimator;

template <typename T>
using EstimatorClass = py::class_<T, Estimator, std::shared_ptr<T>>;

//! A Python function as a zoom::SaliencyFunction. It may be called and destroyed by threads that Python knows nothing
//! of.
class SaliencyFunction
{
public:
    explicit SaliencyFunction(const py::function& callable)
        : function(new py::function(callable), [](py::function* object) {
              const py::gil_scoped_acquire locked;
              delete object;
          })
    {
    }

    cv::Mat operator()(const cv::Mat& lowRes, double timestamp) const
    {
        const py::gil_scoped_acquire locked;
        std::string reason;
        try
        {
            // A copy, since the low-res frame's memory is used again for the next one.
            const py::object saliency = (*function)(toArray(lowRes.clone()), timestamp);
            return Input(saliency, "what the function gave").mat.clone();
        }
        catch (const py::error_already_set& e)
        {
            reason = std::string(py::str(e.type().attr("__name__"))) + ": " + std::string(py::str(e.value()));
            if (e.matches(PyExc_KeyboardInterrupt))
                PyErr_SetInterrupt(); // for the caller; last, as any call of Python may raise it
        }
        catch (const py::builtin_exception& e) // of Input
        {
            reason = e.what();
        }
        CV_Error(cv::Error::StsError, "function: " + reason);
    }

private:
    std::shared_ptr<py::function> function;
};

//! From a path or from the bytes of a file.
template <typename Onnx>
std::shared_ptr<zoom::DnnSaliency> dnnSaliency(const Onnx& onnx, const zoom::DnnSaliencyParams& params)
{
    const py::gil_scoped_release release;
    return shared(zoom::DnnSaliency::create(onnx, params));
}

} // namespace

void bindEstimators(py::module_& module)
{
    py::class_<Estimator, std::shared_ptr<Estimator>>(
        module, "SaliencyEstimator",
        "Estimates where a frame needs detail. FunctionSaliency_create() makes one of yours.")
        .def(
            "estimate",
            [](Estimator& self, const Array& lowRes, double timestamp, const Array& saliency) {
                const Input input(lowRes, "lowRes");
                return written(saliency, "saliency", [&](cv::Mat& mat) { self.estimate(input.mat, timestamp, mat); });
            },
            "lowRes"_a, "timestamp"_a, "saliency"_a = py::none(),
            "The pixel-centred saliency, float32, of a low-res frame: uint8, BGR, inputSize(); None where that is (0, "
            "0). The timestamp is in seconds, negative when it is not known.")
        .def("inputSize", &Estimator::inputSize, "(width, height) of the low-res frame that estimate() takes.")
        .def("reset", &Estimator::reset, "Forgets what was learned from earlier frames.");

    module.def(
        "FunctionSaliency_create",
        [](const py::function& function, cv::Size inputSize) {
            return shared(zoom::FunctionSaliency::create(SaliencyFunction(function), inputSize));
        },
        "function"_a, "inputSize"_a = cv::Size(),
        "An estimator that calls function(lowRes, timestamp) -> saliency, an array of float32 or float64. Without "
        "inputSize the function gets None for the frame. What it raises fails the estimate.");
    EstimatorClass<zoom::FunctionSaliency>(module, "FunctionSaliency",
                                           "A function's saliency, see FunctionSaliency_create().");

    py::class_<zoom::DnnSaliencyParams>(module, "DnnSaliencyParams",
                                        "How to feed a saliency network and how to read what it gives.")
        .def(py::init<>())
        .def_readwrite("inputSize", &zoom::DnnSaliencyParams::inputSize, "(width, height) of the network's input")
        .def_readwrite("mean", &zoom::DnnSaliencyParams::mean, "subtracted from the channels, in the network's order")
        .def_readwrite("scale", &zoom::DnnSaliencyParams::scale, "factor of every channel, default 1/255")
        .def_readwrite("swapRB", &zoom::DnnSaliencyParams::swapRB, "True (default) when the network wants RGB")
        .def_readwrite("logits", &zoom::DnnSaliencyParams::logits,
                       "True (default): the output is logits; False: probabilities");
    EstimatorClass<zoom::DnnSaliency>(module, "DnnSaliency", "A saliency network in ONNX format, run through cv::dnn.")
        .def_static(
            "create",
            [](const py::bytes& onnx, const zoom::DnnSaliencyParams& params) {
                const std::string content = onnx;
                return dnnSaliency(std::vector<uchar>(content.begin(), content.end()), params);
            },
            "onnx"_a, "params"_a, "From the bytes of an ONNX file.")
        .def_static(
            "create",
            // Other views are copied, elements of other types refused.
            [](const py::array_t<uchar, py::array::c_style>& onnx, const zoom::DnnSaliencyParams& params) {
                return dnnSaliency(std::vector<uchar>(onnx.data(), onnx.data() + onnx.size()), params);
            },
            "onnx"_a, "params"_a, "From the bytes of an ONNX file, an array of uint8.")
        .def_static(
            "create",
            // py::str, since std::string is what pybind11 makes of a bytearray, too.
            [](const py::str& onnx, const zoom::DnnSaliencyParams& params) {
                return dnnSaliency(std::string(onnx), params);
            },
            "onnx"_a, "params"_a, "From the path of an ONNX file.")
        .def("getParams", &zoom::DnnSaliency::getParams, "What create() was given.")
        .def("setPreferable", &zoom::DnnSaliency::setPreferable, "backend"_a, "target"_a,
             "Backend and target of cv2.dnn.");

    EstimatorClass<zoom::MotionSaliency>(module, "MotionSaliency",
                                         "What moves is salient: the difference to a running average.")
        .def_static(
            "create",
            [](cv::Size inputSize, double timeConstant, double frameRate, double threshold) {
                return shared(zoom::MotionSaliency::create(inputSize, timeConstant, frameRate, threshold));
            },
            "inputSize"_a = cv::Size(96, 72), "timeConstant"_a = 1.0, "frameRate"_a = 30.0, "threshold"_a = 6.0,
            "The time constant is in seconds, the threshold in grey levels.");

    EstimatorClass<zoom::DetectionSaliency>(module, "DetectionSaliency",
                                            "Saliency from the boxes that a detector found in earlier frames.")
        .def_static(
            "create",
            [](cv::Size mapSize, double bandwidth) {
                return shared(zoom::DetectionSaliency::create(mapSize, bandwidth));
            },
            "mapSize"_a = cv::Size(62, 62), "bandwidth"_a = 0.5, "The bandwidth is that of boxesToSaliency().")
        .def(
            "setDetections",
            [](zoom::DetectionSaliency& self, const Array& boxes, cv::Size frameSize) {
                const Input input(boxes, "boxes");
                unlocked([&] { self.setDetections(input.mat, frameSize); });
            },
            "boxes"_a, "frameSize"_a, "Replaces the detections: N x 4 or N x 5, in pixels of the frame.");

    EstimatorClass<zoom::StaticSaliency>(module, "StaticSaliency", "A fixed map.")
        .def_static(
            "create", [](const Array& map) { return shared(zoom::StaticSaliency::create(Input(map, "map").mat)); },
            "map"_a, "From a pixel-centred map, float32 or float64, which is copied.");

    EstimatorClass<zoom::SpectralSaliency>(module, "SpectralSaliency",
                                           "What is unusual in its surroundings is salient: the spectral residual.")
        .def_static(
            "create", [](cv::Size inputSize) { return shared(zoom::SpectralSaliency::create(inputSize)); },
            "inputSize"_a = cv::Size(64, 64), "inputSize is at least (8, 8).");

    EstimatorClass<zoom::MixedSaliency>(module, "MixedSaliency", "A weighted mean of several estimators' maps.")
        .def_static(
            "create",
            [](const std::vector<std::shared_ptr<Estimator>>& estimators, const std::vector<double>& weights) {
                return shared(zoom::MixedSaliency::create(
                    std::vector<cv::Ptr<Estimator>>(estimators.begin(), estimators.end()), weights));
            },
            "estimators"_a, "weights"_a, "One weight for each estimator.");
}

} // namespace cv2_zoom
