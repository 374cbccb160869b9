// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Bilinear interpolation of 8-bit images. Included by sample_row.simd.hpp alone, once for every instruction set, within
// its namespace. The arithmetic is that of the boxes (sample_boxes.simd_inline.hpp) of width 1: two texels each way and
// no search for shares.

template <int CN>
class ByteBilinear
{
public:
    ByteBilinear(const PyramidView& s, const SampleRun& r) : source(s), image(s.level[0]), run(r) {}

    void sample(uchar* out)
    {
        for (int begin = 0; begin < run.count; begin += PIXELS, out += PIXELS * CN)
        {
            const int n = math::smaller(run.count - begin, int(PIXELS));
            split(run.x + begin, n, firstX, shareX);
            split(run.y + begin, n, firstY, shareY);
            for (int i = 0; i < n; ++i)
            {
                const bool fits = (firstX[i] >= 0) & (firstX[i] * CN + 8 <= image.width * CN) & (firstY[i] >= 0) &
                                  (firstY[i] + 2 <= image.height);
                corner[i] = fits ? image.row<uchar>(firstY[i]) + size_t(firstX[i]) * CN : nullptr;
            }
            for (int i = 0; i < math::smaller(n, int(AHEAD)); ++i)
                prefetch(i);
            for (int i = 0; i < n; ++i)
            {
                if (i + AHEAD < n)
                    prefetch(i + AHEAD);
                if (corner[i])
                    samplePixel(i, run.count - begin - i, out + i * CN);
                else
                    sampleAnywhere(i, begin, out + i * CN);
            }
        }
    }

private:
    enum
    {
        PIXELS = 256,
        AHEAD = 32,
        HALF = 1 << 15 //!< 1, as a share
    };

    //! The pixel left of (above) every position, and the share of the next one in 1/32768.
    static void split(const double* position, int n, int* first, ushort* share)
    {
        const int positive = 1 << 20; // truncation after adding it is rounding down
        for (int i = 0; i < n; ++i)
        {
            const double p = position[i] - 0.5;
            const int f = int(p + positive) - positive;
            first[i] = f;
            share[i] = ushort(int((p - f) * int(HALF) + 0.5));
        }
    }

    void prefetch(int i) const
    {
        // A null pointer is as good as any: prefetching never faults.
        ZOOM_PREFETCH(corner[i]);
        ZOOM_PREFETCH(corner[i] + image.step);
    }

    void samplePixel(int i, int left, uchar* out) const
    {
        const v_uint16x8 rounding = v_setall_u16(64 + 3), one = v_setall_u16(HALF);
        const uchar* p = corner[i];
        const v_uint16x8 y1 = v_setall_u16(shareY[i]), x1 = v_setall_u16(shareX[i]);
        const v_uint16x8 mean =
            v_mul_hi(v_load_expand(p) << 8, one - y1) + v_mul_hi(v_load_expand(p + image.step) << 8, y1);
        const v_uint16x8 sum = v_mul_hi(mean << 1, v_select(secondPixel(), x1, one - x1));
        const v_uint16x8 pixel = (sum + v_rotate_right<CN>(sum) + rounding) >> 7;
        storePixel<CN>(pixel, left, out);
    }

    //! The lanes of the second pixel of a row.
    static v_uint16x8 secondPixel()
    {
        static const ushort lanes[] = {0, 0, 0, 0, 0xffff, 0xffff, 0xffff, 0xffff, 0, 0, 0};
        return v_load(lanes + 4 - CN);
    }

    void sampleAnywhere(int i, int begin, uchar* out) const
    {
        float mean[CN];
        meanOfBox<uchar, CN>(source, run, begin + i, false, mean);
        for (int c = 0; c < CN; ++c)
            out[c] = saturate_cast<uchar>(mean[c]);
    }

    const PyramidView& source;
    const ImageView& image;
    const SampleRun& run;
    int firstX[PIXELS], firstY[PIXELS];
    ushort shareX[PIXELS], shareY[PIXELS]; //!< of the second pixel and row
    const uchar* corner[PIXELS];           //!< the first pixel; null where vector code would read beyond the image
};
