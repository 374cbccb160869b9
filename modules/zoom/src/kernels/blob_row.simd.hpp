// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "blob_row.hpp"

#include "../cpu_dispatch.hpp"
#include "../math/blob_value.hpp"

#include "opencv2/core/hal/intrin.hpp"
#include "opencv2/core/version.hpp"

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

BlobRow blobRow(int depth, int channels, int blobDepth);
BlobYuvRow blobYuvRow(int chromaPlanes, int blobDepth);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

namespace {

#if CV_VERSION_MAJOR > 4 || (CV_VERSION_MAJOR == 4 && CV_VERSION_MINOR >= 10)
typedef hfloat Half;
#else
typedef float16_t Half;
#endif

#if CV_SIMD

inline void put(float* to, const v_float32& v)
{
    v_store(to, v);
}

inline void put(Half* to, const v_float32& v)
{
    v_pack_store(to, v);
}

inline v_float32 fromInt(const v_uint32& v)
{
    return v_cvt_f32(v_reinterpret_as_s32(v));
}

enum
{
    FLOATS = sizeof(v_float32) / sizeof(float)
};

//! A vector of a depth as vectors of floats.
template <typename T>
struct Floats;

template <>
struct Floats<uchar>
{
    enum
    {
        PARTS = 4
    };
    v_float32 part[PARTS];

    explicit Floats(const v_uint8& v)
    {
        v_uint16 low, high;
        v_expand(v, low, high);
        v_uint32 a, b, c, d;
        v_expand(low, a, b);
        v_expand(high, c, d);
        part[0] = fromInt(a);
        part[1] = fromInt(b);
        part[2] = fromInt(c);
        part[3] = fromInt(d);
    }
};

template <>
struct Floats<ushort>
{
    enum
    {
        PARTS = 2
    };
    v_float32 part[PARTS];

    explicit Floats(const v_uint16& v)
    {
        v_uint32 a, b;
        v_expand(v, a, b);
        part[0] = fromInt(a);
        part[1] = fromInt(b);
    }
};

template <>
struct Floats<float>
{
    enum
    {
        PARTS = 1
    };
    v_float32 part[PARTS];

