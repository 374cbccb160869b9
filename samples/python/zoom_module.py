#!/usr/bin/env python3
"""Zooming as a layer of PyTorch: learns to look at the bright tile of a dark picture.

usage: zoom_module.py LIBRARY    (build/release/modules/zoom_train/libopencv_zoom_train.so)

Needs a PyTorch of the version that the library was built with; Debian's python3-torch for Debian's libtorch-dev.
"""
import sys

import torch


class Zoom(torch.nn.Module):
    """Zooms images, N x C x H x W, where a network that gives a map of logits, N x 1 x h x w, says."""

    def __init__(self, network, size, nodes=31):
        super().__init__()
        self.network, self.size, self.nodes = network, size, nodes

    def forward(self, images):
        logits = self.network(torch.nn.functional.interpolate(images, size=(64, 64), mode="area"))
        saliency = logits.flatten(1).softmax(1).view_as(logits)
        saliency = torch.ops.cv_zoom.saliency_to_nodes(saliency, self.nodes, self.nodes)
        # GRID_ATTRACTION, sigma, BORDER_REFLECT_101, uniform share, limits of magnification
        grid = torch.ops.cv_zoom.saliency_to_grid(saliency, 0, 0.184, 4, 0.1, 0.25, 8.0)
        return torch.ops.cv_zoom.grid_zoom(images, grid, *self.size, True)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    torch.ops.load_library(sys.argv[1])
    torch.manual_seed(1)
    images = 0.1 * torch.rand(4, 3, 256, 256)
    for image, x in zip(images, (20, 90, 150, 200)):
        image[:, 100:140, x:x + 40] += 0.9
    zoom = Zoom(torch.nn.Conv2d(3, 1, 5, padding=2), (64, 64))
    optimizer = torch.optim.Adam(zoom.parameters(), lr=0.1)
    for step in range(31):
        brightness = zoom(images).mean()
        if step % 10 == 0:
            print(f"step {step}: brightness {brightness.item():.3f} (the picture's is {images.mean().item():.3f})")
        optimizer.zero_grad()
        (-brightness).backward()  # more of the tile, less of the rest
        optimizer.step()


if __name__ == "__main__":
    main()
