// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "blob_warp.hpp"
#include "cuda_grid.hpp"
#include "cuda_picture.hpp"
#include "exception_reason.hpp"
#include "grid_generator.hpp"
#include "low_res_frame.hpp"
#include "ocl_launch.hpp"
#include "ocl_warp.hpp"
#include "saliency_maps.hpp"
#include "transform_impl.hpp"

#include "opencv2/core/utils/logger.hpp"

namespace cv {
namespace zoom {

namespace {

class SaliencySamplerImpl CV_FINAL : public SaliencySampler
{
public:
    SaliencySamplerImpl(const Ptr<SaliencyEstimator>& e, Size size, const GridParams& params) : estimator(e)
    {
        if (!estimator)
            CV_Error(Error::StsNullPtr, "estimator is null");
        setZoomedSize(size);
        generator.setParams(params);
    }

    void apply(InputArray _frame, OutputArray _zoomed, double timestamp) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();
        if (_frame.isGpuMat())
            return apply(_frame.getGpuMat(), cudaOutput(_zoomed, "zoomed"), cuda::Stream::Null(), timestamp);
        if (zoomOnDevice(_frame, _zoomed, timestamp))
            return;
        Mat frame = _frame.getMat();
        checkFrame(frame, "frame");
        _zoomed.create(zoomedSize, frame.type());
        Planes planes, zoomed;
        zoomed[0] = _zoomed.getMat();
        planes[0] = apartFrom(frame, zoomed[0]);
        planes.count = zoomed.count = 1;
        zoomPicture(planes, CHROMA_SITE_LEFT, timestamp, zoomed);
    }

    void applyPlanes(InputArrayOfArrays _planes, OutputArrayOfArrays _zoomed, int chromaSite,
                     double timestamp) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();
        checkChromaSite(chromaSite);
        Planes planes = readPlanes(_planes, "planes");
        checkPlanes(planes, planes[0].size(), "planes");
        Planes zoomed = createPlanes(_zoomed, planes, zoomedSize);
        for (int k = 0; k < planes.count; ++k)
            planes[k] = apartFrom(planes[k], zoomed[k]);
        zoomPicture(planes, chromaSite, timestamp, zoomed);
    }

    void applyToBlob(InputArrayOfArrays _frames, OutputArray _blob, const BlobParams& params, double timestamp,
                     std::vector<ZoomTransform>* transforms) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();
        if (_frames.isGpuMat() || _frames.isGpuMatVector())
            return applyToBlob(_frames, cudaOutput(_blob, "blob"), params, cuda::Stream::Null(), timestamp, transforms);
        Batch batch(hostFrames, deviceFrames);
        batch.read(_frames);
        const int count = int(hostFrames.size()), channels = batch.channels();
        checkBlobParams(params, channels);
        Mat mapped;
        Mat& blob = createBlob(_blob, count, channels, params, mapped);
        for (const Mat& frame : hostFrames)
            if (shareMemory(frame, blob))
                CV_Error(Error::StsBadArg, "blob shares its memory with one of frames");
        if (transforms)
            transforms->resize(count);
        for (int n = 0; n < count; ++n)
        {
            if (transforms)
                recycle((*transforms)[n]);
            const double time = timeInBatch(timestamp, n);
            const BlobEntry entry = {blob, n, params};
            if (zoomOnDevice(deviceFrames[n], deviceZoomed, time))
            {
                imageToBlob(deviceZoomed.getMat(ACCESS_READ), entry);
            }
            else
            {
                Planes planes;
                planes.count = 1;
                planes[0] = deviceFrames[n].empty() ? hostFrames[n] : deviceFrames[n].getMat(ACCESS_READ);
                takePicture(planes, CHROMA_SITE_LEFT, time);
                const auto& at = prepareRows(imageAxes(zoomedSize), imageAxes(planes[0].size()), planes, 0, 0);
                warpToBlob(pyramids[0].view(), planes[0].type(), at, interpolation, entry);
            }
            if (transforms)
                (*transforms)[n] = transform;
        }
    }

