// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_TAUGHT_FOOTAGE_HPP
#define ZOOM_TRAIN_TAUGHT_FOOTAGE_HPP

#include "keys.hpp"

#include "zoom_footage/teacher_cache.hpp"

#include <functional>

namespace tool {

//! What frames are for.
enum FootagePart
{
    FOOTAGE_LEARNING,
    FOOTAGE_VALIDATION
};

//! Which footage, which detector, and what part is for what.
struct FootageOptions
{
    std::vector<FootagePart> needed; //!< the parts that the command looks at
    std::vector<std::string> inputs;
    std::string detector, detectorModel;
    double threshold;
    std::vector<std::string> labels;  //!< names of what counts; empty: all
    std::string cacheFolder;          //!< of what the detector finds
    footage::TeachingParams teaching; //!< but for what is a clip's own
    double from, to;                  //!< shares of each input: what lies outside is not looked at
    double learn, validate;           //!< shares of what is looked at: its beginning and its end
};

//! Takes the keys of footage, detector, tiles and parts (docs/detectors.md). @param out folder of the command's results
//! @param needed parts that the command looks at; the share of another may be 0
FootageOptions takeFootage(Settings& settings, const std::string& out, const std::vector<FootagePart>& needed);

//! Footage, the detector that has looked at it, and what part of it is for learning: what distill and tune share.
class TaughtFootage
{
public:
    typedef FootagePart Part;
    static constexpr Part LEARNING = FOOTAGE_LEARNING, VALIDATION = FOOTAGE_VALIDATION;

    //! Lets the detector look at what it has not looked at yet, with its progress on stderr.
    explicit TaughtFootage(FootageOptions options);

    //! Size of the first frame.
    cv::Size frameSize() const { return clips[0].frames[0].size; }

    //! A frame of a part, whole, and the boxes that were found in it; its time in its clip in seconds.
    struct Frame
    {
        cv::Mat image;
        std::vector<detectors::Detection> boxes; //!< in pixels of the image, inside it
        double seconds;
        bool first; //!< of its clip
    };

    //! Shows all frames of a part, clip by clip.
    void forEach(Part part, const std::function<void(const Frame&)>& look) const;

    //! Number of frames of a part, and of boxes in them.
    size_t frames(Part part) const;
    size_t boxes(Part part) const;

    detectors::Detector& detector() const { return *teacher; }

    //! Whether things of a label count: FootageOptions::labels.
    bool counts(int label) const;

    //! What decides frames and boxes, as `key: value` lines.
    std::string description() const { return described; }

private:
    struct Clip
    {
        std::string input;
        double framesPerSecond;
        std::vector<footage::TaughtFrame> frames;
    };

    //! Of a clip's frames: from the first to before the second.
    std::pair<size_t, size_t> rangeOf(const Clip& clip, Part part) const;
    Clip taught(const std::string& input);
    void needFindings() const; //!< an error where there is none at all
    void keepLabels();
    std::vector<const footage::TaughtFrame*> framesOf(Part part) const;

    FootageOptions options;
    cv::Ptr<detectors::Detector> teacher;
    std::vector<Clip> clips;
    std::string described;
};

} // namespace tool

#endif // ZOOM_TRAIN_TAUGHT_FOOTAGE_HPP
