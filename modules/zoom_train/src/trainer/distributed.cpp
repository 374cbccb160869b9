// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "opencv2/zoom_train/distributed.hpp"

#ifdef ZOOM_TRAIN_HAVE_GLOO

// LibTorch's headers are empty without these. Its CMake targets set them in some versions.
#ifndef USE_C10D_GLOO
#define USE_C10D_GLOO
#endif
#if defined ZOOM_TRAIN_HAVE_NCCL && !defined USE_C10D_NCCL
#define USE_C10D_NCCL
#endif
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#ifdef ZOOM_TRAIN_HAVE_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include <torch/version.h>

#ifndef _WIN32
#include <signal.h>
#endif

#include <chrono>
#include <cstdlib>
#include <functional>
#include <future>
#include <map>
#include <sstream>
#include <thread>

namespace cv {
namespace zoom_train {

namespace {

typedef std::chrono::steady_clock Clock;

#if TORCH_VERSION_MAJOR >= 2
typedef c10d::Backend Backend;
#else
typedef c10d::ProcessGroup Backend;
#endif

const char* const FAILURE = "failure"; // why the first one failed
const char* const ENDED = "ended";     // how many have ended, one way or the other
const char* const ALL_ENDED = "all_ended";

std::chrono::milliseconds milliseconds(double seconds)
{
    return std::chrono::milliseconds(int64_t(seconds * 1000));
}

//! The first line: what LibTorch and Gloo say, without where in their code.
std::string reason(const std::exception& e)
{
    const auto* torchError = dynamic_cast<const c10::Error*>(&e);
    const std::string whole = torchError ? torchError->what_without_backtrace() : e.what();
    return whole.substr(0, whole.find('\n'));
}

bool isLoopback(const std::string& address)
{
    return address == "localhost" || address == "::1" || address.compare(0, 4, "127.") == 0;
}

c10::intrusive_ptr<c10d::ProcessGroupGloo::Options> glooOptions(const ProcessGroupOptions& options)
{
    auto made = c10d::ProcessGroupGloo::Options::create(milliseconds(options.timeout));
    const char* interfaces = std::getenv("GLOO_SOCKET_IFNAME");
    if (interfaces)
    {
        std::istringstream names(interfaces);
        for (std::string name; std::getline(names, name, ',');)
            made->devices.push_back(c10d::ProcessGroupGloo::createDeviceForInterface(name));
    }
    else if (isLoopback(options.masterAddress))
        made->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(options.masterAddress));
    else
        made->devices.push_back(c10d::ProcessGroupGloo::createDefaultDevice());
    made->threads = int(made->devices.size()) * 2;
    return made;
}

/** Gloo writes to its sockets in a way that ends the process with SIGPIPE where the other one has just gone. Python,
for which it is written, ignores the signal; then the write fails, and there is an error to report. */
void ignoreBrokenPipes()
{
#ifndef _WIN32
    struct sigaction now = {};
    if (sigaction(SIGPIPE, nullptr, &now) == 0 && !(now.sa_flags & SA_SIGINFO) && now.sa_handler == SIG_DFL)
        signal(SIGPIPE, SIG_IGN);
#endif
}

} // namespace

struct ProcessGroup::Impl
{
    struct Sum;

    ProcessGroupOptions options;
    c10::intrusive_ptr<c10d::Store> store;
    c10::intrusive_ptr<Backend> gloo, nccl;
    bool over = false;      // failed, or has lost another
    bool storeGone = false; // it did not answer; nobody asks it twice

    /** Asks the store. Its calls may wait for ever for a machine that has gone silent, so they are made by a thread of
    their own, which is left alone then. @return whether there was an answer */
    bool ask(const std::function<void(c10d::Store&)>& question, double seconds)
    {
        if (storeGone)
            return false;
        const auto task = std::make_shared<std::packaged_task<void()>>([question, keep = store] { question(*keep); });
        std::future<void> answer = task->get_future();
        std::thread([task] { (*task)(); }).detach();
        storeGone = answer.wait_for(milliseconds(seconds)) != std::future_status::ready;
        if (storeGone)
            return false;
        try
        {
            answer.get();
        }
        catch (const std::exception&) // the connection to it is closed
        {
            storeGone = true;
        }
        return !storeGone;
    }

    double patience() const { return std::min(options.timeout, 5.); }

    //! Another process is gone: says why, if it could still tell.
    [[noreturn]] void lost(const std::string& what)
    {
        over = true;
        const auto told = std::make_shared<std::string>();
        ask(
            [told](c10d::Store& s) {
                if (!s.check({FAILURE}))
                    return;
                const std::vector<uint8_t> bytes = s.get(FAILURE);
                told->assign(bytes.begin(), bytes.end());
            },
            patience());
        if (!told->empty())
            CV_Error(Error::StsError, *told);
        CV_Error(Error::StsError,
                 cv::format("Rank %d of %d has lost another process: it ended, or gave no answer for %g s (%s)",
                            options.rank, options.size, options.timeout, what.c_str()));
    }

