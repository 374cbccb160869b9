#!/usr/bin/env bash
# A real detector between zoomsample and zoomrestore: faces are found in small zoomed frames, which go where faces were
# before, and shown on the original ones. facedetect is in Debian's gstreamer1.0-opencv, its cascades in opencv-data.
# With ZOOM_MODEL=FILE.yaml they go where that learned saliency says.
# usage: samples/launch/faces.sh [VIDEO]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
where=(saliency=detections uniform-mix=0.5)
[ -z "${ZOOM_MODEL:-}" ] || where=("model=$ZOOM_MODEL")
gst-launch-1.0 -q $(source_of "${1:-}") ! \
  zoomsample "${where[@]}" keep-source=true ! video/x-raw,width=320,height=240 ! \
  videoconvert ! facedetect display=false ! zoomrestore mode=original ! \
  zoomsample saliency=static uniform-mix=1 draw=boxes ! videoconvert ! $sink
