#!/usr/bin/env bash
# A detector that is slower than the camera: the leaky queue drops what it cannot take, so that what it sees is new, and
# the camera is never held up. keep-source copies frames of a camera's bounded pool by itself.
# usage: samples/launch/backpressure.sh [VIDEO]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
gst-launch-1.0 -q $(source_of "${1:-}") ! \
  queue leaky=downstream max-size-buffers=1 max-size-bytes=0 max-size-time=0 ! \
  zoomsample keep-source=true ! video/x-raw,width=320,height=240 ! videoconvert ! identity sleep-time=100000 ! \
  zoomrestore mode=original ! videoconvert ! $sink
