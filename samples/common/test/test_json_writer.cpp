// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "../json_writer.hpp"
#include "../output_file.hpp"

#include "opencv2/core.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

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

class OutputFiles : public testing::Test
{
protected:
    void SetUp() override
    {
        folder = std::filesystem::path(cv::tempfile(""));
        std::filesystem::create_directories(folder);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    bool empty() const { return std::filesystem::is_empty(folder); }

    std::filesystem::path folder;
};

TEST_F(OutputFiles, TextAppearsUnderItsName)
{
    writeTextFile(folder / "a.json", "hello\n");
    std::stringstream content;
    content << std::ifstream(folder / "a.json").rdbuf();
    EXPECT_EQ(content.str(), "hello\n");
}

TEST_F(OutputFiles, UnfinishedFileLeavesNothing)
{
    {
        const OutputFile file(folder / "a.txt");
        std::ofstream(file.temporaryPath()) << "half";
        EXPECT_FALSE(std::filesystem::exists(folder / "a.txt"));
    }
    EXPECT_TRUE(empty());
}

TEST_F(OutputFiles, MissingFolderIsAnErrorThatNamesTheFile)
{
    try
    {
        writeTextFile(folder / "nowhere" / "a.json", "x");
        FAIL() << "no error";
    }
    catch (const cv::Exception& error)
    {
        EXPECT_NE(error.err.find("a.json"), std::string::npos);
    }
}

} // namespace
} // namespace samples
