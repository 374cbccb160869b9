// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "sample_row.hpp"

#include "../cpu_dispatch.hpp"

#include "opencv2/core/hal/intrin.hpp"

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

SampleRow boxSampleRow(int depth, int channels);
SampleRow bilinearSampleRow(int depth, int channels);
SampleRow nearestSampleRow(int depth, int channels);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

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

//! Pixel i of a run: the mean over its box, or, with `wide` false, over the box of width 1 that is bilinear
//! interpolation.
template <typename T, int CN>
inline void sampleOne(const PyramidView& source, const SampleRun& run, int i, bool wide, T* out)
{
    const float widthX = wide ? run.widthX[i] : 1.f, widthY = wide ? run.widthY[i] : 1.f;
    const int level = wide ? math::pyramidLevel(widthX, widthY, source.levels) : 0;
    const float texel = math::texelScale(level);
    sampleBox<T, CN>(source.level[level], BoxSpan<float>::at(run.x[i] * texel, widthX * texel),
                     BoxSpan<float>::at(run.y[i] * texel, widthY * texel), out);
}

//! Pixels done by vector code, from the left; 0 where there is none for the type.
template <typename T, int CN>
struct SampleVectors
{
    static int boxes(const PyramidView&, const SampleRun&, T*) { return 0; }
    static int bilinear(const PyramidView&, const SampleRun&, T*) { return 0; }
};

#if CV_SIMD

/** @brief Boxes of a block of pixels in fixed point: 1/4096 of a texel.

Plain loops over arrays, which the compiler turns into vector code (limits are taken of integers, because it may not of
floats). */
struct FixedBoxes
{
    enum
    {
        BLOCK = 256,
        AHEAD = 32,        //!< pixels that the memory is asked for in advance: a frame does not fit the cache
        PREFETCH_STEP = 4, //!< boxes so near each other that they share cache lines
        TEXEL = 4096,
        MAX_TEXELS = 15,   //!< what 16 bits can hold
        POSITIVE = 1 << 20 //!< more than any coordinate is below zero: truncation after adding it is rounding down
    };

    //! One axis of the boxes.
    struct Axis
    {
        int first[BLOCK];  //!< texel
        int count[BLOCK];  //!< of texels
        ushort low[BLOCK]; //!< ends of the box from the first texel's edge on
        ushort high[BLOCK];
        ushort norm[BLOCK]; //!< 65536 texels / width

        void set(const double* centre, const float* width, const float* texel, int n)
        {
            for (int i = 0; i < n; ++i)
            {
                const int w = math::larger(int(width[i] * texel[i] * float(TEXEL) + 0.5f), int(TEXEL));
                const double begin = centre[i] * double(texel[i]) - w * (0.5 / TEXEL);
                const int f = int(begin + POSITIVE) - POSITIVE;
                const int l = int((begin - f) * TEXEL + 0.5);
                first[i] = f;
                count[i] = (l + w + TEXEL - 1) >> 12;
                low[i] = ushort(l);
                high[i] = ushort(math::smaller(l + w, 0xffff));
                norm[i] = ushort(math::smaller(int(65536.f * float(TEXEL) / float(w)), 0xffff));
            }
        }
    };

    int level[BLOCK];
    int vectors[BLOCK]; //!< that hold a row of the box; 0 where vector code would read beyond the image or overflow
    Axis x, y;

