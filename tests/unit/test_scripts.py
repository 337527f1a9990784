"""The scripts of the pages import downwards, as the modules of the program do."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "static" / "js"
IMPORT = re.compile(
    r"""^(?:import|export)\b[^"']*?\bfrom ["'](\.[^"']+)["']|^import ["'](\.[^"']+)["']""", re.MULTILINE
)

TABLET = SCRIPTS / "kiosk"
TIMER = re.compile(r"\bset(?:Timeout|Interval)\(")
OF_THE_TABLET = {  # whose timers and waits belong to no guest: the wire, the pulse, the outbox, the worker
    *("health.js", "idle.js", "pairing.js", "post.js", "quiet.js", "states.js", "sw.js"),
    *("camera/camera.js", "outbox/readiness.js", "outbox/outbox.js", "outbox/closed.js"),
}
ASKS = re.compile(r"await (?:post|send|deliver|import)\(")
CARRIERS = {"delivery.js", "post.js", "outbox/aside.js", "outbox/drain.js", "outbox/pool.js"}  # never on the glass


def imports() -> dict[str, set[str]]:
    """Script -> the scripts it imports, by their paths below `static/js`."""
    found = {}
    for path in sorted(SCRIPTS.rglob("*.js")):
        named = [first or second for first, second in IMPORT.findall(path.read_text())]
        mine = {(path.parent / name).resolve() for name in named}
        found[str(path.relative_to(SCRIPTS))] = {
            str(one.relative_to(SCRIPTS)) for one in mine if one.is_relative_to(SCRIPTS)
        }
    return found


def test_no_script_imports_one_that_imports_it():
    assert len(list(TopologicalSorter(imports()).static_order())) > 30


def test_what_one_guest_began_never_ends_before_another():
    """Timers go through `after` and answers through `whileHere` (states.js): both end with the guest."""
    scripts = {str(path.relative_to(TABLET)): path.read_text() for path in sorted(TABLET.rglob("*.js"))}
    assert {name for name, text in scripts.items() if TIMER.search(text)} <= OF_THE_TABLET
    assert {name for name, text in scripts.items() if ASKS.search(text)} == CARRIERS
