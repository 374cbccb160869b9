// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_SAMPLES_JSON_WRITER_HPP
#define ZOOM_SAMPLES_JSON_WRITER_HPP

#include <string>
#include <vector>

namespace samples {

/** Writes JSON for people to read: indented, numbers with six digits (cv::FileStorage writes 0.55 as
5.5000000000000004e-01), NaN and infinity as null. Calls nest as the text does. */
class JsonWriter
{
public:
    JsonWriter& beginObject();
    JsonWriter& endObject();
    JsonWriter& beginArray();
    JsonWriter& endArray();
    JsonWriter& key(const std::string& name);
    JsonWriter& value(const std::string& text);
    JsonWriter& value(const char* text) { return value(std::string(text)); }
    JsonWriter& value(double number);
    JsonWriter& value(bool flag);

    template <typename T>
    JsonWriter& member(const std::string& name, const T& content)
    {
        return key(name).value(content);
    }

    //! What was written, with a line end. Everything that was begun must have been ended.
    std::string text() const;

private:
    void startItem();
    JsonWriter& begin(char bracket);
    JsonWriter& end(char bracket);

    std::string out;
    std::vector<int> items; // written so far in every open object and array
    bool afterKey = false;
};

} // namespace samples

#endif // ZOOM_SAMPLES_JSON_WRITER_HPP
