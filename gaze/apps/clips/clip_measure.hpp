// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_CLIPS_CLIP_MEASURE_HPP
#define ZOOM_GAZE_CLIPS_CLIP_MEASURE_HPP

#include "eye_finder.hpp"
#include "zoom_gaze/photos.hpp"

#include "opencv2/zoom.hpp"

#include <optional>

namespace clips {

const double WANTED_MAGNIFICATION = 1.8; //!< at both eyes
const double WANTED_SHARE = 0.8;         //!< of the frames with reference eyes

//! Magnification at the eyes over a clip's frames: the smaller one of both.
class EyeMagnification
{
public:
    void add(double magnification) { all.push_back(magnification); }

    double median() const;      //!< NaN without frames
    double shareWanted() const; //!< of at least WANTED_MAGNIFICATION; NaN without frames

private:
    std::vector<double> all;
};

//! What one way of showing a clip came to, for both saliencies.
struct Arms
{
    EyeMagnification learned, prior;
};

struct ClipResult
{
    std::string clip; //!< the file's name
    int frames = 0, framesWithEyes = 0;
    Arms alone;
    std::optional<Arms> pasted; //!< into a photo
    double pastedScale = 0;
    std::string photo;
};

struct ClipOptions
{
    std::string model; //!< yaml of the learned saliency
    cv::Mat prior;     //!< map of the fixed one
    int step = 1;      //!< every n-th frame
    int frames = 0;    //!< of a clip at most; 0: all
    uint64_t seed = 0; //!< of scales and places
};

/** Measures one clip. The eyes are found in the clip's own frames, also for the pasted ones, whose place is known.
@param photos files, of which the clip's name chooses one to paste it into; none: it is not pasted */
ClipResult measureClip(const std::string& file, const ClipOptions& options, EyeFinder& reference,
                       const std::vector<std::string>& photos);

} // namespace clips

#endif // ZOOM_GAZE_CLIPS_CLIP_MEASURE_HPP
