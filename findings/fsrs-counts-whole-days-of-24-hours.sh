#!/usr/bin/env bash
# fsrs 6.3.2 (py-fsrs): a review half an hour earlier in the day than the one before counts as the same day,
# although the calendar says the next: elapsed time is cut to whole periods of 24 hours. Stability then does not
# grow. A learner who comes a little earlier each morning is held back; giving the local day at a fixed hour as
# the review time avoids it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check fsrs==6.3.2
"$dir/venv/bin/python" - <<'PY'
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from fsrs import Card, Rating, Scheduler

scheduler, first = Scheduler(enable_fuzzing=False), datetime(2026, 1, 5, 8, 0, tzinfo=timezone.utc)
card, _ = scheduler.review_card(Card(), Rating.Easy, first)
seen = {}
for hours in (23.5, 24):
    later, _ = scheduler.review_card(card, Rating.Good, first + timedelta(hours=hours))
    seen[hours] = later.stability
print("fsrs", version("fsrs"), "stability before:", card.stability)
print("after a good answer the next day, by hours since:", seen)
assert seen[23.5] == card.stability and seen[24] > 1.5 * card.stability
PY
