// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_TASK_HPP
#define ZOOM_DETECT_TABLE_TASK_HPP

#include "goals.hpp"

#include "box_target.hpp" // of modules/zoom

#include "zoom_detectors/tiles.hpp"

#include <string>
#include <vector>

namespace table {

//! What footage is for.
struct Use
{
    bool learn = false, test = false;
};

struct ClipEntry
{
    std::string name, input;
    Use use;
    std::vector<std::string> labels = {}; //!< names of what counts in it; empty: the task's
    int testStep = 0;                     //!< 0: the task's
};

//! Things of clips, pasted small onto a photo: see composite.hpp.
struct CompositeEntry
{
    std::string name, photo;
    cv::Size size;                  //!< of its frames
    std::vector<std::string> clips; //!< names of the clips whose things are pasted, one of each
    double height = 0;              //!< of a pasted thing, in pixels
    double appearEvery = 0;         //!< seconds from one thing to the next; 0: all are there from the beginning
    int frames = 0;
    Use use;
};

//! Footage, a detector, and the ways to show the one to the other.
struct Task
{
    std::string name; //!< the file's
    std::string detector, model;
    double threshold = -1;           //!< score from which on a thing is found; negative: the detector's own
    double apThreshold = -1;         //!< score from which on detections count for AP; negative: the same
    std::vector<std::string> labels; //!< names of what counts; empty: all
    std::vector<ClipEntry> clips;
    std::vector<CompositeEntry> composites;
    double learnFrom = 0, learnTo = 0, testFrom = 0, testTo = 0; //!< shares of each clip
    int learnStep = 1, testStep = 1;
    int testParts = 1;                //!< the tested share of a clip is so many clips, one after the other
    double testWarmUp = 0;            //!< seconds before each of them that a method sees first
    detectors::Tiling reference;      //!< how the teacher is shown a frame
    double small = 0;                 //!< things of a smaller share of the frame's area are small
    std::vector<cv::Size> sizes;      //!< of the detector's input: area; its aspect is the frame's
    std::vector<double> scales;       //!< of the sides, for uniform
    std::vector<std::string> methods; //!< see methods.hpp
    std::vector<Goal> goals;          //!< for what is learned
    std::vector<std::string> distill; //!< further KEY=VALUE for zoom_train distill
    std::vector<std::string> tune;    //!< the same for zoom_train tune; empty: what distill says stays
    cv::zoom::BoxTarget target;       //!< what it makes of boxes, with them
};

/** Reads a task's file (docs/detectors.md has the format).
@param data what ZOOM_DATA stands for at the beginning of a path in it
Throws cv::Exception that names the file and the field when one is missing, unknown or out of its range. */
Task readTask(const std::string& path, const std::string& data);

} // namespace table

#endif // ZOOM_DETECT_TABLE_TASK_HPP
