// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_TRAINER_HPP
#define OPENCV_ZOOM_TRAIN_TRAINER_HPP

#include "opencv2/zoom/sampler.hpp"
#include "opencv2/zoom_train/data.hpp"
#include "opencv2/zoom_train/distributed.hpp"
#include "opencv2/zoom_train/export.hpp"
#include "opencv2/zoom_train/nn.hpp"

#include <functional>
#include <type_traits>
#include <utility>

namespace cv {
namespace zoom_train {

//! @addtogroup zoom_train
//! @{

/** @brief A value as a function of the training's progress, from 0 (begin) to 1 (end).

Written as a text: an optional word and points `progress:value` in rising order, for instance
`0.002`, `linear 0:0 0.05:1 1:0`, `geometric 0:96 0.2:96 0.65:24`, `cosine 0:0.1 1:0`, `step 0:1 0.5:0.1`. Between two
points the value goes linearly (the default), geometrically, along half a cosine, or stays and then jumps; before the
first and after the last point it stays. */
class CV_EXPORTS Schedule
{
public:
    //! The same value all the time.
    Schedule(double value = 0) : points(1, std::make_pair(0., value)), written(cv::format("%.17g", value)) {}
    //! @param text as above; one that cannot be read is an error
    explicit Schedule(const std::string& text);

    //! The value at a progress from 0 to 1.
    double at(double progress) const;
    //! As it was written.
    const std::string& text() const { return written; }

private:
    enum
    {
        LINEAR,
        GEOMETRIC,
        COSINE,
        STEP
    } kind = LINEAR;
    std::vector<std::pair<double, double>> points; // progress, value
    std::string written;
};

/** @brief Everything that decides how a system is trained.

Each field but the last ones, from folder on, is a key of the tool's configuration, too, in lower case with
underscores; docs/training.md has their ranges.

Weights learn in two groups: the task network with taskRate; everything before it, and the offsets of deformable
convolutions, with saliencyRate. */
struct CV_EXPORTS TrainerOptions
{
    int steps = 1000;      //!< batches to learn from
    int batch = 32;        //!< samples a step, of all processes together
    uint64_t seed = 0;     //!< of everything random in the training; the same seed on one thread gives the same bits
    int loaderThreads = 1; //!< that make batches ahead, see data::Loader

    std::string optimizer = "adam";                                //!< or "sgd"
    double momentum = 0.9;                                         //!< of SGD
    double weightDecay = 0;                                        //!< of the optimiser
    Schedule taskRate = Schedule("linear 0:0 0.04:0.002 1:0");     //!< learning rate of the task network
    Schedule saliencyRate = Schedule("linear 0:0 0.04:0.002 1:0"); //!< learning rate of the rest
    /** On saliencyRate, for what is named `last` before the task network: the saliency's last layer (the paper: 10). */
    double lastLayerFactor = 1;
    double restart = -1; //!< progress at which the optimiser forgets its past; negative: never

    /** "float32", or "bfloat16": convolutions and matrix products of the networks compute in bfloat16, weights,
    coordinates and the loss stay in float32 (mixed precision). Meant for GPUs; it needs no scaling of the loss. */
    std::string precision = "float32";
    std::string device = "cpu"; //!< where to train: "cpu", "cuda", "cuda:1". The trained system is back on the CPU.

    double clip = 0; //!< largest norm of the whole gradient; 0: no limit
    /** Decay of the exponential moving average of the weights and of what batch normalisation has seen; 0: none. The
    averages are what is evaluated and kept. */
    double averaging = 0;

    //! Width of the zoomed image in pixels; 0: the system's own, at which it must end. The aspect ratio stays.
    Schedule size = Schedule(0);
    Schedule uniform = Schedule(0);    //!< sampling is uniform where above 0.5 (pretraining)
    Schedule freezeTask = Schedule(0); //!< the task network does not learn where above 0.5
    Schedule blur = Schedule(0);       //!< probability that a zoomed image is blurred, as in the paper
    double blurLeast = 0.3;            //!< a blurred one is averaged to between this share of its size and all of it

    int validateEvery = 200;   //!< steps
    int checkpointEvery = 200; //!< steps
    int stopAfter = 0;         //!< end here instead of after steps, with a checkpoint to resume from; 0: no

    /** Where checkpoint.pt, log.csv, log.json, curves.png and samples.png go; empty: nothing is written. */
    std::string folder;
    bool resume = false;     //!< go on from the folder's checkpoint, if there is one
    std::string description; //!< kept in the checkpoint; the tool writes down what the system is made of
    bool quiet = false;      //!< nothing on the terminal

    /** The processes to train with; null: this one alone, as ever.

    Each takes its share of every batch, so that N processes see the samples that one would see; gradients are averaged
    (the loss must be a mean over samples), validation is shared out, rank 0 writes and shows. The result is that of one
    process up to rounding, unless the system has batch normalisation: its statistics are of a process's own share, and
    rank 0's running means are everybody's, as in PyTorch's DistributedDataParallel. Group normalisation has no such
    difference. @code options.processes = ProcessGroup::join(ProcessGroupOptions::fromEnvironment()); @endcode */
    std::shared_ptr<ProcessGroup> processes;

