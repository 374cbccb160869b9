// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// A task network of one's own, trained behind a saliency sampler, and the sampler taken to an OpenCV application.

#include "opencv2/zoom_train.hpp"

#include <iostream>

using namespace cv;

struct MyNetImpl : torch::nn::Module
{
    torch::nn::Conv2d conv = register_module("conv", torch::nn::Conv2d(1, 32, 5));
    torch::nn::Linear head = register_module("head", torch::nn::Linear(32, 10));
    torch::Tensor forward(const torch::Tensor& x) { return head(conv(x).relu().amax({2, 3})); }
};

int main()
{
    //! [train]
    zoom_train::data::DatasetOptions data; // or a class of your own: zoom_train::data::Dataset
    const auto training = zoom_train::data::makeDataset(data);
    data.split = zoom_train::data::VALIDATION;
    const auto validation = zoom_train::data::makeDataset(data);
    zoom_train::nn::SaliencySamplerOptions options;
    options.zoomed = Size(48, 48);
    const auto sampler = std::make_shared<zoom_train::nn::SaliencySampler>(
        std::make_shared<zoom_train::nn::SmallSaliency>(training->channels()), options);
    const auto task = zoom_train::nn::wrap(torch::nn::AnyModule(std::make_shared<MyNetImpl>()));
    zoom_train::TrainerOptions how;
    how.steps = 100;
    zoom_train::Trainer trainer(std::make_shared<zoom_train::nn::System>(sampler, task), training, validation, how);
    trainer.run();
    const Ptr<zoom::SaliencySampler> live = trainer.sampler("my_model.yaml");
    //! [train]

    Mat zoomed;
    live->apply(validation->get(0, 0).image, zoomed);
    std::cout << "my_model.yaml makes " << zoomed.size() << " of " << validation->frameSize() << std::endl;
    return 0;
}
