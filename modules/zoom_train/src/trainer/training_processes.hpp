// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_TRAINING_PROCESSES_HPP
#define OPENCV_ZOOM_TRAIN_TRAINING_PROCESSES_HPP

#include "opencv2/zoom_train/distributed.hpp"
#include "opencv2/zoom_train/nn.hpp"

namespace cv {
namespace zoom_train {

//! What a training has to do with other processes. Where there are none, every function leaves things as they are.
class TrainingProcesses
{
public:
    explicit TrainingProcesses(std::shared_ptr<ProcessGroup> group = nullptr) : others(std::move(group)) {}

    int rank() const { return others ? others->rank() : 0; }
    int size() const { return others ? others->size() : 1; }

    /** @brief Before the first step: all must have the configuration of rank 0, and get its weights.
    @param configuration lines; the first that differs is an error. The system's parameters are looked at, too. */
    void begin(const std::string& configuration, const nn::System& system);
    //! After the last one.
    void end() { reducer.reset(); }

    //! What batch normalisation has seen: everybody takes rank 0's.
    void shareBuffers(const nn::System& system) const;

    //! After backward().
    void averageGradients();

    torch::Tensor sum(torch::Tensor values) const;
    double mean(double value) const;
    //! All processes' rows, those of rank 0 first. @param rows [K, columns], double; undefined where there are none
    torch::Tensor rowsOfAll(const torch::Tensor& rows) const;
    std::string ofFirst(const std::string& bytes) const { return others ? others->broadcast(bytes) : bytes; }

    /** @brief The task network's own random numbers (dropout), which are others in every process.

    Rank 0's are those of a training on one process. */
    void seedRandom(uint64_t seed) const;
    //! Their states, one of each process in a row.
    torch::Tensor randomStates() const;
    //! Sets this process's row. @param seed where there is none, since there were fewer processes
    void setRandomState(const torch::Tensor& states, uint64_t seed) const;

    //! The others end, too, with this message.
    void fail(const std::string& error);

private:
    std::shared_ptr<ProcessGroup> others;
    std::unique_ptr<GradientReducer> reducer;
};

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_TRAINING_PROCESSES_HPP
