// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// A learned zoom at work: finds two small digits in a big frame and reads the higher of them, with the networks of
// models/glyphs.*, which zoom_train has trained. The frames come from zoom_train's generator; LibTorch runs no network
// here.

#include "opencv2/core/utility.hpp"
#include "opencv2/dnn.hpp"
#include "opencv2/imgproc.hpp"
#include "opencv2/zoom.hpp"
#include "opencv2/zoom_train/data.hpp"

#include "zoom_footage/output_file.hpp"

#include <cmath>
#include <iostream>

namespace {

namespace data = cv::zoom_train::data;

const int SIDE = 160, GAP = 6, SHOWN = 8;

//! A picture enlarged or reduced for the sheet, in colour.
cv::Mat shown(const cv::Mat& grey)
{
    cv::Mat scaled, bgr;
    cv::resize(grey, scaled, cv::Size(SIDE, SIDE), 0, 0, grey.cols > SIDE ? cv::INTER_AREA : cv::INTER_NEAREST);
    cv::cvtColor(scaled, bgr, cv::COLOR_GRAY2BGR);
    return bgr;
}

//! The classifier's answer for a picture of its input size.
class Reader
{
public:
    explicit Reader(const std::string& path) : net(cv::dnn::readNetFromONNX(path)) {}

    int read(const cv::Mat& picture)
    {
        net.setInput(cv::dnn::blobFromImage(picture, data::PIXEL_SCALE, cv::Size(), cv::Scalar(data::PIXEL_MEAN)));
        cv::Point best;
        cv::minMaxLoc(net.forward().reshape(1, 1), nullptr, nullptr, nullptr, &best);
        return best.x;
    }

private:
    cv::dnn::Net net;
};

} // namespace

int main(int argc, char** argv)
{
    cv::CommandLineParser parser(argc, argv,
                                 "{help h usage ? |                 | print this text }"
                                 "{models         | models          | folder with glyphs.yaml and glyphs_task.onnx }"
                                 "{frames         | 200             | number of frames, of the generator's test split }"
                                 "{output o       | out/zoom_glyphs | folder for zoom_glyphs.png }");
    parser.about("Finds two small digits in a big frame with a learned zoom, and reads the higher one.");
    const std::string models = parser.get<cv::String>("models");
    const std::filesystem::path folder = std::string(parser.get<cv::String>("output"));
    const int frames = parser.get<int>("frames");
    if (parser.has("help"))
    {
        parser.printMessage();
        return 0;
    }
    try
    {
        if (!parser.check() || frames < 1)
            CV_Error(cv::Error::StsOutOfRange, "frames must be a number above 0");
        data::DatasetOptions options;
        options.name = "glyphs";
        options.split = data::TEST;
        options.frame = cv::Size(160, 160);
        options.seed = 1;
        options.things = 2;
        options.count = size_t(frames);
        const auto set = data::makeDataset(options);
        const cv::Size seen(24, 24); // the classifier's input
        const auto sampler = cv::zoom::SaliencySampler::create(models + "/glyphs.yaml", seen);
        Reader reader(models + "/glyphs_task.onnx");

        cv::Mat sheet(3 * (SIDE + GAP) + GAP + 24, std::min(frames, SHOWN) * (SIDE + GAP) + GAP, CV_8UC3,
                      cv::Scalar::all(255));
        int correct = 0, correctUniformly = 0;
        double magnification = 0;
        for (int i = 0; i < frames; ++i)
        {
            const data::Sample sample = set->get(size_t(i), 0);
            const cv::Rect2f target(
                sample.target.x * float(options.frame.width), sample.target.y * float(options.frame.height),
                sample.target.width * float(options.frame.width), sample.target.height * float(options.frame.height));
            cv::Mat zoomed, uniform;
            sampler->reset(); // every frame is another scene
            sampler->apply(sample.image, zoomed);
            const int label = reader.read(zoomed);
            correct += label == sample.label;
            cv::resize(sample.image, uniform, seen, 0, 0, cv::INTER_AREA);
            correctUniformly += reader.read(uniform) == sample.label;

            // How large that digit has become: its box in the zoomed frame, against uniform downsampling.
            std::vector<cv::Rect2f> boxes;
            sampler->getTransform().toZoomedRects(std::vector<cv::Rect2f>(1, target), boxes);
            const double uniformArea = target.area() * double(seen.area()) / double(options.frame.area());
            magnification += std::sqrt(boxes[0].area() / uniformArea) / frames;

            if (i >= SHOWN)
                continue;
            cv::Mat saliency, heat = shown(sample.image), frame = heat.clone();
            sampler->getSaliency(saliency);
            cv::zoom::drawSaliency(heat, saliency);
            const float scale = float(SIDE) / float(options.frame.width);
            cv::rectangle(frame,
                          cv::Rect2f(target.x * scale, target.y * scale, target.width * scale, target.height * scale),
                          cv::Scalar(0, 200, 255));
            const cv::Mat rows[] = {frame, heat, shown(zoomed)};
            const int x = GAP + i * (SIDE + GAP);
            for (int r = 0; r < 3; ++r)
                rows[r].copyTo(sheet(cv::Rect(x, GAP + r * (SIDE + GAP), SIDE, SIDE)));
            cv::putText(sheet, cv::format("read as %d", label), cv::Point(x, sheet.rows - 8), cv::FONT_HERSHEY_SIMPLEX,
                        0.5, label == sample.label ? cv::Scalar(0, 130, 0) : cv::Scalar(0, 0, 220), 1, cv::LINE_AA);
        }
        std::filesystem::create_directories(folder);
        footage::writeImageFile(folder / "zoom_glyphs.png", sheet);
        std::cout
            << cv::format(
                   "%d frames of 160x160, two digits of about 20 pixels in each, of which the higher one is to be "
                   "read; the classifier sees %dx%d\n",
                   frames, seen.width, seen.height)
            << cv::format("learned zoom: %.1f %% read correctly, digits %.1f times as large as after uniform "
                          "downsampling\n",
                          100. * correct / frames, magnification)
            << cv::format("uniformly reduced frames, to the same classifier, which has only learned from zoomed "
                          "ones: %.1f %%\n",
                          100. * correctUniformly / frames);
        return 0;
    }
    catch (const std::exception& error)
    {
        std::cerr << "zoom_glyphs: " << error.what() << "\n";
    }
    return 1;
}
