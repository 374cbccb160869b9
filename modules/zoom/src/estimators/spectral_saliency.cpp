// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "estimator.hpp"

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
    explicit SpectralSaliencyImpl(Size _size) : size(_size) {}

    void estimate(InputArray lowRes, double, OutputArray saliency) CV_OVERRIDE
    {
        CV_INSTRUMENT_REGION();

        const Mat& grey = lowResGrey.read(lowRes, size);
        double darkest, brightest;
        minMaxLoc(grey, &darkest, &brightest);
        if (darkest == brightest) // its residual would be nothing but rounding
        {
            saliency.create(size, CV_32FC1);
            saliency.setTo(Scalar::all(0));
            return;
        }

        dft(grey, spectrum, DFT_COMPLEX_OUTPUT);
        logAmplitudes();
        // The spectrum is periodic, and the low frequencies, which matter, stand at its corners.
        copyMakeBorder(logAmplitude, padded, 1, 1, 1, 1, BORDER_WRAP);
        blur(padded(Rect(Point(1, 1), size)), meanLogAmplitude, Size(3, 3));
        keepResidual();
        dft(spectrum, residual, DFT_INVERSE | DFT_SCALE | DFT_REAL_OUTPUT);

        multiply(residual, residual, residual);
        GaussianBlur(residual, residual, Size(), SMOOTHING * std::min(size.width, size.height));
        // The whitened rest of the picture is a floor that would outweigh the few places that stand out of it.
        subtract(residual, mean(residual), residual);
        max(residual, Scalar::all(0), saliency);
    }

    Size inputSize() const CV_OVERRIDE { return size; }

private:
    void logAmplitudes()
    {
        logAmplitude.create(size, CV_32FC1);
        for (int i = 0; i < size.height; ++i)
        {
            const Vec2f* in = spectrum.ptr<Vec2f>(i);
            float* out = logAmplitude.ptr<float>(i);
            for (int j = 0; j < size.width; ++j)
                out[j] = std::sqrt(in[j][0] * in[j][0] + in[j][1] * in[j][1]) + AMPLITUDE_FLOOR;
        }
        log(logAmplitude, logAmplitude);
    }

    // The new amplitude is exp(log A - mean log A), the phase stays: a division of the spectrum by exp(mean log A).
    void keepResidual()
    {
        exp(-meanLogAmplitude, gain);
        for (int i = 0; i < size.height; ++i)
        {
            Vec2f* frequency = spectrum.ptr<Vec2f>(i);
            const float* factor = gain.ptr<float>(i);
            for (int j = 0; j < size.width; ++j)
                frequency[j] *= factor[j];
        }
    }

    const Size size;
    LowResGrey lowResGrey;
    Mat spectrum, logAmplitude, padded, meanLogAmplitude, gain, residual;
};

} // namespace

Ptr<SpectralSaliency> SpectralSaliency::create(Size inputSize)
{
    checkInputSize(inputSize, 8);
    return makePtr<SpectralSaliencyImpl>(inputSize);
}

} // namespace zoom
} // namespace cv