    /** @param texels per vector
    @param beyond texels, rounded up, that the last vector reads after its own */
    void set(const PyramidView& source, const SampleRun& run, int begin, int n, int texels, int beyond)
    {
        float texel[BLOCK];
        for (int i = 0; i < n; ++i)
        {
            level[i] = math::pyramidLevel(run.widthX[begin + i], run.widthY[begin + i], source.levels);
            texel[i] = math::texelScale(level[i]);
        }
        x.set(run.x + begin, run.widthX + begin, texel, n);
        y.set(run.y + begin, run.widthY + begin, texel, n);

        int widths[math::MAX_LEVEL + 1], heights[math::MAX_LEVEL + 1];
        for (int l = 0; l < source.levels; ++l)
        {
            widths[l] = source.level[l].width;
            heights[l] = source.level[l].height;
        }
        const int perTexel = (1 << 16) / texels + 1; // a division by a small constant, as the compiler would do it
        for (int i = 0; i < n; ++i)
        {
            const int needed = ((x.count[i] + texels - 1) * perTexel) >> 16;
            const int rowEnd = x.first[i] + needed * texels + beyond;
            const int fits = (x.first[i] >= 0) & (y.first[i] >= 0) & (y.first[i] + y.count[i] <= heights[level[i]]) &
                             (rowEnd <= widths[level[i]]) & (x.count[i] <= MAX_TEXELS) & (y.count[i] <= MAX_TEXELS);
            vectors[i] = fits ? needed : 0;
        }
    }
};

//! Shares of the texels of a span, in 1/32768, as vectors: texel k of the span in the CN lanes k*CN to k*CN + CN - 1.
template <int CN>
class FixedWeights
{
public:
    enum
    {
        LANES = sizeof(v_uint16) / sizeof(ushort),
        TEXELS = LANES / CN //!< per vector; what lanes are left get no share
    };

    FixedWeights()
    {
        for (int k = 0; k < LANES; ++k)
            pattern[k] = ushort(k / CN < TEXELS ? (k / CN) * FixedBoxes::TEXEL : 0xffff);
    }

    void start(const FixedBoxes::Axis& axis, int i)
    {
        low = vx_setall_u16(axis.low[i]);
        high = vx_setall_u16(axis.high[i]);
        norm = vx_setall_u16(axis.norm[i]);
        edge = vx_load(pattern);
    }

    //! The next TEXELS texels. Additions and subtractions of 16-bit lanes saturate, which is what cuts the box's ends.
    v_uint16 next()
    {
        const v_uint16 after = edge + vx_setall_u16(FixedBoxes::TEXEL);
        const v_uint16 covered = v_min(high, after) - v_max(low, edge);
        edge = edge + vx_setall_u16(ushort(TEXELS * FixedBoxes::TEXEL));
        return v_mul_hi(covered << 3, norm);
    }

private:
    ushort pattern[LANES];
    v_uint16 low, high, norm, edge;
};

//! Sums of every CN-th lane in the first CN lanes.
template <int CN>
inline v_uint16x8 sumTexels(const v_uint16& v)
{
    ushort lanes[FixedWeights<CN>::LANES];
    v_store(lanes, v);
    v_uint16x8 sum = v_load(lanes);
    if (CN == 3)
    {
        v_uint16x8 low = sum;
        sum = sum + v_rotate_right<3>(low);
        for (int k = 8; k + 8 <= FixedWeights<CN>::LANES; k += 8)
        {
            // Texels lie across the vectors' ends: 2 at the first lane 6, 3 and 4 after it.
            const v_uint16x8 more = v_load(lanes + k);
            sum = v_load(lanes) + v_rotate_right<3>(low, more) + v_rotate_right<6>(low, more) +
                  v_rotate_right<1>(more) + v_rotate_right<4>(more);
        }
        return sum;
    }
    for (int k = 8; k + 8 <= FixedWeights<CN>::LANES; k += 8)
        sum = sum + v_load(lanes + k);
    sum = sum + v_rotate_right<4>(sum);
    if (CN <= 2)
        sum = sum + v_rotate_right<2>(sum);
    if (CN == 1)
        sum = sum + v_rotate_right<1>(sum);
    return sum;
}

// Without it GCC peels the loops over a box's rows to their bound, and spends more on the 15 rows that could be than on
// the few that are.
#if defined(__GNUC__) && !defined(__clang__)
#define ZOOM_NO_UNROLL _Pragma("GCC unroll 1")
#else
#define ZOOM_NO_UNROLL
#endif

