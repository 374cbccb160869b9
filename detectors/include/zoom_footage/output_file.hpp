// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_FOOTAGE_OUTPUT_FILE_HPP
#define ZOOM_FOOTAGE_OUTPUT_FILE_HPP

#include "opencv2/core.hpp"

#include <filesystem>
#include <string>

namespace footage {

/** A file that appears under its name only when it is complete: it is written under temporaryPath(), then finish()
renames it. Without finish() the destructor removes what was written. */
class OutputFile
{
public:
    explicit OutputFile(std::filesystem::path path);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    //! Beside the final path, with the same extension (encoders choose the format by it).
    std::string temporaryPath() const { return temporary.string(); }

    void finish();

private:
    std::filesystem::path target, temporary;
};

/** @brief Throws cv::Exception that names the file where it could not be written; makes its folder. What takes an hour
asks before. */
void checkWritable(const std::filesystem::path& path);

//! Writes a text file under a temporary name and renames it. Throws cv::Exception that names the file.
void writeTextFile(const std::filesystem::path& path, const std::string& text);

//! As cv::imwrite, under a temporary name that is renamed. Throws cv::Exception that names the file.
void writeImageFile(const std::filesystem::path& path, const cv::Mat& image);

} // namespace footage

#endif // ZOOM_FOOTAGE_OUTPUT_FILE_HPP
