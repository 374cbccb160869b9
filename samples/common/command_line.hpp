// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_SAMPLES_COMMAND_LINE_HPP
#define ZOOM_SAMPLES_COMMAND_LINE_HPP

#include "opencv2/core/utility.hpp"

#include <string>
#include <vector>

namespace samples {

/** cv::CommandLineParser takes no notice of arguments that it does not know; a typing error must not go unseen. Throws
cv::Exception that names the argument. @param keys what the parser is given */
void checkArgumentNames(const std::string& keys, int argc, const char* const* argv);

std::vector<std::string> splitAtCommas(const std::string& text);

//! Throws cv::Exception: --name is 'got'; allowed is ...
[[noreturn]] void refuseArgument(const std::string& name, const std::string& got, const std::string& allowed);

/** @name Values of arguments
They throw cv::Exception that names the argument, what was got and what is allowed. */
//! @{
double numberOf(const std::string& name, const std::string& text, double least, double most);
double numberOf(const cv::CommandLineParser& parser, const std::string& name, double least, double most);
int integerOf(const cv::CommandLineParser& parser, const std::string& name, int least);
cv::Size sizeOf(const std::string& name, const std::string& text); //!< columns x rows, such as 768x576
//! @}

} // namespace samples

#endif // ZOOM_SAMPLES_COMMAND_LINE_HPP
