// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_DECODERS_HPP
#define ZOOM_DETECTORS_DECODERS_HPP

#include "zoom_detectors/decoder.hpp"

namespace detectors {

// One file each.
cv::Ptr<Decoder> createYuNetDecoder(const DecoderParams& params);
cv::Ptr<Decoder> createFastestDetDecoder(const DecoderParams& params);
cv::Ptr<Decoder> createYoloXDecoder(const DecoderParams& params);
cv::Ptr<Decoder> createYoloV5Decoder(const DecoderParams& params);
cv::Ptr<Decoder> createYoloV8Decoder(const DecoderParams& params);
cv::Ptr<Decoder> createEndToEndDecoder(const DecoderParams& params);
cv::Ptr<Decoder> createSsdDecoder(const DecoderParams& params);
cv::Ptr<Decoder> createDetectionOutputDecoder(const DecoderParams& params);
cv::Ptr<Decoder> createCentreDecoder(const DecoderParams& params);

} // namespace detectors

#endif // ZOOM_DETECTORS_DECODERS_HPP
