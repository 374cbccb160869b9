#!/usr/bin/env bash
# Tutorial: zoom in a GStreamer pipeline (modules/zoom/tutorials/zoom_gstreamer.markdown).
# usage: samples/tutorials/gst_pipeline.sh look|detect VIDEO RESULT.avi
set -euo pipefail
export GST_PLUGIN_PATH=${GST_PLUGIN_PATH:-$(dirname "${BASH_SOURCE[0]}")/../../build/release/gst-plugin/src}
usage="usage: gst_pipeline.sh look|detect VIDEO RESULT.avi"
what=${1:?$usage} video=${2:?$usage} result=${3:?$usage}

case $what in
  look)
    ## [look]
    gst-launch-1.0 -q filesrc location="$video" ! decodebin ! videoconvert ! \
      zoomsample saliency=auto draw=grid ! video/x-raw,width=416,height=416 ! \
      videoconvert ! jpegenc ! avimux ! filesink location="$result"
    ## [look]
    ;;
  detect)
    ## [detect]
    gst-launch-1.0 -q filesrc location="$video" ! decodebin ! videoconvert ! \
      zoomsample saliency=detections uniform-mix=0.5 keep-source=true ! video/x-raw,width=320,height=240 ! \
      videoconvert ! facedetect display=false ! \
      zoomrestore mode=original ! \
      zoomsample saliency=static uniform-mix=1 draw=boxes ! \
      videoconvert ! jpegenc ! avimux ! filesink location="$result"
    ## [detect]
    ;;
  *)
    echo "$usage" >&2
    exit 2
    ;;
esac
