// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "command_line.hpp"

#include "opencv2/core.hpp"

#include <regex>
#include <set>
#include <sstream>

namespace samples {

void checkArgumentNames(const std::string& keys, int argc, const char* const* argv)
{
    std::set<std::string> known;
    const std::regex key("\\{([^|]+)\\|");
    for (std::sregex_iterator it(keys.begin(), keys.end(), key), end; it != end; ++it)
    {
        std::istringstream names((*it)[1].str());
        for (std::string name; names >> name;)
            known.insert(name);
    }
    for (int i = 1; i < argc; i++)
    {
        const std::string argument = argv[i];
        const size_t begin = argument.find_first_not_of('-');
        if (begin == 0 || begin == std::string::npos)
            CV_Error(cv::Error::StsBadArg, "argument '" + argument + "' is not of the form --name=value");
        if (known.count(argument.substr(begin, argument.find('=') - begin)) == 0)
            CV_Error(cv::Error::StsBadArg, "argument '" + argument + "' is unknown; --help lists the arguments");
    }
}

std::vector<std::string> splitAtCommas(const std::string& text)
{
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');)
        parts.push_back(part);
    return parts;
}

} // namespace samples
