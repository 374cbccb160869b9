// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "opencv2/zoom_train/export.hpp"
#include "trainer/seen_shape.hpp"
#include "trainer/whole_file.hpp"

#include <cstring>
#include <filesystem>
#include <set>

// ONNX is protocol buffers; what is needed of them is so little (numbers, texts, nested messages) that it is written
// here, without a library that would have to match LibTorch's own. Field numbers are those of onnx.proto.

namespace cv {
namespace zoom_train {

namespace {

const int IR_VERSION = 7, OPSET = 11;                    // what OpenCV 4.6 reads
const int ONNX_FLOAT = 1, ONNX_INT64 = 7, ONNX_BOOL = 9; // TensorProto.DataType

class Message
{
public:
    void number(int field, int64_t value)
    {
        varint(uint64_t(field) << 3);
        varint(uint64_t(value));
    }
    void real(int field, float value)
    {
        varint(uint64_t(field) << 3 | 5);
        uint32_t bits;
        std::memcpy(&bits, &value, sizeof(bits));
        for (int i = 0; i < 4; ++i) // little-endian, whatever the machine is
            data += char(bits >> 8 * i & 255);
    }
    void bytes(int field, const std::string& value)
    {
        varint(uint64_t(field) << 3 | 2);
        varint(value.size());
        data += value;
    }
    void message(int field, const Message& value) { bytes(field, value.data); }

