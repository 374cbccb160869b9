// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// What is known of a frame beside its pixels reaches the task network.
#include "test_precomp.hpp"

#include "opencv2/zoom_train/trainer.hpp"

#include <filesystem>
#include <limits>

namespace opencv_test {
namespace {

using namespace cv::zoom_train;
using torch::Tensor;

const int SIDE = 16;

//! Grey frames with a value to find that is twice the first attribute: no pixel tells of it.
class Told : public data::Dataset
{
public:
    size_t size() const override { return 40; }
    int channels() const override { return 1; }
    Size frameSize() const override { return Size(SIDE, SIDE); }
    int outputs() const override { return 1; }
    bool isRegression() const override { return true; }

    data::Sample get(size_t index, int) const override
    {
        const float told = float(int(index % 9)) / 4 - 1;
        data::Sample sample;
        sample.image = Mat(SIDE, SIDE, CV_8U, Scalar(100));
        sample.values = {2 * told};
        sample.attributes = {told, broken ? std::numeric_limits<float>::quiet_NaN() : 7};
        return sample;
    }

    bool broken = false;
};

//! A multiple of the first attribute.
class Multiple : public nn::Network
{
public:
    Multiple() { factor = register_parameter("factor", torch::zeros({1})); }
    Tensor forward(const Tensor& images) override { return torch::zeros({images.size(0), 1}) * factor; }
    Tensor forwardWithView(const Tensor& images, const nn::View& view) override
    {
        TORCH_CHECK(view.attributes.defined() || !needsAttributes, "the frames' attributes did not come");
        if (!view.attributes.defined())
            return forward(images);
        // Of the batch that the images are of.
        TORCH_CHECK(view.grid.size(0) == images.size(0) && view.attributes.size(0) == images.size(0));
        TORCH_CHECK(view.attributes.size(1) == 2 && view.grid.size(3) == 2);
        return factor * view.attributes.slice(1, 0, 1) + (view.attributes.sum() * 0);
    }
    Tensor factor;
    bool needsAttributes = true;
};

std::shared_ptr<nn::System> makeMultiple()
{
    return std::make_shared<nn::System>(std::make_shared<nn::UniformResampler>(Size(8, 8)),
                                        std::make_shared<Multiple>());
}

TEST(ZoomTrain_Attributes, are_put_together_as_rows)
{
    const Told set;
    const data::Batch batch = data::collate({set.get(0, 0), set.get(3, 0)});
    ASSERT_EQ(batch.attributes.sizes(), (std::vector<int64_t>{2, 2}));
    EXPECT_EQ(batch.attributes[0][0].item<float>(), -1);
    EXPECT_EQ(batch.attributes[1][0].item<float>(), -0.25);
    EXPECT_EQ(batch.attributes[1][1].item<float>(), 7);

    data::Sample other = set.get(1, 0);
    other.attributes.pop_back();
    EXPECT_THROW(data::collate({set.get(0, 0), other}), cv::Exception);
    data::Sample none = set.get(1, 0);
    none.attributes.clear();
    EXPECT_EQ(data::collate({none, none}).attributes.sizes(), (std::vector<int64_t>{2, 0}));
}

TEST(ZoomTrain_Attributes, reach_the_network_in_training_and_evaluation)
{
    const auto system = makeMultiple();
    const auto set = std::make_shared<Told>();
    EXPECT_NEAR(evaluate(*system, set).metric, 1.125, 1e-5); // the values' mean size: nothing is learned yet
    TrainerOptions options;
    options.steps = 150;
    options.batch = 8;
    options.taskRate = Schedule(0.05);
    options.blur = Schedule(0.5); // a way of its own to the network
    options.quiet = true;
    options.folder = cv::tempfile("attributes"); // the contact sheet is one more way to the network
    Trainer trainer(system, set, set, options);
    EXPECT_LT(trainer.run().metric, 0.1);
    EXPECT_TRUE(std::filesystem::exists(options.folder + "/samples.png"));
    std::filesystem::remove_all(options.folder);
    EXPECT_LT(evaluate(*system, set).metric, 0.1);
    // Who asks for no attributes gets none.
    std::dynamic_pointer_cast<Multiple>(system->task())->needsAttributes = false;
    EXPECT_EQ(system->forward(torch::ones({1, 1, SIDE, SIDE})).item<double>(), 0);
}

TEST(ZoomTrain_Attributes, that_are_not_finite_stop_the_training_with_a_message)
{
    const auto good = std::make_shared<Told>(), bad = std::make_shared<Told>();
    bad->broken = true;
    TrainerOptions options;
    options.steps = 2;
    options.batch = 8;
    options.quiet = true;
    Trainer trainer(makeMultiple(), bad, good, options);
    try
    {
        trainer.run();
        ADD_FAILURE() << "no error";
    }
    catch (const cv::Exception& e)
    {
        EXPECT_NE(e.err.find("attributes are not finite"), std::string::npos) << e.err;
    }
}

} // namespace
} // namespace opencv_test
