#!/usr/bin/env bash
# Makes the Debian packages of a build, unpacks them and uses what is in them; installs nothing.
# usage: test_packages.sh BUILD_DIR OUTPUT_DIR HAVE_TORCH HAVE_GSTREAMER [PYTHON]
set -euo pipefail
build=$1
out=$2
expected="libopencv-zoom libopencv-zoom-dev opencv-zoom-tools"
[ "$4" = ON ] && expected+=" gstreamer1.0-zoom"
python=${5:-}
[ -n "$python" ] && expected+=" python3-opencv-zoom"
unpacked=$out/unpacked
rm -rf "$out"
mkdir -p "$unpacked"
cpack --config "$build/CPackConfig.cmake" -G DEB -B "$out"

for name in $expected; do
  package=("$out/${name}"_*.deb)
  [ -f "${package[0]}" ] || { echo "$name was not made" >&2; exit 1; }
  dpkg-deb -x "${package[0]}" "$unpacked"
  depends=$(dpkg-deb -f "${package[0]}" Depends)
  echo "$name: $depends"
  case $name in
    libopencv-zoom) needed=libopencv-dnn ;;
    *) needed="libopencv-zoom (=" ;;
  esac
  [[ $depends == *"$needed"* ]] || { echo "$name does not depend on $needed" >&2; exit 1; }
done
if [ "$3" = OFF ] && find "$unpacked" -name '*zoom_train*' | grep .; then
  echo "left from a build with LibTorch" >&2
  exit 1
fi

library=$(echo "$unpacked"/usr/lib/*/libopencv_zoom.so.?.?)
libdir=$(dirname "$library")
# The packages' own libraries, not those of the build.
for file in "$libdir"/*.so "$libdir"/gstreamer-1.0/*.so "$unpacked"/usr/lib/python3*/*-packages/*.so \
  "$unpacked"/usr/bin/*; do
  [ -e "$file" ] || continue
  if ldd "$file" | grep -vF "$unpacked" | grep -E "not found|$build"; then
    echo "$file finds its libraries in the build folder, or not at all" >&2
    exit 1
  fi
done
"$unpacked/usr/bin/zoom_image" --help >/dev/null
if [ -n "$python" ] && { [ "${CI:-}" = true ] || "$python" -c 'import cv2' 2>/dev/null; }; then
  PYTHONPATH=$(echo "$unpacked"/usr/lib/python3*/*-packages) "$python" -c \
    'import cv2_zoom; print(cv2_zoom.__file__); cv2_zoom.identityGrid((3, 3))' | grep -F "$unpacked"
fi
if [ "$4" = ON ]; then
  export GST_PLUGIN_PATH=$libdir/gstreamer-1.0 GST_REGISTRY=$out/registry.bin
  for element in zoomsample zoomrestore; do
    gst-inspect-1.0 "$element" | grep -F "$libdir/gstreamer-1.0" ||
      { echo "gst-inspect-1.0 does not find $element in its package" >&2; exit 1; }
  done
fi
