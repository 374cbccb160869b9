// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "estimator.hpp"

namespace cv {
namespace zoom {

void SaliencyEstimator::reset() {}

void checkInputSize(Size inputSize, int smallest)
{
    if (inputSize.width < smallest || inputSize.height < smallest)
        CV_Error(Error::StsOutOfRange, format("inputSize is %dx%d (columns x rows); allowed is %dx%d or more",
                                              inputSize.width, inputSize.height, smallest, smallest));
}

Mat lowResFrame(InputArray lowRes, Size inputSize)
{
    if (lowRes.empty())
        CV_Error(Error::StsBadArg, format("lowRes is empty; allowed is a %dx%d image (columns x rows) of CV_8UC3",
                                          inputSize.width, inputSize.height));
    const Mat frame = lowRes.getMat();
    if (frame.type() != CV_8UC3 || frame.dims != 2 || frame.size() != inputSize)
        CV_Error(Error::StsBadArg,
                 format("lowRes is a %dx%d array of %s; allowed is a %dx%d image (columns x rows) of "
                        "CV_8UC3",
                        frame.cols, frame.rows, typeToString(frame.type()).c_str(), inputSize.width, inputSize.height));
    return frame;
}

const Mat& LowResGrey::read(InputArray lowRes, Size inputSize)
{
    cvtColor(lowResFrame(lowRes, inputSize), bytes, COLOR_BGR2GRAY);
    bytes.convertTo(grey, CV_32F);
    return grey;
}

} // namespace zoom
} // namespace cv
