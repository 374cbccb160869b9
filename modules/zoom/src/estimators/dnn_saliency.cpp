// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "../exception_reason.hpp"
#include "../saliency_maps.hpp"
#include "estimator.hpp"

#include "opencv2/dnn.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

namespace cv {
namespace zoom {

namespace {

void checkParams(const DnnSaliencyParams& params)
{
    checkInputSize(params.inputSize, 1);
    for (int c = 0; c < 3; ++c)
    {
        if (!std::isfinite(params.mean[c]))
            CV_Error(Error::StsOutOfRange, format("mean[%d] is %g; allowed are finite values", c, params.mean[c]));
        if (!std::isfinite(params.scale[c]) || params.scale[c] == 0)
            CV_Error(Error::StsOutOfRange,
                     format("scale[%d] is %g; allowed are finite values other than 0", c, params.scale[c]));
    }
}

std::string readFile(const String& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        CV_Error(Error::StsObjectNotFound, "onnx: cannot open the file '" + path + "'");
    std::ostringstream bytes;
    if (file.peek() != std::ifstream::traits_type::eof()) // copying nothing counts as a failure of the copy
        bytes << file.rdbuf();
    if (file.bad() || !bytes)
        CV_Error(Error::StsError, "onnx: cannot read the file '" + path + "'");
    return bytes.str();
}

void softmax(const Mat& logits, Mat& probabilities)
{
    // Against overflow the largest logit is subtracted first; -inf is a logit like any other (probability 0).
    float largest = -std::numeric_limits<float>::infinity();
    for (int i = 0; i < logits.rows; ++i)
    {
        const float* in = logits.ptr<float>(i);
        for (int j = 0; j < logits.cols; ++j)
        {
            if (std::isnan(in[j]) || in[j] == std::numeric_limits<float>::infinity())
                CV_Error(Error::StsOutOfRange, format("the network's output holds the logit %g at row %d, column %d; "
                                                      "allowed are values below infinity",
                                                      in[j], i, j));
            largest = std::max(largest, in[j]);
        }
    }
    if (std::isinf(largest))
        CV_Error(Error::StsOutOfRange, "the network's output holds no logit above -inf; at least one is needed");

    double total = 0;
    for (int i = 0; i < logits.rows; ++i)
    {
        const float* in = logits.ptr<float>(i);
        float* out = probabilities.ptr<float>(i);
        for (int j = 0; j < logits.cols; ++j)
            total += out[j] = std::exp(in[j] - largest);
    }
    probabilities.convertTo(probabilities, CV_32F, 1 / total);
}

class DnnSaliencyImpl CV_FINAL : public DnnSaliency
{
public:
    //! @param source what errors call the network
    DnnSaliencyImpl(const char* onnx, size_t bytes, const String& source, const DnnSaliencyParams& _params)
        : params(_params)
    {
        if (bytes == 0)
            CV_Error(Error::StsBadArg, "onnx: " + source + " is empty; an ONNX network is needed");
        try
        {
            net = dnn::readNetFromONNX(onnx, bytes);
        }
        catch (const std::exception& e)
        {
            CV_Error(Error::StsParseError,
                     "onnx: " + source + " is not an ONNX network that cv::dnn can load: " + exceptionReason(e));
        }
        const std::vector<String> outputs = net.getUnconnectedOutLayersNames();
        if (outputs.size() != 1)
            CV_Error(Error::StsBadArg,
                     format("onnx: %s has %d outputs; allowed is one", source.c_str(), int(outputs.size())));

        const int shape[] = {1, 3, params.inputSize.height, params.inputSize.width};
        blob = Mat::zeros(4, shape, CV_32F);
        net.setPreferableBackend(backend);
        net.setPreferableTarget(target);
        try
        {
            forward(); // an unusable network is refused here and not on the first frame
        }
        catch (const std::exception& e)
        {
            CV_Error(Error::StsBadArg, "onnx: " + source + " cannot be used: " + exceptionReason(e));
        }
    }

