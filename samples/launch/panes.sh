#!/usr/bin/env bash
# What the zoom is worth to a detector, side by side: what it finds in the resized frame, what in the zoomed frame (both drawn
# into the frame), and the saliency. The variables are those of detect.sh.
# usage: samples/launch/panes.sh [VIDEO]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
caps=$(size_caps)
pane=video/x-raw,width=480 # and as high as the video wants
model=(${ZOOM_MODEL:+"model=$ZOOM_MODEL"})
detect=(videoconvert ! zoomdetect ${ZOOM_DETECTOR:-detector=hog} ! zoomrestore mode=original !
  zoomsample saliency=static uniform-mix=1 draw=boxes ! $pane ! videoconvert)
gst-launch-1.0 -q $(source_of "${1:-}") ! tee name=t \
  t. ! queue ! zoomsample saliency=static uniform-mix=1 keep-source=true ! "$caps" ! "${detect[@]}" ! all.sink_0 \
  t. ! queue ! zoomsample "${model[@]}" keep-source=true ! "$caps" ! "${detect[@]}" ! all.sink_1 \
  t. ! queue ! zoomsample "${model[@]}" uniform-mix=1 draw=saliency ! $pane ! videoconvert ! all.sink_2 \
  compositor name=all sink_1::xpos=480 sink_2::xpos=960 ! videoconvert ! $sink
