// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_CLIPS_HPP
#define ZOOM_DETECT_TABLE_CLIPS_HPP

#include "composite.hpp"

#include <functional>

namespace table {

//! Frames to look at, and what is to be found in them.
struct Clip
{
    std::string name;
    std::function<cv::Ptr<footage::FrameSource>()> open;
    std::vector<std::string> labels; //!< names of what counts; empty: all
    double framesPerSecond = 0;      //!< of the source, all its frames counted
    int step = 1;                    //!< between the frames that are looked at
    std::vector<int> warmUp; //!< numbers of earlier frames, which a method sees first; nothing in them is measured
    std::vector<footage::TaughtFrame> frames;
    std::string content; //!< hash of what can change where the boxes stay: that of a composite
    std::string entry;   //!< the name that the task has for it: of several parts the same
    cv::Mat prior;       //!< where things are in what is learned from, see Footage::prior(); empty: not known
};

//! What of a task's footage is looked at, beside what the task says.
struct ClipLimits
{
    std::vector<std::string> names; //!< of the clips; empty: all
    int frames = 0;                 //!< of each clip at most; 0: all
};

//! A task's footage and its teacher. What the teacher finds is kept in a folder.
class Footage
{
public:
    Footage(const Task& task, const std::string& cacheFolder, const ClipLimits& limits = ClipLimits());

    detectors::Detector& teacher() const { return *detector; }

    //! Those for the test. Throws cv::Exception that says what to do where a clip has nothing to be found.
    std::vector<Clip> testClips();

    /** Where things are in the part to learn from: a pixel-centred map with the Gaussians of all boxes in it. Of a clip
    that is learned from itself it is that of its own camera; of others, of composites, and of a clip in whose part to
    learn from there is nothing, it is that of all that is learned from. Empty when there is nothing at all.
    @param entry name of a clip or composite of the task */
    cv::Mat prior(const std::string& entry);

    /** What zoom_train distill is to learn from: videos, and folders of images into which the composites are written
    (below @p folder). Throws cv::Exception when there is none. */
    std::vector<std::string> learningInputs(const std::string& folder);

private:
    footage::Teaching teach(const ClipEntry& entry, const detectors::Tiling& tiling, double from, double to, int step,
                            int frames);
    const std::vector<std::string>& labelsOf(const ClipEntry& entry) const;
    cv::Ptr<Composite> compositeOf(const CompositeEntry& entry);
    void addLearned(const ClipEntry& entry, std::vector<cv::Rect2d>& boxes);
    void checkBackground(const CompositeEntry& entry, const Composite& composite);
    std::vector<int> warmUpOf(const ClipEntry& entry, const Clip& clip) const;
    bool wanted(const std::string& name) const;

    const Task& task;
    std::string cacheFolder;
    ClipLimits limits;
    cv::Ptr<detectors::Detector> detector;
    cv::Mat ofAll; //!< prior of all that is learned from
};

} // namespace table

#endif // ZOOM_DETECT_TABLE_CLIPS_HPP
