// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef OPENCV_ZOOM_ESTIMATORS_HPP
#define OPENCV_ZOOM_ESTIMATORS_HPP

#include "opencv2/core.hpp"

#include <functional>
#include <vector>

namespace cv {
namespace zoom {

//! @addtogroup zoom
//! @{

/** @brief Estimates where a frame needs detail, from a small copy of it.

An estimator may keep state between frames (MotionSaliency does); one object serves one stream and one thread at a
time, unless its documentation says otherwise. */
class CV_EXPORTS_W SaliencyEstimator : public Algorithm
{
public:
    /** @brief Estimates the saliency of one frame.
    @param lowRes the low-res frame, 8UC3 in BGR order, inputSize(); not read when that is empty
    @param timestamp time of the frame in seconds, or a negative number when it is not known
    @param saliency output: pixel-centred map, 32FC1, any size, finite, not negative. A map that is zero everywhere
    means that nothing stands out. */
    CV_WRAP virtual void estimate(InputArray lowRes, double timestamp, OutputArray saliency) = 0;

    /** @brief Size of the low-res frame that estimate() takes; empty for an estimator that looks at none. */
    CV_WRAP virtual Size inputSize() const = 0;

    /** @brief Forgets what earlier frames taught (seek, scene cut). Does nothing in an estimator without state. */
    CV_WRAP virtual void reset();
};

//! How to feed a saliency network and how to read what it gives.
struct CV_EXPORTS_W_SIMPLE DnnSaliencyParams
{
    CV_WRAP DnnSaliencyParams();

    CV_PROP_RW Size inputSize; //!< size of the network's input (columns, rows)
    CV_PROP_RW Scalar
        mean; //!< subtracted from every channel, in the network's channel order, before scaling; default 0
    CV_PROP_RW Scalar scale; //!< factor of every channel, not 0; default 1/255
    CV_PROP_RW bool swapRB;  //!< true (default) when the network wants RGB
    CV_PROP_RW bool
        logits; //!< true (default): the output is logits (softmax over the map follows); false: probabilities
};

/** @brief A saliency network in ONNX format, run through cv::dnn.

The network has one input 1 x 3 x H x W and one output 1 x 1 x h x w (or 1 x h x w, or h x w), h and w at least 2: a
pixel-centred map. It is run once by create(), so that one that does not fit is refused there. estimate() throws when a
logit is NaN or infinite (-inf is a probability of 0, but not everywhere), or a probability is NaN, infinite or
negative.

cv::dnn takes its input from the host: of a frame on a CUDA device (SaliencySampler::apply() of a cuda::GpuMat) the
low-res frame is downloaded, and nothing else. The grid is made on the host, too, and uploaded. */
class CV_EXPORTS_W DnnSaliency : public SaliencyEstimator
{
public:
    /** @param onnx path of an ONNX file
    @param params see cv::zoom::DnnSaliencyParams */
    CV_WRAP static Ptr<DnnSaliency> create(const String& onnx, const DnnSaliencyParams& params);

    /** @brief As create(), from an ONNX file held in memory. */
    CV_WRAP static Ptr<DnnSaliency> create(const std::vector<uchar>& onnx, const DnnSaliencyParams& params);

    /** @brief What create() was given. */
    CV_WRAP virtual DnnSaliencyParams getParams() const = 0;

