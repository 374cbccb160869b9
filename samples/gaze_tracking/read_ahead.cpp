// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "read_ahead.hpp"

#include "stage_times.hpp"

ReadAhead::ReadAhead(std::unique_ptr<FrameInput> input_)
    : input(std::move(input_)), rate(input->framesPerSecond()), total(input->count()), live(input->isLive()),
      synthetic(input->isSynthetic()), thread([this] { run(); })
{
}

ReadAhead::~ReadAhead()
{
    {
        const std::lock_guard<std::mutex> lock(mutex);
        stopped = true;
    }
    changed.notify_all();
    thread.join();
}

void ReadAhead::run()
{
    InputFrame frame;
    for (;;)
    {
        bool more = false;
        std::exception_ptr thrown;
        const int64 begin = cv::getTickCount();
        try
        {
            more = input->read(frame);
        }
        catch (...)
        {
            thrown = std::current_exception();
        }
        frame.ms = msSince(begin);
        std::unique_lock<std::mutex> lock(mutex);
        if (!live)
            changed.wait(lock, [this] { return !isReady || stopped; });
        if (stopped)
            return;
        if (more)
        {
            std::swap(ready, frame); // two frames' memory goes round
            isReady = true;
        }
        else
        {
            atEnd = true;
            problem = thrown;
        }
        changed.notify_all();
        if (!more)
            return;
    }
}

bool ReadAhead::read(InputFrame& frame)
{
    std::unique_lock<std::mutex> lock(mutex);
    changed.wait(lock, [this] { return isReady || atEnd; });
    if (!isReady)
    {
        if (problem)
            std::rethrow_exception(problem);
        return false;
    }
    std::swap(ready, frame);
    isReady = false;
    changed.notify_all();
    return true;
}