    void applyPlanesToBlob(InputArrayOfArrays _planes, OutputArray _blob, const BlobParams& params, int chromaSite,
                           double timestamp) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();
        checkChromaSite(chromaSite);
        const Planes planes = readPlanes(_planes, "planes");
        checkPlanes(planes, planes[0].size(), "planes");
        checkBytes(planes[0].depth());
        checkBlobParams(params, 3);
        Mat mapped;
        Mat& blob = createBlob(_blob, 1, 3, params, mapped);
        for (int k = 0; k < planes.count; ++k)
            if (shareMemory(planes[k], blob))
                CV_Error_(Error::StsBadArg, ("blob shares its memory with planes[%d]", k));
        takePicture(planes, chromaSite, timestamp);
        const Size frameSize = planes[0].size();
        const auto& luma = prepareRows(imageAxes(zoomedSize), imageAxes(frameSize), planes, 0, 0);
        // Every pixel of the blob has its own chroma, sampled where its luma is.
        const auto& chroma =
            prepareRows(imageAxes(zoomedSize), chromaAxes(frameSize, chromaSite), planes, 1, planes.count - 1);
        warpPlanesToBlob(pyramids, planes.count, luma, chroma, interpolation, {blob, 0, params});
    }

    // On a CUDA device ------------------------------------------------------------------------------------------------

    void apply(const cuda::GpuMat& frame, cuda::GpuMat& zoomed, cuda::Stream& stream, double timestamp) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();
        requireCuda();
        checkFrame(frame, "frame");
        createApart(zoomed, frame, zoomedSize, "zoomed", "frame");
        CudaPicture picture(stream);
        picture.add(frame);
        takePicture(picture, frame.size(), timestamp, stream);
        picture.zoom(interpolation, zoomed);
    }

    void applyPlanes(const cuda::GpuMat& luma, const cuda::GpuMat& chroma, cuda::GpuMat& zoomedLuma,
                     cuda::GpuMat& zoomedChroma, cuda::Stream& stream, int chromaSite, double timestamp) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();
        requireCuda();
        checkChromaSite(chromaSite);
        checkNV12(luma, chroma, luma.size());
        createApart(zoomedLuma, luma, zoomedSize, "zoomedLuma", "luma");
        createApart(zoomedChroma, chroma, chromaSize(zoomedSize), "zoomedChroma", "chroma");
        CudaPicture picture(stream);
        picture.add(luma, chroma, chromaSite);
        takePicture(picture, luma.size(), timestamp, stream);
        picture.zoom(interpolation, zoomedLuma, zoomedChroma, chromaSite);
    }

    void applyToBlob(InputArrayOfArrays frames, cuda::GpuMat& blob, const BlobParams& params, cuda::Stream& stream,
                     double timestamp, std::vector<ZoomTransform>* transforms) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();
        requireCuda();
        const CudaBatch batch(cudaFrames, frames);
        const int count = int(cudaFrames.size()), channels = cudaFrames[0].channels();
        checkBlobParams(params, channels);
        createBlobApart(blob, cudaFrames.data(), count, channels, zoomedSize, params.ddepth, "one of frames");
        if (transforms)
            transforms->resize(count);
        for (int n = 0; n < count; ++n)
        {
            if (transforms)
                recycle((*transforms)[n]);
            CudaPicture picture(stream);
            picture.add(cudaFrames[n]);
            takePicture(picture, cudaFrames[n].size(), timeInBatch(timestamp, n), stream);
            picture.toBlob(interpolation, params, zoomedSize, blob, n);
            if (transforms)
                (*transforms)[n] = getTransform();
        }
    }

    void applyPlanesToBlob(const cuda::GpuMat& luma, const cuda::GpuMat& chroma, cuda::GpuMat& blob,
                           const BlobParams& params, cuda::Stream& stream, int chromaSite, double timestamp) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();
        requireCuda();
        checkChromaSite(chromaSite);
        checkNV12(luma, chroma, luma.size());
        checkBytes(luma.depth());
        checkBlobParams(params, 3);
        createBlobApart(blob, &luma, 1, 3, zoomedSize, params.ddepth, "luma");
        createBlobApart(blob, &chroma, 1, 3, zoomedSize, params.ddepth, "chroma");
        CudaPicture picture(stream);
        picture.add(luma, chroma, chromaSite);
        takePicture(picture, luma.size(), timestamp, stream);
        picture.toBlob(interpolation, params, zoomedSize, blob, 0);
    }

    void setSaliency(const cuda::GpuMat& saliency) CV_OVERRIDE
    {
        if (!saliency.empty())
            requireCuda();
        given = saliency;
    }

    // What the last frame gave ----------------------------------------------------------------------------------------

    ZoomTransform getTransform() const CV_OVERRIDE
    {
        if (givenFrameSize.empty())
            return transform;
        Mat nodes;
        givenGrid.download(nodes);
        return ZoomTransform(nodes, givenFrameSize, givenZoomedSize);
    }

    void getSaliency(OutputArray _saliency) const CV_OVERRIDE
    {
        if (givenFrameSize.empty())
            return shown.copyTo(_saliency);
        Mat saliency;
        givenGrid.downloadSaliency(saliency);
        const double sum = checkedSaliencySum(saliency, "the saliency on the device");
        if (sum <= 0)
            CV_Error(Error::StsBadArg, "the saliency on the device has a sum of zero");
        saliency.convertTo(_saliency, CV_32F, 1 / sum);
    }

    void reset() CV_OVERRIDE
    {
        forget();
        transform = spare = ZoomTransform();
        shown.release();
        givenFrameSize = Size();
        lastTime = -1;
    }

    Ptr<SaliencyEstimator> getEstimator() const CV_OVERRIDE { return estimator; }

    Size getZoomedSize() const CV_OVERRIDE { return zoomedSize; }
    void setZoomedSize(Size size) CV_OVERRIDE
    {
        if (size.width < 1 || size.height < 1 || size.width > 65536 || size.height > 65536)
            CV_Error_(Error::StsOutOfRange,
                      ("zoomedSize is %dx%d; 1x1 to 65536x65536 is allowed", size.width, size.height));
        zoomedSize = size;
    }

    GridParams getGridParams() const CV_OVERRIDE { return generator.getParams(); }
    void setGridParams(const GridParams& params) CV_OVERRIDE
    {
        const Size before = generator.getParams().gridSize;
        generator.setParams(params);
        if (params.gridSize != before) // smoothing cannot go on between lattices
        {
            smoothed.release();
            framesToEstimate = 0;
        }
    }

    int getInterpolation() const CV_OVERRIDE { return interpolation; }
    void setInterpolation(int value) CV_OVERRIDE
    {
        checkInterpolation(value);
        interpolation = value;
    }

    double getSmoothing() const CV_OVERRIDE { return smoothing; }
    void setSmoothing(double seconds) CV_OVERRIDE { smoothing = checked("smoothing", seconds, 0, 3600); }

    double getFrameRate() const CV_OVERRIDE { return frameRate; }
    void setFrameRate(double framesPerSecond) CV_OVERRIDE
    {
        frameRate = checked("frameRate", framesPerSecond, 1e-3, 1e5);
    }

    int getSaliencyInterval() const CV_OVERRIDE { return interval; }
    void setSaliencyInterval(int frames) CV_OVERRIDE
    {
        if (frames < 1)
            CV_Error_(Error::StsOutOfRange, ("saliencyInterval is %d; 1 or more is allowed", frames));
        interval = frames;
    }

    double getSceneCutThreshold() const CV_OVERRIDE { return cutThreshold; }
    void setSceneCutThreshold(double difference) CV_OVERRIDE
    {
        cutThreshold = checked("sceneCutThreshold", difference, 0, 255);
    }

    bool getRGB() const CV_OVERRIDE { return rgb; }
    void setRGB(bool value) CV_OVERRIDE { rgb = value; }

    int getFallbacks() const CV_OVERRIDE { return fallbacks; }
    int getSceneCuts() const CV_OVERRIDE { return sceneCuts; }

    void clear() CV_OVERRIDE { reset(); }
    bool empty() const CV_OVERRIDE { return false; }
    String getDefaultName() const CV_OVERRIDE { return "SaliencySampler"; }
    void write(FileStorage& fs) const CV_OVERRIDE;
    void read(const FileNode& fn) CV_OVERRIDE;

