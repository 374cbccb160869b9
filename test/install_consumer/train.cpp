#include <opencv2/zoom_train/operators.hpp>

#include <ATen/ATen.h>

int main()
{
    at::Tensor saliency = at::rand({1, 1, 31, 31});
    at::Tensor grid = cv::zoom_train::saliencyToGrid(saliency, cv::zoom::GridParams());
    return grid.sizes() == at::IntArrayRef({1, 31, 31, 2}) ? 0 : 1;
}
