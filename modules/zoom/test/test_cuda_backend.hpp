// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TEST_CUDA_BACKEND_HPP
#define OPENCV_ZOOM_TEST_CUDA_BACKEND_HPP

#include "test_precomp.hpp"

#include "../src/cuda/kernel_device.hpp"

#include <memory>

namespace opencv_test {

/** @brief Something that runs the kernels of src/cuda on raw pointers.

What a kernel does is a template that knows of no device. So the tests run every one of them twice: on the device, where
there is one, and on the host, where the threads of a block come one after the other. Memory is filled with POISON. */
class KernelBackend : public zoom::gpu::KernelDevice
{
public:
    //! In any direction.
    virtual void copy(void* to, const void* from, size_t bytes) = 0;
    void upload(void* to, const void* from, size_t bytes) CV_OVERRIDE { copy(to, from, bytes); }

    enum
    {
        POISON = 0xa5
    };
};

enum BackendKind
{
    ON_HOST,           //!< threads in order
    ON_HOST_BACKWARDS, //!< the last thread first: nothing may depend on the order
    ON_DEVICE
};

//! @return null, and why, where there is none
std::unique_ptr<KernelBackend> kernelBackend(int kind, std::string& whyNot);

//! The same for the device, where this was built with a CUDA compiler.
std::unique_ptr<KernelBackend> deviceBackend(std::string& whyNot);

inline auto backendKinds()
{
    return testing::Values(int(ON_HOST), int(ON_HOST_BACKWARDS), int(ON_DEVICE));
}

} // namespace opencv_test

//! Declares `backend`, or skips the test.
#define ZOOM_NEEDS_BACKEND(backend, kind)                                                                              \
    std::string backend##WhyNot;                                                                                       \
    const std::unique_ptr<KernelBackend> backend = kernelBackend(kind, backend##WhyNot);                               \
    if (!backend)                                                                                                      \
    ZOOM_SKIP_HERE(backend##WhyNot)

#endif // OPENCV_ZOOM_TEST_CUDA_BACKEND_HPP
