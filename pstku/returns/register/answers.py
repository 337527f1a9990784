"""Survey answers as rows of a file: only what nobody can be found by, and no more than the index already counts.

Answers of a closed round leave in the group that has an index, as many as it counts, chosen by a keyed hash: with all of them the
last few could be read from the difference. No day, tablet or number stands there. What respondents said of themselves is kept as
far as at least five rows say the same, from the service on; the rest is told together (`skm.rules.showing.merged`).
"""

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.core.keys import keys
from pstku.offices.queries import Configuration
from pstku.printing.sheet import Sheet
from pstku.returns.columns.known import ABOUT, Head, columns_of
from pstku.returns.unsur import BY_THEMSELVES, Line, lines_of
from pstku.skm.models import SkmAnswer
from pstku.skm.queries.pages import steps_of
from pstku.skm.queries.retention import oldest_kept
from pstku.skm.rules.rounds import Way
from pstku.skm.rules.sets import SKM
from pstku.skm.rules.showing import MERGED, merged

SERVICE, TOLD_TOGETHER = "service", "Tidak dirinci"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer as it may leave."""

    round_name: str
    group: str
    service: str
    about: Mapping[str, str]
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Coded:
    """An answer with its codes: the service and what the respondent said, by kind; empty for nothing."""

    codes: Mapping[str, str]
    values: Mapping[str, int]


def survey_sheet(office: Configuration, first: date, last: date, name: str, heads: Sequence[Head]) -> Sheet:
    """The answers of closed rounds that began in these days, in the same columns as the visits."""
    known = columns_of(office)
    columns = [known.get(head.key) for head in heads]
    reads = [column.of_answer if column and column.of_answer else lambda _answer: None for column in columns]
    rows = ([read(answer) for read in reads] for answer in survey_rows(office, first, last))
    return Sheet(name, [head.title for head in heads], rows)


def survey_rows(office: Configuration, first: date, last: date) -> list[AnswerRow]:
    """These answers, round by round: of SKM alone, whose columns these are, and as long as answers are kept one by one."""
    found, oldest = [], oldest_kept(office.id, clock.now())
    for step in steps_of(office.id, question_set=SKM.key):
        row = step.view.row
        if row.closed_at is not None and first <= row.starts_on <= last and row.ends_on >= oldest:
            for line in lines_of(step):
                found += _rows(office, line)
    return found


def _rows(office: Configuration, line: Line) -> list[AnswerRow]:
    if line.index is None:
        return []
    chosen = _answers(line)[: line.index.respondents]
    kept = coarse(chosen, (SERVICE, *(kind for kind, _name in ABOUT.values())))
    return [
        AnswerRow(
            line.view.name,
            line.group,
            TOLD_TOGETHER if one.codes[SERVICE] in ("", MERGED) else office.service(int(one.codes[SERVICE])).name,
            {key: _label(office, kind, one.codes[kind]) for key, (kind, _name) in ABOUT.items()},
            one.values,
        )
        for one in kept
    ]


def _label(office: Configuration, kind: str, code: str) -> str:
    return TOLD_TOGETHER if code == MERGED else office.label(kind, code)


def _answers(line: Line) -> list[Coded]:
    """All of the group in an order nobody chose, the same every time; a service only where it has an index of its own."""
    is_paper = line.group != BY_THEMSELVES
    about = [kind for kind, _name in ABOUT.values()]
    columns = (
        SkmAnswer.id,
        SkmAnswer.service_type_id,
        SkmAnswer.answers,
        *(getattr(SkmAnswer, kind) for kind in about),
    )
    mine = (SkmAnswer.round_id == line.view.row.id, (SkmAnswer.way == Way.PAPER) == is_paper)
    rows = sorted(session().execute(select(*columns).where(*mine)), key=lambda row: _by_chance(row.id.bytes))
    shown = () if is_paper else line.view.services
    return [
        Coded(
            {SERVICE: str(service) if service in shown else ""}
            | {k: code or "" for k, code in zip(about, said, strict=True)},
            values,
        )
        for _id, service, values, *said in rows
    ]


def _by_chance(key: bytes) -> bytes:
    return hmac.digest(keys().tokens, b"survey-file\0" + key, hashlib.sha256)


def coarse(rows: Sequence[Coded], kinds: Sequence[str]) -> list[Coded]:
    """The same answers, each code kept only where at least five rows agree in it and in every kind before it."""
    if not kinds:
        return list(rows)
    kind, rest = kinds[0], kinds[1:]
    kept = merged(Counter(row.codes[kind] for row in rows))
    groups: dict[str, list[Coded]] = defaultdict(list)
    for row in rows:
        code = row.codes[kind] if row.codes[kind] in kept else MERGED
        groups[code].append(replace(row, codes={**row.codes, kind: code}))
    return [one for code in sorted(groups) for one in coarse(groups[code], rest)]
