// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "data/datasets.hpp"

#include "opencv2/core/utils/logger.hpp"
#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"

#include <algorithm>
#include <filesystem>

namespace cv {
namespace zoom_train {
namespace data {

namespace {

//! A small thing somewhere in a big frame. Every sample has a generator of random numbers of its own.
class Generator : public Dataset
{
public:
    explicit Generator(const DatasetOptions& _options) : options(_options)
    {
        if (options.frame.empty())
            options.frame = Size(192, 192);
        if (!options.count)
            options.count = options.split == TRAIN ? 4096 : 1000;
        // What is hidden in it is drawn in a square of this side.
        if (options.frame.width < THING + 4 || options.frame.height < THING + 4)
            CV_Error(Error::StsBadArg, cv::format("DatasetOptions::frame is %dx%d; allowed is %dx%d and more",
                                                  options.frame.width, options.frame.height, THING + 4, THING + 4));
        CV_Check(options.things, options.things >= 1 && options.things <= 16,
                 "DatasetOptions::things must be from 1 to 16");
        CV_Check(options.glyphSize, options.glyphSize > 0, "DatasetOptions::glyphSize must be positive");
    }

    size_t size() const override { return options.count; }
    int channels() const override { return 1; }
    Size frameSize() const override { return options.frame; }

    Sample get(size_t index, int epoch) const override
    {
        CV_Check(index, index < options.count, "Dataset::get: index is beyond the set");
        // Only training sees fresh samples; the others are the same every time.
        const uint64_t when = options.split == TRAIN ? uint64_t(epoch) : 0;
        RNG random(mixSeeds(mixSeeds(options.seed * 3 + uint64_t(options.split), when), index));
        Mat frame(options.frame, CV_32F);
        Mat thing;
        Sample sample;
        std::vector<Rect> places;
        for (int i = 0; i < options.things; ++i)
        {
            const int label = makeThing(random, thing);
            if (i == 0)
                makeBackground(random, frame);
            const Rect ink = boundingRect(thing > 40), place = findPlace(random, ink.size(), places);
            Mat(max(frame(place), thing(ink))).copyTo(frame(place));
            places.push_back(place);
            if (label <= sample.label)
                continue;
            sample.label = label;
            sample.target = Rect2f(float(place.x) / float(frame.cols), float(place.y) / float(frame.rows),
                                   float(place.width) / float(frame.cols), float(place.height) / float(frame.rows));
        }
        Mat noise(frame.size(), CV_32F);
        random.fill(noise, RNG::NORMAL, 0, 6);
        frame += noise;
        frame.convertTo(sample.image, CV_8U);
        return sample;
    }

protected:
    //! Draws what is to be found, bright on 0, 32F. @return its class
    virtual int makeThing(RNG& random, Mat& thing) const = 0;
    virtual void makeBackground(RNG& random, Mat& frame) const { makeClutter(random, frame, 14); }

    //! A slowly varying grey with short lines, as many to an area everywhere: bright things alone give nothing away.
    static void makeClutter(RNG& random, Mat& frame, int length)
    {
        Mat slow(8, 8, CV_32F), smooth;
        random.fill(slow, RNG::UNIFORM, 0, 80);
        resize(slow, smooth, frame.size(), 0, 0, INTER_CUBIC);
        frame = smooth + random.uniform(20.f, 60.f);
        const int lines = cvRound(12 * double(frame.total()) / (192 * 192));
        for (int i = 0; i < lines; ++i)
        {
            const Point p(random.uniform(0, frame.cols), random.uniform(0, frame.rows));
            const Point q = p + Point(random.uniform(-length, length + 1), random.uniform(-length, length + 1));
            // cv::line antialiases on 8 bits only.
            const Rect box = Rect(Point(std::min(p.x, q.x) - 2, std::min(p.y, q.y) - 2),
                                  Point(std::max(p.x, q.x) + 3, std::max(p.y, q.y) + 3)) &
                             Rect(Point(), frame.size());
            Mat stroke = Mat::zeros(box.size(), CV_8U), bright;
            line(stroke, p - box.tl(), q - box.tl(), Scalar(255), 1, LINE_AA);
            stroke.convertTo(bright, CV_32F, 1. / 255);
            const float grey = random.uniform(90.f, 200.f);
            Mat part = frame(box);
            Mat(part + bright.mul(grey - part)).copyTo(part);
        }
    }

    //! Turns and scales a picture about its middle into a square of the given side.
    static void place(RNG& random, const Mat& picture, double scale, double degrees, int side, Mat& thing)
    {
        Mat turn = getRotationMatrix2D(Point2f(float(picture.cols - 1) / 2, float(picture.rows - 1) / 2),
                                       random.uniform(-degrees, degrees), scale);
        turn.at<double>(0, 2) += 0.5 * (side - picture.cols);
        turn.at<double>(1, 2) += 0.5 * (side - picture.rows);
        warpAffine(picture, thing, turn, Size(side, side), INTER_LINEAR);
    }

