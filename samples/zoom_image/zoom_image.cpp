// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Zooms one picture: what stands out gets more of the output's pixels.

#include "opencv2/core/utility.hpp"
#include "opencv2/imgcodecs.hpp"
#include "opencv2/zoom.hpp"

#include "zoom_footage/output_file.hpp"

#include <iostream>

int main(int argc, char** argv)
{
    cv::CommandLineParser parser(
        argc, argv,
        "{help h usage ?   |                | print this text }"
        "{@image           |                | picture to zoom }"
        "{saliency-model s |                | yaml file of a saliency model; without: the spectral residual }"
        "{width            | 640            | columns of the zoomed picture }"
        "{height           | 0              | rows of it; 0: as the picture's aspect says }"
        "{output o         | out/zoom_image | folder for zoomed.png, saliency.png and grid.png }");
    parser.about("Zooms one picture and shows its saliency and its grid.");
    const std::string path = parser.get<cv::String>("@image"), model = parser.get<cv::String>("saliency-model");
    const std::filesystem::path folder = std::string(parser.get<cv::String>("output"));
    cv::Size size(parser.get<int>("width"), parser.get<int>("height"));
    if (parser.has("help") || path.empty())
    {
        parser.printMessage();
        return parser.has("help") ? 0 : 1;
    }
    try
    {
        const cv::Mat image = cv::imread(path);
        if (image.empty())
            CV_Error(cv::Error::StsBadArg, "image '" + path + "' cannot be read");
        if (!parser.check() || size.width < 1 || size.height < 0)
            CV_Error(cv::Error::StsOutOfRange,
                     "width and height must be numbers; allowed are a width > 0 and a height >= 0");
        if (size.height == 0)
            size.height = std::max(cvRound(double(size.width) * image.rows / image.cols), 1);

        const cv::Ptr<cv::zoom::SaliencySampler> sampler =
            model.empty() ? cv::zoom::SaliencySampler::create(cv::zoom::SpectralSaliency::create(), size)
                          : cv::zoom::SaliencySampler::create(model, size);
        cv::Mat zoomed, saliency;
        sampler->apply(image, zoomed);
        sampler->getSaliency(saliency);
        const cv::zoom::ZoomTransform transform = sampler->getTransform();

        cv::Mat heat = image.clone(), lines = image.clone();
        cv::zoom::drawSaliency(heat, saliency);
        cv::zoom::drawGrid(lines, transform, cv::Scalar(0, 255, 255), std::max(image.cols / 800, 1));

        std::filesystem::create_directories(folder);
        footage::writeImageFile(folder / "zoomed.png", zoomed);
        footage::writeImageFile(folder / "saliency.png", heat);
        footage::writeImageFile(folder / "grid.png", lines);
        std::cout << "magnification " << transform.minMagnification() << " to " << transform.maxMagnification()
                  << "; see zoomed.png, saliency.png and grid.png in " << folder.string() << "\n";
        return 0;
    }
    catch (const std::exception& error)
    {
        std::cerr << "zoom_image: " << error.what() << "\n";
    }
    return 1;
}
