// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef OPENCV_ZOOM_SAMPLER_HPP
#define OPENCV_ZOOM_SAMPLER_HPP

#include "opencv2/core.hpp"
#include "opencv2/imgproc.hpp"
#include "opencv2/zoom/blob.hpp"
#include "opencv2/zoom/estimators.hpp"
#include "opencv2/zoom/grid.hpp"
#include "opencv2/zoom/transform.hpp"

namespace cv {
namespace zoom {

//! @addtogroup zoom
//! @{

/** @brief Zooms the frames of a stream: low-res frame, saliency, temporal smoothing, grid, warp.

One object serves one stream and one thread at a time. The transform it hands out is independent of it.

A saliency that is unusable (NaN, negative, zero, or the estimator throws) never stops the stream: that frame is sampled
uniformly, a warning is logged once, and getFallbacks() counts it. Bad arguments throw.

@snippet tutorials/zoom_picture.cpp sampler */
class CV_EXPORTS_W SaliencySampler : public Algorithm
{
public:
    /** @brief Loads a saliency model.
    @param model path of a yaml, xml or json file in the format of `models/README.md` (the ONNX file that it names is
    looked up beside it)
    @param zoomedSize size of the zoomed frames */
    CV_WRAP static Ptr<SaliencySampler> create(const String& model, Size zoomedSize);

    //! The same for a string literal, which Ptr's constructor from a pointer would make ambiguous.
    static Ptr<SaliencySampler> create(const char* model, Size zoomedSize) { return create(String(model), zoomedSize); }

    /** @param estimator gives the saliency; see cv::zoom::SaliencyEstimator
    @param zoomedSize size of the zoomed frames
    @param params the grid generator's parameters */
    CV_WRAP static Ptr<SaliencySampler> create(const Ptr<SaliencyEstimator>& estimator, Size zoomedSize,
                                               const GridParams& params = GridParams());

    /** @brief Zooms the next frame of the stream.
    @param frame 8U, 16U or 32F (32F is taken as 0 to 1 by the low-res frame); 1, 3 (BGR) or 4 (BGRA) channels. Its size
    may change from frame to frame. Of a UMat only the low-res frame is brought to the host (see
    cv::zoom::ZoomTransform).
    @param zoomed output of getZoomedSize() and the frame's type
    @param timestamp time of the frame in seconds; negative: one frame period after the last (setFrameRate()).
    A timestamp that runs backwards resets the temporal state. */
    CV_WRAP virtual void apply(InputArray frame, OutputArray zoomed, double timestamp = -1) = 0;

    /** @brief Zooms the next picture of a 4:2:0 stream, plane by plane.
    @param planes, zoomedPlanes, chromaSite see ZoomTransform::zoomPlanes()
    @param timestamp see apply() */
    CV_WRAP virtual void applyPlanes(InputArrayOfArrays planes, OutputArrayOfArrays zoomedPlanes,
                                     int chromaSite = CHROMA_SITE_LEFT, double timestamp = -1) = 0;

    /** @brief Zooms frames of the stream straight into a network's input, in one pass.

    The values are those of apply() followed by what BlobParams says, without the image in between.
    @param frames one image or a vector of images, as apply() takes them, in the order of time, with one number of
    channels. They may differ in size. Of a UMat that OpenCL zooms only the low-res and the zoomed frame are brought to
    the host.
    @param blob output, 4-dimensional N x C x height x width of getZoomedSize(), in BlobParams::ddepth; one of that
    shape is written in place. It may not share its memory with the frames.
    @param params mean, scale, channel order and depth
    @param timestamp time of the first frame, see apply(); the next ones follow at the frame rate
    @param transforms optional: the transform of every frame. What the vector holds is replaced. */
    virtual void applyToBlob(InputArrayOfArrays frames, OutputArray blob, const BlobParams& params = BlobParams(),
                             double timestamp = -1, std::vector<ZoomTransform>* transforms = nullptr) = 0;

    /** @brief applyToBlob() with the transforms by reference: the one that Python has.
    @param frames, blob, params, timestamp as for applyToBlob() above
    @param transforms the transform of every frame. What the vector holds is replaced. */
    CV_WRAP void applyToBlob(InputArrayOfArrays frames, OutputArray blob, CV_OUT std::vector<ZoomTransform>& transforms,
                             const BlobParams& params = BlobParams(), double timestamp = -1)
    {
        applyToBlob(frames, blob, params, timestamp, &transforms);
    }

