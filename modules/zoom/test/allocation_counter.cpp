// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "allocation_counter.hpp"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <sstream>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define ZOOM_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ZOOM_SANITIZED
#endif

#if defined(__GLIBC__) && !defined(ZOOM_SANITIZED)
#define ZOOM_COUNTS_ALLOCATIONS
#include <execinfo.h>
#include <malloc.h>
#endif

namespace {

// Read inside malloc(): nothing here may allocate, or need a constructor.
std::atomic<bool> countingAll;
thread_local bool countingHere = false;
std::atomic<int> allocations;

} // namespace

#ifdef ZOOM_COUNTS_ALLOCATIONS

namespace {

thread_local bool paused = false; // here: noting itself may allocate
const int STACKS = 4, DEPTH = 24;
void* callers[STACKS][DEPTH];
int depths[STACKS];

void note()
{
    if (!(countingHere || countingAll.load(std::memory_order_relaxed)) || paused)
        return;
    paused = true;
    const int k = allocations++;
    if (k < STACKS)
        depths[k] = backtrace(callers[k], DEPTH);
    paused = false;
}

} // namespace

// Defined in the program, these take the place of the C library's for all libraries. What they return is the C
// library's, so that its free() may stay.
extern "C" {
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* memory, size_t size);
void* __libc_memalign(size_t alignment, size_t size);

void* malloc(size_t size) noexcept
{
    note();
    return __libc_malloc(size);
}

void* calloc(size_t count, size_t size) noexcept
{
    note();
    return __libc_calloc(count, size);
}

void* realloc(void* memory, size_t size) noexcept
{
    note();
    return __libc_realloc(memory, size);
}

void* memalign(size_t alignment, size_t size) noexcept
{
    note();
    return __libc_memalign(alignment, size);
}

void* aligned_alloc(size_t alignment, size_t size) noexcept
{
    note();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void** memory, size_t alignment, size_t size) noexcept
{
    note();
    *memory = __libc_memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}
}

#endif // ZOOM_COUNTS_ALLOCATIONS

namespace opencv_test {

AllocationCounter::AllocationCounter(Threads threads)
{
#ifdef ZOOM_COUNTS_ALLOCATIONS
    void* first[1];
    backtrace(first, 1); // loads a library when it is first called, which allocates
#endif
    allocations = 0;
    countingHere = threads == THIS_THREAD;
    countingAll = threads == ALL_THREADS;
}

AllocationCounter::~AllocationCounter()
{
    stop();
}

int AllocationCounter::stop()
{
    countingAll = countingHere = false;
    return allocations;
}

std::string AllocationCounter::stacks()
{
    std::ostringstream text;
#ifdef ZOOM_COUNTS_ALLOCATIONS
    for (int k = 0; k < STACKS && k < allocations; ++k)
    {
        text << "allocation " << k << ":\n";
        char** names = backtrace_symbols(callers[k], depths[k]);
        for (int i = 2; names && i < depths[k]; ++i) // after note() and malloc()
            text << "    " << names[i] << "\n";
        std::free(names);
    }
#endif
    return text.str();
}

bool AllocationCounter::isAvailable()
{
#ifdef ZOOM_COUNTS_ALLOCATIONS
    return true;
#else
    return false;
#endif
}

} // namespace opencv_test
