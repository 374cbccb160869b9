#!/usr/bin/env python3
"""Runs the samples of this folder on files of Debian's opencv-doc, and looks at what comes out. CTest calls it."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import cv2
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
DATA = pathlib.Path("/usr/share/doc/opencv-doc/examples/data")


def run(sample, *arguments):
    return subprocess.run([sys.executable, HERE / sample, *map(str, arguments)], check=True, stdout=subprocess.PIPE,
                          text=True).stdout


@unittest.skipUnless(DATA.exists() or os.environ.get("CI") == "true", "opencv-doc is not installed")
class Samples(unittest.TestCase):
    def test_zoom_picture(self):
        with tempfile.TemporaryDirectory() as folder:
            out = run("zoom_picture.py", DATA / "home.jpg", folder, "200x160")
            read = lambda name: cv2.imread(os.path.join(folder, name)).astype(int)
            zoomed, resized, frame = read("zoomed.png"), read("resized.png"), cv2.imread(str(DATA / "home.jpg"))
            self.assertEqual((160, 200, 3), zoomed.shape)
            self.assertGreater(np.abs(zoomed - resized).mean(), 5)
            for name in ("grid.png", "saliency.png"):
                self.assertEqual(frame.shape, read(name).shape)
                self.assertGreater(np.abs(read(name) - frame).mean(), 0.5)
        self.assertGreater(float(re.search("to ([0-9.]+)", out).group(1)), 1.5)

    def test_zoom_people(self):
        out = run("zoom_people.py", DATA / "vtest.avi", 330, 15)
        with_zoom, without = map(int, re.match(r"boxes with the zoom: (\d+), without: (\d+)$", out).groups())
        self.assertGreater(with_zoom, without)

    def test_what_cannot_be_read_is_an_error(self):
        for sample, arguments in (("zoom_people.py", ("no_such.avi",)), ("zoom_picture.py", ("no_such.jpg", "nowhere"))):
            done = subprocess.run([sys.executable, HERE / sample, *arguments], stderr=subprocess.PIPE, text=True)
            self.assertEqual(1, done.returncode)
            self.assertIn(f"{arguments[0]} is no ", done.stderr)


if __name__ == "__main__":
    unittest.main()
