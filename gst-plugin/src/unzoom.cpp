// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "unzoom.hpp"

#include "videoplanes.hpp"

namespace gstzoom {

void unzoomPicture(const cv::zoom::ZoomTransform& transform, const GstVideoFrame& in, const cv::Rect& shown,
                   const GstVideoFrame& out)
{
    const std::vector<cv::Mat> zoomed = planesOf(in, shown);
    std::vector<cv::Mat> planes =
        planesOf(out, cv::Rect(0, 0, GST_VIDEO_FRAME_WIDTH(&out), GST_VIDEO_FRAME_HEIGHT(&out)));
    for (size_t k = 0; k < planes.size(); k++)
    {
        // The grid is the same for chroma; that chroma may sit a quarter of its pixel off is not seen after a zoom.
        const cv::zoom::ZoomTransform of_plane = transform.resized(planes[k].size(), zoomed[k].size());
        of_plane.unzoom(zoomed[k], planes[k]);
        if (k == 0 || transform.coverage() >= 1)
            continue;
        // Chroma of 0 is green, not black.
        cv::Mat seen;
        of_plane.unzoom(cv::Mat(zoomed[k].size(), CV_8UC1, cv::Scalar(255)), seen, cv::INTER_NEAREST);
        planes[k].setTo(cv::Scalar::all(128), seen == 0);
    }
}

} // namespace gstzoom
