// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "data/csv.hpp"
#include "data/datasets.hpp"

#include "opencv2/core/utils/logger.hpp"
#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <zlib.h>

namespace cv {
namespace zoom_train {
namespace data {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void badPath(const std::string& path, const std::string& why)
{
    CV_Error(Error::StsBadArg, "DatasetOptions::path: '" + path + "' " + why);
}

std::string readText(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    if (!file)
        badPath(path, "cannot be read");
    return text.str();
}

//! The content of an IDX file after its header. @param sizes of its axes
std::vector<uchar> readIdx(const std::string& path, size_t axes, std::vector<int>& sizes)
{
    gzFile file = gzopen(path.c_str(), "rb"); // which reads plain files, too
    if (!file)
        badPath(path, "cannot be read");
    const auto number = [&] {
        uchar b[4] = {0, 0, 0, 0};
        return gzread(file, b, 4) == 4 ? int64_t(b[0]) << 24 | b[1] << 16 | b[2] << 8 | b[3] : int64_t(-1);
    };
    bool good = number() == int64_t(0x800 + axes);
    size_t total = 1;
    sizes.clear();
    for (size_t i = 0; i < axes && good; ++i)
    {
        const int64_t n = number();
        good = n > 0 && n < (1 << 28) && total * size_t(n) < (size_t(1) << 31);
        sizes.push_back(int(n));
        total *= size_t(n);
    }
    std::vector<uchar> content(good ? total : 0);
    good = good && gzread(file, content.data(), unsigned(total)) == int(total);
    gzclose(file);
    if (!good)
        badPath(path, cv::format("is not a whole IDX file of bytes with %d axes", int(axes)));
    return content;
}

//! A thing of which less than this share is left in a changed picture is no longer named.
const double LEAST_LEFT = 0.25;

//! What a set keeps of its pictures: a small network learns faster than they are read.
const size_t KEPT_BYTES = size_t(256) << 20;

//! DatasetOptions::seed has no part in it: with another one, a picture of the training would be one of the test.
const uint64_t SPLIT_SEED = 1;

//! Eight tenths of all samples are for training, one for validation, one for testing.
Split splitOf(uint64_t hash)
{
    const int tenth = int(hash % 10);
    return tenth == 8 ? VALIDATION : tenth == 9 ? TEST : TRAIN;
}

//! A set of pictures in files, brought to one size.
class FileDataset : public Dataset
{
public:
    explicit FileDataset(const DatasetOptions& _options) : options(_options)
    {
        if (options.frame.empty())
            options.frame = Size(192, 192);
    }

    size_t size() const override { return items.size(); }
    int channels() const override { return 3; }
    Size frameSize() const override { return options.frame; }
    int outputs() const override { return int(classNames.size()); }
    bool isRegression() const override { return regression; }
    std::vector<std::string> names() const override { return classNames; }

    Sample get(size_t index, int epoch) const override
    {
        const Item& item = items.at(index);
        const Loaded picture = pictureOf(index);
        Sample sample;
        sample.image = picture.frame;
        sample.label = item.label;
        sample.values = item.values;
        const auto normalised = [&picture](const Rect2f& box) {
            const Size2f size = picture.size;
            return Rect2f(box.x / size.width, box.y / size.height, box.width / size.width, box.height / size.height);
        };
        if (!item.box.empty())
            sample.target = normalised(item.box);
        for (const Thing& thing : item.things)
        {
            const Rect2f box = normalised(thing.box) & Rect2f(0, 0, 1, 1);
            if (!box.empty())
                sample.things.push_back({box, thing.label});
        }
        if (options.split == TRAIN && (options.augment > 0 || options.flip))
        {
            RNG random(mixSeeds(mixSeeds(options.seed, uint64_t(epoch)), index));
            change(random, sample);
        }
        else
            sample.image = sample.image.clone(); // whoever draws on it
        return sample;
    }

