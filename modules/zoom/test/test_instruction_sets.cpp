// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "reference.hpp"
#include "test_precomp.hpp"

#include "../src/kernels/instruction_set.hpp"

namespace opencv_test {
namespace {

using namespace cv::zoom;
using namespace cv::zoom::kernels;

//! Limits the instruction set while it lives.
class InstructionSetLimit
{
public:
    explicit InstructionSetLimit(InstructionSet most) { limitInstructionSet(most); }
    ~InstructionSetLimit() { limitInstructionSet(INSTRUCTION_SET_AVX512_SKX); }
};

struct Result
{
    std::string name;
    Mat values;
    double tolerance; //!< one level, or for floats some rounding errors
};

/** @brief Runs every kernel whose result is continuous in the positions (INTER_NEAREST is not: rounding decides).
@param grids that the warps use; made by the first run */
std::vector<Result> runEverything(std::vector<Mat>& grids)
{
    std::vector<Result> results;
    const bool first = grids.empty();
    const Size nodes[] = {Size(31, 31), Size(7, 5), Size(45, 17)}; // rows that fill vectors to different degrees
    for (const int mode : {GRID_ATTRACTION, GRID_SEPARABLE, GRID_TRANSPORT})
        for (const Size& size : nodes)
        {
            const Mat grid = blobGrid(size, Point2d(0.4, 0.6), mode);
            results.push_back({format("grid %d of %dx%d", mode, size.width, size.height), grid, 1e-5});
            if (first)
                grids.push_back(grid);
        }
    const Size frameSize(701, 467), zoomedSize(163, 121);
    Mat points(3000, 1, CV_32FC2), mapped;
    RNG(1).fill(points, RNG::UNIFORM, -5, 170);
    ZoomTransform(grids[0], frameSize, zoomedSize).toFramePoints(points, mapped);
    results.push_back({"points in the frame", mapped, 1e-3});
    for (const Size size : {Size(64, 64), Size(61, 40), Size(9, 11)})
    {
        Mat saliency;
        SpectralSaliency::create(size)->estimate(texture(size, CV_8UC3), -1, saliency);
        normalize(saliency, saliency, 0, 1, NORM_MINMAX);
        results.push_back({format("spectral saliency, %dx%d", size.width, size.height), saliency, 1e-4});
    }
    for (const int depth : {CV_8U, CV_16U, CV_32F})
        for (int channels = 1; channels <= 4; ++channels)
        {
            const int type = CV_MAKETYPE(depth, channels);
            const Mat frame = texture(frameSize, type), zoomed = texture(zoomedSize, type, 3);
            for (const Mat& grid : {grids[0], grids[1], grids[8]})
                for (const int interpolation : {INTER_AREA, INTER_LINEAR})
                {
                    const ZoomTransform t(grid, frameSize, zoomedSize);
                    const double tolerance = depth == CV_32F ? 1e-5 : 1;
                    const std::string name = format(" of %s, interpolation %d, %dx%d nodes", typeToString(type).c_str(),
                                                    interpolation, grid.cols, grid.rows);
                    Mat out, back;
                    t.zoom(frame, out, interpolation);
                    t.unzoom(zoomed, back, interpolation);
                    results.push_back({"zoom" + name, out, tolerance});
                    results.push_back({"unzoom" + name, back, tolerance});
                }
        }
    return results;
}

TEST(Zoom_InstructionSets, give_the_same_results_within_a_level)
{
    std::vector<Mat> grids;
    std::vector<Result> expected;
    {
        const InstructionSetLimit limit(INSTRUCTION_SET_BASELINE);
        if (instructionSetInUse() != INSTRUCTION_SET_BASELINE)
            ZOOM_SKIP("the instruction set is chosen by OpenCV's own macros, or the baseline has AVX2");
        expected = runEverything(grids);
    }
    int compared = 0;
    for (const InstructionSet set : {INSTRUCTION_SET_AVX2, INSTRUCTION_SET_AVX512_SKX})
    {
        const InstructionSetLimit limit(set);
        if (instructionSetInUse() != set) // not on this machine
            continue;
        ++compared;
        const std::vector<Result> got = runEverything(grids);
        ASSERT_EQ(expected.size(), got.size());
        for (size_t k = 0; k < got.size(); ++k)
        {
            EXPECT_LE(cvtest::norm(expected[k].values, got[k].values, NORM_INF), got[k].tolerance)
                << got[k].name << ", instruction set " << set;
        }
    }
    if (compared == 0)
        ZOOM_SKIP("a processor with AVX2");
}

TEST(Zoom_InstructionSets, the_limit_is_lifted_again)
{
    const InstructionSet before = instructionSetInUse();
    {
        const InstructionSetLimit limit(INSTRUCTION_SET_BASELINE);
        EXPECT_LE(instructionSetInUse(), before);
    }
    EXPECT_EQ(before, instructionSetInUse());
}

} // namespace
} // namespace opencv_test
