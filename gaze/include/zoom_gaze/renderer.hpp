// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_RENDERER_HPP
#define ZOOM_GAZE_RENDERER_HPP

#include "zoom_gaze/label.hpp"

#include <memory>
#include <string>

namespace gaze {

/** Renders scenes. The frame depends on the scene and the photos only: not on earlier frames and not on the number of
threads. Keeps its buffers: frames of the same size need no new memory but for OpenCV's JPEG codec and filters.

An object may be used by one thread at a time; different objects work at the same time. */
class Renderer
{
public:
    Renderer();
    //! @param photos files for backgrounds, which Background::photo counts; they are read when they are needed
    explicit Renderer(const std::vector<std::string>& photos);
    ~Renderer();
    Renderer(const Renderer&) = delete;
    Renderer& operator=(const Renderer&) = delete;

    /** @param frame 8UC3 (BGR) of the camera's size; written where it is if it has the size and type
    Throws cv::Exception that names what is wrong with the scene, or the photo that cannot be read. */
    void render(const Scene& scene, cv::Mat& frame);

    int photos() const;

private:
    class Impl;
    std::unique_ptr<Impl> p;
};

//! Images in a folder that Renderer can take for backgrounds, sorted by name. Throws if there is none.
std::vector<std::string> findPhotos(const std::string& folder);

} // namespace gaze

#endif // ZOOM_GAZE_RENDERER_HPP
