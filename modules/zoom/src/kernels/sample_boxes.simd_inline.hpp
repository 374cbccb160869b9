// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Means over boxes in vectors. Included by sample_row.simd.hpp alone, once for every instruction set, within its
// namespace.
//
// A row of a box lies in memory as it is needed: texels side by side. So a vector holds a part of such a row; rows are
// averaged first, by shares that all their lanes have in common, and the lanes' own shares follow once for the box.
// What the boxes of neighbouring pixels have in common (level, rows, vectors to a row) is chosen once for a run of
// them, so that the loops over a box have a fixed length and no branch is taken by chance.

/** @brief Offsets in memory, 32 bits wide, of the pixels (x, y); negative where `fits` is 0.
@return where they count from: the highest row that fits */
inline const uchar* findOffsets(const ImageView& image, int pixelBytes, const int* x, const int* y, const int* fits,
                                int n, int* offset)
{
    int top = image.height - 1, bottom = 0;
    for (int i = 0; i < n; ++i)
    {
        const int row = y[i], fit = fits[i], least = fit ? row : image.height, most = fit ? row : 0;
        top = math::smaller(top, least);
        bottom = math::larger(bottom, most);
    }
    // Rows so far apart that the offsets do not fit are those of a wild grid over a huge image.
    const bool near = (size_t(math::larger(bottom - top, 0)) + 1) * image.step < (size_t(1) << 31);
    const int step = near ? int(image.step) : 0;
    for (int i = 0; i < n; ++i)
        offset[i] = fits[i] & int(near) ? (y[i] - top) * step + x[i] * pixelBytes : -1;
    return image.data + size_t(top) * image.step;
}

//! Boxes of a block of pixels in one level of the pyramid.
struct BoxBlock
{
    enum
    {
        PIXELS = 128,
        AHEAD = 32 //!< pixels that the memory is asked for in advance: a frame does not fit the cache
    };

    //! One axis of the boxes, in texels.
    struct Axis
    {
        int first[PIXELS];
        int texels[PIXELS]; //!< that such a box touches at most, wherever it lies
        float low[PIXELS];  //!< the box's beginning, from the first texel's edge on
        float width[PIXELS];

        //! @param texel factor from pixels to texels
        void set(const double* centre, const float* pixels, float texel, int n)
        {
            // More than any coordinate is below zero: truncation after adding it is rounding down.
            const int positive = 1 << 20;
            for (int i = 0; i < n; ++i)
            {
                const float w = math::larger(pixels[i] * texel, 1.f);
                const double begin = centre[i] * double(texel) - 0.5 * double(w);
                const int f = int(begin + positive) - positive;
                const float l = float(begin - f);
                const int next = l >= 1.f, whole = int(w); // just before a texel's end is its end
                first[i] = f + next;
                low[i] = l - float(next);
                width[i] = w;
                texels[i] = math::smaller(whole + (w > float(whole)) + 1, 255);
            }
        }
    };

    int count;
    const ImageView* image; //!< the level
    Axis x, y;
    int vectors[PIXELS];  //!< that hold a row of the box
    int kind[PIXELS + 1]; //!< the same number for boxes of the same numbers of rows and vectors
    int mostRows;         //!< of a box of the block
    const uchar* data;    //!< where the offsets begin
    int offset[PIXELS];   //!< of the first texel of the first row; negative where vector code cannot do the box

    /** @brief Takes as many of the run's pixels, from @p begin on, as there is room for and have their level in common.
    @param wide false for boxes of width 1, which are bilinear interpolation
    @tparam Boxes says how boxes lie in vectors */
    template <class Boxes>
    void set(const PyramidView& source, const SampleRun& run, int begin, bool wide)
    {
        float ones[PIXELS];
        const float *widthX = run.widthX + begin, *widthY = run.widthY + begin;
        count = math::smaller(run.count - begin, int(PIXELS));
        int level = 0;
        if (wide)
        {
            level = commonLevel(source, widthX, widthY);
        }
        else
        {
            std::fill(ones, ones + count, 1.f);
            widthX = widthY = ones;
        }
        image = &source.level[level];
        const float texel = math::texelScale(level);
        x.set(run.x + begin, widthX, texel, count);
        y.set(run.y + begin, widthY, texel, count);
        place<Boxes>();
    }

    //! End of the run of pixels from i on whose boxes are of one kind.
    int alikeUntil(int i) const
    {
        const int first = kind[i];
        while (kind[++i] == first)
            ;
        return i;
    }

