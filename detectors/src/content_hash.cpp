// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/content_hash.hpp"

#include "opencv2/core.hpp"

#include <cinttypes>
#include <fstream>
#include <vector>

namespace detectors {

void ContentHash::add(const void* bytes, size_t count)
{
    const unsigned char* const data = static_cast<const unsigned char*>(bytes);
    for (size_t i = 0; i < count; i++)
        state = (state ^ data[i]) * 0x100000001b3u;
}

void ContentHash::addFile(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::vector<char> buffer(1 << 16);
    while (file.read(buffer.data(), std::streamsize(buffer.size())) || file.gcount() > 0)
        add(buffer.data(), size_t(file.gcount()));
    if (!file.is_open() || file.bad())
        CV_Error(cv::Error::StsError, "'" + path + "' cannot be read");
}

std::string ContentHash::text() const
{
    return cv::format("%016" PRIx64, state);
}

} // namespace detectors