    //! Changes a picture and the places of its things, without looking at what it shows.
    void change(RNG& random, Sample& sample) const
    {
        const double strength = options.augment;
        // A part of the frame becomes the frame, or the frame a part of it.
        const double scale = std::pow(1.25, strength * random.uniform(-1., 1.)), free = 1 - 1 / scale;
        const bool mirror = options.flip && random.uniform(0, 2) == 1;
        const double left = free * random.uniform(0., 1.), top = free * random.uniform(0., 1.);
        const double w = options.frame.width, h = options.frame.height, sign = mirror ? -1 : 1;
        // From pixels of the new picture to those of the old one; pixel centres are at halves.
        const Matx23d map(sign / scale, 0, (mirror ? left + 1 / scale : left) * w + sign * 0.5 / scale - 0.5, //
                          0, 1 / scale, top * h + 0.5 / scale - 0.5);
        Mat changed;
        warpAffine(sample.image, changed, map, options.frame, INTER_LINEAR | WARP_INVERSE_MAP,
                   sample.things.empty() ? BORDER_REFLECT_101 : BORDER_CONSTANT, Scalar::all(PIXEL_MEAN));
        const double contrast = 1 + 0.25 * strength * random.uniform(-1., 1.);
        const double brightness = 64 * strength * random.uniform(-1., 1.);
        changed.convertTo(changed, -1, contrast, brightness);
        sample.image = changed; // not into it: it may be kept
        const auto move = [&](const Rect2f& box) {
            const double x = (box.x - left) * scale, width = box.width * scale;
            const Rect2f moved(float(mirror ? 1 - x - width : x), float((box.y - top) * scale), float(width),
                               float(box.height * scale));
            return moved & Rect2f(0, 0, 1, 1);
        };
        if (!sample.target.empty())
            sample.target = move(sample.target);
        std::vector<Thing> things;
        for (const Thing& thing : sample.things)
        {
            const Rect2f moved = move(thing.box);
            if (moved.area() >= LEAST_LEFT * thing.box.area() * scale * scale)
                things.push_back({moved, thing.label});
        }
        sample.things = things;
    }

protected:
    struct Item
    {
        std::string file;
        int label = -1;
        std::vector<float> values;
        Rect2f box;                // in pixels
        std::vector<Thing> things; // likewise
    };

    //! The split that a file's name alone decides: eight tenths, one, one.
    static Split splitOfName(const std::string& file)
    {
        uint64_t hash = SPLIT_SEED;
        for (char c : fs::path(file).filename().string())
            hash = mixSeeds(hash, uint64_t(uchar(c)));
        return splitOf(hash);
    }

    //! Adds a sample if it belongs to the split.
    void add(const Item& item) { add(item, splitOfName(item.file)); }
    void add(const Item& item, Split split)
    {
        if (split == options.split)
            items.push_back(item);
    }

    void checkNotEmpty() const
    {
        if (items.empty())
            badPath(options.path, "has no samples of this split");
    }

    DatasetOptions options;
    std::vector<Item> items;
    std::vector<std::string> classNames;
    bool regression = false;

private:
    struct Loaded
    {
        Mat frame; // of the set's size
        Size size; // in the file
    };

    mutable std::mutex mutex;
    mutable std::map<size_t, Loaded> kept; // by index
    mutable size_t keptBytes = 0;