    explicit Floats(const v_float32& v) { part[0] = v; }
};

template <typename T, typename V>
inline void loadChannels(const T* p, V (&v)[1])
{
    v[0] = vx_load(p);
}

template <typename T, typename V>
inline void loadChannels(const T* p, V (&v)[2])
{
    v_load_deinterleave(p, v[0], v[1]);
}

template <typename T, typename V>
inline void loadChannels(const T* p, V (&v)[3])
{
    v_load_deinterleave(p, v[0], v[1], v[2]);
}

template <typename T, typename V>
inline void loadChannels(const T* p, V (&v)[4])
{
    v_load_deinterleave(p, v[0], v[1], v[2], v[3]);
}

/** @brief Calls step(first pixel) for all pixels of a row in steps of STEP; the last one overlaps the one before.
@return false when the row is too short */
template <int STEP, typename Step>
inline bool forEachStep(int count, const Step& step)
{
    if (count < STEP)
        return false;
    for (int i = 0; i + STEP <= count; i += STEP)
        step(i);
    if (count % STEP)
        step(count - STEP);
    return true;
}

#endif // CV_SIMD

template <typename T, int CN, typename D>
void interleavedRow(const void* _pixels, int count, const BlobScale& scale, void* const* channels)
{
    const T* pixels = static_cast<const T*>(_pixels);
#if CV_SIMD
    typedef decltype(vx_load(pixels)) Vector;
    enum
    {
        STEP = int(Floats<T>::PARTS) * int(FLOATS)
    };
    if (forEachStep<STEP>(count, [&](int i) {
            Vector values[CN];
            loadChannels(pixels + size_t(CN) * i, values);
            for (int c = 0; c < CN; ++c)
            {
                const Floats<T> floats(values[c]);
                const v_float32 mean = vx_setall_f32(scale.mean[c]), factor = vx_setall_f32(scale.scale[c]);
                D* to = static_cast<D*>(channels[c]) + i;
                for (int k = 0; k < Floats<T>::PARTS; ++k)
                    put(to + k * FLOATS, (floats.part[k] - mean) * factor);
            }
        }))
        return;
#endif
    for (int c = 0; c < CN; ++c)
        for (int i = 0; i < count; ++i)
            static_cast<D*>(channels[c])[i] =
                D(math::blobValue(float(pixels[size_t(CN) * i + c]), scale.mean[c], scale.scale[c]));
}

template <int CHROMA_PLANES, typename D>
void yuvRow(const uchar* luma, const uchar* const* chroma, int count, const YuvToColor& color, const BlobScale& scale,
            void* const* channels)
{
    const float(*m)[4] = color.rows;
#if CV_SIMD
    enum
    {
        PARTS = int(Floats<uchar>::PARTS),
        STEP = PARTS * int(FLOATS)
    };
    if (forEachStep<STEP>(count, [&](int i) {
            v_uint8 uv[2];
            if (CHROMA_PLANES == 1)
            {
                loadChannels(chroma[0] + 2 * i, uv);
            }
            else
            {
                uv[0] = vx_load(chroma[0] + i);
                uv[1] = vx_load(chroma[1] + i);
            }
            const Floats<uchar> y(vx_load(luma + i)), u(uv[0]), v(uv[1]);
            const v_float32 least = vx_setzero_f32(), most = vx_setall_f32(255.f);
            for (int c = 0; c < 3; ++c)
            {
                const v_float32 fromY = vx_setall_f32(m[c][0]), fromU = vx_setall_f32(m[c][1]);
                const v_float32 fromV = vx_setall_f32(m[c][2]), added = vx_setall_f32(m[c][3]);
                const v_float32 mean = vx_setall_f32(scale.mean[c]), factor = vx_setall_f32(scale.scale[c]);
                D* to = static_cast<D*>(channels[c]) + i;
                for (int k = 0; k < PARTS; ++k)
                {
                    const v_float32 value =
                        v_fma(y.part[k], fromY, v_fma(u.part[k], fromU, v_fma(v.part[k], fromV, added)));
                    put(to + k * FLOATS, (v_min(v_max(value, least), most) - mean) * factor);
                }
            }
        }))
        return;
#endif
    for (int i = 0; i < count; ++i)
    {
        const float y = luma[i];
        const float u = CHROMA_PLANES == 1 ? chroma[0][2 * i] : chroma[0][i];
        const float v = CHROMA_PLANES == 1 ? chroma[0][2 * i + 1] : chroma[1][i];
        for (int c = 0; c < 3; ++c)
        {
            const float value = math::colorOfYuv(y, u, v, m[c]);
            static_cast<D*>(channels[c])[i] = D(math::blobValue(value, scale.mean[c], scale.scale[c]));
        }
    }
}

template <typename D>
BlobRow interleavedRowFor(int depth, int channels)
{
    static const BlobRow table[3][4] = {
        {interleavedRow<uchar, 1, D>, nullptr, interleavedRow<uchar, 3, D>, interleavedRow<uchar, 4, D>},
        {interleavedRow<ushort, 1, D>, nullptr, interleavedRow<ushort, 3, D>, interleavedRow<ushort, 4, D>},
        {interleavedRow<float, 1, D>, nullptr, interleavedRow<float, 3, D>, interleavedRow<float, 4, D>},
    };
    const int row = depth == CV_8U ? 0 : depth == CV_16U ? 1 : depth == CV_32F ? 2 : -1;
    return row < 0 || channels < 1 || channels > 4 ? nullptr : table[row][channels - 1];
}

template <typename D>
BlobYuvRow yuvRowFor(int chromaPlanes)
{
    return chromaPlanes == 1 ? yuvRow<1, D> : chromaPlanes == 2 ? yuvRow<2, D> : nullptr;
}

} // namespace

BlobRow blobRow(int depth, int channels, int blobDepth)
{
    return blobDepth == CV_32F   ? interleavedRowFor<float>(depth, channels)
           : blobDepth == CV_16F ? interleavedRowFor<Half>(depth, channels)
                                 : nullptr;
}

BlobYuvRow blobYuvRow(int chromaPlanes, int blobDepth)
{
    return blobDepth == CV_32F   ? yuvRowFor<float>(chromaPlanes)
           : blobDepth == CV_16F ? yuvRowFor<Half>(chromaPlanes)
                                 : nullptr;
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
