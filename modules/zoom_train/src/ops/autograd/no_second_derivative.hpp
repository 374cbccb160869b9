// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_NO_SECOND_DERIVATIVE_HPP
#define OPENCV_ZOOM_TRAIN_NO_SECOND_DERIVATIVE_HPP

#include "ops/operators.hpp"

#include <functional>
#include <string>
#include <vector>

namespace cv {
namespace zoom_train {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/** @brief Runs a gradient operator below autograd, so that a derivative of its result is an error that names it.

Otherwise a gradient that was computed with create_graph would pass for a constant. */
class NoSecondDerivative : public torch::autograd::Function<NoSecondDerivative>
{
public:
    //! @param inputs all tensors that the result depends on; those undefined do not count
    template <typename Compute>
    static variable_list run(const char* name, const std::vector<Tensor>& inputs, Compute compute)
    {
        std::vector<Tensor> defined;
        for (const Tensor& input : inputs)
            if (input.defined())
                defined.push_back(input);
        return apply(at::TensorList(defined), std::string(name), std::function<variable_list()>([&] {
                         at::AutoDispatchBelowADInplaceOrView below;
                         return compute();
                     }));
    }

    static variable_list forward(AutogradContext* context, at::TensorList, const std::string& name,
                                 const std::function<variable_list()>& compute)
    {
        context->saved_data["name"] = name;
        return compute();
    }

    static variable_list backward(AutogradContext* context, const variable_list&)
    {
        TORCH_CHECK(false, "cv_zoom::", context->saved_data["name"].toStringRef(),
                    " is differentiable once; a second derivative was asked for");
    }
};

//! Autograd itself would stop at an undefined tensor, without its name.
inline void requireDefined(const Tensor& tensor, const char* name)
{
    TORCH_CHECK(tensor.defined(), name, " is undefined");
}

//! The gradient, or none where there was no need for one.
inline Tensor whenWanted(const Tensor& grad, bool wanted)
{
    return wanted ? grad : Tensor();
}

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_NO_SECOND_DERIVATIVE_HPP
