"""Named attackers with the whole database and its key try to find out which guest gave which answer of the survey.

Two guests a day, of one service, answer through links of their own; every tenth night runs. Whoever guesses is right once a
day, so with G days more than G + 2,33·√G hits would be knowledge. The attacker knows every visit, its time and its mark.
"""

import itertools
import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from math import sqrt
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import inspect, select, text

from pstku.core import clock, shuffling
from pstku.core.db import db, session
from pstku.ratings.operations.shuffling import wipe_storage
from pstku.skm.models import SkmAnswer, SkmUsedLink
from pstku.skm.operations import keeping
from pstku.skm.operations.answering import answer_by_link
from pstku.skm.operations.rounds import open_round
from pstku.skm.operations.shuffling import shuffle_answers
from pstku.skm.rules.answers import Filled
from pstku.skm.rules.sets import SKM
from tests.surveys import link_of, served

DAYS, NIGHT = 30, 10
Z = 2.33
FIRST = date(2001, 1, 1)


class Survey:
    """What the test alone knows, the writer of each answer, and what the attacker knows: visits by day and their marks."""

    def __init__(self) -> None:
        self.writer: dict[int, UUID] = {}
        self.visits: dict[date, list[UUID]] = defaultdict(list)
        self.visit_of: dict[str, UUID] = {}

    def hits(self, guesses: dict[UUID, int]) -> int:
        return sum(self.writer[answer] == visit for visit, answer in guesses.items())


def filled(number: int) -> Filled:
    """Nine answers nobody else gives: the number to the base four."""
    return Filled({key: number // 4**place % 4 + 1 for place, key in enumerate(SKM.keys)})


def number_of(answer: SkmAnswer) -> int:
    return sum((answer.answers[key] - 1) * 4**place for place, key in enumerate(SKM.keys))


def live_through(cast, *, nights: bool) -> Survey:
    """Two guests a day, each answering after their visit."""
    survey, numbers = Survey(), itertools.count(1)
    with clock.at(datetime(2001, 1, 1, 1, tzinfo=UTC)):
        open_round(cast.admin, "year", 2001, 1, population=100)
    for step in range(DAYS):
        day = FIRST + timedelta(days=step)
        with clock.at(datetime(day.year, day.month, day.day, 4, tzinfo=UTC)):
            visits = [served(cast, day=day, number=number) for number in (1, 2)]
            for visit in visits:
                link, number = link_of(cast, visit), next(numbers) * 3001 % 4**9
                survey.visits[day].append(visit.id)
                survey.visit_of[link.mark], survey.writer[number] = visit.id, visit.id
                answer_by_link(cast.office_id, link, filled(number))
        if nights and step % NIGHT == NIGHT - 1:
            shuffle_answers()
    if nights:
        wipe_storage()
    return survey


@pytest.fixture
def seeded(monkeypatch):
    chance = Random("survey")
    monkeypatch.setattr(shuffling, "SystemRandom", lambda: chance)
    monkeypatch.setattr(keeping, "uuid4", lambda: UUID(int=chance.getrandbits(128), version=4))


def on_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def rows_in_order(model) -> list:
    session().rollback()
    return list(session().scalars(select(model).order_by(text("ctid" if on_postgresql() else "rowid"))))


def hidden(table: str, key: str, column: str) -> dict[str, tuple[int, ...]]:
    """A hidden column of PostgreSQL by the key of its row."""
    found = session().execute(text(f"SELECT {key}::text AS key, {column}::text AS told FROM {table}"))
    return {row.key: tuple(int(number) for number in re.findall(r"\d+", row.told)) for row in found}


def in_file(keys: list[str]) -> list[str]:
    """Keys by the place of their text in the file: how cells lie in its pages, freed ones too."""
    blob = Path(db.engine.url.database).read_bytes()
    return sorted(keys, key=lambda key: blob.find(key.encode()))


def by_day(survey: Survey, answers: list[SkmAnswer]) -> dict[UUID, int]:
    """The answers of a day, in this order, given to its visits in the order in which they came."""
    guesses: dict[UUID, int] = {}
    for day, visits in survey.visits.items():
        mine = [number_of(answer) for answer in answers if answer.day == day]
        guesses |= dict(zip(visits, mine, strict=True))
    return guesses


def by_links(survey: Survey, answers: list[SkmAnswer], marks: list[str]) -> dict[UUID, int]:
    """The answers of a day, in this order, given to its visits in the order of their used links."""
    ordered = [survey.visit_of[mark] for mark in marks]
    guesses: dict[UUID, int] = {}
    for day, visits in survey.visits.items():
        mine = [number_of(answer) for answer in answers if answer.day == day]
        guesses |= dict(zip(sorted(visits, key=ordered.index), mine, strict=True))
    return guesses


def attacks(survey: Survey) -> dict[str, int]:
    """Attacker -> how many answers they give to the right guest."""
    answers, links = rows_in_order(SkmAnswer), rows_in_order(SkmUsedLink)
    marks = [link.mark for link in links]
    ids = sorted(answers, key=lambda answer: answer.id)
    guesses = {
        "row order": by_day(survey, answers),
        "row order, backwards": by_day(survey, answers[::-1]),
        "ids": by_day(survey, ids),
        "links in row order": by_links(survey, answers, marks),
        "links by mark, answers by id": by_links(survey, ids, sorted(marks)),
    }
    if on_postgresql():
        xmin = hidden("skm_answers", "id", "xmin")
        guesses["xmin"] = by_day(survey, sorted(answers, key=lambda answer: xmin[str(answer.id)]))
        links_xmin = hidden("skm_used_links", "mark", "xmin")
        guesses["xmin of both"] = by_links(
            survey,
            sorted(answers, key=lambda answer: xmin[str(answer.id)]),
            sorted(marks, key=lambda mark: links_xmin[mark]),
        )
    else:
        keyed = {answer.id.hex: answer for answer in answers}
        cells = [keyed[key] for key in in_file(list(keyed))]
        guesses["cells in pages"] = by_day(survey, cells)
        guesses["cells of both"] = by_links(survey, cells, in_file(marks))
    return {name: survey.hits(found) for name, found in guesses.items()}


def test_no_attacker_does_better_than_chance(cast, seeded):
    survey = live_through(cast, nights=True)
    most = DAYS + Z * sqrt(DAYS)
    found = attacks(survey)
    assert {name: hits for name, hits in found.items() if hits > most} == {}, found
    # What is freed holds no older order: of every answer one copy is left, in a transaction no visit shares.
    if on_postgresql():
        own = [str(one[0]) for one in hidden("skm_answers", "id", "xmin").values()]
        for name in set(inspect(db.engine).get_table_names()) - {"skm_answers"}:
            shared = session().scalar(text(f"SELECT count(*) FROM {name} WHERE xmin::text = ANY(:own)"), {"own": own})
            assert shared == 0, name
    else:
        file = Path(db.engine.url.database)
        stored = b"".join(part.read_bytes() for part in (file, file.with_name(f"{file.name}-wal")) if part.exists())
        copies = [stored.count(answer.id.hex.encode()) for answer in rows_in_order(SkmAnswer)]
        assert min(copies) >= 1 and max(copies) <= 2, "the row and its place in the index"


def test_without_the_nights_the_order_of_rows_would_give_everybody_away(cast, seeded):
    """The twin: it shows that the attackers can do it, and that the nights are needed."""
    found = attacks(live_through(cast, nights=False))
    assert found["row order"] == found["links in row order"] == 2 * DAYS
