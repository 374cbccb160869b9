// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The kernels of src/cuda against the double-precision reference and the CPU, over the parameters of the CPU's tests.
#include "reference.hpp"
#include "test_cuda_backend.hpp"

#include "../src/grid_generator.hpp"

#include <functional>

namespace opencv_test {
namespace {

using namespace cv::zoom;
using gpu::BlobTask;
using gpu::GridReport;
using gpu::UnzoomTask;
using gpu::WarpSource;
using gpu::WarpTask;
using kernels::ImageView;
using kernels::PlaneAxes;
using kernels::PlaneMap;

// Memory ------------------------------------------------------------------------------------------------------------

template <typename T>
T* allocated(KernelBackend& backend, size_t count)
{
    return static_cast<T*>(backend.allocate(count * sizeof(T)));
}

template <typename T>
const T* uploaded(KernelBackend& backend, const std::vector<T>& values)
{
    T* const to = allocated<T>(backend, values.size());
    backend.copy(to, values.data(), values.size() * sizeof(T));
    return to;
}

//! An image in the middle of poison: rows are not contiguous, and what reads beyond it goes wrong.
class GuardedImage
{
public:
    GuardedImage(KernelBackend& b, Size size, int type)
        : backend(b), whole(size.height + 2, size.width + 2, type, Scalar::all(0)),
          data(allocated<uchar>(b, whole.total() * whole.elemSize()))
    {
    }

    GuardedImage(KernelBackend& b, const Mat& image) : GuardedImage(b, image.size(), image.type())
    {
        std::memset(whole.data, KernelBackend::POISON, bytes());
        image.copyTo(inside());
        backend.copy(data, whole.data, bytes());
    }

    uchar* pixels() const { return data + whole.step + whole.elemSize(); }
    size_t step() const { return whole.step; }
    ImageView view() const { return {pixels(), step(), whole.cols - 2, whole.rows - 2}; }

    //! What was written; nothing may be written around it.
    Mat download()
    {
        backend.copy(whole.data, data, bytes());
        const Mat result = inside().clone();
        inside().reshape(1).setTo(0);
        int beside = 0;
        for (int y = 0; y < whole.rows; ++y)
            for (size_t x = 0; x < size_t(whole.cols) * whole.elemSize(); ++x)
            {
                const bool in = y > 0 && y < whole.rows - 1 && x >= whole.elemSize() &&
                                x < size_t(whole.cols - 1) * whole.elemSize();
                beside += !in && whole.ptr(y)[x] != KernelBackend::POISON;
            }
        EXPECT_EQ(0, beside) << "bytes written beside the image";
        return result;
    }

private:
    size_t bytes() const { return whole.total() * whole.elemSize(); }
    Mat inside() { return whole(Rect(1, 1, whole.cols - 2, whole.rows - 2)); }

