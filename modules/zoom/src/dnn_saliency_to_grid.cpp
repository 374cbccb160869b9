// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "dnn_layers.hpp"
#include "grid_generator.hpp"

namespace cv {
namespace zoom {

namespace {

class SaliencyToGridLayer CV_FINAL : public PlainLayer
{
public:
    explicit SaliencyToGridLayer(const dnn::LayerParams& layerParams) : PlainLayer(layerParams)
    {
        const GridParams params = readParams(layerParams);
        generator.setParams(params);
        pixelCentred = flagAttribute(layerParams, "pixel_centred");
        if (pixelCentred && params.gridSize.empty())
            refuse("attribute pixel_centred is 1, attribute grid_size empty; the map needs nodes to be brought to");
        zoomedSize = sizeAttribute(layerParams, "zoomed_size");
        if (zoomedSize.empty())
            return;
        pixels.create(zoomedSize.area(), 1, CV_32FC2);
        for (int i = 0; i < pixels.rows; ++i)
            pixels.at<Vec2f>(i) = Vec2f(float(i % zoomedSize.width), float(i / zoomedSize.width));
    }

protected:
    std::vector<dnn::MatShape> outputShapes(const std::vector<dnn::MatShape>& inputs) const CV_OVERRIDE
    {
        checkCount(inputs, 1);
        const dnn::MatShape& map = inputs[0];
        if (map.size() != 4 || map[1] != 1)
            refuse("the shape of saliency is " + dnn::toString(map) + "; allowed is N x 1 x rows x columns");
        const Size size = generator.getParams().gridSize;
        const bool asMap = size.empty();
        if (!asMap && !pixelCentred && size != Size(map[3], map[2]))
            refuse(
                format("saliency is %dx%d, attribute grid_size %dx%d nodes (columns x rows), attribute pixel_centred "
                       "0; only a pixel-centred map may have another size",
                       map[3], map[2], size.width, size.height));
        std::vector<dnn::MatShape> shapes = {
            dnn::MatShape{map[0], asMap ? map[2] : size.height, asMap ? map[3] : size.width, 2}};
        if (!zoomedSize.empty())
            shapes.push_back(dnn::MatShape{map[0], zoomedSize.height, zoomedSize.width, 2});
        return shapes;
    }

    void run(const std::vector<Mat>& inputs, std::vector<Mat>& outputs) CV_OVERRIDE
    {
        const Mat& maps = inputs[0];
        for (int n = 0; n < maps.size[0]; ++n)
        {
            Mat map(maps.size[2], maps.size[3], CV_32F, const_cast<float*>(maps.ptr<float>(n)));
            if (pixelCentred)
            {
                saliencyToNodes(map, nodes, generator.getParams().gridSize);
                map = nodes;
            }
            Mat grid(outputs[0].size[1], outputs[0].size[2], CV_32FC2, outputs[0].ptr<float>(n));
            generator.generate(map, grid);
            if (outputs.size() > 1)
                sample(grid, outputs[1].ptr<float>(n));
        }
    }

private:
    //! The grid's fields as model files have them: GridParams reads, checks and names them.
    GridParams readParams(const dnn::LayerParams& layerParams) const
    {
        FileStorage text(".yaml", FileStorage::WRITE | FileStorage::MEMORY | FileStorage::FORMAT_YAML);
        text << "layer" << type; // a file must not be empty
        for (const char* field : {"mode", "border"})
            if (layerParams.has(field))
                text << field << textAttribute(layerParams, field, "");
        for (const char* field : {"sigma", "uniform_mix", "min_magnification", "max_magnification"})
            if (layerParams.has(field))
            {
                const dnn::DictValue& value = layerParams.get(field);
                if (!value.isReal() || value.size() != 1)
                    refuse(format("attribute %s is no number", field));
                text << field << value.get<double>();
            }
        if (layerParams.has("grid_size"))
        {
            const dnn::DictValue& value = layerParams.get("grid_size");
            if (!value.isInt() || value.size() != 2)
                refuse("attribute grid_size is no pair of whole numbers (columns, rows)");
            text << "grid_size" << Size(value.get<int>(0), value.get<int>(1));
        }
        GridParams params;
        params.read(FileStorage(text.releaseAndGetString(), FileStorage::READ | FileStorage::MEMORY).root());
        return params;
    }

    //! Where every pixel of the zoomed frame samples, as GridSample counts.
    void sample(const Mat& grid, float* sampling)
    {
        // In a frame of one pixel, whose centre is 0, a place in pixels runs from -0.5 to 0.5.
        transform.assign(grid, Size(1, 1), zoomedSize);
        Mat places(pixels.rows, 1, CV_32FC2, sampling);
        transform.toFramePoints(pixels, places);
        for (size_t i = 0; i < 2 * places.total(); ++i)
            sampling[i] *= 2;
    }

    GridGenerator generator;
    bool pixelCentred;
    Size zoomedSize; //!< empty: no sampling is asked for
    Mat nodes, pixels;
    ZoomTransform transform;
};

} // namespace

Ptr<dnn::Layer> createSaliencyToGridLayer(dnn::LayerParams& params)
{
    return makePtr<SaliencyToGridLayer>(params);
}

} // namespace zoom
} // namespace cv
