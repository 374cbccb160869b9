// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_TRAINER_EVALUATION_HPP
#define OPENCV_ZOOM_TRAIN_TRAINER_EVALUATION_HPP

#include "opencv2/zoom_train/trainer.hpp"

namespace cv {
namespace zoom_train {

//! Where a system's weights are.
torch::Device deviceOf(const nn::System& system);

data::Batch movedTo(data::Batch batch, torch::Device device);

//! With what is empty filled in, by what the data set tells.
Objective completed(Objective objective, const data::Dataset& dataset);

//! What is seen of a set.
struct Seen
{
    torch::Tensor sums;     // of loss, metric, hits, targets and samples
    torch::Tensor findings; // of Objective::findings, undefined without
};

/** @brief Looks at the batches first, first + stride and so on of a set.
@param objective completed */
Seen look(nn::System& system, const std::shared_ptr<const data::Dataset>& dataset, int batchSize,
          const Objective& objective, int first, int stride);

//! Of all batches together.
Evaluation evaluationOf(const Seen& seen, const Objective& objective);

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_TRAINER_EVALUATION_HPP
