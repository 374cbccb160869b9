// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_EYE_GEOMETRY_HPP
#define ZOOM_GAZE_EYE_GEOMETRY_HPP

#include "zoom_gaze/label.hpp"

namespace gaze {

const double RADIANS = CV_PI / 180; //!< of a degree

//! An eye of a scene, in the camera's frame.
struct EyeGeometry
{
    cv::Vec3d centre;
    cv::Vec3d visualAxis, opticalAxis;
    cv::Matx33d axes;  //!< rows: the eye's own axes (right, up, out along the optical axis)
    double lift = 0;   //!< of the optical axis over the head's horizontal plane, in radians
    double limbus = 0; //!< distance of the limbus' plane from the centre
};

EyeGeometry eyeGeometry(const Scene& scene, Side side);

/** The lids' margins. They are lines on a sphere about the eyeball's centre; x goes to the temple and y up, in the
head's frame and in radii of that sphere, so that they hold for the lids' outer face and for their edge on the eyeball.
*/
class LidMargins
{
public:
    LidMargins() = default;
    LidMargins(const Scene& scene, double eyeLift);

    //! Height of a margin at @p x. Beyond the corners both are the same.
    float upper(float x) const { return at(uppers, x); }
    float lower(float x) const { return at(lowers, x); }
    //! Of the upper margin at the eye's centre, were the lid not to bow to the corners.
    float upperLift() const { return peak; }
    float medial() const { return first; }
    float lateral() const { return last; }

    //! Radius of the lids' outer face over the eyeball's.
    static constexpr double THICKNESS = 0.15;

private:
    static constexpr int STEPS = 64;
    using Table = std::array<float, STEPS + 1>;

    float at(const Table& table, float x) const
    {
        const float place = std::min(std::max((x - first) * perStep, 0.f), float(STEPS) - 1e-3f);
        const int step = int(place);
        return table[size_t(step)] + (place - float(step)) * (table[size_t(step) + 1] - table[size_t(step)]);
    }

    Table uppers{}, lowers{};
    float first = -1, last = 1, perStep = STEPS / 2.f, peak = 0;
};

} // namespace gaze

#endif // ZOOM_GAZE_EYE_GEOMETRY_HPP