    std::string data;

private:
    void varint(uint64_t value)
    {
        for (; value >= 0x80; value >>= 7)
            data += char(value | 0x80);
        data += char(value);
    }
};

Message valueInfo(const std::string& name, const std::vector<int64_t>& shape, int type = ONNX_FLOAT)
{
    Message dims, tensor, whole, info;
    for (int64_t size : shape)
    {
        Message dim;
        dim.number(1, size);
        dims.message(1, dim);
    }
    tensor.number(1, type);
    tensor.message(2, dims);
    whole.message(1, tensor);
    info.bytes(1, name);
    info.message(2, whole);
    return info;
}

} // namespace

struct OnnxGraph::Impl
{
    std::string name;
    int opset = 0;
    Message nodes, initializers, inputs, outputs; // fields of a GraphProto
    int names = 0;
    std::set<std::string> domains; // of operators that are not ONNX's own
};

OnnxGraph::OnnxGraph(const std::string& name) : OnnxGraph(name, OPSET) {}

OnnxGraph::OnnxGraph(const std::string& name, int opset) : impl(new Impl)
{
    impl->name = name;
    impl->opset = opset;
}

OnnxGraph::~OnnxGraph() = default;

void OnnxGraph::setInput(const std::string& name, const std::vector<int64_t>& shape)
{
    impl->inputs.message(11, valueInfo(name, shape));
}

void OnnxGraph::setOutput(const std::string& of, const std::string& name, const std::vector<int64_t>& shape)
{
    // Nodes have names of our own; the caller's is that of one node more, which does nothing.
    Message node;
    node.bytes(1, of);
    node.bytes(2, name);
    node.bytes(3, name);
    node.bytes(4, "Identity");
    impl->nodes.message(1, node);
    impl->outputs.message(12, valueInfo(name, shape));
}

std::string OnnxGraph::constant(const torch::Tensor& values)
{
    const bool whole = values.scalar_type() == torch::kLong, flags = values.scalar_type() == torch::kBool;
    const torch::Tensor v =
        values.detach().to(torch::kCPU, whole || flags ? values.scalar_type() : torch::kFloat).contiguous();
    Message tensor;
    for (int64_t size : v.sizes())
        tensor.number(1, size);
    tensor.number(2, whole ? ONNX_INT64 : flags ? ONNX_BOOL : ONNX_FLOAT);
    const std::string name = "c" + std::to_string(impl->names++);
    tensor.bytes(8, name);
    tensor.bytes(9, std::string(static_cast<const char*>(v.data_ptr()), size_t(v.numel()) * v.element_size()));
    impl->initializers.message(5, tensor);
    return name;
}

std::string OnnxGraph::add(const std::string& type, const std::vector<std::string>& inputs,
                           const std::vector<Attribute>& attributes)
{
    return addOf("", type, inputs, attributes, {})[0];
}

std::vector<std::string> OnnxGraph::addOf(const std::string& domain, const std::string& type,
                                          const std::vector<std::string>& inputs,
                                          const std::vector<Attribute>& attributes, const Texts& texts, int outputs)
{
    std::vector<std::string> names;
    Message node;
    for (const std::string& input : inputs)
        node.bytes(1, input);
    for (int i = 0; i < outputs; ++i)
    {
        names.push_back(type + std::to_string(impl->names++));
        node.bytes(2, names.back());
    }
    node.bytes(3, names[0]);
    node.bytes(4, type);
    for (const Attribute& a : attributes)
    {
        Message attribute;
        attribute.bytes(1, a.name);
        for (int64_t value : a.ints)
            attribute.number(a.kind == Attribute::INT ? 3 : 8, value);
        if (a.kind == Attribute::FLOAT)
            attribute.real(2, a.real);
        const int types[] = {2, 7, 1}; // AttributeProto.AttributeType: INT, INTS, FLOAT
        attribute.number(20, types[a.kind]);
        node.message(5, attribute);
    }
    for (const auto& text : texts)
    {
        Message attribute;
        attribute.bytes(1, text.first);
        attribute.bytes(4, text.second);
        attribute.number(20, 3); // AttributeProto.AttributeType: STRING
        node.message(5, attribute);
    }
    if (!domain.empty())
    {
        node.bytes(7, domain);
        impl->domains.insert(domain);
    }
    impl->nodes.message(1, node);
    return names;
}

std::string OnnxGraph::addLoop(const std::string& first, const std::vector<int64_t>& shape, int64_t most,
                               const std::function<Turn(const std::string& value)>& addTurn)
{
    const std::string number = std::to_string(impl->names++);
    const std::string output = "Loop" + number, turn = "turn" + number, go = "go" + number, value = "value" + number;
    const std::string turns = constant(torch::tensor(most, torch::kLong)), yes = constant(torch::tensor(true));
    // The turn's nodes go into a graph of their own; names and constants are those of the whole.
    Message outer;
    std::swap(outer, impl->nodes);
    const Turn next = addTurn(value);
    Message body;
    std::swap(body, impl->nodes);
    std::swap(outer, impl->nodes);
    body.bytes(2, output + "_turn");
    body.message(11, valueInfo(turn, {}, ONNX_INT64));
    body.message(11, valueInfo(go, {}, ONNX_BOOL));
    body.message(11, valueInfo(value, shape));
    body.message(12, valueInfo(next.again, {}, ONNX_BOOL));
    body.message(12, valueInfo(next.value, shape));

    Message node, attribute;
    for (const std::string& input : {turns, yes, first})
        node.bytes(1, input);
    node.bytes(2, output);
    node.bytes(3, output);
    node.bytes(4, "Loop");
    attribute.bytes(1, "body");
    attribute.message(6, body);
    attribute.number(20, 5); // AttributeProto.AttributeType: GRAPH
    node.message(5, attribute);
    impl->nodes.message(1, node);
    return output;
}

std::string OnnxGraph::addConvolution(const std::string& input, const torch::Tensor& weight, const torch::Tensor& bias,
                                      int64_t stride, int64_t padding, int64_t groups)
{
    std::vector<std::string> inputs = {input, constant(weight)};
    if (bias.defined())
        inputs.push_back(constant(bias));
    return add("Conv", inputs,
               {{"kernel_shape", {weight.size(2), weight.size(3)}},
                {"strides", {stride, stride}},
                {"pads", {padding, padding, padding, padding}},
                {"group", groups}});
}

std::string OnnxGraph::addGroupNorm(const std::string& input, const torch::nn::GroupNormImpl& normalisation, Size size)
{
    if (size.empty())
        CV_Error(Error::StsBadArg, "addGroupNorm: size is empty; the network has seen no images of the exported size");
    const int64_t groups = normalisation.options.num_groups(), channels = normalisation.options.num_channels();
    const auto shape = [this](std::vector<int64_t> sizes) { return constant(torch::tensor(sizes, torch::kLong)); };
    // A group with all its pixels becomes one channel, which an instance normalisation brings to mean 0 and variance 1.
    const std::string grouped = add("Reshape", {input, shape({1, groups, -1, 1})});
    const std::string normal =
        add("InstanceNormalization", {grouped, constant(torch::ones({groups})), constant(torch::zeros({groups}))},
            {{"epsilon", normalisation.options.eps()}});
    const std::string whole = add("Reshape", {normal, shape({1, channels, size.height, size.width})});
    return addConvolution(whole, normalisation.weight.view({-1, 1, 1, 1}), normalisation.bias, 1, 0, channels);
}

void OnnxGraph::write(const std::string& path) const
{
    Message graph, model;
    graph.data = impl->nodes.data;
    graph.bytes(2, impl->name);
    graph.data += impl->initializers.data + impl->inputs.data + impl->outputs.data;
    model.number(1, IR_VERSION);
    model.bytes(2, "cv_zoom zoom_train");
    model.message(7, graph);
    const auto opset = [&model](const std::string& domain, int version) {
        Message operators;
        operators.bytes(1, domain);
        operators.number(2, version);
        model.message(8, operators);
    };
    opset("", impl->opset);
    for (const std::string& domain : impl->domains)
        opset(domain, 1);
    writeWholeFile(path, model.data);
}

void exportNetwork(nn::Network& network, const std::vector<int64_t>& shape, const std::string& path,
                   const std::string& inputName, const std::string& outputName)
{
    CV_Check(int(shape.size()), shape.size() == 4, "exportNetwork: shape must have 4 numbers");
    torch::NoGradGuard noGrad;
    std::vector<int64_t> inner = shape;
    const torch::Tensor parameter = network.parameters().empty() ? torch::Tensor() : network.parameters()[0];
    const bool grey = shape[1] == 3 && parameter.defined() && parameter.dim() == 4 && parameter.size(1) == 1;
    if (grey)
        inner[1] = 1;
    const std::vector<int64_t> outputShape = seeShape(network, inner);

    OnnxGraph graph("network");
    graph.setInput(inputName, shape);
    std::string input = inputName;
    if (grey)
        input = graph.addConvolution(input, torch::tensor({0.299, 0.587, 0.114}, torch::kDouble).view({1, 3, 1, 1}),
                                     torch::Tensor(), 1, 0);
    graph.setOutput(network.addTo(graph, input), outputName, outputShape);
    graph.write(path);
}

void exportModel(nn::SaliencySampler& sampler, const std::string& path, double mean, double scale, double smoothing)
{
    const nn::SaliencySamplerOptions& o = sampler.samplerOptions();
    const std::filesystem::path onnx = std::filesystem::path(path).replace_extension(".onnx");
    if (onnx == std::filesystem::path(path))
        CV_Error(Error::StsBadArg, "exportModel: path is '" + path + "'; allowed is a name that ends in .yaml");

    // cv::dnn has the sigmoid, models have the softmax.
    struct WithOutput : nn::Network
    {
        WithOutput(const std::shared_ptr<nn::Network>& _network, bool _sigmoid) : network(_network), sigmoid(_sigmoid)
        {
            register_module("network", network);
        }
        torch::Tensor forward(const torch::Tensor& x) override
        {
            return sigmoid ? network->forward(x).sigmoid() : network->forward(x);
        }
        std::string addTo(OnnxGraph& graph, const std::string& input) const override
        {
            const std::string map = network->addTo(graph, input);
            return sigmoid ? graph.add("Sigmoid", {map}) : map;
        }
        std::shared_ptr<nn::Network> network;
        bool sigmoid;
    } network(sampler.saliencyNetwork(), o.output == nn::SaliencySamplerOptions::SIGMOID);
    network.train(sampler.is_training());
    exportNetwork(network, {1, 3, o.lowRes.height, o.lowRes.width}, onnx.string(), "image", "saliency");

    FileStorage file(".yaml", FileStorage::WRITE | FileStorage::MEMORY | FileStorage::FORMAT_YAML);
    const auto triple = [](double v) { return std::vector<double>(3, v); };
    file << "format_version" << 1 << "onnx" << onnx.filename().string();
    file << "input_size" << o.lowRes << "mean" << triple(mean) << "scale" << triple(scale);
    file << "channel_order"
         << "RGB"
         << "resize"
         << "area";
    file << "output" << (network.sigmoid ? "probabilities" : "logits") << "smoothing" << smoothing;
    file << "grid"
         << "{";
    o.grid.write(file);
    file << "}";
    writeWholeFile(path, file.releaseAndGetString());
}

} // namespace zoom_train
} // namespace cv
