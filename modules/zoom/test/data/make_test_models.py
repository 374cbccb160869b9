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


def write(name, nodes, outputs, **constants):
    """A network with the input `image` and the given outputs (name -> shape)."""
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, ROWS, COLUMNS])],
        [helper.make_tensor_value_info(o, TensorProto.FLOAT, shape) for o, shape in outputs.items()],
        [numpy_helper.from_array(value, key) for key, value in constants.items()],
    )
    model = helper.make_model(
        graph,
        producer_name="cv_zoom make_test_models.py",
        ir_version=7,
        opset_imports=[helper.make_opsetid("", 11)],
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
