// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "gaze_network.hpp"

#include "onnx_inputs.hpp"
#include "zoom_gaze/rays.hpp"

namespace {

[[noreturn]] void refuse(const std::string& onnx, const std::string& reason)
{
    CV_Error(cv::Error::StsBadArg, "network '" + onnx + "' is no gaze network as zoom_train exports it: " + reason);
}

//! Width and height of an input of shape 1x3xhxw.
cv::Size sizeOf(const std::string& onnx, const std::string& name)
{
    const auto inputs = cv::zoom::onnx::inputsOf(onnx);
    const auto found = inputs.find(name);
    if (found == inputs.end())
        refuse(onnx, "it has no input '" + name + "'");
    const std::vector<uint64_t>& shape = found->second;
    const uint64_t most = 4096;
    if (shape.size() != 4 || shape[1] != 3 || shape[2] < 1 || shape[2] > most || shape[3] < 1 || shape[3] > most)
        refuse(onnx, "input '" + name + "' must be 1 x 3 x rows x columns, of fixed size");
    return cv::Size(int(shape[3]), int(shape[2]));
}

cv::Mat zeros(cv::Size size)
{
    const int sizes[] = {1, 3, size.height, size.width};
    return cv::Mat(4, sizes, CV_32F, cv::Scalar(0));
}

} // namespace

GazeNetwork::GazeNetwork(const std::string& onnx) : input(sizeOf(onnx, "image")), outputNames({"gaze", "features"})
{
    const cv::Size rays = sizeOf(onnx, "rays"), cells = gaze::Rays(input).cells();
    if (rays != cells)
        refuse(onnx, cv::format("input 'rays' is for %dx%d cells; an image of %dx%d has %dx%d", rays.width, rays.height,
                                input.width, input.height, cells.width, cells.height));
    try
    {
        net = cv::dnn::readNetFromONNX(onnx);
        gaze::GazeEstimate estimate;
        look(zeros(input), zeros(cells), estimate);
    }
    catch (const cv::Exception& error)
    {
        refuse(onnx, error.err);
    }
}

double GazeNetwork::look(const cv::Mat& image, const cv::Mat& rays, gaze::GazeEstimate& estimate)
{
    net.setInput(image, "image");
    net.setInput(rays, "rays");
    net.forward(outputs, outputNames);
    CV_CheckEQ(outputs[0].total(), size_t(3), "output 'gaze' is x, y and log-odds");
    const float* const values = outputs[0].ptr<float>();
    const float* const features = outputs[1].ptr<float>();
    estimate.gaze = cv::Point2d(values[0], values[1]);
    estimate.features.assign(features, features + outputs[1].total());
    return values[2];
}
