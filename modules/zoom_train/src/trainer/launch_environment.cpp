// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "opencv2/zoom_train/distributed.hpp"

#include <climits>
#include <cstdlib>

namespace cv {
namespace zoom_train {

namespace {

std::string text(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

[[noreturn]] void bad(const char* name, const std::string& allowed)
{
    const std::string got = text(name);
    CV_Error(Error::StsBadArg, "The environment variable " + std::string(name) +
                                   (got.empty() ? " is not set" : " is '" + got + "'") + "; allowed is " + allowed);
}

int number(const char* name, int low, int high, const std::string& allowed)
{
    const std::string value = text(name);
    char* end = nullptr;
    const long long n = std::strtoll(value.c_str(), &end, 10);
    if (value.empty() || *end || n < low || n > high)
        bad(name, allowed);
    return int(n);
}

} // namespace

ProcessGroupOptions ProcessGroupOptions::fromEnvironment()
{
    ProcessGroupOptions o;
    if (!std::getenv("WORLD_SIZE"))
        return o;
    o.size = number("WORLD_SIZE", 1, INT_MAX, "the number of processes, 1 or more");
    if (o.size == 1)
        return o;
    o.rank = number("RANK", 0, o.size - 1, cv::format("from 0 to WORLD_SIZE - 1, which is %d", o.size - 1));
    if (std::getenv("LOCAL_RANK"))
        o.localRank = number("LOCAL_RANK", 0, o.size - 1, cv::format("from 0 to %d", o.size - 1));
    o.masterAddress = text("MASTER_ADDR");
    if (o.masterAddress.empty())
        bad("MASTER_ADDR", "the name or address of the machine of rank 0");
    o.masterPort = number("MASTER_PORT", 1, 65535, "a port from 1 to 65535");
    // As torch.distributed does: torchrun may keep a store there itself, one for all attempts.
    if (text("TORCHELASTIC_USE_AGENT_STORE") == "True")
    {
        o.masterIsLauncher = true;
        o.prefix = "/worker/attempt_" + text("TORCHELASTIC_RESTART_COUNT");
    }
    return o;
}

} // namespace zoom_train
} // namespace cv
