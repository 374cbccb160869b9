// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_PYTHON_ARRAYS_HPP
#define OPENCV_ZOOM_PYTHON_ARRAYS_HPP

// numpy arrays as cv::Mat and back, as cv2 takes and gives them: the last of three dimensions is channels.

#include "opencv2/core.hpp"

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <utility>
#include <vector>

namespace cv2_zoom {

namespace py = pybind11;

inline bool isAnyObject(PyObject*)
{
    return true;
}

//! An argument that Input or Output looks at: their errors know its name, which pybind11's do not.
class Array : public py::object
{
public:
    PYBIND11_OBJECT_DEFAULT(Array, py::object, isAnyObject)
};

//! An array that is read: in its own memory, or a copy where a Mat cannot describe that, or its elements are int64.
//! None is an empty Mat.
class Input
{
public:
    //! Throws a TypeError with @p name in it.
    Input(const py::object& object, const char* name);

    cv::Mat mat;

private:
    py::array owner;
};

//! An array that is written. None is one that the call makes.
class Output
{
public:
    //! Throws a TypeError with @p name in it for an array whose memory a Mat cannot describe.
    Output(const py::object& given, const char* name);

    //! What was given, if the call wrote there, else a new array.
    py::object array() const;

    cv::Mat mat;

private:
    py::object owner;
    const uchar* memory = nullptr;
};

//! A sequence of arrays that are read.
class Inputs
{
public:
    Inputs(const py::object& objects, const char* name);

    std::vector<cv::Mat> mats;

private:
    std::vector<Input> items;
};

//! A sequence of arrays that are written, or None.
class Outputs
{
public:
    Outputs(const py::object& given, const char* name);

    py::tuple arrays() const;

    std::vector<cv::Mat> mats;

private:
    std::vector<Output> items;
};

//! An array on the memory of a Mat; None for an empty one.
py::object toArray(const cv::Mat& mat);

//! Calls what takes time without Python's lock.
template <typename Call>
void unlocked(const Call& call)
{
    const py::gil_scoped_release release;
    call();
}

//! Runs a call that writes one array. @p given is the caller's array, or None.
template <typename Call>
Array written(const py::object& given, const char* name, const Call& call)
{
    Output output(given, name);
    unlocked([&] { call(output.mat); });
    return Array(output.array());
}

} // namespace cv2_zoom

namespace pybind11 {
namespace detail {

template <>
struct handle_type_name<cv2_zoom::Array>
{
    static constexpr auto name = const_name("numpy.ndarray");
};

template <>
struct type_caster<cv::Size>
{
    PYBIND11_TYPE_CASTER(cv::Size, const_name("Tuple[int, int]"));

    bool load(handle source, bool convert)
    {
        make_caster<std::pair<int, int>> pair;
        if (!pair.load(source, convert))
            return false;
        const std::pair<int, int> sides = cast_op<std::pair<int, int>>(pair);
        value = cv::Size(sides.first, sides.second);
        return true;
    }

    static handle cast(const cv::Size& size, return_value_policy, handle)
    {
        return make_tuple(size.width, size.height).release();
    }
};

template <>
struct type_caster<cv::Scalar>
{
    PYBIND11_TYPE_CASTER(cv::Scalar, const_name("Sequence[float]"));

    bool load(handle source, bool convert)
    {
        make_caster<double> number;
        if (number.load(source, convert))
        {
            value = cv::Scalar(cast_op<double>(number));
            return true;
        }
        make_caster<std::vector<double>> numbers;
        if (!numbers.load(source, convert))
            return false;
        const std::vector<double>& values = cast_op<std::vector<double>&>(numbers);
        value = cv::Scalar();
        for (size_t k = 0; k < values.size() && k < 4; ++k)
            value[int(k)] = values[k];
        return values.size() <= 4;
    }

    static handle cast(const cv::Scalar& scalar, return_value_policy, handle)
    {
        return make_tuple(scalar[0], scalar[1], scalar[2], scalar[3]).release();
    }
};

} // namespace detail
} // namespace pybind11

#endif // OPENCV_ZOOM_PYTHON_ARRAYS_HPP
