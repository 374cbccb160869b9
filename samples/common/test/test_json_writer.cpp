// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "../json_writer.hpp"

#include "opencv2/core.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace samples {
namespace {

TEST(JsonWriter, WritesNestedObjectsAndArrays)
{
    JsonWriter json;
    json.beginObject().member("a", 0.55).key("b").beginArray().value(true).value("x").endArray().endObject();
    EXPECT_EQ(json.text(), "{\n  \"a\": 0.55,\n  \"b\": [\n    true,\n    \"x\"\n  ]\n}\n");
}

TEST(JsonWriter, WritesEmptyContainersInOneLine)
{
    JsonWriter json;
    json.beginObject().key("a").beginArray().endArray().endObject();
    EXPECT_EQ(json.text(), "{\n  \"a\": []\n}\n");
}

TEST(JsonWriter, EscapesText)
{
    JsonWriter json;
    json.value("a\"b\\c\nd");
    EXPECT_EQ(json.text(), "\"a\\\"b\\\\c\\u000ad\"\n");
}

TEST(JsonWriter, WritesWhatIsNoNumberAsNull)
{
    JsonWriter json;
    json.beginArray().value(NAN).value(INFINITY).endArray();
    EXPECT_EQ(json.text(), "[\n  null,\n  null\n]\n");
}

TEST(JsonWriter, OpenCVReadsIt)
{
    JsonWriter json;
    json.beginObject().member("recall", 0.55).member("name", "zoom \"x\"").endObject();
    const cv::FileStorage storage(json.text(), cv::FileStorage::READ | cv::FileStorage::MEMORY);
    EXPECT_DOUBLE_EQ(double(storage["recall"]), 0.55);
    EXPECT_EQ(std::string(storage["name"]), "zoom \"x\"");
}

} // namespace
} // namespace samples