    //! Throws if a field is outside its range. The Trainer's constructor does it.
    void check() const;
    //! Sets a field by its key, for instance "task_rate". Unknown keys and bad values are errors that say what is
    //! allowed.
    void set(const std::string& key, const std::string& value);
    //! All that decides the result, as `key: value` lines; a checkpoint is only resumed with the same.
    std::string text() const;
};

//! What an evaluation finds.
struct CV_EXPORTS Evaluation
{
    double loss = 0;   //!< mean over the samples
    double metric = 0; //!< Objective::metric
    /** Share of samples with magnification >= 1.5 at the target's centre, of those with a target; NaN if there are
    none. */
    double hitRate = 0;
    int64_t samples = 0;        //!< how many there were
    std::string details;        //!< one line more on the metric, where the objective has it
    std::string metricName;     //!< Objective::metricName
    bool lowerIsBetter = false; //!< Objective::lowerIsBetter
};

//! A figure that says how far the network's output is from the target: a mean over the samples.
typedef std::function<torch::Tensor(const torch::Tensor& output, const torch::Tensor& target)> Loss;

//! What a training is after. A function alone is the loss.
struct CV_EXPORTS Objective
{
    Objective() = default;
    //! Anything that can be called as a Loss is the loss.
    template <typename Function, typename = std::enable_if_t<std::is_convertible<Function, Loss>::value>>
    Objective(const Function& _loss) : loss(_loss)
    {
    }

    Loss loss;   //!< empty: cross-entropy for classes, smooth L1 for values
    Loss metric; //!< Evaluation::metric; empty: accuracy for classes, mean absolute error for values
    /** For progress, curves and tables; empty: "accuracy" or "mean absolute error", or "metric" if metric or judge is
    given. */
    std::string metricName;
    bool lowerIsBetter = false; //!< of the metric; true by itself where that is the mean absolute error

    //! A figure of a whole batch, with what the resampler did.
    typedef std::function<torch::Tensor(const torch::Tensor& output, const data::Batch& batch,
                                        const nn::Resampler& resampler)>
        OfBatch;

    //! In place of loss where the target is not enough: it sees all of the batch, and the resampler's last grid.
    OfBatch batchLoss;
    /** In place of metric where that is no mean over samples: findings of a batch, [K, columns] in double on the CPU,
    for judge() to look at when all of the set are there. The first column is a sample's number in the batch, and
    becomes its number in the set. */
    OfBatch findings;
    //! Sets metric and details. @param findings all of a set, those of a batch together and in their order
    std::function<void(const torch::Tensor& findings, Evaluation& evaluation)> judge;
};

//! Runs a system on a whole set, in evaluation mode.
CV_EXPORTS Evaluation evaluate(nn::System& system, const std::shared_ptr<const data::Dataset>& dataset, int batch = 64,
                               const Objective& objective = Objective());

/** @brief Trains a system.

@code
    zoom_train::nn::SystemOptions options;
    options.task = zoom_train::nn::wrap(torch::nn::AnyModule(MyNet())); // any torch::nn module
    options.channels = 3;
    options.sampler.zoomed = Size(96, 96);
    zoom_train::Trainer trainer(zoom_train::nn::makeSystem(options), trainingSet, validationSet);
    trainer.run();
    Ptr<zoom::SaliencySampler> live = trainer.sampler("model.yaml");
@endcode */
class CV_EXPORTS Trainer
{
public:
    /** @param system what is trained, in place
    @param training, validation what it learns from, and what judges it
    @param options how
    @param objective what for */
    Trainer(std::shared_ptr<nn::System> system, std::shared_ptr<const data::Dataset> training,
            std::shared_ptr<const data::Dataset> validation, const TrainerOptions& options = TrainerOptions(),
            const Objective& objective = Objective());
    ~Trainer();
    Trainer(const Trainer&) = delete;
    Trainer& operator=(const Trainer&) = delete;

    /** @brief Trains to the end, and evaluates.

    A loss or gradient that is NaN or infinite throws an error with the step and the layer; the last checkpoint stays.
    With several processes, an error in one ends all, and a lost one is an error in the others. */
    Evaluation run();

    /** @brief Writes the trained saliency network as a model (exportModel()) and loads it for live use.

    A saliency network of one's own must have nn::Network::addTo() for that; run() says so on stderr after the first
    step where it has not. */
    Ptr<zoom::SaliencySampler> sampler(const std::string& modelPath);

    //! How many steps were done.
    int step() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl;
};

/** @brief Stores a module's parameters and buffers, with a text that says what it is. */
CV_EXPORTS void saveModule(torch::nn::Module& module, const std::string& description, const std::string& path);

/** @brief Reads them back, by name.
@param module whose parameters and buffers are set
@param path of a file of saveModule(), or of a checkpoint
@param prefix only those whose names begin so. One that is missing in the file is an error that names it, but for the
offsets of deformable convolutions, which a plain network has not: with a prefix, stderr says that they stay as they
were
@return the description */
CV_EXPORTS std::string loadModule(torch::nn::Module& module, const std::string& path,
                                  const std::string& prefix = std::string());

//! The description in a checkpoint or in a file of saveModule().
CV_EXPORTS std::string readDescription(const std::string& path);

//! @}

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_TRAINER_HPP
