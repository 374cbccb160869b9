// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "fuzz.hpp"

#include <gst/gst.h>

// One executable per target: ZOOM_FUZZ_TARGET names the function.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv)
{
    gst_init(argc, argv);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    gstzoom_test::ZOOM_FUZZ_TARGET(data, size);
    return 0;
}
