// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "arrays.hpp"

#include <memory>
#include <string>

namespace cv2_zoom {

namespace {

const int MAX_DIMENSIONS = 32; // of a Mat

struct ElementType
{
    int depth;
    const char* name;
};

const ElementType ELEMENT_TYPES[] = {{CV_8U, "uint8"},  {CV_8S, "int8"},     {CV_16U, "uint16"},  {CV_16S, "int16"},
                                     {CV_32S, "int32"}, {CV_16F, "float16"}, {CV_32F, "float32"}, {CV_64F, "float64"}};

//! The depth of a Mat with the elements of an array, or -1.
int depthOf(const py::array& array)
{
    const std::string name = py::str(array.dtype());
    for (const ElementType& type : ELEMENT_TYPES)
        if (name == type.name)
            return type.depth;
    return -1; // other byte orders have names of their own
}

py::array checkedArray(const py::object& object, const char* name)
{
    if (!py::isinstance<py::array>(object))
        throw py::type_error(std::string(name) + " must be a numpy array, not " +
                             std::string(py::str(py::type::of(object).attr("__name__"))));
    return py::reinterpret_borrow<py::array>(object);
}

//! A Mat on the memory of an array; false where it cannot describe that.
bool describe(const py::array& array, const char* name, cv::Mat& mat)
{
    const int depth = depthOf(array), dims = int(array.ndim());
    if (depth < 0 || dims == 0 || dims > MAX_DIMENSIONS)
    {
        std::string allowed;
        for (const ElementType& type : ELEMENT_TYPES)
            allowed += std::string(allowed.empty() ? "" : ", ") + type.name;
        throw py::type_error(std::string(name) + " is an array of " + std::string(py::str(array.dtype())) + " with " +
                             std::to_string(dims) + " dimensions; allowed are 1 or more of " + allowed);
    }
    for (int k = 0; k < dims; ++k)
        if (array.shape(k) > INT_MAX)
            throw py::type_error(std::string(name) + " has more than 2^31 elements along a dimension");
    const int channels = dims == 3 ? int(array.shape(2)) : 1;
    if (channels < 1 || channels > CV_CN_MAX)
        throw py::type_error(std::string(name) + " has " + std::to_string(channels) + " channels; allowed are 1 to " +
                             std::to_string(CV_CN_MAX));
    if (!(array.flags() & py::detail::npy_api::NPY_ARRAY_ALIGNED_))
        return false;

    uchar* const data = static_cast<uchar*>(const_cast<void*>(array.data()));
    const int type = CV_MAKETYPE(depth, channels);
    if (dims > 3)
    {
        if (!(array.flags() & py::array::c_style))
            return false;
        const std::vector<int> sizes(array.shape(), array.shape() + dims);
        mat = cv::Mat(sizes, type, data);
        return true;
    }
    const int rows = int(array.shape(0)), columns = dims == 1 ? 1 : int(array.shape(1));
    const py::ssize_t element = array.itemsize(), pixel = channels * element, row = columns * pixel;
    if ((channels > 1 && array.strides(2) != element) || (columns > 1 && array.strides(1) != pixel) ||
        (rows > 1 && array.strides(0) < row))
        return false;
    mat = cv::Mat(rows, columns, type, data, rows > 1 ? size_t(array.strides(0)) : size_t(row));
    return true;
}

py::sequence checkedSequence(const py::object& objects, const char* name)
{
    if (!py::isinstance<py::sequence>(objects))
        throw py::type_error(std::string(name) + " must be a sequence of numpy arrays, not " +
                             std::string(py::str(py::type::of(objects).attr("__name__"))));
    return py::reinterpret_borrow<py::sequence>(objects);
}

//! The headers of the items of Inputs or Outputs.
template <typename Item>
std::vector<cv::Mat> matsOf(const std::vector<Item>& items)
{
    std::vector<cv::Mat> mats;
    for (const Item& item : items)
        mats.push_back(item.mat);
    return mats;
}

} // namespace

Input::Input(const py::object& object, const char* name)
{
    if (object.is_none())
        return;
    owner = checkedArray(object, name);
    if (owner.dtype().kind() == 'i' && owner.itemsize() == 8)
        owner = owner.attr("astype")("int32"); // numpy's own kind of integers; as cv2 does
    if (!describe(owner, name, mat))
    {
        owner = owner.attr("copy")("C");
        describe(owner, name, mat);
    }
}

Output::Output(const py::object& given, const char* name) : owner(given)
{
    if (given.is_none())
        return;
    const py::array array = checkedArray(given, name);
    if (!array.writeable() || !describe(array, name, mat))
        throw py::type_error(std::string(name) + " cannot be written in place: " +
                             (array.writeable() ? "a Mat cannot describe its memory" : "the array is read-only"));
    memory = mat.data;
}

py::object Output::array() const
{
    return memory && mat.data == memory ? owner : toArray(mat);
}

Inputs::Inputs(const py::object& objects, const char* name)
{
    for (const py::handle& object : checkedSequence(objects, name))
        items.emplace_back(py::reinterpret_borrow<py::object>(object), name);
    mats = matsOf(items);
}

Outputs::Outputs(const py::object& given, const char* name)
{
    if (given.is_none())
        return;
    for (const py::handle& object : checkedSequence(given, name))
        items.emplace_back(py::reinterpret_borrow<py::object>(object), name);
    mats = matsOf(items);
}

py::tuple Outputs::arrays() const
{
    py::tuple result(mats.size());
    for (size_t k = 0; k < mats.size(); ++k)
    {
        const bool inPlace = k < items.size() && mats[k].data == items[k].mat.data;
        result[k] = inPlace ? items[k].array() : toArray(mats[k]);
    }
    return result;
}

py::object toArray(const cv::Mat& mat)
{
    if (!mat.data)
        return py::none();
    const char* name = nullptr;
    for (const ElementType& type : ELEMENT_TYPES)
        if (mat.depth() == type.depth)
            name = type.name;
    std::vector<py::ssize_t> shape, strides;
    for (int k = 0; k < mat.dims; ++k)
    {
        shape.push_back(mat.size[k]);
        strides.push_back(py::ssize_t(mat.step[k]));
    }
    if (mat.channels() > 1)
    {
        shape.push_back(mat.channels());
        strides.push_back(py::ssize_t(mat.elemSize1()));
    }
    // The array keeps the Mat, and with it the memory.
    std::unique_ptr<cv::Mat> kept(new cv::Mat(mat));
    const py::capsule base(kept.get(), [](void* owned) { delete static_cast<cv::Mat*>(owned); });
    kept.release();
    return py::array(py::dtype(std::string(name)), shape, strides, mat.data, base);
}

} // namespace cv2_zoom
