"""Which tests meet which database.

What is written, locked, counted, sorted and searched is tested on both engines: `tests/operations`, `tests/model` and
everything else that asks for a database. A page (`tests/views`) asks operations and queries that are tested there
already, so its tests meet SQLite. Those in which the server gets a statement that no other test sends it, and those of
races, limits, counts, order and searching, carry `@pytest.mark.both_engines`. `--both` puts every test on both
(`make proof-engines`). What the others send is put to the server without running it (tests/meeting.py).
"""

from pathlib import Path

import pytest

PAGES = f"{Path(__file__).parent / 'views'}/"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--both", action="store_true", help="every test of a page on both databases")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A page's test without the mark stays on SQLite."""
    twins = [item for item in items if _meets_one(item) and _engine(item) == "postgresql"]
    if twins:
        config.hook.pytest_deselected(items=twins)
        items[:] = [item for item in items if not (_meets_one(item) and _engine(item) == "postgresql")]


def _meets_one(item: pytest.Item) -> bool:
    """Whether this is a page's test that neither says itself which engine it is about nor has the mark."""
    if item.config.option.both or not str(item.path).startswith(PAGES) or item.get_closest_marker("both_engines"):
        return False
    return not any("engine" in str(mark.args[0]) for mark in item.iter_markers("parametrize"))


def _engine(item: pytest.Item) -> str | None:
    return item.callspec.params.get("engine") if hasattr(item, "callspec") else None
