// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_GAZE_METHOD_HPP
#define GAZE_TRACKING_GAZE_METHOD_HPP

#include "gaze_network.hpp"
#include "models.hpp"
#include "zoom_gaze/rays.hpp"

#include "opencv2/zoom.hpp"

//! What a method saw in a frame.
struct GazeLook
{
    gaze::GazeEstimate estimate;
    bool eyesSeen = false; //!< else the network says that lids are closed, or that it does not see the eyes
    double sampleMs = 0, networkMs = 0;
};

//! A way of showing frames to a gaze network: by a saliency sampler, into the network's input in one pass.
class GazeMethod
{
public:
    /** @param name of the method
    @param sampler gets the size of the network's input
    @param identity says which files are used, for calibrations: one of another method is worth nothing */
    GazeMethod(const std::string& name, const cv::Ptr<cv::zoom::SaliencySampler>& sampler, const std::string& network,
               const std::string& identity);

    //! The next frame, 8UC3. What is returned is overwritten by the next call.
    const GazeLook& look(const cv::Mat& frame, const gaze::Camera& camera, double seconds);

    const std::string& name() const { return methodName; }
    //! Of the files and of the grid: what a calibration is for.
    std::string identity() const { return identityText + cv::format(" grid %d", gridMode()); }
    cv::Size inputSize() const { return network.inputSize(); }

    // Of the last frame.
    const GazeLook& last() const { return seen; }
    const cv::zoom::ZoomTransform& transform() const { return transforms[0]; }
    void saliency(cv::Mat& map) const { sampler->getSaliency(map); }
    void shown(cv::Mat& picture) const; //!< what the network was shown, BGR

    //! The zoom's grid; from the next frame on.
    void setGridMode(int mode);
    int gridMode() const { return sampler->getGridParams().mode; }

private:
    std::string methodName, identityText;
    cv::Ptr<cv::zoom::SaliencySampler> sampler;
    GazeNetwork network;
    gaze::Rays rays;
    cv::zoom::BlobParams blobParams;
    cv::Mat blob;
    std::vector<cv::zoom::ZoomTransform> transforms;
    GazeLook seen;
};

GazeMethod zoomMethod(const ModelFiles& files);
//! The same with a saliency that is the same everywhere: a resize.
GazeMethod uniformMethod(const ModelFiles& files);

#endif // GAZE_TRACKING_GAZE_METHOD_HPP
