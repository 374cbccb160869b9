// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_RECORDINGS_HPP
#define ZOOM_GAZE_RECORDINGS_HPP

#include "zoom_gaze/scene.hpp"

#include <memory>
#include <string>

namespace gaze {

//! What the frames of a recording have in common; they share it, since data sets have millions of frames.
struct Recording
{
    std::string folder; //!< of the images
    std::string person; //!< the recording's or participant's name; empty where the data set does not tell
    std::string split;  //!< "train", "val" or "test"; empty where the data set has none
    std::string device; //!< GazeCapture's DeviceName, such as "iPhone 6"; empty where the data set has none
};

//! A frame of a person, as a data set describes it.
struct RecordedFrame
{
    std::shared_ptr<const Recording> recording;
    std::string image; //!< the file, in the recording's folder
    cv::Point2d gaze;  //!< in centimetres, as Scene::gaze
    bool hasEyes = false;
    std::array<cv::Point2d, 2> eyes; //!< their middles in pixels, by Side, where hasEyes
    /** False where closed lids hide the gaze (gazeIsSeen()), or where the data set's own detector did not find the
    eyes: nobody can tell such a gaze, and the frame is no example of one. */
    bool gazeSeen = true;
    std::array<double, 2> irisRadius = {0, 0}; //!< in pixels, by Side; 0: not known
    std::array<double, 2> pupilShown = {1, 1}; //!< EyeLabel::pupilShown; 1 where the data set does not tell
    cv::Rect2d face;                           //!< empty where the data set has none
    double distance = 0; //!< of the face from the camera, along its axis, in centimetres; 0: not known
    /** Of the camera, in pixels; 0: not known. GazeCapture does not tell it; MPIIFaceGaze does, in MATLAB files
    (p00/Calibration/Camera.mat) that are not read: who needs it sets it, for all frames of a person. */
    double focal = 0;
    cv::Point2d principal; //!< Camera::principal, where focal is known

    std::string path() const { return recording->folder + "/" + image; }
};

/** GazeCapture as distributed (Krafka et al., CVPR 2016): a folder of recordings (00002, 00003, ...), each with
frames/, appleFace.json, appleLeftEye.json, appleRightEye.json, dotInfo.json, info.json and screen.json, and often
frames.json.
@param folder the folder of recordings
@param detectedOnly leaves out the frames in which Apple's detectors did not find the face and both eyes, as iTracker
does
@param skipped if given, recordings in which something is missing or does not fit together are left out, and what is
wrong with each of them is added to it
@return all frames, sorted by recording and frame. Throws cv::Exception that names the recording and what is missing or
does not fit together, without @p skipped or if no recording is left. */
std::vector<RecordedFrame> readGazeCapture(const std::string& folder, bool detectedOnly = true,
                                           std::vector<std::string>* skipped = nullptr);

/** MPIIFaceGaze in its original layout (Zhang et al., CVPRW 2017): a folder of participants (p00 to p14), each with a
list of frames (p00/p00.txt) and folders of images (p00/day01, ...). Those screens lean, so that gaze points lie some
centimetres before or behind the plane z = 0: the gaze is where the line from the face's centre meets that plane, as the
renderer's labels are. @return all frames, sorted by participant, in the lists' order.
Throws cv::Exception that names the file, the line and what is missing. */
std::vector<RecordedFrame> readMpiiFaceGaze(const std::string& folder);

} // namespace gaze

#endif // ZOOM_GAZE_RECORDINGS_HPP
