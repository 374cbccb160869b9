// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "trained.hpp"

#include "opencv2/core.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace table {

namespace {

//! What a method is called here; others keep their names.
std::string methodOf(const std::string& name)
{
    if (name == "uniform_double" || name == "full")
        return "uniform";
    if (name == "box_prior")
        return "prior";
    return name.compare(0, 5, "zoom_") == 0 ? "learned_" + name.substr(5) : name;
}

int widthOf(const std::string& size)
{
    int width = 0;
    std::sscanf(size.c_str(), "%dx", &width);
    return width;
}

double numberOf(const cv::FileNode& node)
{
    return node.isInt() || node.isReal() ? double(node) : NOTHING;
}

//! Puts a figure `LABEL/THINGS/NAME` where it belongs. What is not known is left out.
void setFigure(std::vector<Row>& rows, const Row& common, const std::string& path, double value)
{
    const size_t second = path.rfind('/'), first = second == 0 ? std::string::npos : path.rfind('/', second - 1);
    if (second == std::string::npos || first == std::string::npos)
        return;
    const std::string label = path.substr(0, first), things = path.substr(first + 1, second - first - 1);
    auto row = std::find_if(rows.begin(), rows.end(), [&label](const Row& one) { return one.task == label; });
    if (row == rows.end())
    {
        rows.push_back(common);
        row = rows.end() - 1;
        row->task = label;
        for (const char* name : {"all", "1-3", "4-8", "9+"})
        {
            row->groups.emplace_back();
            row->groups.back().things = name;
        }
    }
    for (Group& group : row->groups)
        for (const detectors::GroupFigure& figure : detectors::groupFigures())
            if (group.things == things && path.substr(second + 1) == figure.name)
                group.*figure.value = value;
}

} // namespace

std::vector<Row> readTrained(const std::string& folder)
{
    const std::string path = folder + "/results.json";
    const auto refuse = [&path](const std::string& problem) {
        CV_Error(cv::Error::StsBadArg, "'" + path + "' " + problem +
                                           "; give folders of zoom_train compare whose task "
                                           "network is a detector");
    };
    std::ifstream file(path);
    if (!file)
        refuse("cannot be read");
    // cv::FileStorage does not take a list by itself.
    std::stringstream text;
    text << "{\"list\": " << file.rdbuf() << "}";
    cv::FileStorage storage;
    try
    {
        storage.open(text.str(), cv::FileStorage::READ | cv::FileStorage::MEMORY | cv::FileStorage::FORMAT_JSON);
    }
    catch (const cv::Exception& error)
    {
        refuse("is damaged: " + error.err);
    }
    std::string size; // of what is compared: the others are larger
    for (const cv::FileNode& result : storage["list"])
        if (const int width = widthOf(result["input"].string()))
            if (size.empty() || width < widthOf(size))
                size = result["input"].string();
    std::vector<Row> all;
    for (const cv::FileNode& result : storage["list"])
    {
        if (!result["figures"].isMap())
            continue;
        Row common;
        common.clip = "seed " + std::to_string(int(result["seed"]));
        common.method = methodOf(result["method"].string());
        common.size = size;
        common.input = result["input"].string();
        common.scale = double(widthOf(common.input)) / std::max(widthOf(size), 1);
        common.detectorMadds = numberOf(result["task_madds"]);
        common.saliencyMadds = numberOf(result["madds"]) - common.detectorMadds;
        common.zoomMs = numberOf(result["zoom_ms"]);
        common.detectorMs = numberOf(result["task_ms"]);
        std::vector<Row> rows;
        for (const std::string& name : result["figures"].keys())
            setFigure(rows, common, name, numberOf(result["figures"][name]));
        all.insert(all.end(), rows.begin(), rows.end());
    }
    if (all.empty())
        refuse("has no results of a detector");
    return all;
}

} // namespace table