/** @brief 8-bit boxes: rows are averaged in vectors of bytes, as they lie in memory, then their texels.

16-bit fixed point: 7 bits after the point and weights of 15 bits keep the result within a tenth of a level. */
template <int CN>
struct SampleVectors<uchar, CN>
{
    static int boxes(const PyramidView& source, const SampleRun& run, uchar* out)
    {
        FixedBoxes block;
        FixedWeights<CN> alongX;
        FixedWeights<1> alongY;
        const int lanes = FixedWeights<CN>::LANES, texels = FixedWeights<CN>::TEXELS;
        // Half a unit of the result, and what the truncations before it lose on the average.
        const v_uint16x8 rounding = v_setall_u16(64 + 6);
        ushort shares[FixedBoxes::MAX_TEXELS + FixedWeights<1>::LANES];
        for (int begin = 0; begin < run.count; begin += FixedBoxes::BLOCK)
        {
            const int count = math::smaller(run.count - begin, int(FixedBoxes::BLOCK));
            block.set(source, run, begin, count, texels, (lanes - texels * CN + CN - 1) / CN);
            for (int i = 0; i < count; ++i, out += CN)
            {
                const int vectors = block.vectors[i];
                if (vectors == 0)
                {
                    sampleOne<uchar, CN>(source, run, begin + i, true, out);
                    continue;
                }
                if (i % FixedBoxes::PREFETCH_STEP == 0 && i + FixedBoxes::AHEAD < count)
                    prefetch(source, block, i + FixedBoxes::AHEAD);

                const ImageView& image = source.level[block.level[i]];
                const uchar* corner = image.row<uchar>(block.y.first[i]) + block.x.first[i] * CN;
                const int rows = block.y.count[i];
                alongY.start(block.y, i);
                for (int r = 0; r < rows; r += FixedWeights<1>::LANES)
                    v_store(shares + r, alongY.next());
                alongX.start(block.x, i);
                v_uint16 sum;
                if (vectors == 1)
                    sum = meanOfRows<1>(corner, image.step, shares, rows, alongX);
                else if (vectors == 2)
                    sum = meanOfRows<2>(corner, image.step, shares, rows, alongX);
                else
                {
                    sum = vx_setzero_u16();
                    for (int v = 0; v < vectors; ++v, corner += texels * CN)
                        sum = sum + meanOfRows<1>(corner, image.step, shares, rows, alongX);
                }
                storePixel((sumTexels<CN>(sum) + rounding) >> 7, run.count - begin - i, out);
            }
        }
        return run.count;
    }

    //! Two texels each way, as boxes of width 1 have: the same arithmetic without the search for weights.
    static int bilinear(const PyramidView& source, const SampleRun& run, uchar* out)
    {
        const ImageView& image = source.level[0];
        const v_uint16x8 rounding = v_setall_u16(64 + 3), half = v_setall_u16(1 << 15);
        const v_uint16x8 second = laneMask(CN, 2 * CN); // the lanes of the second pixel
        int firstX[FixedBoxes::BLOCK], firstY[FixedBoxes::BLOCK];
        ushort shareX[FixedBoxes::BLOCK], shareY[FixedBoxes::BLOCK]; // of the second pixel and row, in 1/32768
        for (int begin = 0; begin < run.count; begin += FixedBoxes::BLOCK)
        {
            const int count = math::smaller(run.count - begin, int(FixedBoxes::BLOCK));
            split(run.x + begin, count, firstX, shareX);
            split(run.y + begin, count, firstY, shareY);
            for (int i = 0; i < count; ++i, out += CN)
            {
                if (firstX[i] < 0 || firstY[i] < 0 || firstY[i] + 2 > image.height ||
                    firstX[i] * CN + 8 > image.width * CN)
                {
                    sampleOne<uchar, CN>(source, run, begin + i, false, out);
                    continue;
                }
                if (i + FixedBoxes::AHEAD < count)
                {
                    const int later = i + FixedBoxes::AHEAD;
                    const uchar* next = image.row<uchar>(firstY[later]) + firstX[later] * CN;
                    ZOOM_PREFETCH(next);
                    ZOOM_PREFETCH(next + image.step);
                }
                const uchar* p = image.row<uchar>(firstY[i]) + firstX[i] * CN;
                const v_uint16x8 y1 = v_setall_u16(shareY[i]), x1 = v_setall_u16(shareX[i]);
                const v_uint16x8 mean =
                    v_mul_hi(v_load_expand(p) << 8, half - y1) + v_mul_hi(v_load_expand(p + image.step) << 8, y1);
                const v_uint16x8 shares = v_select(second, x1, half - x1);
                const v_uint16x8 sum = v_mul_hi(mean << 1, shares);
                storePixel((sum + v_rotate_right<CN>(sum) + rounding) >> 7, run.count - begin - i, out);
            }
        }
        return run.count;
    }

private:
    //! Rows averaged by their shares, then the texels of V vectors times theirs.
    template <int V>
    static v_uint16 meanOfRows(const uchar* p, size_t step, const ushort* shares, int rows, FixedWeights<CN>& alongX)
    {
        v_uint16 mean[V];
        for (int v = 0; v < V; ++v)
            mean[v] = vx_setzero_u16();
        ZOOM_NO_UNROLL
        for (int r = 0; r < rows; ++r, p += step)
        {
            const v_uint16 share = vx_setall_u16(shares[r]);
            for (int v = 0; v < V; ++v)
                mean[v] = mean[v] + v_mul_hi(vx_load_expand(p + v * FixedWeights<CN>::TEXELS * CN) << 8, share);
        }
        v_uint16 sum = v_mul_hi(mean[0] << 1, alongX.next());
        for (int v = 1; v < V; ++v)
            sum = sum + v_mul_hi(mean[v] << 1, alongX.next());
        return sum;
    }

