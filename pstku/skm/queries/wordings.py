"""Question sets as an office may ask them: SKM as it is shipped, the others in the text somebody entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from pstku.accounts.models import Person
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.skm.models import SkmRound, SkmWording
from pstku.skm.rules.sets import EXAMPLES, SETS, SKM, QuestionSet, worded


@dataclass(frozen=True, slots=True)
class Act:
    """Who did something to a text, and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that was entered: the set in its words, and who entered it, switched it on and off."""

    id: int
    questions: QuestionSet
    entered: Act
    on: Act | None
    off: Act | None

    @property
    def is_on(self) -> bool:
        return self.on is not None and self.off is None


def example(key: str) -> QuestionSet:
    """A set that is shipped without sentences; raises NotFound."""
    if key not in EXAMPLES:
        raise NotFound(N_("Kuesioner ini tidak ada."))
    return EXAMPLES[key]


def get_wording(office_id: int, wording_id: int) -> SkmWording:
    """A text of the office; raises NotFound."""
    row = session().get(SkmWording, wording_id)
    if row is None or row.office_id != office_id:
        raise NotFound(N_("Teks kuesioner ini tidak ditemukan."))
    return row


def wordings_of(office_id: int, key: str | None = None) -> Sequence[Wording]:
    """The texts that were entered, of one set or of all, the newest first."""
    mine = [SkmWording.office_id == office_id] + ([SkmWording.question_set == key] if key else [])
    rows = session().scalars(select(SkmWording).where(*mine).order_by(SkmWording.id.desc())).all()
    people = {each for row in rows for each in (row.entered_by_id, row.on_by_id, row.off_by_id) if each}
    found = session().execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    names = {person_id: name for person_id, name in found}  # noqa: C416  (rows, not pairs, for the type checker)
    return [_read(row, names) for row in rows]


def askable(office_id: int) -> Mapping[str, QuestionSet]:
    """What a round may ask today: SKM, and the sets whose text is switched on."""
    on = {one.questions.key: one.questions for one in wordings_of(office_id) if one.is_on}
    return {SKM.key: SKM} | {key: on[key] for key in EXAMPLES if key in on}


def wording_on(office_id: int, key: str) -> SkmWording | None:
    """The text of a set that is switched on."""
    mine = (SkmWording.office_id == office_id, SkmWording.question_set == key)
    return session().scalar(select(SkmWording).where(*mine, SkmWording.on_at.is_not(None), SkmWording.off_at.is_(None)))


def set_of(row: SkmRound) -> QuestionSet:
    """What is asked in the round, in the words it was opened with."""
    wording = session().get(SkmWording, row.wording_id) if row.wording_id else None
    return _worded(wording) if wording else SETS[row.question_set]


def _worded(row: SkmWording) -> QuestionSet:
    ends = (row.lowest_words, row.highest_words)
    return worded(SETS[row.question_set], row.sentences, ends, row.source)


def _read(row: SkmWording, names: Mapping[int, str]) -> Wording:
    def act(person_id: int | None, at: datetime | None) -> Act | None:
        return Act(names[person_id], at) if person_id and at else None

    entered = Act(names[row.entered_by_id], row.entered_at)
    acts = {"on": act(row.on_by_id, row.on_at), "off": act(row.off_by_id, row.off_at)}
    return Wording(id=row.id, questions=_worded(row), entered=entered, **acts)
