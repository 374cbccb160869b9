// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "trainer/whole_file.hpp"

#include "opencv2/imgcodecs.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace cv {
namespace zoom_train {

void writeWholeFile(const std::string& path, const std::function<void(const std::string&)>& write)
{
    const std::filesystem::path target(path);
    // The ending stays: writers of pictures go by it. Another process may write the same file.
    const std::filesystem::path temporary =
        target.parent_path() / (".writing_" + std::to_string(getpid()) + "_" + target.filename().string());
    try
    {
        write(temporary.string());
        std::filesystem::rename(temporary, target);
    }
    catch (const std::filesystem::filesystem_error& e)
    {
        CV_Error(Error::StsError, "'" + path + "' cannot be written: " + e.code().message());
    }
    catch (...)
    {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        throw;
    }
}

void writeWholeFile(const std::string& path, const std::string& content)
{
    writeWholeFile(path, [&](const std::string& temporary) {
        std::ofstream file(temporary, std::ios::binary);
        file.write(content.data(), std::streamsize(content.size()));
        file.close();
        if (!file)
            CV_Error(Error::StsError, "'" + path + "' cannot be written");
    });
}

void writePicture(const std::string& path, const Mat& picture)
{
    writeWholeFile(path, [&](const std::string& temporary) {
        if (!imwrite(temporary, picture))
            CV_Error(Error::StsError, "'" + path + "' cannot be written");
    });
}

std::string readWholeFile(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file.is_open() || file.bad())
        CV_Error(Error::StsError, "'" + path + "' cannot be read");
    return content;
}

} // namespace zoom_train
} // namespace cv
