#!/usr/bin/env bash
# Two streams that share one saliency network: it is loaded once, and they run it in turn.
# usage: samples/launch/two_cameras.sh VIDEO VIDEO   (a file, or an rtsp:// address)
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
model=${ZOOM_MODEL:-$(dirname "${BASH_SOURCE[0]}")/../../models/contrast.yaml}
gst-launch-1.0 -q \
  $(source_of "${1:?two sources are needed}") ! queue ! \
  zoomsample model="$model" ! video/x-raw,width=640,height=360 ! videoconvert ! c.sink_0 \
  $(source_of "${2:?two sources are needed}") ! queue ! \
  zoomsample model="$model" ! video/x-raw,width=640,height=360 ! videoconvert ! c.sink_1 \
  compositor name=c sink_1::xpos=640 ! videoconvert ! $sink
