// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "trainer/onnx_sampling.hpp"

#include "opencv2/zoom_train/operators.hpp"

#include "grid_generator.hpp"
#include "kernels/attraction.hpp"
#include "math/certificate.hpp"
#include "math/lattice.hpp"

#include <limits>

namespace cv {
namespace zoom_train {

using torch::Tensor;

namespace {

// Matrices that act on rows, [in, out], in double; OnnxGraph stores floats. They are what an operator makes of rows
// with a single 1.

Tensor unitRows(int64_t n)
{
    return torch::eye(n, torch::kDouble).view({n, 1, 1, n});
}

//! @param enlarged whether either axis becomes longer: then both are interpolated, which one more row asks for
Tensor lowResMatrix(int64_t pixels, int64_t lowRes, bool enlarged)
{
    return nn::areaDownsample(unitRows(pixels), enlarged ? 2 : 1, lowRes).select(2, 0).view({pixels, lowRes});
}

Tensor nodesMatrix(int64_t pixels, int64_t nodes)
{
    return saliencyToNodes(unitRows(pixels), 2, nodes).select(2, 0).view({pixels, nodes});
}

//! A grid's nodes to the pixels of the zoomed frame.
Tensor zoomedMatrix(int nodes, int pixels)
{
    const Tensor matrix = torch::zeros({nodes, pixels}, torch::kDouble);
    auto at = matrix.accessor<double, 2>();
    for (int k = 0; k < pixels; ++k)
    {
        const auto position = zoom::math::latticePosition((k + 0.5) / pixels, nodes);
        at[position.cell][k] = 1 - position.t;
        at[position.cell + 1][k] += position.t;
    }
    return matrix;
}

//! The attraction along an axis: the sums of weights and of moments, in nodes.
struct AttractionAxis
{
    AttractionAxis(int nodes, int radius, const zoom::GridParams& params)
    {
        zoom::kernels::AttractionMatrices matrices;
        matrices.build(nodes, radius, params.sigma * radius, params.borderType == BORDER_REFLECT_101);
        const auto dense = [&matrices](std::vector<double>& padded) {
            return torch::from_blob(padded.data(), {matrices.nodes, matrices.pitch}, torch::kDouble)
                .slice(1, 0, matrices.nodes)
                .clone();
        };
        weight = dense(matrices.weight);
        moment = dense(matrices.moment);
    }

