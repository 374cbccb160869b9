// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// What the generators that put real things together take from where: digits and photos of which each is of a kind that
// can be told from a sample.
#include "test_precomp.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/zoom_train/data.hpp"

#include <filesystem>
#include <fstream>
#include <set>

namespace opencv_test {
namespace {

using namespace cv::zoom_train;
namespace fs = std::filesystem;

const data::Split SPLITS[] = {data::TRAIN, data::VALIDATION, data::TEST};
const int SOURCES = 5;

struct SourcesTest : testing::Test
{
    SourcesTest() : folder(cv::tempfile(""))
    {
        fs::create_directories(folder + "/mnist");
        fs::create_directories(folder + "/kodak");
    }
    ~SourcesTest() { fs::remove_all(folder); }

    //! The class of digit k.
    static int labelOf(int k) { return 9 - k; }

    //! IDX files with a digit for each grey: all of its picture is so bright.
    void writeDigits(const std::vector<int>& greys) const
    {
        const std::string count = {0, 0, 0, char(greys.size())};
        std::string images = std::string("\0\0\10\3", 4) + count + std::string("\0\0\0\34\0\0\0\34", 8),
                    labels = std::string("\0\0\10\1", 4) + count;
        for (size_t k = 0; k < greys.size(); ++k)
        {
            images += std::string(28 * 28, char(uchar(greys[k])));
            labels += char(labelOf(int(k)));
        }
        std::ofstream(folder + "/mnist/images-idx3-ubyte", std::ios::binary) << images;
        std::ofstream(folder + "/mnist/labels-idx1-ubyte", std::ios::binary) << labels;
    }

    //! A photo with stripes of two greys.
    void writePhoto(int k, double first, double second) const
    {
        Mat photo(160, 192, CV_8U);
        for (int row = 0; row < photo.rows; ++row)
            photo.row(row) = Scalar(row / 16 % 2 ? second : first);
        ASSERT_TRUE(imwrite(folder + cv::format("/kodak/p%d.png", k), photo));
    }

    std::shared_ptr<data::Dataset> open(const std::string& name, data::Split split, Size frame, size_t count) const
    {
        data::DatasetOptions options;
        options.name = name;
        options.path = folder;
        options.split = split;
        options.frame = frame;
        options.count = count;
        return data::makeDataset(options);
    }

    static Rect boxOf(const data::Sample& s)
    {
        return Rect(cvRound(s.target.x * float(s.image.cols)), cvRound(s.target.y * float(s.image.rows)),
                    cvRound(s.target.width * float(s.image.cols)), cvRound(s.target.height * float(s.image.rows)));
    }

    //! The middle of the digit, which no other thing and no edge comes near to.
    static double greyOfDigit(const data::Sample& s)
    {
        const Rect box = boxOf(s);
        return mean(s.image(Rect(box.x + box.width / 2 - 4, box.y + box.height / 2 - 4, 9, 9)))[0];
    }

    //! Two greys of the background, of which each has about half of its rows: a quarter and three quarters up.
    static Vec2d greysOfPhoto(const data::Sample& s)
    {
        const Rect box = boxOf(s);
        const Range left(0, box.x), right(box.br().x, s.image.cols);
        Mat rows;
        reduce(s.image.colRange(left.size() > right.size() ? left : right), rows, 1, REDUCE_AVG, CV_32F);
        cv::sort(rows, rows, SORT_EVERY_COLUMN | SORT_ASCENDING);
        return Vec2d(rows.at<float>(rows.rows / 4), rows.at<float>(rows.rows * 3 / 4));
    }

    //! Every source is in one split, and no split is without.
    static void expectApart(const std::set<int> (&seen)[3], const char* what)
    {
        std::set<int> all;
        size_t sum = 0;
        for (const std::set<int>& one : seen)
        {
            EXPECT_GE(one.size(), 1u) << what;
            all.insert(one.begin(), one.end());
            sum += one.size();
        }
        EXPECT_EQ(sum, all.size()) << what << " are in two splits";
        EXPECT_EQ(all.size(), size_t(SOURCES)) << what << " are in no split";
        if (!all.empty())
        {
            EXPECT_EQ(*all.begin(), 0) << what;
            EXPECT_EQ(*all.rbegin(), SOURCES - 1) << what;
        }
    }