    KernelBackend& backend;
    Mat whole;
    uchar* data;
};

// What the callers of the kernels do --------------------------------------------------------------------------------

PlaneAxes axesOf(Size size)
{
    return {{0.5 / size.width, 1.0 / size.width}, {0.5 / size.height, 1.0 / size.height}, size.width, size.height};
}

PlaneAxes chromaAxesOf(Size luma, int site)
{
    const double x = site == CHROMA_SITE_CENTER ? 1.0 : 0.5, y = site == CHROMA_SITE_TOP_LEFT ? 0.5 : 1.0;
    return {{x / luma.width, 2.0 / luma.width},
            {y / luma.height, 2.0 / luma.height},
            (luma.width + 1) / 2,
            (luma.height + 1) / 2};
}

PlaneMap mapOf(KernelBackend& backend, const Mat& grid, const PlaneAxes& zoomed, const PlaneAxes& frame)
{
    CV_Assert(grid.isContinuous());
    const std::vector<float> values(grid.ptr<float>(), grid.ptr<float>() + 2 * grid.total());
    return {uploaded(backend, values), grid.rows, grid.cols, zoomed, frame};
}

kernels::PyramidView pyramidOf(KernelBackend& backend, const GuardedImage& image, int type)
{
    const ImageView view = image.view();
    const gpu::PyramidLayout layout = gpu::PyramidLayout::of(view.width, view.height, size_t(CV_ELEM_SIZE(type)));
    const kernels::PyramidView pyramid = gpu::pyramidIn(backend.allocate(layout.bytes), view, layout);
    backend.reducePyramid(pyramid, type);
    return pyramid;
}

WarpSource sourceOf(KernelBackend& backend, const PlaneMap& map, const GuardedImage& image, int type, int interpolation)
{
    WarpSource source = {};
    source.map = map;
    source.sampling = interpolation == INTER_NEAREST ? gpu::SAMPLE_NEAREST : gpu::SAMPLE_BOXES;
    if (interpolation == INTER_AREA)
    {
        source.pyramid = pyramidOf(backend, image, type);
        float* const boxes = allocated<float>(backend, size_t(2 * map.rows * map.columns));
        backend.findNodeBoxes(map, boxes);
        source.nodeBoxes = boxes;
    }
    else
    {
        source.pyramid.levels = 1;
        source.pyramid.level[0] = image.view();
    }
    return source;
}

Mat zoomOn(KernelBackend& backend, const Mat& frame, const Mat& grid, const PlaneAxes& zoomed, const PlaneAxes& axes,
           int interpolation)
{
    const GuardedImage image(backend, frame);
    GuardedImage out(backend, Size(zoomed.width, zoomed.height), frame.type());
    backend.warp({sourceOf(backend, mapOf(backend, grid, zoomed, axes), image, frame.type(), interpolation),
                  out.pixels(), out.step()},
                 frame.type());
    return out.download();
}

Mat zoomOn(KernelBackend& backend, const Mat& frame, const Mat& grid, Size zoomed, int interpolation)
{
    return zoomOn(backend, frame, grid, axesOf(zoomed), axesOf(frame.size()), interpolation);
}

Mat unzoomOn(KernelBackend& backend, const Mat& zoomed, const Mat& grid, Size frameSize, int interpolation)
{
    const GuardedImage image(backend, zoomed);
    GuardedImage out(backend, frameSize, zoomed.type());
    UnzoomTask task = {};
    task.map = mapOf(backend, grid, axesOf(zoomed.size()), axesOf(frameSize));
    task.scale = kernels::InverseScale::of(task.map);
    task.pyramid.levels = 1;
    task.pyramid.level[0] = image.view();
    task.withBoxes = interpolation == INTER_AREA;
    if (task.withBoxes)
        task.pyramid = pyramidOf(backend, image, zoomed.type());
    task.sampling = interpolation == INTER_NEAREST ? gpu::SAMPLE_NEAREST : gpu::SAMPLE_BOXES;
    task.frame = out.pixels();
    task.step = out.step();
    backend.unzoom(task, zoomed.type());
    return out.download();
}

gpu::DeviceMatrices matricesOf(KernelBackend& backend, int nodes, int radius, double sigma, bool reflect)
{
    kernels::AttractionMatrices matrices;
    matrices.build(nodes, radius, sigma, reflect);
    return {uploaded(backend, matrices.weight), uploaded(backend, matrices.moment), matrices.pitch};
}

Mat gridOn(KernelBackend& backend, const Mat& saliency, const GridParams& params, GridReport* report = nullptr)
{
    const GuardedImage map(backend, saliency);
    const Size size = saliency.size();
    const int radius = std::min(size.width, size.height) - 1;
    const bool reflect = params.borderType == BORDER_REFLECT_101;
    const DeterminantLimits limits(params);
    gpu::GridTask task = {};
    task.saliency = map.pixels();
    task.step = map.step();
    task.isDouble = saliency.depth() == CV_64F;
    task.rows = size.height;
    task.columns = size.width;
    task.separable = params.mode == GRID_SEPARABLE;
    task.alongX = matricesOf(backend, size.width, radius, params.sigma * radius, reflect);
    task.alongY = matricesOf(backend, size.height, radius, params.sigma * radius, reflect);
    task.uniformMix = params.uniformMix;
    task.limited = isLimited(params);
    task.minDeterminant = limits.least;
    task.maxDeterminant = limits.most;
    GuardedImage nodes(backend, size, CV_32FC2);
    task.grid = reinterpret_cast<float*>(nodes.pixels());
    task.gridStep = nodes.step();
    task.report = allocated<GridReport>(backend, 1);
    backend.makeGrid(task);
    GridReport got;
    backend.copy(&got, task.report, sizeof(got));
    if (report)
        *report = got;
    return nodes.download();
}

// Comparison --------------------------------------------------------------------------------------------------------

//! One level of 8U, half a level of 8U of 16U (the CPU works in fixed point), 1e-4 of the range of 32F.
double tolerance(int type)
{
    const int depth = CV_MAT_DEPTH(type);
    return depth == CV_8U ? 1 : depth == CV_16U ? 128 : 1e-4;
}

double shareOfDifferent(const Mat& a, const Mat& b)
{
    Mat difference;
    absdiff(a, b, difference);
    // Written so that NaN counts as different.
    const int same = countNonZero(difference.reshape(1) <= tolerance(a.type()));
    return 1 - double(same) / double(a.total() * a.channels());
}

void expectLikeCPU(const Mat& expected, const Mat& got, int interpolation)
{
    ASSERT_EQ(expected.size(), got.size());
    ASSERT_EQ(expected.type(), got.type());
    // A nearest pixel may be another one where the position lies on the edge between two.
    EXPECT_LE(shareOfDifferent(expected, got), interpolation == INTER_NEAREST ? 1e-3 : 0.) << interpolation;
}

// Warp --------------------------------------------------------------------------------------------------------------

typedef testing::TestWithParam<std::tuple<int, int, int, Size, Size>> Zoom_CudaWarp;

TEST_P(Zoom_CudaWarp, agrees_with_the_reference_and_the_CPU)
{
    ZOOM_NEEDS_BACKEND(backend, std::get<0>(GetParam()));
    const int type = CV_MAKETYPE(std::get<1>(GetParam()), std::get<2>(GetParam()));
    const Size frameSize = std::get<3>(GetParam()), zoomedSize = std::get<4>(GetParam());
    const Mat frame = texture(frameSize, type);
    const double unit = frame.depth() == CV_16U ? 257 : frame.depth() == CV_32F ? 1 / 255. : 1;
    for (const int border : {BORDER_REFLECT_101, BORDER_REPLICATE})
    {
        const Mat grid = blobGrid(Size(31, 17), Point2d(0.4, 0.5), GRID_ATTRACTION, border);
        const ZoomTransform t(grid, frameSize, zoomedSize);
        for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
        {
            Mat expected;
            t.zoom(frame, expected, interpolation);
            const Mat zoomed = zoomOn(*backend, frame, grid, zoomedSize, interpolation);
            expectLikeCPU(expected, zoomed, interpolation);
            if (interpolation == INTER_NEAREST)
                continue;
            const int samples = interpolation == INTER_LINEAR ? 1 : 8;
            for (int c = 0; c < frame.channels(); ++c)
            {
                const Mat_<double> reference = reference::zoom(reference::plane(frame, c), grid, zoomedSize, samples);
                const Mat got = reference::plane(zoomed, c);
                if (interpolation == INTER_LINEAR) // half a level is rounding; 32F is held to 1e-5 of the range
                {
                    EXPECT_LE(cvtest::norm(reference, got, NORM_INF), frame.depth() == CV_32F ? 1e-5 : 0.51);
                }
                else if (border == BORDER_REFLECT_101)
                {
                    EXPECT_GE(reference::psnr(reference / unit, got / unit), 36) << "channel " << c;
                }
            }
        }
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_CudaWarp,
                        testing::Combine(testing::Values(int(ON_HOST), int(ON_DEVICE)),
                                         testing::Values(int(CV_8U), int(CV_16U), int(CV_32F)),
                                         testing::Values(1, 2, 3, 4), testing::Values(Size(320, 240), Size(301, 97)),
                                         testing::Values(Size(64, 48), Size(57, 81))));

typedef testing::TestWithParam<int> Zoom_CudaKernels;

TEST_P(Zoom_CudaKernels, linear_is_exact_at_4K)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const Size zoomedSize(160, 90);
    const Mat frame = texture(Size(3840, 2160), CV_32FC1), grid = blobGrid();
    const Mat zoomed = zoomOn(*backend, frame, grid, zoomedSize, INTER_LINEAR);
    const Mat_<double> expected = reference::zoom(reference::plane(frame, 0), grid, zoomedSize, 1);
    EXPECT_LE(cvtest::norm(expected, reference::plane(zoomed, 0), NORM_INF), 1e-5);
}

TEST_P(Zoom_CudaKernels, a_flat_image_stays_flat)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    for (const int depth : {CV_8U, CV_16U, CV_32F})
    {
        const Mat frame(1081, 1919, CV_MAKETYPE(depth, 3), Scalar(201, 3, 77));
        const Mat zoomed = zoomOn(*backend, frame, blobGrid(), Size(50, 33), INTER_AREA);
        EXPECT_LE(cvtest::norm(Mat(33, 50, frame.type(), Scalar(201, 3, 77)), zoomed, NORM_INF), 1e-3) << depth;
    }
}

TEST_P(Zoom_CudaKernels, one_pixel_images_and_strips_work_both_ways)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const Mat grid = blobGrid();
    const Size sizes[][2] = {{Size(1, 1), Size(5, 4)},
                             {Size(7, 9), Size(1, 1)},
                             {Size(1, 1), Size(1, 1)},
                             {Size(5000, 1), Size(10, 10)},
                             {Size(1, 5000), Size(10, 1)}};
    const Scalar value(1, 2, 3);
    for (const auto& pair : sizes)
        for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
        {
            const Mat zoomed = zoomOn(*backend, Mat(pair[0], CV_8UC3, value), grid, pair[1], interpolation);
            EXPECT_EQ(0, cvtest::norm(Mat(pair[1], CV_8UC3, value), zoomed, NORM_INF)) << pair[0] << pair[1];
            const Mat frame = unzoomOn(*backend, zoomed, grid, pair[0], interpolation);
            EXPECT_EQ(0, cvtest::norm(Mat(pair[0], CV_8UC3, value), frame, NORM_INF)) << pair[0] << pair[1];
        }
}

