// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_COMPOSITE_HPP
#define ZOOM_DETECT_TABLE_COMPOSITE_HPP

#include "task.hpp"

#include "zoom_footage/frame_source.hpp"
#include "zoom_footage/teacher_cache.hpp"

namespace table {

//! A clip whose thing is pasted, and what the teacher found in it.
struct PastedClip
{
    std::string input;
    std::vector<footage::TaughtFrame> frames;
};

/** Frames of a photo onto which things of clips are pasted, small: what a wide camera would see. Where they are is
known exactly.

Of every clip the best-scoring box of each frame is the thing. What lies around all its boxes is cut out, made so small
that the box is CompositeEntry::height high, and blended in softly at a random place, where it moves slowly. Frames in
which the teacher found nothing are left out; a clip that is too short runs back and forth. The places depend on the
entry's name alone. */
class Composite
{
public:
    //! Throws cv::Exception that says what to do when the photo or a clip cannot be used.
    Composite(const CompositeEntry& entry, const std::vector<PastedClip>& clips, double framesPerSecond);

    int count() const { return frames; }
    double framesPerSecond() const { return rate; }
    cv::Size size() const { return photo.size(); }

    //! The photo without things, at the size of the frames.
    const cv::Mat& background() const { return photo; }

    void frame(int number, cv::Mat& image) const;

    //! In pixels of the frame.
    std::vector<detectors::Detection> boxes(int number) const;

    //! Of its first and last frame: another one for another photo, another clip or another way to paste.
    std::string contentHash() const;

    //! All frames as a source; the composite must outlive it.
    cv::Ptr<footage::FrameSource> open() const;

private:
    struct Thing
    {
        std::vector<cv::Mat> patches;              //!< one for each frame of the clip
        std::vector<detectors::Detection> inPatch; //!< and the box in it
        cv::Mat mask;                              //!< 32FC3, 0 to 1
        cv::Point2d begin, perFrame;               //!< of the patch's corner
        int appears = 0;
    };

    size_t patchOf(const Thing& thing, int number) const;
    cv::Point cornerOf(const Thing& thing, int number) const;

    cv::Mat photo;
    std::vector<Thing> things;
    int frames;
    double rate;
};

} // namespace table

#endif // ZOOM_DETECT_TABLE_COMPOSITE_HPP
