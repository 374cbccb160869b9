// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_SCRATCH_POOL_HPP
#define OPENCV_ZOOM_SCRATCH_POOL_HPP

#include <memory>
#include <mutex>
#include <vector>

namespace cv {
namespace zoom {

/** @brief Working memory of functions without an object to keep it in.

What one call grew, the next one finds. There are as many as calls ever ran at once. (A thread_local one would be shared
by calls within each other: a thread that waits in a parallel loop may be given other work.) */
template <typename Scratch>
class ScratchPool
{
public:
    //! Holds one for the time of a call.
    class Lease
    {
    public:
        Lease() : scratch(pool().take()) {}
        ~Lease() { pool().giveBack(std::move(scratch)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        Scratch* operator->() const { return scratch.get(); }

    private:
        std::unique_ptr<Scratch> scratch;
    };

private:
    //! Never destroyed: threads may outlive main().
    static ScratchPool& pool()
    {
        static ScratchPool* const instance = new ScratchPool;
        return *instance;
    }

    std::unique_ptr<Scratch> take()
    {
        {
            const std::lock_guard<std::mutex> lock(mutex);
            if (!idle.empty())
            {
                std::unique_ptr<Scratch> scratch = std::move(idle.back());
                idle.pop_back();
                return scratch;
            }
            idle.reserve(++made); // so that nothing can throw, or allocate, when they come back
        }
        return std::unique_ptr<Scratch>(new Scratch);
    }

    void giveBack(std::unique_ptr<Scratch> scratch)
    {
        const std::lock_guard<std::mutex> lock(mutex);
        idle.push_back(std::move(scratch));
    }

    std::mutex mutex;
    std::vector<std::unique_ptr<Scratch>> idle;
    size_t made = 0;
};

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_SCRATCH_POOL_HPP