TEST_P(Zoom_CudaKernels, wild_and_folded_grids_give_what_the_CPU_gives)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    RNG rng(12);
    Mat grid(9, 9, CV_32FC2);
    const Mat frame = texture(Size(64, 48), CV_8UC3);
    for (const double range : {0.9, 2., 1e3, 1e30})
    {
        rng.fill(grid, RNG::UNIFORM, -range, range);
        const ZoomTransform t(grid, frame.size(), Size(31, 33));
        for (const int interpolation : {INTER_AREA, INTER_LINEAR})
        {
            Mat expected, expectedBack;
            t.zoom(frame, expected, interpolation);
            expectLikeCPU(expected, zoomOn(*backend, frame, grid, Size(31, 33), interpolation), interpolation);
            t.unzoom(expected, expectedBack, interpolation);
            const Mat back = unzoomOn(*backend, expected, grid, frame.size(), interpolation);
            // Where cells of 1000 frames and more cross a pixel a rounding decides which of them is on top.
            EXPECT_LE(shareOfDifferent(expectedBack, back), range > 100 ? 0.01 : 0.) << range;
        }
    }
}

TEST_P(Zoom_CudaKernels, grids_that_are_not_numbers_are_survived)
{
    if (GetParam() != ON_DEVICE)
        return; // converting them to integers is undefined on the host, whose grids are checked
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    Mat grid = blobGrid();
    const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
    grid.at<Vec2f>(3, 4) = Vec2f(nan, 0.1f);
    grid.at<Vec2f>(13, 14) = Vec2f(infinity, nan);
    grid.at<Vec2f>(23, 14) = Vec2f(0.3f, -infinity);
    const Mat frame = texture(Size(320, 240), CV_8UC3);
    for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
    {
        Mat expected;
        ZoomTransform(blobGrid(), frame.size(), Size(93, 93)).zoom(frame, expected, interpolation);
        const Mat zoomed = zoomOn(*backend, frame, grid, Size(93, 93), interpolation);
        // Far from the bad nodes and their neighbours nothing changes.
        expectLikeCPU(expected.rowRange(55, 65), zoomed.rowRange(55, 65), interpolation);
        unzoomOn(*backend, zoomed, grid, frame.size(), interpolation);
    }
}

