#!/usr/bin/env bash
# A network camera, zoomed on what moves and stands out.
# usage: samples/launch/rtsp.sh rtsp://HOST:PORT/PATH
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
gst-launch-1.0 -q $(source_of "${1:?an rtsp:// address is needed}") ! \
  zoomsample ! video/x-raw,width=640,height=360 ! videoconvert ! $sink
