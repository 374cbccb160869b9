// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_CLIPS_MEAN_SALIENCY_HPP
#define ZOOM_GAZE_CLIPS_MEAN_SALIENCY_HPP

#include "opencv2/zoom/estimators.hpp"
#include "zoom_gaze/photos.hpp"

#include <memory>

namespace clips {

/** The mean of an estimator's maps over rendered people, as the training sets have them: what a zoom would know that
does not look at the frame.
@param frames how many, 640x360
@param photos backgrounds of half of them; may be empty
@return pixel-centred, 32FC1 with sum 1, of the size of the estimator's maps */
cv::Mat meanSaliency(cv::zoom::SaliencyEstimator& estimator, int frames, const std::shared_ptr<gaze::Photos>& photos);

} // namespace clips

#endif // ZOOM_GAZE_CLIPS_MEAN_SALIENCY_HPP