    Tensor weight, moment;
};

} // namespace

std::string OnnxSampling::number(double value)
{
    return graph.constant(torch::full({1}, value));
}

//! A pass along each axis, the last one first: (x*first)^T * second. What stood upright lies on its side afterwards.
std::string OnnxSampling::product(const std::string& x, const Tensor& first, const Tensor& second)
{
    const std::string along = graph.add("MatMul", {x, graph.constant(first)});
    return graph.add("MatMul", {graph.add("Transpose", {along}, {{"perm", {0, 1, 3, 2}}}), graph.constant(second)});
}

//! To 0 to 1. (OpenCV 4.6 does not read the Clip of an opset after 10.)
std::string OnnxSampling::clamped(const std::string& x)
{
    const auto fromOne = [&](const std::string& y) { return graph.add("Sub", {number(1), graph.add("Relu", {y})}); };
    return fromOne(fromOne(x));
}

std::string OnnxSampling::part(const std::string& x, int64_t axis, int64_t begin, int64_t end)
{
    const auto whole = [this](int64_t value) { return graph.constant(torch::full({1}, value, torch::kLong)); };
    return graph.add("Slice", {x, whole(begin), whole(end), whole(axis)});
}

std::string OnnxSampling::addLowRes(const std::string& frame, Size frameSize, Size lowRes)
{
    const bool divides = frameSize.width % lowRes.width == 0 && frameSize.height % lowRes.height == 0;
    if (divides) // the same numbers, in a fraction of the time
    {
        const std::vector<int64_t> step = {frameSize.height / lowRes.height, frameSize.width / lowRes.width};
        return graph.add("AveragePool", {frame}, {{"kernel_shape", step}, {"strides", step}});
    }
    const bool enlarged = lowRes.width > frameSize.width || lowRes.height > frameSize.height;
    const std::string onItsSide = product(frame, lowResMatrix(frameSize.width, lowRes.width, enlarged),
                                          lowResMatrix(frameSize.height, lowRes.height, enlarged));
    return graph.add("Transpose", {onItsSide}, {{"perm", {0, 1, 3, 2}}});
}

OnnxSampling::Nodes OnnxSampling::identity(Size gridSize)
{
    const auto axis = [](int n) { return torch::linspace(0, 1, n, torch::kDouble); };
    const std::vector<int64_t> shape = {1, 1, gridSize.height, gridSize.width};
    return {graph.constant(axis(gridSize.width).view({1, 1, 1, -1}).expand(shape)),
            graph.constant(axis(gridSize.height).view({1, 1, -1, 1}).expand(shape))};
}

OnnxSampling::Nodes OnnxSampling::addGrid(const std::string& map, Size mapSize, const zoom::GridParams& params)
{
    const bool limited = zoom::isLimited(params), separable = params.mode == zoom::GRID_SEPARABLE;
    if (params.mode == zoom::GRID_TRANSPORT)
        CV_Error(Error::StsNotImplemented,
                 "exportChain: GridParams::mode is GRID_TRANSPORT, which standard operators do "
                 "not express; allowed are GRID_ATTRACTION and GRID_SEPARABLE");
    if (limited && !separable && params.borderType == BORDER_REPLICATE)
        CV_Error(Error::StsNotImplemented,
                 "exportChain: GridParams::borderType is BORDER_REPLICATE with limits of magnification: standard "
                 "operators do not see whether the sides of the outline meet. Allowed are BORDER_REFLECT_101, "
                 "GRID_SEPARABLE, or minMagnification and maxMagnification 0");
    const int columns = params.gridSize.width, rows = params.gridSize.height;

    // The share of uniform saliency. The map's sum stays in it, for it is in both sums of the attraction.
    const Tensor nodesX = nodesMatrix(mapSize.width, columns), nodesY = nodesMatrix(mapSize.height, rows);
    const auto mean = [](const Tensor& matrix) { return matrix.mean(1, true).expand_as(matrix); };
    const std::string mixed =
        graph.add("Add", {graph.add("Mul", {product(map, nodesX, nodesY), number(1 - params.uniformMix)}),
                          graph.add("Mul", {product(map, mean(nodesX), mean(nodesY)), number(params.uniformMix)})});

    // The sums of the attraction, back upright. A separable grid sums up the other axis, which weighs all nodes alike.
    const int radius = std::min(rows, columns) - 1;
    const AttractionAxis alongX(columns, radius, params), alongY(rows, radius, params);
    const Tensor acrossX = separable ? torch::ones_like(alongX.weight) : alongX.weight;
    const Tensor acrossY = separable ? torch::ones_like(alongY.weight) : alongY.weight;
    const Nodes straight = identity(params.gridSize);
    const auto attracted = [&](const std::string& moment, const std::string& weight, int nodes,
                               const std::string& still) {
        // Where no weight is left, no moment is: the node stays.
        const std::string moved = graph.add("Div", {moment, graph.add("Add", {weight, number(1e-37)})});
        return clamped(graph.add("Add", {graph.add("Mul", {moved, number(1.0 / (nodes - 1))}), still}));
    };
    const Nodes nodes = {
        attracted(product(mixed, acrossY, alongX.moment), product(mixed, acrossY, alongX.weight), columns, straight.u),
        attracted(product(mixed, alongY.moment, acrossX), product(mixed, alongY.weight, acrossX), rows, straight.v)};
    return limited ? addMended(nodes, straight, params) : nodes;
}

//! BlendedDeterminant::shareToReach() of every corner.
std::string OnnxSampling::shareToReach(const std::string& square, const std::string& linear,
                                       const std::string& constant, double limit)
{
    const auto where = [&](const std::string& condition, const std::string& yes, const std::string& no) {
        return graph.add("Where", {condition, yes, no});
    };
    const std::string zero = number(0), one = number(1);
    const std::string c = graph.add("Sub", {constant, number(limit)});
    const std::string discriminant = graph.add(
        "Sub", {graph.add("Mul", {linear, linear}), graph.add("Mul", {number(4), graph.add("Mul", {square, c})})});
    const std::string root = graph.add("Sqrt", {graph.add("Max", {discriminant, zero})});
    const std::string signedRoot = where(graph.add("Less", {linear, zero}), graph.add("Neg", {root}), root);
    const std::string q = graph.add("Mul", {number(-0.5), graph.add("Add", {linear, signedRoot})});
    // A division by 0 gives what is no solution: more than 1, less than 0, or no number.
    const auto solution = [&](const std::string& x) {
        return graph.add("Max", {where(graph.add("LessOrEqual", {x, one}), x, zero), zero});
    };
    const std::string largest =
        graph.add("Max", {solution(graph.add("Div", {q, square})), solution(graph.add("Div", {c, q}))});
    return where(graph.add("Less", {discriminant, zero}), zero, largest);
}

/** kernels::mendGrid(). Nothing looks whether the sides of the outline meet: those of a separable grid are parallel,
and a reflecting border keeps every side on the frame's own. */
OnnxSampling::Nodes OnnxSampling::addMended(const Nodes& nodes, const Nodes& straight, const zoom::GridParams& params)
{
    const int64_t columns = params.gridSize.width, rows = params.gridSize.height;
    const zoom::DeterminantLimits limits(params);
    const auto stepX = [&](const std::string& x) {
        return graph.add("Mul", {graph.add("Sub", {part(x, 3, 1, columns), part(x, 3, 0, columns - 1)}),
                                 number(double(columns - 1))});
    };
    const auto stepY = [&](const std::string& x) {
        return graph.add("Mul",
                         {graph.add("Sub", {part(x, 2, 1, rows), part(x, 2, 0, rows - 1)}), number(double(rows - 1))});
    };
    const std::vector<int64_t> scalar = {1, 1, 1, 1};
    const auto extreme = [&](const char* reduce, const std::string& x) {
        return graph.add(reduce, {x}, {{"axes", {1, 2, 3}}, {"keepdims", 1}});
    };

    // The columns of the Jacobian at the four corners of every cell.
    const std::string ux = stepX(nodes.u), vx = stepX(nodes.v), uy = stepY(nodes.u), vy = stepY(nodes.v);
    const auto edges = [&](const std::string& steps, int64_t axis, int64_t cells, bool alternate) {
        const std::string first = part(steps, axis, 0, cells), second = part(steps, axis, 1, cells + 1);
        return graph.add("Concat", {first, alternate ? second : first, alternate ? first : second, second},
                         {{"axis", 1}});
    };
    const std::string xx = edges(ux, 2, rows - 1, false), xy = edges(vx, 2, rows - 1, false);
    const std::string yx = edges(uy, 3, columns - 1, true), yy = edges(vy, 3, columns - 1, true);

    // math::BlendedDeterminant
    const std::string determinant = graph.add("Sub", {graph.add("Mul", {xx, yy}), graph.add("Mul", {xy, yx})});
    const std::string trace = graph.add("Add", {xx, yy});
    const std::string square = graph.add("Add", {graph.add("Sub", {determinant, trace}), number(1)});
    const std::string linear = graph.add("Sub", {trace, graph.add("Mul", {number(2), determinant})});
    std::string needed = shareToReach(square, linear, determinant, limits.least);
    const bool upwards = limits.most < std::numeric_limits<double>::max();
    if (upwards)
        needed = graph.add("Max", {needed, shareToReach(square, linear, determinant, limits.most)});

    // math::shareForStep() of the shortest step of the outline; a long one, where it has a pole, needs none.
    const std::string shortest = graph.add(
        "Min", {extreme("ReduceMin", part(ux, 2, 0, 1)), extreme("ReduceMin", part(ux, 2, rows - 1, rows)),
                extreme("ReduceMin", part(vy, 3, 0, 1)), extreme("ReduceMin", part(vy, 3, columns - 1, columns)),
                graph.constant(torch::full(scalar, 0.5))});
    const std::string first =
        graph.add("Max", {graph.add("Div", {graph.add("Sub", {number(zoom::math::MIN_OUTLINE_STEP), shortest}),
                                            graph.add("Sub", {number(1), shortest})}),
                          number(0)});

    // math::settledShare() with math::shareForCorner(), whose margin is below what a float resolves.
    const auto turn = [&](const std::string& share) -> OnnxGraph::Turn {
        const std::string rising = graph.add("Add", {graph.add("Mul", {square, share}), linear});
        const std::string here = graph.add("Add", {graph.add("Mul", {rising, share}), determinant});
        std::string bad = graph.add("Less", {here, number(limits.least)});
        if (upwards)
            bad = graph.add("Or", {bad, graph.add("Greater", {here, number(limits.most)})});
        const std::string asked = graph.add("Min", {graph.add("Max", {needed, share}), number(1)});
        const std::string most = extreme("ReduceMax", graph.add("Where", {bad, asked, number(0)}));
        const std::string next = graph.add("Max", {share, most});
        const std::string again =
            graph.add("And", {graph.add("Greater", {most, share}), graph.add("Less", {next, number(1)})});
        return {next, graph.add("Squeeze", {again})};
    };
    const std::string share = graph.addLoop(first, scalar, zoom::math::MAX_MENDING_ROUNDS, turn);
    const auto blended = [&](const std::string& x, const std::string& still) {
        return graph.add("Add", {x, graph.add("Mul", {graph.add("Sub", {still, x}), share})});
    };
    return {blended(nodes.u, straight.u), blended(nodes.v, straight.v)};
}

std::string OnnxSampling::addTogether(const Nodes& nodes)
{
    return graph.add("Transpose", {graph.add("Concat", {nodes.u, nodes.v}, {{"axis", 1}})}, {{"perm", {0, 2, 3, 1}}});
}

std::string OnnxSampling::addSampled(const std::string& frame, const std::string& sampling)
{
    return graph.addOf("", "GridSample", {frame, sampling}, {{"align_corners", 0}},
                       {{"mode", "bilinear"}, {"padding_mode", "border"}})[0];
}

std::string OnnxSampling::addZoom(const std::string& frame, const Nodes& nodes, Size gridSize, Size zoomedSize)
{
    // GridSample's coordinates: -1 and 1 are the edges of the frame.
    const Tensor alongX = zoomedMatrix(gridSize.width, zoomedSize.width);
    const Tensor alongY = zoomedMatrix(gridSize.height, zoomedSize.height);
    const auto sampling = [&](const std::string& x) {
        return graph.add("Sub", {graph.add("Mul", {product(x, alongX, alongY), number(2)}), number(1)});
    };
    const std::string both = graph.add("Concat", {sampling(nodes.u), sampling(nodes.v)}, {{"axis", 1}});
    return addSampled(frame, graph.add("Transpose", {both}, {{"perm", {0, 3, 2, 1}}}));
}

} // namespace zoom_train
} // namespace cv