private:
    template <typename Image>
    static void checkFrame(const Image& frame, const char* name)
    {
        checkImage(frame, name);
        if (frame.channels() == 2)
            CV_Error_(Error::StsUnsupportedFormat, ("%s has 2 channels; 1, 3 and 4 are allowed", name));
    }

    //! Planes for a blob.
    static void checkBytes(int depth)
    {
        if (depth != CV_8U)
            CV_Error_(Error::StsUnsupportedFormat,
                      ("planes have depth %s; a blob is made of 8U", depthToString(depth)));
    }

    //! Time of frame n of a batch.
    double timeInBatch(double first, int n) const { return first < 0 ? first : first + n / frameRate; }

    //! Throws when two frames of a batch differ in what they make of the blob.
    static void checkSameChannels(int first, int channels)
    {
        if (channels != first)
            CV_Error_(Error::StsUnmatchedFormats,
                      ("frames have %d and %d channels; one blob takes one number", first, channels));
    }

    /** @brief The frames of a batch: every one has a header on the host or on the device, and an empty one there.

    The vectors keep their memory for the next batch, but no frame outlives the call. */
    class Batch
    {
    public:
        Batch(std::vector<Mat>& h, std::vector<UMat>& d) : host(h), device(d) {}
        ~Batch()
        {
            host.clear();
            device.clear();
        }

        //! Throws unless there are frames that apply() takes, with one number of channels.
        void read(InputArrayOfArrays frames)
        {
            const bool several = isArrayOfImages(frames), onDevice = frames.isUMat() || frames.isUMatVector();
            const int count = several ? int(frames.total()) : 1;
            if (count == 0)
                CV_Error(Error::StsBadArg, "frames is empty");
            host.resize(count);
            device.resize(count);
            for (int k = 0; k < count; ++k)
            {
                if (onDevice)
                    checkFrame(device[k] = frames.getUMat(several ? k : -1), "frames");
                else
                    checkFrame(host[k] = frames.getMat(several ? k : -1), "frames");
                checkSameChannels(channels(0), channels(k));
            }
        }

        int channels(int k = 0) const { return device[k].empty() ? host[k].channels() : device[k].channels(); }

    private:
        std::vector<Mat>& host;
        std::vector<UMat>& device;
    };

    //! The same on a CUDA device.
    class CudaBatch
    {
    public:
        CudaBatch(std::vector<cuda::GpuMat>& f, InputArrayOfArrays frames) : held(f)
        {
            if (frames.isGpuMatVector())
                frames.getGpuMatVector(held);
            else
                held.assign(1, frames.getGpuMat());
            if (held.empty())
                CV_Error(Error::StsBadArg, "frames is empty");
            for (const cuda::GpuMat& frame : held)
            {
                checkFrame(frame, "frames");
                checkSameChannels(held[0].channels(), frame.channels());
            }
        }
        ~CudaBatch() { held.clear(); }

    private:
        std::vector<cuda::GpuMat>& held;
    };

    /** Gives the output array the blob's shape.
    @param mapped holds the result where the array is not a Mat: the header of a Mat of four dimensions is allocated
    memory, which a copy would be, too */
    Mat& createBlob(OutputArray blob, int count, int channels, const BlobParams& params, Mat& mapped) const
    {
        const int sizes[] = {count, channels, zoomedSize.height, zoomedSize.width};
        blob.create(4, sizes, params.ddepth);
        if (blob.isMat())
            return blob.getMatRef();
        mapped = blob.getMat();
        return mapped;
    }

    //! Makes the map uniform, sum 1. (Mat::setTo() allocates.)
    static void setUniform(Mat& map)
    {
        std::fill(map.begin<float>(), map.end<float>(), float(1.0 / double(map.total())));
    }

    static double checked(const char* name, double value, double low, double high)
    {
        if (!(value >= low && value <= high))
            CV_Error_(Error::StsOutOfRange, ("%s is %g; [%g, %g] is allowed", name, value, low, high));
        return value;
    }

    //! Forgets the stream's past; what the last frame gave stays readable.
    void forget()
    {
        smoothed.release();
        previousLowRes.release();
        framesToEstimate = 0;
        estimator->reset();
    }

    //! Takes back a transform that is no longer wanted, in case its memory can serve again.
    void recycle(ZoomTransform& held)
    {
        ZoomTransform returned;
        std::swap(returned, held);
        if (!spare.isSole() && returned.isSole())
            spare = returned;
    }

    double startFrame(double timestamp);
    void updateTransform(const Mat& lowRes, double elapsed, Size frameSize);
    bool zoomOnDevice(InputArray frame, OutputArray zoomed, double timestamp);
    void zoomPicture(const Planes& planes, int chromaSite, double timestamp, Planes& zoomed);
    void takePicture(const Planes& planes, int chromaSite, double timestamp);
    void takePicture(CudaPicture& picture, Size frameSize, double timestamp, cuda::Stream& stream);
    const kernels::ForwardRows& prepareRows(const kernels::PlaneAxes& zoomed, const kernels::PlaneAxes& frame,
                                            const Planes& planes, int first, int last);
    void updateSaliency(const Mat& lowRes, double timestamp, double elapsed);
    bool estimate(const Mat& lowRes, double timestamp);
    void makeGrid();
    bool isSceneCut(const Mat& lowRes);
    void fallBack(const String& reason);

    Ptr<SaliencyEstimator> estimator;
    Size zoomedSize;
    GridGenerator generator;
    int interpolation = INTER_AREA;
    double smoothing = 0, frameRate = 30, cutThreshold = 40;
    int interval = 1;
    bool rgb = false;

    double lastTime = -1;     //!< of the last frame, in seconds; negative before the first
    int framesToEstimate = 0; //!< frames until the saliency is estimated again
    Mat target;               //!< the last estimate at the nodes, sum 1
    Mat smoothed;             //!< what the target is approached with, sum 1
    Mat shown;                //!< what the last grid was made from, sum 1
    bool usable = false;      //!< whether the last estimate was
    Mat previousLowRes;
    int fallbacks = 0, sceneCuts = 0;
    bool warned = false;
    ZoomTransform transform;
    ZoomTransform spare; //!< of the frame before: its memory serves the next one, unless somebody still holds a copy

    // Memory that is kept from frame to frame.
    LowResFrame lowResFrame;
    Pyramid pyramids[3]; //!< of every plane
    OclPyramid devicePyramid;
    kernels::ForwardRows rows[2]; //!< of the luma or the image, of the chroma
    Mat map, grid;
    UMat deviceZoomed;
    std::vector<Mat> hostFrames; //!< of a batch
    std::vector<UMat> deviceFrames;
    std::vector<cuda::GpuMat> cudaFrames;

    cuda::GpuMat given; //!< the saliency that stands in for the estimator's on a CUDA device, or empty
    CudaGrid givenGrid;
    Size givenFrameSize, givenZoomedSize; //!< of the last frame where its grid is that one, else empty
};

