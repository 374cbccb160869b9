// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_COUNTED_HPP
#define OPENCV_ZOOM_TRAIN_COUNTED_HPP

#include "opencv2/zoom_train/nn.hpp"

namespace cv {
namespace zoom_train {
namespace nn {

//! Counts multiply-adds of the layers that run on this thread while it lives.
class MultiplyAddCounter
{
public:
    MultiplyAddCounter();
    ~MultiplyAddCounter();
    int64_t total() const { return sum; }

    //! Adds to the counter that is alive on this thread, if there is one.
    static void add(int64_t count);

private:
    int64_t sum = 0;
};

//! Layers whose cost is counted.
torch::Tensor counted(torch::nn::Conv2d& convolution, const torch::Tensor& input);
torch::Tensor counted(torch::nn::Linear& linear, const torch::Tensor& input);

} // namespace nn
} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_COUNTED_HPP
