// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "trainer/training_processes.hpp"
#include "trainer/first_difference.hpp"

#include "opencv2/zoom_train/data.hpp"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <sstream>

namespace cv {
namespace zoom_train {

using torch::Tensor;

void TrainingProcesses::begin(const std::string& configuration, const nn::System& system)
{
    if (!others)
        return;
    std::ostringstream mine;
    mine << configuration;
    for (const auto& p : system.named_parameters())
        mine << p.key() << ": " << p.value().sizes() << (p.value().requires_grad() ? "\n" : ", fixed\n");
    const std::string difference = firstDifference(mine.str(), others->broadcast(mine.str()));
    if (!difference.empty())
        CV_Error(Error::StsBadArg, cv::format("Rank %d has another configuration than rank 0: ", rank()) + difference);
    std::vector<Tensor> state = system.parameters();
    for (const Tensor& b : system.buffers())
        state.push_back(b);
    others->broadcast(state);
    reducer = std::make_unique<GradientReducer>(*others, system.parameters());
}

void TrainingProcesses::shareBuffers(const nn::System& system) const
{
    if (others)
        others->broadcast(system.buffers());
}

void TrainingProcesses::averageGradients()
{
    if (reducer)
        reducer->finish();
}

Tensor TrainingProcesses::sum(Tensor values) const
{
    if (others)
        others->sum(values);
    return values;
}

double TrainingProcesses::mean(double value) const
{
    return others ? sum(torch::tensor(value, torch::kDouble)).item<double>() / size() : value;
}

void TrainingProcesses::seedRandom(uint64_t seed) const
{
    torch::manual_seed(rank() == 0 ? seed : data::mixSeeds(seed, uint64_t(rank())));
}

Tensor TrainingProcesses::rowsOfAll(const Tensor& rows) const
{
    if (!others)
        return rows;
    const Tensor counts = torch::zeros({size(), 2}, torch::kLong); // rows and columns
    if (rows.defined())
        counts[rank()].copy_(torch::tensor({rows.size(0), rows.size(1)}));
    const Tensor known = sum(counts);
    const int64_t columns = known.select(1, 1).max().item<int64_t>();
    const Tensor all = torch::zeros({known.select(1, 0).sum().item<int64_t>(), columns}, torch::kDouble);
    if (rows.defined())
    {
        const int64_t first = known.slice(0, 0, rank()).select(1, 0).sum().item<int64_t>();
        all.slice(0, first, first + rows.size(0)).copy_(rows);
    }
    return all.numel() > 0 ? sum(all) : all;
}

Tensor TrainingProcesses::randomStates() const
{
    const Tensor mine = at::detail::getDefaultCPUGenerator().get_state();
    const Tensor all = torch::zeros({size(), mine.numel()}, mine.options());
    all[rank()].copy_(mine);
    return sum(all);
}

void TrainingProcesses::setRandomState(const Tensor& states, uint64_t seed) const
{
    at::Generator generator = at::detail::getDefaultCPUGenerator();
    const Tensor rows = states.reshape({-1, generator.get_state().numel()}); // one row had no rows in earlier files
    if (rank() < rows.size(0))
        generator.set_state(rows[rank()].clone());
    else
        seedRandom(seed);
}

void TrainingProcesses::fail(const std::string& error)
{
    end(); // sums that go on would keep the connections open
    if (others)
        others->fail(error);
}

} // namespace zoom_train
} // namespace cv
