#!/usr/bin/env bash
# As faces.sh, from a file to an mp4 file with the boxes on the original frames.
# usage: samples/launch/boxes_to_mp4.sh VIDEO RESULT.mp4
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
gst-launch-1.0 -q $(source_of "${1:?a video file is needed}") ! \
  zoomsample saliency=detections uniform-mix=0.5 keep-source=true ! video/x-raw,width=320,height=240 ! \
  videoconvert ! facedetect display=false ! zoomrestore mode=original ! \
  zoomsample saliency=static uniform-mix=1 draw=boxes ! videoconvert ! \
  avenc_mpeg4 bitrate=4000000 ! mp4mux ! filesink location="${2:?a name for the result is needed}"
