#!/usr/bin/env python3
"""Zooms a picture where it stands out, and shows where that is.

usage: zoom_picture.py PICTURE OUTPUT_FOLDER [WIDTHxHEIGHT]

Writes zoomed.png, resized.png (the same size without the zoom), grid.png and saliency.png.
"""
import os
import sys

import cv2

zoom = cv2.zoom if hasattr(cv2, "zoom") else __import__("cv2_zoom")


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    frame = cv2.imread(sys.argv[1])
    if frame is None:
        sys.exit(f"{sys.argv[1]} is no picture that cv2 can read")
    folder = sys.argv[2]
    size = tuple(int(side) for side in sys.argv[3].split("x")) if len(sys.argv) > 3 else (320, 240)
    os.makedirs(folder, exist_ok=True)

    sampler = zoom.SaliencySampler.create(zoom.SpectralSaliency.create(), size)
    zoomed = sampler.apply(frame)
    transform = sampler.getTransform()

    cv2.imwrite(os.path.join(folder, "zoomed.png"), zoomed)
    cv2.imwrite(os.path.join(folder, "resized.png"), cv2.resize(frame, size, interpolation=cv2.INTER_AREA))
    cv2.imwrite(os.path.join(folder, "grid.png"), zoom.drawGrid(frame.copy(), transform))
    cv2.imwrite(os.path.join(folder, "saliency.png"), zoom.drawSaliency(frame.copy(), sampler.getSaliency()))
    print(f"magnification {transform.minMagnification():.2f} to {transform.maxMagnification():.2f}")


if __name__ == "__main__":
    main()
