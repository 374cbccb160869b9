// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_RENDERED_FOLDER_HPP
#define ZOOM_GAZE_RENDERED_FOLDER_HPP

#include "zoom_gaze/photos.hpp"
#include "zoom_gaze/recordings.hpp"

#include <functional>

namespace gaze {

//! Names of the parts of a data set, as RecordedFrame's recordings have them.
const char* const RENDERED_SPLITS[] = {"train", "val", "test"};

//! Rendered frames that are kept, since a frame takes longer to render than to read.
struct RenderedSet
{
    SceneRanges ranges; //!< the number of photos is that of the photos given
    uint64_t seed = 0;
    std::string split = "train"; //!< one of RENDERED_SPLITS; they share neither scenes nor people
    int count = 1000;            //!< of frames
};

/** A frame's scene; any frame can be had by itself. Where ranges.people is more than 0, each split has so many of its
own. Throws cv::Exception that names what is not allowed. */
Scene sceneOf(const RenderedSet& set, int index);

/** Renders a set into a folder: frames/000000.jpg and so on, compressed as each scene's camera does, then labels.csv;
and set.yaml, which tells sets apart. Images that are there stay, so that a run that was broken off can be taken up, and
a set can be given more frames. All files appear when they are complete, labels.csv when all images are there.
@param progress is called with the number of frames that are there; may be empty
@return number of frames that were rendered now. Throws cv::Exception that names the file that cannot be written, or
says that another set is in the folder */
int renderFolder(const RenderedSet& set, const std::shared_ptr<Photos>& photos, const std::string& folder,
                 const std::function<void(int)>& progress = nullptr);

/** Frames of a folder that renderFolder() wrote, in its order; RecordedFrame::gazeSeen is gazeIsSeen() of the label.
Throws cv::Exception that names the file, the line and what is missing. */
std::vector<RecordedFrame> readRenderedFolder(const std::string& folder);

} // namespace gaze

#endif // ZOOM_GAZE_RENDERED_FOLDER_HPP
