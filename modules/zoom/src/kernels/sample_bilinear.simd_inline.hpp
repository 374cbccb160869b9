// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Bilinear interpolation of 8-bit images. Included by sample_row.simd.hpp alone, once for every instruction set, within
// its namespace, after sample_boxes.simd_inline.hpp. What is computed are the boxes of that file of width 1: two texels
// each way, so that there is no search for shares.

template <int CN>
class ByteBilinear
{
public:
    ByteBilinear(const PyramidView& s, const SampleRun& r) : source(s), image(s.level[0]), run(r) {}

    void sample(uchar* out)
    {
        for (begin = 0; begin < run.count; begin += PIXELS, out += PIXELS * CN)
        {
            n = math::smaller(run.count - begin, int(PIXELS));
            prepare();
            for (int i = 0; i < math::smaller(n, int(AHEAD)); i += prefetchMask + 1)
                prefetch(i);
            for (int i = samplePixels(out); i < n; ++i)
                samplePixel(i, out + i * CN);
        }
    }

private:
    enum
    {
        PIXELS = 256,
        AHEAD = 32,
        LOADED = 8,                //!< bytes of a row
        WRITTEN = CN == 3 ? 6 : 4, //!< pixels, where four are done at once
        ONE = 1 << 14              //!< a share of 1: of the two pixels of a row, and of the two rows
    };

    //! Finds the pixels to interpolate between, and their shares.
    void prepare()
    {
        int firstX[PIXELS], firstY[PIXELS], fits[PIXELS];
        split(run.x + begin, n, firstX, shareX);
        split(run.y + begin, n, firstY, shareY);
        const int lastX = image.width - (LOADED + CN - 1) / CN, lastY = image.height - 2;
        for (int i = 0; i < n; ++i)
            fits[i] = int(firstX[i] >= 0) & int(firstX[i] <= lastX) & int(firstY[i] >= 0) & int(firstY[i] <= lastY);
        data = findOffsets(image, CN, firstX, firstY, fits, n, offset);
        // Pixels that lie side by side in the frame share cache lines.
        prefetchMask = std::abs(firstX[n - 1] - firstX[0]) * CN < 12 * n ? 3 : 0;
    }

    //! The pixel left of (above) every position, and the share of the next one.
    static void split(const double* position, int count, int* first, int* share)
    {
        const int positive = 1 << 20; // truncation after adding it is rounding down
        for (int i = 0; i < count; ++i)
        {
            const double p = position[i] - 0.5;
            const int f = int(p + positive) - positive;
            first[i] = f;
            share[i] = int((p - f) * int(ONE) + 0.5);
        }
    }

    void prefetch(int i) const
    {
        const uchar* p = data + offset[i];
        ZOOM_PREFETCH(p);
        ZOOM_PREFETCH(p + image.step);
    }

    //! @return the number of pixels done, from the left
    int samplePixels(uchar* out)
    {
        int i = 0;
        CV_UNUSED(out);
#if CV_AVX2 && CV_SIMD_WIDTH == 32
        for (; i + 4 <= n; i += 4)
        {
            for (int k = i + AHEAD; k < math::smaller(i + AHEAD + 4, n); k += prefetchMask + 1)
                prefetch(k);
            if ((offset[i] | offset[i + 1] | offset[i + 2] | offset[i + 3]) >= 0 && begin + i + WRITTEN <= run.count)
                sampleFour(i, out + i * CN);
            else
                for (int k = i; k < i + 4; ++k)
                    samplePixel(k, out + k * CN);
        }
#endif
        return i;
    }

#if CV_AVX2 && CV_SIMD_WIDTH == 32
    /** Pixels i to i + 3, with more written over. A half of a vector holds one of them: the first and second texels
    of its channels in turn, so that one multiplication and addition of pairs does a row. Universal intrinsics have no
    shuffle that could lay them so. */
    void sampleFour(int i, uchar* out) const
    {
        const __m256i even = pairOf(i, i + 2, _mm256_setr_epi32(E0, E0, E0, E0, E2, E2, E2, E2));
        const __m256i odd = pairOf(i, i + 3, _mm256_setr_epi32(E1, E1, E1, E1, E3, E3, E3, E3));
        const __m256i words = _mm256_packs_epi32(even, odd); // pixels 0 and 1, 2 and 3
        const __m256i bytes = _mm256_permute4x64_epi64(_mm256_packus_epi16(words, words), 0x08);
        const __m128i pixels = _mm_shuffle_epi8(_mm256_castsi256_si128(bytes), compression());
        if (CN >= 3)
            _mm_storeu_si128(reinterpret_cast<__m128i*>(out), pixels);
        else if (CN == 2)
            _mm_storel_epi64(reinterpret_cast<__m128i*>(out), pixels);
        else
            _mm_storeu_si32(out, pixels);
    }

