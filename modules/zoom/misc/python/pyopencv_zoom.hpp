// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// What OpenCV's binding generator cannot find out about module zoom. Compiled in an OpenCV tree only.

#ifdef HAVE_OPENCV_ZOOM
#include "opencv2/zoom.hpp"

#include <memory>
#include <vector>

typedef std::vector<cv::zoom::ZoomTransform> vector_ZoomTransform;
typedef std::vector<cv::Ptr<cv::zoom::SaliencyEstimator>> vector_Ptr_SaliencyEstimator;

//! A Python callable as a cv::zoom::SaliencyFunction. It may be called and destroyed by threads that Python knows
//! nothing of.
class PySaliencyFunction
{
public:
    explicit PySaliencyFunction(PyObject* callable)
        : function((Py_INCREF(callable), callable), [](PyObject* object) {
              PyEnsureGIL gil;
              Py_DECREF(object);
          })
    {
    }

    cv::Mat operator()(const cv::Mat& lowRes, double timestamp) const
    {
        PyEnsureGIL gil;
        cv::Mat saliency, copy; // the low-res frame's memory is used again for the next one
        copy.allocator = &g_numpyAllocator;
        lowRes.copyTo(copy);
        PyObject* const object = PyObject_CallFunction(function.get(), "Nd", pyopencv_from(copy), timestamp);
        PySafeObject result(object);
        if (!object || !pyopencv_to(object, saliency, ArgInfo("what the function gave", false)))
            raise();
        return saliency.clone(); // owned by C++: it may outlive the GIL that is held here
    }

private:
    //! The Python error as a cv::Exception.
    [[noreturn]] static void raise()
    {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        PyErr_NormalizeException(&type, &value, &traceback);
        PySafeObject safeType(type), safeValue(value), safeTraceback(traceback);
        PyObject* const text = value ? PyObject_Str(value) : NULL;
        PySafeObject safeText(text);
        std::string reason;
        if (!text || !getUnicodeString(text, reason))
            PyErr_Clear();
        const char* name = type ? reinterpret_cast<PyTypeObject*>(type)->tp_name : "an unknown error";
        if (type && PyErr_GivenExceptionMatches(type, PyExc_KeyboardInterrupt))
            PyErr_SetInterrupt(); // for the caller; last, as any call of Python may raise it
        CV_Error(cv::Error::StsError, cv::format("function: %s: %s", name, reason.c_str()));
    }

    std::shared_ptr<PyObject> function;
};

//! A template, so that it is compiled where the generated converters are known: OpenCV includes this file before them.
template <typename Estimator>
static PyObject* pyopencv_cv_zoom_createFunctionSaliency(PyObject*, PyObject* py_args, PyObject* kw)
{
    PyObject *function = NULL, *pyInputSize = NULL;
    cv::Size inputSize;
    const char* keywords[] = {"function", "inputSize", NULL};
    if (!PyArg_ParseTupleAndKeywords(py_args, kw, "O|O:FunctionSaliency_create", (char**)keywords, &function,
                                     &pyInputSize) ||
        !pyopencv_to(pyInputSize, inputSize, ArgInfo("inputSize", false)))
        return NULL;
    if (!PyCallable_Check(function))
        return failmsgp("function is not callable");
    const PySaliencyFunction callable(function); // here, since ERRWRAP2 gives Python's lock away
    cv::Ptr<Estimator> retval;
    ERRWRAP2(retval = Estimator::create(callable, inputSize));
    return pyopencv_from(retval);
}

#define PYOPENCV_EXTRA_METHODS_ZOOM                                                                                    \
    {"FunctionSaliency_create", CV_PY_FN_WITH_KW(pyopencv_cv_zoom_createFunctionSaliency<cv::zoom::FunctionSaliency>), \
     "FunctionSaliency_create(function[, inputSize]) -> retval\n.   @brief An estimator that calls a function: "       \
     "function(lowRes, timestamp) -> saliency, an array of float32 or float64.\n.   @param inputSize size of the "     \
     "low-res frame; without it the function gets None"},
#endif