    Backend& backend(const torch::Tensor& tensor)
    {
#ifdef ZOOM_TRAIN_HAVE_NCCL
        if (tensor.is_cuda())
        {
            if (!nccl)
            {
                auto o = c10d::ProcessGroupNCCL::Options::create();
                // Ours is the clear message: NCCL's own watchdog ends the process.
                o->timeout = milliseconds(options.timeout + 60);
                nccl = c10::make_intrusive<c10d::ProcessGroupNCCL>(
                    c10::make_intrusive<c10d::PrefixStore>("nccl", store), options.rank, options.size, o);
            }
            return *nccl;
        }
#endif
        (void)tensor;
        return *gloo;
    }

    //! Calls that begin something, too, fail where a connection is gone.
    template <typename Start>
    auto start(const Start& call)
    {
        if (over)
            CV_Error(Error::StsError, "ProcessGroup: another process has failed or was lost");
        try
        {
            return call();
        }
        catch (const std::exception& e)
        {
            lost(reason(e));
        }
    }

    void wait(c10d::Work& work, bool onGpu)
    {
        try
        {
            if (onGpu) // NCCL's wait() is for the stream, not for us, and knows no timeout
            {
                const Clock::time_point end = Clock::now() + milliseconds(options.timeout);
                while (!work.isCompleted() && Clock::now() < end)
                    std::this_thread::sleep_for(std::chrono::microseconds(50));
                if (!work.isCompleted())
                    throw std::runtime_error("timeout");
            }
            work.wait();
        }
        catch (const std::exception& e)
        {
            lost(reason(e));
        }
    }

    void broadcast(const torch::Tensor& tensor)
    {
        const auto work = start([&] {
            std::vector<at::Tensor> list{tensor};
            return backend(tensor).broadcast(list);
        });
        wait(*work, tensor.is_cuda());
    }

    //! Counts this one as ended. On the process that keeps the store, waits until all have.
    void end(double seconds)
    {
        const int size = options.size;
        if (options.rank != 0 || options.masterIsLauncher)
        {
            ask([](c10d::Store& s) { s.add(ENDED, 1); }, patience());
            return;
        }
        const Clock::time_point last = Clock::now() + milliseconds(seconds);
        const auto count = std::make_shared<int64_t>(0);
        for (int64_t mine = 1; ask([count, mine](c10d::Store& s) { *count = s.add(ENDED, mine); }, patience());
             mine = 0)
        {
            if (*count >= size || Clock::now() > last)
                break;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }
};

struct ProcessGroup::Impl::Sum : Pending
{
    Sum(Impl& _owner, c10::intrusive_ptr<c10d::Work> _work, bool _onGpu)
        : owner(_owner), work(std::move(_work)), onGpu(_onGpu)
    {
    }
    void wait() override { owner.wait(*work, onGpu); }

