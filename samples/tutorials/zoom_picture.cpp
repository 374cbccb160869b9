// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Tutorial: zoom a picture (modules/zoom/tutorials/zoom_picture.markdown).

#include <opencv2/imgcodecs.hpp>
#include <opencv2/zoom.hpp>

#include <iostream>

using namespace cv;

int main(int argc, char** argv)
try
{
    if (argc != 3)
    {
        std::cerr << "usage: tutorial_zoom_picture PICTURE FOLDER\n";
        return 2;
    }
    const std::string folder = argv[2];

    //! [read]
    const Mat picture = imread(argv[1]);
    CV_Assert(!picture.empty());
    const Size size(320, cvRound(320. * picture.rows / picture.cols)); // what a network would take
    //! [read]

    //! [sampler]
    const Ptr<zoom::SaliencySampler> sampler = zoom::SaliencySampler::create(zoom::SpectralSaliency::create(), size);
    Mat zoomed;
    sampler->apply(picture, zoomed);
    //! [sampler]
    imwrite(folder + "/zoomed.png", zoomed);

    //! [look]
    const zoom::ZoomTransform transform = sampler->getTransform();
    Mat saliency, heat = picture.clone(), lines = picture.clone();
    sampler->getSaliency(saliency);
    zoom::drawSaliency(heat, saliency);
    zoom::drawGrid(lines, transform);
    std::cout << "magnification " << transform.minMagnification() << " to " << transform.maxMagnification()
              << ", coverage " << transform.coverage() << "\n";
    //! [look]
    imwrite(folder + "/saliency.png", heat);
    imwrite(folder + "/grid.png", lines);

    //! [points]
    const std::vector<Point2f> seen{Point2f(size.width / 2.f, size.height / 2.f)}; // where a network found something
    std::vector<Point2f> inPicture, again;
    transform.toFramePoints(seen, inPicture);
    transform.toZoomedPoints(inPicture, again);
    std::cout << seen[0] << " of the zoomed picture is " << inPicture[0] << " of the picture; back " << again[0]
              << "\n";
    //! [points]

    //! [boxes]
    const Rect2d thing(picture.cols * 0.6, picture.rows * 0.5, picture.cols * 0.1, picture.rows * 0.1);
    zoom::GridParams params;
    params.uniformMix = 0.5; // half of the zoomed picture's pixels for everything else
    Mat wanted, grid;
    zoom::boxesToSaliency(std::vector<Rect2d>{thing}, picture.size(), wanted, params.gridSize);
    zoom::saliencyToGrid(wanted, grid, params);
    const zoom::ZoomTransform chosen(grid, picture.size(), size);
    chosen.zoom(picture, zoomed);

    std::vector<Rect2d> shown;
    chosen.toZoomedRects(std::vector<Rect2d>{thing}, shown);
    const double uniformly = thing.width * size.width / picture.cols;
    std::cout << "the box is " << shown[0].width << " columns wide, " << uniformly << " without the zoom\n";
    //! [boxes]
    imwrite(folder + "/chosen.png", zoomed);

    //! [unzoom]
    Mat back;
    chosen.unzoom(zoomed, back); // the size of the picture, its detail where the zoom was
    //! [unzoom]
    imwrite(folder + "/unzoomed.png", back);
    return 0;
}
catch (const cv::Exception& error)
{
    std::cerr << error.what() << "\n";
    return 1;
}
