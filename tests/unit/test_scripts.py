"""The scripts of the pages import downwards, as the modules of the program do."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "static" / "js"
IMPORT = re.compile(
    r"""^(?:import|export)\b[^"']*?\bfrom ["'](\.[^"']+)["']|^import ["'](\.[^"']+)["']""", re.MULTILINE
)


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
