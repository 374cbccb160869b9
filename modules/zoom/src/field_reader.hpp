// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_FIELD_READER_HPP
#define OPENCV_ZOOM_FIELD_READER_HPP

#include "precomp.hpp"

namespace cv {
namespace zoom {

/** Reads the fields of one yaml, xml or json file; its errors name the file and the field. Compiled into the detectors
of the programs, too (detectors/CMakeLists.txt). */
class FieldReader
{
public:
    /** @param kind what the file describes, for messages, such as "model"
    @param documentation where the format is described */
    FieldReader(const String& kind, const String& path, const String& documentation);

    bool has(const char* field) const { return !file[field].empty(); }
    FileNode node(const char* field) const;
    String text(const char* field) const;
    std::vector<String> texts(const char* field) const;

    //! One of the texts that the field may hold.
    String choice(const char* field, const std::vector<String>& choices) const;

    double number(const char* field) const;
    int wholeNumber(const char* field, int least, int most) const;
    std::vector<double> numbers(const char* field, size_t count) const;

    //! Refuses what is not in the format: a field with a wrong name would otherwise be ignored without a word.
    void allowOnly(const std::vector<String>& fields) const;

    [[noreturn]] void fail(const String& field, const String& problem) const;

private:
    [[noreturn]] void fail(const String& problem) const;

    const String kind, path;
    FileStorage file;
};

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_FIELD_READER_HPP
