// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_TEST_SIMULATED_USER_HPP
#define ZOOM_GAZE_TEST_SIMULATED_USER_HPP

#include "zoom_gaze/calibration.hpp"
#include "zoom_gaze/label.hpp"

namespace gaze {

/** A person before a laptop, and a network that knows the population's mean eye alone: it takes the gaze under which
eyes of the mean shape would show their irises where this person's are seen, with noise. Both go through the renderer's
own eye geometry. */
class SimulatedUser
{
public:
    SimulatedUser(const EyeShape& eyes_, uint64_t seed) : eyes(eyes_), random(seed)
    {
        head = cv::Vec3d(random.uniform(-5., 5.), random.uniform(-2., 8.), random.uniform(45., 65.));
    }

    //! Frames of looking at a point; the head moves a little between them.
    std::vector<CalibrationSample> looksAt(const cv::Point2d& target, int frames)
    {
        std::vector<CalibrationSample> samples;
        // People look a little beside a point, and keep to that for a while.
        const cv::Point2d fixation = target + cv::Point2d(random.gaussian(0.15), random.gaussian(0.15));
        for (int i = 0; i < frames; ++i)
        {
            Scene scene;
            scene.head.position = head + cv::Vec3d(random.gaussian(0.7), random.gaussian(0.5), random.gaussian(1.5));
            scene.head.yaw = -0.5 * fixation.x + random.gaussian(1.5);
            scene.head.pitch = 5 + 0.3 * fixation.y + random.gaussian(1.5);
            scene.head.roll = random.gaussian(1.5);
            scene.gaze = fixation;
            scene.person.eyes = eyes;
            samples.push_back({estimateOf(scene), target});
        }
        return samples;
    }

    std::vector<CalibrationSample> looksAt(const std::vector<cv::Point2d>& targets, int frames)
    {
        std::vector<CalibrationSample> all;
        for (const cv::Point2d& target : targets)
            for (const CalibrationSample& sample : looksAt(target, frames))
                all.push_back(sample);
        return all;
    }

    //! What the network says of any scene, whose person's eyes count.
    GazeEstimate estimateOf(const Scene& scene)
    {
        const Label seen = labelOf(scene);
        std::array<cv::Point2d, 2> irises;
        for (size_t i = 0; i < 2; ++i) // 0.25 pixels are 0.75 degrees of the eye's rotation at 50 cm
            irises[i] = seen.eyes[i].irisCentre + cv::Point2d(random.gaussian(0.25), random.gaussian(0.25));
        Scene mean = scene;
        mean.person.eyes = EyeShape();
        mean.gaze = cv::Point2d(0, -10);
        // Gauss-Newton steps on the four coordinates.
        for (int step = 0; step < 4; ++step)
        {
            const double h = 0.01;
            const cv::Point2d at = mean.gaze;
            const auto missing = [&](const cv::Point2d& gaze) {
                mean.gaze = gaze;
                const Label label = labelOf(mean);
                const cv::Point2d right = label.eyes[0].irisCentre - irises[0],
                                  left = label.eyes[1].irisCentre - irises[1];
                return cv::Vec4d(right.x, right.y, left.x, left.y);
            };
            const cv::Vec4d here = missing(at), x = (missing(at + cv::Point2d(h, 0)) - here) * (1 / h),
                            y = (missing(at + cv::Point2d(0, h)) - here) * (1 / h);
            const cv::Matx22d products(x.dot(x), x.dot(y), x.dot(y), y.dot(y));
            const cv::Vec2d change = products.inv() * cv::Vec2d(x.dot(here), y.dot(here));
            mean.gaze = at - cv::Point2d(change);
        }
        GazeEstimate estimate;
        estimate.gaze = mean.gaze;
        estimate.distance = scene.head.position[2];
        // What a network's last layer may hold: the head, roughly, and much that has nothing to do with it.
        for (int i = 0; i < 3; ++i)
            estimate.features.push_back(scene.head.position[i] + random.gaussian(0.5));
        estimate.features.push_back(scene.head.yaw + random.gaussian(1));
        estimate.features.push_back(scene.head.pitch + random.gaussian(1));
        for (int i = 0; i < 15; ++i)
            estimate.features.push_back(random.gaussian(1));
        return estimate;
    }

private:
    EyeShape eyes;
    cv::RNG random;
    cv::Vec3d head;
};

} // namespace gaze

#endif // ZOOM_GAZE_TEST_SIMULATED_USER_HPP
