// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_CAMERA_EFFECTS_HPP
#define ZOOM_GAZE_CAMERA_EFFECTS_HPP

#include "zoom_gaze/scene.hpp"

namespace gaze {

//! Blurs with a disc; not the light but its encoded values, which keeps highlights smaller than a lens does. @param
//! image 8UC3, in place @param radius in pixels; under 0.5 nothing happens
void defocus(cv::Mat& image, double radius);

//! Blurs along a line through the pixel, likewise. @param length in pixels; under 1 nothing happens @param degrees of
//! the line
void motionBlur(cv::Mat& image, double length, double degrees);

/** Adds noise that grows with the square root of the brightness, as photons make it, on a constant part. Each row has
random numbers of its own. @param image 8UC3, in place @param deviation in a grey of 0.5, of a range of 0 to 1 */
void sensorNoise(cv::Mat& image, double deviation, uint64_t seed);

//! Multiplies the light; what is too much is cut off, as on a sensor. @param image 8UC3, in place @param factor 0.01 to
//! 100
void expose(cv::Mat& image, double factor);

//! White balance (on linear light), then contrast and saturation; not the exposure. @param image 8UC3, in place
void developColours(cv::Mat& image, const CameraEffects& effects);

//! Encodes and decodes. @param image 8UC3, in place @param quality 1 to 100
void compressJpeg(cv::Mat& image, int quality);

/** All of it, in the order in which a camera does it: lens, motion, exposure, the sensor's noise, white balance,
contrast and saturation, JPEG. */
void applyCameraEffects(cv::Mat& image, const CameraEffects& effects);

//! Throws cv::Exception that names the field that is not allowed.
void checkEffects(const CameraEffects& effects);

} // namespace gaze

#endif // ZOOM_GAZE_CAMERA_EFFECTS_HPP
