// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_footage/output_file.hpp"

#include "opencv2/imgcodecs.hpp"

#include <fstream>

namespace footage {

OutputFile::OutputFile(std::filesystem::path path) : target(std::move(path))
{
    temporary = target;
    temporary.replace_filename("." + target.stem().string() + ".part" + target.extension().string());
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