    /** @brief Zooms the next picture of a 4:2:0 stream straight into a network's input, as applyToBlob() does.

    Every pixel of the zoomed frame has its own luma and its own chroma, each rounded to 8 bits after sampling, as
    zoomPlanes() rounds; the conversion to colour goes on in floating point and cuts off at 0 and 255.
    @param planes as for ZoomTransform::zoomPlanes(), 8U
    @param blob output, 1 x 3 x height x width; the channels are B, G, R, or R, G, B with BlobParams::swapRB
    @param params mean, scale, channel order, depth, and what YUV it is
    @param chromaSite one of cv::zoom::ChromaSites
    @param timestamp see apply() */
    CV_WRAP virtual void applyPlanesToBlob(InputArrayOfArrays planes, OutputArray blob,
                                           const BlobParams& params = BlobParams(), int chromaSite = CHROMA_SITE_LEFT,
                                           double timestamp = -1) = 0;

    /** @name Frames on a CUDA device
    The work is put on the caller's stream, and nothing of the size of a frame is ever brought to the host. Images need
    an OpenCV and a cv::zoom that were built with CUDA; otherwise every one of these calls throws. The calls above take
    a cuda::GpuMat, too: on the null stream, where their output is a cuda::GpuMat as well.

    Where the saliency comes from decides what is waited for:
    - setSaliency(): nothing. After a first call for a size, which allocates and uploads tables, a call can be captured
    in a CUDA graph, which stays valid as long as the sampler and the images and is one for these parameters and sizes.
    - an estimator without inputSize() (StaticSaliency, DetectionSaliency): nothing. The grid is made on the host and
      uploaded.
    - any other estimator: the stream, until the low-res frame has come to the host, which the estimator and the scene
    cut look at. On frames between two of setSaliencyInterval(), with setSceneCutThreshold() 0, that is left out.

    One object's calls may not overlap on the device: put them on one stream, or order the streams. */
    //! @{

    /** @brief apply() on a CUDA device.
    @param frame, timestamp as for apply() above
    @param zoomed output of getZoomedSize() and the frame's type. May not share its data with @p frame.
    @param stream that the work is put on */
    virtual void apply(const cuda::GpuMat& frame, cuda::GpuMat& zoomed, cuda::Stream& stream,
                       double timestamp = -1) = 0;

    /** @brief applyPlanes() on a CUDA device, for NV12.
    @param luma one channel of 8U, 16U or 32F
    @param chroma interleaved, two channels of the same depth, half the size, rounded up
    @param zoomedLuma, zoomedChroma outputs of the same kinds for getZoomedSize()
    @param stream that the work is put on
    @param chromaSite, timestamp as for applyPlanes() */
    virtual void applyPlanes(const cuda::GpuMat& luma, const cuda::GpuMat& chroma, cuda::GpuMat& zoomedLuma,
                             cuda::GpuMat& zoomedChroma, cuda::Stream& stream, int chromaSite = CHROMA_SITE_LEFT,
                             double timestamp = -1) = 0;

    /** @brief applyToBlob() on a CUDA device.
    @param frames one cuda::GpuMat or a vector of them, as for applyToBlob() above
    @param blob output, N x (C*height*width), one channel of BlobParams::ddepth: a frame is a row, which holds its
    channels one after the other. One of that shape is written in place, with any step between the rows; a new one has
    no gaps, so that its data is a contiguous N x C x height x width.
    @param params, timestamp as for applyToBlob() above
    @param stream that the work is put on
    @param transforms as for applyToBlob() above; with setSaliency() this waits for the device */
    virtual void applyToBlob(InputArrayOfArrays frames, cuda::GpuMat& blob, const BlobParams& params,
                             cuda::Stream& stream, double timestamp = -1,
                             std::vector<ZoomTransform>* transforms = nullptr) = 0;

