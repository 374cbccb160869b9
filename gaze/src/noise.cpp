// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "noise.hpp"

#include "random.hpp"

#include <array>

namespace gaze {

namespace {

const std::array<float, 256 * 256>& noiseTable()
{
    static const std::array<float, 256 * 256> table = [] {
        std::array<float, 256 * 256> values{};
        for (size_t i = 0; i < values.size(); ++i)
            values[i] = float(scramble(i + 7) >> 40) / float(1 << 23) - 1;
        return values;
    }();
    return table;
}

} // namespace

const float* const NOISE_TABLE = noiseTable().data();

} // namespace gaze