TEST_P(Zoom_CudaKernels, planes_of_NV12_are_those_of_the_CPU)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const Size zoomedSize(81, 47);
    const Mat grid = blobGrid();
    for (const Size frameSize : {Size(320, 180), Size(321, 181)})
        for (const int site : {CHROMA_SITE_LEFT, CHROMA_SITE_CENTER, CHROMA_SITE_TOP_LEFT})
            for (const int interpolation : {INTER_AREA, INTER_LINEAR})
            {
                const PlaneAxes chroma = chromaAxesOf(frameSize, site);
                const std::vector<Mat> planes = {texture(frameSize, CV_8UC1),
                                                 texture(Size(chroma.width, chroma.height), CV_8UC2)};
                std::vector<Mat> expected;
                ZoomTransform(grid, frameSize, zoomedSize).zoomPlanes(planes, expected, site, interpolation);
                expectLikeCPU(expected[0], zoomOn(*backend, planes[0], grid, zoomedSize, interpolation), interpolation);
                expectLikeCPU(expected[1],
                              zoomOn(*backend, planes[1], grid, chromaAxesOf(zoomedSize, site), chroma, interpolation),
                              interpolation);
            }
}

// Pyramid -----------------------------------------------------------------------------------------------------------

//! A level of the pyramid, brought back.
Mat levelOf(KernelBackend& backend, const ImageView& level, int type)
{
    const size_t rowBytes = size_t(level.width) * CV_ELEM_SIZE(type);
    Mat result(level.height, level.width, type);
    for (int y = 0; y < level.height; ++y)
        backend.copy(result.ptr(y), level.row<uchar>(y), rowBytes);
    return result;
}