    std::string folder;
};

TEST_F(SourcesTest, digits_and_photos_of_one_split_are_in_no_other)
{
    // Digits are brighter than any photo that was darkened. A photo's second grey is a share of its first one, which
    // darkening does not change.
    writeDigits({140, 165, 190, 215, 240});
    for (int k = 0; k < SOURCES; ++k)
        writePhoto(k, 200, 40 * k);
    std::set<int> digits[3], photos[3];
    for (int split = 0; split < 3; ++split)
    {
        const auto set = open("digits", SPLITS[split], Size(96, 96), 80);
        for (size_t i = 0; i < set->size(); ++i)
        {
            const data::Sample s = set->get(i, 0);
            const int digit = cvRound((greyOfDigit(s) - 140) / 25);
            EXPECT_EQ(s.label, labelOf(digit)) << greyOfDigit(s);
            digits[split].insert(digit);
            const Vec2d greys = greysOfPhoto(s);
            photos[split].insert(cvRound(5 * greys[0] / greys[1]));
        }
    }
    expectApart(digits, "digits");
    expectApart(photos, "photos");
}

// In a bright sky a white digit could not be read.
TEST_F(SourcesTest, photos_are_darkened_and_digits_are_not)
{
    writeDigits(std::vector<int>(SOURCES, 180));
    for (int k = 0; k < SOURCES; ++k)
        writePhoto(k, 240, 240);
    double darkest = 255, brightest = 0;
    const auto set = open("digits", data::TRAIN, Size(96, 96), 80);
    for (size_t i = 0; i < set->size(); ++i)
    {
        const data::Sample s = set->get(i, 0);
        EXPECT_NEAR(greyOfDigit(s), 180, 5);
        const Vec2d greys = greysOfPhoto(s);
        darkest = std::min(darkest, greys[0]);
        brightest = std::max(brightest, greys[1]);
    }
    EXPECT_GE(darkest, 0.35 * 240 - 5);
    EXPECT_LE(darkest, 0.42 * 240);
    EXPECT_GE(brightest, 0.58 * 240);
    EXPECT_LE(brightest, 0.65 * 240 + 5);
}

TEST_F(SourcesTest, cluttered_mnist_has_digits_and_pieces_of_its_own_split_only)
{
    writeDigits({60, 105, 150, 195, 240});
    std::set<int> seen[3];
    for (int split = 0; split < 3; ++split)
    {
        const auto set = open("cluttered_mnist", SPLITS[split], Size(), 60);
        ASSERT_EQ(set->frameSize(), Size(100, 100));
        for (size_t i = 0; i < set->size(); ++i)
        {
            Mat smooth;
            medianBlur(set->get(i, 0).image, smooth, 3);
            int pixels[SOURCES] = {};
            for (int row = 0; row < smooth.rows; ++row)
                for (int column = 0; column < smooth.cols; ++column)
                {
                    const int grey = smooth.at<uchar>(row, column);
                    if (grey >= 38) // half a step below the darkest digit
                        ++pixels[std::min(cvRound((grey - 60) / 45.), SOURCES - 1)];
                }
            for (int k = 0; k < SOURCES; ++k)
                if (pixels[k] >= 24) // more than the noise makes of another grey, less than half a piece
                    seen[split].insert(k);
        }
    }
    expectApart(seen, "digits");
}

TEST_F(SourcesTest, cluttered_mnist_has_one_whole_digit_and_eight_pieces_of_64_pixels)
{
    writeDigits(std::vector<int>(SOURCES, 200));
    const auto set = open("cluttered_mnist", data::TRAIN, Size(), 120);
    int most = 0;
    for (size_t i = 0; i < set->size(); ++i)
    {
        const data::Sample s = set->get(i, 0);
        const Rect box = boxOf(s);
        ASSERT_EQ(box.size(), Size(28, 28));
        const Mat bright = s.image > 100;
        EXPECT_EQ(countNonZero(bright(box)), 28 * 28);
        most = std::max(most, countNonZero(bright) - 28 * 28);
    }
    // In the frames in which none hides a part of another.
    EXPECT_EQ(most, 8 * 64);
}

} // namespace
} // namespace opencv_test
