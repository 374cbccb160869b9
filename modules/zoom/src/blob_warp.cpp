// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "blob_values.hpp"
#include "blob_warp.hpp"
#include "parallel.hpp"
#include "transform_impl.hpp"

#include "kernels/blob_row.hpp"
#include "kernels/sample_row.hpp"

#include <cmath>

namespace cv {
namespace zoom {

namespace {

const int PIXELS = kernels::RowStretch::PIXELS; //!< sampled at a time: they stay in the first-level cache

int channelsOf(const BlobEntry& entry)
{
    return entry.blob.size[1];
}

Size sizeOf(const BlobEntry& entry)
{
    return Size(entry.blob.size[3], entry.blob.size[2]);
}

//! Where a row goes from a column on, by the blob's channels; `inPixelOrder` by the pixels' channels.
struct ChannelRows
{
    void* channel[4];

    ChannelRows(const BlobEntry& entry, int y, int x, bool inPixelOrder)
    {
        const Mat& blob = entry.blob;
        for (int c = 0; c < channelsOf(entry); ++c)
            channel[c] = blob.data + blob.step[0] * entry.index +
                         blob.step[1] * (inPixelOrder ? blobChannel(entry.params, c) : c) + blob.step[2] * y +
                         blob.step[3] * x;
    }
};

} // namespace

void checkBlobParams(const BlobParams& params, int channels)
{
    for (int c = 0; c < 4; ++c)
        if (!std::isfinite(params.mean[c]) || !std::isfinite(params.scale[c]))
            CV_Error_(Error::StsOutOfRange, ("BlobParams::%s[%d] is %g; finite values are allowed",
                                             std::isfinite(params.mean[c]) ? "scale" : "mean", c,
                                             std::isfinite(params.mean[c]) ? params.scale[c] : params.mean[c]));
    if (params.ddepth != CV_32F && params.ddepth != CV_16F)
        CV_Error_(Error::StsUnsupportedFormat,
                  ("BlobParams::ddepth is %s; CV_32F and CV_16F are allowed", depthToString(params.ddepth)));
    if (params.yuvMatrix != YUV_BT601 && params.yuvMatrix != YUV_BT709 && params.yuvMatrix != YUV_BT2020)
        CV_Error_(Error::StsBadArg,
                  ("BlobParams::yuvMatrix is %d; it must be one of cv::zoom::YuvMatrices", params.yuvMatrix));
    if (params.swapRB && channels < 3)
        CV_Error_(Error::StsBadArg,
                  ("BlobParams::swapRB is set, but frames have %d channel(s); at least 3 are needed", channels));
}

void warpToBlob(const kernels::PyramidView& source, int type, const kernels::ForwardRows& rows, int interpolation,
                const BlobEntry& entry)
{
    CV_INSTRUMENT_REGION();
    const kernels::SampleRow sample = samplerFor(type, interpolation);
    const kernels::BlobRow store = kernels::blobRow(CV_MAT_DEPTH(type), CV_MAT_CN(type), entry.blob.depth());
    CV_Assert(sample && store);
    const kernels::BlobScale scale = blobScale(entry.params, channelsOf(entry), true);
    const Size size = sizeOf(entry);
    forEachRowBlock(size.height, [&](int first, int end) {
        kernels::RowStretch stretch;
        float pixels[4 * PIXELS]; // of any depth
        for (int y = first; y < end; ++y)
            for (int x = 0; x < size.width; x += PIXELS)
            {
                const kernels::SampleRun run = rows.run(y, x, stretch);
                sample(source, run, pixels);
                store(pixels, run.count, scale, ChannelRows(entry, y, x, true).channel);
            }
    });
}

void warpPlanesToBlob(const Pyramid* planes, int count, const kernels::ForwardRows& luma,
                      const kernels::ForwardRows& chroma, int interpolation, const BlobEntry& entry)
{
    CV_INSTRUMENT_REGION();
    const kernels::SampleRow sampleLuma = samplerFor(CV_8UC1, interpolation);
    const kernels::SampleRow sampleChroma = samplerFor(count == 2 ? CV_8UC2 : CV_8UC1, interpolation);
    const kernels::BlobYuvRow store = kernels::blobYuvRow(count - 1, entry.blob.depth());
    CV_Assert(sampleLuma && sampleChroma && store);
    const kernels::YuvToColor color = blobColors(entry.params);
    const kernels::BlobScale scale = blobScale(entry.params, channelsOf(entry), false);
    const Size size = sizeOf(entry);
    forEachRowBlock(size.height, [&](int first, int end) {
        kernels::RowStretch stretch;
        uchar y8[PIXELS], uv8[2 * PIXELS];
        uchar* const uv[] = {uv8, uv8 + PIXELS};
        for (int y = first; y < end; ++y)
            for (int x = 0; x < size.width; x += PIXELS)
            {
                sampleLuma(planes[0].view(), luma.run(y, x, stretch), y8);
                const kernels::SampleRun run = chroma.run(y, x, stretch);
                for (int k = 1; k < count; ++k)
                    sampleChroma(planes[k].view(), run, uv[k - 1]);
                store(y8, uv, run.count, color, scale, ChannelRows(entry, y, x, false).channel);
            }
    });
}

void imageToBlob(const Mat& zoomed, const BlobEntry& entry)
{
    const kernels::BlobRow store = kernels::blobRow(zoomed.depth(), zoomed.channels(), entry.blob.depth());
    CV_Assert(store);
    const kernels::BlobScale scale = blobScale(entry.params, channelsOf(entry), true);
    forEachRowBlock(zoomed.rows, [&](int first, int end) {
        for (int y = first; y < end; ++y)
            store(zoomed.ptr(y), zoomed.cols, scale, ChannelRows(entry, y, 0, true).channel);
    });
}

} // namespace zoom
} // namespace cv
