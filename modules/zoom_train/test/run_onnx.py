#!/usr/bin/env python3
# This file is part of OpenCV project.
# It is subject to the license terms in the LICENSE file found in the top-level directory
# of this distribution and at http://opencv.org/license.html.
"""Runs an ONNX file in ONNX Runtime: test_chain.cpp compares.

    python3 run_onnx.py MODEL INPUT       INPUT: the tensor's floats; every output goes to MODEL.NAME
"""

import sys

import numpy as np
import onnxruntime


def main():
    model, values = sys.argv[1:]
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    (given,) = session.get_inputs()
    tensor = np.fromfile(values, np.float32).reshape(given.shape)
    names = [output.name for output in session.get_outputs()]
    for name, result in zip(names, session.run(names, {given.name: tensor})):
        result.astype(np.float32).tofile(f"{model}.{name}")


main()
