// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_FOOTAGE_TEACHER_CACHE_HPP
#define ZOOM_FOOTAGE_TEACHER_CACHE_HPP

#include "zoom_detectors/tiles.hpp"

#include <functional>

namespace footage {

struct TeachingParams
{
    std::string input;        //!< a video file or a folder of images
    detectors::Tiling tiling; //!< how the teacher is shown a frame
    int start = 0;            //!< frames that are left out at the beginning
    int step = 1;             //!< every step-th frame is looked at
    int frames = 0;           //!< how many are looked at; 0: all
    double saveSeconds = 10;  //!< what is found is written to disk so often; 0: after every frame
};

struct TaughtFrame
{
    int number; //!< in the input, from 0
    cv::Size size;
    std::vector<detectors::Detection> boxes; //!< in pixels of the frame
};

//! What a teacher found.
struct Teaching
{
    double framesPerSecond = 0; //!< of the input, all its frames counted
    std::vector<TaughtFrame> frames;
    bool complete = false;       //!< all frames that can be had; else @p goOn ended it
    int brokenOff = 0;           //!< where not 0, reading failed after so many frames of the input, which has
    int announced = 0;           //!< so many by its own account: it is damaged, or its account is wrong
    int reused = 0;              //!< frames that were on disk already
    std::string madeAnewBecause; //!< what of "detector", "tiling", "input" and "frames" differed from what is on disk
};

/** Runs a detector over footage once and keeps what it finds in a file: a second call reads it, and one after a killed
run goes on where the file ends. The file is replaced as a whole (written under a temporary name, renamed), and made
anew when the detector's identity, the tiling, the content of the input, start or step is another; asking for more
frames is not.
@param cachePath the file, text; its folder is made. A file that is no such cache is not overwritten but an error
@param goOn called after every frame that was looked at with the number of frames done and to be done (0: not known);
returning false ends the run, and what is done is written
Throws cv::Exception that says what to do when the input cannot be read (of a folder before anything is looked at) or
gives no frames, and when the file is damaged. What was found before the detector or the reading failed is written. That
a teacher finds nothing is no error: footage without things is to be learned from, too. */
Teaching teach(detectors::Detector& teacher, const TeachingParams& params, const std::string& cachePath,
               const std::function<bool(int done, int total)>& goOn = nullptr);

/** @brief A name for the file of teach(), another one for another input, detector, tiling, start or step: what was
found under other conditions is not lost. */
std::string cacheName(const detectors::Detector& teacher, const TeachingParams& params);

} // namespace footage

#endif // ZOOM_FOOTAGE_TEACHER_CACHE_HPP
