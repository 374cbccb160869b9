// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Where the boxes of a block of pixels lie. Included by sample_boxes.simd_inline.hpp alone, once for every instruction
// set, within its namespace.

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
