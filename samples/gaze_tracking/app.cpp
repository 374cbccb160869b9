// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "app.hpp"

#include "../common/interruption.hpp"
#include "../common/progress.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace {

const int ESCAPE = 27;

std::string atEachEnd(const cv::Rect2d& box)
{
    return cv::format("%.1f to %.1f cm right and %.1f to %.1f cm up of the camera", box.x, box.br().x, box.y,
                      box.br().y);
}

//! The screen in gazes.
cv::Rect2d placeOf(const gaze::Screen& screen)
{
    const cv::Point2d lowest = screen.toGaze(cv::Point2d(0, screen.pixels.height));
    return cv::Rect2d(lowest.x, lowest.y, screen.size.width, screen.size.height);
}

} // namespace

App::App(const Options& options_)
    : options(options_),
      files(findModels(options)), zoom{zoomMethod(files), Tracker(options.steady)}, uniform{uniformMethod(files),
                                                                                            Tracker(options.steady)},
      input(openFrameInput(options))
{
    readCalibration();
    if (!options.headless)
        window = std::make_unique<Window>("gaze_tracking");
    if (options.calibrate && !input->isLive() && !input->isSynthetic())
        CV_Error(cv::Error::StsBadArg,
                 "--calibrate: who was filmed cannot be asked to look at points; it needs a camera "
                 "or --input=synthetic");
    // What is written at the end alone must not be lost there.
    if (!options.report.empty())
        footage::checkWritable(options.report);
    if (options.calibrate && !options.calibration.empty())
        footage::checkWritable(options.calibration);
    if (!options.output.empty())
    {
        footage::checkWritable(options.output);
        video = std::make_unique<samples::Mp4Writer>(options.output, input->framesPerSecond());
    }
}

void App::readCalibration()
{
    if (options.calibration.empty() || options.calibrate || !std::filesystem::exists(options.calibration))
        return;
    const gaze::Calibration calibration = gaze::Calibration::read(options.calibration, steering().method.identity());
    const cv::Rect2d made = placeOf(calibration.device().screen), now = placeOf(options.screen);
    if (cv::norm(made.tl() - now.tl()) > 0.1 || cv::norm(made.br() - now.br()) > 0.1)
        CV_Error(cv::Error::StsBadArg, "--calibration: '" + options.calibration + "' is for a screen from " +
                                           atEachEnd(made) + "; this one is from " + atEachEnd(now) +
                                           " (--screen, --camera-right, --camera-down); calibrate anew");
    steering().tracker.setCalibration(calibration);
    calibratedCamera = calibration.device().camera;
}

//! Once the camera is known, with the first frame.
void App::checkCalibratedCamera() const
{
    if (!calibratedCamera)
        return;
    const auto inFrames = [](const gaze::Camera& camera) {
        const double side = std::max(camera.frame.width, camera.frame.height);
        return cv::Vec3d(camera.focal, camera.principal.x, camera.principal.y) / side;
    };
    const cv::Vec3d made = inFrames(*calibratedCamera), now = inFrames(frame.camera);
    if (cv::norm(made - now, cv::NORM_INF) > 0.01)
        CV_Error(cv::Error::StsBadArg,
                 "--calibration: '" + options.calibration + "' is for a camera with " +
                     cv::format("a focal length of %.2f and a middle at (%.2f, %.2f); this one has %.2f and (%.2f, "
                                "%.2f), in sides of the frame's longer side (--focal); calibrate anew",
                                made[0], made[1], made[2], now[0], now[1], now[2]));
}

Scenery App::scenery() const
{
    Scenery all;
    all.frame = &frame;
    all.zoom = &zoom.method;
    all.zoomTracker = &zoom.tracker;
    all.uniform = options.withUniform ? &uniform.method : nullptr;
    all.uniformTracker = &uniform.tracker;
    all.uniformTrained = files.uniformTrained;
    all.steeredByUniform = options.steeredByUniform;
    all.framesPerSecond = rate;
    all.session = session.get();
    all.paused = paused;
    all.help = help;
    all.message = message;
    return all;
}

