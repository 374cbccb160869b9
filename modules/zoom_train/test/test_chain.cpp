// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "onnx_files.hpp"
#include "shake.hpp"
#include "test_precomp.hpp"

#include "opencv2/dnn.hpp"
#include "opencv2/zoom_train/export.hpp"
#include "opencv2/zoom_train/operators.hpp"

#include <fstream>

// A system as one ONNX file, judged by the system itself.

namespace opencv_test {
namespace {

using namespace cv::zoom_train;
using torch::Tensor;
using zoom::GridParams;

const int ROWS = 60, COLUMNS = 80;

//! Frames with something that stands out, in a corner.
Tensor makeFrame()
{
    torch::manual_seed(3);
    const Tensor y = torch::arange(ROWS).view({-1, 1}), x = torch::arange(COLUMNS).view({1, -1});
    const Tensor spot = torch::exp(-((y - 20).pow(2) + (x - 55).pow(2)) / 60.0);
    return (0.3 * torch::rand({1, 3, ROWS, COLUMNS}) + 2 * spot).to(torch::kFloat).contiguous();
}

//! Steep saliencies, so that the limits of magnification count.
std::shared_ptr<nn::System> makeSystem(const GridParams& grid, nn::SaliencySamplerOptions::Output output,
                                       Size lowRes = Size(40, 30))
{
    nn::SaliencySamplerOptions options;
    options.lowRes = lowRes;
    options.zoomed = Size(24, 20);
    options.output = output;
    options.grid = grid;
    const auto system = std::make_shared<nn::System>(
        std::make_shared<nn::SaliencySampler>(std::make_shared<nn::SmallSaliency>(3, 8), options),
        std::make_shared<nn::SmallTask>(3, 5, 8));
    shake(*system);
    torch::NoGradGuard noGrad;
    auto& sampler = static_cast<nn::SaliencySampler&>(*system->resampler());
    sampler.grid(makeFrame());
    const Tensor map = sampler.lastNetworkMap();
    const double gain = (7 / (map.max() - map.min())).item<double>();
    for (auto& p : sampler.named_parameters())
        if (p.key().find("last.") != std::string::npos)
            p.value().mul_(gain);
    return system;
}

GridParams makeParams(int mode, int border, double least, double most)
{
    GridParams p;
    p.mode = mode;
    p.borderType = border;
    p.gridSize = Size(17, 13);
    p.sigma = 0.15;
    p.uniformMix = 0.02;
    p.minMagnification = least;
    p.maxMagnification = most;
    return p;
}

//! What the system gives in torch.
struct Judge
{
    Judge(nn::System& system, const Tensor& frame, bool antialias)
    {
        torch::NoGradGuard noGrad;
        grid = system.resampler()->grid(frame).contiguous();
        const Size size = system.resampler()->zoomedSize();
        output = system.task()->forward(gridZoom(frame, grid, size.height, size.width, antialias)).contiguous();
    }

    void expect(const std::vector<float>& gotOutput, const std::vector<float>& gotGrid) const
    {
        expectNear(output, gotOutput, "output");
        expectNear(grid, gotGrid, "grid");
    }

