#!/usr/bin/env bash
# Runs one launch line on a file, and looks at what came out. CTest calls it.
# usage: samples/launch/test_launch.sh NAME WORK_FOLDER [PROGRAM]
# PROGRAM is the RTSP server, or the program that is the line itself.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
name=$1 work=$2 program=${3:-}
rm -rf "$work" && mkdir -p "$work"
export ZOOM_SINK="jpegenc ! multifilesink location=$work/%05d.jpg"
skip() { # CTest's return value for a skipped test; an error where everything must run
  echo "$1"
  [ "${CI:-}" = true ] && exit 1
  exit 77
}
fail() { echo "$name: $1" >&2; exit 1; }
pictures() { ls "$work"/*.jpg 2>/dev/null | wc -l; }
size_of() { # of a picture or a video
  gst-launch-1.0 -v filesrc location="$1" ! decodebin ! videoconvert ! video/x-raw,format=RGB ! fakesink 2>/dev/null |
    sed -n 's/.*fakesink0.*caps = .*width=(int)\([0-9]*\), height=(int)\([0-9]*\).*/\1x\2/p' | head -1
}
expect() { # at least so many pictures, of one size
  [ "$(pictures)" -ge "$1" ] || fail "$(pictures) pictures, at least $1 expected"
  local size
  size=$(size_of "$(ls "$work"/*.jpg | tail -1)")
  [ "$size" = "$2" ] || fail "pictures of $size, not $2"
}

moving=$work/moving.avi
gst-launch-1.0 -q videotestsrc pattern=ball num-buffers=20 ! video/x-raw,width=640,height=480,framerate=25/1 ! jpegenc ! \
  avimux ! filesink location="$moving"
data=${ZOOM_DATA:-$here/../../../shared/data}
faces=$data/video/asl-bird.mkv
need() {
  [ -f "$1" ] || skip "$1 is missing"
}
need_faces() {
  need "$faces"
  gst-inspect-1.0 --exists facedetect || skip "facedetect is missing (Debian package gstreamer1.0-opencv)"
}

case $name in
  preview) "$here/preview.sh" "$moving"; expect 18 1280x360 ;;
  rtsp)
    "$program" >"$work/address" &
    server=$!
    trap 'kill $server 2>/dev/null || true' EXIT
    for _ in $(seq 100); do [ -s "$work/address" ] && break; sleep 0.1; done
    [ -s "$work/address" ] || fail "the server did not start"
    "$here/rtsp.sh" "$(cat "$work/address")"
    expect 10 640x360
    ;;
  faces) need_faces; "$here/faces.sh" "$faces"; expect 40 "$(size_of "$faces")" ;;
  faces_model)
    need_faces
    ZOOM_MODEL=$here/../../models/contrast.yaml "$here/faces.sh" "$faces"
    expect 40 "$(size_of "$faces")"
    ! ZOOM_MODEL=$work/none.yaml "$here/faces.sh" "$faces" 2>"$work/said.txt" || fail "a model that is not there"
    grep -q none.yaml "$work/said.txt" || fail "$(cat "$work/said.txt")"
    ;;
  detect | panes) # the pictures differ from those of a detector that finds nobody
    yunet=$data/detectors/yunet_n_320_320.onnx
    need "$faces"
    need "$yunet"
    export ZOOM_MODEL=$here/../../models/contrast.yaml ZOOM_SIZE=320x240
    find_faces() { ZOOM_DETECTOR="detector=yunet model=$yunet threshold=$1" "$here/$name.sh" "$faces"; }
    find_faces 1 # nobody
    mkdir "$work/nobody" && mv "$work"/*.jpg "$work/nobody"
    find_faces 0.6
    size=1440x360
    [ "$name" = panes ] || size=$(size_of "$faces")
    expect 40 "$size"
    same=0
    for picture in "$work"/*.jpg; do
      ! cmp -s "$picture" "$work/nobody/${picture##*/}" || same=$((same + 1))
    done
    [ "$same" -lt 20 ] || fail "$same of $(pictures) pictures have no box"
    ! ZOOM_DETECTOR="detector=$work/none.yaml" "$here/$name.sh" "$faces" 2>"$work/said.txt" || fail "a detector that is not there"
    grep -q none.yaml "$work/said.txt" || fail "$(cat "$work/said.txt")"
    ! ZOOM_SIZE=416 "$here/$name.sh" "$faces" 2>"$work/said.txt" || fail "a size that is none"
    grep -q 'WIDTHxHEIGHT' "$work/said.txt" || fail "$(cat "$work/said.txt")"
    ;;
  boxes_to_mp4)
    need_faces
    "$here/boxes_to_mp4.sh" "$faces" "$work/boxes.mp4"
    [ "$(size_of "$work/boxes.mp4")" = "$(size_of "$faces")" ] || fail "the film does not have the source's size"
    ;;
  backpressure) "$here/backpressure.sh" "$moving"; expect 1 640x480
    [ "$(pictures)" -lt 20 ] || fail "nothing was dropped" ;;
  two_cameras) "$here/two_cameras.sh" "$moving" "$moving"; expect 18 1280x360 ;;
  appsink)
    "$program" "filesrc location=$moving ! decodebin ! videoconvert" 10 >"$work/out.txt" || fail "the program failed"
    [ "$(grep -c 'of the 640x480 frame' "$work/out.txt")" -eq 10 ] || fail "$(cat "$work/out.txt")"
    ;;
  python)
    "$program" -c 'import gi' 2>/dev/null || skip "Python's gi is missing (Debian package python3-gi)"
    "$program" "$here/../python/zoom_meta.py" "filesrc location=$moving ! decodebin ! videoconvert" 10 >"$work/out.txt" ||
      fail "the program failed"
    [ "$(grep -c 'of the 640x480 frame' "$work/out.txt")" -eq 10 ] || fail "$(cat "$work/out.txt")"
    ;;
  *) fail "unknown" ;;
esac
