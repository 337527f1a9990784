"""Issuing a paper: a number of the office's series and frozen words; the same words again are a reprint."""

import json
from hashlib import sha256
from typing import Any

from sqlalchemy import update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, insert_into, run
from pstku.documents.models import Document, DocumentSeries
from pstku.documents.queries import newest, words_of
from pstku.documents.rules.kinds import NUMBERED, Kind
from pstku.documents.rules.numbering import number_by
from pstku.documents.rules.texts import CODES
from pstku.offices.queries import Configuration


def issue(
    actor: Actor, office: Configuration, kind: Kind, title: str, wording: dict[str, Any], period_id: int | None = None
) -> Document:
    """The paper with these words: the one that was issued with them before, or a new one with the next number.

    The words come as JSON and hold neither number nor day. Whoever may issue it was asked before.
    """
    frozen = json.loads(json.dumps(wording))  # a tuple comes back as a list: compared as it is kept
    with atomic() as s:
        now = clock.now()
        year = clock.local_day(now, office.tz).year
        _hold_series(office.id, kind, year)  # whoever issues the same meanwhile waits here
        before = newest(office.id, kind, period_id)
        if before is not None and before.wording == frozen:
            return before
        sequence = _next(office.id, kind, year) if kind in NUMBERED else None
        document = Document(
            office_id=office.id,
            kind=kind,
            period_id=period_id,
            edition=before.edition + 1 if before else 1,
            year=year,
            sequence=sequence,
            number=_number(office, kind, sequence, year) if sequence else None,
            title=title,
            wording=frozen,
            issued_at=now,
            issued_by_id=actor.person_id,
        )
        s.add(document)
        s.flush()
        record(actor.office_id, "issue_document", "document", document.id, actor_id=actor.person_id, kind=str(kind))
    return document


def keep_print(document: Document, content: bytes) -> None:
    """Keep the PDF of a paper that has none yet; what was printed before stays."""
    unprinted = (Document.id == document.id) & Document.sha256.is_(None)
    with atomic() as s:
        s.execute(
            update(Document)
            .where(unprinted)
            .values(content=content, sha256=sha256(content).hexdigest())
            .execution_options(synchronize_session=False)
        )
        s.refresh(document)


def _number(office: Configuration, kind: Kind, sequence: int, year: int) -> str:
    words = words_of(office)
    return number_by(
        words["pattern"],
        code=words[CODES[kind]],
        sequence=sequence,
        satker=words["satker"],
        archive=words["archive"],
        year=year,
    )


def _hold_series(office_id: int, kind: Kind, year: int) -> None:
    row = insert_into(DocumentSeries).values(office_id=office_id, kind=kind, year=year, last=0)
    run(row.on_conflict_do_update(index_elements=["office_id", "kind", "year"], set_={"last": DocumentSeries.last}))


def _next(office_id: int, kind: Kind, year: int) -> int:
    """The next number of a series that is held; it goes back with the act, so none is left out."""
    mine = (DocumentSeries.office_id == office_id) & (DocumentSeries.kind == kind) & (DocumentSeries.year == year)
    moved = update(DocumentSeries).where(mine).values(last=DocumentSeries.last + 1)
    return int(run(moved.returning(DocumentSeries.last)).scalar_one())