TEST_P(Zoom_CudaKernels, pyramid_levels_are_rounded_means)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const bool onDevice = GetParam() == ON_DEVICE;
    for (const int depth : {CV_8U, CV_16U, CV_32F})
        for (int channels = 1; channels <= 4; ++channels)
            for (const Size size : {Size(1, 1), Size(2, 1), Size(3, 5), Size(64, 64), Size(65, 63), Size(257, 130),
                                    Size(1, 300), onDevice ? Size(4097, 700) : Size(401, 77)})
            {
                const int type = CV_MAKETYPE(depth, channels);
                const Mat image = texture(size, type);
                const GuardedImage guarded(*backend, image);
                const kernels::PyramidView pyramid = pyramidOf(*backend, guarded, type);
                Mat finer;
                image.convertTo(finer, CV_64F);
                for (int l = 1; l < pyramid.levels; ++l)
                {
                    const Size next((finer.cols + 1) / 2, (finer.rows + 1) / 2);
                    copyMakeBorder(finer, finer, 0, 2 * next.height - finer.rows, 0, 2 * next.width - finer.cols,
                                   BORDER_REPLICATE);
                    Mat expected, got;
                    resize(finer, expected, next, 0, 0, INTER_AREA);
                    levelOf(*backend, pyramid.level[l], type).convertTo(got, CV_64F);
                    ASSERT_EQ(next, got.size());
                    // Even levels round halves up, odd ones down; only halves and quarters occur.
                    if (depth != CV_32F)
                    {
                        const double add = l % 2 == 0 ? 0.5 : 0.25;
                        for (auto value = expected.reshape(1).begin<double>();
                             value != expected.reshape(1).end<double>(); ++value)
                            *value = std::floor(*value + add);
                    }
                    ASSERT_LE(cvtest::norm(expected, got, NORM_INF), depth == CV_32F ? 1e-6 : 0)
                        << size << ", level " << l << ", type " << typeToString(type);
                    finer = got;
                }
            }
}

// Unzoom ------------------------------------------------------------------------------------------------------------

TEST_P(Zoom_CudaKernels, unzoom_agrees_with_the_CPU_at_every_pixel)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const bool onDevice = GetParam() == ON_DEVICE;
    const Size frameSize = onDevice ? Size(1283, 719) : Size(341, 213), zoomedSize(161, 91);
    for (const int type : {CV_8UC3, CV_16UC1, CV_32FC4, CV_8UC2})
    {
        const Mat zoomed = texture(zoomedSize, type);
        for (const int mode : {GRID_ATTRACTION, GRID_SEPARABLE, GRID_TRANSPORT})
            for (const Size nodes : {Size(31, 17), Size(2, 2), Size(64, 64)})
                for (const int border : {BORDER_REFLECT_101, BORDER_REPLICATE})
                {
                    const Mat grid = blobGrid(nodes, Point2d(0.4, 0.6), mode, border);
                    const ZoomTransform t(grid, frameSize, zoomedSize);
                    for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
                    {
                        Mat expected;
                        t.unzoom(zoomed, expected, interpolation);
                        expectLikeCPU(expected, unzoomOn(*backend, zoomed, grid, frameSize, interpolation),
                                      interpolation);
                    }
                }
    }
}

TEST_P(Zoom_CudaKernels, unzoom_agrees_with_the_reference_at_every_pixel)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const Size frameSize(167, 121), zoomedSize(80, 60);
    const Mat grid = blobGrid(Size(31, 17), Point2d(0.4, 0.6));
    const ZoomTransform t(grid, frameSize, zoomedSize);
    const Mat zoomed = texture(zoomedSize, CV_32FC1);
    const Mat frame = unzoomOn(*backend, zoomed, grid, frameSize, INTER_LINEAR);
    const Mat_<double> source = reference::plane(zoomed, 0);
    std::vector<Point2d> pixels, inverse;
    for (int y = 0; y < frameSize.height; ++y)
        for (int x = 0; x < frameSize.width; ++x)
            pixels.push_back(Point2d(x, y));
    t.toZoomedPoints(pixels, inverse);
    for (size_t k = 0; k < pixels.size(); ++k)
        ASSERT_NEAR(reference::bilinear(source, inverse[k].x + 0.5, inverse[k].y + 0.5),
                    frame.at<float>(int(pixels[k].y), int(pixels[k].x)), 1e-5)
            << pixels[k];
}

