// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "ocl_grid.hpp"

#include "grid_generator.hpp"
#include "kernels/certificate.hpp"
#include "ocl_launch.hpp"

namespace cv {
namespace zoom {

namespace {

//! What the kernels find out: `Report` of attraction.cl.
struct Report
{
    double sum, usable, obeys;
};

//! Work-items of the kernels that run as one group: GROUP of attraction.cl.
const Size GROUP(128, 1);

//! One grid on the device: the kernels of attraction.cl with what they share.
class OclGridGenerator
{
public:
    OclGridGenerator(const UMat& s, const GridParams& p)
        : saliency(s), params(p), size(s.size()), radius(std::min(size.width, size.height) - 1),
          sigma(p.sigma * radius), report(1, int(sizeof(Report) / sizeof(double)), CV_64F), mixed(size, CV_64F),
          nodes(size, CV_64FC2)
    {
    }

    bool run(OutputArray grid)
    {
        const bool separable = params.mode == GRID_SEPARABLE;
        if (!mix() || !(separable ? separate() : attract()) || !check())
            return false;
        const Mat read = report.getMat(ACCESS_READ);
        const Report found = {read.at<double>(0), read.at<double>(1), read.at<double>(2)};
        if (!(found.usable > 0 && found.sum > 0))
            return false;
        if (isLimited(params) && !(found.obeys > 0))
            mend();
        UMat result;
        nodes.convertTo(result, CV_32F);
        result.copyTo(grid);
        return true;
    }

private:
    template <typename... Args>
    bool launch(const char* name, Size items, Size group, const Args&... args)
    {
        const String options = String(saliency.depth() == CV_32F ? "-D SALIENCY=float" : "-D SALIENCY=double") +
                               (params.borderType == BORDER_REFLECT_101 ? " -D REFLECT" : "");
        ocl::Kernel kernel = oclKernel(OclProgram::ATTRACTION, name, options);
        if (kernel.empty())
            return false;
        kernel.args(args...);
        return oclLaunch(kernel, items, group);
    }

    static ocl::KernelArg in(const UMat& m) { return ocl::KernelArg::PtrReadOnly(m); }
    static ocl::KernelArg out(const UMat& m) { return ocl::KernelArg::PtrWriteOnly(m); }

    bool mix()
    {
        report.setTo(Scalar::all(0));
        return launch("saliencySum", GROUP, GROUP, in(saliency), int(saliency.offset), int(saliency.step), size.height,
                      size.width, ocl::KernelArg::PtrReadWrite(report)) &&
               launch("mixSaliency", size, Size(16, 16), in(saliency), int(saliency.offset), int(saliency.step),
                      size.height, size.width, params.uniformMix, in(report), out(mixed));
    }

    bool attract()
    {
        const UMat weights(size, CV_64F), moments(size, CV_64F);
        return launch("attractionAlongX", size, Size(16, 16), in(mixed), size.height, size.width, radius, sigma,
                      out(weights), out(moments)) &&
               launch("attractionAlongY", size, Size(16, 16), in(weights), in(moments), size.height, size.width, radius,
                      sigma, out(nodes));
    }

    bool separate()
    {
        const UMat sums(1, size.width + size.height, CV_64F);
        return launch("marginals", Size(sums.cols, 1), GROUP, in(mixed), size.height, size.width, out(sums)) &&
               launch("separableGrid", size, Size(16, 16), in(sums), size.height, size.width, radius, sigma,
                      out(nodes));
    }

    bool check()
    {
        if (!isLimited(params))
            return true;
        const DeterminantLimits limits(params);
        return launch("gridObeys", GROUP, GROUP, in(nodes), size.height, size.width, limits.least, limits.most,
                      kernels::MIN_OUTLINE_STEP, ocl::KernelArg::PtrReadWrite(report));
    }

    void mend()
    {
        const DeterminantLimits limits(params);
        Mat onHost = nodes.getMat(ACCESS_RW);
        kernels::mendGrid(onHost.ptr<double>(), size.height, size.width, limits.least, limits.most);
    }

    UMat saliency;
    const GridParams& params;
    Size size;
    int radius;   //!< of the window in nodes
    double sigma; //!< in nodes
    UMat report, mixed, nodes;
};

} // namespace

bool oclSaliencyToGrid(InputArray saliency, OutputArray grid, const GridParams& params)
{
    const bool taken = saliency.isUMat() && params.mode != GRID_TRANSPORT && saliency.dims() == 2 &&
                       (saliency.type() == CV_32FC1 || saliency.type() == CV_64FC1);
    if (!taken)
        return false;
    const Size size = saliency.size(), wanted = params.gridSize;
    if (size.width < 2 || size.height < 2 || size.width > 512 || size.height > 512 ||
        (!wanted.empty() && size != wanted))
        return false;
    return tryOpenCL([&] {
        return ocl::Device::getDefault().doubleFPConfig() > 0 && OclGridGenerator(saliency.getUMat(), params).run(grid);
    });
}

} // namespace zoom
} // namespace cv
