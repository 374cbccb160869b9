// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "reference.hpp"
#include "test_errors.hpp"
#include "test_precomp.hpp"

#include "../src/kernels/instruction_set.hpp"

namespace opencv_test {
namespace {

using namespace cv::zoom;

//! No mixing, no smoothing, no limits that the maps of these tests reach.
GridParams plainTransport(Size nodes)
{
    GridParams p;
    p.mode = GRID_TRANSPORT;
    p.gridSize = nodes;
    p.sigma = 0;
    p.uniformMix = 0;
    p.minMagnification = 0.05;
    p.maxMagnification = 100;
    return p;
}

//! Bilinear interpolation of a node-valued map at normalised coordinates.
double densityAt(const Mat& s, double u, double v)
{
    const double x = std::min(std::max(u, 0.0), 1.0) * (s.cols - 1), y = std::min(std::max(v, 0.0), 1.0) * (s.rows - 1);
    const int j = std::min(int(x), s.cols - 2), i = std::min(int(y), s.rows - 2);
    const double a = x - j, b = y - i;
    return (1 - b) * ((1 - a) * s.at<float>(i, j) + a * s.at<float>(i, j + 1)) +
           b * ((1 - a) * s.at<float>(i + 1, j) + a * s.at<float>(i + 1, j + 1));
}

//! Mass of the image of every cell relative to an equal share, by quadrature with 40 x 40 midpoints a cell.
Mat_<double> cellMasses(const Mat& saliency, const Mat& grid)
{
    const int n = 40;
    Mat_<double> mass(grid.rows - 1, grid.cols - 1, 0.0);
    for (int i = 0; i + 1 < grid.rows; ++i)
        for (int j = 0; j + 1 < grid.cols; ++j)
        {
            const Vec2d a = grid.at<Vec2f>(i, j), b = grid.at<Vec2f>(i, j + 1), c = grid.at<Vec2f>(i + 1, j),
                        d = grid.at<Vec2f>(i + 1, j + 1);
            for (int p = 0; p < n; ++p)
                for (int q = 0; q < n; ++q)
                {
                    const double s = (q + 0.5) / n, t = (p + 0.5) / n;
                    const Vec2d at = (1 - t) * ((1 - s) * a + s * b) + t * ((1 - s) * c + s * d);
                    const Vec2d dx = (1 - t) * (b - a) + t * (d - c), dy = (1 - s) * (c - a) + s * (d - b);
                    mass(i, j) += densityAt(saliency, at[0], at[1]) * (dx[0] * dy[1] - dx[1] * dy[0]) / (n * n);
                }
        }
    return mass / mean(mass)[0];
}

//! Smoothed by at least `smoothing` nodes and rescaled to max/min = ratio.
Mat smoothMap(Size nodes, double smoothing, double ratio, int peaks, RNG& rng)
{
    Mat s(nodes, CV_32F, Scalar(0));
    if (peaks == 0)
        rng.fill(s, RNG::UNIFORM, 0, 1);
    for (int k = 0; k < peaks; ++k)
        s.at<float>(rng.uniform(0, nodes.height), rng.uniform(0, nodes.width)) = 1;
    GaussianBlur(s, s, Size(), smoothing, smoothing, BORDER_REFLECT_101);
    double low, high;
    minMaxLoc(s, &low, &high);
    s = (s - low) / (high - low) * (ratio - 1) + 1;
    return s;
}

struct MassCase
{
    const char* name;
    Size nodes;
    double smoothing, ratio;
    int peaks; //!< 0 for noise
};

void PrintTo(const MassCase& c, std::ostream* os)
{
    *os << c.name;
}

typedef testing::TestWithParam<MassCase> Zoom_TransportMass;

TEST_P(Zoom_TransportMass, every_cell_receives_its_share)
{
    const MassCase& c = GetParam();
    RNG rng(21);
    for (int k = 0; k < 5; ++k)
    {
        const Mat saliency = smoothMap(c.nodes, c.smoothing, c.ratio, c.peaks, rng);
        Mat grid;
        saliencyToGrid(saliency, grid, plainTransport(c.nodes));
        const Mat_<double> error = abs(cellMasses(saliency, grid) - 1);
        double worst;
        minMaxLoc(error, nullptr, &worst);
        EXPECT_LE(worst, 0.01) << "map " << k;
        EXPECT_LE(mean(error)[0], 0.001) << "map " << k;
        EXPECT_TRUE(ZoomTransform(grid, Size(64, 64), Size(32, 32)).isCertified());
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_TransportMass,
                        testing::Values(MassCase{"noise, ratio 10", Size(31, 31), 1.5, 10, 0},
                                        MassCase{"noise, ratio 100", Size(31, 31), 1.5, 100, 0},
                                        MassCase{"smooth noise, ratio 100", Size(31, 31), 3, 100, 0},
                                        MassCase{"one wide peak, ratio 100", Size(31, 31), 5, 100, 1},
                                        MassCase{"three wide peaks, ratio 30", Size(31, 31), 4, 30, 3},
                                        MassCase{"wide lattice", Size(41, 23), 2, 50, 0},
                                        MassCase{"tall lattice", Size(17, 33), 2, 50, 0},
                                        MassCase{"small lattice", Size(5, 7), 1.5, 10, 0},
                                        MassCase{"two by two cells", Size(3, 3), 1.5, 5, 0}));

//! Smoothed by an exact Gaussian and rescaled so that max/min is `ratio`, the map of a few single nodes.
Mat spikes(Size nodes, double smoothing, double ratio, int count, bool clustered, RNG& rng)
{
    Mat s(nodes, CV_32F, Scalar(0));
    const Point corner(rng.uniform(0, nodes.width - 3), rng.uniform(0, nodes.height - 3));
    for (int k = 0; k < count; ++k)
        s.at<float>(clustered ? corner + Point(rng.uniform(0, 4), rng.uniform(0, 4))
                              : Point(rng.uniform(0, nodes.width), rng.uniform(0, nodes.height))) = 1;
    GaussianBlur(s, s, Size(), smoothing, smoothing, BORDER_REFLECT_101);
    double low, high;
    minMaxLoc(s, &low, &high);
    return (s - low) / (high - low) * (ratio - 1) + 1;
}

typedef testing::TestWithParam<std::tuple<int, double>> Zoom_TransportSpikes;

TEST_P(Zoom_TransportSpikes, every_cell_receives_its_share_at_the_largest_ratio)
{
    const int nodes = std::get<0>(GetParam());
    const double smoothing = std::get<1>(GetParam());
    RNG rng(uint64(100 * nodes + 10 * smoothing));
    const int maps = nodes <= 24 ? 24 : nodes <= 31 ? 12 : nodes <= 48 ? 3 : 1; // seconds each at 64
    for (int k = 0; k < maps; ++k)
    {
        const Size size(k % 3 == 1 ? nodes * 2 / 3 : nodes, k % 3 == 2 ? nodes * 2 / 3 : nodes);
        const Mat saliency = spikes(size, smoothing, 100, 1 + k % 4, k % 5 == 4, rng);
        Mat grid;
        saliencyToGrid(saliency, grid, plainTransport(size));
        const Mat_<double> error = abs(cellMasses(saliency, grid) - 1);
        double worst;
        minMaxLoc(error, nullptr, &worst);
        EXPECT_LE(worst, 0.01) << "map " << k << ", " << size;
        EXPECT_LE(mean(error)[0], 0.001) << "map " << k << ", " << size;
        EXPECT_GT(reference::determinants(grid).first, 0) << "map " << k << ", " << size;
        EXPECT_TRUE(ZoomTransform(grid, Size(64, 64), Size(32, 32)).isCertified());
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_TransportSpikes,
                        testing::Combine(testing::Values(16, 24, 31, 48, 64), testing::Values(1.5, 2.0, 3.0, 4.0)));

TEST(Zoom_TransportMassError, agrees_with_a_quadrature)
{
    RNG rng(8);
    const Mat saliency = smoothMap(Size(19, 14), 2, 20, 0, rng);
    Mat identity, grid, errors;
    identityGrid(saliency.size(), identity);
    saliencyToGrid(saliency, grid, plainTransport(saliency.size()));
    for (const Mat& g : {identity, grid, blobGrid(saliency.size())})
    {
        const double mean = massError(saliency, g, errors, plainTransport(saliency.size()));
        const Mat_<double> expected = cellMasses(saliency, g) - 1;
        ASSERT_EQ(expected.size(), errors.size());
        ASSERT_EQ(CV_32FC1, errors.type());
        EXPECT_LE(cvtest::norm(expected, Mat_<double>(errors), NORM_INF), 2e-3);
        EXPECT_NEAR(cv::mean(abs(expected))[0], mean, 1e-3);
    }
    EXPECT_LE(massError(saliency, grid, noArray(), plainTransport(saliency.size())), 1e-3);
    EXPECT_GE(massError(saliency, identity, noArray(), plainTransport(saliency.size())), 0.1);
}

TEST(Zoom_TransportMassError, tells_of_a_map_that_the_lattice_cannot_resolve)
{
    GridParams params = plainTransport(Size(20, 20));
    Mat saliency(20, 20, CV_32F, Scalar(1)), grid, noise(20, 20, CV_32F);
    saliency.at<float>(10, 3) = 1000;
    saliencyToGrid(saliency, grid, params);
    EXPECT_GT(reference::determinants(grid).first, 0);
    const double left = massError(saliency, grid, noArray(), params);
    EXPECT_GE(left, 0.1);
    // With both limits off the density is cut off at 0.01 and 100 times its mean, which is easier.
    params.minMagnification = params.maxMagnification = 0;
    saliencyToGrid(saliency, grid, params);
    EXPECT_LE(massError(saliency, grid, noArray(), params), 0.5 * left);
    // White noise of moderate contrast is shared out as it comes.
    RNG rng(4);
    rng.fill(noise, RNG::UNIFORM, 0.2, 1);
    saliencyToGrid(noise, grid, params);
    EXPECT_LE(massError(noise, grid, noArray(), params), 1e-3);
}

TEST(Zoom_TransportMassError, uses_the_density_of_the_parameters)
{
    // The default parameters mix, smooth and limit the map before it is shared out.
    GridParams params;
    params.mode = GRID_TRANSPORT;
    params.sigma = 0.05;
    const Mat saliency = blob(Size(31, 31), Point2d(0.4, 0.5), 0.12, 0.01);
    Mat grid;
    saliencyToGrid(saliency, grid, params);
    EXPECT_LE(massError(saliency, grid, noArray(), params), 1e-3);
    EXPECT_GE(massError(saliency, grid, noArray(), plainTransport(Size(31, 31))), 0.02);
}

TEST(Zoom_TransportMassError, bad_arguments_are_refused_by_name)
{
    const Mat saliency(9, 9, CV_32F, Scalar(1));
    GridParams params = plainTransport(Size());
    Mat grid;
    identityGrid(Size(9, 9), grid);
    Mat outside = grid.clone();
    outside.at<Vec2f>(3, 3)[0] = 1.5f;
    Mat nan = grid.clone();
    nan.at<Vec2f>(3, 3)[1] = std::numeric_limits<float>::quiet_NaN();
    for (const Mat& bad :
         {Mat(), Mat(9, 8, CV_32FC2, Scalar::all(0)), Mat(9, 9, CV_64FC2, Scalar::all(0)), outside, nan})
    {
        const std::string message = errorOf([&] { massError(saliency, bad, noArray(), params); });
        EXPECT_NE(std::string::npos, message.find("grid")) << message;
    }
    EXPECT_NE(std::string::npos, errorOf([&] { massError(Mat(), grid, noArray(), params); }).find("saliency"));
}

TEST(Zoom_Transport, frame_maps_to_the_whole_frame)
{
    const Mat grid = blobGrid(Size(31, 23), Point2d(0.2, 0.7), GRID_TRANSPORT);
    const ZoomTransform t(grid, Size(100, 100), Size(50, 50));
    EXPECT_NEAR(1, t.coverage(), 1e-6);
    EXPECT_EQ(Vec2f(0, 0), grid.at<Vec2f>(0, 0));
    EXPECT_EQ(Vec2f(1, 1), grid.at<Vec2f>(22, 30));
}

TEST(Zoom_Transport, density_is_the_square_of_the_magnification)
{
    // A map that is twice the mean in one half of the frame along x, smooth in between.
    Mat s(31, 31, CV_32F), grid;
    for (int j = 0; j < 31; ++j)
        s.col(j).setTo(j < 10 ? 1.0 : j > 20 ? 3.0 : 1.0 + 2.0 * (j - 10) / 10);
    saliencyToGrid(s, grid, plainTransport(Size(31, 31)));
    const ZoomTransform t(grid, Size(310, 310), Size(310, 310));
    Mat magnification;
    t.magnification(magnification);
    EXPECT_NEAR(std::sqrt(1.0 / 2), magnification.at<float>(155, 5), 0.01);
    EXPECT_NEAR(std::sqrt(3.0 / 2), magnification.at<float>(155, 305), 0.01);
}

TEST(Zoom_Transport, transposed_maps_give_transposed_grids)
{
    RNG rng(2);
    const Mat s = smoothMap(Size(19, 27), 2, 20, 0, rng);
    Mat grid, mirrored, swapped;
    saliencyToGrid(s, grid, plainTransport(s.size()));
    saliencyToGrid(s.t(), mirrored, plainTransport(Size(27, 19)));
    cv::transpose(mirrored, swapped);
    for (int i = 0; i < grid.rows; ++i)
        for (int j = 0; j < grid.cols; ++j)
        {
            ASSERT_NEAR(grid.at<Vec2f>(i, j)[0], swapped.at<Vec2f>(i, j)[1], 1e-4);
            ASSERT_NEAR(grid.at<Vec2f>(i, j)[1], swapped.at<Vec2f>(i, j)[0], 1e-4);
        }
}

TEST(Zoom_Transport, small_changes_of_the_saliency_change_the_grid_little)
{
    RNG rng(5);
    const Mat s = smoothMap(Size(31, 31), 3, 50, 0, rng);
    Mat grid;
    saliencyToGrid(s, grid, plainTransport(s.size()));
    for (const double size : {1e-3, 1e-2, 3e-2})
    {
        Mat change(s.size(), CV_32F), changed;
        rng.fill(change, RNG::UNIFORM, -size, size);
        const Mat moved = s.mul(1 + change);
        saliencyToGrid(moved, changed, plainTransport(s.size()));
        // Half a lattice step for a change by the half of everything; the tolerance of the solver is below 1e-4.
        EXPECT_LE(cvtest::norm(grid, changed, NORM_INF), 0.2 * size + 2e-4) << "relative change " << size;
    }
}

//! The row-then-column alternative: v from the marginal's distribution, then u from every row's own.
Mat cumulativeGrid(const Mat& s)
{
    const auto invert = [](const std::vector<double>& density, double mass) { // position where the integral is `mass`
        double total = 0;
        for (size_t k = 1; k < density.size(); ++k)
            total += 0.5 * (density[k - 1] + density[k]);
        double sum = 0;
        for (size_t k = 1; k < density.size(); ++k)
        {
            const double next = sum + 0.5 * (density[k - 1] + density[k]) / total;
            if (next >= mass)
                return (double(k) - 1 + (mass - sum) / (next - sum)) / double(density.size() - 1);
            sum = next;
        }
        return 1.0;
    };
    Mat grid(s.size(), CV_32FC2);
    std::vector<double> rowSums(s.rows);
    for (int i = 0; i < s.rows; ++i)
        rowSums[i] = sum(s.row(i))[0];
    for (int i = 0; i < s.rows; ++i)
    {
        const double v = invert(rowSums, double(i) / (s.rows - 1));
        std::vector<double> along(s.cols);
        for (int j = 0; j < s.cols; ++j)
            along[j] = densityAt(s, double(j) / (s.cols - 1), v);
        for (int j = 0; j < s.cols; ++j)
            grid.at<Vec2f>(i, j) = Vec2f(float(invert(along, double(j) / (s.cols - 1))), float(v));
    }
    return grid;
}

//! Mean angle, in degrees, by which a cell's axes deviate from a right angle.
double meanShear(const Mat& grid)
{
    double sum = 0;
    for (int i = 0; i + 1 < grid.rows; ++i)
        for (int j = 0; j + 1 < grid.cols; ++j)
        {
            const Vec2d x = Vec2d(grid.at<Vec2f>(i, j + 1)) - Vec2d(grid.at<Vec2f>(i, j));
            const Vec2d y = Vec2d(grid.at<Vec2f>(i + 1, j)) - Vec2d(grid.at<Vec2f>(i, j));
            sum += std::abs(90 - std::acos(x.dot(y) / (cv::norm(x) * cv::norm(y))) * 180 / CV_PI);
        }
    return sum / ((grid.rows - 1) * (grid.cols - 1));
}

TEST(Zoom_Transport, shears_less_than_a_row_then_column_distribution)
{
    Mat s = blob(Size(31, 31), Point2d(0.25, 0.3), 0.1, 0.1) + blob(Size(31, 31), Point2d(0.75, 0.7), 0.1, 0.1), grid;
    saliencyToGrid(s, grid, plainTransport(s.size()));
    const double ours = meanShear(grid), theirs = meanShear(cumulativeGrid(s));
    RecordProperty("transport_shear_degrees", int(ours));
    RecordProperty("cumulative_shear_degrees", int(theirs));
    EXPECT_LE(ours, 0.75 * theirs);
}

//! Plays maps, one a frame.
class Film : public SaliencyEstimator
{
public:
    explicit Film(const std::vector<Mat>& m) : maps(m) {}
    void estimate(InputArray, double, OutputArray saliency) CV_OVERRIDE { maps[at++].copyTo(saliency); }
    Size inputSize() const CV_OVERRIDE { return Size(); }

private:
    std::vector<Mat> maps;
    size_t at = 0;
};

//! The grids that a sampler makes of a stream of maps.
std::vector<Mat> gridsOfStream(const std::vector<Mat>& maps, const GridParams& params)
{
    const Ptr<SaliencySampler> sampler = SaliencySampler::create(makePtr<Film>(maps), Size(32, 32), params);
    std::vector<Mat> grids(maps.size());
    Mat zoomed;
    for (Mat& grid : grids)
    {
        sampler->apply(Mat(64, 64, CV_8UC1, Scalar(0)), zoomed);
        sampler->getTransform().getGrid(grid);
    }
    return grids;
}

TEST(Zoom_Transport, stream_gives_the_grid_of_its_frames)
{
    // Warm starts must lead to the same grid as cold ones.
    const GridParams params = plainTransport(Size(31, 31));
    std::vector<Mat> maps;
    for (int k = 0; k < 12; ++k)
        maps.push_back(blob(Size(31, 31), Point2d(0.3 + 0.02 * k, 0.5), 0.12, 0.15));
    const std::vector<Mat> grids = gridsOfStream(maps, params);
    for (size_t k = 0; k < maps.size(); ++k)
    {
        Mat nodes, expected;
        saliencyToNodes(maps[k], nodes, params.gridSize);
        saliencyToGrid(nodes, expected, params);
        ASSERT_LE(cvtest::norm(expected, grids[k], NORM_INF), 5e-4) << "frame " << k;
    }
}

TEST(Zoom_Transport, stream_of_spikes_stays_exact_and_moves_little)
{
    // Here the nodes leave the potential, and every grid depends on the one before.
    const GridParams params = plainTransport(Size(25, 25));
    RNG rng(31);
    for (int film = 0; film < 6; ++film)
    {
        const Mat base = spikes(params.gridSize, 1.5, 100, 2 + film % 3, false, rng);
        std::vector<Mat> maps;
        for (int k = 0; k < 8; ++k)
        {
            Mat change(base.size(), CV_32F);
            rng.fill(change, RNG::UNIFORM, -2e-3, 2e-3);
            maps.push_back(base.mul(1 + change));
        }
        const std::vector<Mat> grids = gridsOfStream(maps, params);
        for (size_t k = 0; k < maps.size(); ++k)
        {
            SCOPED_TRACE(format("film %d, frame %d", film, int(k)));
            Mat nodes;
            saliencyToNodes(maps[k], nodes, params.gridSize);
            EXPECT_LE(massError(nodes, grids[k], noArray(), params), 1e-3);
            if (k > 0)
            {
                EXPECT_LE(cvtest::norm(grids[k - 1], grids[k], NORM_INF), 0.01);
            }
        }
    }
}

TEST(Zoom_Transport, free_nodes_do_not_depend_on_the_instruction_set)
{
    // Zoom_InstructionSets has maps that the potential solves.
    using namespace cv::zoom::kernels;
    int compared = 0;
    for (const Size& nodes : {Size(31, 31), Size(17, 24), Size(9, 6)})
    {
        RNG rng(77);
        const Mat saliency = spikes(nodes, 1.5, 100, 2, false, rng);
        Mat expected, got;
        limitInstructionSet(INSTRUCTION_SET_BASELINE);
        const InstructionSet baseline = instructionSetInUse();
        saliencyToGrid(saliency, expected, plainTransport(nodes));
        for (const InstructionSet set : {INSTRUCTION_SET_AVX2, INSTRUCTION_SET_AVX512_SKX})
        {
            limitInstructionSet(set);
            if (instructionSetInUse() == baseline)
                continue;
            ++compared;
            saliencyToGrid(saliency, got, plainTransport(nodes));
            EXPECT_LE(cvtest::norm(expected, got, NORM_INF), 1e-5) << nodes << ", instruction set " << set;
        }
        limitInstructionSet(INSTRUCTION_SET_AVX512_SKX);
    }
    if (compared == 0)
        ZOOM_SKIP("a processor with AVX2");
}

TEST(Zoom_Transport, lattices_that_are_too_large_are_refused_by_name)
{
    GridParams params = plainTransport(Size());
    Mat grid;
    EXPECT_THROW(saliencyToGrid(Mat(31, 129, CV_32F, Scalar(1)), grid, params), cv::Exception);
    EXPECT_NO_THROW(saliencyToGrid(Mat(2, 128, CV_32F, Scalar(1)), grid, params));
}

} // namespace
} // namespace opencv_test
