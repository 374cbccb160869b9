// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "sample_row.hpp"

namespace cv {
namespace zoom {
namespace kernels {

namespace {

using math::BoxSpan;

//! The texels of a span as offsets into a row (or rows into a level), clamped to the image, with their shares.
template <int CN>
struct Taps
{
    int offset[math::MAX_BOX_TEXELS + 1];
    float weight[math::MAX_BOX_TEXELS + 1];
    int count;

    Taps(const BoxSpan<float>& span, int size) : count(span.count)
    {
        for (int k = 0; k < count; ++k)
        {
            offset[k] = CN * math::clamped(span.first + k, 0, size - 1);
            weight[k] = span.weight(k);
        }
    }
};

template <typename T, int CN>
inline void sampleBox(const ImageView& image, const BoxSpan<float>& spanX, const BoxSpan<float>& spanY, T* out)
{
    const Taps<CN> tapsX(spanX, image.width);
    const Taps<1> tapsY(spanY, image.height);
    float sum[CN] = {};
    for (int r = 0; r < tapsY.count; ++r)
    {
        const T* row = image.row<T>(tapsY.offset[r]);
        float part[CN] = {};
        for (int k = 0; k < tapsX.count; ++k)
            for (int c = 0; c < CN; ++c)
                part[c] += tapsX.weight[k] * float(row[tapsX.offset[k] + c]);
        for (int c = 0; c < CN; ++c)
            sum[c] += tapsY.weight[r] * part[c];
    }
    for (int c = 0; c < CN; ++c)
        out[c] = saturate_cast<T>(sum[c]);
}

template <typename T, int CN>
void sampleBoxes(const PyramidView& source, const SampleRun& run, void* _out)
{
    T* out = static_cast<T*>(_out);
    for (int i = 0; i < run.count; ++i, out += CN)
    {
        const float widthX = run.widthX[i], widthY = run.widthY[i];
        const int level = math::pyramidLevel(widthX, widthY, source.levels);
        const float texel = 1.f / float(1 << level);
        sampleBox<T, CN>(source.level[level], BoxSpan<float>::at(run.x[i] * texel, widthX * texel),
                         BoxSpan<float>::at(run.y[i] * texel, widthY * texel), out);
    }
}

template <typename T, int CN>
void sampleBilinear(const PyramidView& source, const SampleRun& run, void* _out)
{
    T* out = static_cast<T*>(_out);
    for (int i = 0; i < run.count; ++i, out += CN)
        sampleBox<T, CN>(source.level[0], BoxSpan<float>::at(run.x[i], 1.f), BoxSpan<float>::at(run.y[i], 1.f), out);
}

template <typename T, int CN>
void sampleNearest(const PyramidView& source, const SampleRun& run, void* _out)
{
    T* out = static_cast<T*>(_out);
    const ImageView& image = source.level[0];
    for (int i = 0; i < run.count; ++i, out += CN)
    {
        const int x = math::clamped(cvFloor(run.x[i]), 0, image.width - 1);
        const int y = math::clamped(cvFloor(run.y[i]), 0, image.height - 1);
        const T* pixel = image.row<T>(y) + size_t(CN) * x;
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

} // namespace kernels
} // namespace zoom
} // namespace cv
