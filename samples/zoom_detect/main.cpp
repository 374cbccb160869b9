// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "comparison.hpp"
#include "panels.hpp"
#include "report.hpp"

#include "../common/interruption.hpp"
#include "../common/pictures.hpp"
#include "../common/progress.hpp"
#include "zoom_footage/frame_source.hpp"
#include "zoom_looks/region_looks.hpp"

#include <iostream>

namespace {

std::vector<Comparison> makeComparisons(const Options& options, const detectors::Detector& detector, cv::Size frame,
                                        double framesPerSecond)
{
    std::vector<cv::Size> sizes = options.sizes;
    if (sizes.empty())
        for (double scale : options.scales)
            sizes.emplace_back(cvRound(frame.width * scale), cvRound(frame.height * scale));
    std::vector<Comparison> comparisons;
    for (const cv::Size& size : sizes)
        comparisons.emplace_back(options, frame, detector.acceptedSize(size), framesPerSecond);
    return comparisons;
}

int framesToCome(const Options& options, const footage::FrameSource& source)
{
    const int inSource = source.count() > 0 ? (source.count() - options.start + options.step - 1) / options.step : 0;
    if (options.frames > 0)
        return inSource > 0 ? std::min(options.frames, inSource) : options.frames;
    return std::max(inSource, 0);
}

void run(const Options& options)
{
    const cv::Ptr<detectors::Detector> detector =
        detectors::createDetector(options.detector, options.model, options.threshold);
    const cv::Ptr<footage::FrameSource> source = footage::openFrameSource(options.input);
    const std::filesystem::path folder(options.output);
    std::filesystem::create_directories(folder);

    const double framesPerSecond = source->framesPerSecond() / options.step;
    const int frames = framesToCome(options, *source);
    samples::Mp4Writer video(folder / "zoom_detect.mp4", framesPerSecond);
    samples::EvenSelection sheet;
    std::vector<Comparison> comparisons;
    Report report;
    report.options = &options;
    report.comparisons = &comparisons;
    report.reference.method = "reference";

    samples::Progress progress(frames);
    const samples::Interruption interruption;
    cv::Mat frame;
    bool more = source->skip(options.start);
    while (more && !interruption.requested() && source->read(frame))
    {
        if (comparisons.empty())
        {
            comparisons = makeComparisons(options, *detector, frame.size(), framesPerSecond);
            report.frameSize = frame.size();
        }
        std::vector<detectors::Detection> found; // by the reference
        if (!options.panes)
        {
            const std::vector<looks::Region> regions =
                looks::reference(frame.size(), options.referenceScale, *detector);
            const looks::Look big = looks::lookAtRegions(*detector, frame, regions);
            found = detectors::insideFrame(big.found, frame.size());
            report.referenceInput = regions[0].input;
            report.reference.detectorRuns = int(regions.size());
            report.reference.add(big, detectors::matchBoxes(found, found));
        }

        const int number = options.start + report.frames * options.step;
        const double timestamp = report.frames / framesPerSecond;
        std::vector<cv::Mat> rows;
        for (Comparison& comparison : comparisons)
        {
            if (options.panes)
                comparison.look(*detector, frame, timestamp);
            else
                comparison.add(*detector, frame, timestamp, found);
            rows.push_back(options.panes ? drawPanes(comparison, frame, number)
                                         : drawPanels(comparison, frame, number, found));
        }
        const cv::Mat picture = stack(rows);
        video.write(options.panes ? picture : stack({drawLegend(picture.cols, "cv::zoom"), picture}));
        sheet.offer([&picture] { return picture; });

        report.frames++;
        progress.show(report.frames);
        more = report.frames != options.frames && source->skip(options.step - 1);
    }
    progress.end();
    report.interrupted = interruption.requested();
    if (report.frames == 0)
        CV_Error(cv::Error::StsBadArg, "input '" + options.input + "' gave no frame after the first " +
                                           std::to_string(options.start) + " (--start)");

    video.finish();
    std::vector<cv::Mat> pictures = sheet.pick(3);
    if (!options.panes)
        pictures.insert(pictures.begin(), drawLegend(pictures[0].cols, "cv::zoom"));
    footage::writeImageFile(folder / "zoom_detect.png", stack(pictures));
    if (options.panes)
    {
        std::cout << "Results in " << folder.string() << ": zoom_detect.png, zoom_detect.mp4\n";
        return;
    }
    footage::writeTextFile(folder / "summary.json", jsonOf(report));
    std::cout << (report.interrupted ? "Interrupted; the results so far:\n" : "") << tableOf(report) << "\nResults in "
              << folder.string() << ": summary.json, zoom_detect.png, zoom_detect.mp4\n";
}

} // namespace

int main(int argc, char** argv)
{
    try
    {
        if (const std::optional<Options> options = parseOptions(argc, argv))
            run(*options);
        return 0;
    }
    catch (const cv::Exception& error)
    {
        std::cerr << "zoom_detect: " << error.err << "\n";
    }
    catch (const std::filesystem::filesystem_error& error)
    {
        std::cerr << "zoom_detect: " << error.what() << "\n";
    }
    return 1;
}
