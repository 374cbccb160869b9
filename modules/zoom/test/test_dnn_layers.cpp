// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "reference.hpp"
#include "test_errors.hpp"
#include "test_paths.hpp"

#include "opencv2/dnn.hpp"
#include "opencv2/dnn/layer.hpp"
#include "opencv2/dnn/shape_utils.hpp"

#include <thread>

namespace opencv_test {
namespace {

using namespace cv::zoom;

Mat tensor(const std::vector<int>& shape, double low, double high, uint64 seed)
{
    Mat values(int(shape.size()), shape.data(), CV_32F);
    RNG(seed).fill(values, RNG::UNIFORM, low, high);
    return values;
}

//! Image n, channel c of a tensor as a matrix that shares its data.
Mat planeOf(const Mat& t, int n, int c)
{
    return Mat(t.size[2], t.size[3], CV_32F, const_cast<float*>(t.ptr<float>(n, c)));
}

//! Grid n of a tensor, N x rows x columns x 2.
Mat gridOf(const Mat& t, int n)
{
    return Mat(t.size[1], t.size[2], CV_32FC2, const_cast<float*>(t.ptr<float>(n)));
}

//! Runs a network of one layer; gives all its outputs.
std::vector<Mat> runLayer(const std::string& type, const dnn::LayerParams& attributes, const std::vector<Mat>& inputs,
                          int target = dnn::DNN_TARGET_CPU)
{
    registerDnnLayers();
    dnn::LayerParams params = attributes;
    params.type = type;
    params.name = "layer";
    std::vector<String> names;
    for (size_t i = 0; i < inputs.size(); ++i)
        names.push_back(format("input%d", int(i)));
    dnn::Net net;
    net.setPreferableBackend(dnn::DNN_BACKEND_OPENCV);
    net.setPreferableTarget(target);
    net.setInputsNames(names);
    const int id = net.addLayer(params.name, params.type, params);
    for (size_t i = 0; i < inputs.size(); ++i)
        net.connect(0, int(i), id, int(i));
    for (size_t i = 0; i < inputs.size(); ++i)
        net.setInput(inputs[i], names[i]);
    std::vector<Mat> outputs, copies;
    net.forward(outputs, "layer");
    for (const Mat& output : outputs)
        copies.push_back(output.clone());
    return copies;
}

dnn::DictValue pairOf(int first, int second)
{
    const int values[] = {first, second};
    return dnn::DictValue::arrayInt(values, 2);
}

//! The attributes of a layer that makes grids with these parameters.
dnn::LayerParams attributesOf(const GridParams& p)
{
    dnn::LayerParams a;
    const char* const modes[] = {"attraction", "separable", "transport"};
    a.set("mode", String(modes[p.mode]));
    a.set("border", String(p.borderType == BORDER_REPLICATE ? "replicate" : "reflect101"));
    a.set("grid_size", pairOf(p.gridSize.width, p.gridSize.height));
    a.set("sigma", p.sigma);
    a.set("uniform_mix", p.uniformMix);
    a.set("min_magnification", p.minMagnification);
    a.set("max_magnification", p.maxMagnification);
    return a;
}

GridParams paramsOf(int mode, int border)
{
    GridParams p; // not one field as it is by default
    p.mode = mode;
    p.borderType = border;
    p.gridSize = Size(13, 9);
    p.sigma = 0.125;
    p.uniformMix = 0.0625;
    p.minMagnification = 0.5;
    p.maxMagnification = 2;
    return p;
}

Ptr<dnn::Layer> createPlainLayer(dnn::LayerParams&)
{
    return makePtr<dnn::Layer>();
}

TEST(Zoom_DnnLayers, are_registered_once_whoever_calls_from_how_many_threads)
{
    std::vector<std::thread> threads;
    std::vector<std::string> errors(8);
    for (std::string& error : errors)
        threads.emplace_back([&error] { error = errorOf([] { registerDnnLayers(); }); });
    for (std::thread& thread : threads)
        thread.join();
    for (const std::string& error : errors)
        EXPECT_EQ("(no error)", error);
    for (const char* type : {"cv_zoom.SaliencyToGrid", "cv_zoom.GridZoom", "GridSample"})
        EXPECT_TRUE(dnn::LayerFactory::isLayerRegistered(type)) << type;
    // cv::dnn uses the last layer that is registered for a type. A later one of the user's stays that.
    dnn::LayerParams params;
    dnn::LayerFactory::registerLayer("cv_zoom.GridZoom", createPlainLayer);
    registerDnnLayers();
    EXPECT_NO_THROW(dnn::LayerFactory::createLayerInstance("cv_zoom.GridZoom", params));
    dnn::LayerFactory::unregisterLayer("cv_zoom.GridZoom");
    EXPECT_THROW(dnn::LayerFactory::createLayerInstance("cv_zoom.GridZoom", params), cv::Exception); // ours: no size
}

typedef std::tuple<int, int> ModeAndBorder;
class Zoom_SaliencyToGridLayer : public ::testing::TestWithParam<ModeAndBorder>
{
};

TEST_P(Zoom_SaliencyToGridLayer, is_saliencyToGrid_for_a_batch)
{
    const GridParams params = paramsOf(std::get<0>(GetParam()), std::get<1>(GetParam()));
    Mat maps = tensor({2, 1, 9, 13}, 0, 1, 3);
    planeOf(maps, 1, 0).at<float>(2, 3) = 30; // steep: the limits count
    const std::vector<Mat> outputs = runLayer("cv_zoom.SaliencyToGrid", attributesOf(params), {maps});
    ASSERT_EQ(1u, outputs.size());
    ASSERT_EQ(std::vector<int>({2, 9, 13, 2}), dnn::shape(outputs[0]));
    for (int n = 0; n < 2; ++n)
    {
        Mat expected, identity;
        saliencyToGrid(planeOf(maps, n, 0), expected, params);
        identityGrid(params.gridSize, identity);
        EXPECT_GT(cvtest::norm(expected, identity, NORM_INF), 0.01);
        EXPECT_EQ(0, cvtest::norm(expected, gridOf(outputs[0], n), NORM_INF)) << n;
    }
}

TEST_P(Zoom_SaliencyToGridLayer, brings_a_pixel_centred_map_to_the_nodes)
{
    const GridParams params = paramsOf(std::get<0>(GetParam()), std::get<1>(GetParam()));
    dnn::LayerParams attributes = attributesOf(params);
    attributes.set("pixel_centred", 1);
    for (const Size size : {Size(13, 9), Size(20, 6)})
    {
        const Mat map = tensor({1, 1, size.height, size.width}, 0, 1, 4);
        Mat nodes, expected;
        saliencyToNodes(planeOf(map, 0, 0), nodes, params.gridSize);
        saliencyToGrid(nodes, expected, params);
        const Mat grid = runLayer("cv_zoom.SaliencyToGrid", attributes, {map})[0];
        EXPECT_EQ(0, cvtest::norm(expected, gridOf(grid, 0), NORM_INF)) << size;
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_SaliencyToGridLayer,
                        ::testing::Combine(::testing::Values(int(GRID_ATTRACTION), int(GRID_SEPARABLE),
                                                             int(GRID_TRANSPORT)),
                                           ::testing::Values(int(BORDER_REFLECT_101), int(BORDER_REPLICATE))));

TEST(Zoom_DnnLayers, attributes_have_the_defaults_of_GridParams)
{
    const Mat map = tensor({1, 1, 31, 31}, 0, 1, 5);
    Mat expected;
    saliencyToGrid(planeOf(map, 0, 0), expected);
    const Mat grid = runLayer("cv_zoom.SaliencyToGrid", dnn::LayerParams(), {map})[0];
    EXPECT_EQ(0, cvtest::norm(expected, gridOf(grid, 0), NORM_INF));

    dnn::LayerParams asMap;
    asMap.set("grid_size", pairOf(0, 0));
    EXPECT_EQ(std::vector<int>({1, 6, 8, 2}),
              dnn::shape(runLayer("cv_zoom.SaliencyToGrid", asMap, {tensor({1, 1, 6, 8}, 0, 1, 5)})[0]));
}

TEST(Zoom_DnnLayers, sampling_says_where_pixels_of_the_zoomed_frame_lie)
{
    const Size zoomed(21, 14);
    dnn::LayerParams attributes = attributesOf(paramsOf(GRID_ATTRACTION, BORDER_REPLICATE));
    attributes.set("zoomed_size", pairOf(zoomed.width, zoomed.height));
    const std::vector<Mat> outputs = runLayer("cv_zoom.SaliencyToGrid", attributes, {tensor({2, 1, 9, 13}, 0, 1, 6)});
    ASSERT_EQ(2u, outputs.size());
    ASSERT_EQ(std::vector<int>({2, 14, 21, 2}), dnn::shape(outputs[1]));
    for (int n = 0; n < 2; ++n)
        for (int y = 0; y < zoomed.height; ++y)
            for (int x = 0; x < zoomed.width; ++x)
            {
                const Point2d p = reference::gridAt(gridOf(outputs[0], n),
                                                    Point2d((x + 0.5) / zoomed.width, (y + 0.5) / zoomed.height));
                const Vec2f got = gridOf(outputs[1], n).at<Vec2f>(y, x);
                ASSERT_NEAR(2 * p.x - 1, got[0], 5e-7) << x << ", " << y;
                ASSERT_NEAR(2 * p.y - 1, got[1], 5e-7) << x << ", " << y;
            }
}

// GridSample as ONNX defines it, in double and without the layer's shortcuts: reflections one by one, taps with floor.
double gridSample(const Mat& image, double x, double y, const std::string& padding, bool alignCorners)
{
    const auto place = [&](double c, int n) {
        double p = alignCorners ? (c + 1) / 2 * (n - 1) : ((c + 1) * n - 1) / 2;
        if (padding == "border")
            p = std::min(std::max(p, 0.0), n - 1.0);
        const double low = alignCorners ? 0 : -0.5, high = alignCorners ? n - 1 : n - 0.5;
        if (padding == "reflection" && high == low)
            p = low;
        while (padding == "reflection" && (p < low || p > high))
            p = p < low ? 2 * low - p : 2 * high - p;
        return p;
    };
    const auto pixel = [&](double i, double j) {
        if (padding == "zeros" && (i < 0 || j < 0 || i >= image.rows || j >= image.cols))
            return 0.0;
        return double(image.at<float>(int(std::min(std::max(i, 0.0), image.rows - 1.0)),
                                      int(std::min(std::max(j, 0.0), image.cols - 1.0))));
    };
    x = place(x, image.cols);
    y = place(y, image.rows);
    const double j = std::floor(x), i = std::floor(y), s = x - j, t = y - i;
    return (1 - t) * ((1 - s) * pixel(i, j) + s * pixel(i, j + 1)) +
           t * ((1 - s) * pixel(i + 1, j) + s * pixel(i + 1, j + 1));
}

typedef std::tuple<std::string, bool, Size> SampleCase;
class Zoom_GridSampleLayer : public ::testing::TestWithParam<SampleCase>
{
};

TEST_P(Zoom_GridSampleLayer, samples_as_onnx_defines_it)
{
    const std::string padding = std::get<0>(GetParam());
    const bool alignCorners = std::get<1>(GetParam());
    const Size size = std::get<2>(GetParam());
    const Mat images = tensor({2, 3, size.height, size.width}, -1, 1, 7);
    Mat places = tensor({2, 17, 11, 2}, -3.5, 3.5, 8);
    const float special[] = {-1, 1, 0, -1 - 1.f / float(size.width), 1 + 1.f / float(size.width), -3, 3, 40, -40};
    std::copy(std::begin(special), std::end(special), places.ptr<float>()); // edges and centres, and far away
    dnn::LayerParams attributes;
    attributes.set("padding_mode", padding);
    attributes.set("align_corners", int(alignCorners));
    const Mat sampled = runLayer("GridSample", attributes, {images, places})[0];
    ASSERT_EQ(std::vector<int>({2, 3, 17, 11}), dnn::shape(sampled));
    for (int n = 0; n < 2; ++n)
        for (int c = 0; c < 3; ++c)
            for (int i = 0; i < 17; ++i)
                for (int j = 0; j < 11; ++j)
                {
                    const Vec2f p = gridOf(places, n).at<Vec2f>(i, j);
                    ASSERT_NEAR(gridSample(planeOf(images, n, c), p[0], p[1], padding, alignCorners),
                                planeOf(sampled, n, c).at<float>(i, j), 1e-6)
                        << p;
                }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_GridSampleLayer,
                        ::testing::Combine(::testing::Values("zeros", "border", "reflection"), ::testing::Bool(),
                                           ::testing::Values(Size(9, 6), Size(2, 5), Size(1, 7), Size(1, 1))));

TEST(Zoom_DnnLayers, grid_sample_has_the_defaults_of_onnx_and_the_newer_name_of_its_mode)
{
    const Mat image = tensor({1, 1, 5, 6}, 1, 2, 9), places = tensor({1, 8, 8, 2}, -1.5, 1.5, 10);
    dnn::LayerParams newer;
    newer.set("mode", String("linear"));
    const Mat sampled = runLayer("GridSample", dnn::LayerParams(), {image, places})[0];
    EXPECT_EQ(0, cvtest::norm(sampled, runLayer("GridSample", newer, {image, places})[0], NORM_INF));
    for (int i = 0; i < 64; ++i)
    {
        const Vec2f p = gridOf(places, 0).at<Vec2f>(i / 8, i % 8);
        ASSERT_NEAR(gridSample(planeOf(image, 0, 0), p[0], p[1], "zeros", false), sampled.ptr<float>()[i], 1e-6) << p;
    }
}

TEST(Zoom_DnnLayers, places_that_are_no_numbers_read_no_memory_outside)
{
    const float huge = 3e38f, inf = std::numeric_limits<float>::infinity(), nan = std::nanf("");
    const int shape[] = {1, 2, 4, 2};
    float values[] = {huge, 0, -huge, 0, inf, 0, -inf, 0, nan, 0, 0, nan, 0, inf, 0, -huge};
    const Mat image = tensor({1, 1, 3, 4}, 5, 6, 11);
    for (const char* padding : {"zeros", "border", "reflection"})
    {
        dnn::LayerParams attributes;
        attributes.set("padding_mode", String(padding));
        const Mat sampled = runLayer("GridSample", attributes, {image, Mat(4, shape, CV_32F, values)})[0];
        const bool zeros = padding == std::string("zeros");
        EXPECT_TRUE(checkRange(sampled.reshape(1, 1), true, nullptr, zeros ? 0 : 5, zeros ? 1e-30 : 6 + 1e-6))
            << padding;
    }
}

TEST(Zoom_DnnLayers, what_lies_outside_is_0_beside_infinite_pixels)
{
    Mat image = tensor({1, 1, 3, 4}, 5, 6, 11);
    image.ptr<float>()[0] = std::numeric_limits<float>::infinity();
    const int shape[] = {1, 1, 3, 2};
    float values[] = {-3, -3, -3, 0, 0.2f, -3};
    const Mat sampled = runLayer("GridSample", dnn::LayerParams(), {image, Mat(4, shape, CV_32F, values)})[0];
    EXPECT_EQ(0, countNonZero(sampled.reshape(1, 1)));
}

class Zoom_GridZoomLayer : public ::testing::TestWithParam<int>
{
};

TEST_P(Zoom_GridZoomLayer, is_zoom_for_a_batch_of_planes)
{
    const int interpolation = GetParam();
    const Size frameSize(57, 40), zoomedSize(20, 15);
    Mat grids = tensor({2, 5, 6, 2}, 0, 1, 12);
    for (int n = 0; n < 2; ++n)
        saliencyToGrid(Mat_<float>(planeOf(tensor({1, 1, 5, 6}, 0, 1, 13 + n), 0, 0)), gridOf(grids, n), [] {
            GridParams p;
            p.gridSize = Size();
            return p;
        }());
    dnn::LayerParams attributes;
    attributes.set("zoomed_size", pairOf(zoomedSize.width, zoomedSize.height));
    if (interpolation != INTER_AREA) // the default
        attributes.set("interpolation", String(interpolation == INTER_LINEAR ? "linear" : "nearest"));
    for (const int channels : {1, 5})
    {
        const Mat frames = tensor({2, channels, frameSize.height, frameSize.width}, -1, 1, 14);
        const Mat zoomed = runLayer("cv_zoom.GridZoom", attributes, {frames, grids})[0];
        ASSERT_EQ(std::vector<int>({2, channels, 15, 20}), dnn::shape(zoomed));
        for (int n = 0; n < 2; ++n)
            for (int c = 0; c < channels; ++c)
            {
                Mat expected;
                ZoomTransform(gridOf(grids, n), frameSize, zoomedSize)
                    .zoom(planeOf(frames, n, c), expected, interpolation);
                EXPECT_EQ(0, cvtest::norm(expected, planeOf(zoomed, n, c), NORM_INF)) << n << ", " << c;
            }
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_GridZoomLayer,
                        ::testing::Values(int(INTER_AREA), int(INTER_LINEAR), int(INTER_NEAREST)));

TEST(Zoom_DnnLayers, run_on_the_cpu_in_a_network_on_opencl)
{
    const std::vector<dnn::Target> targets = dnn::getAvailableTargets(dnn::DNN_BACKEND_OPENCV);
    if (std::find(targets.begin(), targets.end(), dnn::DNN_TARGET_OPENCL) == targets.end())
        ZOOM_SKIP("no OpenCL device for cv::dnn");
    const Mat images = tensor({1, 2, 9, 13}, 0, 1, 15), places = tensor({1, 6, 7, 2}, -1.5, 1.5, 16);
    for (const dnn::Target target : {dnn::DNN_TARGET_OPENCL, dnn::DNN_TARGET_OPENCL_FP16})
    {
        const double tolerance = target == dnn::DNN_TARGET_OPENCL ? 1e-6 : 1e-2;
        const Mat expected = runLayer("GridSample", dnn::LayerParams(), {images, places})[0];
        const Mat got = runLayer("GridSample", dnn::LayerParams(), {images, places}, target)[0];
        ASSERT_EQ(dnn::shape(expected), dnn::shape(got));
        EXPECT_LE(cvtest::norm(expected, got, NORM_INF), tolerance) << target;
    }
}

//! A frame for zoom_chain.onnx with something that stands out.
Mat chainFrame()
{
    const Mat frame = tensor({1, 3, 24, 32}, -3, -1, 17);
    for (int c = 0; c < 3; ++c)
        planeOf(frame, 0, c)(Rect(17, 4, 8, 8)) += 4;
    return frame;
}

//! What its SaliencyToGrid says.
GridParams chainParams()
{
    GridParams params = paramsOf(GRID_SEPARABLE, BORDER_REPLICATE);
    params.gridSize = Size(9, 7);
    params.sigma = 0.25;
    return params;
}

// The importer: domains, attributes, a second output, constant inputs. The file is made by data/make_test_models.py.
TEST(Zoom_DnnLayers, an_onnx_file_with_the_whole_chain_runs)
{
    registerDnnLayers();
    dnn::Net net = dnn::readNetFromONNX(shippedFile(ZOOM_TEST_DATA, "zoom_chain.onnx"));
    const Mat frame = chainFrame();
    net.setInput(frame);
    std::vector<Mat> outputs;
    const std::vector<String> names = {"map", "grid", "sampled", "zoomed", "task", "constant"};
    net.forward(outputs, names);
    ASSERT_EQ(names.size(), outputs.size());

    const GridParams params = chainParams();
    Mat nodes, grid;
    saliencyToNodes(planeOf(outputs[0], 0, 0), nodes, params.gridSize);
    saliencyToGrid(nodes, grid, params);
    EXPECT_EQ(0, cvtest::norm(grid, gridOf(outputs[1], 0), NORM_INF));
    Mat identity;
    identityGrid(params.gridSize, identity);
    EXPECT_GT(cvtest::norm(grid, identity, NORM_INF), 0.02) << "nothing is zoomed";

    const Size zoomedSize(16, 12);
    const ZoomTransform transform(grid, Size(32, 24), zoomedSize);
    Mat task = Mat::zeros(zoomedSize, CV_32F);
    for (int c = 0; c < 3; ++c)
    {
        Mat linear, area;
        transform.zoom(planeOf(frame, 0, c), linear, INTER_LINEAR);
        transform.zoom(planeOf(frame, 0, c), area, INTER_AREA);
        EXPECT_LE(cvtest::norm(linear, planeOf(outputs[2], 0, c), NORM_INF), 1e-5);
        EXPECT_EQ(0, cvtest::norm(area, planeOf(outputs[3], 0, c), NORM_INF));
        EXPECT_GT(cvtest::norm(area, linear, NORM_INF), 0.05);
        task += (1 << c) * area;
    }
    EXPECT_LE(cvtest::norm(task, planeOf(outputs[4], 0, 0), NORM_INF), 1e-5);

    // The constant grid has the frame's outermost centres at its corners and swaps left and right.
    for (int c = 0; c < 3; ++c)
    {
        const Mat corners =
            (Mat_<float>(2, 2) << planeOf(frame, 0, c).at<float>(0, 31), planeOf(frame, 0, c).at<float>(0, 0),
             planeOf(frame, 0, c).at<float>(23, 31), planeOf(frame, 0, c).at<float>(23, 0));
        EXPECT_LE(cvtest::norm(corners, planeOf(outputs[5], 0, c), NORM_INF), 1e-6);
    }
}

// What a sampler makes of a frame, the file makes, too: low-res frame, softmax or not, grid, zoomed frame.
TEST(Zoom_DnnLayers, a_chain_zooms_as_the_sampler_does)
{
    registerDnnLayers();
    const std::string file = shippedFile(ZOOM_TEST_DATA, "zoom_chain.onnx");
    dnn::Net net = dnn::readNetFromONNX(file), saliency = dnn::readNetFromONNX(file);
    const Mat frame = chainFrame();
    saliency.setInput(frame);
    const Mat map = saliency.forward("map").clone();
    const auto sampler =
        SaliencySampler::create(StaticSaliency::create(planeOf(map, 0, 0)), Size(16, 12), chainParams());
    Mat image, zoomed;
    merge(std::vector<Mat>{planeOf(frame, 0, 0), planeOf(frame, 0, 1), planeOf(frame, 0, 2)}, image);
    sampler->apply(image, zoomed);
    net.setInput(frame);
    const Mat chain = net.forward("zoomed");
    for (int c = 0; c < 3; ++c)
    {
        Mat expected;
        extractChannel(zoomed, expected, c);
        EXPECT_LE(cvtest::norm(expected, planeOf(chain, 0, c), NORM_INF), 1e-5) << c;
    }
}

class Zoom_DnnLayersRefused : public ::testing::TestWithParam<RefusedCall>
{
};

TEST_P(Zoom_DnnLayersRefused, by_name)
{
    expectRefused(GetParam());
}

template <typename Value>
RefusedCall refusedAttribute(const char* name, const char* type, const char* attribute, const Value& value,
                             const std::vector<std::string>& words)
{
    return {name, words, [=] {
                dnn::LayerParams attributes;
                if (std::string(type) == "cv_zoom.GridZoom")
                    attributes.set("zoomed_size", pairOf(4, 4));
                attributes.set(attribute, value);
                std::vector<Mat> inputs = {tensor({1, 1, 31, 31}, 0, 1, 1)};
                if (std::string(type) != "cv_zoom.SaliencyToGrid")
                    inputs.push_back(tensor({1, 3, 3, 2}, 0, 1, 1));
                runLayer(type, attributes, inputs);
            }};
}

RefusedCall refusedInputs(const char* name, const char* type, const std::vector<Mat>& inputs,
                          const std::vector<std::string>& words)
{
    return {name, words, [=] {
                dnn::LayerParams attributes;
                if (std::string(type) == "cv_zoom.GridZoom")
                    attributes.set("zoomed_size", pairOf(4, 4));
                runLayer(type, attributes, inputs);
            }};
}

const char* const TO_GRID = "cv_zoom.SaliencyToGrid";
const Mat MAP = tensor({1, 1, 31, 31}, 0, 1, 1), GRID = tensor({1, 3, 3, 2}, 0, 1, 1);

INSTANTIATE_TEST_CASE_P(
    /**/, Zoom_DnnLayersRefused,
    ::testing::Values(
        refusedAttribute("mode_name", TO_GRID, "mode", String("attract"), {"mode", "'attract'", "attraction"}),
        refusedAttribute("mode_number", TO_GRID, "mode", 1, {"attribute mode", "no text"}),
        refusedAttribute("border", TO_GRID, "border", String("wrap"), {"border", "'wrap'", "reflect101"}),
        refusedAttribute("sigma", TO_GRID, "sigma", -1.0, {"sigma", "-1"}),
        refusedAttribute("sigma_text", TO_GRID, "sigma", String("wide"), {"attribute sigma", "no number"}),
        refusedAttribute("uniform_mix", TO_GRID, "uniform_mix", 2.0, {"uniformMix", "2"}),
        refusedAttribute("min_magnification", TO_GRID, "min_magnification", 3.0, {"minMagnification", "3"}),
        refusedAttribute("max_magnification", TO_GRID, "max_magnification", 0.5, {"maxMagnification", "0.5"}),
        refusedAttribute("grid_size", TO_GRID, "grid_size", 31, {"attribute grid_size", "pair"}),
        refusedAttribute("grid_size_range", TO_GRID, "grid_size", pairOf(1, 31), {"gridSize", "1x31"}),
        refusedAttribute("grid_size_of_another_map", TO_GRID, "grid_size", pairOf(9, 7), {"31x31", "9x7"}),
        refusedAttribute("pixel_centred", TO_GRID, "pixel_centred", 2, {"attribute pixel_centred", "neither 0 nor 1"}),
        refusedAttribute("zoomed_size", TO_GRID, "zoomed_size", pairOf(0, 5), {"attribute zoomed_size", "0x5"}),
        refusedAttribute("zoomed_size_pair", "cv_zoom.GridZoom", "zoomed_size", 5, {"attribute zoomed_size", "pair"}),
        refusedAttribute("interpolation", "cv_zoom.GridZoom", "interpolation", String("cubic"),
                         {"attribute interpolation", "'cubic'", "area, linear, nearest"}),
        refusedAttribute("grid_sample_mode", "GridSample", "mode", String("bicubic"),
                         {"attribute mode", "'bicubic'", "bilinear"}),
        refusedAttribute("padding_mode", "GridSample", "padding_mode", String("wrap"),
                         {"attribute padding_mode", "'wrap'", "reflection"}),
        refusedAttribute("align_corners", "GridSample", "align_corners", 2, {"attribute align_corners", "0 nor 1"}),
        RefusedCall{"zoomed_size_missing",
                    {"attribute zoomed_size", "missing"},
                    [] {
                        runLayer("cv_zoom.GridZoom", dnn::LayerParams(), {MAP, GRID});
                    }},
        refusedInputs("map_channels", TO_GRID, {tensor({1, 2, 31, 31}, 0, 1, 1)}, {"saliency", "N x 1 x rows"}),
        refusedInputs("map_values", TO_GRID, {tensor({1, 1, 31, 31}, -2, -1, 1)}, {"saliency", "row 0, column 0"}),
        refusedInputs("map_of_zeros", TO_GRID, {tensor({1, 1, 31, 31}, 0, 0, 1)}, {"saliency", "sums to 0"}),
        refusedInputs("grid_shape", "cv_zoom.GridZoom", {MAP, tensor({1, 2, 3, 3}, 0, 1, 1)}, {"grid", "columns x 2"}),
        refusedInputs("grid_batch", "cv_zoom.GridZoom", {MAP, tensor({2, 3, 3, 2}, 0, 1, 1)}, {"grid", "2", "1"}),
        refusedInputs("grid_nodes", "cv_zoom.GridZoom", {MAP, tensor({1, 1, 3, 2}, 0, 1, 1)}, {"grid", "3x1"}),
        refusedInputs("grid_missing", "GridSample", {MAP}, {"1 inputs", "2"}),
        refusedInputs("sampling_shape", "GridSample", {MAP, tensor({1, 2, 3, 3}, 0, 1, 1)}, {"grid", "columns x 2"})),
    refusedName);

} // namespace
} // namespace opencv_test
