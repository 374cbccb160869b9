// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_TEST_THINGS_HPP
#define OPENCV_ZOOM_TRAIN_TEST_THINGS_HPP

#include "test_precomp.hpp"

namespace opencv_test {

/** Frames of 96x96 with one to three things of 7 to 11 pixels in the upper left part: bright squares (label 0) and dark
discs (label 1), on a background that is neither, with noise. */
class Things : public cv::zoom_train::data::Dataset
{
public:
    Things(size_t _count, uint64_t _seed) : count(_count), seed(_seed) {}

    size_t size() const override { return count; }
    int channels() const override { return 3; }
    Size frameSize() const override { return Size(SIDE, SIDE); }
    int outputs() const override { return 2; }
    bool isRegression() const override { return true; }
    std::vector<std::string> names() const override { return {"square", "disc"}; }

    cv::zoom_train::data::Sample get(size_t index, int) const override
    {
        RNG random(cv::zoom_train::data::mixSeeds(seed, index));
        cv::zoom_train::data::Sample sample;
        sample.image.create(SIDE, SIDE, CV_8UC3);
        random.fill(sample.image, RNG::UNIFORM, 90, 130);
        sample.values = {0, 0};
        const int number = random.uniform(1, 4);
        for (int k = 0; k < number; ++k)
        {
            // In a quarter each, so that none hides another.
            const int extent = random.uniform(7, 12), label = random.uniform(0, 2);
            const int x = 4 + 27 * (k % 2) + random.uniform(0, 14), y = 4 + 27 * (k / 2) + random.uniform(0, 14);
            const Rect box(x, y, extent, extent);
            if (label == 0)
                sample.image(box) = Scalar::all(220);
            else
                ellipse(sample.image,
                        RotatedRect(Point2f(float(x) + 0.5f * float(extent - 1), float(y) + 0.5f * float(extent - 1)),
                                    Size2f(float(extent), float(extent)), 0),
                        Scalar::all(20), FILLED);
            sample.things.push_back(
                {Rect2f(float(x) / SIDE, float(y) / SIDE, float(extent) / SIDE, float(extent) / SIDE), label});
            ++sample.values[size_t(label)];
        }
        sample.target = sample.things[0].box;
        return sample;
    }

private:
    static const int SIDE = 96;
    size_t count;
    uint64_t seed;
};

//! A small detector behind a sampler by its name in comparisons.
inline std::shared_ptr<cv::zoom_train::nn::System> makeDetector(const std::string& name, const Things& set,
                                                                bool frozen = false)
{
    cv::zoom_train::nn::SystemOptions o;
    const bool zooms = name.compare(0, 5, "zoom_") == 0;
    o.method = zooms ? "zoom" : name == "full" ? "uniform" : name;
    o.taskNetwork = "centre";
    o.taskFrozen = frozen;
    o.channels = set.channels();
    o.outputs = set.outputs();
    o.taskWidth = o.saliencyWidth = 8;
    o.sampler.lowRes = Size(32, 32);
    o.sampler.zoomed = name == "full" ? set.frameSize() : Size(48, 48);
    o.sampler.grid.gridSize = Size(15, 15);
    o.sampler.grid.sigma = 0.12;
    if (zooms)
        o.sampler.grid.mode = name == "zoom_separable"   ? zoom::GRID_SEPARABLE
                              : name == "zoom_transport" ? zoom::GRID_TRANSPORT
                                                         : zoom::GRID_ATTRACTION;
    if (name == "box_prior")
        o.prior = cv::zoom_train::boxPrior(set, o.sampler.grid.gridSize);
    return cv::zoom_train::nn::makeSystem(o);
}

//! Two grids in double, [2, 31, 31, 2], with one hot spot each that is magnified by about three.
inline torch::Tensor strongGrids(int mode)
{
    torch::Tensor saliency = torch::full({2, 1, 31, 31}, 0.1, torch::kDouble);
    saliency[0][0][12][15] = 60.;
    saliency[1][0][17][11] = 60.;
    zoom::GridParams params;
    params.mode = mode;
    params.sigma = 0.08;
    return cv::zoom_train::saliencyToGrid(saliency, params);
}

//! Things for strongGrids(), small and large, most of them where the first grid shears: [M, 6]
inline torch::Tensor thingsOffTheAxes()
{
    // sample, label, x, y, width, height
    return torch::tensor({0., 0., 0.45, 0.30, 0.064, 0.083, //
                          0., 1., 0.28, 0.36, 0.064, 0.083, //
                          0., 0., 0.52, 0.56, 0.064, 0.083, //
                          0., 1., 0.25, 0.55, 0.150, 0.200, //
                          1., 0., 0.31, 0.42, 0.130, 0.170},
                         torch::kDouble)
        .view({5, 6});
}

//! The output of a CentreNet that says what it shall, in double.
inline torch::Tensor saying(const cv::zoom_train::CentreTargets& t)
{
    const int64_t n = t.heat.size(0), labels = t.heat.size(1), rows = t.heat.size(2), columns = t.heat.size(3);
    const torch::Tensor logits = torch::where(t.heat == 1, torch::full_like(t.heat, 10), torch::full_like(t.heat, -10));
    torch::Tensor boxes = torch::zeros({n * rows * columns, 4}, torch::kDouble);
    boxes.index_copy_(0, t.cells, t.values.detach());
    return torch::cat({logits, boxes.view({n, rows, columns, 4}).permute({0, 3, 1, 2})}, 1)
        .contiguous()
        .view({n, labels + 4, rows, columns});
}

} // namespace opencv_test

#endif // OPENCV_ZOOM_TRAIN_TEST_THINGS_HPP
