// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_COMPARISON_HPP
#define ZOOM_DETECT_COMPARISON_HPP

#include "zoom_method.hpp"

#include "zoom_detectors/box_matching.hpp"

//! What a method found and cost, over all frames so far.
struct Tally
{
    std::string method;
    std::string note;            //!< what a reader must know to compare it; may be empty
    int detectorRuns = 1;        //!< per frame
    detectors::MatchScore score; //!< against the reference
    std::vector<double> sampleMs, detectMs;

    void add(const looks::Look& look, const detectors::Matching& matching);
};

double median(std::vector<double> values);

//! All methods at one detector input size, on the same frames.
class Comparison
{
public:
    Comparison(const Options& options, cv::Size frame, cv::Size input, double framesPerSecond);

    //! Shows the frame to the detector by the resize and by the zoom alone, and judges nothing.
    void look(detectors::Detector& detector, const cv::Mat& frame, double timestamp);

    //! Likewise, by all methods. @param reference what the reference run found in this frame; it scores the methods and
    //! is seen by none of them
    void add(detectors::Detector& detector, const cv::Mat& frame, double timestamp,
             const std::vector<detectors::Detection>& reference);

    cv::Size inputSize() const { return input; }
    const std::vector<Tally>& tallies() const { return results; }

    //! Of the last frame.
    const looks::Look& uniformLook() const { return uniform; }
    const looks::Look& zoomLook() const { return zoom; }
    const looks::Zoomer& zoomMethod() const { return zoomer; }

private:
    cv::Size input;
    looks::Zoomer zoomer;
    looks::Look uniform, zoom;
    std::vector<Tally> results;
};

#endif // ZOOM_DETECT_COMPARISON_HPP
