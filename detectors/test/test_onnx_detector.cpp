// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "expect_error.hpp"
#include "real_data.hpp"

#include "zoom_detectors/onnx_detector.hpp"

#include "opencv2/imgcodecs.hpp"

#include <fstream>
#include <map>

namespace detectors {
namespace {

//! Detectors described by a yaml file, made of its lines.
class OnnxDetectors : public RealData
{
protected:
    typedef std::map<std::string, std::string> Fields;

    void SetUp() override
    {
        folder = cv::tempfile("");
        std::filesystem::create_directories(folder);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    std::string write(const std::string& name, const std::string& text) const
    {
        std::ofstream(folder + "/" + name) << text;
        return folder + "/" + name;
    }

    std::string yaml(const Fields& fields) const
    {
        std::string text = "%YAML:1.0\n---\n";
        for (const auto& one : fields)
            text += one.first + ": " + one.second + "\n";
        return write("detector.yaml", text);
    }

    //! A network that is no detector, which every checkout has.
    static std::string contrast() { return std::filesystem::absolute(ZOOM_MODELS "/contrast.onnx").string(); }

    static Fields yolo()
    {
        return {{"format_version", "1"},        {"onnx", "'" + contrast() + "'"}, {"decoder", "yolov8"},
                {"input_size", "[ 248, 248 ]"}, {"mean", "[ 1, 2, 3 ]"},          {"scale", "[ 0.5, 0.25, 0.125 ]"},
                {"channel_order", "RGB"},       {"resize", "letterbox"},          {"threshold", "0.25"},
                {"nms_overlap", "0.7"},         {"classes", "[ cat, dog ]"}};
    }

    static Fields ssd()
    {
        Fields fields = yolo();
        fields["decoder"] = "ssd";
        fields["boxes_output"] = "boxes";
        fields["scores_output"] = "scores";
        fields["score_activation"] = "softmax";
        fields["box_unit"] = "input";
        fields["box_format"] = "corners";
        return fields;
    }

    static Fields with(Fields fields, const std::string& name, const std::string& value)
    {
        fields[name] = value;
        return fields;
    }

    static Fields without(Fields fields, const std::string& name)
    {
        fields.erase(name);
        return fields;
    }

    void expectRefused(const Fields& fields, const std::vector<std::string>& words) const
    {
        const std::string path = yaml(fields);
        std::vector<std::string> all = words;
        all.push_back("detector '" + path + "'");
        expectError([&] { readOnnxDetector(path); }, all);
    }

    std::string folder;
};

TEST_F(OnnxDetectors, FieldsAreRead)
{
    const OnnxDetectorParams params = readOnnxDetector(yaml(yolo()));
    EXPECT_EQ(params.onnx, contrast());
    EXPECT_EQ(params.decoder.name, "yolov8");
    EXPECT_EQ(params.decoder.classes, 2);
    EXPECT_EQ(params.input.size, cv::Size(248, 248));
    EXPECT_EQ(params.input.multipleOf, 0);
    EXPECT_EQ(params.input.resize, InputRule::LETTERBOX);
    EXPECT_EQ(params.input.padding, 114);
    EXPECT_EQ(params.mean, cv::Scalar(1, 2, 3));
    EXPECT_EQ(params.scale, cv::Scalar(0.5, 0.25, 0.125));
    EXPECT_TRUE(params.swapRB);
    EXPECT_EQ(params.threshold, 0.25);
    EXPECT_EQ(params.nmsOverlap, 0.7);
    EXPECT_EQ(params.classes, (std::vector<std::string>{"cat", "dog"}));
}

TEST_F(OnnxDetectors, OptionalFieldsAreRead)
{
    Fields fields = with(with(without(yolo(), "input_size"), "multiple_of", "32"), "padding", "0");
    OnnxDetectorParams params = readOnnxDetector(yaml(fields));
    EXPECT_EQ(params.input.multipleOf, 32);
    EXPECT_EQ(params.input.padding, 0);
    params = readOnnxDetector(yaml(with(with(yolo(), "decoder", "yolox"), "strides", "[ 8, 64 ]")));
    EXPECT_EQ(params.decoder.strides, (std::vector<int>{8, 64}));
    params = readOnnxDetector(yaml(with(with(yolo(), "decoder", "detection_output"), "first_label", "1")));
    EXPECT_EQ(params.decoder.firstLabel, 1);
    params = readOnnxDetector(yaml(with(ssd(), "background", "2")));
    EXPECT_EQ(params.decoder.background, 2);
    EXPECT_EQ(params.decoder.activation, DecoderParams::SOFTMAX);
    EXPECT_EQ(params.decoder.boxFormat, DecoderParams::CORNERS);
    EXPECT_TRUE(params.decoder.normalisedBoxes);
}

TEST_F(OnnxDetectors, ClassesAndPriorsMayBeFilesBesideTheYaml)
{
    write("animals.names", "cat\r\nguinea pig\n\n");
    write("priors.csv", "0.5,0.5,0.25,1\n0.25, 0.75, 0.1, 0.2\n");
    Fields fields = with(with(ssd(), "classes", "animals.names"), "priors", "priors.csv");
    fields = with(without(fields, "box_format"), "variances", "[ 0.1, 0.2 ]");
    const OnnxDetectorParams params = readOnnxDetector(yaml(fields));
    EXPECT_EQ(params.classes, (std::vector<std::string>{"cat", "guinea pig"}));
    ASSERT_EQ(params.decoder.priors.size(), cv::Size(4, 2));
    EXPECT_EQ(params.decoder.priors.at<double>(1, 1), 0.75);
    EXPECT_EQ(params.decoder.variances, cv::Vec2d(0.1, 0.2));

    write("priors.csv", "0.5,0.5,0.25\n");
    expectRefused(fields, {"'priors'", "line 1"});
    write("animals.names", "\n");
    expectRefused(fields, {"'classes'"});
}

TEST_F(OnnxDetectors, EveryMissingFieldIsNamed)
{
    for (const auto& one : yolo())
        expectRefused(without(yolo(), one.first), {"field '" + one.first + "' is missing"});
    for (const char* field : {"boxes_output", "scores_output", "score_activation", "box_unit", "box_format"})
        expectRefused(without(ssd(), field), {"field '" + std::string(field) + "' is missing"});
    expectRefused(with(yolo(), "decoder", "detection_output"), {"field 'first_label' is missing"});
    write("priors.csv", "0.5,0.5,0.25,1\n");
    expectRefused(with(without(ssd(), "box_format"), "priors", "priors.csv"), {"field 'variances' is missing"});
}

TEST_F(OnnxDetectors, WrongFieldsAreNamedWithWhatIsAllowed)
{
    expectRefused(with(yolo(), "treshold", "0.5"), {"field 'treshold' is unknown"});
    expectRefused(with(yolo(), "strides", "[ 8 ]"), {"field 'strides' is unknown"}); // yolox's alone
    expectRefused(with(yolo(), "format_version", "2"), {"'format_version'", "2"});
    expectRefused(with(yolo(), "onnx", "nowhere.onnx"), {"'onnx'", "nowhere.onnx"});
    expectRefused(with(yolo(), "decoder", "yolo"), {"'decoder' is 'yolo'", "yunet or fastestdet or yolox"});
    expectRefused(with(yolo(), "input_size", "[ 0, 8 ]"), {"'input_size' holds 0"});
    expectRefused(with(yolo(), "input_size", "320"), {"'input_size' must be a list of 2 numbers"});
    expectRefused(with(yolo(), "multiple_of", "32"), {"'input_size'", "'multiple_of'"});
    expectRefused(with(without(yolo(), "input_size"), "multiple_of", "0"), {"'multiple_of' is 0"});
    expectRefused(with(yolo(), "mean", "[ 1, 2 ]"), {"'mean' must be a list of 3 numbers"});
    expectRefused(with(yolo(), "scale", "1"), {"'scale' must be a list of 3 numbers"});
    expectRefused(with(yolo(), "channel_order", "GRB"), {"'channel_order' is 'GRB'", "RGB or BGR"});
    expectRefused(with(yolo(), "resize", "crop"), {"'resize' is 'crop'", "stretch or letterbox"});
    expectRefused(with(with(yolo(), "resize", "stretch"), "padding", "0"), {"'padding'", "stretch"});
    expectRefused(with(yolo(), "padding", "256"), {"'padding' is 256"});
    expectRefused(with(yolo(), "threshold", "1.5"), {"'threshold' is 1.5"});
    expectRefused(with(yolo(), "nms_overlap", "-1"), {"'nms_overlap' is -1"});
    expectRefused(with(yolo(), "classes", "nowhere.names"), {"'classes'", "nowhere.names"});
    expectRefused(with(yolo(), "classes", "[ 1, 2 ]"), {"'classes' must be a list of texts"});
    expectRefused(with(yolo(), "decoder", "yunet"), {"'classes' has 2 names"});
    expectRefused(with(with(yolo(), "decoder", "yolox"), "strides", "[ 8, 0.5 ]"), {"'strides' holds 0.5"});
    expectRefused(with(ssd(), "background", "3"), {"'background' is 3", "0 to 2"});
    expectRefused(with(ssd(), "variances", "[ 0.1, 0.2 ]"), {"'variances'", "'priors'"});
    expectRefused(with(ssd(), "score_activation", "tanh"), {"'score_activation' is 'tanh'", "none or softmax"});
    write("priors.csv", "0.5,0.5,0.25,1\n");
    expectRefused(with(with(ssd(), "priors", "priors.csv"), "variances", "[ 0.1, 0.2 ]"), {"'box_format'", "'priors'"});
    expectRefused(with(with(yolo(), "decoder", "detection_output"), "first_label", "-1"), {"'first_label' is -1"});
}

TEST_F(OnnxDetectors, WhatIsNoYamlFileIsRefused)
{
    expectError([] { readOnnxDetector("nowhere.yaml"); }, {"nowhere.yaml", "does not exist"});
    expectError([] { readOnnxDetector(contrast()); }, {"is an ONNX network", "detectors/README.md"});
    const std::string path = write("empty.yaml", "nothing");
    expectError([&] { readOnnxDetector(path); }, {path, "is not a yaml"});
}

TEST_F(OnnxDetectors, NetworkThatNoDecoderFitsIsRefusedWithItsOutputsAndAllDecoders)
{
    const std::string path = yaml(yolo());
    std::vector<std::string> words = decoderNames();
    words.insert(words.end(), {"contrast.onnx", "'yolov8' does not fit", "(1 x 1 x 31 x 31)"});
    expectError([&] { createDetector(path, ""); }, words);
}

TEST_F(OnnxDetectors, FileThatIsNoNetworkIsRefused)
{
    const std::string path = yaml(with(yolo(), "onnx", write("broken.onnx", "no network")));
    expectError([&] { createDetector(path, ""); }, {"broken.onnx", "does not load"});
}

//! The file of one of the networks of ZOOM_DATA; its stated fields are what createDetector() has for its name.
class RealYaml : public OnnxDetectors
{
protected:
    std::string yunet() const
    {
        return yaml({{"format_version", "1"},
                     {"onnx", "'" + std::filesystem::absolute(data(YUNET)).string() + "'"},
                     {"decoder", "yunet"},
                     {"multiple_of", "32"},
                     {"mean", "[ 0, 0, 0 ]"},
                     {"scale", "[ 1, 1, 1 ]"},
                     {"channel_order", "BGR"},
                     {"resize", "stretch"},
                     {"threshold", "0.6"},
                     {"nms_overlap", "0.3"},
                     {"classes", "[ face ]"}});
    }

