// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Means over boxes of bytes. Included by sample_boxes.simd_inline.hpp alone, once for every instruction set, within its
// namespace.

#if CV_SIMD_WIDTH == 32
inline v_uint16x8 lowHalf(const v_uint16& v)
{
    return v_uint16x8(_v256_extract_low(v.val));
}
inline v_uint16x8 highHalf(const v_uint16& v)
{
    return v_uint16x8(_v256_extract_high(v.val));
}
#else
inline v_uint16x8 lowHalf(const v_uint16& v)
{
    return v;
}
inline v_uint16x8 highHalf(const v_uint16&)
{
    return v_setzero_u16();
}
#endif

//! Writes the first CN lanes; while 8 bytes and more are left it may write over the pixels that follow.
template <int CN>
inline void storePixel(const v_uint16x8& lanes, int pixelsLeft, uchar* out)
{
    // Signed lanes, which one instruction packs: a pixel is far below their limit.
    const v_int16x8 pixel = v_reinterpret_as_s16(lanes);
    if (pixelsLeft * CN >= 8)
    {
        v_pack_u_store(out, pixel);
        return;
    }
    uchar packed[8];
    v_pack_u_store(packed, pixel);
    for (int c = 0; c < CN; ++c)
        out[c] = packed[c];
}

//! The bytes at p in the upper halves of 16-bit lanes: times 256.
inline v_uint16 loadTimes256(const uchar* p)
{
#if CV_AVX2 && CV_SIMD_WIDTH == 32
    // One shuffle, where expanding and shifting would be three operations on the busiest execution units.
    const __m256i bytes = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
    return v_uint16(
        _mm256_shuffle_epi8(bytes, _mm256_setr_epi8(-1, 0, -1, 1, -1, 2, -1, 3, -1, 4, -1, 5, -1, 6, -1, 7, //
                                                    -1, 8, -1, 9, -1, 10, -1, 11, -1, 12, -1, 13, -1, 14, -1, 15)));
#else
    return vx_load_expand(p) << 8;
#endif
}

//! A 16-bit number twice: such a pair is brought to all lanes by a load alone.
inline unsigned twice(int number)
{
    return unsigned(number) * 0x10001u;
}

inline v_uint16 allLanes(unsigned pair)
{
    return v_reinterpret_as_u16(vx_setall_u32(pair));
}

/** @brief Means over the boxes of a block of 8-bit pixels of 2 to 4 channels, in 16-bit fixed point.

7 bits after the point and shares of 15 and 16 bits keep the result within a tenth of a level. */
template <int CN>
class ByteBoxes
{
public:
    typedef uchar Type;
    enum
    {
        CHANNELS = CN,
        LANES = sizeof(v_uint16) / sizeof(ushort),
        TEXELS = LANES / CN, //!< per vector; what lanes are left get no share
        MAX_TEXELS = math::MAX_BOX_TEXELS
    };

    //! Takes a block's n boxes.
    void take(const BoxBlock& block)
    {
        const int n = block.count;
        for (int i = 0; i < n; ++i)
        {
            const FixedAxis x(block.x, i);
            low[i] = twice(x.low);
            high[i] = twice(math::smaller(x.high, 0xffff));
            highBeyond[i] = twice(math::larger(x.high - SECOND, 0));
            norm[i] = twice(x.norm);
        }
        int lowY[BoxBlock::PIXELS], highY[BoxBlock::PIXELS], normY[BoxBlock::PIXELS];
        for (int i = 0; i < n; ++i)
        {
            const FixedAxis y(block.y, i);
            lowY[i] = y.low;
            highY[i] = y.high;
            normY[i] = y.norm;
        }
        for (int r = 0; r < block.mostRows; ++r)
            for (int i = 0; i < n; ++i)
            {
                const int covered = math::smaller(highY[i], (r + 1) * UNIT) - math::larger(lowY[i], r * UNIT);
                rows[r][i] = twice(math::smaller((math::larger(covered, 0) * normY[i]) >> 12, 0xffff));
            }
    }

