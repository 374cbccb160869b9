#!/usr/bin/env bash
# What scripts/ship-model makes of a measured model, and when it refuses.
# usage: test_ship_model.sh scripts/ship-model models
set -euo pipefail
script=$(realpath "$1") models=$(realpath "$2")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p scripts models/cards out/experiments/detect/models out/experiments/detect/distill/people data
cp "$script" scripts/
cp "$models"/cards/*.md.in models/cards/
grep -v '(people-vtest.md)' "$models/README.md" >models/README.md # whether it is shipped or not
cp models/README.md before
export ZOOM_DATA=$folder/data
detect=out/experiments/detect

fail() {
  echo "failed: $1" >&2
  cat printed models/people-vtest.md >&2 || true
  exit 1
}
ship() { scripts/ship-model people-vtest >printed 2>&1; }
refused() { # because of what
  ! ship || fail "expected to be refused: $1"
  grep -q -- "$1" printed || fail "expected '$1'"
  [ ! -e models/people-vtest.md ] && [ ! -e models/people-vtest.onnx ] || fail "files of what was refused: $1"
}

refused "$detect/models/people.yaml is missing"
cat >$detect/models/people.yaml <<'END'
%YAML:1.0
---
format_version: 1
onnx: "people.onnx"
input_size: [ 96, 72 ]
END
printf -- '--input=%s/a.avi\n--to=0.6\n' "$ZOOM_DATA" >$detect/distill/people/arguments
table() { # suffix of the learned method's name
  cat >$detect/people.md <<END
# people, detector input 576x432

## All frames

| method | clips | frames | recall | AP |
|---|---|---|---|---|
| uniform | 3 | 240 | 0.111 ± 0.010 | 0.222 ± 0.020 |
| learned$1 | 3 | 240 | 0.333 ± 0.030 | 0.444 ± 0.040 |
| oracle (upper bound) | 3 | 240 | 0.888 ± 0.030 | 0.777 ± 0.040 |

## Frames with 4-8 things

| method | clips | frames | recall | AP |
|---|---|---|---|---|
| uniform | 3 | 200 | 0.999 | 0.999 |

## Cost of a frame

| method | zoom ms |
|---|---|
| learned$1 | 5.5 ± 0.5 |

## Goals

| goal | met |
|---|---|
| learned >= uniform | yes |
END
}
table ""
refused "which is missing"
head -c 2000000 /dev/zero >$detect/models/people.onnx
touch -d '1 hour' $detect/people.md
refused "2000000 bytes; allowed is 1048576"
head -c 61234 /dev/zero >$detect/models/people.onnx
touch -d '1 hour ago' $detect/people.md
refused "is older than the model"
table " (2 of 3 clips)"
touch -d '1 hour' $detect/people.md
refused "no row of 'learned' for all clips"
table ""
touch -d '1 hour' $detect/people.md
cp models/cards/people-vtest.md.in kept
echo '@NUMBER@' >>models/cards/people-vtest.md.in
refused '@NUMBER@'
cp kept models/cards/people-vtest.md.in

ship || fail "a model that was measured"
cmp $detect/models/people.onnx models/people-vtest.onnx || fail "another network"
grep -q '^onnx: "people-vtest.onnx"$' models/people-vtest.yaml || fail "the model's file names another network"
for words in '^# Model card: people-vtest$' '(62 kB)' '1 × 3 × 72 × 96' '^### All frames, detector input 576x432$' \
  '^| learned | 3 | 240 | 0.333 ± 0.030 | 0.444 ± 0.040 |$' '^| learned | 5.5 ± 0.5 |$' '^      --input=ZOOM_DATA/a.avi$'; do
  grep -q -- "$words" models/people-vtest.md || fail "expected '$words'"
done
for words in 0.999 0.888 Goals "$folder" '<!--'; do
  ! grep -q -- "$words" models/people-vtest.md || fail "expected no '$words'"
done
! grep -q "zoom_train tune" models/people-vtest.md || fail "expected no search of what was not searched"
mkdir -p $detect/tune/people
{ cat $detect/distill/people/arguments && echo --zoomed=576x432; } >$detect/tune/people/arguments
ship || fail "once more"
grep -A 2 "zoom_train tune" models/people-vtest.md | grep -q -- '^      --zoomed=576x432$' || fail "expected what tune was given"
[ "$(grep -c -- --to=0.6 models/people-vtest.md)" = 1 ] || fail "expected what both were given once"
[ "$(grep -c 'people-vtest.md' models/README.md)" = 1 ] || fail "one row in the list of models"
[ "$(grep '^| \[.*](.*.md) |' models/README.md | tail -n 1 | cut -d'|' -f2)" = " [people-vtest](people-vtest.md) " ] ||
  fail "its place in the list"
grep -v '(people-vtest.md)' models/README.md | cmp -s - before || fail "other lines of the list"
! scripts/ship-model bicycles >printed 2>&1 || fail "there are no bicycles"
grep -q "allowed is faces people-vtest" printed || fail "expected the names that there are"
echo "passed"
