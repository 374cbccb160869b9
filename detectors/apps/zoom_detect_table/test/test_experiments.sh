#!/usr/bin/env bash
# When `scripts/experiments detect` learns: programs that only note down how they were called stand for the real ones.
# usage: test_experiments.sh scripts/experiments
set -euo pipefail
script=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

mkdir -p scripts detectors/experiments build/detectors/apps/zoom_detect_table build/modules/zoom_train
cp "$script" scripts/experiments
printf '#!/bin/sh\n' >scripts/deps
touch detectors/experiments/people.yaml
cat >build/detectors/apps/zoom_detect_table/zoom_detect_table <<'END'
#!/usr/bin/env bash
case " $* " in *" --distill "*) cat task_arguments ;; esac
END
cat >build/modules/zoom_train/zoom_train <<'END'
#!/usr/bin/env bash
echo "$*" >>learned
for argument; do
  case "$argument" in
    --out=*) touch "${argument#*=}/checkpoint.pt" ;;
    --model=*) model=${argument#*=} ;;
  esac
done
[ -e killed ] || touch "$model"
[ ! -e killed ]
END
chmod +x scripts/* build/detectors/apps/zoom_detect_table/* build/modules/zoom_train/*
export ZOOM_BUILD_DIR=build

run() { # what was learned, one line a training, is in `learned` afterwards
  : >learned
  scripts/experiments detect --tasks=people "$@" >printed 2>&1
}
fail() {
  echo "failed: $1; learned:" >&2
  cat learned printed >&2
  exit 1
}
expect() { grep -q -- "$1" learned || fail "expected '$1'"; }
expect_not() { ! grep -q -- "$1" learned || fail "expected no '$1'"; }

printf '%s\n' --input=a.avi --to=0.6 >task_arguments
run || fail "a first run"
expect 'distill --input=a.avi --to=0.6 --out=out/experiments/detect/distill/people --model=.*/models/people.yaml'
expect_not --resume
run || fail "a second run"
expect_not distill

# Another part to learn from: the old model may know what is tested now.
printf '%s\n' --input=a.avi --to=0.5 >task_arguments
run || fail "a run of a task that has changed"
expect --to=0.5
expect_not --resume
run || fail "a run of the same"
expect_not distill

# A killed training goes on, but not with what another one has begun.
rm out/experiments/detect/models/people.yaml
touch killed
! run || fail "a killed run"
! run || fail "another killed run"
expect --resume
rm killed
printf '%s\n' --input=b.avi --to=0.5 >task_arguments
run || fail "a run of a task that has changed in between"
expect --input=b.avi
expect_not --resume

run --quick || fail "a quick run"
expect '--steps=60 --frames=40'
echo "passed"
