// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_YUNET_CELLS_HPP
#define ZOOM_DETECTORS_YUNET_CELLS_HPP

#include "decoders/outputs.hpp"

#include <algorithm>
#include <cmath>

namespace detectors {

//! A cell of YuNet that shows a face.
struct YuNetCell
{
    int column, row, stride; //!< pixels of the input are (column + x)*stride
    float score;
    const float* box;    //!< centre and, logarithmic, size
    const float* points; //!< five of them; null where they were not asked for
};

/** Calls @p see with every cell whose score is at least @p threshold.
@param input size of the network's input @param withPoints whether the network must have outputs kps_* */
template <typename See>
void visitYuNetCells(const Outputs& given, cv::Size input, float threshold, bool withPoints, See&& see)
{
    const auto asProbability = [](float x) { return std::min(std::max(x, 0.f), 1.f); };
    for (int stride : {8, 16, 32})
    {
        const int columns = input.width / stride;
        const int cells = columns * (input.height / stride);
        const auto values = [&](const char* kind, int perCell) {
            const cv::Mat& all = given.named(cv::format("%s_%d", kind, stride));
            if (all.total() != size_t(cells) * perCell)
                given.refuse(cv::format("output '%s_%d' must have %d values for an input of %d x %d", kind, stride,
                                        cells * perCell, input.width, input.height));
            return all.ptr<float>();
        };
        const float* const classScore = values("cls", 1);
        const float* const objectness = values("obj", 1);
        const float* const boxes = values("bbox", 4);
        const float* const points = withPoints ? values("kps", 10) : nullptr;
        for (int i = 0; i < cells; i++)
        {
            const float score = std::sqrt(asProbability(classScore[i]) * asProbability(objectness[i]));
            if (score >= threshold) // not NaN
                see(YuNetCell{i % columns, i / columns, stride, score, boxes + 4 * size_t(i),
                              points ? points + 10 * size_t(i) : nullptr});
        }
    }
}

//! The face's box in pixels of the input.
inline cv::Rect2d boxOf(const YuNetCell& cell)
{
    return boxAround((cell.column + cell.box[0]) * cell.stride, (cell.row + cell.box[1]) * cell.stride,
                     std::exp(cell.box[2]) * cell.stride, std::exp(cell.box[3]) * cell.stride);
}

} // namespace detectors

#endif // ZOOM_DETECTORS_YUNET_CELLS_HPP
