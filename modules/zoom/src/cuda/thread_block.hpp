// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_THREAD_BLOCK_HPP
#define OPENCV_ZOOM_CUDA_THREAD_BLOCK_HPP

#include "../math/portable.hpp"

namespace cv {
namespace zoom {
namespace gpu {

/** @brief The threads of a block on the device, at work on items together.

What a block does is written once, as a template of the block: the kernels pass this one, the tests one that goes
through the items in turn, in any order, on the host. So all of it but the few lines of this class is tested without a
GPU. Every call is made by all threads, which wait for each other at its end. */
class ThreadBlock
{
public:
    enum
    {
        MAX_WARPS = 32
    };

    //! @param memory MAX_WARPS values in shared memory
    ZOOM_INLINE explicit ThreadBlock(double* memory) : partial(memory) {}

    //! Calls work(k) for k from 0 to n - 1.
    template <typename Work>
    ZOOM_INLINE void forEach(int n, const Work& work) const
    {
#ifdef __CUDA_ARCH__
        for (int k = int(threadIdx.x); k < n; k += int(blockDim.x))
            work(k);
        __syncthreads();
#else
        (void)n;
        (void)work;
#endif
    }

    //! Until all threads are here.
    ZOOM_INLINE void wait() const
    {
#ifdef __CUDA_ARCH__
        __syncthreads();
#endif
    }

    //! Whether test(k) is true for some k.
    template <typename Test>
    ZOOM_INLINE bool any(int n, const Test& test) const
    {
#ifdef __CUDA_ARCH__
        int found = 0;
        for (int k = int(threadIdx.x); k < n && !found; k += int(blockDim.x))
            found = test(k);
        return __syncthreads_or(found) != 0;
#else
        (void)n;
        (void)test;
        return false;
#endif
    }

    //! The sum of value(k): in the same order every time.
    template <typename Value>
    ZOOM_INLINE double sum(int n, const Value& value) const
    {
        return reduce(n, 0.0, value, [](double a, double b) { return a + b; });
    }

    //! The largest of value(k) and @p least.
    template <typename Value>
    ZOOM_INLINE double largest(int n, double least, const Value& value) const
    {
        return reduce(n, least, value, [](double a, double b) { return math::larger(a, b); });
    }

    //! Adds one to a counter that all threads share. @return what it was before
    ZOOM_INLINE int count(int* counter) const
    {
#ifdef __CUDA_ARCH__
        return atomicAdd(counter, 1);
#else
        return (*counter)++;
#endif
    }

private:
    template <typename Value, typename Join>
    ZOOM_INLINE double reduce(int n, double begin, const Value& value, const Join& join) const
    {
        double result = begin;
#ifdef __CUDA_ARCH__
        for (int k = int(threadIdx.x); k < n; k += int(blockDim.x))
            result = join(result, value(k));
        for (int lanes = 16; lanes > 0; lanes /= 2)
            result = join(result, __shfl_xor_sync(0xffffffffu, result, lanes));
        const int warps = int(blockDim.x) / 32; // blocks are of whole warps
        if (threadIdx.x % 32 == 0)
            partial[threadIdx.x / 32] = result;
        __syncthreads();
        result = partial[0];
        for (int w = 1; w < warps; ++w)
            result = join(result, partial[w]);
        __syncthreads(); // before the memory is written again
#else
        (void)n;
        (void)value;
        (void)join;
#endif
        return result;
    }

    double* partial;
};

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_THREAD_BLOCK_HPP
