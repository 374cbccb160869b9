// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "gaze_method.hpp"

#include "stage_times.hpp"
#include "zoom_detectors/content_hash.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace {

std::string identityOf(const std::string& method, const std::vector<std::string>& files)
{
    detectors::ContentHash hash;
    for (const std::string& file : files)
        hash.addFile(file);
    return method + " " + hash.text();
}

//! The network that a saliency model's yaml names, which lies beside it.
std::string networkOf(const std::string& model)
{
    const cv::FileStorage file(model, cv::FileStorage::READ);
    return (std::filesystem::path(model).parent_path() / std::string(file["onnx"])).string();
}

} // namespace

GazeMethod::GazeMethod(const std::string& name, const cv::Ptr<cv::zoom::SaliencySampler>& sampler_,
                       const std::string& onnx, const std::string& identity)
    : methodName(name), identityText(identity), sampler(sampler_), network(onnx), rays(network.inputSize())
{
    sampler->setZoomedSize(network.inputSize());
    blobParams.mean = cv::Scalar::all(GazeNetwork::PIXEL_MEAN);
    blobParams.scale = cv::Scalar::all(GazeNetwork::PIXEL_SCALE);
    blobParams.swapRB = true;
}

const GazeLook& GazeMethod::look(const cv::Mat& frame, const gaze::Camera& camera, double seconds)
{
    int64 begin = cv::getTickCount();
    sampler->applyToBlob(frame, blob, blobParams, seconds, &transforms);
    const cv::Mat& cells = rays.of(transforms[0], camera);
    seen.sampleMs = msSince(begin);
    begin = cv::getTickCount();
    const bool said = network.look(blob, cells, seen.estimate) > 0;
    const auto finite = [](double value) { return std::isfinite(value); };
    seen.eyesSeen = said && finite(seen.estimate.gaze.x) && finite(seen.estimate.gaze.y) &&
                    std::all_of(seen.estimate.features.begin(), seen.estimate.features.end(), finite);
    seen.networkMs = msSince(begin);
    return seen;
}

void GazeMethod::shown(cv::Mat& picture) const
{
    const cv::Size size = inputSize();
    picture.create(size, CV_8UC3);
    if (blob.empty())
        return;
    const float* const red = blob.ptr<float>(0, 0);
    for (int y = 0; y < size.height; ++y)
    {
        cv::Vec3b* const row = picture.ptr<cv::Vec3b>(y);
        for (int x = 0; x < size.width; ++x)
            for (int channel = 0; channel < 3; ++channel)
            {
                const float value = red[(size_t(2 - channel) * size.height + y) * size.width + x];
                row[x][channel] = cv::saturate_cast<uchar>(value / GazeNetwork::PIXEL_SCALE + GazeNetwork::PIXEL_MEAN);
            }
    }
}

void GazeMethod::setGridMode(int mode)
{
    cv::zoom::GridParams params = sampler->getGridParams();
    params.mode = mode;
    sampler->setGridParams(params);
}

GazeMethod zoomMethod(const ModelFiles& files)
{
    const cv::Size anySize(64, 64); // until the network is known
    return GazeMethod("zoom", cv::zoom::SaliencySampler::create(files.saliency, anySize), files.task,
                      identityOf("zoom", {files.saliency, networkOf(files.saliency), files.task}));
}

GazeMethod uniformMethod(const ModelFiles& files)
{
    const cv::Size anySize(64, 64);
    const cv::Ptr<cv::zoom::SaliencyEstimator> everywhere =
        cv::zoom::StaticSaliency::create(cv::Mat(2, 2, CV_32F, cv::Scalar(1)));
    cv::zoom::GridParams params;
    params.mode = cv::zoom::GRID_SEPARABLE;
    return GazeMethod("uniform", cv::zoom::SaliencySampler::create(everywhere, anySize, params), files.uniformTask,
                      identityOf("uniform", {files.uniformTask}));
}