    /** @brief applyPlanesToBlob() on a CUDA device, for NV12.
    @param luma, chroma as for applyPlanes() above, 8U
    @param blob output, 1 x (3*height*width), as for applyToBlob() above
    @param params, chromaSite, timestamp as for applyPlanesToBlob()
    @param stream that the work is put on */
    virtual void applyPlanesToBlob(const cuda::GpuMat& luma, const cuda::GpuMat& chroma, cuda::GpuMat& blob,
                                   const BlobParams& params, cuda::Stream& stream, int chromaSite = CHROMA_SITE_LEFT,
                                   double timestamp = -1) = 0;

    /** @brief Gives the saliency of frames on a CUDA device, in place of the estimator's.

    The map is read by the device when it works on a frame, so the caller may write the next one into the same memory,
    in the order of the stream. It is taken as it is: no smoothing, no interval, no scene cuts. Nobody looks at its
    values on the way: one that saliencyToGrid() would refuse for them gives a uniform frame, which getFallbacks() does
    not count.
    @param saliency node-valued, 32FC1 or 64FC1, GridParams::gridSize; an empty one gives the estimator its place back
  */
    virtual void setSaliency(const cuda::GpuMat& saliency) = 0;
    //! @}

    /** @brief The last frame's transform; empty before the first. After setSaliency() this waits for the device. */
    CV_WRAP virtual ZoomTransform getTransform() const = 0;

    /** The node-valued saliency of the last frame, after smoothing, 32FC1 with sum 1; empty before the first. After
    setSaliency() it is the map as it is now, for which this waits for the device. */
    CV_WRAP virtual void getSaliency(OutputArray saliency) const = 0;

    /** @brief Forgets the past: smoothed saliency, interval counter, scene-cut reference, the estimator's state. */
    CV_WRAP virtual void reset() = 0;

    /** @brief The estimator in use; of a model one that runs its network. */
    CV_WRAP virtual Ptr<SaliencyEstimator> getEstimator() const = 0;

    /** @brief Size of the zoomed frames in pixels. */
    CV_WRAP virtual Size getZoomedSize() const = 0;
    /** @brief Sets it from the next frame on. */
    CV_WRAP virtual void setZoomedSize(Size size) = 0;

    /** @brief The grid generator's parameters. */
    CV_WRAP virtual GridParams getGridParams() const = 0;
    /** @brief Sets them from the next frame on; see cv::zoom::GridParams. */
    CV_WRAP virtual void setGridParams(const GridParams& params) = 0;

    /** @brief cv::INTER_AREA (default), cv::INTER_LINEAR or cv::INTER_NEAREST. */
    CV_WRAP virtual int getInterpolation() const = 0;
    //! @copybrief getInterpolation
    CV_WRAP virtual void setInterpolation(int interpolation) = 0;

    /** @brief Time constant of the saliency's exponential smoothing in seconds; 0 (default) for none. */
    CV_WRAP virtual double getSmoothing() const = 0;
    //! @copybrief getSmoothing
    CV_WRAP virtual void setSmoothing(double seconds) = 0;

    /** @brief Frames per second taken when apply() gets no timestamp; default 30. */
    CV_WRAP virtual double getFrameRate() const = 0;
    //! @copybrief getFrameRate
    CV_WRAP virtual void setFrameRate(double framesPerSecond) = 0;

    /** @brief The saliency is estimated on every n-th frame and kept for the others; default 1. */
    CV_WRAP virtual int getSaliencyInterval() const = 0;
    //! @copybrief getSaliencyInterval
    CV_WRAP virtual void setSaliencyInterval(int frames) = 0;

    /** @brief Mean absolute difference between the low-res frames of two frames, 0 to 255, from which on they belong to
    different scenes and reset() is done; default 40, 0 for never. */
    CV_WRAP virtual double getSceneCutThreshold() const = 0;
    //! @copybrief getSceneCutThreshold
    CV_WRAP virtual void setSceneCutThreshold(double difference) = 0;

    /** @brief True when frames come in RGB(A) order, not BGR(A); default false. Only the saliency depends on it. */
    CV_WRAP virtual bool getRGB() const = 0;
    //! @copybrief getRGB
    CV_WRAP virtual void setRGB(bool rgb) = 0;

    /** @brief Number of frames sampled uniformly because their saliency was unusable. */
    CV_WRAP virtual int getFallbacks() const = 0;

    /** @brief Number of scene cuts seen. */
    CV_WRAP virtual int getSceneCuts() const = 0;
};

//! @}

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_SAMPLER_HPP