//! Takes the frame's time. @return seconds since the last frame, 0 for the first one
double SaliencySamplerImpl::startFrame(double timestamp)
{
    double time = timestamp;
    if (timestamp < 0)
        time = lastTime < 0 ? 0 : lastTime + 1 / frameRate;
    else if (lastTime >= 0 && timestamp < lastTime)
        forget();
    const double elapsed = lastTime < 0 ? 0 : std::max(0.0, time - lastTime);
    lastTime = time;
    return elapsed;
}

//! From the low-res frame to the transform.
void SaliencySamplerImpl::updateTransform(const Mat& lowRes, double elapsed, Size frameSize)
{
    updateSaliency(lowRes, lastTime, elapsed);
    makeGrid();
    std::swap(transform, spare);
    transform.assign(grid, frameSize, zoomedSize);
    givenFrameSize = Size();
}

/** @brief Zooms a UMat through OpenCL: the full-size frame stays on the device, the host sees the low-res frame.
@return false, with nothing changed, when OpenCL is off or cannot do it, bad arguments included */
bool SaliencySamplerImpl::zoomOnDevice(InputArray frame, OutputArray zoomed, double timestamp)
{
    Mat lowRes;
    const Size lowResSize = estimator->inputSize();
    if (!frame.isUMat() || !oclTakes(frame, frame.size()) || frame.channels() == 2 || !tryOpenCL([&] {
            return devicePyramid.start(frame.getUMat()) &&
                   (lowResSize.empty() || lowResFrame.make(devicePyramid, lowResSize, rgb, lowRes));
        }))
        return false;
    const double elapsed = startFrame(timestamp);
    updateTransform(lowRes, elapsed, frame.size());
    if (!oclZoom(transform.getImpl(), devicePyramid, frame, zoomed, interpolation))
        transform.zoom(frame, zoomed, interpolation);
    return true;
}