    //! Reads a picture, or has it from before. It must not be written to.
    Loaded pictureOf(size_t index) const
    {
        {
            const std::lock_guard<std::mutex> lock(mutex);
            const auto found = kept.find(index);
            if (found != kept.end())
                return found->second;
        }
        const std::string& file = items.at(index).file;
        const Mat image = imread(file, IMREAD_COLOR);
        if (image.empty())
            throw UnreadableSample(file);
        Loaded picture;
        picture.size = image.size();
        const bool smaller = image.cols >= options.frame.width && image.rows >= options.frame.height;
        resize(image, picture.frame, options.frame, 0, 0, smaller ? INTER_AREA : INTER_LINEAR);
        const size_t bytes = picture.frame.total() * picture.frame.elemSize();
        const std::lock_guard<std::mutex> lock(mutex);
        if (keptBytes + bytes <= KEPT_BYTES && kept.emplace(index, picture).second)
            keptBytes += bytes;
        return picture;
    }
};

class FolderDataset : public FileDataset
{
public:
    explicit FolderDataset(const DatasetOptions& o) : FileDataset(o)
    {
        for (const std::string& file : findImages(o.path))
        {
            if (fs::equivalent(fs::path(file).parent_path(), o.path))
                badPath(o.path, "has pictures beside its class folders, '" + fs::path(file).filename().string() + "'");
            const std::string name = fs::path(file).parent_path().filename().string();
            if (std::find(classNames.begin(), classNames.end(), name) == classNames.end())
                classNames.push_back(name);
            Item item;
            item.file = file;
            item.label = int(std::find(classNames.begin(), classNames.end(), name) - classNames.begin());
            add(item);
        }
        checkNotEmpty();
    }
};

class CsvDataset : public FileDataset
{
public:
    explicit CsvDataset(const DatasetOptions& o) : FileDataset(o)
    {
        regression = true;
        const std::vector<CsvRow> rows = parseCsv(readText(o.path), o.path);
        for (const CsvRow& row : rows)
        {
            const std::string& name = row.cells[0];
            Item item;
            item.file = (fs::path(o.path).parent_path() / name).string();
            bool numbers = true;
            for (size_t i = 1; i < row.cells.size(); ++i)
            {
                const char* const cell = row.cells[i].c_str();
                char* end = nullptr;
                item.values.push_back(std::strtof(cell, &end));
                numbers = numbers && end != cell && *end == 0 && std::isfinite(item.values.back());
            }
            if (&row == &rows[0] && !numbers)
                continue; // a header
            if (!numbers || name.empty() || item.values.empty() || (count && item.values.size() != count))
                badPath(o.path, cv::format("line %d: expected an image and %s numbers", row.line,
                                           count ? std::to_string(count).c_str() : "some"));
            count = item.values.size();
            add(item);
        }
        for (size_t i = 0; i < count; ++i)
            classNames.push_back("value " + std::to_string(i));
        checkNotEmpty();
    }

private:
    size_t count = 0;
};

//! Boxes of classes; the values are how many of each class a picture has.
class BoxDataset : public FileDataset
{
protected:
    explicit BoxDataset(const DatasetOptions& o) : FileDataset(o) { regression = true; }

    struct Picture
    {
        std::string file;
        std::vector<std::pair<std::string, Rect2f>> boxes;
    };

    //! Which split a picture belongs to; false if none.
    virtual bool findSplit(const std::string& file, Split& split) const
    {
        split = splitOfName(file);
        return true;
    }

    void addAll(std::vector<Picture> pictures)
    {
        keepLabels(pictures);
        for (const Picture& picture : pictures)
            for (const auto& box : picture.boxes)
                classNames.push_back(box.first);
        std::sort(classNames.begin(), classNames.end());
        classNames.erase(std::unique(classNames.begin(), classNames.end()), classNames.end());
        for (const Picture& picture : pictures)
        {
            Item item;
            item.file = picture.file;
            item.values.assign(classNames.size(), 0);
            for (const auto& box : picture.boxes)
            {
                if (!(box.second.width > 0 && box.second.height > 0))
                {
                    CV_LOG_WARNING(nullptr, "zoom_train: a box of '" << box.first << "' in '" << picture.file
                                                                     << "' has no extent and is left out");
                    continue;
                }
                const auto at = std::lower_bound(classNames.begin(), classNames.end(), box.first);
                ++item.values[size_t(at - classNames.begin())];
                item.things.push_back({box.second, int(at - classNames.begin())});
                // The smallest is the one that zooming is for.
                if (item.box.empty() || box.second.area() < item.box.area())
                    item.box = box.second;
            }
            Split split;
            if (findSplit(item.file, split))
                add(item, split);
        }
        checkNotEmpty();
    }

private:
    //! Leaves only the boxes whose labels count.
    void keepLabels(std::vector<Picture>& pictures) const
    {
        std::set<std::string> there;
        for (Picture& picture : pictures)
        {
            for (const auto& box : picture.boxes)
                there.insert(box.first);
            if (!options.labels.empty())
                picture.boxes.erase(std::remove_if(picture.boxes.begin(), picture.boxes.end(),
                                                   [this](const std::pair<std::string, Rect2f>& box) {
                                                       return std::find(options.labels.begin(), options.labels.end(),
                                                                        box.first) == options.labels.end();
                                                   }),
                                    picture.boxes.end());
        }
        for (const std::string& label : options.labels)
            if (!there.count(label))
            {
                std::string allowed;
                for (const std::string& one : there)
                    allowed += (allowed.empty() ? "" : ", ") + one;
                CV_Error(Error::StsBadArg, "DatasetOptions::labels has '" + label + "'; allowed are the labels of '" +
                                               options.path + "': " + allowed);
            }
    }
};

class VocDataset : public BoxDataset
{
public:
    explicit VocDataset(const DatasetOptions& o) : BoxDataset(o)
    {
        std::vector<std::string> files;
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(o.path + "/Annotations", error))
            if (entry.path().extension() == ".xml")
                files.push_back(entry.path().string());
        if (files.empty())
            badPath(o.path, "has no folder Annotations with xml files");
        std::sort(files.begin(), files.end());
        readLists();
        std::vector<Picture> pictures;
        for (const std::string& file : files)
        {
            const std::string xml = readText(file);
            Picture picture;
            // The annotation's own name counts: the file name inside is often that of another machine.
            picture.file = o.path + "/JPEGImages/" + fs::path(file).stem().string() + ".jpg";
            for (size_t at = 0; (at = xml.find("<object>", at)) != std::string::npos; ++at)
            {
                const std::string object = xml.substr(at, xml.find("</object>", at) - at);
                const auto number = [&](const char* tag) {
                    const std::string text = field(object, tag, file);
                    char* end = nullptr;
                    const float value = std::strtof(text.c_str(), &end);
                    if (end == text.c_str() || !std::isfinite(value))
                        badPath(file, std::string("has '") + text + "' as " + tag);
                    return value;
                };
                const Point2f low(number("xmin"), number("ymin")), high(number("xmax"), number("ymax"));
                // What even the benchmark's own judges do not ask for.
                if (object.find("<difficult>1<") != std::string::npos)
                    continue;
                picture.boxes.emplace_back(field(object, "name", file),
                                           Rect2f(low.x, low.y, high.x - low.x, high.y - low.y));
            }
            pictures.push_back(picture);
        }
        addAll(pictures);
    }

protected:
    bool findSplit(const std::string& file, Split& split) const override
    {
        if (lists.empty())
            return BoxDataset::findSplit(file, split);
        const auto found = lists.find(fs::path(file).stem().string());
        if (found == lists.end())
            return false;
        split = found->second;
        return true;
    }

private:
    std::map<std::string, Split> lists; // by name of the picture; empty: there are none

