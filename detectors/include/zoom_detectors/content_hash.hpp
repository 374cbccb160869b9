// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_CONTENT_HASH_HPP
#define ZOOM_DETECTORS_CONTENT_HASH_HPP

#include <cstdint>
#include <string>

namespace detectors {

//! Tells whether something is the same as before (64-bit FNV-1a; no protection against intent).
class ContentHash
{
public:
    void add(const void* bytes, size_t count);

    //! All of a file. Throws cv::Exception that names it when it cannot be read.
    void addFile(const std::string& path);

    //! 16 hexadecimal digits.
    std::string text() const;

private:
    uint64_t state = 0xcbf29ce484222325u;
};

} // namespace detectors

#endif // ZOOM_DETECTORS_CONTENT_HASH_HPP