    //! Bytes of the first to the fourth 32-bit number, as a shuffle's control.
    enum
    {
        E0 = 0x03020100,
        E1 = 0x07060504,
        E2 = 0x0b0a0908,
        E3 = 0x0f0e0d0c
    };

    /** Two of the pixels i to i + 3 as 32-bit channels.
    @param other the second one; the first stands two before it
    @param which their shares among the four */
    __m256i pairOf(int i, int other, __m256i which) const
    {
        const uchar *a = data + offset[other - 2], *b = data + offset[other];
        const __m256i upper = texelsOf(a, b), lower = texelsOf(a + image.step, b + image.step);
        const __m256i y = _mm256_shuffle_epi8(fourNumbers(shareY + i), which);
        const __m256i y1 = _mm256_or_si256(y, _mm256_slli_epi32(y, 16));
        const __m256i mean = _mm256_add_epi16(_mm256_mulhi_epu16(upper, _mm256_sub_epi16(_mm256_set1_epi16(ONE), y1)),
                                              _mm256_mulhi_epu16(lower, y1)); // 64 times the level
        const __m256i x = _mm256_shuffle_epi8(fourNumbers(shareX + i), which);
        // ONE - x in the lower half, x in the upper one.
        const __m256i x01 = _mm256_add_epi32(_mm256_slli_epi32(x, 16), _mm256_sub_epi32(_mm256_set1_epi32(ONE), x));
        // Half a level, and what two truncations lose on the average.
        const __m256i rounding = _mm256_set1_epi32((1 << 19) + ONE);
        return _mm256_srai_epi32(_mm256_add_epi32(_mm256_madd_epi16(mean, x01), rounding), 20);
    }

    //! Two texels a row at a and b, times 256: the pairs of a channel side by side.
    static __m256i texelsOf(const uchar* a, const uchar* b)
    {
        const __m128i first = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(a));
        const __m128i second = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(b));
        const char none = -1, c1 = CN > 1 ? 1 : none, c2 = CN > 2 ? 2 : none, c3 = CN > 3 ? 3 : none;
        const char d1 = CN > 1 ? CN + 1 : none, d2 = CN > 2 ? CN + 2 : none, d3 = CN > 3 ? CN + 3 : none;
        const __m128i order =
            _mm_setr_epi8(none, 0, none, CN, none, c1, none, d1, none, c2, none, d2, none, c3, none, d3);
        return _mm256_shuffle_epi8(_mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1),
                                   _mm256_broadcastsi128_si256(order));
    }

    static __m256i fourNumbers(const int* p)
    {
        return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
    }

    //! Brings the first CN bytes of every four together.
    static __m128i compression()
    {
        return CN == 1   ? _mm_setr_epi8(0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)
               : CN == 2 ? _mm_setr_epi8(0, 1, 4, 5, 8, 9, 12, 13, -1, -1, -1, -1, -1, -1, -1, -1)
               : CN == 3 ? _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1)
                         : _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }
#endif

    void samplePixel(int i, uchar* out) const
    {
        if (offset[i] < 0)
        {
            float mean[CN];
            meanOfBox<uchar, CN>(source, run, begin + i, false, mean);
            for (int c = 0; c < CN; ++c)
                out[c] = saturate_cast<uchar>(mean[c]);
            return;
        }
        const v_uint16x8 rounding = v_setall_u16(64 + 3), one = v_setall_u16(2 * ONE);
        const uchar* p = data + offset[i];
        const v_uint16x8 y1 = v_setall_u16(ushort(2 * shareY[i])), x1 = v_setall_u16(ushort(2 * shareX[i]));
        const v_uint16x8 mean =
            v_mul_hi(v_load_expand(p) << 8, one - y1) + v_mul_hi(v_load_expand(p + image.step) << 8, y1);
        const v_uint16x8 sum = v_mul_hi(mean << 1, v_select(secondPixel(), x1, one - x1));
        storePixel<CN>((sum + v_rotate_right<CN>(sum) + rounding) >> 7, run.count - begin - i, out);
    }

    //! The lanes of the second pixel of a row.
    static v_uint16x8 secondPixel()
    {
        static const ushort lanes[] = {0, 0, 0, 0, 0xffff, 0xffff, 0xffff, 0xffff, 0, 0, 0};
        return v_load(lanes + 4 - CN);
    }

    const PyramidView& source;
    const ImageView& image;
    const SampleRun& run;
    int begin, n; //!< the block
    int prefetchMask;
    int shareX[PIXELS], shareY[PIXELS]; //!< of the second pixel and row
    const uchar* data;                  //!< where the offsets begin
    int offset[PIXELS];                 //!< of the first pixel; negative where vector code would read beyond the image
};
