// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "real_data.hpp"
#include "test_precomp.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/zoom_train/data.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <set>

namespace opencv_test {
namespace {

using namespace cv::zoom_train;
namespace fs = std::filesystem;

struct DataTest : testing::Test
{
    DataTest() : folder(cv::tempfile("")) { fs::create_directories(folder); }
    ~DataTest() { fs::remove_all(folder); }

    void picture(const std::string& name, int grey) const
    {
        const fs::path path = fs::path(folder) / name;
        fs::create_directories(path.parent_path());
        imwrite(path.string(), Mat(20, 30, CV_8UC3, Scalar::all(grey)));
    }
    void write(const std::string& name, const std::string& content) const
    {
        fs::create_directories((fs::path(folder) / name).parent_path());
        std::ofstream(fs::path(folder) / name, std::ios::binary) << content;
    }
    std::shared_ptr<data::Dataset> open(const std::string& name, const std::string& path,
                                        data::Split split = data::TRAIN) const
    {
        data::DatasetOptions options;
        options.name = name;
        options.path = folder + path;
        options.split = split;
        options.frame = Size(32, 24);
        return data::makeDataset(options);
    }
    //! Samples of all splits.
    std::vector<data::Sample> all(const std::string& name, const std::string& path) const
    {
        std::vector<data::Sample> samples;
        for (const auto split : {data::TRAIN, data::VALIDATION, data::TEST})
        {
            std::shared_ptr<data::Dataset> set;
            try
            {
                set = open(name, path, split);
            }
            catch (const cv::Exception&)
            {
                continue; // none of this split
            }
            for (size_t i = 0; i < set->size(); ++i)
                samples.push_back(set->get(i, 0));
        }
        return samples;
    }