void App::look()
{
    const double distance = frame.truth ? frame.truth->distance : options.distance;
    const auto follow = [&](Chain& chain, Stage sampling, Stage network) {
        const GazeLook& seen = chain.method.look(frame.image, frame.camera, frame.seconds);
        chain.tracker.update(seen.estimate, seen.eyesSeen, frame.seconds);
        if (frame.truth)
            chain.tracker.judge(*frame.truth);
        times.add(sampling, seen.sampleMs);
        times.add(network, seen.networkMs);
    };
    follow(zoom, STAGE_ZOOM, STAGE_ZOOM_NETWORK);
    if (options.withUniform)
        follow(uniform, STAGE_UNIFORM, STAGE_UNIFORM_NETWORK);
    if (session)
    {
        const GazeLook& seen = steering().method.last();
        std::optional<gaze::GazeEstimate> estimate;
        if (seen.eyesSeen)
        {
            estimate = seen.estimate;
            estimate->distance = distance;
        }
        session->add(estimate, frame.seconds);
        if (session->done())
        {
            steering().tracker.setCalibration(session->calibration());
            panels->clearTrails();
            const std::string said = textOf(session->calibration());
            std::cout << said << std::flush;
            if (!options.calibration.empty())
                session->calibration().write(options.calibration);
            endCalibration(said.substr(0, said.size() - 1));
        }
        else
            input->lookAt(session->target());
    }
}

void App::startCalibration()
{
    if (!input->isLive() && !input->isSynthetic())
    {
        message = "Who was filmed cannot be asked to look at points: no calibration";
        return;
    }
    session = std::make_unique<CalibrationSession>(
        gaze::CalibrationDevice{frame.camera, options.screen, steering().method.identity()});
    input->lookAt(session->target());
    // A real person must see the points where they are.
    if (window && !input->isSynthetic())
        window->setFullScreen(true);
}

void App::endCalibration(const std::string& said)
{
    session.reset();
    input->lookAt(std::nullopt);
    if (window)
        window->setFullScreen(false);
    message = said;
}

void App::savePicture()
{
    const std::filesystem::path base =
        std::filesystem::path(options.output.empty() ? "out/gaze_tracking.mp4" : options.output).replace_extension();
    const std::string name = base.string() + cv::format("-saved-%03d.png", ++saved);
    try
    {
        footage::checkWritable(name);
        footage::writeImageFile(name, *picture);
        message = "Saved " + name;
    }
    catch (const cv::Exception& e) // no reason to end the run
    {
        message = e.err;
    }
}

void App::press(int key)
{
    if (key < 0)
        return;
    if (key == ESCAPE && session)
        return endCalibration("The calibration was ended");
    message.clear();
    switch (key)
    {
    case 'q':
    case ESCAPE:
        quit = true;
        break;
    case ' ':
        paused = !paused;
        break;
    case 'z':
        if (session)
            endCalibration("The calibration was ended");
        options.steeredByUniform = !options.steeredByUniform;
        if (options.steeredByUniform && !options.withUniform)
            press('u');
        break;
    case 'u':
        options.withUniform = !options.withUniform || options.steeredByUniform;
        if (options.withUniform) // a paused picture shows it, too
            uniform.method.look(frame.image, frame.camera, frame.seconds);
        break;
    case 'g':
        if (session) // its points are of one grid
            endCalibration("The calibration was ended");
        zoom.method.setGridMode((zoom.method.gridMode() + 1) % 3);
        if (zoom.tracker.isCalibrated())
            message = "The calibration was made with another grid: calibrate anew (c)";
        break;
    case 'c':
        if (session)
            endCalibration("The calibration was ended");
        else
            startCalibration();
        break;
    case 's':
        savePicture();
        break;
    case 'h':
        help = !help;
        break;
    default:
        message = "h: keys";
    }
}

