// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "data/datasets.hpp"

#include "opencv2/core/utils/logger.hpp"
#include "opencv2/imgproc.hpp"

#include <torch/torch.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <numeric>
#include <set>
#include <thread>

namespace cv {
namespace zoom_train {
namespace data {

Dataset::~Dataset() = default;

uint64_t mixSeeds(uint64_t a, uint64_t b)
{
    uint64_t z = a * 0x9e3779b97f4a7c15u + b + 0x632be59bd9b4e019u; // SplitMix64's finisher
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

void checkSkipped(const std::set<std::string>& skipped, size_t total)
{
    if (skipped.size() * 100 > total)
        CV_Error(Error::StsError, cv::format("%d of %d samples cannot be read, more than 1 %%; one is '%s'",
                                             int(skipped.size()), int(total), skipped.begin()->c_str()));
}

std::shared_ptr<Dataset> makeDataset(const DatasetOptions& options)
{
    if (!options.labels.empty() && options.name != "voc" && options.name != "coco")
        CV_Error(Error::StsBadArg, "DatasetOptions::labels is given with the set '" + options.name +
                                       "'; allowed with voc and coco, which have boxes");
    std::shared_ptr<Dataset> made = makeGenerator(options);
    if (!made)
        made = makeFileDataset(options);
    if (!made)
        CV_Error(Error::StsBadArg, "DatasetOptions::name is '" + options.name +
                                       "'; allowed is glyphs, digits, cluttered_mnist, omniglot, folder, csv, voc, "
                                       "coco or idx");
    return made;
}

Batch collate(const std::vector<Sample>& samples)
{
    CV_Assert(!samples.empty());
    const int64_t n = int64_t(samples.size());
    const Mat& first = samples[0].image;
    const int64_t channels = first.channels(), rows = first.rows, columns = first.cols;
    Batch batch;
    batch.images = torch::empty({n, channels, rows, columns});
    batch.boxes = torch::empty({n, 4});
    const bool regression = samples[0].label < 0;
    const int64_t values = int64_t(samples[0].values.size()), attributes = int64_t(samples[0].attributes.size());
    batch.attributes = torch::empty({n, attributes});
    std::vector<float> things;
    batch.target = regression ? torch::empty({n, values}) : torch::empty({n}, torch::kLong);
    for (int64_t i = 0; i < n; ++i)
    {
        const Sample& s = samples[size_t(i)];
        CV_CheckTypeEQ(s.image.type(), first.type(), "collate: all images must have one type");
        CV_CheckEQ(s.image.size(), first.size(), "collate: all images must have one size");
        float* to = batch.images[i].data_ptr<float>();
        std::vector<Mat> planes;
        for (int64_t c = 0; c < channels; ++c)
            planes.emplace_back(int(rows), int(columns), CV_32F, to + (channels == 3 ? 2 - c : c) * rows * columns);
        Mat scaled;
        s.image.convertTo(scaled, CV_32F, PIXEL_SCALE, -PIXEL_MEAN * PIXEL_SCALE);
        split(scaled, planes);
        const float box[] = {s.target.x, s.target.y, s.target.width, s.target.height};
        std::copy(box, box + 4, batch.boxes[i].data_ptr<float>());
        for (const Thing& t : s.things)
            things.insert(things.end(), {float(i), float(t.label), t.box.x, t.box.y, t.box.width, t.box.height});
        CV_CheckEQ(int(s.attributes.size()), int(attributes), "collate: all samples must have as many attributes");
        std::copy(s.attributes.begin(), s.attributes.end(), batch.attributes[i].data_ptr<float>());
        if (!regression)
            batch.target[i] = s.label;
        else
        {
            CV_CheckEQ(int(s.values.size()), int(values), "collate: all samples must have as many values");
            std::copy(s.values.begin(), s.values.end(), batch.target[i].data_ptr<float>());
        }
    }
    batch.things = torch::tensor(things, torch::kFloat).view({-1, 6});
    return batch;
}

struct Loader::Impl
{
    std::shared_ptr<const Dataset> dataset;
    int batchSize;
    bool shuffle;
    uint64_t seed;
    int part, parts;

    mutable std::mutex mutex;
    std::condition_variable wanted, made;
    std::map<int64_t, Batch> ready;
    std::map<int64_t, std::exception_ptr> failed;
    std::set<int64_t> taken; // being made
    int64_t next = -1;       // the batch that is asked for, or will be; -1 before the first
    int ahead = 0;
    bool ends = false;
    std::set<std::string> skipped;
    std::mutex orderMutex;
    std::shared_ptr<const std::vector<size_t>> keptOrder;
    int64_t orderEpoch = -1;
    std::vector<std::thread> threads;

    int64_t perEpoch() const
    {
        const int64_t n = int64_t(dataset->size());
        return shuffle ? std::max<int64_t>(1, n / batchSize) : (n + batchSize - 1) / batchSize;
    }

    typedef std::vector<size_t> Order;

    //! The order of an epoch. The last one is kept: making it takes longer than a batch where the set is large.
    std::shared_ptr<const Order> orderOf(int64_t epoch)
    {
        const std::lock_guard<std::mutex> lock(orderMutex);
        if (keptOrder && orderEpoch == epoch)
            return keptOrder;
        const auto fresh = std::make_shared<Order>(dataset->size());
        std::iota(fresh->begin(), fresh->end(), size_t(0));
        if (shuffle)
        {
            // Fisher and Yates by ourselves: std::shuffle is not the same everywhere.
            RNG random(mixSeeds(seed, uint64_t(epoch)));
            for (size_t i = fresh->size(); i > 1; --i)
                std::swap((*fresh)[i - 1], (*fresh)[random.next() % i]);
        }
        keptOrder = fresh;
        orderEpoch = epoch;
        return fresh;
    }

    Batch make(int64_t step)
    {
        const int64_t epoch = step / perEpoch(), number = step % perEpoch();
        const std::shared_ptr<const Order> order = orderOf(epoch);
        const size_t share = size_t(batchSize / parts);
        const size_t first = size_t(number) * size_t(batchSize) + size_t(part) * share;
        const size_t last = std::min(order->size(), first + share);
        std::vector<Sample> samples;
        for (size_t i = first; i < last; ++i)
            samples.push_back(readable((*order)[i], int(epoch)));
        return collate(samples);
    }

    Sample readable(size_t index, int epoch)
    {
        for (size_t tries = 0; tries < dataset->size(); ++tries, index = (index + 1) % dataset->size())
        {
            try
            {
                return dataset->get(index, epoch);
            }
            catch (const UnreadableSample& e)
            {
                const std::lock_guard<std::mutex> lock(mutex);
                if (skipped.insert(e.what()).second)
                    CV_LOG_WARNING(nullptr, "Skipped, since it cannot be read: " << e.what());
                checkSkipped(skipped, dataset->size());
            }
        }
        CV_Error(Error::StsInternal, "Loader: no sample can be read");
    }

    void work()
    {
        std::unique_lock<std::mutex> lock(mutex);
        for (;;)
        {
            int64_t step = -1;
            wanted.wait(lock, [&] {
                if (ends)
                    return true;
                for (int64_t s = next; next >= 0 && s < next + ahead; ++s)
                    if (!ready.count(s) && !failed.count(s) && !taken.count(s))
                    {
                        step = s;
                        return true;
                    }
                return false;
            });
            if (ends)
                return;
            taken.insert(step);
            lock.unlock();
            Batch batch;
            std::exception_ptr error;
            try
            {
                batch = make(step);
            }
            catch (...)
            {
                error = std::current_exception();
            }
            lock.lock();
            taken.erase(step);
            if (error)
                failed[step] = error;
            else
                ready[step] = batch;
            made.notify_all();
        }
    }
};

Loader::Loader(std::shared_ptr<const Dataset> dataset, int batchSize, bool shuffle, uint64_t seed, int threads,
               int part, int parts)
    : impl(new Impl)
{
    CV_Assert(dataset);
    CV_Check(batchSize, batchSize > 0, "Loader: batchSize must be positive");
    CV_Check(int(dataset->size()), dataset->size() > 0, "Loader: the set is empty");
    impl->dataset = std::move(dataset);
    impl->batchSize = std::min(batchSize, int(impl->dataset->size()));
    impl->shuffle = shuffle;
    impl->seed = seed;
    CV_Check(parts, parts == 1 || (parts > 1 && shuffle), "Loader: parts must be 1 where the set is not shuffled");
    CV_Check(part, part >= 0 && part < parts, "Loader: part must be from 0 to parts - 1");
    if (impl->batchSize % parts != 0)
        CV_Error(Error::StsBadArg,
                 cv::format("batch is %d; allowed is what divides by the number of processes, which is %d",
                            impl->batchSize, parts));
    impl->part = part;
    impl->parts = parts;
    impl->ahead = 2 * threads;
    for (int i = 0; i < threads; ++i)
        impl->threads.emplace_back([this] { impl->work(); });
}

Loader::~Loader()
{
    {
        const std::lock_guard<std::mutex> lock(impl->mutex);
        impl->ends = true;
    }
    impl->wanted.notify_all();
    for (std::thread& thread : impl->threads)
        thread.join();
}

int Loader::batchSize() const
{
    return impl->batchSize;
}

int64_t Loader::batchesPerEpoch() const
{
    return impl->perEpoch();
}

Batch Loader::get(int64_t step)
{
    CV_Check(double(step), step >= 0, "Loader::get: step must not be negative");
    if (impl->threads.empty())
        return impl->make(step);
    std::unique_lock<std::mutex> lock(impl->mutex);
    impl->next = step;
    // What lies outside the window was asked for earlier, or will not be.
    for (auto it = impl->ready.begin(); it != impl->ready.end();)
        it = it->first < step || it->first >= step + impl->ahead ? impl->ready.erase(it) : std::next(it);
    impl->failed.clear();
    impl->wanted.notify_all();
    impl->made.wait(lock, [&] { return impl->ready.count(step) || impl->failed.count(step); });
    if (impl->failed.count(step))
        std::rethrow_exception(impl->failed[step]);
    Batch batch = impl->ready[step];
    impl->ready.erase(step);
    impl->next = step + 1;
    impl->wanted.notify_all();
    return batch;
}

std::vector<std::string> Loader::skipped() const
{
    const std::lock_guard<std::mutex> lock(impl->mutex);
    return std::vector<std::string>(impl->skipped.begin(), impl->skipped.end());
}

void Loader::addSkipped(const std::vector<std::string>& names)
{
    const std::lock_guard<std::mutex> lock(impl->mutex);
    impl->skipped.insert(names.begin(), names.end());
}

} // namespace data
} // namespace zoom_train
} // namespace cv