TEST_P(Zoom_CudaKernels, unzoom_leaves_no_hole_when_the_whole_frame_is_covered)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    RNG rng(3);
    for (int k = 0; k < 30; ++k)
    {
        GridParams params;
        params.gridSize = Size(rng.uniform(2, 50), rng.uniform(2, 50));
        params.sigma = rng.uniform(0.02, 0.5);
        Mat saliency(params.gridSize, CV_32F), grid;
        rng.fill(saliency, RNG::UNIFORM, 0, 1);
        saliencyToGrid(saliency, grid, params);
        const Size frameSize(rng.uniform(1, 300), rng.uniform(1, 300));
        for (const int interpolation : {INTER_LINEAR, INTER_NEAREST})
        {
            const Mat frame = unzoomOn(*backend, Mat(23, 37, CV_8UC1, Scalar(200)), grid, frameSize, interpolation);
            ASSERT_EQ(0, cvtest::norm(Mat(frameSize, CV_8UC1, Scalar(200)), frame, NORM_INF)) << "grid " << k;
        }
    }
}

TEST_P(Zoom_CudaKernels, unzoom_shows_nothing_where_no_cell_is)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    Mat grid, expected;
    identityGrid(Size(5, 5), grid);
    grid += Scalar(0.25, 0);
    const Mat zoomed(20, 30, CV_8UC1, Scalar(200));
    ZoomTransform(grid, Size(40, 20), zoomed.size()).unzoom(zoomed, expected);
    ASSERT_EQ(10 * 20, expected.rows * expected.cols - countNonZero(expected));
    EXPECT_EQ(0, cvtest::norm(expected, unzoomOn(*backend, zoomed, grid, Size(40, 20), INTER_LINEAR), NORM_INF));
}

// Blob --------------------------------------------------------------------------------------------------------------

//! A channel of a blob, from its bytes.
Mat channelOf(const std::vector<uchar>& blob, int channel, Size size, int depth)
{
    Mat wide;
    const Mat plane(size, CV_MAKETYPE(depth, 1),
                    const_cast<uchar*>(blob.data()) + size_t(channel) * size_t(size.area()) * CV_ELEM_SIZE1(depth));
    plane.convertTo(wide, CV_64F);
    return wide;
}

//! Half precision is tested where there is the type.
std::vector<int> blobDepths(int kind)
{
    return kind == ON_DEVICE ? std::vector<int>{CV_32F, CV_16F} : std::vector<int>{CV_32F};
}

TEST_P(Zoom_CudaKernels, blobs_of_images_hold_the_scaled_pixels)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const Size size(65, 47), frameSize(331, 217);
    const Mat grid = blobGrid();
    for (const int depth : {CV_8U, CV_16U, CV_32F})
        for (const int channels : {1, 3, 4})
            for (const int blobDepth : blobDepths(GetParam()))
                for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
                {
                    const int type = CV_MAKETYPE(depth, channels);
                    const double unit = depth == CV_16U ? 257 : depth == CV_32F ? 1 / 255. : 1;
                    const Mat frame = texture(frameSize, type);
                    const GuardedImage image(*backend, frame);
                    const size_t planeBytes = size_t(size.area()) * CV_ELEM_SIZE1(blobDepth);
                    std::vector<uchar> blob(planeBytes * size_t(channels) + 16);
                    uchar* const memory = allocated<uchar>(*backend, blob.size());
                    BlobTask task = {};
                    task.source = sourceOf(*backend, mapOf(*backend, grid, axesOf(size), axesOf(frameSize)), image,
                                           type, interpolation);
                    for (int c = 0; c < channels; ++c)
                    {
                        // Blue and red change places.
                        task.place.channel[c] = memory + planeBytes * size_t(channels >= 3 && c < 3 ? 2 - c : c);
                        task.place.scale.mean[c] = float((100 + c) * unit);
                        task.place.scale.scale[c] = float((0.017 + 0.001 * c) / unit);
                    }
                    backend->warpToBlob(task, type, blobDepth);
                    backend->copy(blob.data(), memory, blob.size());
                    for (size_t k = planeBytes * size_t(channels); k < blob.size(); ++k)
                        EXPECT_EQ(int(KernelBackend::POISON), int(blob[k])) << "written beyond the blob";
                    const Mat zoomed = zoomOn(*backend, frame, grid, size, interpolation);
                    for (int c = 0; c < channels; ++c)
                    {
                        const double scale = (0.017 + 0.001 * c) / unit;
                        const Mat expected = (reference::plane(zoomed, c) - (100 + c) * unit) * scale;
                        const Mat got = channelOf(blob, channels >= 3 && c < 3 ? 2 - c : c, size, blobDepth);
                        EXPECT_LE(cvtest::norm(expected, got, NORM_INF), blobDepth == CV_32F ? 1e-5 : 4e-3)
                            << typeToString(type) << ", channel " << c;
                    }
                }
}