void App::show()
{
    if (session && !input->isSynthetic())
    {
        targetPicture.create(options.screen.pixels, CV_8UC3);
        drawTarget(targetPicture, options.screen, *session);
        window->show(targetPicture);
    }
    else
        window->show(*picture);
    // What does not come by itself is shown at its own rate.
    int wait = 1;
    if (paused)
        wait = 30;
    else if (!input->isLive())
    {
        const int64 period = int64(cv::getTickFrequency() / input->framesPerSecond()), now = cv::getTickCount();
        nextDue = std::max(nextDue + period, now);
        wait = int(double(nextDue - now) / cv::getTickFrequency() * 1000);
    }
    press(window->key(wait));
    quit = quit || window->isClosed();
}

void App::run()
{
    const samples::Interruption interruption;
    samples::Progress progress(options.frames > 0 ? options.frames : input->count());
    const int64 begin = cv::getTickCount();
    int64 turn = begin;
    while (!quit && !interruption.requested())
    {
        if (!paused)
        {
            if ((options.frames > 0 && frames == options.frames) || !input->read(frame))
                break;
            if (frames == 0 || frame.image.size() != frameSize)
                panels = std::make_unique<Panels>(options.screen, frame.image.size());
            frameSize = frame.image.size();
            if (frames == 0)
                checkCalibratedCamera();
            if (frames == 0 && options.calibrate)
                startCalibration();
            times.add(STAGE_INPUT, frame.ms);
            look();
            panels->add(scenery());
            ++frames;
        }
        int64 stage = cv::getTickCount();
        picture = &panels->draw(scenery());
        if (!paused)
            times.add(STAGE_DRAW, msSince(stage));
        if (!paused && video)
        {
            stage = cv::getTickCount();
            video->write(*picture);
            times.add(STAGE_VIDEO, msSince(stage));
            sheet.offer([this] { return picture->clone(); });
        }
        if (window)
            show();
        else
            progress.show(frames);
        const double ms = msSince(turn);
        turn = cv::getTickCount();
        if (!paused)
        {
            times.add(STAGE_FRAME, ms);
            rate = rate > 0 ? 0.9 * rate + 0.1 * 1000 / ms : 1000 / ms;
        }
    }
    if (!window)
        progress.end();
    if (frames == 0 && !quit && !interruption.requested())
        CV_Error(cv::Error::StsError, "--input: '" + options.input + "' gave no frame");
    finish(msSince(begin) / 1000, interruption.requested());
}

void App::finish(double seconds, bool interrupted)
{
    if (session)
        std::cout << "The calibration was not finished: " << session->number() << " of " << session->count()
                  << " points" << (session->waiting() ? "; the eyes were not seen" : "") << "\n";
    if (frames == 0)
        return;
    Report report;
    report.options = &options;
    report.frame = frameSize;
    report.frames = frames;
    report.interrupted = interrupted;
    report.truthKnown = input->isSynthetic();
    report.seconds = seconds;
    report.methods.push_back({"zoom", zoom.method.inputSize(), true, &zoom.tracker});
    if (options.withUniform)
        report.methods.push_back({"uniform", uniform.method.inputSize(), files.uniformTrained, &uniform.tracker});
    report.times = &times;
    std::cout << textOf(report);
    if (video)
        video->finish();
    if (!options.report.empty())
        footage::writeTextFile(options.report, jsonOf(report));
    if (!video)
        return;
    std::cout << "Results: " << options.output;
    const std::vector<cv::Mat> pictures = sheet.pick(3);
    for (size_t i = 0; i < pictures.size(); ++i)
    {
        const std::string name =
            std::filesystem::path(options.output).replace_extension().string() + cv::format("-%d.png", int(i) + 1);
        footage::writeImageFile(name, pictures[i]);
        std::cout << ", " << name;
    }
    std::cout << "\n";
}
