// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_SAMPLES_COMMAND_LINE_HPP
#define ZOOM_SAMPLES_COMMAND_LINE_HPP

#include <string>
#include <vector>

namespace samples {

/** cv::CommandLineParser takes no notice of arguments that it does not know; a typing error must not go unseen. Throws
cv::Exception that names the argument. @param keys what the parser is given */
void checkArgumentNames(const std::string& keys, int argc, const char* const* argv);

std::vector<std::string> splitAtCommas(const std::string& text);

} // namespace samples

#endif // ZOOM_SAMPLES_COMMAND_LINE_HPP