TEST_P(Zoom_CudaKernels, blobs_of_NV12_are_those_of_the_CPU)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const Size size(65, 47);
    for (const Size frameSize : {Size(320, 240), Size(331, 217)})
        for (const int blobDepth : blobDepths(GetParam()))
            for (const int interpolation : {INTER_AREA, INTER_LINEAR})
            {
                const int site = CHROMA_SITE_LEFT;
                const PlaneAxes chroma = chromaAxesOf(frameSize, site);
                const std::vector<Mat> planes = {texture(frameSize, CV_8UC1),
                                                 texture(Size(chroma.width, chroma.height), CV_8UC2)};
                const Ptr<SaliencySampler> sampler = SaliencySampler::create(
                    StaticSaliency::create(blob(Size(31, 31), Point2d(0.3, 0.6), 0.1, 0.05)), size);
                sampler->setInterpolation(interpolation);
                BlobParams params;
                params.fullRange = true;
                Mat expected, grid;
                sampler->applyPlanesToBlob(planes, expected, params, site);
                sampler->getTransform().getGrid(grid);

                const GuardedImage luma(*backend, planes[0]), uv(*backend, planes[1]);
                gpu::YuvBlobTask task = {};
                task.luma = sourceOf(*backend, mapOf(*backend, grid, axesOf(size), axesOf(frameSize)), luma, CV_8UC1,
                                     interpolation);
                task.chroma =
                    sourceOf(*backend, mapOf(*backend, grid, axesOf(size), chroma), uv, CV_8UC2, interpolation);
                // BT.601, full range: blue, green, red.
                const double rows[3][3] = {{1, 1.772, 0}, {1, -0.344136286, -0.714136286}, {1, 0, 1.402}};
                const size_t planeBytes = size_t(size.area()) * CV_ELEM_SIZE1(blobDepth);
                uchar* const memory = allocated<uchar>(*backend, 3 * planeBytes);
                for (int c = 0; c < 3; ++c)
                {
                    for (int k = 0; k < 3; ++k)
                        task.color.rows[c][k] = float(rows[c][k]);
                    task.color.rows[c][3] = float(-128 * (rows[c][1] + rows[c][2]));
                    task.place.channel[c] = memory + planeBytes * size_t(c);
                    task.place.scale.scale[c] = 1;
                }
                backend->warpToBlob(task, blobDepth);
                std::vector<uchar> blob(3 * planeBytes);
                backend->copy(blob.data(), memory, blob.size());
                for (int c = 0; c < 3; ++c)
                {
                    Mat plane;
                    Mat(size, CV_32F, expected.ptr(0, c)).convertTo(plane, CV_64F);
                    // A level of luma and one of chroma, times 1.772 in blue, where a sample rounds the other way.
                    EXPECT_LE(cvtest::norm(plane, channelOf(blob, c, size, blobDepth), NORM_INF), 2.9) << c;
                    EXPECT_LE(cvtest::norm(plane, channelOf(blob, c, size, blobDepth), NORM_L1) / size.area(), 0.2);
                }
            }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_CudaKernels, backendKinds());

// Grids -------------------------------------------------------------------------------------------------------------

typedef testing::TestWithParam<std::tuple<int, int, int, Size>> Zoom_CudaGrid;

