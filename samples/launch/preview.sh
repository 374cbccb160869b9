#!/usr/bin/env bash
# The camera's picture and what a network would see of it, side by side.
# usage: samples/launch/preview.sh [VIDEO]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
gst-launch-1.0 -q $(source_of "${1:-}") ! tee name=t \
  t. ! queue ! videoscale ! video/x-raw,width=640,height=360,pixel-aspect-ratio=1/1 ! videoconvert ! c.sink_0 \
  t. ! queue ! zoomsample draw=grid ! video/x-raw,width=640,height=360 ! videoconvert ! c.sink_1 \
  compositor name=c sink_1::xpos=640 ! videoconvert ! $sink
