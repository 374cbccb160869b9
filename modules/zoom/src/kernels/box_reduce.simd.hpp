// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "box_reduce.hpp"

#include "../cpu_dispatch.hpp"
#include "../math/footprint.hpp"

#include "opencv2/core/hal/intrin.hpp"

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

BoxReduceRow boxReduceRow(int depth, int channels);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

namespace {

//! Pixels done by vector code, from the left; 0 where there is none for the type.
template <typename T, int CN>
struct ReduceVectors
{
    static int run(const T*, const T*, int, T*, int) { return 0; }
};

#if CV_SIMD
inline void loadPlanes(const uchar* p, v_uint8 (&v)[1])
{
    v[0] = vx_load(p);
}
inline void loadPlanes(const uchar* p, v_uint8 (&v)[2])
{
    v_load_deinterleave(p, v[0], v[1]);
}
inline void loadPlanes(const uchar* p, v_uint8 (&v)[3])
{
    v_load_deinterleave(p, v[0], v[1], v[2]);
}
inline void loadPlanes(const uchar* p, v_uint8 (&v)[4])
{
    v_load_deinterleave(p, v[0], v[1], v[2], v[3]);
}
inline void storePlanes(uchar* p, const v_uint8 (&v)[1])
{
    v_store(p, v[0]);
}
inline void storePlanes(uchar* p, const v_uint8 (&v)[2])
{
    v_store_interleave(p, v[0], v[1]);
}
inline void storePlanes(uchar* p, const v_uint8 (&v)[3])
{
    v_store_interleave(p, v[0], v[1], v[2]);
}
inline void storePlanes(uchar* p, const v_uint8 (&v)[4])
{
    v_store_interleave(p, v[0], v[1], v[2], v[3]);
}

template <int CN>
struct ReduceVectors<uchar, CN>
{
    static int run(const uchar* a, const uchar* b, int pairs, uchar* out, int bias)
    {
        const int lanes = int(sizeof(v_uint8));
        const v_uint16 low = vx_setall_u16(0xff), rounding = vx_setall_u16(ushort(bias));
        const auto neighbours = [&low](const v_uint8& v) { // sums of even and odd pixels
            const v_uint16 both = v_reinterpret_as_u16(v);
            return (both & low) + (both >> 8);
        };
        int x = 0;
        for (; x + lanes <= pairs; x += lanes, a += 2 * lanes * CN, b += 2 * lanes * CN, out += lanes * CN)
        {
            v_uint8 a0[CN], a1[CN], b0[CN], b1[CN], mean[CN];
            loadPlanes(a, a0);
            loadPlanes(a + lanes * CN, a1);
            loadPlanes(b, b0);
            loadPlanes(b + lanes * CN, b1);
            for (int c = 0; c < CN; ++c)
                mean[c] = v_pack((neighbours(a0[c]) + neighbours(b0[c]) + rounding) >> 2,
                                 (neighbours(a1[c]) + neighbours(b1[c]) + rounding) >> 2);
            storePlanes(out, mean);
        }
        return x;
    }
};
#endif // CV_SIMD

template <typename T, int CN>
void reduceRow(const void* upper, const void* lower, int width, void* out, bool roundUp)
{
    const T *a = static_cast<const T*>(upper), *b = static_cast<const T*>(lower);
    T* to = static_cast<T*>(out);
    const int bias = roundUp ? 2 : 1, pairs = width / 2;
    const int done = ReduceVectors<T, CN>::run(a, b, pairs, to, bias);
    a += 2 * CN * done;
    b += 2 * CN * done;
    to += CN * done;
    for (int x = done; x < pairs; ++x, a += 2 * CN, b += 2 * CN, to += CN)
        for (int c = 0; c < CN; ++c)
            to[c] = math::reduced(a[c], a[c + CN], b[c], b[c + CN], roundUp);
    if (width & 1)
        for (int c = 0; c < CN; ++c)
            to[c] = math::reduced(a[c], a[c], b[c], b[c], roundUp);
}

} // namespace

BoxReduceRow boxReduceRow(int depth, int channels)
{
    static const BoxReduceRow u8[] = {reduceRow<uchar, 1>, reduceRow<uchar, 2>, reduceRow<uchar, 3>,
                                      reduceRow<uchar, 4>};
    static const BoxReduceRow u16[] = {reduceRow<ushort, 1>, reduceRow<ushort, 2>, reduceRow<ushort, 3>,
                                       reduceRow<ushort, 4>};
    static const BoxReduceRow f32[] = {reduceRow<float, 1>, reduceRow<float, 2>, reduceRow<float, 3>,
                                       reduceRow<float, 4>};
    if (channels < 1 || channels > 4)
        return nullptr;
    return depth == CV_8U    ? u8[channels - 1]
           : depth == CV_16U ? u16[channels - 1]
           : depth == CV_32F ? f32[channels - 1]
                             : nullptr;
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
