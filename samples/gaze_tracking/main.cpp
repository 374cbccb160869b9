// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "app.hpp"

#include <iostream>

int main(int argc, char** argv)
{
    try
    {
        if (const std::optional<Options> options = parseOptions(argc, argv))
            App(*options).run();
        return 0;
    }
    catch (const cv::Exception& error)
    {
        std::cerr << "gaze_tracking: " << error.err << "\n";
    }
    catch (const std::exception& error)
    {
        std::cerr << "gaze_tracking: " << error.what() << "\n";
    }
    return 1;
}
