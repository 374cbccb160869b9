// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_DECODER_HPP
#define ZOOM_DETECTORS_DECODER_HPP

#include "zoom_detectors/detector.hpp"

namespace detectors {

struct NetworkOutput
{
    std::string name;
    cv::Mat values; //!< CV_32F, continuous, any number of dimensions
};

//! What turns a network's outputs into boxes. The decoders, their formulas and parameters are in detectors/README.md.
struct DecoderParams
{
    std::string name; //!< see decoderNames()
    int classes = 1;  //!< kinds of things that the network tells apart, without a background class

    std::vector<int> strides = {8, 16, 32}; //!< yolox: pixels per cell of its levels, in the order of its rows

    std::string boxesOutput, scoresOutput; //!< ssd: names of the two outputs
    enum BoxFormat
    {
        CORNERS, //!< left, top, right, bottom
        CENTRE   //!< centre x, centre y, width, height
    };
    BoxFormat boxFormat = CORNERS; //!< ssd without priors
    bool normalisedBoxes = true;   //!< ssd: lengths are shares of the input, not pixels of it
    enum Activation
    {
        NONE,
        SOFTMAX,
        SIGMOID
    };
    Activation activation = NONE; //!< ssd: what makes scores of the scores output
    int background = -1;          //!< ssd: which column of the scores is the background; -1: none
    cv::Mat priors; //!< ssd: N x 4, CV_64FC1, centre x, centre y, width, height; empty: boxes are as they are
    cv::Vec2d variances = cv::Vec2d(0.1, 0.2); //!< ssd with priors: of the centre and of the size

    int firstLabel = 0; //!< detection_output: the network's number for the first class; lower ones are dropped
};

//! All of it on one line, for identities.
std::string describe(const DecoderParams& params);

class Decoder
{
public:
    virtual ~Decoder() = default;

    /** Appends what has at least @p threshold for a score, overlaps included.
    @param outputs all outputs of the network for one image
    @param input size of the network's input; boxes are in pixels of it
    Throws cv::Exception when the outputs are not those that the decoder takes: it says what does not fit, lists the
    outputs, and says which decoders there are. */
    virtual void decode(const std::vector<NetworkOutput>& outputs, cv::Size input, float threshold,
                        std::vector<Detection>& found) const = 0;
};

//! Throws cv::Exception that names the parameter when one is out of its range.
cv::Ptr<Decoder> createDecoder(const DecoderParams& params);

//! Names of the decoders, in the order of the documentation.
std::vector<std::string> decoderNames();

} // namespace detectors

#endif // ZOOM_DETECTORS_DECODER_HPP
