#!/usr/bin/env bash
# latex2mathml 3.81.1: the decimal comma of most of the world, written 0{,}25 in LaTeX, becomes a number, an
# operator and a second number. A screen reader reads two numbers with a pause between them, so that 0,25 percent
# is heard as 0, 25 percent. One mn element has to be put in its place.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check latex2mathml==3.81.1
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version
from latex2mathml.converter import convert

made = convert("0{,}25")
print("latex2mathml", version("latex2mathml"), made)
assert "<mn>0</mn>" in made and "<mn>25</mn>" in made and "<mn>0,25</mn>" not in made
assert convert("0.25").count("<mn>") == 1
PY
