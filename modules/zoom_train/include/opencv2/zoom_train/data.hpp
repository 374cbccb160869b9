// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_DATA_HPP
#define OPENCV_ZOOM_TRAIN_DATA_HPP

#include "opencv2/core.hpp"

#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

namespace cv {
namespace zoom_train {
namespace data {

//! @addtogroup zoom_train
//! @{

//! Something in a frame that a label names.
struct CV_EXPORTS Thing
{
    Rect2f box; //!< in normalised coordinates, inside the frame, not empty
    int label;  //!< which of Dataset::names()
};

//! One frame and what the task network shall say about it.
struct CV_EXPORTS Sample
{
    Mat image;                 //!< 8UC1, or 8UC3 in BGR
    int label = -1;            //!< class, if the task is classification
    std::vector<float> values; //!< else the values to regress
    Rect2f target;             //!< where the thing to see is, in normalised coordinates; empty if that is not known
    std::vector<Thing> things; //!< all of them, where the set has boxes
    /** What else is known of the frame, as many numbers in every sample of a set: not to be found, but for networks
    that ask for it (nn::Network::forwardWithView()) and for objectives. Which they are is the set's affair, see
    GazeAttribute. */
    std::vector<float> attributes;
};

//! What split a sample belongs to. Sources (photos, writers, digits) of one are never in another.
enum Split
{
    TRAIN = 0,
    VALIDATION = 1,
    TEST = 2
};

//! Thrown by Dataset::get() for a sample that cannot be read: the Loader skips and counts it.
class CV_EXPORTS UnreadableSample : public std::runtime_error
{
public:
    //! @param name of the file
    explicit UnreadableSample(const std::string& name) : std::runtime_error(name) {}
};

/** @brief A set of samples, read or made one by one, by several threads at a time.

What get() gives depends on its arguments only. */
class CV_EXPORTS Dataset
{
public:
    virtual ~Dataset();
    //! Number of samples.
    virtual size_t size() const = 0;

    /** @brief Reads or makes one sample; throws UnreadableSample where that is not possible.
    @param index from 0 to size() - 1
    @param epoch generators make fresh samples in every epoch, sets of files give the same ones */
    virtual Sample get(size_t index, int epoch) const = 0;

