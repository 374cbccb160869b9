// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_harness.hpp"

using namespace gstzoom_test;

namespace {

struct Case
{
    const char* format;
    cv::Size source, zoomed;
    int row_padding;
};

void PrintTo(const Case& c, std::ostream* os)
{
    *os << c.format << " " << c.source << " to " << c.zoomed << ", rows padded by " << c.row_padding;
}

std::vector<Case> cases()
{
    std::vector<Case> all;
    for (const char* format : {"GRAY8", "BGR", "RGB", "BGRx", "RGBx", "BGRA", "RGBA", "NV12", "I420"})
        for (const auto& sizes :
             {std::make_pair(cv::Size(320, 240), cv::Size(160, 120)),
              std::make_pair(cv::Size(321, 243), cv::Size(165, 87)), std::make_pair(cv::Size(97, 61), cv::Size(97, 61)),
              std::make_pair(cv::Size(33, 17), cv::Size(1, 1))})
            for (int row_padding : {0, 13, 64})
                all.push_back({format, sizes.first, sizes.second, row_padding});
    return all;
}

class Format : public testing::TestWithParam<Case>
{
};

} // namespace

TEST_P(Format, isSampledAsCvZoomSamplesIt)
{
    const Case c = GetParam();
    const Picture picture = makePicture(c.format, c.source);
    auto h = harness("zoomsample saliency=spectral");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture, ",chroma-site=mpeg2").c_str());
    gst_harness_set_sink_caps_str(
        h.get(),
        ("video/x-raw,width=" + std::to_string(c.zoomed.width) + ",height=" + std::to_string(c.zoomed.height)).c_str());

    auto out = pushAndPull(h.get(), makeBuffer(picture, 0, c.row_padding));

    const cv::zoom::ZoomTransform transform = transformOf(out.get());
    EXPECT_EQ(transform.frameSize(), c.source);
    EXPECT_EQ(transform.zoomedSize(), c.zoomed);
    // A uniform grid would not tell what was sampled from what was resized.
    EXPECT_GT(transform.maxMagnification(), 1.2);
    const Picture result = readBuffer(out.get(), outputCaps(h.get()).get());
    EXPECT_EQ(difference(result, zoomed(picture, transform)), 0);
}

TEST_P(Format, comesBackAsItWas)
{
    const Case c = GetParam();
    const Picture picture = makePicture(c.format, c.source);
    // A detector may get another format than the source has.
    auto h = harness("zoomsample saliency=spectral keep-source=true width=" + std::to_string(c.zoomed.width) +
                     " height=" + std::to_string(c.zoomed.height) +
                     " ! videoconvert ! video/x-raw,format=BGRx ! zoomrestore mode=original");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());

    auto out = pushAndPull(h.get(), makeBuffer(picture, 0, c.row_padding));

    const Picture result = readBuffer(out.get(), outputCaps(h.get()).get());
    EXPECT_EQ(result.format, c.format);
    EXPECT_EQ(difference(result, picture), 0);
}

TEST_P(Format, isUnzoomedAsCvZoomUnzoomsIt)
{
    const Case c = GetParam();
    const Picture picture = makePicture(c.format, c.source);
    const std::string sample = "zoomsample saliency=spectral width=" + std::to_string(c.zoomed.width) +
                               " height=" + std::to_string(c.zoomed.height);
    auto direct = harness(sample), h = harness(sample + " ! zoomrestore mode=unzoom");
    for (GstHarness* each : {direct.get(), h.get()})
        gst_harness_set_src_caps_str(each, capsOf(picture).c_str());

    auto in_between = pushAndPull(direct.get(), makeBuffer(picture, 0, c.row_padding));
    auto out = pushAndPull(h.get(), makeBuffer(picture, 0, c.row_padding));

    const Picture small = readBuffer(in_between.get(), outputCaps(direct.get()).get());
    const Picture result = readBuffer(out.get(), outputCaps(h.get()).get());
    EXPECT_EQ(result.format, c.format);
    ASSERT_EQ(result.size, c.source);
    ASSERT_EQ(result.planes.size(), picture.planes.size());
    cv::Mat expected;
    transformOf(in_between.get()).unzoom(small.planes[0], expected);
    EXPECT_EQ(cv::norm(result.planes[0], expected, cv::NORM_INF), 0);
}

