// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoommodel.hpp"

#include <opencv2/imgcodecs.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <set>

namespace gstzoom {

namespace {

using cv::zoom::SaliencyEstimator;

// One network for several streams. It keeps nothing from frame to frame, so that they only have to take turns.
class SharedNetwork : public SaliencyEstimator
{
public:
    explicit SharedNetwork(cv::Ptr<SaliencyEstimator> n) : network(std::move(n)) {}

    void estimate(cv::InputArray low_res, double timestamp, cv::OutputArray saliency) override
    {
        const std::lock_guard<std::mutex> lock(mutex);
        network->estimate(low_res, timestamp, saliency);
    }
    cv::Size inputSize() const override { return network->inputSize(); }

private:
    std::mutex mutex;
    const cv::Ptr<SaliencyEstimator> network;
};

// Reads the fields of a protocol buffer message, of which an ONNX file is one. cv::dnn does not tell the size of a
// network's input before it has run.
class Message
{
public:
    Message(const uchar* b, size_t n) : position(b), end(b + n) {}

    // Goes to the next field; false at the end and where the bytes make no sense.
    bool next()
    {
        guint64 tag = 0, size = 0;
        if (position == end || !readNumber(tag))
            return false;
        field = tag >> 3;
        value = 0;
        content = nullptr;
        switch (tag & 7)
        {
        case 0:
            return readNumber(value);
        case 1:
            return skip(8);
        case 2:
            return readNumber(size) && skip(size);
        case 5:
            return skip(4);
        default:
            return false;
        }
    }

    bool isMessage(guint64 wanted) const { return field == wanted && content; }
    Message message() const { return Message(content, content_size); }
    std::string text() const { return std::string(content, content + content_size); }

    guint64 field = 0, value = 0; // number of the field, and what it holds when that is a number

private:
    bool readNumber(guint64& number)
    {
        number = 0;
        for (int shift = 0; shift < 64 && position != end; shift += 7)
        {
            const uchar byte = *position++;
            number |= guint64(byte & 0x7f) << shift;
            if (!(byte & 0x80))
                return true;
        }
        return false;
    }

    bool skip(guint64 size)
    {
        if (size > guint64(end - position))
            return false;
        content = position;
        content_size = size_t(size);
        position += size;
        return true;
    }

    const uchar* position;
    const uchar* const end;
    const uchar* content = nullptr;
    size_t content_size = 0;
};

// The field of a message that is a message itself; empty when there is none.
Message part(Message whole, guint64 field)
{
    while (whole.next())
        if (whole.isMessage(field))
            return whole.message();
    return Message(nullptr, 0);
}

// Fixed sizes of a ValueInfoProto's tensor; a size that is open counts as 0.
std::vector<guint64> shapeOf(const Message& info)
{
    std::vector<guint64> shape;
    Message dimensions = part(part(part(info, 2), 1), 2);
    while (dimensions.next())
    {
        if (!dimensions.isMessage(1))
            continue;
        Message dimension = dimensions.message();
        shape.push_back(0);
        while (dimension.next())
            if (dimension.field == 1)
                shape.back() = dimension.value;
    }
    return shape;
}

// The size of its input is all that a network's file tells of how it is to be fed.
cv::Size inputSizeOf(const std::string& onnx)
{
    std::ifstream file(onnx, std::ios::binary);
    const std::vector<uchar> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const Message graph = part(Message(bytes.data(), bytes.size()), 7);
    std::set<std::string> weights; // older files list them among the inputs
    for (Message fields = graph; fields.next();)
    {
        if (!fields.isMessage(5))
            continue;
        for (Message tensor = fields.message(); tensor.next();)
            if (tensor.isMessage(8))
                weights.insert(tensor.text());
    }
    std::vector<std::vector<guint64>> inputs;
    for (Message fields = graph; fields.next();)
    {
        if (!fields.isMessage(11))
            continue;
        Message name = fields.message();
        while (name.next() && !name.isMessage(1))
            ;
        if (!name.isMessage(1) || weights.count(name.text()) == 0)
            inputs.push_back(shapeOf(fields.message()));
    }
    const guint64 most = 65536;
    if (inputs.size() != 1 || inputs[0].size() != 4 || inputs[0][1] != 3 || inputs[0][2] < 1 || inputs[0][2] > most ||
        inputs[0][3] < 1 || inputs[0][3] > most)
        CV_Error(cv::Error::StsParseError, "the network '" + onnx +
                                               "' does not have one input of 1 x 3 x rows x columns with a fixed size; "
                                               "describe it in a yaml file, see models/README.md");
    return cv::Size(int(inputs[0][3]), int(inputs[0][2]));
}

Model readModel(const std::string& path)
{
    if (std::filesystem::path(path).extension() == ".onnx")
    {
        cv::zoom::DnnSaliencyParams params;
        params.inputSize = inputSizeOf(path);
        return {cv::makePtr<SharedNetwork>(cv::zoom::DnnSaliency::create(path, params)), cv::zoom::GridParams(),
                defaultSmoothing};
    }
    const auto sampler = cv::zoom::SaliencySampler::create(path, cv::Size(1, 1));
    return {cv::makePtr<SharedNetwork>(sampler->getEstimator()), sampler->getGridParams(), sampler->getSmoothing()};
}

} // namespace

Model loadModel(const std::string& path)
{
    struct Entry
    {
        std::weak_ptr<SaliencyEstimator> estimator;
        cv::zoom::GridParams grid;
        double smoothing;
        std::filesystem::file_time_type written; // a file that was replaced is loaded anew
    };
    static std::mutex mutex;
    static std::map<std::string, Entry> loaded;

    const std::string key = std::filesystem::canonical(path).string();
    const auto written = std::filesystem::last_write_time(key);
    // Held while loading, so that of two elements that start together one loads and one waits.
    const std::lock_guard<std::mutex> lock(mutex);
    const auto found = loaded.find(key);
    if (found != loaded.end() && found->second.written == written)
        if (auto estimator = found->second.estimator.lock())
            return {estimator, found->second.grid, found->second.smoothing};
    const Model model = readModel(key);
    loaded[key] = {model.estimator, model.grid, model.smoothing, written};
    return model;
}

cv::Mat loadPrior(const std::string& path)
{
    // A map much finer than the grid would be sampled at its nodes rather than averaged.
    const cv::Size size(62, 62);
    cv::Mat map;
    if (path.empty())
    {
        const cv::Mat across = cv::getGaussianKernel(size.width, size.width / 6.0, CV_32F);
        cv::Mat(across * across.t()).copyTo(map);
        return map;
    }
    const cv::Mat picture = cv::imread(path, cv::IMREAD_GRAYSCALE);
    if (picture.empty())
        CV_Error(cv::Error::StsParseError, "'" + path + "' is not a picture that OpenCV can read");
    cv::resize(picture, map, size, 0, 0, cv::INTER_AREA);
    map.convertTo(map, CV_32F);
    if (cv::countNonZero(map) == 0)
        CV_Error(cv::Error::StsOutOfRange, "'" + path + "' is black everywhere; something must be brighter");
    return map;
}

} // namespace gstzoom