//! From a picture in the host's memory to the transform.
void SaliencySamplerImpl::takePicture(const Planes& planes, int chromaSite, double timestamp)
{
    const double elapsed = startFrame(timestamp);
    for (int k = 0; k < planes.count; ++k)
        pyramids[k].start(planes[k]);

    Mat lowRes;
    const Size lowResSize = estimator->inputSize();
    if (!lowResSize.empty())
        lowRes = lowResFrame.make(pyramids, planes, chromaSite, lowResSize, rgb);
    updateTransform(lowRes, elapsed, planes[0].size());
}

//! From a picture on a CUDA device to its grid there. Waits only where the estimator, or a scene cut, looks at the
//! frame.
void SaliencySamplerImpl::takePicture(CudaPicture& picture, Size frameSize, double timestamp, cuda::Stream& stream)
{
    if (!given.empty())
    {
        givenGrid.make(given, generator.getParams(), stream);
        picture.setGrid(givenGrid.data(), givenGrid.size());
        startFrame(timestamp);
        givenFrameSize = frameSize;
        givenZoomedSize = zoomedSize;
        return;
    }
    const double elapsed = startFrame(timestamp);
    Mat lowRes;
    const Size lowResSize = estimator->inputSize();
    if (!lowResSize.empty() && (framesToEstimate <= 0 || cutThreshold > 0))
        lowRes = picture.lowRes(lowResFrame, lowResSize, rgb);
    updateTransform(lowRes, elapsed, frameSize);
    picture.uploadGrid(transform.getImpl());
}

