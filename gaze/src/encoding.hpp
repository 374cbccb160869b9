// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_ENCODING_HPP
#define ZOOM_GAZE_ENCODING_HPP

#include "opencv2/core.hpp"

#include <array>
#include <cmath>

namespace gaze {

//! sRGB: the encoded value, 0 to 1, of linear light, 0 to 1.
inline double encodeExactly(double light)
{
    return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

//! Linear light (1 is white) of an encoded value (sRGB).
inline float decode(int value)
{
    static const std::array<float, 256> table = [] {
        std::array<float, 256> t{};
        for (size_t i = 0; i < t.size(); ++i)
        {
            const double v = double(i) / 255;
            t[i] = float(v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4));
        }
        return t;
    }();
    return table[size_t(value)];
}

//! The encoded value of linear light; over white it bends softly into 255.
inline uchar encode(float light)
{
    static const std::array<uchar, 4096> table = [] {
        std::array<uchar, 4096> t{};
        for (size_t i = 0; i < t.size(); ++i)
        {
            const double x = double(i) / double(t.size() - 1), v = x * x * 4; // squared: dense where it is dark
            const double knee = 0.75,
                         bent = v < knee ? v : knee + (1 - knee) * (1 - std::exp(-(v - knee) / (1 - knee)));
            t[i] = cv::saturate_cast<uchar>(255 * encodeExactly(bent));
        }
        return t;
    }();
    const float inside = light > 0 ? std::min(light, 4.f) : 0; // NaN is black
    const float place = std::sqrt(inside * 0.25f) * 4095 + 0.5f;
    return table[size_t(place)];
}

} // namespace gaze

#endif // ZOOM_GAZE_ENCODING_HPP
