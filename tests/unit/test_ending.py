"""What waits for the end of a visit hears of it, however the visit ends."""

import re
from pathlib import Path

PSTKU = Path(__file__).parents[2] / "pstku"
ENDS = re.compile(r'"state": (DONE|CANCELLED|NO_SHOW)|_Step\(')
BORN_ENDED = {  # rows that nobody could have voted for before they were written
    "demo/visits.py",
    "paperbook/operations/entering.py",
}


def test_every_module_that_ends_visits_says_so():
    ending = {str(file.relative_to(PSTKU)): file.read_text() for file in PSTKU.rglob("*.py")}
    ending = {name: source for name, source in ending.items() if ENDS.search(source)}
    assert len(ending) > len(BORN_ENDED) and set(BORN_ENDED) <= set(ending)
    assert {name for name, source in ending.items() if "visit_ended(" not in source} == BORN_ENDED
