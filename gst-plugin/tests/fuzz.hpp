// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_TEST_FUZZ_HPP
#define GST_ZOOM_TEST_FUZZ_HPP

#include <cstddef>
#include <cstdint>

namespace gstzoom_test {

// Targets for fuzzing; whatever the bytes are, nothing may crash, leak or read beyond its memory. The tests run them on
// bytes from a fixed seed and, where clang is found, with libFuzzer for some seconds on those that reach new code. The
// programs (fuzzTransformData and fuzzFrame beside gst_zoom_test) take its arguments, so they may be run for longer.

// The bytes are a serialised transform. Returns whether they were taken.
bool fuzzTransformData(const uint8_t* data, size_t size);

// The bytes choose format, sizes, strides, crop and how large the buffer is, which may be too small. Returns whether a
// zoomed frame came out.
bool fuzzFrame(const uint8_t* data, size_t size);

} // namespace gstzoom_test

#endif // GST_ZOOM_TEST_FUZZ_HPP
