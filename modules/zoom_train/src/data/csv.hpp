// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_CSV_HPP
#define OPENCV_ZOOM_TRAIN_CSV_HPP

#include <string>
#include <vector>

namespace cv {
namespace zoom_train {
namespace data {

//! A row of a table with commas between its cells.
struct CsvRow
{
    int line; //!< where it begins, from 1
    std::vector<std::string> cells;
};

/** @brief Reads a table as RFC 4180 has it: cells in quotes may have commas, ends of lines and doubled quotes in them.

Any kind of line end and a byte order mark are taken, empty lines are left out.
@param text the whole table
@param path what an error names */
std::vector<CsvRow> parseCsv(const std::string& text, const std::string& path);

} // namespace data
} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_CSV_HPP
