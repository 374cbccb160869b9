// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "ops/autograd/no_second_derivative.hpp"

namespace cv {
namespace zoom_train {

namespace {

class SaliencyToNodes : public torch::autograd::Function<SaliencyToNodes>
{
public:
    static Tensor forward(AutogradContext* context, const Tensor& map, int64_t gh, int64_t gw)
    {
        at::AutoDispatchBelowADInplaceOrView below;
        const Tensor nodes = ops::saliencyToNodes(map, gh, gw);
        context->saved_data["h"] = map.size(2); // it is linear: nothing else is needed
        context->saved_data["w"] = map.size(3);
        return nodes;
    }

    static variable_list backward(AutogradContext* context, const variable_list& grads)
    {
        return {
            ops::saliencyToNodesBackward(grads[0], context->saved_data["h"].toInt(), context->saved_data["w"].toInt()),
            Tensor(), Tensor()};
    }
};

class SaliencyToGrid : public torch::autograd::Function<SaliencyToGrid>
{
public:
    static Tensor forward(AutogradContext* context, const Tensor& saliency, int64_t mode, double sigma, int64_t border,
                          double uniformMix, double minMagnification, double maxMagnification)
    {
        at::AutoDispatchBelowADInplaceOrView below;
        context->save_for_backward({saliency});
        context->saved_data["integers"] = std::vector<int64_t>{mode, border};
        context->saved_data["numbers"] = std::vector<double>{sigma, uniformMix, minMagnification, maxMagnification};
        return ops::saliencyToGrid(saliency, {mode, sigma, border, uniformMix, minMagnification, maxMagnification});
    }

    static variable_list backward(AutogradContext* context, const variable_list& grads)
    {
        const std::vector<int64_t> integers = context->saved_data["integers"].toIntVector();
        const std::vector<double> numbers = context->saved_data["numbers"].toDoubleVector();
        const GridArguments arguments = {integers[0], numbers[0], integers[1], numbers[1], numbers[2], numbers[3]};
        variable_list result(7);
        result[0] = ops::saliencyToGridBackward(grads[0], context->get_saved_variables()[0], arguments);
        return result;
    }
};

Tensor saliencyToNodesAutograd(const Tensor& map, int64_t gh, int64_t gw)
{
    requireDefined(map, "map");
    return SaliencyToNodes::apply(map, gh, gw);
}

// Linear, so a second derivative would exist; but one rule for all operators is easier to keep in mind.
Tensor saliencyToNodesBackwardAutograd(const Tensor& grad, int64_t h, int64_t w)
{
    return NoSecondDerivative::run("saliency_to_nodes", {grad},
                                   [&] { return variable_list{ops::saliencyToNodesBackward(grad, h, w)}; })[0];
}

Tensor saliencyToGridAutograd(const Tensor& saliency, int64_t mode, double sigma, int64_t border, double uniformMix,
                              double minMagnification, double maxMagnification)
{
    requireDefined(saliency, "saliency");
    return SaliencyToGrid::apply(saliency, mode, sigma, border, uniformMix, minMagnification, maxMagnification);
}

Tensor saliencyToGridBackwardAutograd(const Tensor& grad, const Tensor& saliency, int64_t mode, double sigma,
                                      int64_t border, double uniformMix, double minMagnification,
                                      double maxMagnification)
{
    return NoSecondDerivative::run("saliency_to_grid", {grad, saliency}, [&] {
        return variable_list{ops::saliencyToGridBackward(
            grad, saliency, {mode, sigma, border, uniformMix, minMagnification, maxMagnification})};
    })[0];
}

TORCH_LIBRARY_IMPL(cv_zoom, Autograd, m)
{
    m.impl("saliency_to_nodes", saliencyToNodesAutograd);
    m.impl("_saliency_to_nodes_backward", saliencyToNodesBackwardAutograd);
    m.impl("saliency_to_grid", saliencyToGridAutograd);
    m.impl("_saliency_to_grid_backward", saliencyToGridBackwardAutograd);
}

} // namespace

} // namespace zoom_train
} // namespace cv
