// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_RENDERER_HPP
#define ZOOM_GAZE_RENDERER_HPP

#include "zoom_gaze/label.hpp"
#include "zoom_gaze/photos.hpp"

#include <memory>
#include <string>

namespace gaze {

/** Renders scenes. The frame depends on the scene and the photos only: not on earlier frames and not on the number of
threads. Keeps its buffers: frames of the same size need no new memory for meshes; OpenCV's JPEG codec and filters, and
new photos, do.

An object may be used by one thread at a time; different objects work at the same time. */
class Renderer
{
public:
    Renderer();
    //! @param photos files for backgrounds, which Background::photo counts
    explicit Renderer(const std::vector<std::string>& photos);
    //! Several renderers with the same photos in memory.
    explicit Renderer(const std::shared_ptr<Photos>& photos);
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

} // namespace gaze

#endif // ZOOM_GAZE_RENDERER_HPP
