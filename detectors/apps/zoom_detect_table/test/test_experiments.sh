#!/usr/bin/env bash
# What `scripts/experiments` has learned for detectors, and when: programs that only note down how they were called stand for the real ones.
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
case " $* " in *" --distill "*) cat task_arguments ;; *" --tune "*) cat tune_arguments ;; esac
case " $* " in *" --trained="* | *" --times "*) echo "table $*" >>learned ;; esac
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
[ -e killed ] || [ -z "${model:-}" ] || { echo "$1" >>"$model" && touch "${model%.yaml}.onnx"; }
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
: >tune_arguments
model=out/experiments/detect/models/people.yaml
run || fail "a first run"
expect 'distill --input=a.avi --to=0.6 --out=out/experiments/detect/distill/people --model=.*/distill/people/people.yaml'
expect_not --resume
expect_not '^tune'
[ "$(cat $model)" = distill ] && [ -e "${model%.yaml}.onnx" ] || fail "expected the model that was learned"
run || fail "a second run"
expect_not distill

# A grid that is looked for, in a copy of what was learned.
printf '%s\n' --input=a.avi --zoomed=576x432 >tune_arguments
run || fail "a run of a task whose grid is looked for now"
expect '^distill .* --resume '
expect '^tune --input=a.avi --zoomed=576x432 --out=out/experiments/detect/tune/people --model=.*/tune/people/people.yaml'
[ "$(tail -n 1 $model)" = tune ] || fail "expected the model with the grid that was found"
run || fail "a run of the same"
expect_not '^'
printf '%s\n' --input=a.avi --zoomed=288x216 >tune_arguments
run || fail "a run for another input"
expect '^tune .*--zoomed=288x216'
grep -q tune "out/experiments/detect/distill/people/people.yaml" && fail "the search begins with the grid of the last one"

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
expect '^distill .*--steps=60 --frames=40'
expect '^tune .*--trials=4 --frames=40'
(flock 9 && ! run) 9>out/experiments/detect/.lock || fail "two runs at once"
grep -q "another run is at work" printed || fail "expected that another run is at work"

# Detectors of our own, behind a zoom: both sizes, the upper bound once, a table after each size.
: >learned
JOBS=2 scripts/experiments bccd_platelets --seeds 2 >printed 2>&1 || fail "detectors that are trained"
out=out/experiments/detect/bccd_platelets
expect "^compare .*bccd.yaml --zoomed=160x128 --out=$out/160x128 --labels=Platelets .* --jobs=2 --seeds=2 .*uniform_double"
expect "^compare .* --zoomed=160x128 .* --jobs=1 --seeds=1 --first-seed=0 --methods=full$"
expect "^compare .* --zoomed=256x192 --out=$out/256x192 --labels=Platelets .* --pretrain-size=320 .*uniform_double"
[ "$(grep -c -- --methods=full learned)" = 1 ] || fail "the upper bound is trained once"
[ "$(sed -n '3p' learned)" = "table --trained=$out/160x128 --out=$out" ] || fail "expected a table of the first size"
[ "$(sed -n '$p' learned)" = "table --trained=$out/160x128,$out/256x192 --out=$out" ] || fail "expected a table of both"
run --tasks=people,bccd --quick || fail "a quick run with detectors that are trained"
expect '^compare .* --out=out/experiments/detect_quick/bccd/160x128 --steps=10 '
expect_not --labels
expect_not --methods=full
grep -q "^Look at: out/experiments/detect_quick/people.md out/experiments/detect_quick/bccd/table.md" printed ||
  fail "expected where the tables of both tasks are"

# Times: an option without a value, and nothing is learned for them.
run --times --clips=a || fail "times measured anew"
[ "$(cat learned)" = "table --tasks=detectors/experiments/people.yaml --out=out/experiments/detect --data=${ZOOM_DATA:-$PWD/../shared/data} --times --clips=a" ] ||
  fail "expected times alone"
! run --tasks=bccd --times || fail "times of detectors that are trained"
grep -q -- "--times is not for bccd" printed || fail "expected what --times is not for"
! run --tasks=bccd --quick --methods=uniform || fail "methods of detectors that are trained"
grep -q -- "--methods=uniform is not for bccd" printed || fail "expected what --methods is not for"
! run --quickly || fail "an option that is unknown"
grep -q "not among those that are done when none are named" printed || fail "expected the usage with all of its tasks"
grep -q "SIZE/results.json" printed || fail "expected the usage to its end"
cat >build/modules/zoom_train/zoom_train <<'END'
#!/bin/sh
exit 1
END
! scripts/experiments bccd >printed 2>&1 || fail "a training that fails"
! grep -q "Look at" printed || fail "a training that fails is told as a success"

# Comparisons: what is compared by default, the seeds, and the smaller setting.
cat >build/modules/zoom_train/zoom_train <<'END'
#!/usr/bin/env bash
echo "$*" >>learned
if [ "$1" = eval ]; then
  [[ $* == *seed1* ]] && value=0.7000 || value=0.9000
  echo "test: accuracy $value, loss 0.5000, hit rate 0.9000, 2000 samples"
fi
END
compare() {
  : >learned
  scripts/experiments "$@" >printed 2>&1
}
export ZOOM_DATA=$folder/data
compare glyphs || fail "a comparison"
nine=zoom_attraction,zoom_separable,zoom_transport,uniform,uniform_equal_cost,crop_peak
expect "^compare --config=.*/glyphs.yaml --out=out/experiments/glyphs --threads=1 .*--methods=$nine,.*stn_tps,dcn_v1,dcn_v2,full --seeds=3 --first-seed=0$"
compare digits --seeds 1 --first-seed=2 --methods=uniform || fail "a comparison with options"
expect "/digits.yaml .*--methods=$nine,stn_affine,stn_tps,dcn_v2 --seeds=1 --first-seed=2 --methods=uniform --data_path=$ZOOM_DATA$"
compare glyphs --quick || fail "a quick comparison"
expect '/glyphs_quick.yaml --out=out/experiments/glyphs_quick .*--methods=zoom,uniform,crop_peak,stn_affine,stn_tps,dcn_v2 --seeds=1'
! compare omniglott || fail "an experiment that there is not"
! compare digits --quick || fail "a smaller setting that there is not"

# Judged on fresh frames is what was chosen, not its trials or what it starts from.
! compare glyphs --retest 2 || fail "judging nothing"
for model in seed0/zoom seed1/zoom seed0/uniform seed0/zoom_0 seed0/pretrained; do
  mkdir -p "out/experiments/glyphs/$model"
  touch "out/experiments/glyphs/$model/model.pt"
done
compare glyphs --retest 2 || fail "judging on fresh frames"
[ "$(grep -c '^eval .*--data-seed=2$' learned)" = 3 ] || fail "expected three models"
expect_not _0/
expect_not pretrained
grep -qF '| `zoom` | 80.0 ± 14.1 | 2 |' printed || fail "the mean and the deviation over the seeds"
grep -qF '| `uniform` | 90.0 ± 0.0 | 1 |' printed || fail "one seed"
echo "passed"