    //! Asks for the memory of the box of pixel i.
    void prefetch(int i) const
    {
        const uchar* p = data + offset[i]; // a pointer to nowhere does no harm here
        for (int r = 0; r < y.texels[i]; ++r, p += image->step)
            ZOOM_PREFETCH(p);
    }

private:
    //! The level of the first pixel; the count is reduced to the pixels that share it.
    int commonLevel(const PyramidView& source, const float* widthX, const float* widthY)
    {
        int level[PIXELS], other = 0;
        const int first = math::pyramidLevel(widthX[0], widthY[0], source.levels);
        for (int i = 0; i < count; ++i)
        {
            level[i] = math::pyramidLevel(widthX[i], widthY[i], source.levels);
            other |= level[i] ^ first;
        }
        if (other)
            count = int(std::find_if(level, level + count, [first](int l) { return l != first; }) - level);
        return first;
    }

    //! Finds where the boxes lie in memory, and what vectors hold them.
    template <class Boxes>
    void place()
    {
        const int texels = Boxes::TEXELS, channels = Boxes::CHANNELS, lanes = Boxes::LANES;
        const int pixelBytes = channels * int(sizeof(typename Boxes::Type));
        const int width = image->width, height = image->height;
        int row[PIXELS], fits[PIXELS], rows = 0;
        for (int i = 0; i < count; ++i)
        {
            vectors[i] = (x.texels[i] + texels - 1) / texels;
            kind[i] = vectors[i] * 256 + y.texels[i];
            rows = math::larger(rows, y.texels[i]);
            // The last row that a box might touch may be one beyond the image: then it begins a row earlier.
            row[i] = math::clamped(y.first[i], 0, math::larger(height - y.texels[i], 0));
            y.low[i] += float(y.first[i] - row[i]);
            const int read = ((vectors[i] - 1) * (texels * channels) + lanes + channels - 1) / channels;
            fits[i] = int(x.first[i] >= 0) & int(x.first[i] + read <= width) & int(y.low[i] >= 0.f) &
                      int(y.low[i] + y.width[i] <= float(y.texels[i]) + 1e-6f) & int(y.texels[i] <= height) &
                      int(x.texels[i] <= int(Boxes::MAX_TEXELS)) & int(y.texels[i] <= int(Boxes::MAX_TEXELS));
        }
        kind[count] = -1;
        mostRows = math::smaller(rows, int(Boxes::MAX_TEXELS));

        data = findOffsets(*image, pixelBytes, x.first, row, fits, count, offset);
    }
};