    //! A place wholly inside, a little away from the border, and clear of the others if there is room.
    Rect findPlace(RNG& random, Size size, const std::vector<Rect>& others) const
    {
        const int border = 2, tries = 100;
        Rect place;
        for (int i = 0; i < tries; ++i)
        {
            const int y = random.uniform(border, options.frame.height - size.height - border + 1);
            const int x = random.uniform(border, options.frame.width - size.width - border + 1);
            place = Rect(Point(x, y), size);
            if (std::all_of(others.begin(), others.end(), [&](const Rect& o) { return (o & place).empty(); }))
                break;
        }
        return place;
    }

    static const int THING = 40;

    DatasetOptions options;
};

class Glyphs : public Generator
{
public:
    explicit Glyphs(const DatasetOptions& o) : Generator(o) { count = o.classes > 0 ? std::min(o.classes, 36) : 10; }

    int outputs() const override { return count; }
    std::vector<std::string> names() const override
    {
        std::vector<std::string> all;
        for (int i = 0; i < count; ++i)
            all.push_back(std::string(1, LETTERS[i]));
        return all;
    }

protected:
    int makeThing(RNG& random, Mat& thing) const override
    {
        static const int FONTS[] = {FONT_HERSHEY_SIMPLEX, FONT_HERSHEY_DUPLEX, FONT_HERSHEY_COMPLEX};
        const int label = random.uniform(0, count);
        Mat drawn = Mat::zeros(THING, THING, CV_8U), picture;
        putText(drawn, std::string(1, LETTERS[label]), Point(12, 28), FONTS[random.uniform(0, 3)],
                random.uniform(0.6, 0.85) * options.glyphSize, Scalar(255), 1, LINE_AA);
        drawn.convertTo(picture, CV_32F);
        place(random, picture, 1, 15, THING, thing);
        return label;
    }

private:
    const char* const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    int count;
};

//! Which of n sources a split may use: the first 70 %, the next 10 %, the rest.
Range sourcesOf(Split split, int n)
{
    const int a = n * 7 / 10, b = n * 8 / 10;
    return split == TRAIN ? Range(0, a) : split == VALIDATION ? Range(a, b) : Range(b, n);
}

class Mnist : public Generator
{
public:
    explicit Mnist(const DatasetOptions& o) : Generator(o)
    {
        std::string folder = o.path + "/mnist/", gz = ".gz";
        if (!std::filesystem::exists(folder + "images-idx3-ubyte.gz"))
            gz.clear();
        images = readIdxImages(folder + "images-idx3-ubyte" + gz);
        labels = readIdxLabels(folder + "labels-idx1-ubyte" + gz);
        CV_Check(labels.size(), labels.size() == images.size(), "DatasetOptions::path: not as many labels as images");
        usable = sourcesOf(o.split, int(images.size()));
    }
    int outputs() const override { return 10; }
    std::vector<std::string> names() const override { return {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}; }

protected:
    int pick(RNG& random, Mat& picture) const
    {
        const int k = random.uniform(usable.start, usable.end);
        images[k].convertTo(picture, CV_32F);
        return labels[k];
    }

private:
    std::vector<Mat> images;
    std::vector<uchar> labels;
    Range usable;
};

class Digits : public Mnist
{
public:
    explicit Digits(const DatasetOptions& o) : Mnist(o)
    {
        const std::vector<std::string> files = findImages(o.path + "/kodak");
        const Range mine = sourcesOf(o.split, int(files.size()));
        for (int i = mine.start; i < mine.end; ++i)
        {
            photos.push_back(imread(files[size_t(i)], IMREAD_GRAYSCALE));
            if (photos.back().empty())
                CV_Error(Error::StsBadArg, "DatasetOptions::path: the photo '" + files[size_t(i)] + "' cannot be read");
        }
        if (photos.empty())
            CV_Error(Error::StsBadArg, "DatasetOptions::path: there are not enough photos in '" + o.path + "/kodak'");
    }

protected:
    int makeThing(RNG& random, Mat& thing) const override
    {
        Mat picture;
        const int label = pick(random, picture);
        place(random, picture, random.uniform(0.7, 0.95) * options.glyphSize, 10, THING, thing);
        return label;
    }
    void makeBackground(RNG& random, Mat& frame) const override
    {
        const Mat& photo = photos[size_t(random.uniform(0, int(photos.size())))];
        const double scale =
            std::max({double(frame.cols) / photo.cols, double(frame.rows) / photo.rows, random.uniform(0.5, 1.0)});
        const Size crop(std::min(photo.cols, cvRound(frame.cols / scale)),
                        std::min(photo.rows, cvRound(frame.rows / scale)));
        const Point at(random.uniform(0, photo.cols - crop.width + 1), random.uniform(0, photo.rows - crop.height + 1));
        Mat part;
        resize(photo(Rect(at, crop)), part, frame.size(), 0, 0, scale < 1 ? INTER_AREA : INTER_LINEAR);
        if (random.uniform(0, 2))
            flip(part, part, 1);
        // Darker than any stroke: in a bright sky a white digit could not be read at any size.
        part.convertTo(frame, CV_32F, random.uniform(0.35, 0.65));
    }

private:
    std::vector<Mat> photos;
};

/** The literature's cluttered MNIST: 100x100, one whole digit at its own size, 8 distractors: 8x8 pieces of digits. */
class ClutteredMnist : public Mnist
{
public:
    explicit ClutteredMnist(DatasetOptions o) : Mnist(withFrame(o)) {}

protected:
    int makeThing(RNG& random, Mat& thing) const override { return pick(random, thing); }
    void makeBackground(RNG& random, Mat& frame) const override
    {
        frame.setTo(0);
        Mat other;
        for (int i = 0; i < 8; ++i)
        {
            pick(random, other);
            const Rect from(random.uniform(0, other.cols - 8), random.uniform(0, other.rows - 8), 8, 8);
            const Rect to(random.uniform(0, frame.cols - 8), random.uniform(0, frame.rows - 8), 8, 8);
            Mat(max(frame(to), other(from))).copyTo(frame(to));
        }
    }

private:
    static DatasetOptions& withFrame(DatasetOptions& o)
    {
        if (o.frame.empty())
            o.frame = Size(100, 100);
        return o;
    }
};

class Omniglot : public Generator
{
public:
    explicit Omniglot(const DatasetOptions& o) : Generator(o)
    {
        // ALPHABET/characterNN/XXXX_WW.png, WW being the writer
        const size_t most = o.classes > 0 ? size_t(o.classes) : 20;
        std::set<std::string> skipped;
        for (const std::string& file : findImages(o.path))
        {
            const std::filesystem::path path(file);
            const std::string stem = path.stem().string(), character = path.parent_path().filename().string(),
                              alphabet = path.parent_path().parent_path().filename().string();
            const size_t mark = stem.find('_');
            if (mark == std::string::npos)
                continue;
            const std::string name = alphabet + "/" + character;
            if (classNames.empty() || classNames.back() != name)
            {
                if (classNames.size() == most)
                    break;
                classNames.push_back(name);
            }
            const Range writers = sourcesOf(o.split, 20);
            const int writer = std::atoi(stem.c_str() + mark + 1) - 1;
            if (writer < writers.start || writer >= writers.end)
                continue;
            Mat ink = imread(file, IMREAD_GRAYSCALE), small;
            if (ink.empty())
            {
                CV_LOG_WARNING(nullptr, "Skipped, since it cannot be read: " << file);
                skipped.insert(file);
                continue;
            }
            ink = 255 - ink;
            // 105 pixels to 28, as thick as the strokes of the clutter
            resize(ink, small, Size(28, 28), 0, 0, INTER_AREA);
            small.convertTo(ink, CV_32F, 1.6);
            characters.push_back(min(ink, 255));
            labels.push_back(int(classNames.size()) - 1);
        }
        checkSkipped(skipped, characters.size() + skipped.size());
        if (characters.empty())
            CV_Error(Error::StsBadArg, "DatasetOptions::path: '" + o.path +
                                           "' has no characters of Omniglot (ALPHABET/CHARACTER/NUMBER_WRITER.png)");
    }

    int outputs() const override { return int(classNames.size()); }
    std::vector<std::string> names() const override { return classNames; }

protected:
    int makeThing(RNG& random, Mat& thing) const override
    {
        const int k = random.uniform(0, int(characters.size()));
        place(random, characters[size_t(k)], random.uniform(0.75, 0.95) * options.glyphSize, 10, THING, thing);
        return labels[size_t(k)];
    }

private:
    std::vector<Mat> characters;
    std::vector<int> labels;
    std::vector<std::string> classNames;
};

} // namespace

std::shared_ptr<Dataset> makeGenerator(const DatasetOptions& o)
{
    if (o.name == "glyphs")
        return std::make_shared<Glyphs>(o);
    if (o.name == "digits")
        return std::make_shared<Digits>(o);
    if (o.name == "cluttered_mnist")
        return std::make_shared<ClutteredMnist>(o);
    if (o.name == "omniglot")
        return std::make_shared<Omniglot>(o);
    return nullptr;
}

} // namespace data
} // namespace zoom_train
} // namespace cv