    std::string folder;
};

data::DatasetOptions glyphs(data::Split split = data::TRAIN)
{
    data::DatasetOptions options;
    options.name = "glyphs";
    options.frame = Size(128, 96);
    options.count = 40;
    options.split = split;
    return options;
}

TEST(ZoomTrain_Glyphs, sample_depends_on_seed_split_epoch_and_index_alone)
{
    const auto set = data::makeDataset(glyphs()), same = data::makeDataset(glyphs());
    same->get(7, 3); // the order of calls does not matter
    const data::Sample a = set->get(5, 1), b = same->get(5, 1);
    EXPECT_EQ(cvtest::norm(a.image, b.image, NORM_INF), 0);
    EXPECT_EQ(a.label, b.label);
    auto other = glyphs();
    other.seed = 1;
    EXPECT_GT(cvtest::norm(a.image, data::makeDataset(other)->get(5, 1).image, NORM_INF), 0);
    EXPECT_GT(cvtest::norm(a.image, set->get(5, 2).image, NORM_INF), 0);
    EXPECT_GT(cvtest::norm(a.image, set->get(6, 1).image, NORM_INF), 0);
    const auto validation = data::makeDataset(glyphs(data::VALIDATION));
    EXPECT_GT(cvtest::norm(set->get(5, 0).image, validation->get(5, 0).image, NORM_INF), 0);
    EXPECT_EQ(cvtest::norm(validation->get(5, 0).image, validation->get(5, 1).image, NORM_INF), 0);
}

TEST(ZoomTrain_Glyphs, target_is_where_the_glyph_is_and_small)
{
    const auto set = data::makeDataset(glyphs());
    std::set<int> labels;
    double inside = 0, outside = 0;
    for (size_t i = 0; i < set->size(); ++i)
    {
        const data::Sample s = set->get(i, 0);
        ASSERT_EQ(s.image.size(), Size(128, 96));
        ASSERT_EQ(s.image.type(), CV_8UC1);
        labels.insert(s.label);
        const Rect box(cvRound(s.target.x * 128), cvRound(s.target.y * 96), cvRound(s.target.width * 128),
                       cvRound(s.target.height * 96));
        ASSERT_EQ(box & Rect(0, 0, 128, 96), box);
        EXPECT_LE(box.width, 25);
        EXPECT_GE(box.height, 10);
        inside += countNonZero(s.image(box) > 170);
        outside += countNonZero(s.image > 170) * double(box.area()) / s.image.total();
    }
    EXPECT_GE(inside, 4 * outside) << "strokes are brighter than most of the clutter";
    EXPECT_GE(labels.size(), 8u);
    EXPECT_EQ(set->outputs(), 10);
}

TEST(ZoomTrain_Glyphs, of_several_the_highest_class_counts)
{
    data::DatasetOptions o;
    o.frame = Size(96, 96);
    o.count = 400;
    std::vector<int> counts[2] = {std::vector<int>(10), std::vector<int>(10)};
    double ink[2] = {0, 0};
    for (int i = 0; i < 2; ++i)
    {
        o.things = i + 1;
        const auto set = data::makeDataset(o);
        for (size_t k = 0; k < set->size(); ++k)
        {
            const data::Sample s = set->get(k, 0);
            ++counts[i][size_t(s.label)];
            ink[i] += sum(s.image > 200)[0] / 255;
            const Rect box(cvRound(s.target.x * 96), cvRound(s.target.y * 96), cvRound(s.target.width * 96),
                           cvRound(s.target.height * 96));
            double most;
            minMaxLoc(s.image(box), nullptr, &most);
            EXPECT_GT(most, 180) << "the glyph is not at its target";
        }
    }
    // Of two, the larger is a 9 in 19 % of all cases and a 0 in 1 %.
    EXPECT_NEAR(counts[0][9], 40, 20);
    EXPECT_NEAR(counts[0][0], 40, 20);
    EXPECT_NEAR(counts[1][9], 76, 26);
    EXPECT_LE(counts[1][0], 14);
    EXPECT_NEAR(ink[1] / ink[0], 2, 0.3);
    o.things = 0;
    EXPECT_THROW(data::makeDataset(o), cv::Exception);
}

TEST(ZoomTrain_Loader, order_depends_on_the_seed_and_not_on_threads)
{
    const auto set = data::makeDataset(glyphs());
    data::Loader alone(set, 8, true, 3, 0), three(set, 8, true, 3, 3), other(set, 8, true, 4, 0);
    EXPECT_EQ(alone.batchesPerEpoch(), 5);
    bool different = false;
    for (int64_t step : {0, 1, 2, 3, 4, 5, 6, 11, 12, 2}) // forwards, over epochs, with jumps
    {
        const data::Batch a = alone.get(step), b = three.get(step);
        EXPECT_TRUE(a.images.equal(b.images)) << step;
        EXPECT_TRUE(a.target.equal(b.target)) << step;
        different = different || !a.images.equal(other.get(step).images);
    }
    EXPECT_TRUE(different);
}

//! Knows which samples were asked for.
struct Numbers : data::Dataset
{
    explicit Numbers(size_t _count, std::set<size_t> _bad = {}) : count(_count), bad(std::move(_bad)) {}
    size_t size() const override { return count; }
    int channels() const override { return 1; }
    Size frameSize() const override { return Size(4, 4); }
    int outputs() const override { return 1; }
    data::Sample get(size_t index, int) const override
    {
        if (bad.count(index))
            throw data::UnreadableSample("sample " + std::to_string(index));
        data::Sample s;
        s.image = Mat(4, 4, CV_8U, Scalar(0));
        s.label = int(index);
        return s;
    }
    size_t count;
    std::set<size_t> bad;
};

TEST(ZoomTrain_Loader, an_epoch_has_every_sample_once_in_an_order_of_its_own)
{
    data::Loader loader(std::make_shared<Numbers>(24), 6, true, 1, 2);
    std::vector<int64_t> orders[2];
    for (int epoch = 0; epoch < 2; ++epoch)
    {
        for (int64_t b = 0; b < 4; ++b)
        {
            const torch::Tensor t = loader.get(epoch * 4 + b).target;
            orders[epoch].insert(orders[epoch].end(), t.data_ptr<int64_t>(), t.data_ptr<int64_t>() + t.numel());
        }
        EXPECT_EQ(std::set<int64_t>(orders[epoch].begin(), orders[epoch].end()).size(), 24u);
    }
    EXPECT_NE(orders[0], orders[1]);
    data::Loader inOrder(std::make_shared<Numbers>(7), 4, false, 1, 1);
    EXPECT_EQ(inOrder.batchesPerEpoch(), 2);
    EXPECT_EQ(inOrder.get(1).target.size(0), 3);
    EXPECT_EQ(inOrder.get(1).target[2].item<int64_t>(), 6);
}

TEST(ZoomTrain_Loader, unreadable_samples_are_skipped_and_named_up_to_a_percent)
{
    for (int threads : {0, 2})
    {
        data::Loader loader(std::make_shared<Numbers>(300, std::set<size_t>{17, 18}), 300, true, 1, threads);
        const torch::Tensor target = loader.get(0).target;
        EXPECT_EQ(target.size(0), 300);
        EXPECT_FALSE((target == 17).any().item<bool>());
        EXPECT_EQ((target == 19).sum().item<int64_t>(), 3); // stands in for both
        EXPECT_EQ(loader.skipped(), (std::vector<std::string>{"sample 17", "sample 18"}));

        data::Loader tooMany(std::make_shared<Numbers>(300, std::set<size_t>{1, 2, 3, 4}), 300, true, 1, threads);
        try
        {
            tooMany.get(0);
            FAIL() << "no error";
        }
        catch (const cv::Exception& e)
        {
            EXPECT_NE(e.err.find("4 of 300"), std::string::npos) << e.err;
            EXPECT_NE(e.err.find("sample 1"), std::string::npos) << e.err;
        }
    }
}

// A percent is a percent: of a small set, one is too many.
TEST(ZoomTrain_Loader, one_unreadable_sample_is_too_many_for_a_small_set)
{
    for (int threads : {0, 2})
    {
        data::Loader hundred(std::make_shared<Numbers>(100, std::set<size_t>{17}), 100, true, 1, threads);
        EXPECT_EQ(hundred.get(0).target.size(0), 100);
        data::Loader loader(std::make_shared<Numbers>(99, std::set<size_t>{17}), 99, true, 1, threads);
        try
        {
            loader.get(0);
            FAIL() << "no error";
        }
        catch (const cv::Exception& e)
        {
            EXPECT_NE(e.err.find("1 of 99 samples cannot be read"), std::string::npos) << e.err;
            EXPECT_NE(e.err.find("sample 17"), std::string::npos) << e.err;
        }
    }
}

TEST(ZoomTrain_Collate, scales_pixels_and_turns_bgr_to_rgb)
{
    data::Sample s;
    s.image = Mat(2, 3, CV_8UC3, Scalar(0, 102, 255));
    s.image.at<Vec3b>(1, 2) = Vec3b(51, 0, 0);
    s.label = 4;
    s.target = Rect2f(0.1f, 0.2f, 0.3f, 0.4f);
    const data::Batch batch = data::collate({s, s});
    ASSERT_EQ(batch.images.sizes(), (std::vector<int64_t>{2, 3, 2, 3}));
    EXPECT_NEAR(batch.images[1][0][0][0].item<float>(), (255 - 102) / 255., 1e-6);
    EXPECT_NEAR(batch.images[1][1][0][0].item<float>(), 0, 1e-6);
    EXPECT_NEAR(batch.images[1][2][1][2].item<float>(), (51 - 102) / 255., 1e-6);
    EXPECT_EQ(batch.target[1].item<int64_t>(), 4);
    EXPECT_NEAR(batch.boxes[0][3].item<float>(), 0.4, 1e-6);
    data::Sample other = s;
    other.image = Mat(2, 2, CV_8UC3, Scalar());
    EXPECT_THROW(data::collate({s, other}), cv::Exception);
}

TEST_F(DataTest, folders_are_classes_and_splits_are_disjoint)
{
    for (int i = 0; i < 40; ++i)
        picture(cv::format("%s/p%d.png", i % 2 ? "cat" : "apple", i), i % 2 ? 200 : 10 + i);
    std::vector<data::Sample> samples = all("folder", "");
    EXPECT_EQ(samples.size(), 40u);
    std::set<int> greys; // every even picture has a grey of its own
    for (const data::Sample& s : samples)
    {
        EXPECT_EQ(s.image.size(), Size(32, 24));
        const int grey = s.image.at<Vec3b>(5, 5)[0];
        EXPECT_EQ(s.label, grey == 200 ? 1 : 0);
        EXPECT_TRUE(grey == 200 || greys.insert(grey).second) << "in two splits";
    }
    EXPECT_EQ(open("folder", "")->names(), (std::vector<std::string>{"apple", "cat"}));
    EXPECT_LT(open("folder", "")->size(), 40u);
    EXPECT_THROW(open("folder", "/nothing"), cv::Exception);
}

TEST_F(DataTest, csv_has_values)
{
    std::string csv = "image,x,y\n";
    for (int i = 0; i < 20; ++i)
    {
        picture(cv::format("i%d.png", i), i);
        csv += cv::format("i%d.png,%d,-0.5\n", i, i);
    }
    write("list.csv", csv);
    const std::vector<data::Sample> samples = all("csv", "/list.csv");
    ASSERT_EQ(samples.size(), 20u);
    for (const data::Sample& s : samples)
        EXPECT_EQ(s.values, (std::vector<float>{float(s.image.at<Vec3b>(0, 0)[0]), -0.5f}));
    EXPECT_TRUE(open("csv", "/list.csv")->isRegression());
    write("bad.csv", "i0.png,1,2\ni1.png,1\n");
    EXPECT_THROW(open("csv", "/bad.csv"), cv::Exception);
    write("worse.csv", "i0.png,1,2\ni1.png,1,two\n");
    EXPECT_THROW(open("csv", "/worse.csv"), cv::Exception);
}

// RFC 4180, as spreadsheets write it.
TEST_F(DataTest, csv_has_quotes_and_any_line_end)
{
    const std::vector<std::string> names = {"plain.png", "left, right.png", "a \"big\" one.png", "two\nlines.png"};
    for (size_t i = 0; i < names.size(); ++i)
        picture(names[i], 10 * int(i + 1));
    const std::string quoted = "\"left, right.png\",2\r\n\"a \"\"big\"\" one.png\",\"3\"\n\"two\nlines.png\",4";
    for (const std::string& text :
         {"\xef\xbb\xbfplain.png,1\r\n" + quoted, // a byte order mark is no part of the first name
          "\r\nimage,\"x, in metres\"\r\n\n\"plain.png\",1\r\r\n" + quoted + "\r\n\r\n"})
    {
        write("list.csv", text);
        const std::vector<data::Sample> samples = all("csv", "/list.csv");
        ASSERT_EQ(samples.size(), names.size()) << text;
        for (const data::Sample& s : samples)
            EXPECT_EQ(s.values, std::vector<float>(1, float(s.image.at<Vec3b>(0, 0)[0]) / 10)) << text;
    }
}

TEST_F(DataTest, csv_that_is_damaged_is_an_error_with_its_line)
{
    const std::pair<std::string, std::string> bad[] = {
        {"\"two\nlines.png\",4\nplain.png,x\n", "line 3: expected an image and 1 numbers"},
        {"plain.png,1\nplain.png,1,\n", "line 2: expected an image and 1 numbers"},
        {"plain.png,1\r\n\r\n,1\r\n", "line 3: expected an image and 1 numbers"},
        {"plain.png;1\n", "line 1: expected an image and some numbers"},
        {"plain.png,1\nleft \"and\" right.png,1\n", "line 2: has a quote inside a cell"},
        {"plain.png,1\n\"plain.png\" ,1\n", "line 2: has a quote inside a cell"},
        {"plain.png,1\n\"plain.png,1\nplain.png,1\n", "line 2: has a quote that is not closed"},
    };
    for (const auto& one : bad)
    {
        write("list.csv", one.first);
        try
        {
            open("csv", "/list.csv");
            ADD_FAILURE() << "no error: " << one.first;
        }
        catch (const cv::Exception& e)
        {
            EXPECT_NE(e.err.find(one.second), std::string::npos) << e.err;
            EXPECT_NE(e.err.find("list.csv'"), std::string::npos) << e.err;
        }
    }
}

TEST_F(DataTest, voc_and_coco_count_boxes_and_point_to_the_smallest)
{
    std::string images, annotations;
    for (int i = 0; i < 12; ++i)
    {
        picture(cv::format("JPEGImages/a%d.jpg", i), 90);
        const std::string object = "<object><name>%s</name><bndbox><xmin>%d</xmin><ymin>%d</ymin><xmax>%d</xmax>"
                                   "<ymax>%d</ymax></bndbox></object>";
        write(cv::format("Annotations/a%d.xml", i),
              "<annotation>" + cv::format(object.c_str(), "red", 0, 0, 30, 20) +
                  cv::format(object.c_str(), "blue", 3, 4, 9, 9) + cv::format(object.c_str(), "red", 5, 0, 25, 20) +
                  // No things to find: without extent, and difficult.
                  cv::format(object.c_str(), "red", 7, 8, 7, 8) + "<object><difficult>1</difficult>" +
                  cv::format(object.c_str() + 8, "red", 1, 1, 3, 3) + "</annotation>");
        images += cv::format("%s{\"id\": %d, \"file_name\": \"JPEGImages/a%d.jpg\"}", i ? ", " : "", i + 5, i);
        for (const char* box :
             {"\"category_id\": 2, \"bbox\": [0, 0, 30, 20]", "\"category_id\": 7, \"bbox\": [3, 4, 6, 5]",
              "\"category_id\": 2, \"bbox\": [5, 0, 20, 20]", "\"category_id\": 2, \"bbox\": [7, 8, 0, 0]",
              "\"category_id\": 2, \"iscrowd\": 1, \"bbox\": [1, 1, 2, 2]"})
            annotations += cv::format("%s{\"image_id\": %d, %s}", annotations.empty() ? "" : ", ", i + 5, box);
    }
    write("coco.json", "{\"images\": [" + images + "], \"annotations\": [" + annotations +
                           "], \"categories\": [{\"id\": 2, \"name\": \"red\"}, {\"id\": 7, \"name\": \"blue\"}]}");
    for (const auto& kind : {std::make_pair("voc", ""), std::make_pair("coco", "/coco.json")})
    {
        const std::vector<data::Sample> samples = all(kind.first, kind.second);
        ASSERT_EQ(samples.size(), 12u) << kind.first;
        for (const data::Sample& s : samples)
        {
            EXPECT_EQ(s.values, (std::vector<float>{1, 2})) << kind.first; // blue, red
            EXPECT_NEAR(s.target.x, 0.1, 1e-6);
            EXPECT_NEAR(s.target.y, 0.2, 1e-6);
            EXPECT_NEAR(s.target.width, 0.2, 1e-6);
            EXPECT_NEAR(s.target.height, 0.25, 1e-6);
            ASSERT_EQ(s.things.size(), 3u);
            EXPECT_EQ(s.things[0].label, 1);
            EXPECT_NEAR(s.things[0].box.width, 1, 1e-6);
            EXPECT_NEAR(s.things[0].box.height, 1, 1e-6);
            EXPECT_EQ(s.things[1].label, 0);
            EXPECT_EQ(s.things[1].box, s.target);
            EXPECT_EQ(s.things[2].label, 1);
            EXPECT_NEAR(s.things[2].box.x, 5 / 30., 1e-6);
        }
        const data::Batch batch = data::collate({samples[0], samples[1]});
        ASSERT_EQ(batch.things.sizes(), (std::vector<int64_t>{6, 6})) << kind.first;
        const std::vector<float> expected = {1, 0, 0.1f, 0.2f, 0.2f, 0.25f}; // the second sample's second one
        for (int64_t i = 0; i < 6; ++i)
            EXPECT_NEAR(batch.things[4][i].item<float>(), expected[size_t(i)], 1e-6) << i;
        data::Sample none = samples[0];
        none.things.clear();
        EXPECT_EQ(data::collate({none}).things.sizes(), (std::vector<int64_t>{0, 6}));
    }
    write("Annotations/a3.xml", "<annotation><object><name>red</name></object></annotation>");
    EXPECT_THROW(open("voc", ""), cv::Exception);
    write("coco.json", "{\"images\": []}");
    EXPECT_THROW(open("coco", "/coco.json"), cv::Exception);
}

TEST_F(DataTest, only_some_labels_count)
{
    const char* const object = "<object><name>%s</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>9</xmax><ymax>8</ymax>"
                               "</bndbox></object>";
    for (int i = 0; i < 20; ++i)
    {
        picture(cv::format("JPEGImages/a%d.jpg", i), 90);
        write(cv::format("Annotations/a%d.xml", i), "<annotation>" + cv::format(object, "red") +
                                                        (i % 2 ? cv::format(object, "blue") : std::string()) +
                                                        "</annotation>");
    }
    data::DatasetOptions o;
    o.name = "voc";
    o.path = folder;
    o.frame = Size(32, 24);
    o.labels = {"blue"};
    const std::shared_ptr<data::Dataset> set = data::makeDataset(o);
    EXPECT_EQ(set->names(), o.labels);
    int with = 0, without = 0;
    for (size_t i = 0; i < set->size(); ++i)
    {
        const data::Sample s = set->get(i, 0);
        ASSERT_EQ(s.values, std::vector<float>(1, float(s.things.size())));
        EXPECT_EQ(s.target.empty(), s.things.empty());
        ++(s.things.empty() ? without : with);
        for (const data::Thing& thing : s.things)
            EXPECT_EQ(thing.label, 0);
    }
    EXPECT_GT(with, 0);
    EXPECT_GT(without, 0) << "a picture without the label is left out";
    o.labels = {"blue", "green"};
    try
    {
        data::makeDataset(o);
        FAIL() << "there is no green";
    }
    catch (const cv::Exception& e)
    {
        EXPECT_NE(e.err.find("'green'"), std::string::npos) << e.err;
        EXPECT_NE(e.err.find("blue, red"), std::string::npos) << e.err;
    }
    o.name = "glyphs";
    EXPECT_THROW(data::makeDataset(o), cv::Exception) << "glyphs have no boxes with labels";
}

// Reading takes longer than a small network learns.
TEST_F(DataTest, pictures_of_a_small_set_are_read_once)
{
    for (int i = 0; i < 20; ++i)
        picture(cv::format("%s/p%d.png", i % 2 ? "cat" : "apple", i), 90);
    data::DatasetOptions o;
    o.name = "folder";
    o.path = folder;
    o.frame = Size(32, 24);
    for (const double augment : {0., 1.})
    {
        o.augment = augment;
        const std::shared_ptr<data::Dataset> set = data::makeDataset(o);
        const Mat first = set->get(0, 3).image;
        Mat drawnOn = set->get(0, 3).image;
        drawnOn.setTo(0);
        fs::rename(folder + "/cat", folder + "/cat_gone");
        fs::rename(folder + "/apple", folder + "/apple_gone");
        EXPECT_EQ(cvtest::norm(set->get(0, 3).image, first, NORM_INF), 0) << augment;
        EXPECT_GT(cv::countNonZero(first.reshape(1)), 0);
        EXPECT_THROW(set->get(1, 3), data::UnreadableSample);
        fs::rename(folder + "/cat_gone", folder + "/cat");
        fs::rename(folder + "/apple_gone", folder + "/apple");
    }
}

TEST_F(DataTest, lists_of_names_decide_on_the_split)
{
    std::string train, val;
    for (int i = 0; i < 40; ++i)
    {
        picture(cv::format("JPEGImages/a%d.jpg", i), 2 * i);
        write(cv::format("Annotations/a%d.xml", i),
              "<annotation><object><name>red</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>9</xmax><ymax>8</ymax>"
              "</bndbox></object></annotation>");
        if (i < 30)
            train += cv::format("a%d\n", i);
        else if (i < 38)
            val += cv::format("a%d\n", i);
    }
    write("train.txt", train);
    EXPECT_EQ(open("voc", "", data::TRAIN)->size() + open("voc", "", data::VALIDATION)->size() +
                  open("voc", "", data::TEST)->size(),
              40u)
        << "one list alone is none";
    write("val.txt", val);
    const size_t validating = open("voc", "", data::VALIDATION)->size();
    EXPECT_GE(validating, 1u);
    EXPECT_LE(validating, 8u);
    EXPECT_EQ(open("voc", "", data::TRAIN)->size(), 30 - validating);
    EXPECT_EQ(open("voc", "", data::TEST)->size(), 8u) << "two pictures are in no list";
    write("test.txt", "a38\na39\n");
    EXPECT_EQ(open("voc", "", data::TRAIN)->size(), 30u);
    EXPECT_EQ(open("voc", "", data::VALIDATION)->size(), 8u);
    EXPECT_EQ(open("voc", "", data::TEST)->size(), 2u);
    write("test.txt", "a38\na40\n");
    EXPECT_THROW(open("voc", ""), cv::Exception) << "there is no a40";
    write("test.txt", "a38\na1\n");
    EXPECT_THROW(open("voc", ""), cv::Exception) << "a1 is for training";
}

TEST_F(DataTest, idx_is_read_whole_or_not_at_all)
{
    std::string images("\0\0\10\3\0\0\0\36\0\0\0\2\0\0\0\3", 16), labels("\0\0\10\1\0\0\0\36", 8);
    for (int i = 0; i < 30; ++i)
    {
        images += std::string(6, char(i * 7));
        labels += char(i % 4);
    }
    write("images-idx3-ubyte", images);
    write("labels-idx1-ubyte", labels);
    const std::vector<data::Sample> samples = all("idx", "/images-idx3-ubyte");
    ASSERT_EQ(samples.size(), 30u);
    for (const data::Sample& s : samples)
        EXPECT_EQ(s.label, s.image.at<uchar>(0, 0) / 7 % 4);
    EXPECT_EQ(open("idx", "/images-idx3-ubyte")->outputs(), 4);
    write("images-idx3-ubyte", images.substr(0, images.size() - 1));
    EXPECT_THROW(open("idx", "/images-idx3-ubyte"), cv::Exception);
}

TEST_F(DataTest, split_does_not_depend_on_the_seed)
{
    std::string images("\0\0\10\3\0\0\0\100\0\0\0\1\0\0\0\1", 16), labels("\0\0\10\1\0\0\0\100", 8);
    for (int i = 0; i < 64; ++i)
    {
        picture(cv::format("set/a/p%d.png", i), i); // every grey once
        images += char(i);
        labels += char(i % 2);
    }
    write("images-idx3-ubyte", images);
    write("labels-idx1-ubyte", labels);
    for (const auto& kind : {std::make_pair("folder", "/set"), std::make_pair("idx", "/images-idx3-ubyte")})
        for (const auto split : {data::TRAIN, data::VALIDATION, data::TEST})
        {
            std::set<int> greys[3];
            for (uint64_t seed = 0; seed < 3; ++seed)
            {
                data::DatasetOptions o;
                o.name = kind.first;
                o.path = folder + kind.second;
                o.split = split;
                o.frame = Size(8, 8);
                o.seed = seed;
                const auto set = data::makeDataset(o);
                for (size_t i = 0; i < set->size(); ++i)
                    greys[seed].insert(set->get(i, 0).image.data[0]);
                EXPECT_EQ(greys[seed].size(), set->size());
            }
            EXPECT_EQ(greys[0], greys[1]) << kind.first;
            EXPECT_EQ(greys[0], greys[2]) << kind.first;
        }
}

TEST_F(DataTest, corrupt_pictures_are_skipped)
{
    for (int i = 0; i < 300; ++i)
        picture(cv::format("a/p%d.png", i), 100);
    write("a/p7.png", "no picture");
    size_t skipped = 0;
    for (const auto split : {data::TRAIN, data::VALIDATION, data::TEST})
    {
        const auto set = open("folder", "", split);
        data::Loader loader(set, int(set->size()), false, 0, 1);
        EXPECT_EQ(loader.get(0).images.size(0), int64_t(set->size()));
        for (const std::string& name : loader.skipped())
        {
            EXPECT_NE(name.find("a/p7.png"), std::string::npos) << name;
            ++skipped;
        }
    }
    EXPECT_EQ(skipped, 1u);
}

// Where a thing is and what it is stay right, and nothing but training sees changed pictures.
TEST_F(DataTest, augmentation_moves_the_target_with_the_picture)
{
    fs::create_directories(folder + "/JPEGImages");
    fs::create_directories(folder + "/Annotations");
    for (int i = 0; i < 20; ++i)
    {
        // A white box of 12x10 on grey, at a place of its own.
        Mat picture(80, 100, CV_8UC3, Scalar::all(60));
        const Rect box(30 + i, 25 + i / 2, 12, 10);
        picture(box) = Scalar::all(200);
        const std::string name = "p" + std::to_string(i);
        ASSERT_TRUE(imwrite(folder + "/JPEGImages/" + name + ".jpg", picture, {IMWRITE_JPEG_QUALITY, 100}));
        std::ofstream(folder + "/Annotations/" + name + ".xml")
            << "<annotation><object><name>box</name><bndbox><xmin>" << box.x << "</xmin><ymin>" << box.y
            << "</ymin><xmax>" << box.br().x << "</xmax><ymax>" << box.br().y
            << "</ymax></bndbox></object></annotation>";
    }
    data::DatasetOptions o;
    o.name = "voc";
    o.path = folder;
    o.frame = Size(100, 80);
    const auto plain = data::makeDataset(o);
    o.augment = 1;
    o.flip = true;
    const auto changed = data::makeDataset(o);
    ASSERT_GE(plain->size(), 10u);
    int mirrored = 0;
    double least = 10, most = 0, darkest = 255, brightest = 0;
    for (size_t i = 0; i < plain->size(); ++i)
        for (int epoch = 0; epoch < 4; ++epoch)
        {
            EXPECT_EQ(cvtest::norm(plain->get(i, 0).image, plain->get(i, epoch).image, NORM_INF), 0);
            const data::Sample s = changed->get(i, epoch), again = changed->get(i, epoch);
            EXPECT_EQ(cvtest::norm(s.image, again.image, NORM_INF), 0) << "not a function of epoch and index";
            EXPECT_GT(cvtest::norm(s.image, changed->get(i, epoch + 1).image, NORM_INF), 0);
            EXPECT_EQ(s.values, plain->get(i, 0).values);
            // The box, found in the picture by its brightness, is where the target says.
            Mat grey;
            cvtColor(s.image, grey, COLOR_BGR2GRAY);
            double low, high;
            minMaxLoc(grey, &low, &high);
            const Rect found = boundingRect(grey > (low + high) / 2);
            EXPECT_NEAR(found.x, s.target.x * 100, 1.1);
            EXPECT_NEAR(found.y, s.target.y * 80, 1.1);
            EXPECT_NEAR(found.width, s.target.width * 100, 1.6);
            EXPECT_NEAR(found.height, s.target.height * 80, 1.6);
            ASSERT_EQ(s.things.size(), 1u);
            EXPECT_EQ(s.things[0].box, s.target);
            const double scale = s.target.width / plain->get(i, 0).target.width;
            least = std::min(least, scale);
            most = std::max(most, scale);
            darkest = std::min(darkest, low);
            brightest = std::max(brightest, low);
            mirrored += std::abs(s.target.x + s.target.width / 2 - 0.5f) > 0 &&
                        (s.target.x + s.target.width / 2 > 0.5f) !=
                            (plain->get(i, 0).target.x + plain->get(i, 0).target.width / 2 > 0.5f);
        }
    EXPECT_LT(least, 0.9);
    EXPECT_GT(most, 1.1);
    EXPECT_LT(darkest, 40);
    EXPECT_GT(brightest, 80);
    EXPECT_GT(mirrored, 5);
    // The other splits stay as they are.
    o.split = data::VALIDATION;
    const auto validation = data::makeDataset(o);
    EXPECT_EQ(cvtest::norm(validation->get(0, 0).image, validation->get(0, 1).image, NORM_INF), 0);
}

// Writers of one split draw bars that lie, those of another bars that stand.
TEST_F(DataTest, omniglot_keeps_writers_apart)
{
    for (const char* character : {"Greek/character01", "Greek/character02", "Latin/character01"})
    {
        fs::create_directories(folder + "/" + character);
        for (int writer = 1; writer <= 20; ++writer)
        {
            Mat picture(105, 105, CV_8U, Scalar(255));
            picture(writer <= 14   ? Rect(10, 45, 85, 20)
                    : writer <= 16 ? Rect(30, 30, 45, 45)
                                   : Rect(45, 10, 20, 85)) = Scalar(0);
            ASSERT_TRUE(imwrite(folder + "/" + character + cv::format("/0001_%02d.png", writer), picture));
        }
    }
    data::DatasetOptions o;
    o.name = "omniglot";
    o.path = folder;
    o.count = 60;
    for (const auto split : {data::TRAIN, data::VALIDATION, data::TEST})
    {
        o.split = split;
        const auto set = data::makeDataset(o);
        EXPECT_EQ(set->outputs(), 3);
        EXPECT_EQ(set->names()[2], "Latin/character01");
        std::set<int> labels;
        for (size_t i = 0; i < set->size(); ++i)
        {
            const data::Sample s = set->get(i, 0);
            labels.insert(s.label);
            const double aspect = s.target.width / s.target.height; // of a square frame
            if (split == data::TRAIN)
                EXPECT_GT(aspect, 1.6);
            else if (split == data::TEST)
                EXPECT_LT(aspect, 1 / 1.6);
            else
                EXPECT_NEAR(aspect, 1, 0.25);
        }
        EXPECT_EQ(labels.size(), 3u);
    }
    // Fresh frames, but by the same writers.
    o.split = data::TEST;
    o.seed = 2;
    const auto fresh = data::makeDataset(o);
    for (size_t i = 0; i < fresh->size(); ++i)
    {
        const Rect2f target = fresh->get(i, 0).target;
        EXPECT_LT(target.width / target.height, 1 / 1.6);
    }
    o.split = data::TRAIN;
    o.classes = 1;
    EXPECT_EQ(data::makeDataset(o)->outputs(), 1);
}

TEST_F(DataTest, omniglot_skips_unreadable_characters_up_to_a_percent)
{
    for (int character = 1; character <= 8; ++character) // 14 writers each for training
    {
        fs::create_directories(folder + cv::format("/Greek/character%02d", character));
        for (int writer = 1; writer <= 20; ++writer)
            ASSERT_TRUE(imwrite(folder + cv::format("/Greek/character%02d/0001_%02d.png", character, writer),
                                Mat(105, 105, CV_8U, Scalar(writer))));
    }
    data::DatasetOptions o;
    o.name = "omniglot";
    o.path = folder;
    write("Greek/character03/0001_05.png", "no picture");
    EXPECT_EQ(data::makeDataset(o)->outputs(), 8);
    o.split = data::TEST; // which has other writers
    EXPECT_EQ(data::makeDataset(o)->outputs(), 8);
    o.split = data::TRAIN;
    write("Greek/character07/0001_14.png", "no picture");
    try
    {
        data::makeDataset(o);
        FAIL() << "no error";
    }
    catch (const cv::Exception& e)
    {
        EXPECT_NE(e.err.find("2 of 112 samples"), std::string::npos) << e.err;
        EXPECT_NE(e.err.find("character03/0001_05.png"), std::string::npos) << e.err;
    }
}

// The real ones: scripts/experiments unpacks them likewise.
TEST_F(DataTest, omniglot_of_the_data_set_has_twenty_classes)
{
    const std::string zip = realData("omniglot/images_background_small1.zip");
    NEED_REAL_DATA(zip);
    ASSERT_EQ(std::system(("/usr/bin/python3 -m zipfile -e " + zip + " " + folder).c_str()), 0);
    data::DatasetOptions o;
    o.name = "omniglot";
    o.path = folder;
    o.count = 200;
    const auto set = data::makeDataset(o);
    EXPECT_EQ(set->outputs(), 20);
    std::set<int> labels;
    for (size_t i = 0; i < set->size(); ++i)
        labels.insert(set->get(i, 0).label);
    EXPECT_GE(labels.size(), 18u);
}

class RealGeneratorTest : public testing::TestWithParam<std::string>
{
};

TEST_P(RealGeneratorTest, makes_labelled_frames_of_its_own_for_every_split)
{
    const std::string digits = realData("mnist");
    NEED_REAL_DATA(digits);
    for (const auto split : {data::TRAIN, data::VALIDATION, data::TEST})
    {
        data::DatasetOptions options;
        options.name = GetParam();
        options.path = fs::path(digits).parent_path().string();
        options.split = split;
        options.count = 60;
        const auto set = data::makeDataset(options);
        std::set<int> labels;
        for (size_t i = 0; i < set->size(); ++i)
        {
            const data::Sample s = set->get(i, 0);
            labels.insert(s.label);
            EXPECT_EQ(s.image.size(), GetParam() == "digits" ? Size(192, 192) : Size(100, 100));
            EXPECT_GT(s.target.area(), 0);
            EXPECT_LE(s.target.br().x, 1);
        }
        EXPECT_GE(labels.size(), 9u);
    }
}

INSTANTIATE_TEST_CASE_P(ZoomTrain, RealGeneratorTest, testing::Values("digits", "cluttered_mnist"));

TEST(ZoomTrain_Datasets, unknown_name_is_an_error_that_lists_the_allowed_ones)
{
    data::DatasetOptions options;
    options.name = "imagenet";
    try
    {
        data::makeDataset(options);
        FAIL() << "no error";
    }
    catch (const cv::Exception& e)
    {
        EXPECT_NE(e.err.find("omniglot"), std::string::npos) << e.err;
    }
}

} // namespace
} // namespace opencv_test
