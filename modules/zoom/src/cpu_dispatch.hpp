// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CPU_DISPATCH_HPP
#define OPENCV_ZOOM_CPU_DISPATCH_HPP

// Kernels that are compiled once per instruction set stand in files named *.simd.hpp, as in OpenCV's own modules, and
// are chosen at run time with CV_CPU_DISPATCH. An OpenCV tree brings the macros for that. The headers of an installed
// OpenCV leave them out, so here they are for the stand-alone build, whose cmake/standalone.cmake plays the part of
// ocv_add_dispatched_file().

#include "kernels/instruction_set.hpp"

//! Asks for the cache line at p, which need not be readable.
#if defined(__GNUC__)
#define ZOOM_PREFETCH(p) __builtin_prefetch(p)
#else
#define ZOOM_PREFETCH(p) (void)(p)
#endif

#ifndef __OPENCV_BUILD

#ifdef CV_CPU_DISPATCH_MODE
#define CV_CPU_OPTIMIZATION_NAMESPACE __CV_CAT(opt_, CV_CPU_DISPATCH_MODE)
#else
#define CV_CPU_OPTIMIZATION_NAMESPACE cpu_baseline
#endif
#define CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN namespace CV_CPU_OPTIMIZATION_NAMESPACE {
#define CV_CPU_OPTIMIZATION_NAMESPACE_END }

// Chain of tries, best first: CV_CPU_DISPATCH(fn, (args), AVX512_SKX, AVX2, BASELINE).
#define ZOOM_CPU_TRY_AVX512_SKX(fn, args)                                                                              \
    if (cv::zoom::kernels::isUsable(cv::zoom::kernels::INSTRUCTION_SET_AVX512_SKX))                                    \
    return opt_AVX512_SKX::fn args
#define ZOOM_CPU_TRY_AVX2(fn, args)                                                                                    \
    if (cv::zoom::kernels::isUsable(cv::zoom::kernels::INSTRUCTION_SET_AVX2))                                          \
    return opt_AVX2::fn args
#define ZOOM_CPU_TRY_BASELINE(fn, args) return cpu_baseline::fn args
#define ZOOM_CPU_DISPATCH_1(fn, args, a) ZOOM_CPU_TRY_##a(fn, args)
#define ZOOM_CPU_DISPATCH_2(fn, args, a, b)                                                                            \
    ZOOM_CPU_TRY_##a(fn, args);                                                                                        \
    ZOOM_CPU_TRY_##b(fn, args)
#define ZOOM_CPU_DISPATCH_3(fn, args, a, b, c)                                                                         \
    ZOOM_CPU_TRY_##a(fn, args);                                                                                        \
    ZOOM_CPU_TRY_##b(fn, args);                                                                                        \
    ZOOM_CPU_TRY_##c(fn, args)
#define ZOOM_CPU_DISPATCH_PICK(_1, _2, _3, name, ...) name
#define CV_CPU_DISPATCH(fn, args, ...)                                                                                 \
    ZOOM_CPU_DISPATCH_EXPAND(                                                                                          \
        ZOOM_CPU_DISPATCH_PICK(__VA_ARGS__, ZOOM_CPU_DISPATCH_3, ZOOM_CPU_DISPATCH_2, ZOOM_CPU_DISPATCH_1, ), fn,      \
        args, __VA_ARGS__)
#define ZOOM_CPU_DISPATCH_EXPAND(macro, fn, args, ...) macro(fn, args, __VA_ARGS__)

#endif // __OPENCV_BUILD

#endif // OPENCV_ZOOM_CPU_DISPATCH_HPP
