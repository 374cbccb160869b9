// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "data/csv.hpp"

#include "opencv2/core.hpp"

#include <algorithm>

namespace cv {
namespace zoom_train {
namespace data {

namespace {

class CsvParser
{
public:
    CsvParser(const std::string& _text, const std::string& _path) : text(_text), path(_path)
    {
        const std::string byteOrderMark = "\xef\xbb\xbf";
        if (text.compare(0, byteOrderMark.size(), byteOrderMark) == 0)
            at = byteOrderMark.size();
    }

    std::vector<CsvRow> rows()
    {
        std::vector<CsvRow> all;
        while (at < text.size())
        {
            if (takeLineEnd()) // an empty line
                continue;
            CsvRow row{line, {}};
            do
                row.cells.push_back(cell());
            while (take(','));
            if (at < text.size() && !takeLineEnd())
                fail(line, "has a quote inside a cell; such a cell is put in quotes, and its own are doubled");
            all.push_back(row);
        }
        return all;
    }

private:
    [[noreturn]] void fail(int number, const char* why) const
    {
        CV_Error(Error::StsBadArg, cv::format("DatasetOptions::path: '%s' line %d: ", path.c_str(), number) + why);
    }

    bool take(char expected)
    {
        const bool there = at < text.size() && text[at] == expected;
        at += there;
        return there;
    }

    bool takeLineEnd()
    {
        const bool carriage = take('\r'), feed = take('\n');
        line += carriage || feed;
        return carriage || feed;
    }

    std::string cell()
    {
        const int begin = line;
        if (!take('"'))
        {
            const size_t end = std::min(text.find_first_of(",\"\r\n", at), text.size()), from = at;
            at = end;
            return text.substr(from, end - from);
        }
        std::string value;
        while (at < text.size())
        {
            const char c = text[at++];
            if (c == '"' && !take('"')) // one that is not doubled ends the cell
                return value;
            line += c == '\n';
            value += c;
        }
        fail(begin, "has a quote that is not closed");
    }

    const std::string& text;
    const std::string& path;
    size_t at = 0;
    int line = 1;
};

} // namespace

std::vector<CsvRow> parseCsv(const std::string& text, const std::string& path)
{
    return CsvParser(text, path).rows();
}

} // namespace data
} // namespace zoom_train
} // namespace cv
