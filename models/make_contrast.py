#!/usr/bin/env python3
# This file is part of OpenCV project.
# It is subject to the license terms in the LICENSE file found in the top-level directory
# of this distribution and at http://opencv.org/license.html.
"""Writes contrast.onnx: a network with weights made by hand that measures where local contrast stands out.

    /usr/bin/python3 make_contrast.py [contrast.onnx]        (Debian: apt-get install python3-onnx)

contrast.md says what each layer is for. The result does not depend on when or where the script runs.
"""

import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

INPUT = 248  # side of the input in pixels
CELL = 8  # side of an output cell in input pixels: the map has 31 x 31 cells
OPSET = 11  # what OpenCV 4.6 reads; newer versions do, too

# Opponent channels of the RGB input: dark-light, red-green, blue-yellow. Colour counts for half of what light does.
OPPONENTS = ((0.299, 0.587, 0.114), (0.25, -0.25, 0.0), (-0.125, -0.125, 0.25))
SCALES = (1, 2, 4)  # contrast is measured in the picture reduced by these factors
# A pixel against the mean of its neighbours. 3 x 3 with one group per channel is what cv::dnn runs fast.
CENTRE_SURROUND = (np.array([[0, 0, 0], [0, 9, 0], [0, 0, 0]]) - 1) / 8
# The neighbourhood, in cells a side, that a cell has to exceed, and which share of it is subtracted.
NEIGHBOURHOOD = 15
SUBTRACTED = 0.75
FLOOR = 0.001  # a quarter of a grey level: below it contrast is noise, and in a flat picture rounding


def make_model():
    channels = len(OPPONENTS)
    weights = {
        "opponents": np.array(OPPONENTS).reshape(channels, 3, 1, 1),
        "centre_surround": np.broadcast_to(CENTRE_SURROUND, (channels, 1, 3, 3)),
        "mean": np.full((1, channels * len(SCALES), 1, 1), 1 / (channels * len(SCALES))),
        "subtracted": np.full((1, 1, 1, 1), SUBTRACTED),
        "floor": np.full((1, 1, 1, 1), FLOOR),
    }
    initializers = [numpy_helper.from_array(w.astype(np.float32), name) for name, w in weights.items()]
    border = np.array([0, 0, 1, 1] * 2, np.int64)
    initializers.append(numpy_helper.from_array(border, "border"))

    nodes = []

    def add(operator, inputs, output, **attributes):
        nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def average(source, output, size):
        return add("AveragePool", [source], output, kernel_shape=[size, size], strides=[size, size])

    colors = add("Conv", ["image", "opponents"], "colors", kernel_shape=[1, 1])
    scales = []
    for s in SCALES:
        reduced = colors if s == 1 else average(colors, f"reduced_{s}", s)
        # Mirrored, because zeros around the picture would be an edge all along its border.
        padded = add("Pad", [reduced, "border"], f"padded_{s}", mode="reflect")
        filtered = add(
            "Conv",
            [padded, "centre_surround"],
            f"responses_{s}",
            kernel_shape=[3, 3],
            group=channels,
        )
        scales.append(average(add("Abs", [filtered], f"contrasts_{s}"), f"cells_{s}", CELL // s))
    cells = add("Concat", scales, "all_cells", axis=1)
    contrast = add("Conv", [cells, "mean"], "contrast", kernel_shape=[1, 1])
    around = add(
        "AveragePool",
        [contrast],
        "neighbourhood",
        kernel_shape=[NEIGHBOURHOOD] * 2,
        strides=[1, 1],
        pads=[NEIGHBOURHOOD // 2] * 4,
        count_include_pad=0,
    )
    expected = add("Mul", [around, "subtracted"], "expected")
    excess = add("Sub", [contrast, expected], "excess")
    add("Relu", [add("Sub", [excess, "floor"], "above_floor")], "saliency")

    cells_a_side = INPUT // CELL
    graph = helper.make_graph(
        nodes,
        "contrast",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, INPUT, INPUT])],
        [helper.make_tensor_value_info("saliency", TensorProto.FLOAT, [1, 1, cells_a_side, cells_a_side])],
        initializers,
    )
    model = helper.make_model(
        graph,
        producer_name="cv_zoom make_contrast.py",
        ir_version=7,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )
    onnx.checker.check_model(model, full_check=True)
    return model


if __name__ == "__main__":
    default = pathlib.Path(__file__).with_name("contrast.onnx")
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    path.write_bytes(make_model().SerializeToString())
    print(f"{path}: {path.stat().st_size} bytes")
