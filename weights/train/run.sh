#!/bin/sh
# Trains the classifier again and writes the bundle in weights/.    usage: weights/train/run.sh DATA BASE
# Every step is skipped when its result is there and goes on where it stopped; delete build/train to begin anew.
# DETENTE_TRAIN_PYTHON: a Python that has requirements.txt (default: a virtual environment made under build/train/env)
# DETENTE_EXPORT_PYTHON: a Python with torch 1.13 (default: the distribution's, package python3-torch)
# DETENTE_TRAIN_MINUTES: the most that one leg of the training may take (default 85)
set -eu
[ $# -eq 2 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
data=$1 base=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
recipe=$root/weights/train weights=$root/weights cache=$root/build/train program=$root/build/release/detente
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

[ -e "$cache/data.pkl" ] || "$python" "$recipe/prepare.py" --program "$program" --weights "$weights" --data "$data" --cache "$cache"
[ -e "$cache/training.json" ] || "$python" "$recipe/train.py" --base "$base" --cache "$cache" --minutes "${DETENTE_TRAIN_MINUTES:-85}"
# the second leg goes on from the first and leans on whole articles (batches.py)
mkdir -p "$cache/leg2" && ln -sf ../data.pkl "$cache/leg2/data.pkl"
[ -e "$cache/leg2/training.json" ] || "$python" "$recipe/train.py" --base "$base" --cache "$cache/leg2" --start "$cache/final.npz" \
  --leg 2 --rate 6e-5 --seed 2 --tokens 1400000 --minutes "${DETENTE_TRAIN_MINUTES:-85}"
"$export_python" "$recipe/export.py" --base "$base" --cache "$cache/leg2" --weights "$weights"
"$export_python" "$recipe/check_export.py" --model "$weights/model.pt" --dump "$cache/dumps/dev-articles.kremlin.jsonl" \
  --out "$cache/export.json"
"$python" "$recipe/calibrate.py" --cache "$cache/leg2" --weights "$weights"
"$export_python" "$recipe/fit_index.py" --program "$program" --weights "$weights" --data "$data" --out "$cache/index.json"
"$export_python" "$recipe/evaluate.py" --program "$program" --weights "$weights" --data "$data" --out "$cache/evaluation"
