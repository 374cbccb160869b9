// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_CALIBRATION_HPP
#define ZOOM_GAZE_CALIBRATION_HPP

#include "zoom_gaze/scene.hpp"
#include "zoom_gaze/screen.hpp"

#include <string>

namespace gaze {

//! What a network says of one frame.
struct GazeEstimate
{
    cv::Point2d gaze;             //!< in centimetres, as Scene::gaze
    std::vector<double> features; //!< of the network; may be empty, and their number is the same for all frames
    double distance = 0;          //!< of the face from the screen's plane, in centimetres; 0: not known
};

//! A frame of a person who was asked to look at a point.
struct CalibrationSample
{
    GazeEstimate estimate;
    cv::Point2d target; //!< a gaze; frames of the same point have equal ones
};

struct GazeError
{
    double cm = 0;
    double degrees = 0; //!< seen from before the camera at each frame's distance; 0 where none is known
};

//! Mean errors over frames.
struct CalibrationErrors
{
    GazeError uncalibrated, calibrated;
    int frames = 0;
};

//! What is added to the network's gaze. Later ones hold the earlier ones.
enum CalibrationKind
{
    CALIBRATION_NONE,     //!< nothing
    CALIBRATION_OFFSET,   //!< the same everywhere
    CALIBRATION_AFFINE,   //!< an affine function of the network's gaze
    CALIBRATION_FEATURES, //!< a linear function of the gaze and the network's features
    CALIBRATION_KINDS
};

//! As calibration files have it: none, offset, affine or features.
const char* nameOf(CalibrationKind kind);

//! For what a calibration holds; it is worth nothing with another camera, screen or network.
struct CalibrationDevice
{
    Camera camera;
    Screen screen;
    std::string model; //!< name or hash of the network
};

/** Corrects a network's gaze for a person: the eye's kappa and size differ from those that the network learned.

The correction is a ridge regression from the gaze and the features to what is missing to the target. Its kind and ridge
are those with the smallest error at points that were left out of the fit, one after the other; a richer kind has to win
by 2 % over the one before. With few points that is mostly an affine function of the gaze; who needs no correction gets
none. Inputs count as at most three standard deviations of those seen in the calibration, so that what lies far outside
is not corrected wildly. */
class Calibration
{
public:
    static constexpr int LEAST_TARGETS = 4;

    explicit Calibration(const CalibrationDevice& device = CalibrationDevice());

    const CalibrationDevice& device() const { return device_; }

    //! A frame for fit(). Throws if a number is not finite or the number of features is not that of the frames before.
    void add(const GazeEstimate& estimate, const cv::Point2d& target);
    void clear() { samples.clear(); } //!< forgets the frames, not the correction

    //! Chooses and fits the correction. Throws if there are less than LEAST_TARGETS different targets.
    void fit();

    //! The corrected gaze; the network's own before fit(). No memory is asked for.
    cv::Point2d apply(const GazeEstimate& estimate) const;

    CalibrationKind kind() const { return model.kind; }
    double ridge() const { return model.ridge; } //!< for each frame, on inputs of standard deviation 1

    //! At the points of fit(), each corrected by a fit without it.
    const CalibrationErrors& leftOut() const { return leftOutErrors; }
    //! At the points of validate().
    const CalibrationErrors& validation() const { return validationErrors; }

    //! Errors of apply() at frames that fit() did not see. Throws if there are none.
    CalibrationErrors errors(const std::vector<CalibrationSample>& frames) const;
    //! Keeps them, for write().
    const CalibrationErrors& validate(const std::vector<CalibrationSample>& frames);

    /** Writes the correction, its errors and the device as YAML, under a temporary name that is renamed.
    Throws cv::Exception that names the file. */
    void write(const std::string& path) const;

    /** Reads what write() wrote. Throws cv::Exception that names the file and the field that is missing or not allowed.
    @param expectedModel the network in use; empty: any. Another one in the file is an error */
    static Calibration read(const std::string& path, const std::string& expectedModel = std::string());

private:
    //! The correction, for inputs (gaze x, y, features) from which the mean is taken and that are then scaled.
    struct Model
    {
        CalibrationKind kind = CALIBRATION_NONE;
        double ridge = 0;
        int features = 0;
        cv::Vec2d offset;
        std::vector<double> mean, scale;
        std::vector<cv::Vec2d> weights; //!< by input
    };
    using Samples = std::vector<const CalibrationSample*>;

    static size_t inputsOf(CalibrationKind kind, int features);

    static Model train(const Samples& samples, CalibrationKind kind, double ridge);
    static cv::Point2d corrected(const Model& model, const GazeEstimate& estimate);
    CalibrationErrors leaveOneTargetOut(CalibrationKind kind, double ridge) const;

    CalibrationDevice device_;
    std::vector<CalibrationSample> samples;
    Model model;
    CalibrationErrors leftOutErrors, validationErrors;
};

} // namespace gaze

#endif // ZOOM_GAZE_CALIBRATION_HPP
