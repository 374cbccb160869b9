// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_PARALLEL_HPP
#define OPENCV_ZOOM_PARALLEL_HPP

#include "opencv2/core/utility.hpp"

#include <algorithm>

namespace cv {
namespace zoom {

/** @brief cv::parallel_for_ with a callable that is referred to.

The overload of OpenCV that takes a lambda copies it into a std::function, which allocates. */
template <typename Body>
void parallelFor(const Range& range, const Body& body)
{
    class Loop CV_FINAL : public ParallelLoopBody
    {
    public:
        explicit Loop(const Body& b) : body(b) {}
        void operator()(const Range& part) const CV_OVERRIDE { body(part); }

    private:
        const Body& body;
    };
    parallel_for_(range, Loop(body));
}

/** @brief Calls body(first row, row after the last) for blocks of rows, in parallel.

A block has rows enough to share what a call sets up, and few enough to keep the threads busy. */
template <typename Body>
void forEachRowBlock(int rows, const Body& body)
{
    const int ROWS = 16;
    parallelFor(Range(0, (rows + ROWS - 1) / ROWS),
                [&](const Range& range) { body(range.start * ROWS, std::min(range.end * ROWS, rows)); });
}

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_PARALLEL_HPP
