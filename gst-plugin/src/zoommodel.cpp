// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoommodel.hpp"

#include "onnx_inputs.hpp"

#include <opencv2/imgcodecs.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>

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

// The size of its input is all that a network's file tells of how it is to be fed.
cv::Size inputSizeOf(const std::string& onnx)
{
    const auto inputs = cv::zoom::onnx::inputsOf(onnx);
    const std::vector<uint64_t> shape = inputs.size() == 1 ? inputs.begin()->second : std::vector<uint64_t>();
    const uint64_t most = 65536;
    if (shape.size() != 4 || shape[1] != 3 || shape[2] < 1 || shape[2] > most || shape[3] < 1 || shape[3] > most)
        CV_Error(cv::Error::StsParseError, "the network '" + onnx +
                                               "' does not have one input of 1 x 3 x rows x columns with a fixed size; "
                                               "describe it in a yaml file, see models/README.md");
    return cv::Size(int(shape[3]), int(shape[2]));
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
