// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/camera_effects.hpp"

#include "check_value.hpp"
#include "encoding.hpp"
#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"
#include "parallel.hpp"
#include "random.hpp"
#include "scene_fields.hpp"

#include <cmath>

namespace gaze {

namespace {

void checkImage(const char* function, const cv::Mat& image)
{
    if (image.type() != CV_8UC3 || image.empty())
        CV_Error(cv::Error::StsBadArg,
                 cv::format("%s: image has type %s and size %dx%d; allowed is CV_8UC3, not empty", function,
                            cv::typeToString(image.type()).c_str(), image.cols, image.rows));
}

//! Gaussian numbers of deviation 1, to be read from a random place.
const std::vector<float>& gaussians()
{
    static const std::vector<float> table = [] {
        std::vector<float> values(1 << 14);
        cv::RNG random(20160626);
        for (float& value : values)
            value = float(random.gaussian(1));
        return values;
    }();
    return table;
}

} // namespace

void defocus(cv::Mat& image, double radius)
{
    checkImage("defocus", image);
    checkValue("defocus: radius", radius, 0, 100);
    if (radius < 0.5)
        return;
    // A disc whose rim counts by the share of a pixel that it covers.
    const int reach = int(std::ceil(radius + 0.5));
    cv::Mat kernel(2 * reach + 1, 2 * reach + 1, CV_32F);
    for (int y = -reach; y <= reach; ++y)
        for (int x = -reach; x <= reach; ++x)
            kernel.at<float>(y + reach, x + reach) = float(std::min(std::max(radius + 0.5 - std::hypot(x, y), 0.), 1.));
    kernel /= cv::sum(kernel)[0];
    cv::filter2D(image, image, -1, kernel, cv::Point(-1, -1), 0, cv::BORDER_REPLICATE);
}

void motionBlur(cv::Mat& image, double length, double degrees)
{
    checkImage("motionBlur", image);
    checkValue("motionBlur: length", length, 0, 200);
    checkValue("motionBlur: degrees", degrees, -360, 360);
    if (length < 1)
        return;
    const int reach = int(std::ceil(length / 2));
    const double angle = degrees * CV_PI / 180, cx = std::cos(angle), cy = std::sin(angle);
    cv::Mat kernel(2 * reach + 1, 2 * reach + 1, CV_32F);
    for (int y = -reach; y <= reach; ++y)
        for (int x = -reach; x <= reach; ++x)
        {
            const double along = std::abs(x * cx + y * cy), off = std::abs(y * cx - x * cy);
            kernel.at<float>(y + reach, x + reach) =
                float(std::min(std::max(length / 2 + 0.5 - along, 0.), 1.) * std::max(1 - off, 0.));
        }
    kernel /= cv::sum(kernel)[0];
    cv::filter2D(image, image, -1, kernel, cv::Point(-1, -1), 0, cv::BORDER_REPLICATE);
}

void sensorNoise(cv::Mat& image, double deviation, uint64_t seed)
{
    checkImage("sensorNoise", image);
    checkValue("sensorNoise: deviation", deviation, 0, 1);
    if (deviation <= 0)
        return;
    // The deviation for each brightness: half of it is there in the dark.
    std::array<float, 256> strength;
    for (int i = 0; i < 256; ++i)
        strength[size_t(i)] = float(255 * deviation * (0.5 + 0.5 * std::sqrt(i / 127.5)));
    const std::vector<float>& table = gaussians();
    const size_t mask = table.size() - 1;
    cv::zoom::parallelFor(cv::Range(0, image.rows), [&](const cv::Range& range) {
        for (int y = range.start; y < range.end; ++y)
        {
            uint64_t state = mixSeeds(seed, uint64_t(y));
            uchar* const row = image.ptr(y);
            for (int x = 0; x < 3 * image.cols; x += 3)
            {
                state = state * 6364136223846793005ull + 1442695040888963407ull;
                const uint64_t bits = state >> 16;
                for (int c = 0; c < 3; ++c)
                {
                    const float n = table[size_t(bits >> (14 * c)) & mask];
                    row[x + c] = cv::saturate_cast<uchar>(float(row[x + c]) + strength[row[x + c]] * n);
                }
            }
        }
    });
}

void expose(cv::Mat& image, double factor)
{
    checkImage("expose", image);
    checkValue("expose: factor", factor, 0.01, 100);
    if (factor == 1)
        return;
    cv::Mat table(1, 256, CV_8U);
    for (int i = 0; i < 256; ++i)
        table.at<uchar>(i) = cv::saturate_cast<uchar>(255 * encodeExactly(std::min(decode(i) * factor, 1.)));
    cv::LUT(image, table, image);
}

void developColours(cv::Mat& image, const CameraEffects& effects)
{
    checkImage("developColours", image);
    uchar tables[3][256];
    for (int c = 0; c < 3; ++c)
        for (int i = 0; i < 256; ++i)
        {
            const double value = encodeExactly(std::min(double(decode(i)) * effects.whiteBalance[2 - c], 1.));
            tables[c][i] = cv::saturate_cast<uchar>(255 * std::pow(value, effects.contrast));
        }
    const int share = int(std::lround(256 * effects.saturation));
    cv::zoom::parallelFor(cv::Range(0, image.rows), [&](const cv::Range& range) {
        for (int y = range.start; y < range.end; ++y)
        {
            uchar* const row = image.ptr(y);
            for (int x = 0; x < 3 * image.cols; x += 3)
            {
                const int b = tables[0][row[x]], g = tables[1][row[x + 1]], r = tables[2][row[x + 2]];
                const int grey = (29 * b + 150 * g + 77 * r) >> 8;
                row[x] = cv::saturate_cast<uchar>(grey + ((share * (b - grey)) >> 8));
                row[x + 1] = cv::saturate_cast<uchar>(grey + ((share * (g - grey)) >> 8));
                row[x + 2] = cv::saturate_cast<uchar>(grey + ((share * (r - grey)) >> 8));
            }
        }
    });
}

void compressJpeg(cv::Mat& image, int quality)
{
    checkImage("compressJpeg", image);
    checkValue("compressJpeg: quality", quality, 1, 100);
    std::vector<uchar> bytes;
    if (!cv::imencode(".jpg", image, bytes, {cv::IMWRITE_JPEG_QUALITY, quality}) ||
        cv::imdecode(bytes, cv::IMREAD_COLOR, &image).empty())
        CV_Error(cv::Error::StsError, "compressJpeg: OpenCV's JPEG codec failed");
}

void checkEffects(const CameraEffects& effects)
{
    visitEffects(effects, FieldCheck());
}

void applyCameraEffects(cv::Mat& image, const CameraEffects& effects)
{
    checkEffects(effects);
    const double pixels = image.cols / 1000.;
    defocus(image, effects.defocus * pixels);
    motionBlur(image, effects.motionBlur * pixels, effects.motionAngle);
    expose(image, effects.exposure);
    sensorNoise(image, effects.noise, effects.seed);
    developColours(image, effects);
    if (effects.jpegQuality > 0)
        compressJpeg(image, effects.jpegQuality);
}

} // namespace gaze
