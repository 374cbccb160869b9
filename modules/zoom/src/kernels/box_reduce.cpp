// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "box_reduce.hpp"

namespace cv {
namespace zoom {
namespace kernels {

namespace {

inline uchar mean4(int a, int b, int c, int d, int bias)
{
    return uchar((a + b + c + d + bias) >> 2);
}

inline ushort mean4(unsigned a, unsigned b, unsigned c, unsigned d, int bias)
{
    return ushort((a + b + c + d + unsigned(bias)) >> 2);
}

inline float mean4(float a, float b, float c, float d, int)
{
    return 0.25f * ((a + b) + (c + d));
}

template <typename T>
struct Wide
{
    typedef T type;
};
template <>
struct Wide<uchar>
{
    typedef int type;
};
template <>
struct Wide<ushort>
{
    typedef unsigned type;
};

template <typename T, int CN>
void reduceRow(const void* upper, const void* lower, int width, void* out, bool roundUp)
{
    typedef typename Wide<T>::type W;
    const T *a = static_cast<const T*>(upper), *b = static_cast<const T*>(lower);
    T* to = static_cast<T*>(out);
    const int bias = roundUp ? 2 : 1, pairs = width / 2;
    for (int x = 0; x < pairs; ++x, a += 2 * CN, b += 2 * CN, to += CN)
        for (int c = 0; c < CN; ++c)
            to[c] = mean4(W(a[c]), W(a[c + CN]), W(b[c]), W(b[c + CN]), bias);
    if (width & 1)
        for (int c = 0; c < CN; ++c)
            to[c] = mean4(W(a[c]), W(a[c]), W(b[c]), W(b[c]), bias);
}

} // namespace

BoxReduceRow boxReduceRow(int depth, int channels)
{
    static const BoxReduceRow u8[] = {reduceRow<uchar, 1>, reduceRow<uchar, 2>, reduceRow<uchar, 3>, reduceRow<uchar, 4>};
    static const BoxReduceRow u16[] = {reduceRow<ushort, 1>, reduceRow<ushort, 2>, reduceRow<ushort, 3>,
                                       reduceRow<ushort, 4>};
    static const BoxReduceRow f32[] = {reduceRow<float, 1>, reduceRow<float, 2>, reduceRow<float, 3>, reduceRow<float, 4>};
    if (channels < 1 || channels > 4)
        return nullptr;
    return depth == CV_8U ? u8[channels - 1] : depth == CV_16U ? u16[channels - 1] : depth == CV_32F ? f32[channels - 1] : nullptr;
}

} // namespace kernels
} // namespace zoom
} // namespace cv
