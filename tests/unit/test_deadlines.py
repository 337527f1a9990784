"""A server that says nothing: whatever asks it gives up in time, tries again or goes on without it."""

import json
import re
from pathlib import Path

from tests.html import parse

ROOT = Path(__file__).parents[2]
WORKER = "sw.js"  # a navigation it passes on cannot be given up; tests/browser/staff/offline/test_reading.py shows what it does instead


def test_every_request_of_a_script_has_a_deadline():
    scripts = [path for path in (ROOT / "static/js").rglob("*.js") if path.name != WORKER]
    asking = {path.name: path.read_text() for path in scripts if re.search(r"\bfetch\(", path.read_text())}
    assert {"post.js", "keep.js", "answers.js"} <= set(asking)
    bounded = re.compile(r"signal: (AbortSignal\.timeout\(|deadline\.signal)")
    assert [name for name, script in asking.items() if script.count("fetch(") != len(bounded.findall(script))] == []


def test_what_htmx_asks_has_a_deadline():
    head = parse((ROOT / "templates/layouts/base.html").read_text())
    config = json.loads(head.select_one("meta[name=htmx-config]")["content"])
    assert 1_000 < config["timeout"] < 30_000  # milliseconds; a worker that needs longer is ended