    /** @brief The mean over the box of pixel i.
    @param p its corner
    @param count rows, and vectors to a row; known beforehand where ROWS and VECTORS are not 0
    @param left pixels from i on that may be written */
    template <int ROWS, int VECTORS>
    void sample(const uchar* p, size_t step, int i, Size count, int left, uchar* out) const
    {
        const v_uint16x8 rounding = v_setall_u16(64 + 6); // half a unit, and what truncation loses on the average
        const int rowCount = ROWS ? ROWS : count.height;
        v_uint16 sum;
        if (VECTORS)
        {
            v_uint16 mean[VECTORS ? VECTORS : 1];
            for (int v = 0; v < VECTORS; ++v)
                mean[v] = vx_setzero_u16();
            for (int r = 0; r < rowCount; ++r)
                addRow<(VECTORS ? VECTORS : 1)>(p + r * step, allLanes(rows[r][i]), mean);
            sum = v_mul_hi(mean[0], columns(i, 0));
            for (int v = 1; v < VECTORS; ++v)
                sum = sum + v_mul_hi(mean[v], columns(i, v));
        }
        else
        {
            sum = vx_setzero_u16();
            for (int v = 0; v < count.width; ++v, p += TEXELS * CN)
            {
                v_uint16 mean[1] = {vx_setzero_u16()};
                for (int r = 0; r < rowCount; ++r)
                    addRow<1>(p + r * step, allLanes(rows[r][i]), mean);
                sum = sum + v_mul_hi(mean[0], columns(i, v));
            }
        }
        storePixel<CN>((sumTexels(sum) + rounding) >> 7, left, out);
    }

    //! Takes the mean over a box that no vector code can do.
    void set(int, const float (&mean)[CN], uchar* out)
    {
        for (int c = 0; c < CN; ++c)
            out[c] = saturate_cast<uchar>(mean[c]);
    }

    void finish(int, uchar*) {}

private:
    enum
    {
        UNIT = 4096,            //!< of a texel
        SECOND = TEXELS * UNIT, //!< where the second vector's texels begin
        MAX_VECTORS = (MAX_TEXELS + TEXELS - 1) / TEXELS
    };

    template <int VECTORS>
    static void addRow(const uchar* p, const v_uint16& share, v_uint16 (&mean)[VECTORS])
    {
        for (int v = 0; v < VECTORS; ++v)
            mean[v] = mean[v] + v_mul_hi(loadTimes256(p + v * TEXELS * CN), share);
    }

    /** @brief Where the texels of a vector begin and end, lane by lane.

    16 bits do not hold the widest boxes, so the vectors from the second on count from where it begins. */
    struct Edges
    {
        ushort low[MAX_VECTORS][LANES], high[MAX_VECTORS][LANES];

        Edges()
        {
            for (int v = 0; v < MAX_VECTORS; ++v)
                for (int k = 0; k < LANES; ++k)
                {
                    const int texel = (v == 0 ? 0 : v - 1) * TEXELS + k / CN;
                    const int begin = k / CN < TEXELS ? texel * UNIT : 0xffff;
                    low[v][k] = ushort(math::smaller(begin, 0xffff));
                    high[v][k] = ushort(math::smaller(begin + UNIT, 0xffff));
                }
        }

        static const Edges& table()
        {
            static const Edges edges;
            return edges;
        }
    };

    //! Shares of a vector's texels in 1/32768. The subtraction saturates, which cuts the box's ends.
    v_uint16 columns(int i, int v) const
    {
        v_uint16 from = vx_load(edges.low[v]);
        if (v == 0) // a box begins in its first texel
            from = v_max(allLanes(low[i]), from);
        const v_uint16 to = v_min(allLanes(v == 0 ? high[i] : highBeyond[i]), vx_load(edges.high[v]));
        return v_mul_hi((to - from) << 3, allLanes(norm[i]));
    }

    //! An axis of a box in fixed point.
    struct FixedAxis
    {
        int low, high, norm; //!< ends from the first texel's edge on, 65536 texels / width

        FixedAxis(const BoxBlock::Axis& axis, int i)
        {
            const int w = int(axis.width[i] * float(UNIT) + 0.5f);
            low = int(axis.low[i] * float(UNIT) + 0.5f);
            high = low + w;
            norm = math::smaller(int(65536.f * float(UNIT) / float(w)), 0xffff);
        }
    };

    //! Sums of every CN-th lane in the first CN lanes.
    static v_uint16x8 sumTexels(const v_uint16& v)
    {
        const v_uint16x8 a = lowHalf(v), b = highHalf(v);
        if (CN == 3) // texel 2 begins at lane 6 of the lower half, 3 and 4 at lanes 1 and 4 of the upper one
            return a + v_rotate_right<3>(a, b) + v_rotate_right<6>(a, b) + v_rotate_right<1>(b) + v_rotate_right<4>(b);
        v_uint16x8 sum = a + b;
        sum = sum + v_rotate_right<4>(sum);
        return CN == 2 ? sum + v_rotate_right<2>(sum) : sum;
    }

    const Edges& edges = Edges::table();
    //! Along x; highBeyond counts from the second vector's beginning on.
    unsigned low[BoxBlock::PIXELS], high[BoxBlock::PIXELS], highBeyond[BoxBlock::PIXELS], norm[BoxBlock::PIXELS];
    unsigned rows[MAX_TEXELS][BoxBlock::PIXELS]; //!< shares of rows in 1/65536
};