/** @brief Prepares the warp of planes first to last, which have the same axes, and builds the levels that it needs.
@param zoomed, frame axes of what is written and of the planes */
const kernels::ForwardRows& SaliencySamplerImpl::prepareRows(const kernels::PlaneAxes& zoomed,
                                                             const kernels::PlaneAxes& frame, const Planes& planes,
                                                             int first, int last)
{
    kernels::ForwardRows& prepared = rows[first == 0 ? 0 : 1];
    const bool area = interpolation == INTER_AREA;
    prepared.prepare(transform.getImpl().map(zoomed, frame), area);
    for (int k = first; k <= last && area; ++k)
        pyramids[k].require(pyramidLevels(planes[k].size(), prepared.maxWidthX(), prepared.maxWidthY()));
    return prepared;
}

void SaliencySamplerImpl::zoomPicture(const Planes& planes, int chromaSite, double timestamp, Planes& zoomed)
{
    takePicture(planes, chromaSite, timestamp);
    const Size frameSize = planes[0].size();
    const auto& luma = prepareRows(imageAxes(zoomedSize), imageAxes(frameSize), planes, 0, 0);
    warpPlane(pyramids[0].view(), luma, zoomed[0], interpolation);
    if (planes.count == 1)
        return;
    const auto& chroma =
        prepareRows(chromaAxes(zoomedSize, chromaSite), chromaAxes(frameSize, chromaSite), planes, 1, planes.count - 1);
    for (int k = 1; k < planes.count; ++k)
        warpPlane(pyramids[k].view(), chroma, zoomed[k], interpolation);
}

bool SaliencySamplerImpl::isSceneCut(const Mat& lowRes)
{
    if (lowRes.empty() || cutThreshold <= 0)
        return false;
    const bool cut = previousLowRes.size() == lowRes.size() &&
                     norm(lowRes, previousLowRes, NORM_L1) / (3.0 * double(lowRes.total())) >= cutThreshold;
    lowRes.copyTo(previousLowRes);
    return cut;
}

