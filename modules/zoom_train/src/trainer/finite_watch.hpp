// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_FINITE_WATCH_HPP
#define OPENCV_ZOOM_TRAIN_FINITE_WATCH_HPP

#include <ATen/record_function.h>
#include <torch/nn/module.h>

#include <map>
#include <memory>
#include <string>

namespace cv {
namespace zoom_train {

/** @brief Finds where values that are not finite come from, in what this thread computes while it lives.

It sees every operation of LibTorch, and knows a layer by its weights: a user's own module and a TorchScript file need
nothing for that. Every tensor is looked at, so it is for a second run of what has failed. */
class FiniteWatch
{
public:
    //! @param module whose layers are named; its weights must be finite
    explicit FiniteWatch(const torch::nn::Module& module);
    ~FiniteWatch();
    FiniteWatch(const FiniteWatch&) = delete;
    FiniteWatch& operator=(const FiniteWatch&) = delete;

    /** The first that made of finite values some that are not: "layer 'NAME'", or "OPERATION behind layer 'NAME'" for
    an operation without weights, or "OPERATION" before all layers. Empty if there was none. */
    const std::string& where() const { return found; }

private:
    static std::unique_ptr<at::ObserverContext> begin(const at::RecordFunction& function);
    static void end(const at::RecordFunction& function, at::ObserverContext* context);
    void look(const at::RecordFunction& function);

    std::map<const void*, std::string> layers; //!< of weights; buffers have an empty one
    int depth = 0;                             //!< operations are made of others
    bool suspect = false;                      //!< the outermost one has got values, and all are finite
    std::string layer, lastLayer; //!< of the weight among its inputs, or none; of the last one with a weight
    std::string found;
    at::CallbackHandle handle;
};

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_FINITE_WATCH_HPP
