# What the launch lines share. GST_PLUGIN_PATH must name the folder of libgstzoom.so, here that of the build tree unless
# it is set. ZOOM_SINK replaces the window that shows the result.
set -euo pipefail
export GST_PLUGIN_PATH=${GST_PLUGIN_PATH:-$(dirname "${BASH_SOURCE[0]}")/../../build/release/gst-plugin/src}
sink=${ZOOM_SINK:-autovideosink}

# The elements of a source: a video file, an RTSP address, or without an argument the first camera.
source_of() {
  case "${1:-}" in
    "") echo "v4l2src ! videoconvert" ;;
    rtsp://*) echo "rtspsrc location=$1 latency=200 ! decodebin ! videoconvert" ;;
    *) echo "filesrc location=$1 ! decodebin ! videoconvert" ;;
  esac
}

# The caps of frames of ZOOM_SIZE, for a detector.
size_caps() {
  local size=${ZOOM_SIZE:-576x432}
  [[ $size =~ ^[0-9]+x[0-9]+$ ]] || { echo "ZOOM_SIZE is '$size'; give WIDTHxHEIGHT, as 416x416" >&2; exit 2; }
  echo "video/x-raw,width=${size%x*},height=${size#*x}"
}
