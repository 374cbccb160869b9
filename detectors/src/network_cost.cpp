// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/network_cost.hpp"

namespace detectors {

namespace {

double elementsOf(const cv::dnn::MatShape& shape)
{
    double product = 1;
    for (size_t i = 0; i < shape.size(); i++)
        product *= shape[i];
    return product;
}

} // namespace

double multiplyAddsOf(const cv::dnn::Net& net, cv::Size input)
{
    std::vector<int> ids;
    std::vector<std::vector<cv::dnn::MatShape>> inputs, outputs;
    net.getLayersShapes(cv::dnn::MatShape{1, 3, input.height, input.width}, ids, inputs, outputs);
    double sum = 0;
    for (size_t i = 0; i < ids.size(); i++)
    {
        const cv::Ptr<cv::dnn::Layer> layer = net.getLayer(ids[i]);
        if (layer->blobs.empty() || inputs[i].empty() || outputs[i].empty())
            continue;
        const cv::Mat& weights = layer->blobs[0];
        // Of a convolution every output, of a transposed one every input meets the weights of its channel.
        const double perChannel = double(weights.total()) / weights.size[0];
        if (layer->type == "Convolution" || layer->type == "InnerProduct")
            sum += elementsOf(outputs[i][0]) * perChannel;
        else if (layer->type == "Deconvolution")
            sum += elementsOf(inputs[i][0]) * perChannel;
    }
    return sum;
}

} // namespace detectors
