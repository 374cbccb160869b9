// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "onnx_files.hpp"
#include "real_data.hpp"
#include "shake.hpp"
#include "test_precomp.hpp"

#include "opencv2/dnn.hpp"
#include "opencv2/zoom/sampler.hpp"
#include "opencv2/zoom_train/data.hpp"
#include "opencv2/zoom_train/export.hpp"

#include <filesystem>

namespace opencv_test {
namespace {

using namespace cv::zoom_train;
using torch::Tensor;

Mat runInDnn(const std::string& path, const Tensor& x)
{
    dnn::Net net = dnn::readNetFromONNX(path);
    const int sizes[] = {int(x.size(0)), int(x.size(1)), int(x.size(2)), int(x.size(3))};
    net.setInput(Mat(4, sizes, CV_32F, x.data_ptr()));
    return net.forward().clone();
}

TEST(ZoomTrain_Export, networks_give_in_dnn_what_they_give_in_torch)
{
    Folder folder;
    const std::vector<std::pair<std::shared_ptr<nn::Network>, Size>> networks = {
        {std::make_shared<nn::SmallSaliency>(3, 16), Size(48, 40)},
        {std::make_shared<nn::ResNetSaliency>(3, 16), Size(96, 96)},
        {std::make_shared<nn::SmallTask>(3, 10, 12), Size(24, 32)},
        {std::make_shared<nn::SmallTask>(3, 10, 12, nn::NORM_NONE), Size(24, 24)},
        {std::make_shared<nn::SmallTask>(3, 10, 12, nn::NORM_GROUP), Size(20, 28)},
        {std::make_shared<nn::SmallTask>(3, 10, 16, nn::NORM_GROUP), Size(32, 24)},
        {std::make_shared<nn::ResNet18>(3, 4, 8), Size(64, 64)},
    };
    for (size_t i = 0; i < networks.size(); ++i)
    {
        nn::Network& network = *networks[i].first;
        const Size size = networks[i].second;
        shake(network);
        const std::string path = folder.path + "/net.onnx";
        exportNetwork(network, {1, 3, size.height, size.width}, path);
        torch::NoGradGuard noGrad;
        const Tensor x = torch::rand({1, 3, size.height, size.width}) - 0.4;
        const Tensor expected = network.forward(x).contiguous();
        ASSERT_GT(expected.std().item<double>(), 1e-2) << i; // something to compare
        const Mat got = runInDnn(path, x);
        ASSERT_EQ(int64_t(got.total()), expected.numel()) << i;
        const double scale = std::max(1.0, expected.abs().max().item<double>());
        EXPECT_LE(cvtest::norm(Mat(1, int(got.total()), CV_32F, got.data),
                               Mat(1, int(got.total()), CV_32F, expected.data_ptr()), NORM_INF),
                  1e-4 * scale)
            << i;
        SCOPED_TRACE(i);
        expectCheckedOnnx(path);
    }
}

TEST(ZoomTrain_Export, what_dnn_cannot_run_is_an_error)
{
    Folder folder;
    nn::SmallTask deformable(1, 10, 12, nn::NORM_BATCH, nn::DEFORM_V1);
    EXPECT_THROW(exportNetwork(deformable, {1, 1, 24, 24}, folder.path + "/net.onnx"), cv::Exception);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path)) << "half a file is left";
}