    //! 1 (grey) or 3 (BGR), of every image.
    virtual int channels() const = 0;
    //! Size of every image.
    virtual Size frameSize() const = 0;
    //! Number of classes, or of values.
    virtual int outputs() const = 0;
    //! Whether Sample::values are to be found, and not Sample::label.
    virtual bool isRegression() const { return false; }
    //! Names of the classes or values; may be empty.
    virtual std::vector<std::string> names() const { return std::vector<std::string>(); }
};

//! Which data, and how much of it.
struct CV_EXPORTS DatasetOptions
{
    /** glyphs, digits, cluttered_mnist, omniglot: generators; folder, csv, voc, coco, idx: files at
    DatasetOptions::path.

    - glyphs: a digit drawn small among clutter; needs no data.
    - digits: an MNIST digit, small, in a photo; path is ZOOM_DATA (mnist/ and kodak/ below it).
    - cluttered_mnist: 8 pieces of other digits around one; path is ZOOM_DATA.
    - omniglot: a handwritten character, small, among clutter; path has the folders of an unpacked
      images_background_small1.zip.
    - folder: path/CLASS/image. csv: lines "image,value,..." beside the images, as RFC 4180 has them: names with
    commas are in quotes; a first line without numbers is a header. voc: JPEGImages and Annotations; the
    values are the number of boxes of every class. coco: path is the json, beside the images; values likewise. Boxes
    that are marked difficult (voc) or iscrowd (coco), and boxes without extent, are left out.
    Where voc's path, or ImageSets/Main below it, has train.txt and val.txt, these lists of names decide on the split
    in place of a file's name: with a test.txt every list is a split; without one val.txt is the test split, and one
    tenth of train.txt, by name, validates.
    - idx: path is the images' file, with "images" and "idx3" in its name replaced by "labels" and "idx1" for the
    labels'. */
    std::string name = "glyphs";
    std::string path;    //!< where the files are, see name
    Split split = TRAIN; //!< which part of the set
    size_t count = 0;    //!< samples an epoch of a generator, 0 for the default
    Size frame;          //!< 0x0 for the default: 192x192 (cluttered_mnist: 100x100)
    uint64_t seed = 0;   //!< of what is made or changed at random; which split a source is in does not depend on it
    /** Strength of the random changes to the training split's pictures of files, from 0 (none) to 1: scale by up to
    1.25, shift of what is cut off then, brightness and contrast by a quarter. A function of seed, epoch and index.
    Beyond its border a picture is reflected, or grey where it has things: no box names their reflections. */
    double augment = 0;
    bool flip = false;    //!< mirrors half of them
    double glyphSize = 1; //!< factor on the size of what is to be found
    int classes = 0;      //!< at most so many classes; 0 for the default
    int things = 1;       //!< how many there are to find in a generator's frame; the one with the highest class counts
    /** Of voc and coco, which labels count; empty: all. Pictures without any stay, with nothing to find. */
    std::vector<std::string> labels;
};

/** @brief Makes the set that the options name.

An option that is out of its range, a name that is not known and files that are missing are errors. */
CV_EXPORTS std::shared_ptr<Dataset> makeDataset(const DatasetOptions& options);

//! A batch as tensors.
struct CV_EXPORTS Batch
{
    torch::Tensor images;     //!< [N, C, H, W], (pixel - PIXEL_MEAN)*PIXEL_SCALE, colour as RGB
    torch::Tensor target;     //!< classes [N] (int64) or values [N, K]
    torch::Tensor boxes;      //!< [N, 4]: x, y, width, height of Sample::target
    torch::Tensor things;     //!< [M, 6]: number of the sample in the batch, label, x, y, width, height of its things
    torch::Tensor attributes; //!< [N, A] of Sample::attributes; A is 0 where the set has none
};

//! How pixels become numbers, everywhere in this module: (pixel - PIXEL_MEAN)*PIXEL_SCALE. Exported models say so, too.
const double PIXEL_MEAN = 102, PIXEL_SCALE = 1. / 255; //!< @copydoc PIXEL_MEAN

//! Makes tensors of samples of one size.
CV_EXPORTS Batch collate(const std::vector<Sample>& samples);

/** @brief Gives batches in an order that depends on the seed alone, made ahead by threads.

Unreadable samples are replaced by the next readable ones, counted and named; more than 1 % of the set is an error: in a
set of less than 100 samples, any. */
class CV_EXPORTS Loader
{
public:
    /** @param dataset whose samples are put together
    @param batchSize samples of a batch, at least 1
    @param shuffle a new order in every epoch; batches are full. Without: the set's order, the last batch may be
    smaller.
    @param seed of the order
    @param threads that make batches ahead; 0: made when asked for
    @param part which share of every batch is given, from 0
    @param parts number of shares: one for each process that trains. Put in the order of their
    numbers, the shares are the batch that one loader would give. Needs shuffle, and a batch that divides by parts. */
    Loader(std::shared_ptr<const Dataset> dataset, int batchSize, bool shuffle, uint64_t seed, int threads,
           int part = 0, int parts = 1);
    ~Loader();
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

    //! How many batches show every sample once.
    int64_t batchesPerEpoch() const;
    //! As asked for, or the set's size where that is smaller.
    int batchSize() const;

    /** @brief Batch number @p step since the beginning of training; any can be asked for, the next ones are made ahead.
     */
    Batch get(int64_t step);

    //! Names of the samples that were skipped so far.
    std::vector<std::string> skipped() const;
    //! Counts samples as skipped that were so before: by the loader of a training that goes on.
    void addSkipped(const std::vector<std::string>& names);

private:
    struct Impl;
    std::unique_ptr<Impl> impl;
};

//! A number from two, well mixed: seeds of single samples.
CV_EXPORTS uint64_t mixSeeds(uint64_t a, uint64_t b);

//! @}

} // namespace data
} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_DATA_HPP