#if CV_SIMD_WIDTH == 32
inline v_uint16x8 lowHalf(const v_uint16& v)
{
    return v_uint16x8(_v256_extract_low(v.val));
}
inline v_uint16x8 highHalf(const v_uint16& v)
{
    return v_uint16x8(_v256_extract_high(v.val));
}
inline v_float32x4 lowHalf(const v_float32& v)
{
    return v_float32x4(_v256_extract_low(v.val));
}
inline v_float32x4 highHalf(const v_float32& v)
{
    return v_float32x4(_v256_extract_high(v.val));
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
inline v_float32x4 lowHalf(const v_float32& v)
{
    return v;
}
inline v_float32x4 highHalf(const v_float32&)
{
    return v_setzero_f32();
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
        MAX_TEXELS = 15      //!< of a box along one axis: what 16 bits can hold
    };

    //! Takes a block's n boxes.
    void take(const BoxBlock& block)
    {
        const int n = block.count;
        for (int i = 0; i < n; ++i)
        {
            const FixedAxis x(block.x, i);
            low[i] = twice(x.low);
            high[i] = twice(x.high);
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
        UNIT = 4096, //!< of a texel
        MAX_VECTORS = (MAX_TEXELS + TEXELS - 1) / TEXELS
    };

    template <int VECTORS>
    static void addRow(const uchar* p, const v_uint16& share, v_uint16 (&mean)[VECTORS])
    {
        for (int v = 0; v < VECTORS; ++v)
            mean[v] = mean[v] + v_mul_hi(loadTimes256(p + v * TEXELS * CN), share);
    }

    //! Where the texels of a vector begin and end, lane by lane.
    struct Edges
    {
        ushort low[MAX_VECTORS][LANES], high[MAX_VECTORS][LANES];

        Edges()
        {
            for (int v = 0; v < MAX_VECTORS; ++v)
                for (int k = 0; k < LANES; ++k)
                {
                    const int begin = k / CN < TEXELS ? (v * TEXELS + k / CN) * UNIT : 0xffff;
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
        const v_uint16 from = v_max(allLanes(low[i]), vx_load(edges.low[v]));
        const v_uint16 to = v_min(allLanes(high[i]), vx_load(edges.high[v]));
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
    unsigned low[BoxBlock::PIXELS], high[BoxBlock::PIXELS], norm[BoxBlock::PIXELS]; //!< along x
    unsigned rows[MAX_TEXELS][BoxBlock::PIXELS];                                    //!< shares of rows in 1/65536
};

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

template <typename T, int CN>
struct BoxesOf
{
    typedef FloatBoxes<T, CN> type;
};
template <>
struct BoxesOf<uchar, 2>
{
    typedef ByteBoxes<2> type;
};
template <>
struct BoxesOf<uchar, 3>
{
    typedef ByteBoxes<3> type;
};
template <>
struct BoxesOf<uchar, 4>
{
    typedef ByteBoxes<4> type;
};

//! Pixels of a run, which are sampled from boxes: from the pyramid, or, with `wide` false, from level 0.
template <typename T, int CN>
class BoxSampler
{
public:
    BoxSampler(const PyramidView& s, const SampleRun& r, bool w) : source(s), run(r), wide(w) {}

    void sample(T* out)
    {
        for (begin = 0; begin < run.count; begin += block.count, out += block.count * CN)
        {
            block.template set<Boxes>(source, run, begin, wide);
            for (int i = 0; i < math::smaller(block.count, int(BoxBlock::AHEAD)); i += PREFETCH_STEP)
                block.prefetch(i);
            boxes.take(block);
            for (int i = 0, end; i < block.count; i = end)
            {
                end = block.alikeUntil(i);
                sampleAlike(i, end, out);
            }
            boxes.finish(block.count, out);
        }
    }

private:
    typedef typename BoxesOf<T, CN>::type Boxes;
    enum
    {
        PREFETCH_STEP = CN * sizeof(T) == 1 ? 8 : CN * sizeof(T) == 2 ? 4 : CN * sizeof(T) <= 4 ? 2 : 1
        //!< pixels whose boxes, of some 5 texels a row and side by side, share a cache line
    };

    void sampleAlike(int i, int end, T* out)
    {
        switch (block.vectors[i])
        {
        case 1:
            return sampleRows<1>(i, end, out);
        case 2:
            return sampleRows<2>(i, end, out);
        case 3:
            return sampleRun<0, 3>(i, end, out);
        default:
            return sampleRun<0, 0>(i, end, out);
        }
    }

    template <int VECTORS>
    void sampleRows(int i, int end, T* out)
    {
        switch (block.y.texels[i])
        {
        case 2:
            return sampleRun<2, VECTORS>(i, end, out);
        case 3:
            return sampleRun<3, VECTORS>(i, end, out);
        case 4:
            return sampleRun<4, VECTORS>(i, end, out);
        case 5:
            return sampleRun<5, VECTORS>(i, end, out);
        default:
            return sampleRun<0, VECTORS>(i, end, out);
        }
    }

    template <int ROWS, int VECTORS>
    void sampleRun(int i, int end, T* out)
    {
        const size_t step = block.image->step;
        const uchar* data = block.data;
        const Size count(block.vectors[i], block.y.texels[i]);
        const int left = run.count - begin, lastAhead = block.count - int(BoxBlock::AHEAD);
        for (; i < end; ++i)
        {
            if (i % PREFETCH_STEP == 0 && i < lastAhead)
                block.prefetch(i + int(BoxBlock::AHEAD));
            const int offset = block.offset[i];
            if (offset >= 0)
                boxes.template sample<ROWS, VECTORS>(reinterpret_cast<const T*>(data + offset), step, i, count,
                                                     left - i, out + i * CN);
            else
                sampleAnywhere(i, out + i * CN);
        }
    }

    void sampleAnywhere(int i, T* out)
    {
        float mean[CN];
        meanOfBox<T, CN>(source, run, begin + i, wide, mean);
        boxes.set(i, mean, out);
    }

    const PyramidView& source;
    const SampleRun& run;
    const bool wide;
    int begin; //!< of the block
    BoxBlock block;
    Boxes boxes;
};