TEST_P(Zoom_CudaGrid, agrees_with_the_CPU)
{
    ZOOM_NEEDS_BACKEND(backend, std::get<0>(GetParam()));
    GridParams params;
    params.mode = std::get<1>(GetParam());
    params.borderType = std::get<2>(GetParam());
    params.gridSize = std::get<3>(GetParam());
    RNG rng(5);
    int mended = 0;
    for (const bool limited : {true, false})
        for (const double sigma : {0.05, 0.1, 0.3, 1.0}) // the narrow ones break the limits
            for (const int type : {CV_32F, CV_64F})
            {
                params.sigma = sigma;
                params.minMagnification = limited ? 0.98 : 0;
                params.maxMagnification = limited ? 1.02 : 0;
                params.uniformMix = limited ? 0.1 : 0;
                Mat saliency(params.gridSize, type), expected;
                rng.fill(saliency, RNG::UNIFORM, 0, 1);
                saliencyToGrid(saliency, expected, params);
                GridReport report;
                const Mat grid = gridOn(*backend, saliency, params, &report);
                EXPECT_LE(cvtest::norm(expected, grid, NORM_INF), 1e-6) << "sigma " << sigma << " limited " << limited;
                EXPECT_EQ(1, report.usable);
                EXPECT_NEAR(sum(saliency)[0], report.sum, 1e-6 * report.sum);
                mended += report.share > 0;
            }
    if (params.gridSize.area() > 100)
    {
        EXPECT_GT(mended, 0) << "nothing was mended, so nothing is shown of it";
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_CudaGrid,
                        testing::Combine(backendKinds(), testing::Values(int(GRID_ATTRACTION), int(GRID_SEPARABLE)),
                                         testing::Values(int(BORDER_REFLECT_101), int(BORDER_REPLICATE)),
                                         testing::Values(Size(31, 31), Size(11, 11), Size(17, 9), Size(5, 14),
                                                         Size(2, 2), Size(130, 67))));

typedef testing::TestWithParam<int> Zoom_CudaGrids;

TEST_P(Zoom_CudaGrids, largest_lattice_agrees_with_the_CPU)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    GridParams params;
    params.gridSize = GetParam() == ON_DEVICE ? Size(512, 512) : Size(512, 20);
    const Mat saliency = blob(params.gridSize, Point2d(0.4, 0.5), 0.12, 0.15);
    for (const int mode : {GRID_ATTRACTION, GRID_SEPARABLE})
    {
        params.mode = mode;
        Mat expected;
        saliencyToGrid(saliency, expected, params);
        EXPECT_LE(cvtest::norm(expected, gridOn(*backend, saliency, params), NORM_INF), 1e-6);
    }
}

TEST_P(Zoom_CudaGrids, reflecting_border_keeps_the_outline_of_the_frame)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    for (const int mode : {GRID_ATTRACTION, GRID_SEPARABLE})
        for (const Size nodes : {Size(31, 17), Size(64, 48)})
        {
            GridParams params;
            params.mode = mode;
            expectOutlineOfFrame(gridOn(*backend, blob(nodes, Point2d(0.1, 0.9), 0.12, 0.15), params));
        }
}

//! Maps that bend the outline: what is above is settled by corners alone.
TEST_P(Zoom_CudaGrids, mending_is_that_of_the_CPU_for_steep_maps)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    RNG rng(11);
    int mended = 0;
    for (int k = 0; k < 150; ++k)
    {
        GridParams params;
        params.borderType = BORDER_REPLICATE;
        params.gridSize = Size(rng.uniform(2, 40), rng.uniform(2, 40));
        params.sigma = std::exp(rng.uniform(std::log(0.01), std::log(2.0)));
        params.uniformMix = k % 5 == 0 ? 0 : rng.uniform(0., 0.5);
        params.minMagnification = k % 3 == 0 ? 0 : 0.25;
        params.maxMagnification = k % 4 == 0 ? 0 : 8;
        Mat saliency(params.gridSize, CV_32F), expected;
        rng.fill(saliency, RNG::UNIFORM, -12, 12);
        exp(saliency, saliency);
        saliencyToGrid(saliency, expected, params);
        GridReport report;
        const Mat grid = gridOn(*backend, saliency, params, &report);
        ASSERT_LE(cvtest::norm(expected, grid, NORM_INF), 2e-6) << "map " << k << ", share " << report.share;
        mended += report.share > 0;
    }
    EXPECT_GT(mended, 50);
}

TEST_P(Zoom_CudaGrids, unusable_maps_give_the_identity_and_say_so)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    for (const Size nodes : {Size(31, 31), Size(64, 48)})
    {
        Mat identity;
        identityGrid(nodes, identity);
        for (const float bad :
             {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -1e-6f})
            for (const int type : {CV_32F, CV_64F})
            {
                Mat saliency(nodes, type, Scalar(1));
                if (type == CV_32F)
                    saliency.at<float>(nodes.height - 1, 4) = bad;
                else
                    saliency.at<double>(nodes.height - 1, 4) = bad;
                GridReport report;
                EXPECT_EQ(0, cvtest::norm(identity, gridOn(*backend, saliency, GridParams(), &report), NORM_INF));
                EXPECT_EQ(0, report.usable);
            }
        GridReport report;
        const Mat zero(nodes, CV_32F, Scalar(0));
        EXPECT_EQ(0, cvtest::norm(identity, gridOn(*backend, zero, GridParams(), &report), NORM_INF));
        EXPECT_EQ(0, report.usable);
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_CudaGrids, backendKinds());

} // namespace
} // namespace opencv_test
