// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_TRAINED_HPP
#define ZOOM_DETECT_TABLE_TRAINED_HPP

#include "row.hpp"

namespace table {

/** Rows of detectors that `zoom_train compare` has trained behind ways to zoom: a task for each label, and `all` for
all of them together; a seed stands where others have a clip. uniform_double and full are `uniform` at a larger scale,
the zooms are `learned_` and their grid, and box_prior is `prior`.
@param folder of the comparison, which has a results.json. Throws cv::Exception that names it when there are no results
of a detector. */
std::vector<Row> readTrained(const std::string& folder);

} // namespace table

#endif // ZOOM_DETECT_TABLE_TRAINED_HPP
