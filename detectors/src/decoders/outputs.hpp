// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_OUTPUTS_HPP
#define ZOOM_DETECTORS_OUTPUTS_HPP

#include "zoom_detectors/decoder.hpp"

namespace detectors {

//! The error of outputs that a decoder cannot take: says why, lists the outputs and the decoders there are.
[[noreturn]] void refuseOutputs(const std::string& decoder, const std::string& reason,
                                const std::vector<NetworkOutput>& outputs);

//! Such as "1 x 85 x 22 x 22".
std::string shapeOf(const cv::Mat& values);

//! Access to a network's outputs that refuses, in the name of one decoder, what is not there.
class Outputs
{
public:
    Outputs(const std::string& decoder, const std::vector<NetworkOutput>& outputs);

    //! An output that the network must have.
    const cv::Mat& named(const std::string& name) const;

    //! The network's output where it must have one only.
    const cv::Mat& only() const;

    //! The last two dimensions, where the ones before are 1.
    cv::Mat table(const cv::Mat& values) const;

    //! Planes of one image: 1 x @p planes x rows x columns.
    void checkPlanes(const cv::Mat& values, int planes, const std::string& what) const;

    [[noreturn]] void refuse(const std::string& reason) const { refuseOutputs(decoder, reason, outputs); }

private:
    const cv::Mat& floats(const NetworkOutput& output) const;

    const std::string& decoder;
    const std::vector<NetworkOutput>& outputs;
};

float sigmoid(float x);

/** The column with the largest value of @p count, the first one of equals. @param step distance in memory */
int largest(const float* values, int count, size_t step = 1);

//! A box by its centre, as most networks give it.
inline cv::Rect2d boxAround(double x, double y, double width, double height)
{
    return cv::Rect2d(x - width / 2, y - height / 2, width, height);
}

} // namespace detectors

#endif // ZOOM_DETECTORS_OUTPUTS_HPP
