// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_errors.hpp"
#include "test_paths.hpp"
#include "test_precomp.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace opencv_test {
namespace {

using namespace cv::zoom;

// ---- the model that comes with the module ----

Ptr<SaliencySampler> contrastSampler()
{
    return SaliencySampler::create(shippedFile(ZOOM_MODELS, "contrast.yaml"), Size(200, 100));
}

Mat contrastOf(const Mat& lowRes)
{
    Mat saliency;
    contrastSampler()->getEstimator()->estimate(lowRes, -1, saliency);
    return saliency;
}

TEST(Zoom_ContrastModel, is_loaded_as_its_file_says)
{
    const Ptr<SaliencySampler> sampler = contrastSampler();
    EXPECT_EQ(Size(200, 100), sampler->getZoomedSize());
    EXPECT_EQ(0.3, sampler->getSmoothing());
    EXPECT_EQ(GRID_ATTRACTION, sampler->getGridParams().mode);
    EXPECT_EQ(Size(31, 31), sampler->getGridParams().gridSize);
    const Ptr<DnnSaliency> estimator = sampler->getEstimator().dynamicCast<DnnSaliency>();
    ASSERT_TRUE(estimator);
    const DnnSaliencyParams params = estimator->getParams();
    EXPECT_EQ(Size(248, 248), params.inputSize);
    EXPECT_NEAR(1 / 255.0, params.scale[1], 1e-12);
    EXPECT_TRUE(params.swapRB);
    EXPECT_FALSE(params.logits);
}

TEST(Zoom_ShippedModels, are_loaded_are_small_and_have_a_card)
{
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(shippedFile(ZOOM_MODELS, "contrast.yaml")).parent_path();
    std::ifstream list(folder / "README.md");
    const std::string models((std::istreambuf_iterator<char>(list)), std::istreambuf_iterator<char>());
    int count = 0;
    for (const auto& entry : fs::directory_iterator(folder))
    {
        if (entry.path().extension() != ".yaml")
            continue;
        ++count;
        const std::string name = entry.path().stem().string();
        const Ptr<SaliencySampler> sampler = SaliencySampler::create(entry.path().string(), Size(96, 64));
        Mat frame(192, 256, CV_8UC3), zoomed;
        RNG(1).fill(frame, RNG::UNIFORM, 0, 256);
        sampler->apply(frame, zoomed);
        EXPECT_EQ(sampler->getFallbacks(), 0) << name;
        EXPECT_LE(fs::file_size(folder / (name + ".onnx")), 1048576u) << name;
        EXPECT_TRUE(fs::exists(folder / (name + ".md"))) << name << " has no card";
        EXPECT_NE(models.find("| [" + name + "](" + name + ".md) |"), std::string::npos) << name << " is in no list";
    }
    EXPECT_GE(count, 3);
}

TEST(Zoom_ContrastModel, finds_a_small_patch_with_detail)
{
    Mat frame(248, 248, CV_8UC3);
    for (int y = 0; y < frame.rows; ++y)
        for (int x = 0; x < frame.cols; ++x)
            frame.at<Vec3b>(y, x) = Vec3b(uchar(x / 2), uchar(y / 2), 90); // smooth
    for (int y = 160; y < 176; ++y)
        for (int x = 40; x < 56; ++x)
            if ((x / 2 + y / 2) % 2)
                frame.at<Vec3b>(y, x) = Vec3b(220, 220, 220);
    const Mat saliency = contrastOf(frame);
    ASSERT_EQ(Size(31, 31), saliency.size());
    EXPECT_GT(sum(saliency(Rect(4, 19, 4, 4)))[0], 0.95 * sum(saliency)[0]); // cells of 8 pixels, one around the patch
}

TEST(Zoom_ContrastModel, gives_zeros_for_flat_frames)
{
    for (const Scalar& color : {Scalar(0, 0, 0), Scalar(30, 90, 200), Scalar(255, 255, 255)})
        EXPECT_EQ(0, countNonZero(contrastOf(Mat(248, 248, CV_8UC3, color)))) << color;
}

TEST(Zoom_ContrastModel, magnifies_the_detail_in_a_frame)
{
    Mat frame(480, 640, CV_8UC3, Scalar::all(128)), zoomed, magnification;
    randu(frame(Rect(400, 300, 40, 40)), 0, 256);
    const Ptr<SaliencySampler> sampler = contrastSampler();
    sampler->apply(frame, zoomed);
    EXPECT_EQ(0, sampler->getFallbacks());
    std::vector<Point2d> at;
    sampler->getTransform().toZoomedPoints(std::vector<Point2d>{Point2d(420, 320)}, at);
    sampler->getTransform().magnification(magnification);
    EXPECT_GT(magnification.at<float>(Point(at[0])), 1.5);
}

// ---- the format ----

//! Fields of a model file as yaml text.
typedef std::vector<std::pair<std::string, std::string>> Fields;

Fields testFields()
{
    return {{"format_version", "1"},
            {"onnx", "\"" + shippedFile(ZOOM_TEST_DATA, "linear.onnx") + "\""},
            {"input_size", "[ 6, 4 ]"},
            {"mean", "[ 1, 2.5, 3 ]"},
            {"scale", "[ 0.1, 0.2, 3 ]"},
            {"channel_order", "BGR"},
            {"resize", "area"},
            {"output", "probabilities"},
            {"grid", "{ mode: separable, uniform_mix: 0.3 }"}};
}

//! A file that is gone when the test is.
class TemporaryFile
{
public:
    TemporaryFile(const char* suffix, const std::string& text) : path(tempfile(suffix)) { std::ofstream(path) << text; }
    ~TemporaryFile() { std::remove(path.c_str()); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::string path;
};

std::string yaml(const Fields& fields)
{
    std::string text = "%YAML:1.0\n---\n";
    for (const auto& field : fields)
        text += field.first + ": " + field.second + "\n";
    return text;
}

Ptr<SaliencySampler> load(const Fields& fields)
{
    return SaliencySampler::create(TemporaryFile(".yaml", yaml(fields)).path, Size(64, 64));
}

void expectTestFields(const Ptr<SaliencySampler>& sampler)
{
    const DnnSaliencyParams params = sampler->getEstimator().dynamicCast<DnnSaliency>()->getParams();
    EXPECT_EQ(Size(6, 4), params.inputSize);
    EXPECT_EQ(Scalar(1, 2.5, 3), params.mean);
    EXPECT_EQ(Scalar(0.1, 0.2, 3), params.scale);
    EXPECT_FALSE(params.swapRB);
    EXPECT_FALSE(params.logits);
    EXPECT_EQ(GRID_SEPARABLE, sampler->getGridParams().mode);
    EXPECT_EQ(0.3, sampler->getGridParams().uniformMix);
    EXPECT_EQ(0, sampler->getSmoothing());
}

TEST(Zoom_ModelFile, is_read_from_yaml)
{
    expectTestFields(load(testFields()));
}

TEST(Zoom_ModelFile, is_read_from_xml_and_json)
{
    for (const char* suffix : {".xml", ".json"})
    {
        SCOPED_TRACE(suffix);
        const TemporaryFile file(suffix, "");
        {
            FileStorage fs(file.path, FileStorage::WRITE);
            fs << "format_version" << 1 << "onnx" << shippedFile(ZOOM_TEST_DATA, "linear.onnx") << "input_size"
               << Size(6, 4) << "mean" << std::vector<double>{1, 2.5, 3} << "scale" << std::vector<double>{0.1, 0.2, 3}
               << "channel_order"
               << "BGR"
               << "resize"
               << "area"
               << "output"
               << "probabilities"
               << "grid"
               << "{"
               << "mode"
               << "separable"
               << "uniform_mix" << 0.3 << "}";
        }
        expectTestFields(SaliencySampler::create(file.path, Size(64, 64)));
    }
}

TEST(Zoom_ModelFile, may_say_how_to_smooth_over_time)
{
    Fields fields = testFields();
    fields.push_back({"smoothing", "1.25"});
    EXPECT_EQ(1.25, load(fields)->getSmoothing());
}

class Zoom_ModelFields : public testing::TestWithParam<const char*>
{
};

TEST_P(Zoom_ModelFields, are_missed_by_name)
{
    Fields fields = testFields();
    const size_t before = fields.size();
    const std::string missing = GetParam();
    fields.erase(std::remove_if(fields.begin(), fields.end(), [&](const auto& f) { return f.first == missing; }),
                 fields.end());
    ASSERT_EQ(before - 1, fields.size());
    const TemporaryFile file(".yaml", yaml(fields));
    const std::string error = errorOf([&] { SaliencySampler::create(file.path, Size(64, 64)); });
    EXPECT_NE(std::string::npos, error.find("field '" + std::string(GetParam()) + "' is missing")) << error;
    EXPECT_NE(std::string::npos, error.find(file.path)) << error;
}

INSTANTIATE_TEST_CASE_P(Required, Zoom_ModelFields,
                        testing::Values("format_version", "onnx", "input_size", "mean", "scale", "channel_order",
                                        "resize", "output", "grid"));

//! A model file with one field that has, or is, something else.
RefusedCall withField(const char* name, const std::string& field, const std::string& value,
                      std::vector<std::string> words = {})
{
    words.push_back("'" + field + "'");
    return {name, words, [=] {
                Fields fields = testFields();
                for (auto& f : fields)
                {
                    if (f.first == field)
                    {
                        f.second = value;
                        load(fields);
                        return;
                    }
                }
                fields.push_back({field, value});
                load(fields);
            }};
}

RefusedCall withText(const char* name, const std::vector<std::string>& words, const char* suffix,
                     const std::string& text)
{
    return {name, words, [=] {
                const TemporaryFile file(suffix, text);
                SaliencySampler::create(file.path, Size(64, 64));
            }};
}

typedef testing::TestWithParam<RefusedCall> Zoom_ModelBadInput;

TEST_P(Zoom_ModelBadInput, is_refused_with_a_message_that_says_what_is_wrong)
{
    expectRefused(GetParam());
}

INSTANTIATE_TEST_CASE_P(
    Fields, Zoom_ModelBadInput,
    testing::Values(withField("version_2", "format_version", "2", {"is 2", "reads 1"}),
                    withField("version_text", "format_version", "one", {"number"}),
                    withField("misspelt", "smothing", "0.5", {"unknown"}),
                    withField("onnx_missing", "onnx", "no_such.onnx", {"no_such.onnx", "cannot open"}),
                    withField("onnx_number", "onnx", "5", {"text"}),
                    withField("onnx_unusable", "onnx", "\"" + std::string(ZOOM_TEST_DATA) + "/two_channels.onnx\"",
                              {"1 x 2 x 4 x 6"}),
                    withField("size_of_one", "input_size", "[ 6 ]", {"2 numbers"}),
                    withField("size_number", "input_size", "6", {"2 numbers"}),
                    withField("size_fraction", "input_size", "[ 6, 4.5 ]", {"4.5"}),
                    withField("size_zero", "input_size", "[ 0, 4 ]", {"0"}),
                    withField("mean_of_four", "mean", "[ 1, 2, 3, 4 ]", {"3 numbers"}),
                    withField("mean_nan", "mean", "[ 1, .NaN, 3 ]", {"3 numbers"}),
                    withField("scale_text", "scale", "[ 1, two, 3 ]", {"3 numbers"}),
                    withField("channel_order", "channel_order", "GBR", {"'GBR'", "RGB or BGR"}),
                    withField("resize", "resize", "linear", {"'linear'", "area"}),
                    withField("output", "output", "sigmoid", {"'sigmoid'", "logits or probabilities"}),
                    withField("smoothing_negative", "smoothing", "-1", {"-1"}),
                    withField("grid_text", "grid", "attraction", {"map"}),
                    withField("grid_mode", "grid", "{ mode: swirl }", {"mode", "'swirl'"}),
                    withField("grid_sigma", "grid", "{ sigma: 11. }", {"sigma", "11"})),
    refusedName);

INSTANTIATE_TEST_CASE_P(
    Files, Zoom_ModelBadInput,
    testing::Values(
        RefusedCall{"missing",
                    {"/no/such/model.yaml", "does not exist"},
                    [] { SaliencySampler::create(String("/no/such/model.yaml"), Size(64, 64)); }},
        RefusedCall{"folder", {"not a file"}, [] { SaliencySampler::create(String(ZOOM_TEST_DATA), Size(64, 64)); }},
        RefusedCall{"onnx",
                    {"linear.onnx", "yaml"},
                    [] { SaliencySampler::create(shippedFile(ZOOM_TEST_DATA, "linear.onnx"), Size(64, 64)); }},
        withText("empty", {"not a yaml"}, ".yaml", ""), withText("prose", {"not a yaml"}, ".yaml", "This is a letter."),
        withText("broken_yaml", {"not a yaml"}, ".yaml", "%YAML:1.0\n---\nmean: [ 1, 2\nonnx"),
        withText("list", {"not a yaml"}, ".yaml", "%YAML:1.0\n---\n- 1\n- 2\n"),
        withText("broken_json", {"not a yaml"}, ".json", "{ \"onnx\": "),
        withText("no_fields", {"'format_version'", "missing"}, ".json", "{ }")),
    refusedName);

TEST(Zoom_ModelBadInput, zoomed_size_is_refused)
{
    EXPECT_THROW(SaliencySampler::create(shippedFile(ZOOM_MODELS, "contrast.yaml"), Size(0, 10)), cv::Exception);
}

} // namespace
} // namespace opencv_test
