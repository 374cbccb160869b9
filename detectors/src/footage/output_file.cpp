// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_footage/output_file.hpp"

#include "opencv2/imgcodecs.hpp"

#include <fstream>
#include <unistd.h>

namespace footage {

OutputFile::OutputFile(std::filesystem::path path) : target(std::move(path))
{
    temporary = target;
    // Another process may write the same file.
    temporary.replace_filename("." + target.stem().string() + "." + std::to_string(getpid()) + ".part" +
                               target.extension().string());
}

OutputFile::~OutputFile()
{
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
}

void OutputFile::finish()
{
    std::error_code error;
    std::filesystem::rename(temporary, target, error);
    if (error)
        CV_Error(cv::Error::StsError, "cannot write '" + target.string() + "': " + error.message());
}

void checkWritable(const std::filesystem::path& path)
{
    std::error_code error;
    if (path.has_parent_path())
        std::filesystem::create_directories(path.parent_path(), error);
    const OutputFile file(path);
    if (error || std::filesystem::is_directory(path) || !std::ofstream(file.temporaryPath()))
        CV_Error(cv::Error::StsError, "cannot write '" + path.string() +
                                          "': its folder cannot be made or written to, or "
                                          "it is a folder itself");
}

void writeTextFile(const std::filesystem::path& path, const std::string& text)
{
    OutputFile file(path);
    std::ofstream stream(file.temporaryPath());
    stream << text;
    stream.close();
    if (!stream)
        CV_Error(cv::Error::StsError, "cannot write '" + path.string() + "'");
    file.finish();
}

void writeImageFile(const std::filesystem::path& path, const cv::Mat& image)
{
    OutputFile file(path);
    if (!cv::imwrite(file.temporaryPath(), image))
        CV_Error(cv::Error::StsError, "cannot write '" + path.string() + "'");
    file.finish();
}

} // namespace footage
