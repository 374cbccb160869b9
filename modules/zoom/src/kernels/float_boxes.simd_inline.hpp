// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Means over boxes in floats. Included by sample_boxes.simd_inline.hpp alone, once for every instruction set, within
// its namespace.

#if CV_SIMD_WIDTH == 32
inline v_float32x4 lowHalf(const v_float32& v)
{
    return v_float32x4(_v256_extract_low(v.val));
}
inline v_float32x4 highHalf(const v_float32& v)
{
    return v_float32x4(_v256_extract_high(v.val));
}
#else
inline v_float32x4 lowHalf(const v_float32& v)
{
    return v;
}
inline v_float32x4 highHalf(const v_float32&)
{
    return v_setzero_f32();
}
#endif

inline v_float32 loadFloats(const uchar* p)
{
#if CV_SIMD_WIDTH == 16
    // OpenCV's own load of four bytes reads an int, whatever its alignment.
    int bytes;
    std::memcpy(&bytes, p, sizeof(bytes));
    const v_uint8x16 four = v_reinterpret_as_u8(v_setall_s32(bytes));
    return v_cvt_f32(v_reinterpret_as_s32(v_expand_low(v_expand_low(four))));
#else
    return v_cvt_f32(v_reinterpret_as_s32(vx_load_expand_q(p)));
#endif
}
inline v_float32 loadFloats(const ushort* p)
{
    return v_cvt_f32(v_reinterpret_as_s32(vx_load_expand(p)));
}
inline v_float32 loadFloats(const float* p)
{
    return vx_load(p);
}

//! Writes n values, and up to a vector more.
inline void storeFloats(const float* from, int n, uchar* to)
{
    const int lanes = sizeof(v_float32) / sizeof(float);
    for (int k = 0; k < n; k += 2 * lanes)
        v_pack_store(to + k, v_pack_u(v_round(vx_load(from + k)), v_round(vx_load(from + k + lanes))));
}
inline void storeFloats(const float* from, int n, ushort* to)
{
    const int lanes = sizeof(v_float32) / sizeof(float);
    for (int k = 0; k < n; k += 2 * lanes)
        v_store(to + k, v_pack_u(v_round(vx_load(from + k)), v_round(vx_load(from + k + lanes))));
}
inline void storeFloats(const float* from, int n, float* to)
{
    std::copy(from, from + n, to);
}

//! Means over the boxes of a block of any pixels, in floats.
template <typename T, int CN>
class FloatBoxes
{
public:
    typedef T Type;
    enum
    {
        CHANNELS = CN,
        LANES = sizeof(v_float32) / sizeof(float),
        TEXELS = LANES / CN,
        MAX_TEXELS = math::MAX_BOX_TEXELS
    };

    void take(const BoxBlock& block)
    {
        const int n = block.count;
        float highY[BoxBlock::PIXELS], normY[BoxBlock::PIXELS];
        for (int i = 0; i < n; ++i)
        {
            low[i] = block.x.low[i];
            high[i] = block.x.low[i] + block.x.width[i];
            norm[i] = 1 / block.x.width[i];
            highY[i] = block.y.low[i] + block.y.width[i];
            normY[i] = 1 / block.y.width[i];
        }
        for (int r = 0; r < block.mostRows; ++r)
            for (int i = 0; i < n; ++i)
            {
                const float covered = math::smaller(highY[i], float(r + 1)) - math::larger(block.y.low[i], float(r));
                rows[r][i] = math::larger(covered, 0.f) * normY[i];
            }
    }

