// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_SMALL_TRUNK_HPP
#define OPENCV_ZOOM_TRAIN_SMALL_TRUNK_HPP

#include "opencv2/zoom_train/nn.hpp"

namespace cv {
namespace zoom_train {
namespace nn {

/** @brief The blocks that look at the low-resolution frame: those of SmallSaliency, and a spatial transformer's, too,
so that the methods compare at the same cost.

Registered in @p owner as block0 to block3; the output has 3*width/2 channels, and half the input's size. */
inline std::vector<std::shared_ptr<ConvolutionBlock>> registerSmallTrunk(torch::nn::Module& owner, int64_t channels,
                                                                         int64_t width)
{
    const int64_t wide = width * 3 / 2, widths[] = {channels, width, wide, wide, wide};
    std::vector<std::shared_ptr<ConvolutionBlock>> blocks;
    for (int i = 0; i < 4; ++i)
    {
        ConvolutionBlock::Options o;
        o.in = widths[i];
        o.out = widths[i + 1];
        o.stride = i == 1 ? 2 : 1;
        blocks.push_back(owner.register_module("block" + std::to_string(i), std::make_shared<ConvolutionBlock>(o)));
    }
    return blocks;
}

} // namespace nn
} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_SMALL_TRUNK_HPP
