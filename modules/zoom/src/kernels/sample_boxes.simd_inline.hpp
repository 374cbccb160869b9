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

#include "box_block.simd_inline.hpp"

#include "byte_boxes.simd_inline.hpp"
#include "float_boxes.simd_inline.hpp"

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
