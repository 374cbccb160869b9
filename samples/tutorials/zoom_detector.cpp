// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Tutorial: put the zoom before a detector (modules/zoom/tutorials/zoom_detector.markdown).

#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>
#include <opencv2/videoio.hpp>
#include <opencv2/zoom.hpp>

#include <cstdlib>
#include <iostream>

using namespace cv;

//! [detector]
// Stands for your detector: pictures of one size in, boxes out. OpenCV's people detector is not touched by the zoom.
static std::vector<Rect> detect(const Mat& image)
{
    static const HOGDescriptor people = [] {
        HOGDescriptor hog;
        hog.setSVMDetector(HOGDescriptor::getDefaultPeopleDetector());
        return hog;
    }();
    std::vector<Rect> boxes;
    people.detectMultiScale(image, boxes, 0, Size(), Size(), 1.05, 2);
    return boxes;
}
//! [detector]

int main(int argc, char** argv)
try
{
    if (argc < 2 || argc > 4)
    {
        std::cerr << "usage: tutorial_zoom_detector VIDEO [FIRST_FRAME [FRAMES]]\n";
        return 2;
    }
    const int first = argc > 2 ? std::atoi(argv[2]) : 0, frames = argc > 3 ? std::atoi(argv[3]) : 100;
    VideoCapture video(argv[1]);
    Mat frame, zoomed, resized;
    for (int n = 0; n < first; ++n)
        video.grab();

    const Size input(576, 432); // what the detector gets, whatever the camera gives

    //! [saliency]
    const Ptr<zoom::DetectionSaliency> found = zoom::DetectionSaliency::create(Size(62, 62), 1.5);
    const Ptr<zoom::MotionSaliency> motion = zoom::MotionSaliency::create(Size(96, 72), 10);
    const Ptr<zoom::SaliencyEstimator> where = zoom::MixedSaliency::create({motion, found}, {0.3, 0.7});
    //! [saliency]

    //! [sampler]
    zoom::GridParams grid;
    grid.mode = zoom::GRID_SEPARABLE; // people stay upright, boxes stay boxes
    grid.maxMagnification = 1.9;      // more shows nothing that the camera has not seen
    const Ptr<zoom::SaliencySampler> sampler = zoom::SaliencySampler::create(where, input, grid);
    //! [sampler]

    size_t withZoom = 0, without = 0;
    Mat blob;
    for (int n = 0; n < frames && video.read(frame); ++n)
    {
        //! [loop]
        sampler->apply(frame, zoomed);
        const std::vector<Rect> boxes = detect(zoomed);

        std::vector<Rect2d> inFrame;
        zoom::frameBoxes(sampler->getTransform(), boxes, inFrame);
        found->setDetections(inFrame, frame.size()); // the next frame is zoomed there
        //! [loop]

        //! [compare]
        resize(frame, resized, input, 0, 0, INTER_AREA);
        without += detect(resized).size();
        withZoom += inFrame.size();
        //! [compare]
        for (const Rect2d& box : inFrame)
            CV_Assert((box & Rect2d(0, 0, frame.cols, frame.rows)) == box);
    }
    std::cout << "boxes with the zoom: " << withZoom << ", without: " << without << "\n";

    //! [blob]
    zoom::BlobParams params;
    params.scale = Scalar::all(1. / 255);
    params.swapRB = true;
    std::vector<zoom::ZoomTransform> transforms;
    sampler->applyToBlob(frame, blob, params, -1, &transforms); // for dnn::Net::setInput()
    //! [blob]
    std::cout << "blob of " << blob.size[0] << "x" << blob.size[1] << "x" << blob.size[2] << "x" << blob.size[3]
              << "\n";
    return 0;
}
catch (const cv::Exception& error)
{
    std::cerr << error.what() << "\n";
    return 1;
}
