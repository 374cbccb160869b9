// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/photo_filter.hpp"

#include "expect_error.hpp"
#include "opencv2/imgcodecs.hpp"
#include "real_data.hpp"
#include "test_folder.hpp"
#include "zoom_detectors/onnx_detector.hpp"
#include "zoom_gaze/photos.hpp"

namespace {

using namespace gaze;

//! Finds a face in what is red, if it is looked at with the size that it wants.
class RedDetector : public detectors::Detector
{
public:
    explicit RedDetector(int wanted_) : wanted(wanted_) {}
    std::vector<detectors::Detection> detect(const cv::Mat& image) override
    {
        const cv::Vec3b middle = image.at<cv::Vec3b>(image.rows / 2, image.cols / 2);
        if (middle[2] > 200 && (wanted == 0 || image.cols == wanted))
            return {{cv::Rect2d(0, 0, 5, 5), 1.f, 0}};
        return {};
    }
    std::string identity() const override { return "red"; }

private:
    int wanted;
};

class PhotoFilter : public TestFolder
{
protected:
    std::string photo(const std::string& name, cv::Size size, const cv::Scalar& colour) const
    {
        const std::string file = (folder / name).string();
        EXPECT_TRUE(cv::imwrite(file, cv::Mat(size, CV_8UC3, colour)));
        return file;
    }
};

TEST_F(PhotoFilter, drops_photos_with_faces_of_any_size)
{
    const cv::Scalar red(0, 0, 255), green(0, 255, 0);
    const std::string a = photo("a.png", {1600, 900}, green), b = photo("b.png", {1600, 900}, red),
                      c = photo("c.png", {200, 100}, green);
    for (int wanted : {1280, 320}) // the size in which the detector finds it
    {
        RedDetector detector(wanted);
        const SortedPhotos sorted = sortPhotos({a, b, c}, detector);
        EXPECT_EQ(sorted.withoutFaces, (std::vector<std::string>{a, c})) << wanted;
        ASSERT_EQ(sorted.dropped.size(), 1u);
        EXPECT_EQ(sorted.dropped[0].file, b);
        EXPECT_EQ(sorted.dropped[0].faces, 1);
    }
}

TEST_F(PhotoFilter, says_what_is_wrong)
{
    RedDetector detector(0);
    const std::string red = photo("red.png", {100, 100}, cv::Scalar(0, 0, 255));
    expectError([&] { sortPhotos({red}, detector); }, {"sortPhotos", "all of the 1 photos"});
    expectError([&] { sortPhotos({(folder / "nowhere.png").string()}, detector); }, {"sortPhotos", "nowhere.png"});
}

class RealPhotos : public detectors::RealData
{
};

TEST_F(RealPhotos, with_people_are_no_backgrounds)
{
    const std::string network = data("detectors/yunet_n_320_320.onnx");
    REQUIRE_FILE(network);
    REQUIRE_FILE(data("photos/nasa.jpg"));
    REQUIRE_FILE(data("kodak/kodim04.png"));
    detectors::OnnxDetector yunet(detectors::yunetParams(network), FACE_THRESHOLD);
    // A crowd and a portrait; a wall, hats on a wall and a flower.
    const std::vector<std::string> people = {data("photos/nasa.jpg"), data("kodak/kodim04.png")},
                                   things = {data("kodak/kodim01.png"), data("kodak/kodim03.png"),
                                             data("photos/flower_foveon.rgb.png")};
    std::vector<std::string> all = people;
    all.insert(all.end(), things.begin(), things.end());
    const SortedPhotos sorted = sortPhotos(all, yunet);
    EXPECT_EQ(sorted.withoutFaces, things);
    ASSERT_EQ(sorted.dropped.size(), 2u);
    EXPECT_EQ(sorted.dropped[0].file, people[0]);
    EXPECT_GE(sorted.dropped[0].faces, 10);
    EXPECT_EQ(sorted.dropped[1].file, people[1]);
}

} // namespace