    Impl& owner;
    c10::intrusive_ptr<c10d::Work> work;
    bool onGpu;
};

bool ProcessGroup::isAvailable()
{
    return true;
}

ProcessGroup::ProcessGroup(const ProcessGroupOptions& options) : impl(new Impl)
{
    CV_Check(options.size, options.size > 0, "ProcessGroupOptions: size must be positive");
    CV_Check(options.rank, options.rank >= 0 && options.rank < options.size,
             "ProcessGroupOptions: rank must be from 0 to size - 1");
    CV_Check(options.masterPort, options.masterPort > 0 && options.masterPort < 65536,
             "ProcessGroupOptions: masterPort must be from 1 to 65535");
    CV_Check(options.timeout, options.timeout > 0, "ProcessGroupOptions: timeout must be positive");
    CV_Check(double(options.bucketBytes), options.bucketBytes > 0, "ProcessGroupOptions: bucketBytes must be positive");
    impl->options = options;
    ignoreBrokenPipes();
    try
    {
        c10d::TCPStoreOptions o;
        o.port = uint16_t(options.masterPort);
        o.isServer = options.rank == 0 && !options.masterIsLauncher;
        o.numWorkers = size_t(options.size);
        o.timeout = milliseconds(options.timeout);
        impl->store = c10::make_intrusive<c10d::TCPStore>(options.masterAddress, o);
        impl->store = c10::make_intrusive<c10d::PrefixStore>(options.prefix + "/zoom_train", impl->store);
        impl->gloo =
            c10::make_intrusive<c10d::ProcessGroupGloo>(c10::make_intrusive<c10d::PrefixStore>("gloo", impl->store),
                                                        options.rank, options.size, glooOptions(options));
    }
    catch (const std::exception& e)
    {
        CV_Error(Error::StsError, cv::format("Rank %d could not meet the other processes (WORLD_SIZE is %d) at "
                                             "MASTER_ADDR '%s', MASTER_PORT %d within %g s: %s",
                                             options.rank, options.size, options.masterAddress.c_str(),
                                             options.masterPort, options.timeout, reason(e).c_str()));
    }
}

ProcessGroup::~ProcessGroup()
{
    // Whoever leaves by an exception cannot know how far the others are.
    if (impl->over || std::uncaught_exceptions() > 0)
        return;
    // A connection that is closed early may take with it what another has still to read. Hence all wait for all; an
    // error here means that rank 0, which keeps the store, has already seen everybody.
    impl->end(impl->options.timeout);
    const int size = impl->options.size;
    if (impl->options.rank == 0 && !impl->options.masterIsLauncher)
        impl->ask([](c10d::Store& s) { s.set(ALL_ENDED, std::vector<uint8_t>(1)); }, impl->patience());
    else
        impl->ask(
            [size, until = Clock::now() + milliseconds(impl->options.timeout)](c10d::Store& s) {
                while (!s.check({ALL_ENDED}) && s.add(ENDED, 0) < size && Clock::now() < until)
                    std::this_thread::sleep_for(std::chrono::milliseconds(10));
            },
            impl->options.timeout);
}

const ProcessGroupOptions& ProcessGroup::options() const
{
    return impl->options;
}

std::unique_ptr<ProcessGroup::Pending> ProcessGroup::startSum(const torch::Tensor& tensor)
{
    CV_Assert(tensor.is_contiguous());
    auto work = impl->start([&] {
        std::vector<at::Tensor> list{tensor.detach()};
        return impl->backend(tensor).allreduce(list);
    });
    return std::make_unique<Impl::Sum>(*impl, std::move(work), tensor.is_cuda());
}

void ProcessGroup::broadcast(const std::vector<torch::Tensor>& tensors)
{
    const torch::NoGradGuard noGrad;
    // One message for each device: bytes, which every backend can send.
    std::map<std::string, std::vector<torch::Tensor>> byDevice;
    for (const torch::Tensor& t : tensors)
        byDevice[t.device().str()].push_back(t);
    for (auto& one : byDevice)
    {
        std::vector<torch::Tensor> bytes;
        for (const torch::Tensor& t : one.second)
            bytes.push_back(t.detach().contiguous().view({-1}).view(torch::kByte));
        const torch::Tensor all = torch::cat(bytes);
        impl->broadcast(all);
        if (rank() == 0)
            continue;
        int64_t at = 0;
        for (size_t i = 0; i < bytes.size(); at += bytes[i++].numel())
        {
            torch::Tensor& t = one.second[i];
            // A copy, since a view as another type must be aligned for it.
            t.detach().copy_(all.narrow(0, at, bytes[i].numel()).clone().view(t.scalar_type()).view(t.sizes()));
        }
    }
}

std::string ProcessGroup::broadcast(const std::string& bytes)
{
    const torch::Tensor length = torch::tensor(int64_t(bytes.size()));
    impl->broadcast(length);
    std::string all = bytes;
    all.resize(size_t(length.item<int64_t>()));
    if (!all.empty())
        impl->broadcast(torch::from_blob(&all[0], {int64_t(all.size())}, torch::kByte));
    return all;
}

void ProcessGroup::fail(const std::string& message) noexcept
{
    try
    {
        const bool first = !impl->over; // else another was lost, who will not come any more
        impl->over = true;
        const std::string text = cv::format("Rank %d has ended the training: ", impl->options.rank) + message;
        impl->ask(
            [text](c10d::Store& s) {
                if (!s.check({FAILURE}))
                    s.set(FAILURE, std::vector<uint8_t>(text.begin(), text.end()));
            },
            impl->patience());
        // Closes the connections: whoever waits for this process notices, and finds the message.
        impl->nccl.reset();
        impl->gloo.reset();
        impl->end(first ? impl->options.timeout : impl->patience());
    }
    catch (const std::exception&) // they will hear of it by the timeout
    {
    }
}

} // namespace zoom_train
} // namespace cv

#else

namespace cv {
namespace zoom_train {

struct ProcessGroup::Impl
{
    ProcessGroupOptions options;
};

namespace {

[[noreturn]] void missing()
{
    CV_Error(Error::StsNotImplemented,
             "Training on several processes (WORLD_SIZE above 1) is not in this build: LibTorch has no Gloo, or Gloo's "
             "headers were not found when zoom_train was compiled (Debian package libgloo-dev)");
}

} // namespace

bool ProcessGroup::isAvailable()
{
    return false;
}

ProcessGroup::ProcessGroup(const ProcessGroupOptions&)
{
    missing();
}

ProcessGroup::~ProcessGroup() = default;

const ProcessGroupOptions& ProcessGroup::options() const
{
    return impl->options;
}

std::unique_ptr<ProcessGroup::Pending> ProcessGroup::startSum(const torch::Tensor&)
{
    missing();
}

void ProcessGroup::broadcast(const std::vector<torch::Tensor>&)
{
    missing();
}

std::string ProcessGroup::broadcast(const std::string&)
{
    missing();
}

void ProcessGroup::fail(const std::string&) noexcept {}

} // namespace zoom_train
} // namespace cv

#endif // ZOOM_TRAIN_HAVE_GLOO

namespace cv {
namespace zoom_train {

ProcessGroup::Pending::~Pending() = default;

std::shared_ptr<ProcessGroup> ProcessGroup::join(const ProcessGroupOptions& options)
{
    return options.size > 1 ? std::make_shared<ProcessGroup>(options) : nullptr;
}

} // namespace zoom_train
} // namespace cv