    static void prefetch(const PyramidView& source, const FixedBoxes& block, int i)
    {
        const ImageView& image = source.level[block.level[i]];
        const uchar* p = image.row<uchar>(block.y.first[i]) + block.x.first[i] * CN;
        const int rows = block.y.count[i];
        ZOOM_NO_UNROLL
        for (int r = 0; r < rows; ++r, p += image.step)
            ZOOM_PREFETCH(p);
    }

    //! Lanes first to last - 1 set.
    static v_uint16x8 laneMask(int first, int last)
    {
        ushort lanes[8];
        for (int k = 0; k < 8; ++k)
            lanes[k] = ushort(k >= first && k < last ? 0xffff : 0);
        return v_load(lanes);
    }

    //! The pixel left of (above) every position, and the share of the next one.
    static void split(const double* position, int n, int* first, ushort* share)
    {
        for (int i = 0; i < n; ++i)
        {
            const double p = position[i] - 0.5;
            const int f = int(p + FixedBoxes::POSITIVE) - FixedBoxes::POSITIVE;
            first[i] = f;
            share[i] = ushort(int((p - f) * 32768 + 0.5));
        }
    }

    //! Writes a pixel; while 8 or more are left it may write over the next ones.
    static void storePixel(const v_uint16x8& pixel, int left, uchar* out)
    {
        // Signed lanes, which one instruction packs: a pixel is far below their limit.
        const v_int16x8 lanes = v_reinterpret_as_s16(pixel);
        if (left >= 8)
        {
            v_pack_u_store(out, lanes);
            return;
        }
        uchar packed[8];
        v_pack_u_store(packed, lanes);
        for (int c = 0; c < CN; ++c)
            out[c] = packed[c];
    }
};

#undef ZOOM_NO_UNROLL
#endif // CV_SIMD

template <typename T, int CN>
void sampleBoxes(const PyramidView& source, const SampleRun& run, void* out)
{
    T* to = static_cast<T*>(out);
    for (int i = SampleVectors<T, CN>::boxes(source, run, to); i < run.count; ++i)
        sampleOne<T, CN>(source, run, i, true, to + size_t(CN) * i);
}

template <typename T, int CN>
void sampleBilinear(const PyramidView& source, const SampleRun& run, void* out)
{
    T* to = static_cast<T*>(out);
    for (int i = SampleVectors<T, CN>::bilinear(source, run, to); i < run.count; ++i)
        sampleOne<T, CN>(source, run, i, false, to + size_t(CN) * i);
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

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
