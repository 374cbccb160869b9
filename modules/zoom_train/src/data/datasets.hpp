// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_DATASETS_HPP
#define OPENCV_ZOOM_TRAIN_DATASETS_HPP

#include "opencv2/zoom_train/data.hpp"

#include <set>

namespace cv {
namespace zoom_train {
namespace data {

std::shared_ptr<Dataset> makeGenerator(const DatasetOptions& options);
std::shared_ptr<Dataset> makeFileDataset(const DatasetOptions& options);

//! All images of an IDX file, as it is or compressed with gzip: 8UC1.
std::vector<Mat> readIdxImages(const std::string& path);
std::vector<uchar> readIdxLabels(const std::string& path);

/** @brief The rule for samples that cannot be read: they are skipped and named, but more than 1 % of a set is an error.
@param skipped their names @param total samples of the set, with those */
void checkSkipped(const std::set<std::string>& skipped, size_t total);

//! Pictures below a folder, sorted by path.
std::vector<std::string> findImages(const std::string& folder);

} // namespace data
} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_DATASETS_HPP
