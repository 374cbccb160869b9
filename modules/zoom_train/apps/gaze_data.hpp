// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_GAZE_DATA_HPP
#define ZOOM_TRAIN_GAZE_DATA_HPP

#include "opencv2/zoom_train/data.hpp"

namespace tool {

//! Whether `data` is a gaze set.
inline bool isGazeSet(const std::string& name)
{
    return name == "gaze" || name == "gazecapture" || name == "mpiifacegaze";
}

/** @brief Which gaze set, and how much of it.

- gaze: rendered people. path: a folder with `train`, `val` and `test`, each written by gaze_frames with that --split;
  empty: rendered while training, fresh frames in every epoch, in made-up rooms.
- gazecapture: path is the folder of recordings, whose own split counts. Frames without a face and eyes are left out.
- mpiifacegaze: path is the folder of participants. GazeOptions::testPerson tests, the next one validates.

frame: 640x360 by default, gazecapture 640x640, since its phones are upright. Files of another shape get grey borders;
nothing is stretched. count: of files, that many, taken evenly from the split; 0 for all. augment: blur, brightness,
contrast and noise; never a change of scale, which would make another camera. flip: mirrors the gaze, too. */
struct GazeOptions : cv::zoom_train::data::DatasetOptions
{
    std::string testPerson = "p14"; //!< of mpiifacegaze
    /** Focal length of cameras of which a set does not tell, in sides of the frame's longer side. What is off in it is
    off in all distances. */
    double focal = 0.9;
};

/** @brief Makes a gaze set: values are the gaze's x and y in cm, attributes those of cv::zoom_train::GazeAttribute,
things the eyes (0 right, 1 left), with boxes of the irises' size; the target is what holds both.

Options that are out of range, files that are missing and a split without frames are errors. */
std::shared_ptr<cv::zoom_train::data::Dataset> gazeDataset(const GazeOptions& options);

} // namespace tool

#endif // ZOOM_TRAIN_GAZE_DATA_HPP
