// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_TEST_SHAKE_HPP
#define ZOOM_TRAIN_TEST_SHAKE_HPP

#include "test_precomp.hpp"

namespace opencv_test {

//! Weights, running means and variances as after some training: nothing is 0 or 1.
inline void shake(torch::nn::Module& module)
{
    torch::NoGradGuard noGrad;
    torch::manual_seed(5);
    for (torch::Tensor& p : module.parameters())
        p.add_(0.1 * torch::randn_like(p));
    for (const auto& b : module.named_buffers())
        if (b.key().find("running_mean") != std::string::npos)
            b.value().copy_(0.3 * torch::randn_like(b.value()));
        else if (b.key().find("running_var") != std::string::npos)
            b.value().copy_(0.5 + torch::rand_like(b.value()));
    module.eval();
}

} // namespace opencv_test

#endif // ZOOM_TRAIN_TEST_SHAKE_HPP
