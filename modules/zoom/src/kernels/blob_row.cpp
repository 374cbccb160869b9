// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "blob_row.simd.hpp"

#include "kernels/blob_row.simd_declarations.hpp"

namespace cv {
namespace zoom {
namespace kernels {

BlobRow blobRow(int depth, int channels, int blobDepth)
{
    CV_CPU_DISPATCH(blobRow, (depth, channels, blobDepth), CV_CPU_DISPATCH_MODES_ALL);
}

BlobYuvRow blobYuvRow(int chromaPlanes, int blobDepth)
{
    CV_CPU_DISPATCH(blobYuvRow, (chromaPlanes, blobDepth), CV_CPU_DISPATCH_MODES_ALL);
}

} // namespace kernels
} // namespace zoom
} // namespace cv