    void readLists()
    {
        for (const std::string& folder : {options.path, options.path + "/ImageSets/Main"})
        {
            if (!fs::exists(folder + "/train.txt") || !fs::exists(folder + "/val.txt"))
                continue;
            const bool three = fs::exists(folder + "/test.txt");
            readList(folder + "/train.txt", [&](const std::string& name) {
                return three || splitOfName(name + ".jpg") != VALIDATION ? TRAIN : VALIDATION;
            });
            readList(folder + "/val.txt", [&](const std::string&) { return three ? VALIDATION : TEST; });
            if (three)
                readList(folder + "/test.txt", [](const std::string&) { return TEST; });
            return;
        }
    }

    template <typename Rule>
    void readList(const std::string& file, const Rule& split)
    {
        std::istringstream names(readText(file));
        for (std::string name; names >> name;)
        {
            if (!fs::exists(options.path + "/Annotations/" + name + ".xml"))
                badPath(file, "names '" + name + "', which has no file in Annotations");
            if (!lists.emplace(name, split(name)).second)
                badPath(file, "names '" + name + "', which is in a list already");
        }
        if (lists.empty())
            badPath(file, "has no names");
    }

    static std::string field(const std::string& xml, const std::string& tag, const std::string& file)
    {
        const size_t from = xml.find("<" + tag + ">"), to = xml.find("</" + tag + ">");
        if (from == std::string::npos || to == std::string::npos)
            badPath(file, "has an object without " + tag);
        return xml.substr(from + tag.size() + 2, to - from - tag.size() - 2);
    }
};

class CocoDataset : public BoxDataset
{
public:
    explicit CocoDataset(const DatasetOptions& o) : BoxDataset(o)
    {
        FileStorage json;
        try
        {
            json.open(readText(o.path), FileStorage::READ | FileStorage::MEMORY | FileStorage::FORMAT_JSON);
        }
        catch (const cv::Exception& e)
        {
            badPath(o.path, "is not JSON: " + e.err);
        }
        if (json["images"].empty() || json["annotations"].empty() || json["categories"].empty())
            badPath(o.path, "lacks images, annotations or categories");
        std::map<int, std::string> categories;
        for (const FileNode& c : json["categories"])
            categories[int(c["id"])] = c["name"].string();
        std::map<int, Picture> pictures;
        for (const FileNode& image : json["images"])
            pictures[int(image["id"])].file = (fs::path(o.path).parent_path() / image["file_name"].string()).string();
        for (const FileNode& a : json["annotations"])
        {
            const FileNode box = a["bbox"];
            if (box.size() != 4 || !categories.count(int(a["category_id"])) || !pictures.count(int(a["image_id"])))
                badPath(o.path, "has an annotation without a known image, category or box");
            if (!a["iscrowd"].empty() && int(a["iscrowd"]) != 0) // a region with uncounted things in it
                continue;
            pictures[int(a["image_id"])].boxes.emplace_back(
                categories[int(a["category_id"])], Rect2f(float(box[0]), float(box[1]), float(box[2]), float(box[3])));
        }
        std::vector<Picture> all;
        for (const auto& p : pictures)
            all.push_back(p.second);
        addAll(all);
    }
};

class IdxDataset : public Dataset
{
public:
    explicit IdxDataset(const DatasetOptions& o)
    {
        std::string labelsPath = o.path;
        const auto replace = [&](const std::string& from, const std::string& to) {
            const size_t at = labelsPath.rfind(from);
            if (at == std::string::npos)
                badPath(o.path, "has no '" + from + "' in its name, from which the labels' follows");
            labelsPath.replace(at, from.size(), to);
        };
        replace("images", "labels");
        replace("idx3", "idx1");
        const std::vector<Mat> all = readIdxImages(o.path);
        const std::vector<uchar> allLabels = readIdxLabels(labelsPath);
        if (all.size() != allLabels.size())
            badPath(o.path, "has not as many images as labels");
        frame = o.frame.empty() ? all[0].size() : o.frame;
        for (size_t i = 0; i < all.size(); ++i)
        {
            classes = std::max(classes, int(allLabels[i]) + 1);
            if (splitOf(mixSeeds(SPLIT_SEED, i)) != o.split)
                continue;
            images.push_back(all[i]);
            labels.push_back(allLabels[i]);
        }
        if (images.empty())
            badPath(o.path, "has no samples of this split");
    }
    std::vector<std::string> names() const override
    {
        std::vector<std::string> all;
        for (int i = 0; i < classes; ++i)
            all.push_back(std::to_string(i));
        return all;
    }
    size_t size() const override { return images.size(); }
    int channels() const override { return 1; }
    Size frameSize() const override { return frame; }
    int outputs() const override { return classes; }
    Sample get(size_t index, int) const override
    {
        Sample sample;
        resize(images.at(index), sample.image, frame, 0, 0, INTER_AREA);
        sample.label = labels[index];
        return sample;
    }

private:
    std::vector<Mat> images;
    std::vector<uchar> labels;
    Size frame;
    int classes = 0;
};

} // namespace

std::vector<Mat> readIdxImages(const std::string& path)
{
    std::vector<int> sizes;
    const std::vector<uchar> content = readIdx(path, 3, sizes);
    std::vector<Mat> images;
    const size_t bytes = size_t(sizes[1]) * size_t(sizes[2]);
    for (size_t i = 0; i < size_t(sizes[0]); ++i)
        images.push_back(Mat(sizes[1], sizes[2], CV_8U, const_cast<uchar*>(content.data()) + i * bytes).clone());
    return images;
}

std::vector<uchar> readIdxLabels(const std::string& path)
{
    std::vector<int> sizes;
    return readIdx(path, 1, sizes);
}

std::vector<std::string> findImages(const std::string& folder)
{
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(folder, error))
    {
        std::string ending = entry.path().extension().string();
        std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) { return char(std::tolower(c)); });
        static const char* const ENDINGS[] = {".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff"};
        if (std::find(std::begin(ENDINGS), std::end(ENDINGS), ending) != std::end(ENDINGS))
            files.push_back(entry.path().string());
    }
    if (error)
        badPath(folder, "cannot be read: " + error.message());
    std::sort(files.begin(), files.end());
    return files;
}

std::shared_ptr<Dataset> makeFileDataset(const DatasetOptions& o)
{
    if (o.name == "folder")
        return std::make_shared<FolderDataset>(o);
    if (o.name == "csv")
        return std::make_shared<CsvDataset>(o);
    if (o.name == "voc")
        return std::make_shared<VocDataset>(o);
    if (o.name == "coco")
        return std::make_shared<CocoDataset>(o);
    if (o.name == "idx")
        return std::make_shared<IdxDataset>(o);
    return nullptr;
}

} // namespace data
} // namespace zoom_train
} // namespace cv