void SaliencySamplerImpl::updateSaliency(const Mat& lowRes, double timestamp, double elapsed)
{
    if (isSceneCut(lowRes))
    {
        ++sceneCuts;
        forget();
        lowRes.copyTo(previousLowRes);
    }
    if (framesToEstimate <= 0)
    {
        usable = estimate(lowRes, timestamp);
        framesToEstimate = usable ? interval : 1; // after a failure the next frame tries again
    }
    --framesToEstimate;
    if (!usable)
        return;
    if (smoothed.empty() || smoothing <= 0)
        target.copyTo(smoothed);
    else
    {
        const double share = 1 - std::exp(-elapsed / smoothing);
        addWeighted(target, share, smoothed, 1 - share, 0, smoothed);
    }
}

bool SaliencySamplerImpl::estimate(const Mat& lowRes, double timestamp)
{
    double sum = 0;
    try
    {
        estimator->estimate(lowRes, timestamp, map);
        checkedSaliencySum(map, "the estimated saliency");
        const Size nodes = generator.getParams().gridSize;
        saliencyToNodes(map, target, nodes.empty() ? map.size() : nodes);
        sum = cv::sum(target)[0];
    }
    catch (const std::exception& e)
    {
        fallBack(exceptionReason(e));
        return false;
    }
    if (sum > 0)
        target.convertTo(target, CV_32F, 1 / sum);
    else // nothing stands out
        setUniform(target);
    if (smoothed.size() != target.size())
        smoothed.release();
    return true;
}

void SaliencySamplerImpl::makeGrid()
{
    if (usable)
    {
        smoothed.copyTo(shown);
        generator.generate(shown, grid, !transform.empty());
        return;
    }
    const Size nodes = generator.getParams().gridSize.empty() ? Size(31, 31) : generator.getParams().gridSize;
    shown.create(nodes, CV_32F);
    setUniform(shown);
    identityGrid(nodes, grid);
}

void SaliencySamplerImpl::fallBack(const String& reason)
{
    ++fallbacks;
    if (!warned)
        CV_LOG_WARNING(NULL,
                       "SaliencySampler: the saliency of a frame is unusable, so the frame is sampled uniformly (later "
                       "ones are counted without a word): "
                           << reason);
    warned = true;
}

void SaliencySamplerImpl::write(FileStorage& fs) const
{
    writeFormat(fs);
    fs << "zoomed_size" << zoomedSize << "interpolation" << interpolation << "smoothing" << smoothing << "frame_rate"
       << frameRate << "saliency_interval" << interval << "scene_cut_threshold" << cutThreshold << "rgb" << int(rgb);
    fs << "grid"
       << "{";
    generator.getParams().write(fs);
    fs << "}";
}

void SaliencySamplerImpl::read(const FileNode& fn)
{
    if (fn.empty())
        CV_Error(Error::StsParseError, "no node to read the parameters of SaliencySampler from");
    // Every value goes through its setter, and absent ones keep what is there.
    const auto has = [&fn](const char* name) { return !fn[name].empty(); };
    GridParams params = getGridParams();
    params.read(fn["grid"]);
    if (has("zoomed_size"))
    {
        Size size;
        fn["zoomed_size"] >> size;
        setZoomedSize(size);
    }
    if (has("interpolation"))
        setInterpolation(int(fn["interpolation"]));
    if (has("smoothing"))
        setSmoothing(double(fn["smoothing"]));
    if (has("frame_rate"))
        setFrameRate(double(fn["frame_rate"]));
    if (has("saliency_interval"))
        setSaliencyInterval(int(fn["saliency_interval"]));
    if (has("scene_cut_threshold"))
        setSceneCutThreshold(double(fn["scene_cut_threshold"]));
    if (has("rgb"))
        setRGB(int(fn["rgb"]) != 0);
    setGridParams(params);
}

} // namespace

Ptr<SaliencySampler> SaliencySampler::create(const Ptr<SaliencyEstimator>& estimator, Size zoomedSize,
                                             const GridParams& params)
{
    return makePtr<SaliencySamplerImpl>(estimator, zoomedSize, params);
}

} // namespace zoom
} // namespace cv
