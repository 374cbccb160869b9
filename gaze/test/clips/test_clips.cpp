// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "clips/clip_measure.hpp"
#include "clips/mean_saliency.hpp"
#include "clips/pasted_clip.hpp"

#include "expect_error.hpp"
#include "real_data.hpp"
#include "run_program.hpp"
#include "test_folder.hpp"
#include "zoom_gaze/magnification_at.hpp"
#include "zoom_gaze/renderer.hpp"

#include "opencv2/imgcodecs.hpp"

#include <set>

namespace {

using namespace clips;

TEST(PastedClip, is_off_the_middle_and_knows_where)
{
    const cv::Mat photo(300, 700, CV_8UC3, cv::Scalar(10, 20, 30));
    std::set<int> places;
    int right = 0;
    for (uint64_t seed = 0; seed < 40; ++seed)
    {
        PastedClip pasted(photo, cv::Size(320, 240), seed);
        const cv::Rect area = pasted.area();
        EXPECT_GE(pasted.scale(), 0.4);
        EXPECT_LE(pasted.scale(), 0.7);
        EXPECT_NEAR(area.height / 720., pasted.scale(), 0.002) << "a clip of 4:3 is limited by the height";
        EXPECT_NEAR(area.width / double(area.height), 4 / 3., 0.01);
        EXPECT_EQ(area, area & cv::Rect(0, 0, 1280, 720));
        EXPECT_GE(std::abs(area.x + area.width / 2. - 640), 127) << "off the middle";
        right += area.x + area.width / 2 > 640;
        places.insert(area.x);
        // A white spot in the clip is where placeOf() says.
        cv::Mat frame(240, 320, CV_8UC3, cv::Scalar::all(0));
        frame(cv::Rect(200, 50, 8, 8)).setTo(cv::Scalar::all(255));
        const cv::Mat& picture = pasted.paste(frame);
        ASSERT_EQ(picture.size(), cv::Size(1280, 720));
        const cv::Point2d at = pasted.placeOf(cv::Point2d(204, 54));
        EXPECT_EQ(picture.at<cv::Vec3b>(int(at.y), int(at.x)), cv::Vec3b::all(255));
        const cv::Point2d dark = pasted.placeOf(cv::Point2d(20, 54));
        EXPECT_EQ(picture.at<cv::Vec3b>(int(dark.y), int(dark.x)), cv::Vec3b::all(0));
        EXPECT_EQ(picture.at<cv::Vec3b>(5, area.x > 640 ? 5 : 1275), cv::Vec3b(10, 20, 30)) << "the photo";
    }
    EXPECT_GT(places.size(), 30u);
    EXPECT_GT(right, 10);
    EXPECT_LT(right, 30);
    PastedClip pasted(photo, cv::Size(320, 240), 0);
    expectError([&] { pasted.paste(cv::Mat(100, 320, CV_8UC3)); }, {"clip's size"});
}

TEST(EyeMagnification, has_a_median_and_a_share)
{
    EyeMagnification eyes;
    EXPECT_TRUE(std::isnan(eyes.median()));
    EXPECT_TRUE(std::isnan(eyes.shareWanted()));
    for (double m : {1.8, 3., 1.7, 2., 0.5})
        eyes.add(m);
    EXPECT_EQ(eyes.median(), 1.8);
    EXPECT_EQ(eyes.shareWanted(), 0.6);
}

TEST(MeanSaliency, is_the_mean_of_shares)
{
    //! Heavier and heavier maps, first at the left and then at the right.
    class Steps : public cv::zoom::SaliencyEstimator
    {
    public:
        void estimate(cv::InputArray lowRes, double, cv::OutputArray saliency) override
        {
            EXPECT_EQ(lowRes.size(), cv::Size(32, 18));
            cv::Mat map = cv::Mat::zeros(2, 2, CV_32F);
            map.at<float>(0, calls % 2) = float(1 + calls);
            ++calls;
            map.copyTo(saliency);
        }
        cv::Size inputSize() const override { return cv::Size(32, 18); }
        int calls = 0;
    } steps;
    const cv::Mat mean = meanSaliency(steps, 4, std::make_shared<gaze::Photos>(std::vector<std::string>()));
    EXPECT_EQ(steps.calls, 4);
    EXPECT_NEAR(mean.at<float>(0, 0), 0.5, 1e-6) << "every frame counts alike";
    EXPECT_NEAR(mean.at<float>(0, 1), 0.5, 1e-6);
    EXPECT_EQ(mean.at<float>(1, 0), 0);
}

//! What finds faces on real pictures must be there.
class Clips : public detectors::RealData
{
protected:
    void SetUp() override
    {
        folder = gaze::makeTestFolder();
        ASSERT_FALSE(folder.empty());
        yunet = data("detectors/yunet_n_320_320.onnx");
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    std::string path(const std::string& name) const { return folder + "/" + name; }

    //! A rendered person whose gaze wanders; and where the eyes are in each frame.
    std::vector<std::vector<cv::Point2d>> writeRenderedClip(const std::string& file, int frames) const
    {
        gaze::SceneRanges ranges;
        ranges.frame = cv::Size(640, 360);
        ranges.distance = {30, 36};
        ranges.irisDiameter = {18, 20};
        ranges.closedLids = 0;
        ranges.glasses = 0;
        ranges.effects = 0.2;
        ranges.headTurn = 3;
        gaze::Scene scene = gaze::drawScene(12, ranges);
        gaze::Renderer renderer;
        cv::VideoWriter video(file, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 10, ranges.frame);
        EXPECT_TRUE(video.isOpened());
        std::vector<std::vector<cv::Point2d>> eyes;
        cv::Mat frame;
        for (int i = 0; i < frames; ++i)
        {
            scene.head.position[0] += i % 2 ? 0.4 : -0.3;
            scene.effects.seed = uint64_t(i);
            renderer.render(scene, frame);
            video.write(frame);
            const gaze::Label label = gaze::labelOf(scene);
            eyes.push_back({label.eyes[0].irisCentre, label.eyes[1].irisCentre});
        }
        return eyes;
    }

    std::string folder, yunet;
};

TEST_F(Clips, reference_finds_the_eyes_of_rendered_people)
{
    REQUIRE_FILE(yunet);
    const std::unique_ptr<EyeFinder> finder = createEyeFinder(yunet);
    gaze::SceneRanges ranges;
    ranges.frame = cv::Size(640, 360);
    ranges.distance = {30, 50};
    ranges.closedLids = 0;
    gaze::Renderer renderer;
    cv::Mat frame;
    int people = 0, found = 0, near = 0;
    for (uint64_t seed = 0; people < 20; ++seed)
    {
        const gaze::Scene scene = gaze::drawScene(seed, ranges);
        const gaze::Label label = gaze::labelOf(scene);
        const cv::Point2d right = label.eyes[0].centre, left = label.eyes[1].centre;
        const double apart = cv::norm(right - left);
        // Of faces that the frame cuts off YuNet's points are off.
        const cv::Rect2d inside(2 * apart, 2 * apart, ranges.frame.width - 4 * apart, ranges.frame.height - 4 * apart);
        if (!inside.contains(right) || !inside.contains(left))
            continue;
        ++people;
        renderer.render(scene, frame);
        const std::vector<cv::Point2d> eyes = finder->eyes(frame);
        if (eyes.empty())
            continue;
        ++found;
        near += cv::norm(eyes[0] - right) < 0.3 * apart && cv::norm(eyes[1] - left) < 0.3 * apart;
    }
    std::printf("eyes of %d of %d rendered people found, %d of them where they are\n", found, people, near);
    EXPECT_GE(found, people * 3 / 4);
    EXPECT_GE(near, found * 4 / 5);
}

TEST_F(Clips, references_agree_on_a_real_person)
{
    REQUIRE_FILE(yunet);
    REQUIRE_FILE(data("video/asl-book.mkv"));
    const std::unique_ptr<EyeFinder> points = createEyeFinder(yunet), cascades = createEyeFinder("");
    cv::VideoCapture video(data("video/asl-book.mkv"));
    cv::Mat frame;
    int both = 0, agree = 0;
    for (int i = 0; i < 30 && video.read(frame); ++i)
    {
        if (i % 3)
            continue;
        const std::vector<cv::Point2d> a = points->eyes(frame), b = cascades->eyes(frame);
        if (a.empty() || b.empty())
            continue;
        ++both;
        const double apart = cv::norm(a[0] - a[1]);
        agree += std::all_of(b.begin(), b.end(), [&](const cv::Point2d& eye) { // cascades may find one of them
            return std::min(cv::norm(eye - a[0]), cv::norm(eye - a[1])) < 0.3 * apart;
        });
    }
    std::printf("both references found the eyes in %d of 10 frames and agree in %d\n", both, agree);
    EXPECT_GE(both, 5);
    EXPECT_GE(agree, both * 3 / 4);
}

TEST_F(Clips, are_measured_by_the_program)
{
    REQUIRE_FILE(yunet);
    REQUIRE_FILE(data("kodak/kodim01.png"));
    const auto eyes = writeRenderedClip(path("person.avi"), 8);
    std::filesystem::create_directories(path("photos"));
    std::filesystem::copy_file(data("kodak/kodim01.png"), path("photos/wall.png"));
    const std::string model = std::string(ZOOM_MODELS) + "/contrast.yaml";
    const auto run = [&](const std::vector<std::string>& more, std::string& said) {
        std::vector<std::string> words = {GAZE_CLIPS, "--output=" + path("clips.json")};
        words.insert(words.end(), more.begin(), more.end());
        const int status = programs::statusOf(programs::startProgram(words, {}, path("said.txt")));
        said = programs::readText(path("said.txt"));
        return status;
    };
    std::string said;
    ASSERT_EQ(run({"--clips=" + folder, "--model=" + model, "--yunet=" + yunet, "--photos=" + path("photos"),
                   "--prior-frames=4"},
                  said),
              0)
        << said;
    const cv::FileStorage json(path("clips.json"), cv::FileStorage::READ | cv::FileStorage::FORMAT_JSON);
    ASSERT_EQ(json["clips"].size(), 1u);
    const cv::FileNode clip = json["clips"][0];
    EXPECT_EQ(std::string(clip["clip"]), "person.avi");
    EXPECT_EQ(int(clip["frames"]), 8);
    EXPECT_EQ(int(clip["frames_with_eyes"]), 8);
    EXPECT_GE(double(clip["pasted_scale"]), 0.4);
    EXPECT_EQ(std::string(clip["pasted_into"]), "wall.png");

    // The same with the eyes of the labels.
    const cv::Ptr<cv::zoom::SaliencySampler> sampler = cv::zoom::SaliencySampler::create(model, cv::Size(224, 224));
    sampler->setSmoothing(0);
    cv::VideoCapture video(path("person.avi"));
    cv::Mat frame, zoomed;
    gaze::MagnificationAt magnification;
    EyeMagnification expected;
    for (const auto& pair : eyes)
    {
        ASSERT_TRUE(video.read(frame));
        sampler->apply(frame, zoomed);
        expected.add(magnification.smallest(sampler->getTransform(), pair));
    }
    std::printf("%s", said.c_str());
    EXPECT_NEAR(double(clip["learned"]["median_magnification"]), expected.median(), 0.1 * expected.median());
    for (const char* arm : {"learned", "fixed_prior", "pasted_learned", "pasted_fixed_prior"})
    {
        EXPECT_GT(double(clip[arm]["median_magnification"]), 0.2) << arm;
        const double share = double(clip[arm]["share_magnified"]);
        EXPECT_TRUE(share >= 0 && share <= 1) << arm;
    }
    EXPECT_NE(double(clip["pasted_fixed_prior"]["median_magnification"]),
              double(clip["fixed_prior"]["median_magnification"]));

    // Without photos nothing is pasted; without YuNet there are the cascades.
    ASSERT_EQ(run({"--clips=" + path("person.avi"), "--model=" + model, "--prior-frames=1", "--frames=2"}, said), 0)
        << said;
    EXPECT_NE(said.find("Haar"), std::string::npos) << said;
    const cv::FileStorage second(path("clips.json"), cv::FileStorage::READ | cv::FileStorage::FORMAT_JSON);
    EXPECT_EQ(int(second["clips"][0]["frames"]), 2);
    EXPECT_TRUE(second["clips"][0]["pasted_learned"].empty());
}

TEST_F(Clips, program_says_what_is_wrong)
{
    const auto says = [&](const std::vector<std::string>& more, const std::string& word) {
        std::vector<std::string> words = {GAZE_CLIPS, "--output=" + path("clips.json")};
        words.insert(words.end(), more.begin(), more.end());
        EXPECT_EQ(programs::statusOf(programs::startProgram(words, {}, path("said.txt"))), 1);
        const std::string said = programs::readText(path("said.txt"));
        EXPECT_NE(said.find(word), std::string::npos) << word << " is not in " << said;
    };
    const std::string model = std::string("--model=") + ZOOM_MODELS + "/contrast.yaml";
    says({"--clips=" + folder, "--model=" + path("none.yaml")}, "zoom_train export");
    says({"--clips=" + folder, model}, "there is no video");
    says({"--clips=" + path("nowhere"), model}, "does not exist");
    says({"--clips=" + folder, model, "--step=0"}, "--step");
    says({"--clip=" + folder, model}, "is unknown");
    EXPECT_FALSE(std::filesystem::exists(path("clips.json")));
}

TEST_F(Clips, script_says_that_the_model_is_missing)
{
    EXPECT_EQ(programs::statusOf(programs::startProgram({CHECK_GAZE_CLIPS, folder, "--model=" + path("none.yaml")}, {},
                                                        path("said.txt"))),
              1);
    const std::string said = programs::readText(path("said.txt"));
    EXPECT_NE(said.find("none.yaml is missing"), std::string::npos) << said;
    EXPECT_NE(said.find("zoom_train export"), std::string::npos) << said;
    EXPECT_EQ(programs::statusOf(programs::startProgram({CHECK_GAZE_CLIPS}, {}, path("said.txt"))), 2);
}

} // namespace
