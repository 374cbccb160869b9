#!/usr/bin/env bash
# Your own detector on live video: it is shown small zoomed frames, and what it finds is drawn into the camera's.
#   ZOOM_MODEL     the saliency, as models/people-vtest.yaml or what zoom_train distill has written; without: motion and contrast
#   ZOOM_DETECTOR  properties of zoomdetect, as "detector=detector.yaml threshold=0.4"; OpenCV's people detector
#   ZOOM_SIZE      of the zoomed frames, 576x432
# usage: samples/launch/detect.sh [VIDEO]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
caps=$(size_caps)
gst-launch-1.0 -q $(source_of "${1:-}") ! \
  zoomsample ${ZOOM_MODEL:+"model=$ZOOM_MODEL"} keep-source=true ! "$caps" ! videoconvert ! \
  zoomdetect ${ZOOM_DETECTOR:-detector=hog} ! zoomrestore mode=original ! \
  zoomsample saliency=static uniform-mix=1 draw=boxes ! videoconvert ! $sink
