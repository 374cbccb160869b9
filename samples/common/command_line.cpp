// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "command_line.hpp"

#include <cmath>
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

void refuseArgument(const std::string& name, const std::string& got, const std::string& allowed)
{
    CV_Error(cv::Error::StsBadArg, "--" + name + " is '" + got + "'; allowed is " + allowed);
}

double numberOf(const std::string& name, const std::string& text, double least, double most)
{
    size_t used = 0;
    double value = NAN;
    try
    {
        value = std::stod(text, &used);
    }
    catch (const std::logic_error&) // no number at all, or one out of the range of double
    {
    }
    if (used != text.size() || !(value >= least && value <= most))
        refuseArgument(name, text, cv::format("a number from %g to %g", least, most));
    return value;
}

double numberOf(const cv::CommandLineParser& parser, const std::string& name, double least, double most)
{
    return numberOf(name, parser.get<cv::String>(name), least, most);
}

int integerOf(const cv::CommandLineParser& parser, const std::string& name, int least)
{
    const double value = numberOf(parser, name, least, 1e9);
    if (value != std::floor(value))
        refuseArgument(name, parser.get<cv::String>(name), "a whole number");
    return int(value);
}

cv::Size sizeOf(const std::string& name, const std::string& text)
{
    const size_t cross = text.find('x');
    if (cross == std::string::npos)
        refuseArgument(name, text, "columns x rows in pixels, such as 768x576");
    return cv::Size(int(numberOf(name, text.substr(0, cross), 1, 16384)),
                    int(numberOf(name, text.substr(cross + 1), 1, 16384)));
}

} // namespace samples
