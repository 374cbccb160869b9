// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_CHECKPOINT_HPP
#define OPENCV_ZOOM_TRAIN_CHECKPOINT_HPP

#include "opencv2/zoom_train/trainer.hpp"

#include <functional>

namespace cv {
namespace zoom_train {

//! A file of ours: LibTorch's archive with a mark, texts and tensors by name.
class CheckpointWriter
{
public:
    CheckpointWriter();
    void text(const std::string& name, const std::string& value);
    void texts(const std::string& name, const std::vector<std::string>& values);
    void tensor(const std::string& name, const torch::Tensor& value);
    void tensors(const std::string& name, const std::vector<std::pair<std::string, torch::Tensor>>& values);
    void optimizer(const torch::optim::Optimizer& value);
    void write(const std::string& path);

private:
    torch::serialize::OutputArchive archive;
};

//! Reads such a file; everything that does not fit is an error that names the file.
class CheckpointReader
{
public:
    explicit CheckpointReader(const std::string& path);
    //! @param content what is in that file, which another process has read
    CheckpointReader(const std::string& path, const std::string& content);
    std::string text(const std::string& name);
    std::vector<std::string> texts(const std::string& name);
    torch::Tensor tensor(const std::string& name);
    std::vector<std::pair<std::string, torch::Tensor>> tensors(const std::string& name);
    void optimizer(torch::optim::Optimizer& value);
    [[noreturn]] void fail(const std::string& why) const;

private:
    void load(const std::function<void()>& read);

    std::string path;
    torch::serialize::InputArchive archive;
};

//! Parameters and buffers of a module by name.
std::vector<std::pair<std::string, torch::Tensor>> stateOf(const torch::nn::Module& module);

//! Of the offsets of a deformable convolution: a part of the task network that decides where to look.
bool isOfOffsets(const std::string& parameter);

/** @brief Copies what was read into the module; says on stderr what is left as it was.
@param prefix only what begins so; of that, everything must be there. Deformable offsets may lack if it is not empty */
void setState(torch::nn::Module& module, const std::vector<std::pair<std::string, torch::Tensor>>& state,
              const CheckpointReader& from, const std::string& prefix);

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_CHECKPOINT_HPP
