#!/usr/bin/env python3
# This file is part of OpenCV project.
# It is subject to the license terms in the LICENSE file found in the top-level directory
# of this distribution and at http://opencv.org/license.html.
"""Writes the small ONNX networks of the tests beside this script.

    /usr/bin/python3 make_test_models.py        (Debian: apt-get install python3-onnx)
"""

import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

ROWS, COLUMNS = 4, 6
WEIGHTS = (1, 2, 4)  # of the input's channels in `linear`: tells their order


def write(name, nodes, outputs, input_shape=(1, 3, ROWS, COLUMNS), opsets=(("", 11),), **constants):
    """A network with the input `image` and the given outputs (name -> shape)."""
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, input_shape)],
        [helper.make_tensor_value_info(o, TensorProto.FLOAT, size) for o, size in outputs.items()],
        [numpy_helper.from_array(value, key) for key, value in constants.items()],
    )
    model = helper.make_model(
        graph,
        producer_name="cv_zoom make_test_models.py",
        ir_version=7,
        opset_imports=[helper.make_opsetid(domain, version) for domain, version in opsets],
    )
    onnx.checker.check_model(model, full_check=True)
    pathlib.Path(__file__).with_name(name + ".onnx").write_bytes(model.SerializeToString())


def weighted_sum(output):
    return helper.make_node("Conv", ["image", "weights"], [output], name=output, kernel_shape=[1, 1])


weights = np.array(WEIGHTS, np.float32).reshape(1, 3, 1, 1)
two_rows = np.concatenate([weights, -weights])
map_shape = [1, 1, ROWS, COLUMNS]

write("linear", [weighted_sum("map")], {"map": map_shape}, weights=weights)
write(
    "matrix",
    [weighted_sum("map4"), helper.make_node("Reshape", ["map4", "shape"], ["map"], name="map")],
    {"map": [ROWS, COLUMNS]},
    weights=weights,
    shape=np.array([ROWS, COLUMNS], np.int64),
)
write("two_channels", [weighted_sum("map")], {"map": [1, 2, ROWS, COLUMNS]}, weights=two_rows)
write(
    "classifier",
    [weighted_sum("map"), helper.make_node("Flatten", ["map"], ["scores"], name="scores", axis=1)],
    {"scores": [1, ROWS * COLUMNS]},
    weights=weights,
)
write(
    "two_outputs",
    [weighted_sum("map"), helper.make_node("Sigmoid", ["image"], ["other"], name="other")],
    {"map": map_shape, "other": [1, 3, ROWS, COLUMNS]},
    weights=weights,
)

# A whole chain with the layers of cv::zoom::registerDnnLayers(). All attributes of SaliencyToGrid, none at its default.
write(
    "zoom_chain",
    [
        helper.make_node("AveragePool", ["image"], ["reduced"], name="reduced", kernel_shape=[4, 4], strides=[4, 4]),
        helper.make_node("Conv", ["reduced", "weights"], ["logits"], name="logits", kernel_shape=[1, 1]),
        helper.make_node("Sigmoid", ["logits"], ["map"], name="map"),
        helper.make_node(
            "SaliencyToGrid",
            ["map"],
            ["grid", "sampling"],
            name="grid",
            domain="cv_zoom",
            mode="separable",
            border="replicate",
            grid_size=[9, 7],
            sigma=0.25,
            uniform_mix=0.0625,
            min_magnification=0.5,
            max_magnification=2.0,
            pixel_centred=1,
            zoomed_size=[16, 12],
        ),
        helper.make_node("GridSample", ["image", "sampling"], ["sampled"], name="sampled", padding_mode="border"),
        helper.make_node(
            "GridZoom", ["image", "grid"], ["zoomed"], name="zoomed", domain="cv_zoom", zoomed_size=[16, 12]
        ),
        helper.make_node("Conv", ["zoomed", "weights"], ["task"], name="task", kernel_shape=[1, 1]),
        helper.make_node("GridSample", ["image", "swapped"], ["constant"], name="constant", align_corners=1),
    ],
    {
        "map": [1, 1, 6, 8],
        "grid": [1, 7, 9, 2],
        "sampled": [1, 3, 12, 16],
        "zoomed": [1, 3, 12, 16],
        "task": [1, 1, 12, 16],
        "constant": [1, 3, 2, 2],
    },
    input_shape=(1, 3, 24, 32),
    opsets=(("", 16), ("cv_zoom", 1)),
    weights=weights,
    swapped=np.array([[[[1, -1], [-1, -1]], [[1, 1], [-1, 1]]]], np.float32),
)
