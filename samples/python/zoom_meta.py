#!/usr/bin/env python3
"""Reads the transform of zoomed frames and says where the middle of each is in the source frame.

usage: zoom_meta.py "filesrc location=street.mp4 ! decodebin ! videoconvert" [FRAMES]

Needs python3-gi and gir1.2-gst-plugins-base-1.0. The C library of the meta is called through ctypes; it is looked for in
ZOOM_GST_LIBRARY, then where the system keeps libraries.
"""
import ctypes
import os
import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst


class Point(ctypes.Structure):
    _fields_ = [("x", ctypes.c_double), ("y", ctypes.c_double)]


class MetaHead(ctypes.Structure):  # struct GstMeta
    _fields_ = [("flags", ctypes.c_int), ("info", ctypes.c_void_p)]


class ZoomMeta(ctypes.Structure):  # struct GstZoomMeta
    _fields_ = [("meta", MetaHead), ("transform", ctypes.c_void_p), ("source", ctypes.c_void_p),
                ("source_caps", ctypes.c_void_p)]


def load_library():
    library = ctypes.CDLL(os.environ.get("ZOOM_GST_LIBRARY", "libgstzoom-1.0.so.0.1"))
    library.gst_buffer_get_zoom_meta.restype = ctypes.POINTER(ZoomMeta)
    library.gst_buffer_get_zoom_meta.argtypes = [ctypes.c_void_p]
    sizes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint), ctypes.POINTER(ctypes.c_uint)]
    library.gst_zoom_transform_get_frame_size.argtypes = sizes
    library.gst_zoom_transform_get_zoomed_size.argtypes = sizes
    library.gst_zoom_transform_to_frame_points.argtypes = [ctypes.c_void_p, ctypes.POINTER(Point), ctypes.c_size_t,
                                                           ctypes.POINTER(Point), ctypes.c_void_p]
    return library


def report(library, buffer):
    # The hash of a boxed object is its address.
    meta = library.gst_buffer_get_zoom_meta(hash(buffer))
    if not meta:
        sys.exit("a buffer has no zoom meta")
    transform = meta.contents.transform
    width, height = ctypes.c_uint(), ctypes.c_uint()
    library.gst_zoom_transform_get_zoomed_size(transform, ctypes.byref(width), ctypes.byref(height))
    point = Point(width.value / 2 - 0.5, height.value / 2 - 0.5)  # integer coordinates are pixel centres
    library.gst_zoom_transform_to_frame_points(transform, ctypes.byref(point), 1, ctypes.byref(point), None)
    library.gst_zoom_transform_get_frame_size(transform, ctypes.byref(width), ctypes.byref(height))
    print(f"{buffer.pts / Gst.SECOND:.3f} s: the middle shows {point.x:.1f}, {point.y:.1f} "
          f"of the {width.value}x{height.value} frame")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    frames = int(sys.argv[2]) if len(sys.argv) > 2 else None
    Gst.init(None)
    library = load_library()
    pipeline = Gst.parse_launch(sys.argv[1] + " ! zoomsample ! video/x-raw,width=320,height=240 ! "
                                "appsink name=sink sync=false")
    sink = pipeline.get_by_name("sink")
    pipeline.set_state(Gst.State.PLAYING)
    seen = 0
    while frames is None or seen < frames:
        sample = sink.emit("pull-sample")
        if sample is None:  # the end, or an error
            break
        report(library, sample.get_buffer())
        seen += 1
    pipeline.set_state(Gst.State.NULL)
    return 0 if seen else 1


if __name__ == "__main__":
    sys.exit(main())
