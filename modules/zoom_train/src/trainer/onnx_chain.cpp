// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "opencv2/zoom_train/detection.hpp"
#include "opencv2/zoom_train/export.hpp"

#include "nn/centre_input.hpp"
#include "trainer/onnx_sampling.hpp"
#include "trainer/seen_shape.hpp"

#include <typeinfo>

namespace cv {
namespace zoom_train {

namespace {

typedef OnnxGraph::Attribute Attribute;

const int OPSET = 16;               // the first that has GridSample
const char OPERATORS[] = "cv_zoom"; // of cv::zoom::registerDnnLayers()

//! The fields of GridParams as model files have them, which are the attributes' names.
struct GridAttributes
{
    explicit GridAttributes(const zoom::GridParams& params)
    {
        FileStorage written(".yaml", FileStorage::WRITE | FileStorage::MEMORY | FileStorage::FORMAT_YAML);
        params.write(written);
        const FileStorage fields(written.releaseAndGetString(), FileStorage::READ | FileStorage::MEMORY);
        for (const FileNode& field : fields.root())
        {
            const std::string name = field.name();
            if (field.isString())
                texts.emplace_back(name, field.string());
            else if (field.isSeq())
                numbers.emplace_back(name.c_str(), std::vector<int64_t>{int(field[0]), int(field[1])});
            else
                numbers.emplace_back(name.c_str(), field.real());
        }
    }

    std::vector<Attribute> numbers;
    OnnxGraph::Texts texts;
};

std::vector<int64_t> pairOf(Size size)
{
    return {size.width, size.height};
}

//! The sampler's saliency, pixel-centred, 1 x 1 x mapSize.
std::string addSaliency(OnnxGraph& graph, const nn::SaliencySampler& sampler, const std::string& lowRes, Size mapSize)
{
    const std::string map = sampler.saliencyNetwork()->addTo(graph, lowRes);
    if (sampler.samplerOptions().output == nn::SaliencySamplerOptions::SIGMOID)
        return graph.add("Sigmoid", {map});
    const std::string shares = graph.add("Softmax", {graph.add("Flatten", {map}, {{"axis", 1}})}, {{"axis", 1}});
    const torch::Tensor shape =
        torch::tensor({int64_t(1), int64_t(1), int64_t(mapSize.height), int64_t(mapSize.width)});
    return graph.add("Reshape", {shares, graph.constant(shape)});
}

struct Zoomed
{
    std::string frame, grid;
};

Zoomed addStandardZoom(OnnxSampling& sampling, const std::string& map, Size mapSize, const nn::SaliencySampler& sampler)
{
    const zoom::GridParams& params = sampler.samplerOptions().grid;
    const OnnxSampling::Nodes nodes = sampling.addGrid(map, mapSize, params);
    return {sampling.addZoom("frame", nodes, params.gridSize, sampler.zoomedSize()), sampling.addTogether(nodes)};
}

Zoomed addOurZoom(OnnxGraph& graph, OnnxSampling& sampling, const std::string& map, const nn::SaliencySampler& sampler,
                  bool antialias)
{
    GridAttributes attributes(sampler.samplerOptions().grid);
    attributes.numbers.emplace_back("pixel_centred", 1);
    const Attribute size("zoomed_size", pairOf(sampler.zoomedSize()));
    const auto grids = [&](int outputs) {
        return graph.addOf(OPERATORS, "SaliencyToGrid", {map}, attributes.numbers, attributes.texts, outputs);
    };
    if (antialias)
    {
        const std::string grid = grids(1)[0];
        return {graph.addOf(OPERATORS, "GridZoom", {"frame", grid}, {size}, {{"interpolation", "area"}})[0], grid};
    }
    attributes.numbers.push_back(size);
    const std::vector<std::string> both = grids(2);
    return {sampling.addSampled("frame", both[1]), both[0]};
}

} // namespace

void exportChain(nn::System& system, const std::vector<int64_t>& shape, const std::string& path,
                 const ChainOptions& options)
{
    if (shape.size() != 4 || shape[0] != 1)
        CV_Error(Error::StsBadArg, "exportChain: shape must be 1, channels, rows, columns");
    const bool standard = options.operators == ChainOptions::STANDARD;
    nn::Resampler& resampler = *system.resampler();
    if (typeid(resampler) != typeid(nn::SaliencySampler)) // a crop is one, too, with another grid
        CV_Error(Error::StsBadArg, "exportChain: the system's resampler is no nn::SaliencySampler");
    nn::SaliencySampler& sampler = static_cast<nn::SaliencySampler&>(resampler);
    if (sampler.isUniform())
        CV_Error(Error::StsBadArg, "exportChain: the system's resampler is set to uniform sampling");
    if (standard && options.antialias)
        CV_Error(Error::StsNotImplemented, "exportChain: ChainOptions::antialias is true, which standard operators do "
                                           "not express; allowed is false (INTER_LINEAR)");

    const nn::SaliencySamplerOptions& o = sampler.samplerOptions();
    const Size frameSize{int(shape[3]), int(shape[2])}, zoomedSize = sampler.zoomedSize();
    if (dynamic_cast<const nn::CentreNet*>(system.task().get()))
        checkCentreInput("exportChain", zoomedSize);
    const std::vector<int64_t> mapShape =
        seeShape(*sampler.saliencyNetwork(), {1, shape[1], o.lowRes.height, o.lowRes.width});
    const std::vector<int64_t> outputShape =
        seeShape(*system.task(), {1, shape[1], zoomedSize.height, zoomedSize.width});
    const Size mapSize(int(mapShape.at(3)), int(mapShape.at(2)));

    OnnxGraph graph("chain", OPSET);
    graph.setInput("frame", shape);
    OnnxSampling sampling(graph);
    const std::string map = addSaliency(graph, sampler, sampling.addLowRes("frame", frameSize, o.lowRes), mapSize);
    const Zoomed zoomed = standard ? addStandardZoom(sampling, map, mapSize, sampler)
                                   : addOurZoom(graph, sampling, map, sampler, options.antialias);
    graph.setOutput(system.task()->addTo(graph, zoomed.frame), "output", outputShape);
    graph.setOutput(zoomed.grid, "grid", {1, o.grid.gridSize.height, o.grid.gridSize.width, 2});
    graph.write(path);
}

} // namespace zoom_train
} // namespace cv
