// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Renders a data set of frames with gaze labels into a folder, which readRenderedFolder() reads.
#include "background_photos.hpp"
#include "run_tool.hpp"
#include "zoom_gaze/rendered_folder.hpp"

#include <cstdio>

namespace {

int run(int argc, char** argv)
{
    const cv::CommandLineParser arguments(
        argc, argv,
        std::string("{help h|   | this text}"
                    "{count |1000| frames}"
                    "{seed |0| of the set}"
                    "{split |train| train, val or test: no scenes or people in common}"
                    "{width |640| of a frame; the height is 9/16 of it}"
                    "{people |0| different persons of the split; 0: one for each frame}"
                    "{near |25| smallest distance, cm}"
                    "{far |90| largest distance, cm}"
                    "{effects |1| strength of blur, noise and compression}"
                    "{output |  | folder; images that are there stay}") +
            gaze::PHOTO_KEYS);
    if (arguments.has("help"))
    {
        arguments.printMessage();
        return 0;
    }
    gaze::RenderedSet set;
    set.count = arguments.get<int>("count");
    const double seed = arguments.get<double>("seed");
    set.split = arguments.get<std::string>("split");
    const int width = arguments.get<int>("width");
    set.ranges.frame = cv::Size(width, width * 9 / 16);
    set.ranges.people = arguments.get<int>("people");
    set.ranges.distance = {arguments.get<double>("near"), arguments.get<double>("far")};
    set.ranges.effects = arguments.get<double>("effects");
    const std::string output = arguments.get<std::string>("output"), photos = arguments.get<std::string>("photos"),
                      yunet = arguments.get<std::string>("yunet");
    if (!arguments.check())
    {
        arguments.printErrors();
        return 1;
    }
    if (output.empty())
        CV_Error(cv::Error::StsBadArg, "--output: the folder is missing");
    if (!(seed >= 0 && seed <= 9e15 && seed == double(uint64_t(seed))))
        CV_Error(cv::Error::StsOutOfRange, "--seed must be a whole number from 0 to 9e15");
    set.seed = uint64_t(seed);
    const int rendered = gaze::renderFolder(set, gaze::backgroundPhotos(photos, yunet), output, [&](int done) {
        if (done % 1000 == 0 || done == set.count)
        {
            std::printf("%d of %d frames\n", done, set.count);
            std::fflush(stdout);
        }
    });
    std::printf("%d frames were there, %d are new: %s\n", set.count - rendered, rendered, output.c_str());
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    return gaze::runTool([&] { return run(argc, argv); });
}
