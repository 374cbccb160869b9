#!/usr/bin/env python3
"""The operators of zoom_train in PyTorch's own Python: values, gradients, errors, and the layer of samples/python.

usage: test_torch_operators.py LIBRARY
"""
import pathlib
import re
import subprocess
import sys
import unittest

import numpy as np
import torch

SAMPLES = pathlib.Path(__file__).resolve().parent.parent / "samples" / "python"
sys.path.insert(0, str(SAMPLES))
from zoom_module import Zoom

try:
    import cv2_zoom
except ImportError:
    cv2_zoom = None

ops = torch.ops.cv_zoom
ATTRACTION = (0, 0.3, 4, 0.1, 0.25, 8.0)  # mode, sigma, border, uniform share, limits of magnification


def hills(batch=2, rows=7, columns=9):
    torch.manual_seed(4)
    return torch.rand(batch, 1, rows, columns, dtype=torch.double) + 0.2


class TorchOperators(unittest.TestCase):
    def test_gradients_are_those_of_central_differences(self):
        grid = ops.saliency_to_grid(hills(), *ATTRACTION).requires_grad_()
        image = torch.rand(2, 2, 12, 10, dtype=torch.double).requires_grad_()
        zoomed = torch.rand(2, 2, 6, 5, dtype=torch.double).requires_grad_()
        gradcheck = torch.autograd.gradcheck
        self.assertTrue(gradcheck(lambda m: ops.saliency_to_nodes(m, 5, 6), hills().requires_grad_()))
        self.assertTrue(gradcheck(lambda s: ops.saliency_to_grid(s, *ATTRACTION), hills().requires_grad_()))
        self.assertTrue(gradcheck(lambda i, g: ops.grid_zoom(i, g, 6, 5, False), (image, grid)))
        self.assertTrue(gradcheck(lambda i: ops.grid_zoom(i, grid.detach(), 6, 5, True), image))
        self.assertTrue(gradcheck(lambda z: ops.grid_unzoom(z, grid.detach(), 12, 10), zoomed))

    @unittest.skipIf(cv2_zoom is None, "cv2_zoom was not built")
    def test_values_are_those_of_the_module(self):
        saliency = hills(1, 31, 31).float()
        params = cv2_zoom.GridParams()
        params.sigma = ATTRACTION[1]
        grid = ops.saliency_to_grid(saliency, *ATTRACTION)
        expected = cv2_zoom.saliencyToGrid(saliency[0, 0].numpy(), params=params)
        np.testing.assert_allclose(expected, grid[0].numpy(), rtol=0, atol=1e-6)
        image = torch.rand(1, 3, 48, 64)
        zoomed = ops.grid_zoom(image, grid, 20, 30, True)[0].permute(1, 2, 0).numpy()
        frame = np.ascontiguousarray(image[0].permute(1, 2, 0).numpy())
        transform = cv2_zoom.ZoomTransform(grid[0].numpy(), (64, 48), (30, 20))
        np.testing.assert_allclose(transform.zoom(frame), zoomed, rtol=0, atol=1e-5)

    def test_a_layer_learns_where_to_look(self):
        torch.manual_seed(1)
        images = 0.1 * torch.rand(2, 3, 96, 96)
        images[0, :, 40:56, 5:21] += 0.9
        images[1, :, 40:56, 70:86] += 0.9
        zoom = Zoom(torch.nn.Conv2d(3, 1, 5, padding=2), (32, 32))
        self.assertEqual((2, 3, 32, 32), tuple(zoom(images).shape))
        before = zoom(images).mean().item()
        optimizer = torch.optim.Adam(zoom.parameters(), lr=0.1)
        for _ in range(15):
            optimizer.zero_grad()
            (-zoom(images).mean()).backward()
            optimizer.step()
        self.assertGreater(zoom(images).mean().item(), 1.5 * before)

    def test_the_sample_learns_where_the_tiles_are(self):
        out = subprocess.run([sys.executable, SAMPLES / "zoom_module.py", LIBRARY], check=True, stdout=subprocess.PIPE,
                             text=True).stdout
        lines = re.findall(r"^step (\d+): brightness ([0-9.]+) \(the picture's is ([0-9.]+)\)$", out, re.MULTILINE)
        self.assertEqual(["0", "10", "20", "30"], [step for step, _, _ in lines], out)
        self.assertGreater(float(lines[-1][1]), 1.5 * float(lines[0][1]), out)

    def test_bad_arguments_are_named(self):
        grid = ops.saliency_to_grid(hills(), *ATTRACTION)
        image = torch.rand(2, 2, 12, 10, dtype=torch.double)
        for word, call in (("saliency", lambda: ops.saliency_to_grid(-hills(), *ATTRACTION)),
                           ("sigma", lambda: ops.saliency_to_grid(hills(), 0, -1.0, 4, 0.1, 0.25, 8.0)),
                           ("h is 0", lambda: ops.grid_zoom(image, grid, 0, 5, True)),
                           ("grid", lambda: ops.grid_zoom(image, grid.float(), 6, 5, True))):
            with self.assertRaisesRegex(RuntimeError, word):
                call()


if __name__ == "__main__":
    LIBRARY = sys.argv.pop(1)
    torch.ops.load_library(LIBRARY)
    unittest.main()
