// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "estimator.hpp"
#include "gaussian_smoothing.hpp"
#include "image_spectrum.hpp"

#include <algorithm>
#include <cmath>

namespace cv {
namespace zoom {

namespace {

// Added to every amplitude before its logarithm is taken. A single pixel that differs by one grey level has amplitude 1
// at every frequency: what is far below it is rounding, which the spectral residual would otherwise amplify to a
// pattern.
const float AMPLITUDE_FLOOR = 1;

// Standard deviation of the final smoothing as a share of the map's shorter side: 2.5 of 64, as in the authors' code.
const double SMOOTHING = 2.5 / 64;

class SpectralSaliencyImpl CV_FINAL : public SpectralSaliency
{
public:
    explicit SpectralSaliencyImpl(Size _size)
        : size(_size), fourier(size), smoothing(size, SMOOTHING * std::min(size.width, size.height))
    {
    }

    void estimate(InputArray lowRes, double, OutputArray saliency) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();

        const Mat& grey = lowResGrey.read(lowRes, size);
        double darkest, brightest;
        minMaxLoc(grey, &darkest, &brightest);
        if (darkest == brightest) // its residual would be nothing but rounding
        {
            saliency.create(size, CV_32FC1);
            saliency.getMat() = Scalar::all(0); // setTo() would allocate
            return;
        }

        Mat_<Vec2f>& spectrum = fourier.transform(grey);
        logAmplitudes(spectrum);
        keepResidual(spectrum);
        saliency.create(size, CV_32FC1);
        Mat residual = saliency.getMat();
        fourier.invert(residual);

        multiply(residual, residual, residual);
        smoothing.apply(residual);
        // The whitened rest of the picture is a floor that would outweigh the few places that stand out of it.
        const float floor = float(mean(residual)[0]);
        for (int i = 0; i < size.height; ++i)
        {
            float* row = residual.ptr<float>(i);
            for (int j = 0; j < size.width; ++j)
                row[j] = std::max(row[j] - floor, 0.f);
        }
    }

    Size inputSize() const CV_OVERRIDE { return size; }

private:
    //! Of the half of the spectrum that is kept, with a border of one frequency on each side.
    void logAmplitudes(const Mat_<Vec2f>& spectrum)
    {
        const int rows = spectrum.rows, columns = spectrum.cols;
        logAmplitude.create(rows + 2, columns + 2);
        for (int u = 0; u < rows; ++u)
        {
            const Vec2f* in = spectrum[u];
            float* out = logAmplitude[u + 1] + 1;
            for (int v = 0; v < columns; ++v)
                out[v] = std::sqrt(in[v][0] * in[v][0] + in[v][1] * in[v][1]) + AMPLITUDE_FLOOR;
            hal::log32f(out, out, columns);
        }
        // The spectrum is periodic, and the low frequencies, which matter, stand at its corners. Row -1 and the one
        // after the last are in the other half, which has the same amplitudes: A(-u, v) = A(u, -v).
        const int below = size.width - rows;
        for (int v = 0; v < columns; ++v)
        {
            const int opposite = v ? columns - v : 0;
            logAmplitude(0, v + 1) = logAmplitude(2, opposite + 1);
            logAmplitude(rows + 1, v + 1) = logAmplitude(below + 1, opposite + 1);
        }
        for (int u = 0; u < rows + 2; ++u)
        {
            float* row = logAmplitude[u];
            row[0] = row[columns];
            row[columns + 1] = row[1];
        }
    }

    //! The new amplitude is exp(log A - mean log A), the phase stays: a division of the spectrum by exp(mean log A).
    void keepResidual(Mat_<Vec2f>& spectrum)
    {
        const int columns = spectrum.cols;
        threeRows.create(1, columns + 2);
        gain.create(1, columns);
        float *const sums = threeRows[0], *const factor = gain[0];
        for (int u = 0; u < spectrum.rows; ++u)
        {
            const float *a = logAmplitude[u], *b = logAmplitude[u + 1], *c = logAmplitude[u + 2];
            for (int v = 0; v < columns + 2; ++v)
                sums[v] = a[v] + b[v] + c[v];
            for (int v = 0; v < columns; ++v)
                factor[v] = (sums[v] + sums[v + 1] + sums[v + 2]) * (-1 / 9.f);
            hal::exp32f(factor, factor, columns);
            Vec2f* frequency = spectrum[u];
            for (int v = 0; v < columns; ++v)
                frequency[v] *= factor[v];
        }
    }

    const Size size;
    LowResGrey lowResGrey;
    ImageSpectrum fourier;
    GaussianSmoothing smoothing;
    Mat_<float> logAmplitude, threeRows, gain;
};

} // namespace

Ptr<SpectralSaliency> SpectralSaliency::create(Size inputSize)
{
    checkInputSize(inputSize, 8);
    return makePtr<SpectralSaliencyImpl>(inputSize);
}

} // namespace zoom
} // namespace cv
