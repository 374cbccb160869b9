// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// Peak of the memory in use during a call, as Linux counts it; for the tests and for the benchmarks.
#ifndef OPENCV_ZOOM_TRAIN_TEST_PEAK_MEMORY_HPP
#define OPENCV_ZOOM_TRAIN_TEST_PEAK_MEMORY_HPP

#include <cstdint>
#include <fstream>
#include <functional>
#include <string>

#ifdef __linux__
#include <malloc.h>
#endif

namespace opencv_test {

//! A line of /proc/self/status in bytes; 0 where there is none.
inline int64_t statusBytes(const std::string& name)
{
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word)
        if (word == name + ":")
        {
            int64_t kilobytes = 0;
            status >> kilobytes;
            return kilobytes * 1024;
        }
    return 0;
}

//! Makes the system count the peak from here on; false where it cannot.
inline bool canMeasurePeak()
{
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    malloc_trim(0);
    std::ofstream reset("/proc/self/clear_refs");
    reset << "5";
    reset.close();
    return bool(reset) && statusBytes("VmHWM") > 0;
#else
    return false;
#endif
}

//! Most memory in use during a call, beyond what was in use before it, in MiB; only where canMeasurePeak().
inline double peakMiB(const std::function<void()>& step)
{
    step(); // what is allocated once stays out of the count
    canMeasurePeak();
    const int64_t before = statusBytes("VmRSS");
    step();
    return double(statusBytes("VmHWM") - before) / (1 << 20);
}

} // namespace opencv_test

#endif // OPENCV_ZOOM_TRAIN_TEST_PEAK_MEMORY_HPP
