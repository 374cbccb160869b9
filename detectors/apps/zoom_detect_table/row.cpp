// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "row.hpp"

#include "common/json_writer.hpp"
#include "zoom_footage/output_file.hpp"

#include "opencv2/core.hpp"

#include <cmath>
#include <fstream>
#include <sstream>

namespace table {

namespace {

//! Name and place of every number, so that reading and writing cannot differ.
struct RowFigure
{
    const char* name;
    double Row::*value;
};

const std::vector<RowFigure> ROW_FIGURES = {
    {"detector_madds", &Row::detectorMadds}, {"saliency_madds", &Row::saliencyMadds},
    {"detector_runs", &Row::detectorRuns},   {"zoom_ms", &Row::zoomMs},
    {"detector_ms", &Row::detectorMs},       {"flicker", &Row::flicker},
    {"corner_flicker", &Row::cornerFlicker}, {"appeared", &Row::appeared},
    {"time_to_find", &Row::timeToFind},      {"appeared_found", &Row::appearedFound},
    {"appeared_outside", &Row::outside},     {"time_to_find_outside", &Row::timeToFindOutside},
    {"outside_found", &Row::outsideFound},
};

struct TextField
{
    const char* name;
    std::string Row::*value;
};

const std::vector<TextField> TEXT_FIELDS = {
    {"task", &Row::task}, {"clip", &Row::clip},   {"method", &Row::method},
    {"size", &Row::size}, {"input", &Row::input}, {"conditions", &Row::conditions},
};

template <typename Owner, typename Figure>
void writeNumbers(samples::JsonWriter& json, const Owner& owner, const std::vector<Figure>& figures)
{
    for (const Figure& figure : figures)
        if (std::isfinite(owner.*figure.value)) // cv::FileStorage does not read null
            json.member(figure.name, owner.*figure.value);
}

template <typename Owner, typename Figure>
void readNumbers(const cv::FileNode& node, Owner& owner, const std::vector<Figure>& figures)
{
    for (const Figure& figure : figures)
        owner.*figure.value = node[figure.name].empty() ? NOTHING : double(node[figure.name]);
}

} // namespace

std::vector<Row> readRows(const std::string& path)
{
    std::vector<Row> rows;
    std::ifstream file(path);
    if (!file)
        return rows;
    // cv::FileStorage does not take a list by itself.
    std::stringstream text;
    text << "{\"rows\": " << file.rdbuf() << "}";
    const auto damaged = [&path](const std::string& reason) {
        CV_Error(cv::Error::StsParseError, "'" + path + "' is damaged: " + reason + "; delete it and run again");
    };
    cv::FileStorage storage;
    try
    {
        storage.open(text.str(), cv::FileStorage::READ | cv::FileStorage::MEMORY | cv::FileStorage::FORMAT_JSON);
    }
    catch (const cv::Exception& error)
    {
        damaged(error.err);
    }
    for (const cv::FileNode& node : storage["rows"])
    {
        Row row;
        for (const TextField& field : TEXT_FIELDS)
        {
            if (!node[field.name].isString())
                damaged(std::string("a row has no ") + field.name);
            row.*field.value = node[field.name].string();
        }
        row.scale = double(node["scale"]);
        readNumbers(node, row, ROW_FIGURES);
        for (const cv::FileNode& one : node["groups"])
        {
            Group group;
            group.things = one["things"].string();
            readNumbers(one, group, detectors::groupFigures());
            row.groups.push_back(group);
        }
        for (const cv::FileNode& one : node["shown"])
        {
            FoundCount& count = row.shown[halfOctaveOf(double(one["from"]) * 1.0001)]; // files have six digits
            count.things = double(one["things"]);
            count.found = double(one["found"]);
        }
        rows.push_back(row);
    }
    return rows;
}

void writeRows(const std::string& path, const std::vector<Row>& rows)
{
    samples::JsonWriter json;
    json.beginArray();
    for (const Row& row : rows)
    {
        json.beginObject();
        for (const TextField& field : TEXT_FIELDS)
            json.member(field.name, row.*field.value);
        json.member("scale", row.scale);
        writeNumbers(json, row, ROW_FIGURES);
        json.key("groups").beginArray();
        for (const Group& group : row.groups)
        {
            json.beginObject().member("things", group.things);
            writeNumbers(json, group, detectors::groupFigures());
            json.endObject();
        }
        json.endArray().key("shown").beginArray();
        for (const auto& one : row.shown)
            json.beginObject()
                .member("from", sideFrom(one.first))
                .member("things", one.second.things)
                .member("found", one.second.found)
                .endObject();
        json.endArray().endObject();
    }
    json.endArray();
    footage::writeTextFile(path, json.text());
}

} // namespace table
