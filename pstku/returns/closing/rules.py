"""What is kept of a closed month, and how two states of it differ. Pure.

The content is plain names and numbers: tables, values, the words that defined them, and what later came to light of months
closed before (`carried`). Its hash says whether it is still the same.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pstku.returns.monthly.tables import Meaning, Report, Section, Value

Values = Mapping[tuple[str, str], Value]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that is no longer what was reported."""

    group: str
    name: str  # of the group, as it was called
    measure: str
    called: str  # what the measure was called
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Carried:
    """Susulan: what a closed month's figures became after it was closed."""

    month: date
    changes: tuple[Change, ...]


def changes_between(before: Values, after: Report, names: Mapping[str, str]) -> tuple[Change, ...]:
    """Every figure that differs; a group that one side does not know has no figure there. `names`: of groups before."""
    known = {**names, **after.names}
    keys = dict.fromkeys([*after.values, *before])
    return tuple(
        Change(
            group,
            known.get(group, group),
            measure,
            after.meanings[measure].name if measure in after.meanings else measure,
            before.get((group, measure)),
            after.values.get((group, measure)),
        )
        for group, measure in keys
        if (before.get((group, measure)) or 0) != (after.values.get((group, measure)) or 0)
    )


def content_of(
    office: str,
    month: date,
    revision: int,
    report: Report,
    *,
    grounds: Mapping[str, Any],
    carried: Iterable[Carried] = (),
    differences: Iterable[Change] = (),
) -> dict[str, Any]:
    """What is kept, as JSON knows it; `grounds`: the rules it was counted by."""
    return {
        "office": office,
        "month": month.isoformat(),
        "revision": revision,
        "sections": [[one.title, [list(pair) for pair in one.groups], list(one.measures)] for one in report.sections],
        "values": [[group, measure, value] for (group, measure), value in report.values.items()],
        "meanings": {key: list(meaning) for key, meaning in report.meanings.items()},
        "grounds": dict(grounds),
        "carried": [[one.month.isoformat(), [_plain(change) for change in one.changes]] for one in carried],
        "differences": [_plain(change) for change in differences],
    }


def _plain(change: Change) -> list[Any]:
    return [change.group, change.name, change.measure, change.called, change.before, change.after]


def hash_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of the content, written in one way only."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def report_in(content: Mapping[str, Any]) -> Report:
    """The tables as they were kept."""
    sections = tuple(
        Section(title, tuple((key, name) for key, name in groups), tuple(measures))
        for title, groups, measures in content["sections"]
    )
    values = {(group, measure): value for group, measure, value in content["values"]}
    return Report(sections, values, {key: Meaning(*told) for key, told in content["meanings"].items()})


def carried_in(content: Mapping[str, Any]) -> list[Carried]:
    """What this closing told of months closed before."""
    return [
        Carried(date.fromisoformat(month), tuple(Change(*told) for told in changes))
        for month, changes in content["carried"]
    ]


def grounds_in(contents: Iterable[Mapping[str, Any]], month: date) -> Mapping[str, Any]:
    """The rules by which a month was counted last; empty where none were kept."""
    found: Mapping[str, Any] = {}
    for content in contents:
        if content["month"] == month.isoformat():
            found = content.get("grounds", {})
    return found


def differences_in(content: Mapping[str, Any]) -> list[Change]:
    """What a revision changed."""
    return [Change(*told) for told in content["differences"]]


def reported(
    contents: Iterable[Mapping[str, Any]], month: date
) -> tuple[dict[tuple[str, str], Value], dict[str, str]] | None:
    """The figures of a month as they have been reported so far, and the names of their groups; None before it is closed.

    `contents`: of all closings of the office in the order in which they were made. Its own last one counts, and what
    later closings of other months carried.
    """
    found: tuple[dict[tuple[str, str], Value], dict[str, str]] | None = None
    for content in contents:
        if content["month"] == month.isoformat():
            report = report_in(content)
            found = dict(report.values), report.names
        elif found is not None:
            for one in carried_in(content):
                if one.month == month:
                    found[0].update({(each.group, each.measure): each.after for each in one.changes})
                    found[1].update({each.group: each.name for each in one.changes})
    return found