    /** @brief Backend and target of cv::dnn (cv::dnn::Backend, cv::dnn::Target); default cv::dnn::DNN_BACKEND_OPENCV on
    the CPU. The network is run once; when that fails, an error tells so and what was set before stays. */
    CV_WRAP virtual void setPreferable(int backend, int target) = 0;
};

/** @brief What moves is salient: the difference to a running average of the low-res frames.

The map holds, in grey levels, by how much every pixel differs from the average of the frames before beyond the
threshold, a little smoothed. The average forgets with the time constant, by timestamps when they are known. The first
frame after create() or reset(), and one whose timestamp runs backwards, gives a map of zeros. */
class CV_EXPORTS_W MotionSaliency : public SaliencyEstimator
{
public:
    /** @param inputSize size of the low-res frame
    @param timeConstant time constant of the running average in seconds, > 0
    @param frameRate frames per second, > 0: taken when timestamps are not known
    @param threshold difference in grey levels (0 to 255) below which nothing moves: sensor noise */
    CV_WRAP static Ptr<MotionSaliency> create(Size inputSize = Size(96, 72), double timeConstant = 1.0,
                                              double frameRate = 30.0, double threshold = 6.0);
};

/** @brief Saliency from the boxes that a detector found in earlier frames (box KDE, see cv::zoom::boxesToSaliency).

setDetections() may be called from another thread than estimate(). The map has the sum 1; before the first call, after
reset() and when no box counts it is zero. */
class CV_EXPORTS_W DetectionSaliency : public SaliencyEstimator
{
public:
    /** @param mapSize size of the map that estimate() gives
    @param bandwidth as in cv::zoom::boxesToSaliency */
    CV_WRAP static Ptr<DetectionSaliency> create(Size mapSize = Size(62, 62), double bandwidth = 0.5);

    /** @brief Replaces the detections.
    @param boxes as in cv::zoom::boxesToSaliency, in pixels of the frame (not of the zoomed frame)
    @param frameSize size of the frame that the boxes refer to */
    CV_WRAP virtual void setDetections(InputArray boxes, Size frameSize) = 0;
};

/** @brief A fixed map: a prior of the data set or of a fixed camera. It does not look at the frame.

A map much finer than the grid should be reduced first, see cv::zoom::saliencyToNodes. */
class CV_EXPORTS_W StaticSaliency : public SaliencyEstimator
{
public:
    /** @param map pixel-centred, 32FC1 or 64FC1, finite (as float), not negative; copied */
    CV_WRAP static Ptr<StaticSaliency> create(InputArray map);
};

/** @brief What is unusual in its surroundings is salient: the spectral residual @cite Hou2007.

The map is the squared residual, smoothed as in the paper, in excess of its mean (the paper sets a threshold at a
multiple of it): without that the floor of whitened texture holds most of the mass. A flat frame gives zeros. */
class CV_EXPORTS_W SpectralSaliency : public SaliencyEstimator
{
public:
    /** @param inputSize size of the low-res frame, at least 8x8 */
    CV_WRAP static Ptr<SpectralSaliency> create(Size inputSize = Size(64, 64));
};

/** @brief A weighted mean of several estimators' maps, each normalised to sum 1 first.

A map that is zero everywhere gives its weight to the others. The map has the largest width and height of the
estimators' maps; the others are resized to it bilinearly. Its sum is 1, or 0 when all maps are zero. */
class CV_EXPORTS_W MixedSaliency : public SaliencyEstimator
{
public:
    /** @param estimators at least one. The low-res frame has the largest width and height that any of them wants and
    is resized for the others.
    @param weights one weight >= 0 per estimator, with a positive sum */
    CV_WRAP static Ptr<MixedSaliency> create(const std::vector<Ptr<SaliencyEstimator>>& estimators,
                                             const std::vector<double>& weights);
};

/** @brief What cv::zoom::FunctionSaliency calls for every frame.

It gets the low-res frame as SaliencyEstimator::estimate() gets it (empty when the estimator looks at none) and the
timestamp, and gives a pixel-centred map, 32FC1 or 64FC1, any size. What it throws fails the estimate. */
typedef std::function<Mat(const Mat& lowRes, double timestamp)> SaliencyFunction;

/** @brief Saliency from a function: an estimator without a class of its own, and the one that is written in Python.

There it is made by `cv2.zoom.FunctionSaliency_create(function, inputSize)`, or `cv2_zoom.FunctionSaliency_create()` of
the stand-alone module, from a callable that takes a copy of the low-res frame (or None) and the timestamp, and gives an
array of float32 or float64. An exception fails the estimate with its type and text. */
class CV_EXPORTS_W FunctionSaliency : public SaliencyEstimator
{
public:
    /** @param function see cv::zoom::SaliencyFunction; it is called in the thread that calls estimate()
    @param inputSize size of the low-res frame; empty when the function does not look at it */
    static Ptr<FunctionSaliency> create(const SaliencyFunction& function, Size inputSize = Size());
};

//! @}

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_ESTIMATORS_HPP
