#!/usr/bin/env bash
# Runs the code of one tutorial, and looks at what came out. CTest calls it.
# usage: samples/tutorials/test_tutorial.sh NAME WORK_FOLDER [PROGRAM]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
name=$1 work=$2 program=${3:-}
data=/usr/share/doc/opencv-doc/examples/data
rm -rf "$work" && mkdir -p "$work"

skip() { # CTest's return value for a skipped test; an error where everything must run
  echo "$1"
  [ "${CI:-}" = true ] && exit 1
  exit 77
}
fail() { cat "$work/out.txt" 2>/dev/null; echo "$name: $1" >&2; exit 1; }
need() { [ -f "$data/$1" ] || skip "$data/$1 is missing (Debian package opencv-doc)"; }
run() { "$@" >"$work/out.txt" || fail "the program failed"; }
says() { sed -n "s/$1/\1/p" "$work/out.txt"; }
# A number that the program printed is within limits.
between() { awk -v x="$1" -v low="$2" -v high="$3" 'BEGIN { exit !(x != "" && x + 0 >= low && x + 0 <= high) }'; }
png_size() { od -An -tu1 -j16 -N8 "$1" | awk '{ print $3 * 256 + $4 "x" $7 * 256 + $8 }'; }
# The frames of a Motion JPEG film, as files.
frames_of() { gst-launch-1.0 -q filesrc location="$1" ! avidemux ! multifilesink location="$work/%05d.jpg"; }
film() { # at least so many frames, of one size
  local size
  frames_of "$1"
  [ "$(ls "$work"/*.jpg | wc -l)" -ge "$2" ] || fail "$(ls "$work"/*.jpg | wc -l) frames, at least $2 expected"
  size=$(gst-launch-1.0 -v filesrc location="$1" ! avidemux ! jpegdec ! fakesink 2>/dev/null |
    sed -n 's/.*fakesink0.*caps = .*width=(int)\([0-9]*\), height=(int)\([0-9]*\).*/\1x\2/p' | head -1)
  [ "$size" = "$3" ] || fail "frames of $size, not $3"
}

case $name in
  zoom_picture)
    need home.jpg
    run "$program" "$data/home.jpg" "$work"
    [ "$(png_size "$work/zoomed.png")" = 320x240 ] || fail "zoomed.png has the wrong size"
    [ "$(png_size "$work/chosen.png")" = 320x240 ] || fail "chosen.png has the wrong size"
    for picture in saliency grid unzoomed; do
      [ "$(png_size "$work/$picture.png")" = 512x384 ] || fail "$picture.png has the wrong size"
    done
    between "$(says 'magnification .* to \(.*\), coverage 1$')" 1.5 8 || fail "nothing was magnified"
    between "$(says '.*; back \[\(.*\), .*\]$')" 159.99 160.01 || fail "points do not come back"
    between "$(says 'the box is \(.*\) columns wide, 32 .*')" 64 320 || fail "the box was not magnified"
    ;;
  zoom_detector)
    need vtest.avi
    run "$program" "$data/vtest.avi" 330 15
    with=$(says 'boxes with the zoom: \(.*\), without.*') without=$(says '.*without: \(.*\)$')
    between "$with" "$((without + 1))" 1000 || fail "the zoom finds no more than the plain resize"
    grep -qx 'blob of 1x3x432x576' "$work/out.txt" || fail "the blob has the wrong shape"
    ;;
  train_task)
    run "$program" "$work"
    between "$(says 'accuracy \([0-9.]*\), zoomed.*')" 0.8 1 || fail "the task was not learned"
    between "$(says '.*the tile in \([0-9.]*\) of.*')" 0.5 1 || fail "the zoom does not look at the tile"
    between "$(says 'accuracy without the zoom \(.*\)')" 0 0.7 || fail "the task needs no zoom"
    between "$(says 'model.yaml makes \[24 x 24\] of \[96 x 96\], magnification up to \(.*\)')" 1.5 8 ||
      fail "the model does not zoom"
    [ -s "$work/model.onnx" ] || fail "there is no model.onnx"
    ;;
  gst_look)
    gst-launch-1.0 -q videotestsrc pattern=ball num-buffers=20 ! video/x-raw,width=640,height=480,framerate=25/1 ! \
      jpegenc ! avimux ! filesink location="$work/ball.avi"
    run "$here/gst_pipeline.sh" look "$work/ball.avi" "$work/look.avi"
    film "$work/look.avi" 20 416x416
    ;;
  gst_detect)
    need Megamind.avi
    gst-inspect-1.0 --exists facedetect || skip "facedetect is missing (Debian package gstreamer1.0-opencv)"
    gst-launch-1.0 -q filesrc location="$data/Megamind.avi" ! decodebin ! videoconvert ! identity eos-after=21 ! jpegenc ! \
      avimux ! filesink location="$work/short.avi"
    run "$here/gst_pipeline.sh" detect "$work/short.avi" "$work/detect.avi"
    film "$work/detect.avi" 18 720x528
    ;;
  *) fail "unknown" ;;
esac
