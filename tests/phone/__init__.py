"""The phone's scripts run without a browser, by the Node.js that comes with Playwright."""

import json
import subprocess
from typing import Any

from playwright._impl._driver import compute_driver_executable

from pstku.answers.indonesian import WORDS
from tests.people import ROOT

SCRIPT = ROOT / "tests" / "phone" / "ask.mjs"


def on_phone(task: str, **given: Any) -> Any:
    """What a task of ask.mjs gives back."""
    node = compute_driver_executable()[0]
    typed = json.dumps({"task": task, "indonesian": WORDS.read_text(encoding="ascii"), **given}, ensure_ascii=False)
    done = subprocess.run([node, SCRIPT], input=typed, capture_output=True, encoding="utf-8", check=False, timeout=120)
    if done.returncode:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)
