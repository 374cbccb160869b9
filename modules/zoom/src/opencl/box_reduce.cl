// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// One level of a box pyramid from the next finer one: mirrors kernels/box_reduce.simd.hpp.
//
// T, CN  type of a channel and number of them
// FLOAT  set when T is float

#ifdef FLOAT
#define MEAN4(a, b, c, d) (0.25f * (((a) + (b)) + ((c) + (d))))
#else
#define MEAN4(a, b, c, d) (T)(((uint)(a) + (b) + (c) + (d) + bias) >> 2)
#endif

__kernel void boxReduce(__global const uchar* finerData, int finerOffset, int finerStep, int finerWidth, int finerHeight,
                        __global uchar* data, int offset, int step, int width, int height, uint bias)
{
    const int x = get_global_id(0), y = get_global_id(1);
    if (x >= width || y >= height)
        return;
    finerData += finerOffset;
    __global const T* upper = (__global const T*)(finerData + (size_t)(2 * y) * finerStep);
    __global const T* lower = (__global const T*)(finerData + (size_t)min(2 * y + 1, finerHeight - 1) * finerStep);
    const int left = CN * 2 * x, right = CN * min(2 * x + 1, finerWidth - 1);
    __global T* mean = (__global T*)(data + offset + (size_t)y * step) + CN * x;
    for (int c = 0; c < CN; ++c)
        mean[c] = MEAN4(upper[left + c], upper[right + c], lower[left + c], lower[right + c]);
}
