#!/usr/bin/env bash
# holidays 0.109: Indonesia's cuti bersama (days off by joint decree, on which offices are closed) belong to the
# category 'government' and are missing from the default. 24 December 2026 is then a working day. 2027 already
# holds computed days that only their name marks as estimated, and 2028 has no cuti bersama at all without saying
# so.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check holidays==0.109
"$dir/venv/bin/python" - <<'PY'
from datetime import date
import holidays

def year(number, *categories):
    return holidays.Indonesia(years=number, **({"categories": categories} if categories else {}))

both = ("government", "public")
print("holidays", holidays.__version__)
counts = {n: (len(year(n)), len(year(n, *both))) for n in (2025, 2026, 2027)}
print("days by default, with government:", counts)
assert counts == {2025: (17, 28), 2026: (17, 25), 2027: (18, 26)}
assert date(2026, 12, 24) not in year(2026) and date(2026, 12, 24) in year(2026, *both)
guessed = [name for name in year(2027, *both).values() if "estimated" in name]
print("marked as estimated in 2027:", guessed)
assert len(guessed) == 3 and len(year(2028, *both)) == len(year(2028))
PY
