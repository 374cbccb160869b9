// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_SEEN_SHAPE_HPP
#define ZOOM_TRAIN_SEEN_SHAPE_HPP

#include "opencv2/zoom_train/nn.hpp"

namespace cv {
namespace zoom_train {

/** @brief Runs a network once, so that its layers know their sizes: nn::Network::addTo() writes some of them.
@param network in whatever mode; it is in that mode again afterwards
@param shape of the images
@return shape of the network's output */
inline std::vector<int64_t> seeShape(nn::Network& network, const std::vector<int64_t>& shape)
{
    struct Evaluating // also where forward() throws
    {
        explicit Evaluating(nn::Network& _network) : network(_network), before(_network.is_training())
        {
            network.eval();
        }
        ~Evaluating() { network.train(before); }
        nn::Network& network;
        bool before;
    } const evaluating(network);
    torch::NoGradGuard noGrad;
    return network.forward(torch::zeros(shape)).sizes().vec();
}

} // namespace zoom_train
} // namespace cv

#endif // ZOOM_TRAIN_SEEN_SHAPE_HPP
