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
faces=${ZOOM_DATA:-$here/../../../shared/data}/video/asl-bird.mkv
need_faces() {
  [ -f "$faces" ] || skip "$faces is missing"
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