INSTANTIATE_TEST_SUITE_P(All, Format, testing::ValuesIn(cases()));

namespace {

// The zoomed frame of one picture.
Picture sampled(const Picture& picture, const std::string& properties, const std::string& caps,
                cv::zoom::ZoomTransform& transform)
{
    auto h = harness("zoomsample saliency=spectral width=160 height=120 " + properties);
    gst_harness_set_src_caps_str(h.get(), caps.c_str());
    auto out = pushAndPull(h.get(), makeBuffer(picture));
    transform = transformOf(out.get());
    return readBuffer(out.get(), outputCaps(h.get()).get());
}

struct Site
{
    const char* name;
    int site;
};

void PrintTo(const Site& s, std::ostream* os)
{
    *os << s.name;
}

class ChromaSite : public testing::TestWithParam<Site>
{
};

} // namespace

TEST_P(ChromaSite, isThatOfTheCaps)
{
    const Picture picture = makePicture("NV12", cv::Size(320, 240));
    cv::zoom::ZoomTransform transform;
    const Picture result =
        sampled(picture, "", capsOf(picture, std::string(",chroma-site=") + GetParam().name), transform);
    for (int site : {cv::zoom::CHROMA_SITE_LEFT, cv::zoom::CHROMA_SITE_CENTER, cv::zoom::CHROMA_SITE_TOP_LEFT})
    {
        const double d = difference(result, zoomed(picture, transform, site));
        if (site == GetParam().site)
            EXPECT_EQ(d, 0);
        else
            EXPECT_GT(d, 0) << "sites " << site << " and " << GetParam().site << " give the same picture";
    }
}

INSTANTIATE_TEST_SUITE_P(All, ChromaSite,
                         testing::Values(Site{"mpeg2", cv::zoom::CHROMA_SITE_LEFT},
                                         Site{"jpeg", cv::zoom::CHROMA_SITE_CENTER},
                                         Site{"cosited", cv::zoom::CHROMA_SITE_TOP_LEFT}));

TEST(Interpolation, isThatOfTheProperty)
{
    const Picture picture = makePicture("BGR", cv::Size(320, 240));
    for (const auto& [name, interpolation] :
         {std::make_pair("area", cv::INTER_AREA), std::make_pair("linear", cv::INTER_LINEAR),
          std::make_pair("nearest", cv::INTER_NEAREST)})
    {
        cv::zoom::ZoomTransform transform;
        const Picture result = sampled(picture, std::string("interpolation=") + name, capsOf(picture), transform);
        EXPECT_EQ(difference(result, zoomed(picture, transform, 0, interpolation)), 0) << name;
        const int other = interpolation == cv::INTER_AREA ? cv::INTER_LINEAR : cv::INTER_AREA;
        EXPECT_GT(difference(result, zoomed(picture, transform, 0, other)), 0) << name;
    }
}

TEST(ChannelOrder, isTakenFromTheCaps)
{
    // The same bytes as RGB and as BGR have other colours and so another grey picture, and the saliency differs.
    Picture picture = makePicture("BGR", cv::Size(320, 240));
    cv::Mat red = picture.planes[0](cv::Rect(20, 20, 60, 60)), blue = picture.planes[0](cv::Rect(240, 160, 60, 60));
    red.setTo(cv::Scalar(0, 0, 255));
    blue.setTo(cv::Scalar(255, 0, 0));
    cv::Mat swapped;
    cv::mixChannels(std::vector<cv::Mat>{picture.planes[0]}, std::vector<cv::Mat>{swapped = picture.planes[0].clone()},
                    {0, 2, 1, 1, 2, 0});
    const Picture same = {"RGB", picture.size, {swapped}};
    const Picture other = {"RGB", picture.size, picture.planes};

    cv::zoom::ZoomTransform of_bgr, of_rgb, of_wrong;
    sampled(picture, "", capsOf(picture), of_bgr);
    sampled(same, "", capsOf(same), of_rgb);
    sampled(other, "", capsOf(other), of_wrong);
    cv::Mat bgr, rgb, wrong;
    of_bgr.getGrid(bgr);
    of_rgb.getGrid(rgb);
    of_wrong.getGrid(wrong);
    EXPECT_LT(cv::norm(bgr, rgb, cv::NORM_INF), 1e-6);
    EXPECT_GT(cv::norm(bgr, wrong, cv::NORM_INF), 1e-4);
}