    void estimate(InputArray lowRes, double, OutputArray saliency) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();

        fillBlob(lowResFrame(lowRes, params.inputSize));
        const Mat map = forward();
        if (!params.logits)
        {
            checkedSaliencySum(map, "the network's output");
            map.copyTo(saliency);
            return;
        }
        saliency.create(map.size(), CV_32FC1);
        Mat probabilities = saliency.getMat();
        softmax(map, probabilities);
    }

    Size inputSize() const CV_OVERRIDE { return params.inputSize; }

    DnnSaliencyParams getParams() const CV_OVERRIDE { return params; }

    void setPreferable(int _backend, int _target) CV_OVERRIDE
    {
        net.setPreferableBackend(_backend);
        net.setPreferableTarget(_target);
        try
        {
            forward();
        }
        catch (const std::exception& e)
        {
            net.setPreferableBackend(backend);
            net.setPreferableTarget(target);
            CV_Error(Error::StsBadArg, format("backend %d with target %d cannot run this network: %s", _backend,
                                              _target, exceptionReason(e).c_str()));
        }
        backend = _backend;
        target = _target;
    }

private:
    // cv::dnn::blobFromImage of OpenCV 4.6 takes one scale for all channels.
    void fillBlob(const Mat& frame)
    {
        for (int c = 0; c < 3; ++c)
        {
            extractChannel(frame, channel, params.swapRB ? 2 - c : c);
            Mat plane(params.inputSize, CV_32FC1, blob.ptr<float>(0, c));
            channel.convertTo(plane, CV_32F, params.scale[c], -params.mean[c] * params.scale[c]);
        }
    }

    //! Runs the network on the blob; its output as a map, valid until the next call.
    Mat forward()
    {
        net.setInput(blob);
        output = net.forward();

        // 1 x 1 x h x w, 1 x h x w or h x w. A flat vector is a classifier's output, not a map one row high.
        const int dims = output.dims;
        bool map = output.type() == CV_32FC1 && dims >= 2;
        for (int k = 0; k < dims; ++k)
            map = map && (k >= dims - 2 ? output.size[k] >= 2 : output.size[k] == 1);
        if (!map)
        {
            String shape;
            for (int k = 0; k < dims; ++k)
                shape += (k ? " x " : "") + std::to_string(output.size[k]);
            CV_Error(Error::StsUnmatchedSizes, format("the network's output is %s of %s; allowed is 1 x 1 x h x w, "
                                                      "1 x h x w or h x w of CV_32F, at least 2 x 2",
                                                      shape.c_str(), typeToString(output.type()).c_str()));
        }
        // Not reshape(), which copies the header of four dimensions first, and allocates for it.
        return Mat(output.size[dims - 2], output.size[dims - 1], CV_32FC1, output.data);
    }

    const DnnSaliencyParams params;
    dnn::Net net;
    int backend = dnn::DNN_BACKEND_OPENCV;
    int target = dnn::DNN_TARGET_CPU;
    Mat channel, blob, output;
};

} // namespace

DnnSaliencyParams::DnnSaliencyParams() : scale(Scalar::all(1 / 255.0)), swapRB(true), logits(true) {}

Ptr<DnnSaliency> DnnSaliency::create(const String& onnx, const DnnSaliencyParams& params)
{
    checkParams(params);
    const std::string bytes = readFile(onnx);
    return makePtr<DnnSaliencyImpl>(bytes.data(), bytes.size(), "the file '" + onnx + "'", params);
}

Ptr<DnnSaliency> DnnSaliency::create(const std::vector<uchar>& onnx, const DnnSaliencyParams& params)
{
    checkParams(params);
    const char* bytes = reinterpret_cast<const char*>(onnx.data());
    return makePtr<DnnSaliencyImpl>(bytes, onnx.size(), "the memory block", params);
}

} // namespace zoom
} // namespace cv
