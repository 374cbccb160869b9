// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_METHODS_HPP
#define ZOOM_DETECT_TABLE_METHODS_HPP

#include "box_target.hpp" // of modules/zoom

#include "zoom_looks/look.hpp"

#include <string>
#include <vector>

namespace table {

//! Another one for another way to do what a method's name stands for: rows of the old way are worth nothing then.
const char* const METHODS_VERSION = "methods 1";

//! A way to show the frames of one clip to a detector of one input size.
class Method
{
public:
    virtual ~Method() = default;

    //! Where the reference has things in the next frame. Only isUpperBound() methods listen.
    virtual void tell(const std::vector<cv::Rect2d>& things) { (void)things; }

    //! The next frame. @param timestamp seconds
    virtual looks::Look look(detectors::Detector& detector, const cv::Mat& frame, double timestamp) = 0;

    //! Multiply-adds of the network that says where to look, per frame.
    virtual double saliencyMadds() const { return 0; }
};

//! What a method is made for.
struct MethodContext
{
    cv::Size frame, input;
    double framesPerSecond = 25; //!< of the frames that are looked at
    float threshold = -1e9f;     //!< detections of lower scores are not remembered
    std::string model;           //!< a saliency model's file, for the learned ones and its grid
    cv::Mat prior;               //!< for `prior`
    cv::zoom::BoxTarget target;  //!< what the model was taught, for `oracle`
};

/** The methods of the table:

| name | what the detector is shown |
|---|---|
| uniform | the whole frame, resized |
| crop | the quarter of the frame with most of a saliency of motion and own detections |
| crop_learned | the same of the learned saliency |
| tiles2, tiles4 | two or four overlapping parts, each with as many pixels as the input |
| tiles4_whole | four of them and the whole frame, resized |
| motion | the frame, zoomed by what moves |
| previous | the frame, zoomed by what this method's detector found before |
| motion_previous | the frame, zoomed by both |
| prior | the frame, zoomed by where things are in the part to learn from |
| prior_grid, motion_previous_grid | as without _grid, by the saliency model's grid and smoothing |
| learned | the frame, zoomed by a saliency model |
| learned_previous | the frame, zoomed by a saliency model and by what was found before |
| oracle | the frame, zoomed by where the reference has things in it, by the saliency model's grid | */
std::vector<std::string> methodNames();

//! Whether a method needs MethodContext::model, or MethodContext::prior.
bool needsModel(const std::string& method);
bool needsPrior(const std::string& method);

/** Whether a method is told what is to be found: it shows what its grid and the detector could give with a perfect
saliency, and is not available in use. False for a name that is no method's. */
bool isUpperBound(const std::string& method);

cv::Ptr<Method> createMethod(const std::string& name, const MethodContext& context,
                             const detectors::Detector& detector);

} // namespace table

#endif // ZOOM_DETECT_TABLE_METHODS_HPP
