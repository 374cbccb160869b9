// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "decoders/outputs.hpp"

#include <cmath>

namespace detectors {

std::string shapeOf(const cv::Mat& values)
{
    std::string text;
    for (int i = 0; i < values.dims; i++)
        text += (i > 0 ? " x " : "") + std::to_string(values.size[i]);
    return text;
}

Outputs::Outputs(const std::string& _decoder, const std::vector<NetworkOutput>& _outputs)
    : decoder(_decoder), outputs(_outputs)
{
}

const cv::Mat& Outputs::floats(const NetworkOutput& output) const
{
    if (output.values.type() != CV_32F || !output.values.isContinuous())
        refuse("output '" + output.name + "' is not of float values");
    return output.values;
}

const cv::Mat& Outputs::named(const std::string& name) const
{
    for (const NetworkOutput& output : outputs)
        if (output.name == name)
            return floats(output);
    refuse("there is no output '" + name + "'");
}

const cv::Mat& Outputs::only() const
{
    if (outputs.size() != 1)
        refuse("it takes one output, there are " + std::to_string(outputs.size()));
    return floats(outputs[0]);
}

cv::Mat Outputs::table(const cv::Mat& values) const
{
    const int dims = values.dims;
    for (int i = 0; i + 2 < dims; i++)
        if (values.size[i] != 1)
            refuse("an output of " + shapeOf(values) + " is no table (1 x rows x columns)");
    return cv::Mat(values.size[dims - 2], values.size[dims - 1], CV_32F, const_cast<uchar*>(values.data));
}

void Outputs::checkPlanes(const cv::Mat& values, int planes, const std::string& what) const
{
    if (values.dims != 4 || values.size[0] != 1 || values.size[1] != planes)
        refuse(what + " is " + shapeOf(values) + ", it must be 1 x " + std::to_string(planes) + " x rows x columns");
}

float sigmoid(float x)
{
    return 1 / (1 + std::exp(-x));
}

int largest(const float* values, int count, size_t step)
{
    int best = 0;
    for (int i = 1; i < count; i++)
        if (values[i * step] > values[best * step])
            best = i;
    return best;
}

} // namespace detectors
