// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_DISTILL_HPP
#define OPENCV_ZOOM_TRAIN_DISTILL_HPP

#include "opencv2/zoom_train/trainer.hpp"

namespace cv {
namespace zoom_train {

//! @addtogroup zoom_train
//! @{

namespace data {

//! A frame and where a detector found things in it.
struct CV_EXPORTS BoxedFrame
{
    Mat image;                 //!< 8UC3, BGR
    std::vector<Rect2f> boxes; //!< in normalised coordinates
};

//! How boxes become the saliency that a network shall learn.
struct CV_EXPORTS TargetParams
{
    double bandwidth = 0.5; //!< as in cv::zoom::boxesToSaliency
    /** A box's mass is its side (the root of its share of the frame's area) to the power of minus this, 0 to 2. At 0
    every box has the same mass, which asks for the same area in the zoomed frame; above, small ones have more. */
    double smallBoxes = 0.5;

    //! Throws if a field is outside its range.
    void check() const;
};

/** @brief The saliency of boxes, as a network's map: pixel-centred, 32FC1, @p size, sum 1; uniform without boxes.
@param boxes in normalised coordinates
@param size of the map
@param params how wide and how heavy the boxes are */
CV_EXPORTS Mat targetSaliency(const std::vector<Rect2f>& boxes, Size size, const TargetParams& params = TargetParams());

//! How frames with boxes become samples.
struct CV_EXPORTS BoxedFramesOptions
{
    Size map;            //!< of the target, as the saliency network gives it
    TargetParams target; //!< how boxes become it

    /** Strength of the random changes, 0 (none) to 1: scale by up to 2, aspect by up to 1.15, placement, colours,
    blur, noise. A function of seed, epoch and index. */
    double augment = 0;
    bool flip = false;       //!< mirrors half of them
    std::vector<Mat> photos; //!< 8UC3: what lies around a frame that was scaled down, and behind pasted things
    double composite = 0;    //!< share of samples whose things are cut out and pasted onto a photo, 0 to 1
    uint64_t seed = 0;       //!< of the random changes

    //! Throws if a field is outside its range.
    void check() const;
};

/** @brief Frames with boxes as samples for distillation().

Sample::values is the target saliency, row by row, Sample::target the smallest box.
@param frames of one size, at least one
@param options how they are changed */
CV_EXPORTS std::shared_ptr<Dataset> makeBoxedFrames(std::vector<BoxedFrame> frames, const BoxedFramesOptions& options);

} // namespace data

namespace nn {

/** @brief What stands behind a sampler whose saliency itself is taught: gives the logarithm of the saliency, [N, h*w].

It does not look at the zoomed images. The sampler's output must be SaliencySamplerOptions::SOFTMAX. */
class CV_EXPORTS SaliencyReadout : public Network
{
public:
    //! @param sampler that stands before it in the System
    explicit SaliencyReadout(std::shared_ptr<SaliencySampler> sampler);
    torch::Tensor forward(const torch::Tensor& zoomed) override;

private:
    std::shared_ptr<SaliencySampler> sampler; // not registered: it is the system's resampler already
};

/** @brief Share of the frame's area that zoomed images of grids show: what the outline of [N, Gh, Gw, 2] encloses, [N].

As cv::zoom::ZoomTransform::coverage() for a certified grid, and differentiable. */
CV_EXPORTS torch::Tensor coverage(const torch::Tensor& grids);

} // namespace nn

/** @brief Teaches a sampler's saliency by example: for a System of the sampler and a nn::SaliencyReadout of it, and
samples of data::makeBoxedFrames().

The loss is the cross-entropy between target and saliency less the target's own entropy, which nothing can go below: 0
is perfect. The metric, "overlap", is the sum of what the two maps have in common, at most 1.
@param sampler whose saliency is taught
@param coverageWeight of what the zoomed frame does not show, as a share of the frame's area, added to the loss. For
grids that crop (cv::BORDER_REPLICATE): without, nothing keeps the saliency from pulling the zoomed frame's edge
inwards. */
CV_EXPORTS Objective distillation(const std::shared_ptr<nn::SaliencySampler>& sampler, double coverageWeight = 0);

//! @}

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_DISTILL_HPP