// From the trained module to the live sampler: same saliency, same zoomed frame.
TEST(ZoomTrain_Export, model_zooms_as_the_module_it_was_made_of)
{
    for (const auto output : {nn::SaliencySamplerOptions::SOFTMAX, nn::SaliencySamplerOptions::SIGMOID})
        for (const int64_t channels : {1, 3})
        {
            Folder folder;
            nn::SaliencySamplerOptions options;
            options.lowRes = Size(48, 48);
            options.zoomed = Size(64, 48);
            options.output = output;
            options.grid.sigma = 0.13;
            options.grid.uniformMix = 0.05;
            options.grid.gridSize = Size(25, 21);
            const auto net = std::make_shared<nn::SmallSaliency>(channels, 8);
            nn::SaliencySampler sampler(net, options);
            shake(sampler);
            const double mean = 102, scale = 1. / 255;
            exportModel(sampler, folder.path + "/model.yaml", mean, scale);
            const Ptr<zoom::SaliencySampler> live =
                zoom::SaliencySampler::create(folder.path + "/model.yaml", options.zoomed);

            Mat frame(192, 240, CV_8UC3), small(12, 15, CV_8UC3);
            RNG(4).fill(small, RNG::UNIFORM, 0, 256);
            resize(small, frame, frame.size(), 0, 0, INTER_CUBIC);
            Mat zoomed, saliency;
            live->apply(frame, zoomed);
            live->getSaliency(saliency);
            EXPECT_EQ(live->getFallbacks(), 0);

            Mat rgb, planes;
            cvtColor(frame, rgb, channels == 1 ? COLOR_BGR2GRAY : COLOR_BGR2RGB);
            rgb.convertTo(planes, CV_32F, scale, -mean * scale);
            torch::NoGradGuard noGrad;
            const Tensor x = torch::from_blob(planes.data, {1, 192, 240, channels}).permute({0, 3, 1, 2}).contiguous();
            sampler.forward(x);
            Tensor ours = sampler.lastSaliency();
            ours = ours / ours.sum();
            const Mat expected(options.grid.gridSize, CV_32F, ours.contiguous().data_ptr());
            double least, most;
            minMaxLoc(expected, &least, &most);
            ASSERT_GT(most, 1.05 * least);
            // The live low-res frame is rounded to 8 bits.
            EXPECT_LE(cvtest::norm(expected, saliency, NORM_INF), 0.03 * most);
            Mat grid;
            live->getTransform().getGrid(grid);
            const Tensor g = sampler.lastGrid().contiguous();
            EXPECT_LE(cvtest::norm(Mat(grid.size(), CV_32FC2, g.data_ptr()), grid, NORM_INF), 3e-3);
        }
}

//! What a shipped saliency and task network make of test frames, live: through cv::dnn and zoom::SaliencySampler.
struct Live
{
    int correct = 0, hits = 0, uniformlyCorrect = 0;
};

Live judge(const std::string& name, data::DatasetOptions options, Size zoomedSize)
{
    const std::string model = std::string(ZOOM_MODELS) + "/" + name;
    const Ptr<zoom::SaliencySampler> sampler = zoom::SaliencySampler::create(model + ".yaml", zoomedSize);
    dnn::Net task = dnn::readNetFromONNX(model + "_task.onnx");
    const auto classify = [&task](const Mat& zoomed) {
        task.setInput(dnn::blobFromImage(zoomed, data::PIXEL_SCALE, Size(), Scalar(data::PIXEL_MEAN)));
        Point best;
        minMaxLoc(task.forward().reshape(1, 1), nullptr, nullptr, nullptr, &best);
        return best.x;
    };
    options.name = name;
    options.frame = Size(160, 160);
    options.split = data::TEST;
    options.seed = 1;
    options.count = 200;
    const auto set = data::makeDataset(options);
    Live live;
    for (size_t i = 0; i < set->size(); ++i)
    {
        const data::Sample s = set->get(i, 0);
        Mat zoomed, uniform;
        sampler->reset();
        sampler->apply(s.image, zoomed);
        live.correct += classify(zoomed) == s.label;
        resize(s.image, uniform, zoomedSize, 0, 0, INTER_AREA);
        live.uniformlyCorrect += classify(uniform) == s.label;
        Mat grid;
        sampler->getTransform().getGrid(grid);
        const Tensor g = torch::from_blob(grid.data, {1, grid.rows, grid.cols, 2});
        const Tensor centre = torch::tensor({s.target.x + s.target.width / 2, s.target.y + s.target.height / 2});
        live.hits += nn::magnificationAt(g, centre.view({1, 2})).item<double>() >= 1.5;
    }
    EXPECT_EQ(sampler->getFallbacks(), 0);
    return live;
}

// The models that are shipped: what their cards say of them, measured anew.
TEST(ZoomTrain_Models, glyphs_reproduces_the_metric_of_its_card)
{
    data::DatasetOptions options;
    options.things = 2;
    const Live live = judge("glyphs", options, Size(24, 24));
    // The card: 82.6 % and 99.7 % of 2000 frames; three standard deviations of 200 samples below.
    EXPECT_GE(live.correct, 149);
    EXPECT_GE(live.hits, 196);
    EXPECT_LE(live.uniformlyCorrect, 90) << "zooming is not what makes the difference";
}

TEST(ZoomTrain_Models, digits_reproduces_the_metric_of_its_card)
{
    const std::string digits = realData("mnist");
    NEED_REAL_DATA(digits);
    data::DatasetOptions options;
    options.path = std::filesystem::path(digits).parent_path().string();
    options.things = 2;
    const Live live = judge("digits", options, Size(24, 24));
    // The card: 67.5 % and 97.6 % of 2000 frames; three standard deviations of 200 samples below.
    EXPECT_GE(live.correct, 115);
    EXPECT_GE(live.hits, 188);
    EXPECT_LE(live.uniformlyCorrect, 80) << "zooming is not what makes the difference";
}

} // namespace
} // namespace opencv_test
