// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_SYNTHETIC_PERSON_HPP
#define GAZE_TRACKING_SYNTHETIC_PERSON_HPP

#include "zoom_gaze/scene.hpp"
#include "zoom_gaze/screen.hpp"

#include <optional>

/** A film of one rendered person before a screen: the gaze jumps, rests and follows, the head sways and does part of
the way, the lids blink. The same seed and times give the same film. */
class SyntheticPerson
{
public:
    //! Throws cv::Exception if frames of that size cannot be.
    SyntheticPerson(uint64_t seed, cv::Size frame, const gaze::Screen& screen);

    //! The person's shape; may be changed before the first frame.
    gaze::Person& person() { return scene.person; }
    const gaze::Camera& camera() const { return scene.camera; }

    //! From the next frame on the person looks at this gaze; none: where he likes.
    void lookAt(const std::optional<cv::Point2d>& gaze) { wanted = gaze; }

    //! @param seconds not before the last one's
    const gaze::Scene& at(double seconds);

private:
    //! A way of the gaze and a rest at its end.
    struct Way
    {
        cv::Point2d from, to;
        double start = 0, duration = 0.05, rest = 0;
    };

    cv::Point2d gazeAt(double seconds);
    double lidsAt(double seconds);
    cv::Point2d somewhere();

    cv::RNG random;
    gaze::Screen screen;
    gaze::Scene scene;
    cv::Vec3d seat; // of the head
    double openLids;
    Way way;
    double nextBlink = 0;
    uint64_t frames = 0;
    std::optional<cv::Point2d> wanted;
};

#endif // GAZE_TRACKING_SYNTHETIC_PERSON_HPP
