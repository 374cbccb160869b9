// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "saliency_model.hpp"

#include "opencv2/zoom_train.hpp"

#include <cmath>

using namespace cv::zoom_train;
using cv::Size;

namespace tool {

const Settings& samplerDefaults()
{
    static const Settings defaults = {
        {"saliency_network", "small"},
        {"saliency_width", "16"},
        {"low_res", "0"},
        {"zoomed", "0"},
        {"grid", "separable"},
        {"nodes", "31"},
        {"sigma", "0.1667"},
        {"border", "reflect101"},
        {"uniform_mix", "0.1"},
        {"min_magnification", "0.25"},
        {"max_magnification", "8"},
    };
    return defaults;
}

Size lowResOf(Size frame)
{
    const double side = std::sqrt(96. * 72 / frame.area());
    const auto even = [side](int length) { return std::max(8, 4 * cvRound(length * side / 4)); };
    return Size(even(frame.width), even(frame.height));
}

std::string textOf(Size size)
{
    return std::to_string(size.width) + "x" + std::to_string(size.height);
}

void SaliencyModelFile::write(nn::SaliencySampler& sampler) const
{
    exportModel(sampler, path, data::PIXEL_MEAN, data::PIXEL_SCALE, smoothing);
}

SaliencyModelFile takeModelFile(Settings& settings, const std::string& out)
{
    SaliencyModelFile file;
    file.path = take(settings, "model", out + "/model.yaml");
    if (file.path.size() < 6 || file.path.compare(file.path.size() - 5, 5, ".yaml") != 0)
        bad("model is '" + file.path + "'; allowed is a name that ends in .yaml");
    file.smoothing = number({{"smoothing", take(settings, "smoothing", "0.3")}}, "smoothing", 0, 3600);
    return file;
}

} // namespace tool
