#!/usr/bin/env python3
"""Puts the zoom before OpenCV's people detector, and compares with a plain resize.

usage: zoom_people.py VIDEO [FIRST_FRAME [FRAMES]]

What is found in one frame, and what moves, says where the next one is zoomed.
"""
import sys

import cv2
import numpy as np

zoom = cv2.zoom if hasattr(cv2, "zoom") else __import__("cv2_zoom")

INPUT = (576, 432)  # what the detector gets, whatever the camera gives


def main():
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    first, frames = (int(text) for text in (sys.argv[2:] + ["0", "100"][len(sys.argv) - 2:]))
    hog = cv2.HOGDescriptor()
    hog.setSVMDetector(cv2.HOGDescriptor_getDefaultPeopleDetector())

    found = zoom.DetectionSaliency.create((62, 62), 1.5)
    motion = zoom.MotionSaliency.create((96, 72), 10)
    params = zoom.GridParams()
    params.mode = zoom.GRID_SEPARABLE  # people stay upright, boxes stay boxes
    params.maxMagnification = 1.9
    sampler = zoom.SaliencySampler.create(zoom.MixedSaliency.create([motion, found], [0.3, 0.7]), INPUT, params)

    video = cv2.VideoCapture(sys.argv[1])
    if not video.isOpened():
        sys.exit(f"{sys.argv[1]} is no video that cv2 can open")
    for _ in range(first):
        video.grab()
    with_zoom = without = 0
    for _ in range(frames):
        there, frame = video.read()
        if not there:
            break
        boxes, _ = hog.detectMultiScale(sampler.apply(frame), scale=1.05, groupThreshold=2)
        height, width = frame.shape[:2]
        if len(boxes):
            boxes = zoom.frameBoxes(sampler.getTransform(), boxes)  # in the frame, x, y, width, height
            found.setDetections(boxes, (width, height))
        else:
            found.setDetections(np.zeros((0, 4)), (width, height))
        with_zoom += len(boxes)
        resized = cv2.resize(frame, INPUT, interpolation=cv2.INTER_AREA)
        without += len(hog.detectMultiScale(resized, scale=1.05, groupThreshold=2)[0])
    print(f"boxes with the zoom: {with_zoom}, without: {without}")


if __name__ == "__main__":
    main()
