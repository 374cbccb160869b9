// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_errors.hpp"
#include "test_paths.hpp"
#include "test_precomp.hpp"

#include <atomic>
#include <cmath>
#include <complex>
#include <fstream>
#include <limits>
#include <thread>

namespace opencv_test {
namespace {

using namespace cv::zoom;

const double NaN = std::numeric_limits<double>::quiet_NaN();
const double Inf = std::numeric_limits<double>::infinity();

Mat estimated(const Ptr<SaliencyEstimator>& estimator, InputArray lowRes, double timestamp = -1)
{
    Mat saliency;
    estimator->estimate(lowRes, timestamp, saliency);
    EXPECT_EQ(CV_32FC1, saliency.type());
    EXPECT_TRUE(checkRange(saliency, true, nullptr, 0, std::numeric_limits<float>::max()));
    return saliency;
}

Mat noise(Size size, int seed)
{
    Mat image(size, CV_8UC3);
    RNG(seed).fill(image, RNG::UNIFORM, 0, 256);
    return image;
}

//! Share of a map's sum that lies in a part of it.
double shareIn(const Mat& map, Rect part)
{
    return sum(map(part))[0] / sum(map)[0];
}

// ---- DnnSaliency ----

// The test networks have an input of 6 x 4 pixels; `linear` gives 1*c0 + 2*c1 + 4*c2 for the channels in its order.
DnnSaliencyParams testParams(bool logits)
{
    DnnSaliencyParams params;
    params.inputSize = Size(6, 4);
    params.mean = Scalar(10, 20, 30);
    params.scale = Scalar(0.01, 0.002, 0.0003);
    params.logits = logits;
    return params;
}

std::string network(const std::string& name)
{
    return shippedFile(ZOOM_TEST_DATA, name + ".onnx");
}

Mat_<double> linearOutput(const Mat& frame, const DnnSaliencyParams& params)
{
    Mat_<double> output(frame.size());
    for (int i = 0; i < frame.rows; ++i)
    {
        for (int j = 0; j < frame.cols; ++j)
        {
            output(i, j) = 0;
            for (int c = 0; c < 3; ++c)
            {
                const double pixel = frame.at<Vec3b>(i, j)[params.swapRB ? 2 - c : c];
                output(i, j) += (1 << c) * (pixel - params.mean[c]) * params.scale[c];
            }
        }
    }
    return output;
}

Mat_<double> softmaxOf(const Mat_<double>& logits)
{
    double largest;
    minMaxLoc(logits, nullptr, &largest);
    Mat_<double> powers;
    exp(logits - largest, powers);
    return powers / sum(powers)[0];
}

typedef testing::TestWithParam<bool> Zoom_DnnSaliencyOrder;

TEST_P(Zoom_DnnSaliencyOrder, feeds_the_channels_as_the_parameters_say_and_applies_a_softmax)
{
    DnnSaliencyParams params = testParams(true);
    params.swapRB = GetParam();
    const Mat frame = noise(params.inputSize, 1);
    const Mat saliency = estimated(DnnSaliency::create(network("linear"), params), frame);
    ASSERT_EQ(frame.size(), saliency.size());
    EXPECT_LE(cvtest::norm(softmaxOf(linearOutput(frame, params)), Mat_<double>(saliency), NORM_INF), 1e-7);
}

INSTANTIATE_TEST_CASE_P(SwapRB, Zoom_DnnSaliencyOrder, testing::Bool());

TEST(Zoom_DnnSaliency, gives_probabilities_as_the_network_does)
{
    DnnSaliencyParams params = testParams(false);
    params.mean = Scalar();
    const Mat frame = noise(params.inputSize, 2);
    const Mat saliency = estimated(DnnSaliency::create(network("linear"), params), frame);
    EXPECT_LE(cvtest::norm(linearOutput(frame, params), Mat_<double>(saliency), NORM_INF), 1e-5);
}

TEST(Zoom_DnnSaliency, has_a_softmax_that_does_not_overflow)
{
    DnnSaliencyParams params = testParams(true);
    params.scale = Scalar::all(1e4);
    Mat frame(params.inputSize, CV_8UC3, Scalar::all(200));
    frame.at<Vec3b>(1, 4) = Vec3b(201, 201, 201);
    const Mat saliency = estimated(DnnSaliency::create(network("linear"), params), frame);
    EXPECT_FLOAT_EQ(1, saliency.at<float>(1, 4));
    EXPECT_FLOAT_EQ(1, float(sum(saliency)[0]));
}

TEST(Zoom_DnnSaliency, reads_networks_from_memory)
{
    std::ifstream file(network("linear"), std::ios::binary);
    const std::vector<uchar> bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const Mat frame = noise(Size(6, 4), 3);
    const Mat fromMemory = estimated(DnnSaliency::create(bytes, testParams(true)), frame);
    const Mat fromFile = estimated(DnnSaliency::create(network("linear"), testParams(true)), frame);
    EXPECT_EQ(0, cvtest::norm(fromFile, fromMemory, NORM_INF));
}

TEST(Zoom_DnnSaliency, takes_an_output_without_batch_and_channel)
{
    const Mat frame = noise(Size(6, 4), 4);
    const Mat four = estimated(DnnSaliency::create(network("linear"), testParams(true)), frame);
    const Mat two = estimated(DnnSaliency::create(network("matrix"), testParams(true)), frame);
    ASSERT_EQ(Size(6, 4), two.size());
    EXPECT_LE(cvtest::norm(four, two, NORM_INF), 1e-7);
}

TEST(Zoom_DnnSaliency, reads_regions_of_interest)
{
    const Mat whole = noise(Size(20, 20), 5);
    const Mat frame = whole(Rect(3, 5, 6, 4));
    const Ptr<DnnSaliency> estimator = DnnSaliency::create(network("linear"), testParams(true));
    const Mat expected = estimated(estimator, frame.clone());
    EXPECT_EQ(0, cvtest::norm(expected, estimated(estimator, frame), NORM_INF));
}

TEST(Zoom_DnnSaliency, hands_out_maps_that_the_next_frame_does_not_change)
{
    DnnSaliencyParams params = testParams(false);
    params.mean = Scalar();
    const Ptr<DnnSaliency> estimator = DnnSaliency::create(network("linear"), params);
    const Mat first = estimated(estimator, noise(params.inputSize, 6));
    const Mat copy = first.clone();
    const Mat second = estimated(estimator, noise(params.inputSize, 7));
    EXPECT_EQ(0, cvtest::norm(first, copy, NORM_INF));
    EXPECT_GT(cvtest::norm(first, second, NORM_INF), 0);
}

TEST(Zoom_DnnSaliency, keeps_its_parameters)
{
    const Ptr<DnnSaliency> estimator = DnnSaliency::create(network("linear"), testParams(false));
    EXPECT_EQ(Size(6, 4), estimator->inputSize());
    EXPECT_EQ(Scalar(10, 20, 30), estimator->getParams().mean);
    EXPECT_EQ(Scalar(0.01, 0.002, 0.0003), estimator->getParams().scale);
    EXPECT_FALSE(estimator->getParams().logits);
}

TEST(Zoom_DnnSaliency, works_on_after_a_backend_was_refused)
{
    const Mat frame = noise(Size(6, 4), 8);
    const Ptr<DnnSaliency> estimator = DnnSaliency::create(network("linear"), testParams(true));
    const Mat expected = estimated(estimator, frame);
    EXPECT_NE(std::string::npos, errorOf([&] { estimator->setPreferable(12345, 0); }).find("backend 12345"));
    EXPECT_EQ(0, cvtest::norm(expected, estimated(estimator, frame), NORM_INF));
}

// ---- MotionSaliency ----

//! A grey square of 12 pixels a side on a darker ground.
Mat squareAt(Point position, Size size = Size(96, 72))
{
    Mat frame(size, CV_8UC3, Scalar::all(80));
    frame(Rect(position, Size(12, 12))).setTo(Scalar::all(180));
    return frame;
}

TEST(Zoom_MotionSaliency, gives_zeros_for_the_first_frame)
{
    const Mat saliency = estimated(MotionSaliency::create(), noise(Size(96, 72), 1));
    EXPECT_EQ(Size(96, 72), saliency.size());
    EXPECT_EQ(0, countNonZero(saliency));
}

TEST(Zoom_MotionSaliency, gives_the_mass_to_a_moving_square)
{
    const Ptr<MotionSaliency> estimator = MotionSaliency::create();
    Mat saliency;
    for (int k = 0; k < 30; ++k)
        saliency = estimated(estimator, squareAt(Point(4 + 2 * k, 30)));
    EXPECT_GT(shareIn(saliency, Rect(4 + 2 * 29 - 2, 28, 16, 16)), 0.5);
    EXPECT_GT(shareIn(saliency, Rect(0, 28, 96, 16)), 0.99); // the trail behind it, and nothing else
}

TEST(Zoom_MotionSaliency, forgets_with_its_time_constant)
{
    // A square appears at t = 0 and stays: the average nears it as 1 - exp(-t/T).
    const Ptr<MotionSaliency> estimator = MotionSaliency::create(Size(96, 72), 2.0, 30, 5);
    estimated(estimator, squareAt(Point(4, 4)), 10);
    for (const double t : {0.0, 0.5, 2.0, 4.0})
    {
        const Mat saliency = estimated(estimator, squareAt(Point(60, 40)), 10 + t);
        const double before = t == 0 ? 1 : std::exp(-t / 2.0);
        EXPECT_NEAR(100 * before - 5, saliency.at<float>(46, 66), 0.01) << t;
    }
}

TEST(Zoom_MotionSaliency, takes_the_frame_rate_when_timestamps_are_unknown)
{
    const Ptr<MotionSaliency> timed = MotionSaliency::create(),
                              untimed = MotionSaliency::create(Size(96, 72), 1.0, 10.0);
    for (int k = 0; k < 5; ++k)
    {
        const Mat a = estimated(timed, squareAt(Point(10 + 5 * k, 20)), 100 + 0.1 * k);
        const Mat b = estimated(untimed, squareAt(Point(10 + 5 * k, 20)));
        EXPECT_LE(cvtest::norm(a, b, NORM_INF), 1e-3) << k;
    }
}

typedef testing::TestWithParam<Size> Zoom_MotionSaliencySize;

TEST_P(Zoom_MotionSaliencySize, is_the_smoothed_change_from_the_average)
{
    const double TIME = 0.5, RATE = 20, THRESHOLD = 7;
    const Size size = GetParam();
    const Ptr<MotionSaliency> estimator = MotionSaliency::create(size, TIME, RATE, THRESHOLD);
    Mat average, previous;
    for (int k = 0; k < 6; ++k)
    {
        const Mat frame = noise(size, 20 + k);
        const Mat saliency = estimated(estimator, frame);

        Mat grey, change, expected;
        cvtColor(frame, grey, COLOR_BGR2GRAY);
        grey.convertTo(grey, CV_64F);
        if (k == 0)
            average = grey.clone();
        else
            accumulateWeighted(previous, average, 1 - std::exp(-1 / (RATE * TIME)));
        previous = grey;
        absdiff(grey, average, change);
        GaussianBlur(max(change - THRESHOLD, 0), expected, Size(5, 5), 0);
        ASSERT_EQ(size, saliency.size());
        EXPECT_LE(cvtest::norm(expected, Mat_<double>(saliency), NORM_INF), 1e-4) << k;
    }
}

INSTANTIATE_TEST_CASE_P(Sizes, Zoom_MotionSaliencySize,
                        testing::Values(Size(96, 72), Size(1, 1), Size(2, 3), Size(15, 1), Size(1, 40), Size(17, 33)));

TEST(Zoom_MotionSaliency, ignores_changes_below_the_threshold)
{
    const Ptr<MotionSaliency> estimator = MotionSaliency::create(Size(96, 72), 1.0, 30, 12);
    estimated(estimator, Mat(72, 96, CV_8UC3, Scalar::all(100)));
    EXPECT_EQ(0, countNonZero(estimated(estimator, Mat(72, 96, CV_8UC3, Scalar::all(112)))));
    EXPECT_GT(countNonZero(estimated(estimator, Mat(72, 96, CV_8UC3, Scalar::all(114)))), 0);
}

TEST(Zoom_MotionSaliency, starts_again_after_reset)
{
    const Ptr<MotionSaliency> estimator = MotionSaliency::create();
    estimated(estimator, squareAt(Point(4, 4)));
    estimator->reset();
    EXPECT_EQ(0, countNonZero(estimated(estimator, squareAt(Point(50, 4)))));
}

TEST(Zoom_MotionSaliency, starts_again_when_time_runs_backwards)
{
    const Ptr<MotionSaliency> estimator = MotionSaliency::create();
    estimated(estimator, squareAt(Point(4, 4)), 5);
    EXPECT_EQ(0, countNonZero(estimated(estimator, squareAt(Point(50, 4)), 4)));
}

// ---- DetectionSaliency ----

TEST(Zoom_DetectionSaliency, gives_zeros_before_the_first_detections_and_when_there_are_none)
{
    const Ptr<DetectionSaliency> estimator = DetectionSaliency::create(Size(20, 10));
    EXPECT_EQ(Size(), estimator->inputSize());
    const Mat first = estimated(estimator, noArray());
    EXPECT_EQ(Size(20, 10), first.size());
    EXPECT_EQ(0, countNonZero(first));
    estimator->setDetections(std::vector<Rect>{Rect(1, 1, 5, 5)}, Size(10, 10));
    EXPECT_GT(countNonZero(estimated(estimator, noArray())), 0);
    estimator->setDetections(std::vector<Rect>(), Size(10, 10));
    EXPECT_EQ(0, countNonZero(estimated(estimator, noArray())));
}

TEST(Zoom_DetectionSaliency, has_its_peak_within_half_a_cell_of_the_boxes_centre)
{
    const Size mapSize(40, 30), frame(1000, 600);
    const Ptr<DetectionSaliency> estimator = DetectionSaliency::create(mapSize);
    RNG rng(9);
    for (int k = 0; k < 200; ++k)
    {
        const Rect2d box(rng.uniform(0.0, 900.0), rng.uniform(0.0, 500.0), rng.uniform(1.0, 100.0),
                         rng.uniform(1.0, 100.0));
        estimator->setDetections(std::vector<Rect2d>{box}, frame);
        Point peak;
        minMaxLoc(estimated(estimator, noArray()), nullptr, nullptr, nullptr, &peak);
        const double x = (box.x + box.width / 2) / frame.width * mapSize.width;
        const double y = (box.y + box.height / 2) / frame.height * mapSize.height;
        EXPECT_NEAR(x, peak.x + 0.5, 0.5 + 1e-6) << box;
        EXPECT_NEAR(y, peak.y + 0.5, 0.5 + 1e-6) << box;
    }
}

TEST(Zoom_DetectionSaliency, has_a_centre_of_mass_at_the_boxes_centre)
{
    const Ptr<DetectionSaliency> estimator = DetectionSaliency::create(Size(62, 62), 0.4);
    estimator->setDetections(std::vector<Rect>{Rect(310, 440, 100, 60)}, Size(800, 1000));
    const Mat map = estimated(estimator, noArray());
    const Moments m = moments(map);
    EXPECT_NEAR(1, m.m00, 1e-6);
    EXPECT_NEAR(360.0 / 800 * 62 - 0.5, m.m10 / m.m00, 1e-3);
    EXPECT_NEAR(470.0 / 1000 * 62 - 0.5, m.m01 / m.m00, 1e-3);
}

TEST(Zoom_DetectionSaliency, keeps_its_detections_when_new_ones_are_refused)
{
    const Ptr<DetectionSaliency> estimator = DetectionSaliency::create();
    estimator->setDetections(std::vector<Rect>{Rect(10, 10, 5, 5)}, Size(100, 100));
    const Mat before = estimated(estimator, noArray());
    EXPECT_THROW(estimator->setDetections(Mat::ones(1, 3, CV_32F), Size(100, 100)), cv::Exception);
    EXPECT_EQ(0, cvtest::norm(before, estimated(estimator, noArray()), NORM_INF));
}

TEST(Zoom_DetectionSaliency, forgets_its_detections_after_reset)
{
    const Ptr<DetectionSaliency> estimator = DetectionSaliency::create();
    estimator->setDetections(std::vector<Rect>{Rect(10, 10, 5, 5)}, Size(100, 100));
    estimator->reset();
    EXPECT_EQ(0, countNonZero(estimated(estimator, noArray())));
}

TEST(Zoom_DetectionSaliency, takes_detections_from_another_thread)
{
    const Ptr<DetectionSaliency> estimator = DetectionSaliency::create(Size(31, 31));
    estimator->setDetections(std::vector<Rect>{Rect(10, 10, 5, 5)}, Size(100, 100));
    std::atomic<bool> done{false};
    std::thread detector([&] {
        for (int k = 0; k < 300; ++k)
            estimator->setDetections(std::vector<Rect>{Rect(k % 90, 20, 9, 9)}, Size(100, 100));
        done = true;
    });
    int torn = 0; // maps that are not of one set of detections
    while (!done)
    {
        Mat map;
        estimator->estimate(noArray(), -1, map);
        torn += std::abs(sum(map)[0] - 1) > 1e-5;
    }
    detector.join();
    EXPECT_EQ(0, torn);
}

// ---- StaticSaliency ----

TEST(Zoom_StaticSaliency, gives_a_copy_of_its_map)
{
    Mat map = (Mat_<double>(2, 3) << 0, 1, 2, 3, 4, 5);
    const Mat expected = Mat_<float>(map);
    const Ptr<StaticSaliency> estimator = StaticSaliency::create(map);
    map.setTo(Scalar::all(7));
    EXPECT_EQ(Size(), estimator->inputSize());
    EXPECT_EQ(0, cvtest::norm(expected, estimated(estimator, noArray()), NORM_INF));
    estimated(estimator, noArray()).setTo(Scalar::all(9)); // what a caller does with the map is his own affair
    EXPECT_EQ(0, cvtest::norm(expected, estimated(estimator, noArray()), NORM_INF));
}

// ---- SpectralSaliency ----

//! The spectral residual by its definition, before the smoothing: sums over all pixels in double precision.
Mat_<double> spectralResidual(const Mat_<double>& image)
{
    typedef std::complex<double> Complex;
    const int rows = image.rows, columns = image.cols;
    const auto wave = [&](int y, int x, int u, int v, double sign) {
        return std::polar(1.0, sign * 2 * CV_PI * (double(y * u) / rows + double(x * v) / columns));
    };
    std::vector<Complex> spectrum(rows * columns);
    Mat_<double> logAmplitude(rows, columns);
    for (int u = 0; u < rows; ++u)
    {
        for (int v = 0; v < columns; ++v)
        {
            Complex total = 0;
            for (int y = 0; y < rows; ++y)
                for (int x = 0; x < columns; ++x)
                    total += image(y, x) * wave(y, x, u, v, -1);
            spectrum[u * columns + v] = total;
            logAmplitude(u, v) = std::log(std::abs(total) + 1);
        }
    }
    for (int u = 0; u < rows; ++u)
    {
        for (int v = 0; v < columns; ++v)
        {
            double mean = 0;
            for (int du = -1; du <= 1; ++du)
                for (int dv = -1; dv <= 1; ++dv)
                    mean += logAmplitude((u + du + rows) % rows, (v + dv + columns) % columns) / 9;
            spectrum[u * columns + v] *= std::exp(-mean);
        }
    }
    Mat_<double> residual(rows, columns);
    for (int y = 0; y < rows; ++y)
    {
        for (int x = 0; x < columns; ++x)
        {
            Complex total = 0;
            for (int u = 0; u < rows; ++u)
                for (int v = 0; v < columns; ++v)
                    total += spectrum[u * columns + v] * wave(y, x, u, v, 1);
            residual(y, x) = std::norm(total / double(rows * columns));
        }
    }
    return residual;
}

//! The same by transforms of OpenCV in double precision, for images of any size.
Mat_<double> fastSpectralResidual(const Mat_<double>& image)
{
    Mat_<Vec2d> spectrum;
    dft(image, spectrum, DFT_COMPLEX_OUTPUT);
    Mat parts[2], amplitude, gain;
    split(spectrum, parts);
    magnitude(parts[0], parts[1], amplitude);
    log(amplitude + 1, amplitude);
    copyMakeBorder(amplitude, amplitude, 1, 1, 1, 1, BORDER_WRAP);
    blur(amplitude, amplitude, Size(3, 3));
    exp(-amplitude(Rect(Point(1, 1), image.size())), gain);
    for (Mat& part : parts)
        multiply(part, gain, part);
    merge(parts, 2, spectrum);
    Mat_<double> residual;
    dft(spectrum, residual, DFT_INVERSE | DFT_SCALE | DFT_REAL_OUTPUT);
    return residual.mul(residual);
}

typedef testing::TestWithParam<Size> Zoom_SpectralSaliencySize;

TEST_P(Zoom_SpectralSaliencySize, is_the_spectral_residual)
{
    const Size size = GetParam();
    Mat_<uchar> grey(size);
    RNG(11).fill(grey, RNG::UNIFORM, 0, 256);
    Mat frame;
    cvtColor(grey, frame, COLOR_GRAY2BGR);
    const bool small = size.area() <= 300; // what sums over all pixels for every frequency are possible for
    Mat expected = small ? spectralResidual(Mat_<double>(grey)) : fastSpectralResidual(Mat_<double>(grey));
    GaussianBlur(expected, expected, Size(), 2.5 / 64 * std::min(size.width, size.height));
    expected = max(expected - mean(expected)[0], 0);
    const Mat_<double> saliency = estimated(SpectralSaliency::create(size), frame);
    double largest;
    minMaxLoc(expected, nullptr, &largest);
    EXPECT_LE(cvtest::norm(expected, saliency, NORM_INF), 1e-3 * largest);
}

// Even and odd, with prime factors, wide and tall.
INSTANTIATE_TEST_CASE_P(Sizes, Zoom_SpectralSaliencySize,
                        testing::Values(Size(20, 12), Size(8, 8), Size(13, 9), Size(9, 14), Size(10, 29), Size(64, 64),
                                        Size(96, 72), Size(61, 127), Size(251, 40)));

TEST(Zoom_SpectralSaliency, gives_the_same_by_both_references)
{
    Mat_<double> image(11, 14);
    RNG(3).fill(image, RNG::UNIFORM, 0, 256);
    EXPECT_LE(cvtest::norm(spectralResidual(image), fastSpectralResidual(image), NORM_INF), 1e-12);
}

TEST(Zoom_SpectralSaliency, gives_the_mass_to_a_patch_of_another_texture)
{
    for (int seed = 1; seed <= 5; ++seed)
    {
        Mat clouds(64, 64, CV_8UC1), frame;
        RNG(seed).fill(clouds, RNG::UNIFORM, 0, 256);
        GaussianBlur(clouds, clouds, Size(), 3);
        normalize(clouds, clouds, 60, 180, NORM_MINMAX);
        cvtColor(clouds, frame, COLOR_GRAY2BGR);
        const Rect patch(8 * seed, 16, 8, 8), around(patch.tl() - Point(4, 4), Size(16, 16));
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 8; ++x)
                if ((x / 2 + y / 2) % 2)
                    frame(patch).at<Vec3b>(y, x) = Vec3b(200, 200, 200);

        const Mat saliency = estimated(SpectralSaliency::create(), frame);
        Point peak;
        minMaxLoc(saliency, nullptr, nullptr, nullptr, &peak);
        EXPECT_GT(shareIn(saliency, around), 0.6) << patch; // of the mass, in a sixteenth of the map
        EXPECT_TRUE(around.contains(peak)) << patch << peak;
    }
}

TEST(Zoom_SpectralSaliency, finds_the_odd_one_out)
{
    // Squares at somewhat irregular places, one of which is brighter.
    for (int seed = 1; seed <= 5; ++seed)
    {
        RNG rng(seed);
        Mat frame(64, 64, CV_8UC3, Scalar::all(60));
        const Point odd(seed, 2);
        for (int i = 0; i < 8; ++i)
            for (int j = 0; j < 8; ++j)
                frame(Rect(8 * j + rng.uniform(1, 4), 8 * i + rng.uniform(1, 4), 3, 3))
                    .setTo(Scalar::all(Point(j, i) == odd ? 250 : 120));
        Point peak;
        minMaxLoc(estimated(SpectralSaliency::create(), frame), nullptr, nullptr, nullptr, &peak);
        EXPECT_TRUE(Rect(8 * odd, Size(8, 8)).contains(peak)) << odd << peak;
    }
}

TEST(Zoom_SpectralSaliency, gives_zeros_for_a_flat_frame)
{
    for (const int level : {0, 1, 77, 255})
        EXPECT_EQ(0, countNonZero(
                         estimated(SpectralSaliency::create(Size(30, 20)), Mat(20, 30, CV_8UC3, Scalar::all(level)))));
}

// ---- MixedSaliency ----

//! Tells what a part of a mix gets to see.
class RecordingSaliency : public SaliencyEstimator
{
public:
    explicit RecordingSaliency(Size _size) : size(_size) {}