    std::string fastestDet(const std::string& resize) const
    {
        const std::string s = "0.00392156862745098";
        return yaml({{"format_version", "1"},
                     {"onnx", "'" + std::filesystem::absolute(data(FASTESTDET)).string() + "'"},
                     {"decoder", "fastestdet"},
                     {"input_size", "[ 352, 352 ]"},
                     {"mean", "[ 0, 0, 0 ]"},
                     {"scale", "[ " + s + ", " + s + ", " + s + " ]"},
                     {"channel_order", "BGR"},
                     {"resize", resize},
                     {"threshold", "0.5"},
                     {"nms_overlap", "0.45"},
                     {"classes", "'" + std::filesystem::absolute(data("detectors/coco.names")).string() + "'"}});
    }

    const std::string YUNET = "detectors/yunet_n_320_320.onnx", FASTESTDET = "detectors/FastestDet.onnx";
};

void expectEqual(const std::vector<Detection>& a, const std::vector<Detection>& b, double tolerance)
{
    ASSERT_EQ(a.size(), b.size());
    for (size_t i = 0; i < a.size(); i++)
    {
        EXPECT_NEAR(a[i].box.x, b[i].box.x, tolerance);
        EXPECT_NEAR(a[i].box.y, b[i].box.y, tolerance);
        EXPECT_NEAR(a[i].box.width, b[i].box.width, tolerance);
        EXPECT_NEAR(a[i].box.height, b[i].box.height, tolerance);
        EXPECT_NEAR(a[i].score, b[i].score, 1e-6);
        EXPECT_EQ(a[i].label, b[i].label);
    }
}

TEST_F(RealYaml, MultiplyAddsOfGroupedConvolutionsAreNotThoseOfDenseOnes)
{
    REQUIRE_FILE(data(FASTESTDET));
    const OnnxDetector detector(fastestDetParams(data(FASTESTDET)));
    // Its authors say 252 million operations at 352x352, two of which are a multiply-add.
    EXPECT_NEAR(detector.multiplyAdds(cv::Size(640, 480)), 126e6, 6e6);
}

TEST_F(RealYaml, YuNetIsWhatItsNameStandsFor)
{
    REQUIRE_FILE(data(YUNET));
    const cv::Mat image = reduced(cv::imread(data("photos/nasa.jpg")), cv::Size(640, 512));
    const cv::Ptr<Detector> byFile = createDetector(yunet(), ""), byName = createDetector("yunet", data(YUNET));
    const std::vector<Detection> found = byFile->detect(image);
    EXPECT_GE(found.size(), 10u);
    expectEqual(found, byName->detect(image), 0);
    EXPECT_EQ(byFile->identity(), byName->identity());
    EXPECT_EQ(byFile->labelName(0), "face");
    EXPECT_EQ(byFile->acceptedSize(cv::Size(500, 10)), cv::Size(512, 32));
    EXPECT_FALSE(byFile->hasFixedSize());
}

TEST_F(RealYaml, ImageOfAnySizeIsStretchedAndItsBoxesComeBack)
{
    REQUIRE_FILE(data(YUNET));
    const cv::Mat photo = reduced(cv::imread(data("photos/nasa.jpg")), cv::Size(650, 500));
    const cv::Ptr<Detector> detector = createDetector(yunet(), "");
    cv::Mat input;
    cv::resize(photo, input, cv::Size(640, 512)); // enlarged one way: bilinear
    std::vector<Detection> expected = detector->detect(input);
    EXPECT_GE(expected.size(), 10u);
    for (Detection& one : expected)
        one.box = cv::Rect2d(one.box.x * 650 / 640, one.box.y * 500 / 512, one.box.width * 650 / 640,
                             one.box.height * 500 / 512);
    expectEqual(detector->detect(photo), expected, 1e-9);
}

TEST_F(RealYaml, LetterboxedImageGivesItsBoxesBack)
{
    REQUIRE_FILE(data("video/person-bicycle-car-detection.gif"));
    const cv::Mat frame = reduced(videoFrame(data("video/person-bicycle-car-detection.gif"), 35), cv::Size(704, 400));
    // By hand: half the size, 352x200, with 76 rows of 114 above and below.
    cv::Mat input(352, 352, CV_8UC3, cv::Scalar::all(114));
    reduced(frame, cv::Size(352, 200)).copyTo(input(cv::Rect(0, 76, 352, 200)));
    std::vector<Detection> expected = createDetector("fastestdet", data(FASTESTDET))->detect(input);
    EXPECT_GE(expected.size(), 1u);
    for (Detection& one : expected)
        one.box = cv::Rect2d(2 * one.box.x, 2 * (one.box.y - 76), 2 * one.box.width, 2 * one.box.height);
    const cv::Ptr<Detector> detector = createDetector(fastestDet("letterbox"), "");
    expectEqual(detector->detect(frame), expected, 1e-9);
    EXPECT_EQ(detector->acceptedSize(cv::Size(768, 576)), cv::Size(352, 264));
    EXPECT_TRUE(detector->hasFixedSize());
}

TEST_F(RealYaml, ScaleMayDifferByChannelAndChannelsMayBeSwapped)
{
    REQUIRE_FILE(data(FASTESTDET));
    OnnxDetectorParams params = fastestDetParams(data(FASTESTDET));
    const cv::Mat frame = reduced(videoFrame(data("video/person-bicycle-car-detection.gif"), 35), cv::Size(352, 352));
    const std::vector<Detection> expected = OnnxDetector(params).detect(frame);
    EXPECT_GE(expected.size(), 1u);
    // The same input by other means: blue is halved in the image and doubled by the scale of the third channel of RGB.
    cv::Mat even, halved, channels[3];
    frame.convertTo(even, CV_8U, 0.5);
    even = even * 2;
    const std::vector<Detection> ofEven = OnnxDetector(params).detect(even);
    cv::split(even, channels);
    channels[0] = channels[0] / 2;
    std::swap(channels[0], channels[2]);
    cv::merge(channels, 3, halved);
    params.swapRB = true;
    params.scale = cv::Scalar(1 / 255., 1 / 255., 1 / 255.);
    params.scale[0] *= 2; // the image's third channel, which the network gets first
    expectEqual(OnnxDetector(params).detect(halved), ofEven, 1e-3);
}

TEST_F(RealYaml, IdentityChangesWithEveryFieldThatMatters)
{
    REQUIRE_FILE(data(YUNET));
    const OnnxDetectorParams params = yunetParams(data(YUNET));
    const std::string identity = OnnxDetector(params).identity();
    EXPECT_EQ(OnnxDetector(params).identity(), identity);
    EXPECT_EQ(identity.find('\n'), std::string::npos);
    EXPECT_NE(OnnxDetector(params, 0.7).identity(), identity);
    const std::vector<std::function<void(OnnxDetectorParams&)>> changes = {
        [](OnnxDetectorParams& p) { p.input.multipleOf = 64; },
        [](OnnxDetectorParams& p) { p.input.resize = InputRule::LETTERBOX; },
        [](OnnxDetectorParams& p) { p.input.padding = 0; },
        [](OnnxDetectorParams& p) { p.mean[1] = 1; },
        [](OnnxDetectorParams& p) { p.scale[2] = 2; },
        [](OnnxDetectorParams& p) { p.swapRB = true; },
        [](OnnxDetectorParams& p) { p.nmsOverlap = 0.4; },
    };
    for (const auto& change : changes)
    {
        OnnxDetectorParams other = params;
        change(other);
        EXPECT_NE(OnnxDetector(other).identity(), identity);
    }
}

TEST_F(RealYaml, NumberOfClassesMustBeTheNetworks)
{
    REQUIRE_FILE(data(FASTESTDET));
    OnnxDetectorParams params = fastestDetParams(data(FASTESTDET));
    params.decoder.classes = 3;
    expectError([&] { OnnxDetector detector(params); }, {"FastestDet.onnx", "1 x 85 x 22 x 22", "1 x 8 x rows"});
}

TEST_F(RealYaml, ImagesOfOtherTypesAreErrors)
{
    REQUIRE_FILE(data(YUNET));
    const cv::Ptr<Detector> detector = createDetector("yunet", data(YUNET));
    EXPECT_THROW(detector->detect(cv::Mat::zeros(32, 32, CV_8UC1)), cv::Exception);
    EXPECT_THROW(detector->detect(cv::Mat()), cv::Exception);
}

} // namespace
} // namespace detectors
