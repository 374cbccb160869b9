// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_PHOTOS_HPP
#define ZOOM_GAZE_PHOTOS_HPP

#include "opencv2/core.hpp"

#include <list>
#include <mutex>
#include <string>
#include <vector>

namespace gaze {

/** Photos for backgrounds. They are read when they are needed, reduced to what a frame needs, and kept; where the limit
is reached, those go that were not used for the longest time. Several renderers and threads may share an object. */
class Photos
{
public:
    //! @param files which Background::photo counts @param limit of what is kept, in bytes
    explicit Photos(const std::vector<std::string>& files, size_t limit = size_t(256) << 20);

    int count() const { return int(names.size()); }
    const std::vector<std::string>& files() const { return names; }

    /** @param index 0 to count() - 1 @param frame size of the frame that it is for
    @return 8UC3, not to be written to: 1.5 times the frame's size if the file is larger, and not cropped. Depends on
    file and frame size only. Throws cv::Exception that names the file if it cannot be read. */
    cv::Mat get(int index, cv::Size frame);

    size_t bytes() const; //!< that are kept
    size_t reads() const; //!< of files until now

private:
    struct Kept
    {
        int index;
        cv::Size frame;
        cv::Mat photo;
    };

    const std::vector<std::string> names;
    const size_t limit;
    mutable std::mutex mutex;
    std::list<Kept> kept; //!< the last used first
    size_t keptBytes = 0, readFiles = 0;
};

//! Images in a folder that Photos can take, sorted by name. Throws if there is none.
std::vector<std::string> findPhotos(const std::string& folder);

} // namespace gaze

#endif // ZOOM_GAZE_PHOTOS_HPP
