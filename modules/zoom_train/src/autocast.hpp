// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_AUTOCAST_HPP
#define OPENCV_ZOOM_TRAIN_AUTOCAST_HPP

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace cv {
namespace zoom_train {

//! In its scope convolutions and matrix products compute in bfloat16, if @p on.
class Autocast
{
public:
    Autocast(bool on, c10::DeviceType _device) : device(_device), before(enabled())
    {
        if (!on)
            return;
        setType();
        setEnabled(true);
        at::autocast::increment_nesting();
        nested = true;
    }
    ~Autocast()
    {
        if (!nested)
            return;
        // The casts of the weights that are kept for the scope end with it: the weights change.
        if (at::autocast::decrement_nesting() == 0)
            at::autocast::clear_cache();
        setEnabled(before);
    }
    Autocast(const Autocast&) = delete;
    Autocast& operator=(const Autocast&) = delete;

private:
    c10::DeviceType device;
    bool before, nested = false;

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
    bool enabled() const
    {
        return at::autocast::is_autocast_enabled(device);
    }
    void setEnabled(bool on) const
    {
        at::autocast::set_autocast_enabled(device, on);
    }
    void setType() const
    {
        at::autocast::set_autocast_dtype(device, at::kBFloat16);
    }
#else
    bool enabled() const
    {
        return device == c10::kCPU ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
    }
    void setEnabled(bool on) const
    {
        device == c10::kCPU ? at::autocast::set_cpu_enabled(on) : at::autocast::set_enabled(on);
    }
    void setType() const
    {
        device == c10::kCPU ? at::autocast::set_autocast_cpu_dtype(at::kBFloat16)
                            : at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
    }
#endif
};

//! In its scope nothing is cast: coordinates need more than the eight bits of bfloat16.
class WithoutAutocast
{
    c10::impl::ExcludeDispatchKeyGuard guard{c10::autocast_dispatch_keyset};
};

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_AUTOCAST_HPP
