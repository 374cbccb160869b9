// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Tutorial: train on your own task (modules/zoom_train/tutorials/zoom_train.markdown).

#include "opencv2/zoom.hpp"
#include "opencv2/zoom_train.hpp"

#include <iostream>

using namespace cv;

//! [data]
// Somewhere in a frame of 96x96 lies a tile of 16x16 with stripes of two pixels, upright or level: which? In a frame
// that is reduced four times the stripes are gone.
class Tiles : public zoom_train::data::Dataset
{
public:
    Tiles(size_t _count, uint64_t _seed) : count(_count), seed(_seed) {}

    size_t size() const override { return count; }
    int channels() const override { return 1; }
    Size frameSize() const override { return Size(96, 96); }
    int outputs() const override { return 2; } // classes

    zoom_train::data::Sample get(size_t index, int epoch) const override
    {
        RNG random(zoom_train::data::mixSeeds(seed, zoom_train::data::mixSeeds(index, uint64_t(epoch))));
        zoom_train::data::Sample sample;
        sample.label = random.uniform(0, 2);
        sample.image.create(frameSize(), CV_8UC1);
        random.fill(sample.image, RNG::NORMAL, 90, 10);
        const Rect tile(random.uniform(0, 81), random.uniform(0, 81), 16, 16);
        for (int y = 0; y < tile.height; ++y)
            for (int x = 0; x < tile.width; ++x)
                sample.image.at<uchar>(tile.y + y, tile.x + x) = (sample.label ? x : y) / 2 % 2 ? 230 : 110;
        sample.target = Rect2f(tile.x / 96.f, tile.y / 96.f, tile.width / 96.f, tile.height / 96.f);
        return sample;
    }

private:
    size_t count;
    uint64_t seed;
};
//! [data]

//! [network]
// The network of the task, as you have it. It must take inputs of any size, since they shrink during the training.
struct StripesImpl : torch::nn::Module
{
    torch::nn::Conv2d first = register_module("first", torch::nn::Conv2d(1, 8, 3));
    torch::nn::Conv2d second = register_module("second", torch::nn::Conv2d(8, 16, 3));
    torch::nn::Linear head = register_module("head", torch::nn::Linear(16, 2));

    torch::Tensor forward(const torch::Tensor& x) { return head(second(first(x).relu()).relu().amax({2, 3})); }
};
//! [network]

int main(int argc, char** argv)
try
{
    if (argc != 2)
    {
        std::cerr << "usage: tutorial_train_task FOLDER\n";
        return 2;
    }
    const std::string folder = argv[1];
    torch::set_num_threads(1);
    torch::manual_seed(0);

    //! [system]
    const auto training = std::make_shared<Tiles>(4096, 1), validation = std::make_shared<Tiles>(256, 2);

    zoom_train::nn::SaliencySamplerOptions options;
    options.lowRes = Size(32, 32); // what the saliency network looks at
    options.zoomed = Size(24, 24); // what the task network gets
    options.grid.sigma = 0.1333;
    const auto sampler = std::make_shared<zoom_train::nn::SaliencySampler>(
        std::make_shared<zoom_train::nn::SmallSaliency>(training->channels(), 8), options);
    const auto task = zoom_train::nn::wrap(torch::nn::AnyModule(std::make_shared<StripesImpl>()));
    const auto system = std::make_shared<zoom_train::nn::System>(sampler, task);
    //! [system]

    //! [train]
    zoom_train::TrainerOptions how;
    how.steps = 250;
    how.batch = 16;
    how.uniform = zoom_train::Schedule("step 0:1 0.3:0");            // first the task alone,
    how.size = zoom_train::Schedule("geometric 0:96 0.4:96 0.7:24"); // in big pictures, which then shrink
    how.taskRate = zoom_train::Schedule("linear 0:0 0.05:0.005 1:0.0005");
    how.saliencyRate = zoom_train::Schedule("linear 0.3:0 0.35:0.005 1:0.0005");
    how.folder = folder; // checkpoint, curves and pictures
    how.quiet = true;
    zoom_train::Trainer trainer(system, training, validation, how);
    const zoom_train::Evaluation result = trainer.run();
    std::cout << "accuracy " << result.metric << ", zoomed on the tile in " << result.hitRate << " of the frames\n";
    //! [train]

    //! [uniform]
    sampler->setUniform(true);
    std::cout << "accuracy without the zoom " << zoom_train::evaluate(*system, validation).metric << "\n";
    sampler->setUniform(false);
    //! [uniform]

    //! [live]
    // Writes model.onnx beside it, and loads both as any application does, without LibTorch.
    const Ptr<zoom::SaliencySampler> live = trainer.sampler(folder + "/model.yaml");
    Mat zoomed, frame;
    cvtColor(validation->get(0, 0).image, frame, COLOR_GRAY2BGR);
    live->apply(frame, zoomed);
    std::cout << "model.yaml makes " << zoomed.size() << " of " << frame.size() << ", magnification up to "
              << live->getTransform().maxMagnification() << "\n";
    //! [live]
    return 0;
}
catch (const std::exception& error)
{
    std::cerr << error.what() << "\n";
    return 1;
}
