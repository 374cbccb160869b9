// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "attraction_adjoint.simd.hpp"

#include "ops/cpu/attraction_adjoint.simd_declarations.hpp"

namespace cv {
namespace zoom_train {
namespace kernels {

void AttractionAxis::build(int nodes, int radius, double sigmaNodes, bool reflect)
{
    forward.build(nodes, radius, sigmaNodes, reflect);
    const auto transpose = [&](const std::vector<double>& from, std::vector<double>& to) {
        to.assign(from.size(), 0.0);
        for (int i = 0; i < nodes; ++i)
            for (int j = 0; j < nodes; ++j)
                to[size_t(j) * forward.pitch + i] = from[size_t(i) * forward.pitch + j];
    };
    transpose(forward.weight, weight);
    transpose(forward.moment, moment);
}

void attractionAdjoint(const double* saliency, int rows, int columns, const AttractionAxis& alongX,
                       const AttractionAxis& alongY, const double* gradGrid, double* buffer, double* gradSaliency)
{
    CV_CPU_DISPATCH(attractionAdjoint, (saliency, rows, columns, alongX, alongY, gradGrid, buffer, gradSaliency),
                    CV_CPU_DISPATCH_MODES_ALL);
}

void separableAdjoint(const double* saliency, int rows, int columns, const AttractionAxis& alongX,
                      const AttractionAxis& alongY, const double* gradU, const double* gradV, double* buffer,
                      double* gradSaliency)
{
    CV_CPU_DISPATCH(separableAdjoint, (saliency, rows, columns, alongX, alongY, gradU, gradV, buffer, gradSaliency),
                    CV_CPU_DISPATCH_MODES_ALL);
}

} // namespace kernels
} // namespace zoom_train
} // namespace cv
