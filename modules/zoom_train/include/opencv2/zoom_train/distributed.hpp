// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_DISTRIBUTED_HPP
#define OPENCV_ZOOM_TRAIN_DISTRIBUTED_HPP

#include "opencv2/core.hpp"

#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

namespace cv {
namespace zoom_train {

//! @addtogroup zoom_train
//! @{

//! Which of the processes this one is, and how it finds the others.
struct CV_EXPORTS ProcessGroupOptions
{
    int rank = 0;      //!< of this process, from 0 to size - 1; 0 writes the files
    int size = 1;      //!< number of processes
    int localRank = 0; //!< of this process among those on its machine; the GPU to use, for instance

    std::string masterAddress = "127.0.0.1"; //!< of the machine where rank 0 runs
    int masterPort = 29500;                  //!< a port there that is free, on which rank 0 listens
    /** True when whoever started the processes (torchrun) listens there in rank 0's place. */
    bool masterIsLauncher = false;
    /** Put before the names that the processes exchange at masterPort, where others use it, too. */
    std::string prefix;

    double timeout = 60;            //!< seconds that the others may take to come, to answer, or to finish a step
    int64_t bucketBytes = 25 << 20; //!< gradients go to the others in pieces of this size; the first, of 1 MiB at most

    /** @brief As torchrun sets them: from RANK, WORLD_SIZE, LOCAL_RANK (0 if absent), MASTER_ADDR and MASTER_PORT.

    Without WORLD_SIZE: one process. A variable that is missing or wrong is an error that names it. */
    static ProcessGroupOptions fromEnvironment();
};

/** @brief The processes that train one system together, this one being one of them.

It stands on LibTorch's c10d: Gloo for tensors on the CPU, NCCL for those on a GPU where LibTorch has it, else Gloo.
Give it to a Trainer (TrainerOptions::processes). All processes must call the same functions in the same order.

A process that is lost (killed, its machine gone, silent for longer than the timeout) is an error in all the others,
at their next call that needs it. One that ends with an error of its own tells the others, whose error is then the
same. The destructor waits for the others, so that none loses one that is merely done.

Gloo uses the network interface of the machine's name, those in GLOO_SOCKET_IFNAME if that is set, or the loopback if
masterAddress is there.

The constructor makes the process ignore SIGPIPE, unless the program handles that signal itself: Gloo's writes to a
process that has just gone would end this one before it can say so. */
class CV_EXPORTS ProcessGroup
{
public:
    /** @brief Joins the others; returns when all have come.

    An error where they do not come within the timeout, or if this build has no process groups (isAvailable()). */
    explicit ProcessGroup(const ProcessGroupOptions& options);
    ~ProcessGroup();
    ProcessGroup(const ProcessGroup&) = delete;
    ProcessGroup& operator=(const ProcessGroup&) = delete;

    //! A group if there is more than one process, else null: what a Trainer takes.
    static std::shared_ptr<ProcessGroup> join(const ProcessGroupOptions& options);

    //! Whether LibTorch has Gloo, and its headers were there when this module was compiled.
    static bool isAvailable();

    //! What the constructor was given.
    const ProcessGroupOptions& options() const;
    //! Number of this process, from 0.
    int rank() const { return options().rank; }
    //! Number of processes.
    int size() const { return options().size; }

    //! A sum that goes on in the background. wait() returns when the tensor has it; nobody may touch it before.
    class CV_EXPORTS Pending
    {
    public:
        virtual ~Pending();
        //! Returns when the tensor holds the sum; throws when a process was lost.
        virtual void wait() = 0;
    };

    //! Begins to replace the tensor (dense, contiguous) by the sum over all processes.
    std::unique_ptr<Pending> startSum(const torch::Tensor& tensor);

    //! startSum() and wait().
    void sum(const torch::Tensor& tensor) { startSum(tensor)->wait(); }

    //! Gives everybody rank 0's values. @param tensors dense, of the same types and sizes everywhere
    void broadcast(const std::vector<torch::Tensor>& tensors);

    //! Gives everybody rank 0's bytes.
    std::string broadcast(const std::string& bytes);

    /** @brief Tells the others that this process goes no further, and why.

    For errors of one's own; the group is of no use afterwards. On rank 0 it returns when the others have heard of it,
    or after the timeout. */
    void fail(const std::string& message) noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> impl;
};

/** @brief Averages gradients over the processes while backward() is still at work.

Parameters are put into buckets in reverse order, which is about the order in which their gradients come. A bucket is
sent as soon as the last of its gradients is there; always in the same order, since all processes must agree on it.
LibTorch's own c10d::Reducer does that, but its constructor is another one in almost every version. */
class CV_EXPORTS GradientReducer
{
public:
    /** @param group the processes
    @param parameters those that learn, in the same order in all processes */
    GradientReducer(ProcessGroup& group, const std::vector<torch::Tensor>& parameters);
    ~GradientReducer();
    GradientReducer(const GradientReducer&) = delete;
    GradientReducer& operator=(const GradientReducer&) = delete;

    //! After backward(): sends what is left, waits, and gives every parameter the mean. Where no process has a
    //! gradient, none is made.
    void finish();

    //! How many buckets there are.
    size_t buckets() const;
    //! How many of them the last backward() sent before finish().
    size_t sentEarly() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl;
};

//! @}

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_DISTRIBUTED_HPP