    template <int ROWS, int VECTORS>
    void sample(const T* p, size_t step, int i, Size count, int, T*)
    {
        const int rowCount = ROWS ? ROWS : count.height;
        v_float32 sum;
        if (VECTORS)
        {
            v_float32 mean[VECTORS ? VECTORS : 1];
            for (int v = 0; v < VECTORS; ++v)
                mean[v] = vx_setzero_f32();
            for (int r = 0; r < rowCount; ++r)
                addRow<(VECTORS ? VECTORS : 1)>(rowAt(p, r * step), vx_setall_f32(rows[r][i]), mean);
            sum = mean[0] * columns(i, 0);
            for (int v = 1; v < VECTORS; ++v)
                sum = v_fma(mean[v], columns(i, v), sum);
        }
        else
        {
            sum = vx_setzero_f32();
            for (int v = 0; v < count.width; ++v, p += TEXELS * CN)
            {
                v_float32 mean[1] = {vx_setzero_f32()};
                for (int r = 0; r < rowCount; ++r)
                    addRow<1>(rowAt(p, r * step), vx_setall_f32(rows[r][i]), mean);
                sum = v_fma(mean[0], columns(i, v), sum);
            }
        }
        v_store(sums + STRIDE * i, sumTexels(sum));
    }

    void set(int i, const float (&mean)[CN], T*)
    {
        float* sum = sums + STRIDE * i;
        for (int c = 0; c < STRIDE; ++c)
            sum[c] = c < CN ? mean[c] : 0;
    }

    //! Writes the block's n pixels.
    void finish(int n, T* out)
    {
        std::fill(sums + STRIDE * n, sums + STRIDE * n + 4 * LANES, 0.f);
        if (CN == 1) // what sumTexels() left to be added, for four pixels at a time
            for (int i = 0; i < n; i += 4)
            {
                const float* s = sums + STRIDE * i;
                v_store(sums + i, v_reduce_sum4(v_load(s), v_load(s + 4), v_load(s + 8), v_load(s + 12)));
            }
        T pixels[BoxBlock::PIXELS * CN + 2 * LANES];
        storeFloats(sums, n * CN, pixels);
        std::copy(pixels, pixels + n * CN, out);
    }

private:
    enum
    {
        MAX_VECTORS = (MAX_TEXELS + TEXELS - 1) / TEXELS,
        STRIDE = CN == 1 ? 4 : CN //!< of the sums
    };

    static const T* rowAt(const T* p, size_t bytes)
    {
        return reinterpret_cast<const T*>(reinterpret_cast<const uchar*>(p) + bytes);
    }

    template <int VECTORS>
    static void addRow(const T* p, const v_float32& share, v_float32 (&mean)[VECTORS])
    {
        for (int v = 0; v < VECTORS; ++v)
            mean[v] = v_fma(loadFloats(p + v * TEXELS * CN), share, mean[v]);
    }

    //! Where the texels of a vector begin, lane by lane.
    struct Edges
    {
        float low[MAX_VECTORS][LANES];

        Edges()
        {
            for (int v = 0; v < MAX_VECTORS; ++v)
                for (int k = 0; k < LANES; ++k)
                    low[v][k] = k / CN < TEXELS ? float(v * TEXELS + k / CN) : 1e9f;
        }

        static const Edges& table()
        {
            static const Edges edges;
            return edges;
        }
    };

    v_float32 columns(int i, int v) const
    {
        const v_float32 edge = vx_load(edges.low[v]), after = edge + vx_setall_f32(1);
        const v_float32 covered = v_min(vx_setall_f32(high[i]), after) - v_max(vx_setall_f32(low[i]), edge);
        return v_max(covered, vx_setzero_f32()) * vx_setall_f32(norm[i]);
    }

    //! Sums of every CN-th lane in the first CN lanes; of one channel, four parts of the sum.
    static v_float32x4 sumTexels(const v_float32& v)
    {
        const v_float32x4 a = lowHalf(v), b = highHalf(v);
        if (CN == 3)
            return a + v_rotate_right<3>(a, b);
        const v_float32x4 sum = a + b;
        return CN == 2 ? sum + v_rotate_right<2>(sum) : sum;
    }

    const Edges& edges = Edges::table();
    float low[BoxBlock::PIXELS], high[BoxBlock::PIXELS], norm[BoxBlock::PIXELS];
    float rows[MAX_TEXELS][BoxBlock::PIXELS];
    float sums[BoxBlock::PIXELS * STRIDE + 4 * LANES];
};
