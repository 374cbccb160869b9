// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_YOLO_ROW_HPP
#define ZOOM_DETECTORS_YOLO_ROW_HPP

#include "decoders/outputs.hpp"

namespace detectors {

//! Rows of 5 + classes values: a box, its objectness, a score per class. What YOLOX and YOLOv5 have in common.
inline cv::Mat yoloRows(const Outputs& outputs, int classes)
{
    const cv::Mat rows = outputs.table(outputs.only());
    if (rows.cols != 5 + classes)
        outputs.refuse("rows of the output have " + std::to_string(rows.cols) + " values, " +
                       std::to_string(5 + classes) + " are needed for " + std::to_string(classes) +
                       (classes == 1 ? " class" : " classes"));
    return rows;
}

//! Objectness times the score of the best class, which is @p label.
inline float yoloScore(const float* row, int classes, int& label)
{
    label = largest(row + 5, classes);
    return row[4] * row[5 + label];
}

} // namespace detectors

#endif // ZOOM_DETECTORS_YOLO_ROW_HPP
