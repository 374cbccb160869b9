// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "ops/operators.hpp"

#include "math/lattice.hpp"

namespace cv {
namespace zoom_train {

namespace {

using zoom::math::LatticePosition;

//! Where the nodes of one axis stand among the pixels.
std::vector<LatticePosition<double>> nodesAmongPixels(int64_t nodes, int64_t pixels)
{
    std::vector<LatticePosition<double>> positions;
    for (int64_t k = 0; k < nodes; ++k)
        positions.push_back(zoom::math::nodeAmongPixels<double>(int(k), int(nodes), int(pixels)));
    return positions;
}

//! Calls visit(node, pixel, share) with the four pixels that every node is interpolated from.
template <typename Visit>
void visitTaps(int64_t h, int64_t w, int64_t gh, int64_t gw, Visit visit)
{
    const auto rows = nodesAmongPixels(gh, h), columns = nodesAmongPixels(gw, w);
    const int64_t right = w > 1 ? 1 : 0, below = h > 1 ? w : 0;
    for (int64_t i = 0; i < gh; ++i)
        for (int64_t j = 0; j < gw; ++j)
        {
            const int64_t pixel = rows[i].cell * w + columns[j].cell, node = i * gw + j;
            const double s = columns[j].t, t = rows[i].t;
            visit(node, pixel, (1 - s) * (1 - t));
            visit(node, pixel + right, s * (1 - t));
            visit(node, pixel + below, (1 - s) * t);
            visit(node, pixel + below + right, s * t);
        }
}

Tensor forward(const Tensor& map, int64_t gh, int64_t gw)
{
    checkMap(map, "map");
    checkNodes(gh, gw);
    const Tensor from = map.contiguous();
    const int64_t n = from.size(0), h = from.size(2), w = from.size(3);
    Tensor nodes = at::empty({n, 1, gh, gw}, from.options());
    AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "saliency_to_nodes", [&] {
        const scalar_t* in = from.data_ptr<scalar_t>();
        scalar_t* out = nodes.data_ptr<scalar_t>();
        at::parallel_for(0, n, 1, [&](int64_t begin, int64_t end) {
            std::vector<double> sums(gh * gw);
            for (int64_t b = begin; b < end; ++b)
            {
                std::fill(sums.begin(), sums.end(), 0.0);
                visitTaps(h, w, gh, gw, [&](int64_t node, int64_t pixel, double share) {
                    sums[node] += share * double(in[b * h * w + pixel]);
                });
                std::copy(sums.begin(), sums.end(), out + b * gh * gw);
            }
        });
    });
    return nodes;
}

Tensor backward(const Tensor& grad, int64_t h, int64_t w)
{
    checkMapGradient(grad, h, w);
    const Tensor from = grad.contiguous();
    const int64_t n = from.size(0), gh = from.size(2), gw = from.size(3);
    Tensor gradMap = at::empty({n, 1, h, w}, from.options());
    AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "saliency_to_nodes_backward", [&] {
        const scalar_t* in = from.data_ptr<scalar_t>();
        scalar_t* out = gradMap.data_ptr<scalar_t>();
        at::parallel_for(0, n, 1, [&](int64_t begin, int64_t end) {
            std::vector<double> sums(h * w);
            for (int64_t b = begin; b < end; ++b)
            {
                std::fill(sums.begin(), sums.end(), 0.0);
                visitTaps(h, w, gh, gw, [&](int64_t node, int64_t pixel, double share) {
                    sums[pixel] += share * double(in[b * gh * gw + node]);
                });
                std::copy(sums.begin(), sums.end(), out + b * h * w);
            }
        });
    });
    return gradMap;
}

TORCH_LIBRARY_IMPL(cv_zoom, CPU, m)
{
    m.impl("saliency_to_nodes", forward);
    m.impl("_saliency_to_nodes_backward", backward);
}

} // namespace

} // namespace zoom_train
} // namespace cv
