"""What `make proof`, `make faults` and `make bench` run can at least be read; the suite itself runs little of it."""

from importlib import import_module
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
RUN_AS_PROGRAMS = {"__main__", "__init__"}
MODULES = [
    ".".join(("tests", *path.relative_to(TESTS).with_suffix("").parts))
    for folder in ("soak", "proof", "bench/growth")
    for path in sorted((TESTS / folder).rglob("*.py"))
    if path.stem not in RUN_AS_PROGRAMS
]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_of_the_long_proofs_can_be_imported(module):
    import_module(module)
