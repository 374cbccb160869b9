// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// A task network and a data set of one's own, trained behind a saliency sampler, and the sampler taken to an OpenCV
// application.

#include "opencv2/zoom_train.hpp"

#include <cstdlib>
#include <iostream>

using namespace cv;
using namespace cv::zoom_train;

struct MyNetImpl : torch::nn::Module
{
    torch::nn::Conv2d conv = register_module("conv", torch::nn::Conv2d(1, 16, 5));
    torch::nn::Linear head = register_module("head", torch::nn::Linear(16, 2));
    torch::Tensor forward(const torch::Tensor& x) { return head(conv(x).relu().amax({2, 3})); }
};

//! A mark somewhere in a big frame, whose stripes lie (0) or stand (1).
struct MyData : data::Dataset
{
    explicit MyData(uint64_t _seed) : seed(_seed) {}
    size_t size() const override { return 512; }
    int channels() const override { return 1; }
    Size frameSize() const override { return Size(96, 96); }
    int outputs() const override { return 2; }
    data::Sample get(size_t index, int) const override
    {
        RNG random(data::mixSeeds(seed, index));
        data::Sample sample;
        sample.image.create(frameSize(), CV_8U);
        random.fill(sample.image, RNG::UNIFORM, 80, 120);
        sample.label = random.uniform(0, 2);
        const int x = random.uniform(0, 84), y = random.uniform(0, 84);
        const Mat mark = sample.image(Rect(x, y, 12, 12));
        for (int i = 0; i < 12; i += 4)
            (sample.label ? mark.colRange(i, i + 2) : mark.rowRange(i, i + 2)).setTo(Scalar(220));
        return sample;
    }
    uint64_t seed;
};

//! @param argv number of steps, 1000 if it is not given
int main(int argc, char** argv)
{
    //! [train]
    nn::SystemOptions options;
    options.task = nn::wrap(torch::nn::AnyModule(std::make_shared<MyNetImpl>()));
    options.channels = 1; // of MyData's frames
    options.sampler.zoomed = Size(48, 48);
    TrainerOptions how;
    how.steps = argc > 1 ? std::atoi(argv[1]) : 1000;
    Trainer trainer(nn::makeSystem(options), std::make_shared<MyData>(1), std::make_shared<MyData>(2), how);
    trainer.run();
    const Ptr<zoom::SaliencySampler> live = trainer.sampler("my_model.yaml");
    //! [train]

    const Mat frame = MyData(2).get(0, 0).image;
    Mat zoomed;
    live->apply(frame, zoomed);
    std::cout << "my_model.yaml makes " << zoomed.size() << " of " << frame.size() << std::endl;
    return 0;
}
