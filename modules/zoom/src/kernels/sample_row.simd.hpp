// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "sample_row.hpp"

#include "../cpu_dispatch.hpp"
#include "sample_pixel.hpp"

// A box's row is short: wider vectors would stay half empty.
#if CV_AVX512_SKX
#define CV__SIMD_FORCE_WIDTH 256
#endif
#include "opencv2/core/hal/intrin.hpp"

#include <algorithm>
#include <cstring>

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

SampleRow boxSampleRow(int depth, int channels);
SampleRow bilinearSampleRow(int depth, int channels);
SampleRow nearestSampleRow(int depth, int channels);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

namespace {

//! The mean over the box of pixel i of a run, or, with `wide` false, over the box of width 1 that is bilinear
//! interpolation.
template <typename T, int CN>
inline void meanOfBox(const PyramidView& source, const SampleRun& run, int i, bool wide, float (&mean)[CN])
{
    const float widthX = wide ? run.widthX[i] : 1.f, widthY = wide ? run.widthY[i] : 1.f;
    meanOfPixel<T, CN>(source, run.x[i], run.y[i], widthX, widthY, mean);
}

#if CV_SIMD
#include "sample_boxes.simd_inline.hpp"

#include "sample_bilinear.simd_inline.hpp"
#else
template <typename T, int CN>
class BoxSampler
{
public:
    BoxSampler(const PyramidView& s, const SampleRun& r, bool w) : source(s), run(r), wide(w) {}

    void sample(T* out)
    {
        for (int i = 0; i < run.count; ++i, out += CN)
        {
            float mean[CN];
            meanOfBox<T, CN>(source, run, i, wide, mean);
            for (int c = 0; c < CN; ++c)
                out[c] = saturate_cast<T>(mean[c]);
        }
    }

private:
    const PyramidView& source;
    const SampleRun& run;
    const bool wide;
};
#endif

template <typename T, int CN>
struct Bilinear
{
    static void sample(const PyramidView& source, const SampleRun& run, T* out)
    {
        BoxSampler<T, CN>(source, run, false).sample(out);
    }
};
#if CV_SIMD
template <int CN>
struct Bilinear<uchar, CN>
{
    static void sample(const PyramidView& source, const SampleRun& run, uchar* out)
    {
        ByteBilinear<CN>(source, run).sample(out);
    }
};
#endif

template <typename T, int CN>
void sampleBoxes(const PyramidView& source, const SampleRun& run, void* out)
{
    BoxSampler<T, CN>(source, run, true).sample(static_cast<T*>(out));
}

template <typename T, int CN>
void sampleBilinear(const PyramidView& source, const SampleRun& run, void* out)
{
    Bilinear<T, CN>::sample(source, run, static_cast<T*>(out));
}

template <typename T, int CN>
void sampleNearest(const PyramidView& source, const SampleRun& run, void* _out)
{
    T* out = static_cast<T*>(_out);
    const ImageView& image = source.level[0];
    for (int i = 0; i < run.count; ++i, out += CN)
    {
        const T* pixel = nearestPixel<T, CN>(image, run.x[i], run.y[i]);
        for (int c = 0; c < CN; ++c)
            out[c] = pixel[c];
    }
}

#define ZOOM_SAMPLERS(function)                                                                                        \
    {                                                                                                                  \
        {function<uchar, 1>, function<uchar, 2>, function<uchar, 3>, function<uchar, 4>},                              \
            {function<ushort, 1>, function<ushort, 2>, function<ushort, 3>, function<ushort, 4>},                      \
            {function<float, 1>, function<float, 2>, function<float, 3>, function<float, 4>},                          \
    }

typedef SampleRow Table[3][4];

SampleRow lookUp(const Table& table, int depth, int channels)
{
    const int row = depth == CV_8U ? 0 : depth == CV_16U ? 1 : depth == CV_32F ? 2 : -1;
    return row < 0 || channels < 1 || channels > 4 ? nullptr : table[row][channels - 1];
}

} // namespace

SampleRow boxSampleRow(int depth, int channels)
{
    static const Table table = ZOOM_SAMPLERS(sampleBoxes);
    return lookUp(table, depth, channels);
}

SampleRow bilinearSampleRow(int depth, int channels)
{
    static const Table table = ZOOM_SAMPLERS(sampleBilinear);
    return lookUp(table, depth, channels);
}

SampleRow nearestSampleRow(int depth, int channels)
{
    static const Table table = ZOOM_SAMPLERS(sampleNearest);
    return lookUp(table, depth, channels);
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
