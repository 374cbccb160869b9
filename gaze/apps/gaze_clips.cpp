// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Measures on clips of real people how much a learned saliency magnifies their eyes, beside a saliency that is always
// the same, and with the clips pasted into photos.
#include "clips/clip_measure.hpp"
#include "clips/mean_saliency.hpp"
#include "run_tool.hpp"

#include "../../samples/common/command_line.hpp"
#include "../../samples/common/json_writer.hpp"
#include "zoom_footage/output_file.hpp"
#include "zoom_gaze/photo_filter.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

namespace {

const char* const KEYS = "{help h         |                  | this text }"
                         "{clips          |                  | folder of videos, or one video }"
                         "{model          | models/gaze.yaml | yaml file of the saliency model }"
                         "{yunet          |                  | YuNet's network (ONNX), which finds the eyes; without "
                         "it OpenCV's Haar cascades }"
                         "{photos         |                  | folder of photos that clips are pasted into; those with "
                         "faces are left out; without "
                         "it they are not pasted }"
                         "{prior-frames   | 200              | rendered people whose mean saliency is the fixed one }"
                         "{step           | 1                | look at every n-th frame }"
                         "{frames         | 0                | frames of a clip at most; 0: all }"
                         "{seed           | 0                | of the pasted clips' scales and places }"
                         "{output         | out/gaze-clips.json | results }";

//! Videos of a folder, by name.
std::vector<std::string> videosOf(const std::string& path)
{
    namespace fs = std::filesystem;
    if (!fs::exists(path))
        CV_Error(cv::Error::StsBadArg, "--clips: '" + path + "' does not exist");
    if (!fs::is_directory(path))
        return {path};
    const std::set<std::string> kinds = {".mkv", ".mp4", ".avi", ".mov", ".webm", ".m4v"};
    std::vector<std::string> videos;
    for (const auto& entry : fs::directory_iterator(path))
        if (kinds.count(entry.path().extension().string()))
            videos.push_back(entry.path().string());
    if (videos.empty())
        CV_Error(cv::Error::StsBadArg, "--clips: there is no video in '" + path + "' (mkv, mp4, avi, mov, webm, m4v)");
    std::sort(videos.begin(), videos.end());
    return videos;
}

std::string lineOf(const char* arm, const clips::EyeMagnification& eyes)
{
    return cv::format("  %-16s median %.2f, at least %.1f in %.0f %%%s\n", arm, eyes.median(),
                      clips::WANTED_MAGNIFICATION, 100 * eyes.shareWanted(),
                      eyes.shareWanted() >= clips::WANTED_SHARE ? "" : "  (too few)");
}

void print(const clips::ClipResult& result)
{
    std::printf("%s: %d frames, eyes in %d\n", result.clip.c_str(), result.frames, result.framesWithEyes);
    if (result.framesWithEyes == 0)
        return;
    std::string lines = lineOf("learned", result.alone.learned) + lineOf("fixed", result.alone.prior);
    if (result.pasted)
        lines += lineOf("pasted, learned", result.pasted->learned) + lineOf("pasted, fixed", result.pasted->prior);
    std::printf("%s", lines.c_str());
    std::fflush(stdout);
}

void write(samples::JsonWriter& json, const char* name, const clips::EyeMagnification& eyes)
{
    json.key(name)
        .beginObject()
        .member("median_magnification", eyes.median())
        .member("share_magnified", eyes.shareWanted())
        .endObject();
}

std::string jsonOf(const std::string& model, const std::string& reference,
                   const std::vector<clips::ClipResult>& results)
{
    samples::JsonWriter json;
    json.beginObject()
        .member("model", model)
        .member("reference", reference)
        .member("wanted_magnification", clips::WANTED_MAGNIFICATION)
        .member("wanted_share", clips::WANTED_SHARE);
    json.key("clips").beginArray();
    for (const clips::ClipResult& result : results)
    {
        json.beginObject()
            .member("clip", result.clip)
            .member("frames", double(result.frames))
            .member("frames_with_eyes", double(result.framesWithEyes));
        write(json, "learned", result.alone.learned);
        write(json, "fixed_prior", result.alone.prior);
        if (result.pasted)
        {
            json.member("pasted_scale", result.pastedScale).member("pasted_into", result.photo);
            write(json, "pasted_learned", result.pasted->learned);
            write(json, "pasted_fixed_prior", result.pasted->prior);
        }
        json.endObject();
    }
    return json.endArray().endObject().text();
}

int run(int argc, char** argv)
{
    cv::CommandLineParser arguments(argc, argv, KEYS);
    if (arguments.has("help"))
    {
        arguments.printMessage();
        return 0;
    }
    samples::checkArgumentNames(KEYS, argc, argv);
    clips::ClipOptions options;
    options.model = arguments.get<cv::String>("model");
    options.step = samples::integerOf(arguments, "step", 1);
    options.frames = samples::integerOf(arguments, "frames", 0);
    options.seed = uint64_t(samples::integerOf(arguments, "seed", 0));
    const int priorFrames = samples::integerOf(arguments, "prior-frames", 1);
    const std::string output = arguments.get<cv::String>("output"), yunet = arguments.get<cv::String>("yunet"),
                      photoFolder = arguments.get<cv::String>("photos");
    if (!std::filesystem::is_regular_file(options.model))
        CV_Error(cv::Error::StsBadArg,
                 "--model: '" + options.model +
                     "' is missing. scripts/experiments gaze trains one; then\n"
                     "  zoom_train export --model=out/experiments/gaze/.../model.pt --out=models/gaze.yaml "
                     "--task=models/gaze_task.onnx\n"
                     "or give another saliency model: --model=FILE.yaml");
    const std::vector<std::string> videos = videosOf(arguments.get<cv::String>("clips"));
    footage::checkWritable(output);
    const std::unique_ptr<clips::EyeFinder> reference = clips::createEyeFinder(yunet);

    std::vector<std::string> photos;
    if (!photoFolder.empty())
        photos = gaze::sortPhotos(gaze::findPhotos(photoFolder), *clips::createEyeFinder(yunet, gaze::FACE_THRESHOLD))
                     .withoutFaces;
    std::printf("Eyes by %s; the fixed saliency is the mean over %d rendered frames; %s\n", reference->name().c_str(),
                priorFrames,
                photos.empty() ? "without --photos no clip is pasted"
                               : cv::format("%d photos without faces", int(photos.size())).c_str());
    const cv::Ptr<cv::zoom::SaliencySampler> model =
        cv::zoom::SaliencySampler::create(options.model, cv::Size(224, 224));
    options.prior = clips::meanSaliency(*model->getEstimator(), priorFrames, std::make_shared<gaze::Photos>(photos));

    std::vector<clips::ClipResult> results;
    for (const std::string& video : videos)
    {
        results.push_back(clips::measureClip(video, options, *reference, photos));
        print(results.back());
    }
    footage::writeTextFile(output, jsonOf(options.model, reference->name(), results));
    std::printf("Results: %s\n", output.c_str());
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    return gaze::runTool([&] { return run(argc, argv); });
}
