// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TEST_ALLOCATION_COUNTER_HPP
#define OPENCV_ZOOM_TEST_ALLOCATION_COUNTER_HPP

#include <string>

namespace opencv_test {

/** @brief Counts the memory allocations of all libraries while it lives: malloc and its relatives, operator new
included, which calls them. One at a time. */
class AllocationCounter
{
public:
    enum Threads
    {
        THIS_THREAD,
        ALL_THREADS
    };

    explicit AllocationCounter(Threads threads);
    ~AllocationCounter();
    AllocationCounter(const AllocationCounter&) = delete;
    AllocationCounter& operator=(const AllocationCounter&) = delete;

    //! Ends the counting. @return the number of allocations
    int stop();

    //! Where the first allocations came from, after stop(): call stacks, innermost function first.
    static std::string stacks();

    //! Whether this build can count: not under a sanitizer, which has an allocator of its own, and only with glibc.
    static bool isAvailable();
};

} // namespace opencv_test

#endif // OPENCV_ZOOM_TEST_ALLOCATION_COUNTER_HPP