    void estimate(InputArray lowRes, double time, OutputArray saliency) CV_OVERRIDE
    {
        lowRes.copyTo(frame);
        timestamp = time;
        result.copyTo(saliency);
    }
    Size inputSize() const CV_OVERRIDE { return size; }
    void reset() CV_OVERRIDE { ++resets; }

    Size size;
    Mat frame;
    Mat result = Mat::ones(2, 2, CV_32F);
    double timestamp = 0;
    int resets = 0;
};

TEST(Zoom_MixedSaliency, is_the_weighted_mean_of_normalised_maps)
{
    const Mat_<double> a = (Mat_<double>(2, 2) << 1, 2, 3, 4), b = (Mat_<double>(2, 2) << 500, 0, 0, 500);
    const Ptr<MixedSaliency> estimator =
        MixedSaliency::create({StaticSaliency::create(a), StaticSaliency::create(b)}, {3, 1});
    const Mat_<double> expected = a * (0.75 / 10) + b * (0.25 / 1000);
    EXPECT_LE(cvtest::norm(expected, Mat_<double>(estimated(estimator, noArray())), NORM_INF), 1e-7);
}

TEST(Zoom_MixedSaliency, brings_maps_of_different_sizes_to_the_largest)
{
    const Mat wide = (Mat_<float>(1, 4) << 0, 1, 0, 0), tall = (Mat_<float>(3, 1) << 0, 0, 2);
    const Ptr<MixedSaliency> estimator =
        MixedSaliency::create({StaticSaliency::create(wide), StaticSaliency::create(tall)}, {1, 1});
    Mat_<double> expected = Mat_<double>::zeros(3, 4);
    expected.col(1) += 0.5 / 3;
    expected.row(2) += 0.5 / 4;
    const Mat saliency = estimated(estimator, noArray());
    ASSERT_EQ(Size(4, 3), saliency.size());
    EXPECT_LE(cvtest::norm(expected, Mat_<double>(saliency), NORM_INF), 1e-7);
}

TEST(Zoom_MixedSaliency, resizes_maps_bilinearly)
{
    const Ptr<RecordingSaliency> fine = makePtr<RecordingSaliency>(Size()), coarse = makePtr<RecordingSaliency>(Size());
    fine->result = Mat::zeros(13, 9, CV_32F);
    for (const int depth : {CV_32F, CV_64F}) // an estimator of the user's own may give either
    {
        coarse->result.create(5, 4, depth);
        randu(coarse->result, 0, 10);
        Mat_<double> expected;
        resize(Mat_<double>(coarse->result), expected, Size(9, 13), 0, 0, INTER_LINEAR);
        expected /= sum(expected)[0];
        const Mat saliency = estimated(MixedSaliency::create({fine, coarse}, {1, 1}), noArray());
        EXPECT_LE(cvtest::norm(expected, Mat_<double>(saliency), NORM_INF), 1e-8);
    }
}

TEST(Zoom_MixedSaliency, gives_the_weight_of_empty_maps_to_the_others)
{
    const Mat prior = (Mat_<float>(2, 2) << 1, 2, 3, 4);
    const Ptr<DetectionSaliency> silent = DetectionSaliency::create(Size(2, 2));
    const Ptr<MixedSaliency> estimator = MixedSaliency::create({silent, StaticSaliency::create(prior)}, {5, 1});
    EXPECT_LE(cvtest::norm(prior / 10, estimated(estimator, noArray()), NORM_INF), 1e-7);
}

TEST(Zoom_MixedSaliency, gives_zeros_when_all_maps_are_empty)
{
    const Ptr<MixedSaliency> estimator =
        MixedSaliency::create({DetectionSaliency::create(), MotionSaliency::create()}, {1, 1});
    EXPECT_EQ(0, countNonZero(estimated(estimator, noise(Size(96, 72), 1))));
}

TEST(Zoom_MixedSaliency, wants_the_largest_frame_and_reduces_it_for_the_others)
{
    const Ptr<RecordingSaliency> wide = makePtr<RecordingSaliency>(Size(80, 20)),
                                 tall = makePtr<RecordingSaliency>(Size(40, 60));
    const Ptr<MixedSaliency> estimator = MixedSaliency::create({wide, tall}, {1, 1});
    ASSERT_EQ(Size(80, 60), estimator->inputSize());
    const Mat frame = noise(Size(80, 60), 3);
    estimated(estimator, frame, 12.5);
    EXPECT_EQ(12.5, wide->timestamp);
    Mat expected;
    resize(frame, expected, Size(80, 20), 0, 0, INTER_AREA);
    EXPECT_LE(cvtest::norm(expected, wide->frame, NORM_INF), 1);
    resize(frame, expected, Size(40, 60), 0, 0, INTER_AREA);
    EXPECT_LE(cvtest::norm(expected, tall->frame, NORM_INF), 1);
}

TEST(Zoom_MixedSaliency, resets_all_its_parts)
{
    const Ptr<RecordingSaliency> a = makePtr<RecordingSaliency>(Size()), b = makePtr<RecordingSaliency>(Size());
    MixedSaliency::create({a, b}, {1, 1})->reset();
    EXPECT_EQ(1, a->resets);
    EXPECT_EQ(1, b->resets);
}

TEST(Zoom_MixedSaliency, names_the_part_whose_map_cannot_be_used)
{
    const Ptr<RecordingSaliency> good = makePtr<RecordingSaliency>(Size()), bad = makePtr<RecordingSaliency>(Size());
    bad->result.at<float>(1, 0) = float(NaN);
    const Ptr<MixedSaliency> estimator = MixedSaliency::create({good, bad}, {1, 1});
    Mat saliency;
    const std::string error = errorOf([&] { estimator->estimate(noArray(), -1, saliency); });
    EXPECT_NE(std::string::npos, error.find("estimators[1]")) << error;
}

TEST(Zoom_SaliencyEstimator, needs_no_reset_of_its_own)
{
    struct Plain : SaliencyEstimator
    {
        void estimate(InputArray, double, OutputArray) CV_OVERRIDE {}
        Size inputSize() const CV_OVERRIDE { return Size(); }
    };
    EXPECT_NO_THROW(Plain().reset());
}

// ---- bad input ----

typedef testing::TestWithParam<RefusedCall> Zoom_EstimatorsBadInput;

TEST_P(Zoom_EstimatorsBadInput, is_refused_with_a_message_that_says_what_is_wrong)
{
    expectRefused(GetParam());
}

RefusedCall createDnn(
    const char* name, const std::vector<std::string>& words, const std::string& onnx,
    const std::function<void(DnnSaliencyParams&)>& change = [](DnnSaliencyParams&) {})
{
    return {name, words, [=] {
                DnnSaliencyParams params = testParams(true);
                change(params);
                DnnSaliency::create(network(onnx), params);
            }};
}

INSTANTIATE_TEST_CASE_P(
    CreateDnn, Zoom_EstimatorsBadInput,
    testing::Values(
        createDnn("missing_file", {"onnx", "cannot open", "no_such.onnx"}, "no_such"),
        createDnn("two_channels", {"two_channels.onnx", "1 x 2 x 4 x 6"}, "two_channels"),
        createDnn("flat_output", {"classifier.onnx", "1 x 24"}, "classifier"),
        createDnn("two_outputs", {"two_outputs.onnx", "2 outputs"}, "two_outputs"),
        createDnn("no_input_size", {"inputSize", "0x0"}, "linear", [](DnnSaliencyParams& p) { p.inputSize = Size(); }),
        createDnn("nan_mean", {"mean[1]", "nan"}, "linear", [](DnnSaliencyParams& p) { p.mean[1] = NaN; }),
        createDnn("zero_scale", {"scale[2]", "0"}, "linear", [](DnnSaliencyParams& p) { p.scale[2] = 0; }),
        createDnn("infinite_scale", {"scale[0]", "inf"}, "linear", [](DnnSaliencyParams& p) { p.scale[0] = Inf; }),
        RefusedCall{"folder",
                    {"onnx", "cannot read"},
                    [] { DnnSaliency::create(std::string(ZOOM_TEST_DATA), testParams(true)); }},
        RefusedCall{"not_onnx",
                    {"make_test_models.py", "ONNX"},
                    [] { DnnSaliency::create(shippedFile(ZOOM_TEST_DATA, "make_test_models.py"), testParams(true)); }},
        RefusedCall{"empty_memory",
                    {"onnx", "memory", "empty"},
                    [] { DnnSaliency::create(std::vector<uchar>(), testParams(true)); }},
        RefusedCall{"garbage_in_memory",
                    {"onnx", "memory"},
                    [] { DnnSaliency::create(std::vector<uchar>(100, 0xab), testParams(true)); }}),
    refusedName);

//! @param value of all pixels of the frame
RefusedCall runDnn(const char* name, const std::vector<std::string>& words, double scale, bool logits, int value)
{
    return {name, words, [=] {
                DnnSaliencyParams params = testParams(logits);
                params.mean = Scalar();
                params.scale = Scalar::all(scale);
                const Ptr<DnnSaliency> estimator = DnnSaliency::create(network("linear"), params);
                Mat saliency;
                estimator->estimate(Mat(4, 6, CV_8UC3, Scalar::all(value)), -1, saliency);
            }};
}

INSTANTIATE_TEST_CASE_P(RunDnn, Zoom_EstimatorsBadInput,
                        testing::Values(runDnn("infinite_logit", {"network's output", "inf"}, 3e38, true, 200),
                                        runDnn("no_finite_logit", {"network's output", "-inf"}, -3e38, true, 200),
                                        runDnn("negative_probability", {"network's output", "-7"}, -1, false, 1),
                                        runDnn("infinite_probability", {"network's output", "inf"}, 3e38, false, 200)),
                        refusedName);

RefusedCall refusedFrame(const char* name, const std::vector<std::string>& words,
                         const Ptr<SaliencyEstimator>& estimator, const Mat& frame)
{
    return {name, words, [=] {
                Mat saliency;
                estimator->estimate(frame, -1, saliency);
            }};
}

INSTANTIATE_TEST_CASE_P(
    Frames, Zoom_EstimatorsBadInput,
    testing::Values(
        refusedFrame("motion_wrong_size", {"lowRes", "95x72", "96x72"}, MotionSaliency::create(),
                     noise(Size(95, 72), 1)),
        refusedFrame("spectral_grey", {"lowRes", "8UC1"}, SpectralSaliency::create(), Mat::zeros(64, 64, CV_8U)),
        refusedFrame("spectral_float", {"lowRes", "32FC3"}, SpectralSaliency::create(), Mat::zeros(64, 64, CV_32FC3)),
        refusedFrame("motion_empty", {"lowRes", "empty"}, MotionSaliency::create(), Mat()),
        refusedFrame("mixed_wrong_size", {"lowRes", "10x10", "64x64"},
                     MixedSaliency::create({SpectralSaliency::create()}, {1}), noise(Size(10, 10), 1)),
        RefusedCall{
            "dnn_wrong_size",
            {"lowRes", "4x6", "6x4"},
            [] {
                Mat saliency;
                DnnSaliency::create(network("linear"), testParams(true))->estimate(noise(Size(4, 6), 1), -1, saliency);
            }}),
    refusedName);

const Ptr<SaliencyEstimator> nobody;
const Ptr<SaliencyEstimator> prior = StaticSaliency::create(Mat::ones(2, 2, CV_32F));

INSTANTIATE_TEST_CASE_P(
    Create, Zoom_EstimatorsBadInput,
    testing::Values(
        RefusedCall{"motion_size", {"inputSize", "0x5"}, [] { MotionSaliency::create(Size(0, 5)); }},
        RefusedCall{"motion_time_constant", {"timeConstant", "0"}, [] { MotionSaliency::create(Size(9, 9), 0); }},
        RefusedCall{"motion_frame_rate", {"frameRate", "nan"}, [] { MotionSaliency::create(Size(9, 9), 1, NaN); }},
        RefusedCall{"motion_threshold", {"threshold", "256"}, [] { MotionSaliency::create(Size(9, 9), 1, 30, 256); }},
        RefusedCall{"detection_size", {"mapSize", "5x-1"}, [] { DetectionSaliency::create(Size(5, -1)); }},
        RefusedCall{"detection_bandwidth", {"bandwidth", "0"}, [] { DetectionSaliency::create(Size(5, 5), 0); }},
        RefusedCall{"detection_frame_size",
                    {"frameSize", "9x0"},
                    [] { DetectionSaliency::create()->setDetections(std::vector<Rect>(), Size(9, 0)); }},
        RefusedCall{"static_empty", {"map", "empty"}, [] { StaticSaliency::create(Mat()); }},
        RefusedCall{"static_negative", {"map", "-1"}, [] { StaticSaliency::create(Mat_<float>(1, 1, -1.f)); }},
        RefusedCall{"spectral_size", {"inputSize", "8x7"}, [] { SpectralSaliency::create(Size(8, 7)); }},
        RefusedCall{"mixed_empty", {"estimators", "empty"}, [] { MixedSaliency::create({}, {}); }},
        RefusedCall{"mixed_null",
                    {"estimators[1]", "null"},
                    [] {
                        MixedSaliency::create({prior, nobody}, {1, 1});
                    }},
        RefusedCall{"mixed_too_few_weights",
                    {"weights", "1"},
                    [] {
                        MixedSaliency::create({prior, prior}, {1});
                    }},
        RefusedCall{"mixed_negative_weight",
                    {"weights[1]", "-1"},
                    [] {
                        MixedSaliency::create({prior, prior}, {2, -1});
                    }},
        RefusedCall{"mixed_zero_weights",
                    {"weights", "0"},
                    [] {
                        MixedSaliency::create({prior, prior}, {0, 0});
                    }},
        RefusedCall{"mixed_infinite_weight", {"weights", "inf"}, [] { MixedSaliency::create({prior}, {Inf}); }}),
    refusedName);

} // namespace
} // namespace opencv_test
