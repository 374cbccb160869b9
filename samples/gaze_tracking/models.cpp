// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "models.hpp"

#include <filesystem>

namespace {

namespace fs = std::filesystem;

//! gaze.yaml and "_task" make gaze_task.onnx.
std::string beside(const std::string& model, const std::string& ending)
{
    const fs::path path(model);
    return (path.parent_path() / (path.stem().string() + ending + ".onnx")).string();
}

void need(const std::string& argument, const std::string& file, const std::string& what)
{
    if (fs::is_regular_file(file))
        return;
    CV_Error(cv::Error::StsBadArg,
             "--" + argument + ": " + what + " '" + file +
                 "' is missing. zoom_train makes both networks (docs/training.md, \"A gaze network\"):\n"
                 "  zoom_train train --data=gaze --task-network=gaze --out=out/gaze ...\n"
                 "  zoom_train export --model=out/gaze/model.pt --out=gaze.yaml --task=gaze_task.onnx\n"
                 "then give --model=gaze.yaml");
}

} // namespace

ModelFiles findModels(const Options& options)
{
    ModelFiles files;
    files.saliency = options.model;
    need("model", files.saliency, "the saliency model");
    files.task = options.task.empty() ? beside(options.model, "_task") : options.task;
    need("task", files.task, "the gaze network");
    files.uniformTask = options.uniformTask.empty() ? beside(options.model, "_uniform_task") : options.uniformTask;
    files.uniformTrained = fs::is_regular_file(files.uniformTask);
    if (!options.uniformTask.empty())
        need("uniform-task", files.uniformTask, "the gaze network for uniform frames");
    else if (!files.uniformTrained)
        files.uniformTask = files.task;
    return files;
}
