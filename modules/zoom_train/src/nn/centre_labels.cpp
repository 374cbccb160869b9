// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "opencv2/zoom_train/detection.hpp"

#include <cmath>

namespace cv {
namespace zoom_train {

using torch::Tensor;

namespace {

const double HEAT_SHARE = 1. / 8, LEAST_HEAT_SIGMA = 0.4; // of a thing's extent; in cells
const double SPEAKER_SIGMA = 0.8;                         // of the weights in the 3x3 around a centre, in cells
const double SIZE_WEIGHT = 0.5, OFFSET_WEIGHT = 2;        // beside the heatmap's loss

//! A thing without extent has no logarithm of it; in cells.
const double LEAST_EXTENT = 1e-2;

//! Where the grids have points of the zoomed frames, and the derivatives of that.
struct Sampled
{
    Tensor at;             // [P, 2]
    Tensor alongX, alongY; // [P, 2], no gradient
};

//! @param grids [N, Gh, Gw, 2] and points [P, 2], both double
Sampled sampleGrids(const Tensor& grids, const Tensor& numbers, const Tensor& points)
{
    const int64_t rows = grids.size(1), columns = grids.size(2);
    const Tensor place = points.clamp(0, 1).mul(torch::tensor({double(columns - 1), double(rows - 1)}, torch::kDouble));
    const Tensor x = place.select(1, 0), y = place.select(1, 1);
    const Tensor j = x.floor().clamp(0, double(columns - 2)), i = y.floor().clamp(0, double(rows - 2));
    const Tensor s = (x - j).unsqueeze(1), t = (y - i).unsqueeze(1);
    const Tensor first = (numbers * rows + i.to(torch::kLong)) * columns + j.to(torch::kLong);
    const Tensor nodes = grids.reshape({-1, 2});
    const auto node = [&](int64_t right, int64_t down) {
        return nodes.index_select(0, first + right + down * columns);
    };
    const Tensor a = node(0, 0), b = node(1, 0), c = node(0, 1), d = node(1, 1);
    Sampled sampled;
    sampled.at = (1 - t) * ((1 - s) * a + s * b) + t * ((1 - s) * c + s * d);
    sampled.alongX = (((1 - t) * (b - a) + t * (d - c)) * double(columns - 1)).detach();
    sampled.alongY = (((1 - s) * (c - a) + s * (d - b)) * double(rows - 1)).detach();
    return sampled;
}

//! A Newton step from z towards where the grids have p. Its derivative is that of the inverse, if z is there already.
Tensor newtonStep(const Tensor& grids, const Tensor& numbers, const Tensor& z, const Tensor& p)
{
    const Sampled g = sampleGrids(grids, numbers, z);
    const Tensor off = g.at - p;
    const auto x = [](const Tensor& v) { return v.select(1, 0); };
    const auto y = [](const Tensor& v) { return v.select(1, 1); };
    const Tensor det = x(g.alongX) * y(g.alongY) - x(g.alongY) * y(g.alongX);
    // Where the grid is flat there is no inverse to step along.
    const Tensor inverse = torch::where(det.abs() > 1e-9, 1 / det, torch::zeros_like(det));
    return z - torch::stack({(y(g.alongY) * x(off) - x(g.alongY) * y(off)) * inverse,
                             (x(g.alongX) * y(off) - y(g.alongX) * x(off)) * inverse},
                            1);
}

/** @brief As newtonStep(), from zoomed boxes towards those that zoom::frameBoxes() brings to boxes of the frame.
@param z, frame sides [M, 4]: left, top, right, bottom. One of z that is at the border stays there. */
Tensor boxStep(const Tensor& grids, const Tensor& numbers, const Tensor& z, const Tensor& frame)
{
    const Tensor middle = 0.5 * (z.slice(1, 0, 2) + z.slice(1, 2, 4));
    Tensor moves[4], slopes[4]; // of a side with its line held, and with its line
    for (int64_t side = 0; side < 4; ++side)
    {
        const int64_t axis = side % 2;
        const Tensor at = z.select(1, side), line = middle.select(1, 1 - axis);
        const Sampled g =
            sampleGrids(grids, numbers, axis == 0 ? torch::stack({at, line}, 1) : torch::stack({line, at}, 1));
        const Tensor along = (axis == 0 ? g.alongX : g.alongY).select(1, axis),
                     across = (axis == 0 ? g.alongY : g.alongX).select(1, axis);
        const Tensor moving = (at > 0) & (at < 1) & (along > 1e-9);
        const Tensor inverse = torch::where(moving, 1 / along, torch::zeros_like(along));
        moves[side] = (frame.select(1, side) - g.at.select(1, axis)) * inverse;
        slopes[side] = -across * inverse;
    }
    const Tensor moveX = 0.5 * (moves[0] + moves[2]), moveY = 0.5 * (moves[1] + moves[3]);
    const Tensor slopeX = 0.5 * (slopes[0] + slopes[2]), slopeY = 0.5 * (slopes[1] + slopes[3]);
    const Tensor middleX = (moveX + slopeX * moveY) / (1 - slopeX * slopeY), middleY = moveY + slopeY * middleX;
    std::vector<Tensor> sides;
    for (int64_t side = 0; side < 4; ++side)
        sides.push_back(z.select(1, side) + moves[side] + slopes[side] * (side % 2 == 0 ? middleY : middleX));
    return torch::stack(sides, 1);
}

void checkGrids(const char* function, const Tensor& grids)
{
    TORCH_CHECK(grids.dim() == 4 && grids.size(1) >= 2 && grids.size(2) >= 2 && grids.size(3) == 2, function,
                ": grids is ", grids.sizes(), "; allowed is [N, Gh, Gw, 2]");
}

} // namespace

zoom::ZoomTransform transformOf(const Tensor& grids, int64_t number, Size frame, Size zoomed)
{
    checkGrids("transformOf", grids);
    const Tensor g = grids[number].detach().to(torch::kCPU, torch::kFloat).contiguous();
    return zoom::ZoomTransform(Mat(int(g.size(0)), int(g.size(1)), CV_32FC2, g.data_ptr()), frame, zoomed);
}

Tensor toZoomedPoints(const Tensor& grids, const Tensor& numbers, const Tensor& points, Tensor* shown)
{
    checkGrids("toZoomedPoints", grids);
    TORCH_CHECK(points.dim() == 2 && points.size(1) == 2 && numbers.dim() == 1 && numbers.size(0) == points.size(0),
                "toZoomedPoints: numbers is ", numbers.sizes(), " and points is ", points.sizes(),
                "; allowed is [P] and [P, 2]");
    const Tensor g = grids.to(torch::kCPU, torch::kDouble), which = numbers.to(torch::kCPU, torch::kLong).contiguous();
    const Tensor p = points.detach().to(torch::kCPU, torch::kDouble).contiguous();
    const int64_t count = p.size(0);
    Tensor found = p.clone(), valid = torch::zeros({count}, torch::kBool);
    {
        // Where about it is: the transform's grid is one of floats.
        const Size side(1024, 1024);
        std::vector<std::vector<int64_t>> ofGrid(size_t(g.size(0)));
        for (int64_t i = 0; i < count; ++i)
        {
            const int64_t n = which.data_ptr<int64_t>()[i];
            TORCH_CHECK(n >= 0 && n < g.size(0), "toZoomedPoints: numbers has ", n, "; allowed is 0 to ",
                        g.size(0) - 1);
            ofGrid[size_t(n)].push_back(i);
        }
        for (size_t n = 0; n < ofGrid.size(); ++n)
        {
            if (ofGrid[n].empty())
                continue;
            const zoom::ZoomTransform transform = transformOf(g, int64_t(n), side, side);
            std::vector<Point2d> here, zoomed;
            std::vector<uchar> inside;
            for (int64_t i : ofGrid[n])
                here.emplace_back(p.data_ptr<double>()[2 * i] * side.width - 0.5,
                                  p.data_ptr<double>()[2 * i + 1] * side.height - 0.5);
            transform.toZoomedPoints(here, zoomed, inside);
            for (size_t k = 0; k < here.size(); ++k)
            {
                double* const to = found.data_ptr<double>() + 2 * ofGrid[n][k];
                to[0] = (zoomed[k].x + 0.5) / side.width;
                to[1] = (zoomed[k].y + 0.5) / side.height;
                valid.data_ptr<bool>()[ofGrid[n][k]] = inside[k] != 0;
            }
        }
    }
    if (shown)
        *shown = valid;
    const Tensor mask = valid.unsqueeze(1);
    const Tensor exact = torch::where(mask, newtonStep(g.detach(), which, found, p), found);
    return torch::where(mask, newtonStep(g, which, exact, p), found);
}

Tensor toZoomedBoxes(const Tensor& grids, const Tensor& numbers, const Tensor& boxes, Tensor& shown)
{
    TORCH_CHECK(boxes.dim() == 2 && boxes.size(1) == 4, "toZoomedBoxes: boxes is ", boxes.sizes(),
                "; allowed is [M, 4]");
    checkGrids("toZoomedBoxes", grids);
    TORCH_CHECK(numbers.dim() == 1 && numbers.size(0) == boxes.size(0), "toZoomedBoxes: numbers is ", numbers.sizes(),
                " and boxes is ", boxes.sizes(), "; allowed is [M] and [M, 4]");
    const Tensor g = grids.to(torch::kCPU, torch::kDouble), which = numbers.to(torch::kCPU, torch::kLong);
    const Tensor given = boxes.detach().to(torch::kCPU, torch::kDouble);
    // Where about they are: the transform's grid is one of floats.
    const Tensor about = torch::zeros_like(given);
    const Size side(1024, 1024);
    for (int64_t n = 0; n < g.size(0); ++n)
    {
        const Tensor own = (which == n).nonzero().squeeze(1);
        if (own.numel() == 0)
            continue;
        Tensor pixels = (given.index_select(0, own) * double(side.width)).contiguous();
        Mat found(int(own.numel()), 4, CV_64F, pixels.data_ptr());
        zoom::zoomedBoxes(transformOf(g, n, side, side), found, found);
        about.index_copy_(0, own, pixels / double(side.width));
    }
    const auto sidesOf = [](const Tensor& b) {
        return torch::cat({b.slice(1, 0, 2), b.slice(1, 0, 2) + b.slice(1, 2, 4)}, 1);
    };
    const Tensor frame = sidesOf(given).clamp(0, 1), sides = sidesOf(about);
    shown = (about.slice(1, 2, 4) > 0).all(1);
    const Tensor exact = boxStep(g.detach(), which, sides, frame), z = boxStep(g, which, exact, frame);
    return torch::where(shown.unsqueeze(1), torch::cat({z.slice(1, 0, 2), z.slice(1, 2, 4) - z.slice(1, 0, 2)}, 1),
                        torch::zeros_like(about));
}

Tensor frameAreas(const Tensor& grids, int64_t rows, int64_t columns)
{
    checkGrids("frameAreas", grids);
    const Tensor corners = torch::upsample_bilinear2d(grids.to(torch::kDouble).permute({0, 3, 1, 2}).contiguous(),
                                                      {rows + 1, columns + 1}, true);
    const auto corner = [&](int64_t right, int64_t down) {
        return corners.slice(2, down, down + rows).slice(3, right, right + columns);
    };
    // Half the product of the diagonals is a quadrilateral's area.
    const Tensor falling = corner(1, 1) - corner(0, 0), rising = corner(0, 1) - corner(1, 0);
    const Tensor doubled =
        falling.slice(1, 0, 1) * rising.slice(1, 1, 2) - falling.slice(1, 1, 2) * rising.slice(1, 0, 1);
    return (0.5 * double(rows * columns) * doubled).clamp_min(0);
}

CentreTargets centreTargets(const Tensor& things, const Tensor& grids, int64_t labels, int64_t rows, int64_t columns)
{
    checkGrids("centreTargets", grids);
    TORCH_CHECK(things.dim() == 2 && things.size(1) == 6, "centreTargets: things is ", things.sizes(),
                "; allowed is [M, 6]");
    const int64_t frames = grids.size(0);
    const Tensor known = things.to(torch::kCPU, torch::kDouble).contiguous();
    Tensor shown;
    const Tensor boxes = toZoomedBoxes(grids, known.select(1, 0), known.slice(1, 2, 6), shown); // normalised
    const Tensor cellsPerSide = torch::tensor({double(columns), double(rows)}, torch::kDouble);
    const Tensor extents = (boxes.slice(1, 2, 4) * cellsPerSide).clamp_min(LEAST_EXTENT);
    const Tensor centres = (boxes.slice(1, 0, 2) + 0.5 * boxes.slice(1, 2, 4)) * cellsPerSide;

    const Tensor heat = torch::zeros({frames, labels, rows, columns}, torch::kDouble);
    std::vector<int64_t> ofFrame(size_t(frames), 0), owner(size_t(frames * rows * columns), -1);
    std::vector<double> ownerWeight(owner.size(), 0), ownerArea(owner.size(), 0);
    const Tensor e = extents.detach().contiguous(), c = centres.detach().contiguous();
    for (int64_t k = 0; k < known.size(0); ++k)
    {
        if (!shown.data_ptr<bool>()[k])
            continue;
        const int64_t frame = int64_t(known.data_ptr<double>()[6 * k]),
                      label = int64_t(known.data_ptr<double>()[6 * k + 1]);
        TORCH_CHECK(label >= 0 && label < labels, "centreTargets: things has label ", label, "; allowed is 0 to ",
                    labels - 1);
        ++ofFrame[size_t(frame)];
        const double width = e.data_ptr<double>()[2 * k], height = e.data_ptr<double>()[2 * k + 1];
        const auto cellOf = [](double x, int64_t n) {
            return std::min(std::max(int64_t(std::floor(x)), int64_t(0)), n - 1);
        };
        const int64_t column = cellOf(c.data_ptr<double>()[2 * k], columns),
                      row = cellOf(c.data_ptr<double>()[2 * k + 1], rows);
        const auto squared = [](int64_t from, double sigma) { return double(from * from) / (sigma * sigma); };
        const double sigmaX = std::max(width * HEAT_SHARE, LEAST_HEAT_SIGMA),
                     sigmaY = std::max(height * HEAT_SHARE, LEAST_HEAT_SIGMA);
        double* const map = heat.data_ptr<double>() + (frame * labels + label) * rows * columns;
        for (int64_t y = 0; y < rows; ++y)
            for (int64_t x = 0; x < columns; ++x)
                map[y * columns + x] = std::max(
                    map[y * columns + x], std::exp(-0.5 * (squared(x - column, sigmaX) + squared(y - row, sigmaY))));
        // The cell next to the centre of two things speaks for the nearer one, a centre for the smaller one.
        for (int64_t y = std::max<int64_t>(row - 1, 0); y <= std::min(row + 1, rows - 1); ++y)
            for (int64_t x = std::max<int64_t>(column - 1, 0); x <= std::min(column + 1, columns - 1); ++x)
            {
                const size_t cell = size_t((frame * rows + y) * columns + x);
                const double weight =
                    std::exp(-0.5 * (squared(x - column, SPEAKER_SIGMA) + squared(y - row, SPEAKER_SIGMA)));
                const double area = width * height;
                if (owner[cell] >= 0 &&
                    (weight < ownerWeight[cell] || (weight == ownerWeight[cell] && area >= ownerArea[cell])))
                    continue;
                owner[cell] = k;
                ownerWeight[cell] = weight;
                ownerArea[cell] = area;
            }
    }

    CentreTargets targets;
    targets.heat = heat;
    targets.areas = frameAreas(grids, rows, columns);
    std::vector<double> shares, sums(size_t(known.size(0)), 0), weights;
    for (int64_t n : ofFrame)
        shares.push_back(1. / double(frames * std::max<int64_t>(n, 1)));
    std::vector<int64_t> cells, thing;
    std::vector<double> places;
    for (size_t cell = 0; cell < owner.size(); ++cell)
    {
        if (owner[cell] < 0)
            continue;
        cells.push_back(int64_t(cell));
        thing.push_back(owner[cell]);
        weights.push_back(ownerWeight[cell]);
        sums[size_t(owner[cell])] += ownerWeight[cell];
        places.push_back(double(int64_t(cell) % columns));
        places.push_back(double(int64_t(cell) / columns % rows));
    }
    for (size_t k = 0; k < cells.size(); ++k)
        weights[k] *= shares[size_t(cells[k] / (rows * columns))] / sums[size_t(thing[k])];
    targets.share = torch::tensor(shares, torch::kDouble);
    targets.cells = torch::tensor(cells, torch::kLong);
    targets.weights = torch::tensor(weights, torch::kDouble);
    const Tensor which = torch::tensor(thing, torch::kLong);
    const Tensor own = extents.index_select(0, which);
    targets.extents = own.detach();
    const Tensor offsets = centres.index_select(0, which) - torch::tensor(places, torch::kDouble).view({-1, 2});
    targets.values = torch::cat({own.log(), offsets}, 1);
    return targets;
}

Tensor centreLoss(const Tensor& output, const CentreTargets& targets)
{
    const Tensor heat = targets.heat.to(output.options());
    const int64_t labels = heat.size(1);
    TORCH_CHECK(output.dim() == 4 && output.size(0) == heat.size(0) && output.size(1) == labels + 4 &&
                    output.size(2) == heat.size(2) && output.size(3) == heat.size(3),
                "centreLoss: output is ", output.sizes(), ", which does not fit the targets ", heat.sizes(),
                "; allowed are 4 planes more");
    const Tensor logits = output.slice(1, 0, labels), score = logits.sigmoid(), centre = heat == 1;
    const Tensor found = -(1 - score).pow(2) * torch::log_sigmoid(logits);
    const Tensor alarms =
        -(1 - heat).pow(4) * score.pow(2) * torch::log_sigmoid(-logits) * targets.areas.to(output.options());
    const Tensor ofFrames = torch::where(centre, found, alarms).sum({1, 2, 3});
    const Tensor heatLoss = (ofFrames * targets.share.to(output.options())).sum();

    const Tensor said = output.slice(1, labels)
                            .permute({0, 2, 3, 1})
                            .reshape({-1, 4})
                            .index_select(0, targets.cells.to(output.device()));
    const Tensor error = (said - targets.values.to(output.options())).abs();
    const Tensor weighted = SIZE_WEIGHT * error.slice(1, 0, 2) +
                            OFFSET_WEIGHT * error.slice(1, 2, 4) / targets.extents.to(output.options());
    return heatLoss + (weighted.sum(1) * targets.weights.to(output.options())).sum();
}

Objective centreObjective()
{
    Objective objective;
    objective.metricName = "loss";
    objective.lowerIsBetter = true;
    objective.findings = [](const Tensor&, const data::Batch&, const nn::Resampler&) {
        return torch::empty({0, 1}, torch::kDouble);
    };
    objective.judge = [](const Tensor&, Evaluation& evaluation) { evaluation.metric = evaluation.loss; };
    objective.batchLoss = [](const Tensor& output, const data::Batch& batch, const nn::Resampler& resampler) {
        TORCH_CHECK(output.dim() == 4 && output.size(1) > 4, "centreObjective: the task network's output is ",
                    output.sizes(), "; allowed is that of a CentreNet, [N, labels + 4, h, w]");
        return centreLoss(output, centreTargets(batch.things, resampler.lastGrid(), output.size(1) - 4, output.size(2),
                                                output.size(3)));
    };
    return objective;
}

Tensor boxPrior(const data::Dataset& dataset, Size nodes)
{
    Mat sum = Mat::zeros(nodes, CV_64F);
    const Size side = dataset.frameSize();
    for (size_t i = 0; i < dataset.size(); ++i)
    {
        std::vector<Rect2d> boxes;
        try
        {
            for (const data::Thing& thing : dataset.get(i, 0).things)
                boxes.emplace_back(thing.box.x * side.width, thing.box.y * side.height, thing.box.width * side.width,
                                   thing.box.height * side.height);
        }
        catch (const data::UnreadableSample&) // the Loader tells
        {
            continue;
        }
        if (boxes.empty())
            continue;
        Mat one;
        zoom::boxesToSaliency(boxes, side, one, nodes);
        add(sum, one, sum, noArray(), CV_64F);
    }
    const double total = cv::sum(sum)[0];
    if (!(total > 0))
        CV_Error(Error::StsBadArg, "boxPrior: no sample of the set has a thing with a box; allowed are sets of boxes, "
                                   "voc and coco");
    Mat prior;
    sum.convertTo(prior, CV_32F, 1 / total);
    return torch::from_blob(prior.data, {1, 1, nodes.height, nodes.width}).clone();
}

} // namespace zoom_train
} // namespace cv
