"""What every answer goes through, whoever brings it: the round is open, all is answered, the codes are the office's."""

from collections.abc import Mapping
from datetime import date
from uuid import uuid4

from sqlalchemy import select

from pstku.core.db import session
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.skm.models import SkmAnswer, SkmRound
from pstku.skm.queries.rounds import NOT_FOUND
from pstku.skm.queries.wordings import set_of
from pstku.skm.rules.answers import ABOUT, Filled, unanswered
from pstku.skm.rules.rounds import Way

OVER = N_("Survei ini sudah ditutup. Terima kasih atas kesediaan Anda.")


def held_open(office_id: int, round_id: int) -> SkmRound:
    """The round, held open until this act ends; raises Conflict when it is closed, NotFound."""
    mine = (SkmRound.id == round_id, SkmRound.office_id == office_id)
    held = select(SkmRound).where(*mine).with_for_update(read=True)
    row = session().scalar(held.execution_options(populate_existing=True))
    if row is None:
        raise NotFound(NOT_FOUND)
    if row.closed_at is not None:
        raise Conflict(OVER)
    return row


def new_answer(
    office: Configuration,
    row: SkmRound,
    filled: Filled,
    *,
    day: date,
    way: Way,
    service_id: int,
    sheet: int | None = None,
) -> SkmAnswer:
    """A row for a form that is filled in; raises InvalidInput for the first question without an answer."""
    questions = set_of(row)
    missing = unanswered(questions, filled.values)
    if missing:
        raise InvalidInput(missing[0], N_("Pilih satu jawaban di sini."))
    if service_id not in {service.id for service in office.services}:
        raise InvalidInput("service", N_("Pilih layanannya."))
    return SkmAnswer(
        id=uuid4(),
        round_id=row.id,
        day=day,
        way=way,
        service_type_id=service_id,
        answers={key: filled.values[key] for key in questions.keys},
        sheet=sheet,
        **_about(office, filled.about),
    )


def _about(office: Configuration, about: Mapping[str, str]) -> dict[str, str | None]:
    """What respondents said of themselves, as codes the office has; anything else counts as not said."""
    known = {kind: {code for code, _ in office.choices(kind)} for kind in ABOUT}
    return {kind: about[kind] if about.get(kind) in known[kind] else None for kind in ABOUT}