    Tensor grid, output;

private:
    static void expectNear(const Tensor& expected, const std::vector<float>& got, const char* name)
    {
        ASSERT_EQ(expected.numel(), int64_t(got.size())) << name;
        const Tensor values = torch::from_blob(const_cast<float*>(got.data()), expected.sizes());
        const double scale = std::max(1.0, expected.abs().max().item<double>());
        EXPECT_LE((values - expected).abs().max().item<double>(), 1e-4 * scale) << name;
    }
};

std::vector<float> floatsOf(const Mat& m)
{
    return std::vector<float>(m.ptr<float>(), m.ptr<float>() + m.total());
}

void expectInDnn(const std::string& path, const Tensor& frame, const Judge& judge)
{
    zoom::registerDnnLayers();
    dnn::Net net = dnn::readNetFromONNX(path);
    const int sizes[] = {1, 3, ROWS, COLUMNS};
    net.setInput(Mat(4, sizes, CV_32F, frame.data_ptr()));
    std::vector<Mat> outputs;
    net.forward(outputs, std::vector<String>{"output", "grid"});
    judge.expect(floatsOf(outputs[0]), floatsOf(outputs[1]));
}

const Tensor FRAME = makeFrame();

TEST(ZoomTrain_Chain, of_our_operators_gives_in_dnn_what_the_system_gives)
{
    Folder folder;
    const std::string path = folder.path + "/chain.onnx";
    const auto softmax = nn::SaliencySamplerOptions::SOFTMAX, sigmoid = nn::SaliencySamplerOptions::SIGMOID;
    const std::vector<std::shared_ptr<nn::System>> systems = {
        makeSystem(makeParams(zoom::GRID_ATTRACTION, BORDER_REFLECT_101, 0.5, 2), softmax),
        makeSystem(makeParams(zoom::GRID_SEPARABLE, BORDER_REPLICATE, 0.5, 2), sigmoid, Size(33, 31)),
        makeSystem(makeParams(zoom::GRID_TRANSPORT, BORDER_REFLECT_101, 0.25, 8), softmax, Size(96, 64)),
    };
    for (size_t i = 0; i < systems.size(); ++i)
        for (const bool antialias : {false, true})
        {
            SCOPED_TRACE(cv::format("system %d, antialias %d", int(i), int(antialias)));
            ChainOptions options;
            options.antialias = antialias;
            exportChain(*systems[i], {1, 3, ROWS, COLUMNS}, path, options);
            expectInDnn(path, FRAME, Judge(*systems[i], FRAME, antialias));
            expectCheckedOnnx(path);
        }
    // What is compared is something: the frame is zoomed, and antialiasing counts.
    const Judge sharp(*systems[0], FRAME, true), plain(*systems[0], FRAME, false);
    EXPECT_GT((sharp.output - plain.output).abs().max().item<double>(), 1e-2);
    const Tensor steps = sharp.grid.diff(1, 2).select(3, 0) * 16;
    EXPECT_LT(steps.min().item<double>(), 0.7);
    EXPECT_GT(steps.max().item<double>(), 1.3);
}

struct StandardCase
{
    const char* name;
    GridParams params;
    nn::SaliencySamplerOptions::Output output;
    Size lowRes;
};

//! All that standard operators express.
std::vector<StandardCase> standardCases()
{
    const auto softmax = nn::SaliencySamplerOptions::SOFTMAX, sigmoid = nn::SaliencySamplerOptions::SIGMOID;
    const auto params = makeParams;
    return {
        {"attraction", params(zoom::GRID_ATTRACTION, BORDER_REFLECT_101, 0, 0), softmax, Size(40, 30)},
        {"attraction that crops", params(zoom::GRID_ATTRACTION, BORDER_REPLICATE, 0, 0), sigmoid, Size(33, 31)},
        {"separable", params(zoom::GRID_SEPARABLE, BORDER_REPLICATE, 0, 0), softmax, Size(96, 24)},
        {"attraction, mended", params(zoom::GRID_ATTRACTION, BORDER_REFLECT_101, 0.6, 1.6), softmax, Size(40, 30)},
        {"attraction, one limit", params(zoom::GRID_ATTRACTION, BORDER_REFLECT_101, 0, 1.5), softmax, Size(40, 30)},
        {"separable, mended", params(zoom::GRID_SEPARABLE, BORDER_REFLECT_101, 0.7, 1.5), softmax, Size(40, 30)},
        {"separable that crops, mended", params(zoom::GRID_SEPARABLE, BORDER_REPLICATE, 0.7, 1.5), softmax,
         Size(40, 30)},
    };
}

ChainOptions standard()
{
    ChainOptions options;
    options.operators = ChainOptions::STANDARD;
    options.antialias = false;
    return options;
}

bool isLimited(const GridParams& params)
{
    return params.minMagnification > 0 || params.maxMagnification > 0;
}

TEST(ZoomTrain_Chain, of_standard_operators_passes_the_checker_and_runs_in_dnn_where_nothing_is_mended)
{
    Folder folder;
    const std::string path = folder.path + "/chain.onnx";
    for (const StandardCase& c : standardCases())
    {
        SCOPED_TRACE(c.name);
        const auto system = makeSystem(c.params, c.output, c.lowRes);
        exportChain(*system, {1, 3, ROWS, COLUMNS}, path, standard());
        expectCheckedOnnx(path);
        if (!isLimited(c.params)) // cv::dnn has no Loop
            expectInDnn(path, FRAME, Judge(*system, FRAME, false));
    }
}

//! A Python that has ONNX Runtime, or an empty string.
std::string pythonWithRuntime()
{
    const char* const named = std::getenv("ZOOM_ONNXRUNTIME_PYTHON");
    for (const std::string python : {named ? named : "", "python3", "/usr/bin/python3"})
        if (!python.empty() && std::system((python + " -c 'import onnxruntime' 2>/dev/null").c_str()) == 0)
            return python;
    return "";
}

std::vector<float> readFloats(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const float* const values = reinterpret_cast<const float*>(bytes.data());
    return std::vector<float>(values, values + bytes.size() / sizeof(float));
}

TEST(ZoomTrain_Chain, of_standard_operators_gives_in_onnx_runtime_what_the_system_gives)
{
    const std::string python = pythonWithRuntime();
    if (python.empty())
        GTEST_SKIP() << "no Python with onnxruntime (pip install onnxruntime); ZOOM_ONNXRUNTIME_PYTHON may name one";
    Folder folder;
    const std::string path = folder.path + "/chain.onnx", input = folder.path + "/frame.bin";
    std::ofstream(input, std::ios::binary)
        .write(static_cast<const char*>(FRAME.data_ptr()), std::streamsize(FRAME.numel() * sizeof(float)));
    const std::string script = (std::filesystem::path(__FILE__).parent_path() / "run_onnx.py").string();
    for (const StandardCase& c : standardCases())
    {
        SCOPED_TRACE(c.name);
        const auto system = makeSystem(c.params, c.output, c.lowRes);
        exportChain(*system, {1, 3, ROWS, COLUMNS}, path, standard());
        ASSERT_EQ(0, std::system((python + " " + script + " " + path + " " + input).c_str()));
        const Judge judge(*system, FRAME, false);
        judge.expect(readFloats(path + ".output"), readFloats(path + ".grid"));
        if (isLimited(c.params))
        {
            GridParams free = c.params;
            free.minMagnification = free.maxMagnification = 0;
            const Judge unmended(*makeSystem(free, c.output, c.lowRes), FRAME, false);
            EXPECT_GT((judge.grid - unmended.grid).abs().max().item<double>(), 1e-2) << "nothing is mended";
        }
    }
}

TEST(ZoomTrain_Chain, what_cannot_be_exported_is_an_error_by_name)
{
    Folder folder;
    const auto softmax = nn::SaliencySamplerOptions::SOFTMAX;
    const auto errorOf = [&](nn::System& system, const ChainOptions& options, int64_t batch = 1) -> std::string {
        try
        {
            exportChain(system, {batch, 3, ROWS, COLUMNS}, folder.path + "/chain.onnx", options);
        }
        catch (const cv::Exception& e)
        {
            return e.err;
        }
        return "";
    };
    const auto expect = [](const std::string& error, const std::vector<std::string>& words) {
        for (const std::string& word : words)
            EXPECT_NE(error.find(word), std::string::npos) << "no '" << word << "' in: " << error;
    };
    const auto good = makeSystem(makeParams(zoom::GRID_ATTRACTION, BORDER_REFLECT_101, 0.25, 8), softmax);
    ChainOptions antialiased = standard();
    antialiased.antialias = true;
    expect(errorOf(*good, antialiased), {"ChainOptions::antialias", "INTER_LINEAR"});
    expect(errorOf(*makeSystem(makeParams(zoom::GRID_TRANSPORT, BORDER_REFLECT_101, 0.25, 8), softmax), standard()),
           {"GridParams::mode", "GRID_TRANSPORT"});
    expect(errorOf(*makeSystem(makeParams(zoom::GRID_ATTRACTION, BORDER_REPLICATE, 0, 8), softmax), standard()),
           {"GridParams::borderType", "BORDER_REPLICATE", "limits"});
    expect(errorOf(*good, standard(), 2), {"shape"});
    good->resampler()->setUniform(true);
    expect(errorOf(*good, ChainOptions()), {"uniform"});
    nn::System uniform(std::make_shared<nn::UniformResampler>(Size(24, 20)), std::make_shared<nn::SmallTask>(3, 5, 8));
    expect(errorOf(uniform, ChainOptions()), {"resampler", "SaliencySampler"});
    const auto cropping = std::make_shared<nn::CropResampler>(
        std::make_shared<nn::SmallSaliency>(3, 8), nn::SaliencySamplerOptions(), nn::CropResampler::PEAK, 0.5);
    nn::System crop(cropping, std::make_shared<nn::SmallTask>(3, 5, 8));
    expect(errorOf(crop, ChainOptions()), {"resampler", "SaliencySampler"});
    nn::SaliencySamplerOptions odd;
    odd.zoomed = Size(100, 75);
    nn::System detector(std::make_shared<nn::SaliencySampler>(std::make_shared<nn::SmallSaliency>(3, 8), odd),
                        std::make_shared<nn::CentreNet>(3, 2, 8));
    expect(errorOf(detector, ChainOptions()), {"exportChain", "100x75", "multiples of 16"});
    EXPECT_TRUE(std::filesystem::is_empty(folder.path)) << "half a file is left";
}

} // namespace
} // namespace opencv_test
