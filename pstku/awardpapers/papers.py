"""The papers of an award, as they would be now and as they were issued: one set of words for PDF and Word paper."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pstku.awardpapers.candidates import candidates_values
from pstku.awardpapers.minutes import changed_at, days_of, heads_of, minutes_values, title_of
from pstku.awardpapers.picture import flow_pictures
from pstku.awardpapers.sop import sop_values
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.errors import Conflict, NotAllowed
from pstku.core.text import N_
from pstku.documents.models import Document
from pstku.documents.operations.issuing import issue, keep_print
from pstku.documents.queries import Words, newest, words_of
from pstku.documents.rules.kinds import ABOUT_CANDIDATES, NAMES, Kind
from pstku.offices.queries import Configuration
from pstku.printing.docx import fill_docx
from pstku.printing.pdf import compile_pdf
from pstku.rewards.models import AwardPeriod
from pstku.rewards.operations.periods import candidate_ids
from pstku.rewards.queries import decision_of
from pstku.rewards.rules import State
from pstku.rewards.rules.states import Verdict

WRITTEN = (Kind.SOP, Kind.CANDIDATES, Kind.MINUTES, Kind.ANNEX)  # a certificate is issued with the award itself
OF_A_PERIOD = (Kind.CANDIDATES, Kind.MINUTES, Kind.ANNEX)


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as it would be issued now: its title for the register, its words, and when they last changed."""

    kind: Kind
    title: str
    wording: dict[str, Any]
    made_at: datetime


def draft_of(
    office: Configuration, kind: Kind, period: AwardPeriod | None, reader: Actor, words: Words | None = None
) -> Draft:
    """The paper as `reader` may see it now; raises Conflict where there is nothing to write yet.

    `words`: those of the office unless others are to be looked at first.
    """
    words = words or words_of(office)
    if kind == Kind.SOP:
        return _draft(kind, f"SOP {words['sop_name']}", sop_values(office, words), clock.now())
    if period is None or period.evidence is None:
        raise Conflict(N_("Naskah ini tersedia setelah triwulan ditutup."))
    make = {Kind.CANDIDATES: _candidates, Kind.MINUTES: _minutes, Kind.ANNEX: _annex}[kind]
    wording = make(office, period, reader, words)
    return _draft(kind, f"{NAMES[kind]} {title_of(period)}", wording, changed_at(period))


def _draft(kind: Kind, title: str, wording: dict[str, Any], made_at: datetime) -> Draft:
    """With the words as the register keeps them, so that both can be compared."""
    return Draft(kind, title, json.loads(json.dumps(wording)), made_at)


def draft_pdf(draft: Draft) -> bytes:
    """The PDF of a draft, with dots where number and day will stand."""
    return compile_pdf(draft.kind, _printed(draft.wording, "", ""), draft.made_at)


def draft_docx(draft: Draft) -> bytes:
    """The same for a word processor."""
    return _docx(draft.kind, _printed(draft.wording, "", ""), draft.made_at)


def issue_paper(actor: Actor, office: Configuration, kind: Kind, period: AwardPeriod | None) -> Document:
    """The issued paper: a reprint while its words are the same, else a new one with the next number.

    Raises NotAllowed for a candidate, and Conflict before the step that the paper is about.
    """
    actor.need(Role.ADMIN)
    if kind not in WRITTEN:
        raise Conflict(N_("Piagam terbit sendiri saat nomor SK dicatat."))
    if period is not None:
        if actor.person_id in candidate_ids(period):
            raise NotAllowed(N_("Anda termasuk yang dinilai pada masa ini. Minta rekan lain menerbitkannya."))
        need_ready(kind, period)
    draft = draft_of(office, kind, period, actor)
    document = issue(actor, office, kind, draft.title, draft.wording, period.id if period else None)
    if document.sha256 is None:
        keep_print(document, compile_pdf(kind, _issued(office, document), document.issued_at))
    return document


def issued_pdf(office: Configuration, document: Document) -> bytes:
    """The PDF as it was issued: the same bytes each time."""
    return document.content or compile_pdf(document.kind, _issued(office, document), document.issued_at)


def issued_docx(office: Configuration, document: Document) -> bytes:
    """The words that were issued, for a word processor."""
    return _docx(Kind(document.kind), _issued(office, document), document.issued_at)


def need_reader(document: Document, period: AwardPeriod | None, reader: Actor) -> None:
    """Raise NotAllowed for a paper that tells of the reader's own votes."""
    if period is not None and document.kind in ABOUT_CANDIDATES and reader.person_id in candidate_ids(period):
        raise NotAllowed(N_("Anda termasuk yang dinilai pada masa ini, jadi naskah ini dibuka rekan lain."))


def need_ready(kind: Kind, period: AwardPeriod) -> None:
    """Raise Conflict before the step that the paper is about; its draft can be read earlier."""
    if kind == Kind.MINUTES and decision_of(period.id) is None:
        raise Conflict(N_("Berita acara diterbitkan setelah penetap memutuskan."))
    if kind == Kind.ANNEX and period.state != State.ESTABLISHED:
        raise Conflict(N_("Lampiran SK diterbitkan setelah nomor SK dicatat. Konsepnya sudah dapat diunduh."))


def _candidates(office: Configuration, period: AwardPeriod, reader: Actor, words: Words) -> dict[str, Any]:
    return candidates_values(office, period, reader, words) | _signer(words)


def _minutes(office: Configuration, period: AwardPeriod, reader: Actor, words: Words) -> dict[str, Any]:
    assert period.evidence is not None
    return minutes_values(office, period, period.evidence, reader, words)


def _annex(office: Configuration, period: AwardPeriod, reader: Actor, words: Words) -> dict[str, Any]:
    decision = decision_of(period.id)
    winner = period.evidence.find(decision.winner_id) if decision and period.evidence else None
    if decision is None or decision.verdict != Verdict.AWARDED or winner is None:
        raise Conflict(N_("Lampiran SK tersedia setelah seorang penerima diputuskan."))
    minutes = newest(office.id, Kind.MINUTES, period.id)
    return _signer(words) | {
        "lines": heads_of(words),
        "title": title_of(period),
        "heading": words["annex_title"],
        "about": words["annex_about"],
        "sk_number": period.sk_number,
        "sk_day": clock.long_date(period.sk_on) if period.sk_on else "",
        "rows": [["1", winner.name, title_of(period), days_of(period)]],
        "minutes_number": (minutes.number or "") if minutes else "",
        "place": office.city,
        "is_demo": period.is_demo,
    }


def _signer(words: Words) -> dict[str, str]:
    return {"signer_title": words["signer_title"], "signer": words["signer"]}


def _printed(wording: Mapping[str, Any], number: str, day: str) -> dict[str, Any]:
    return dict(wording) | {"number": number, "day": day}


def _issued(office: Configuration, document: Document) -> dict[str, Any]:
    day = clock.long_date(clock.local_day(document.issued_at, office.tz))
    return _printed(document.wording, document.number or "", day)


def _docx(kind: Kind, values: dict[str, Any], made_at: datetime) -> bytes:
    pictures: Callable[[Any], Any] | None = (lambda paper: flow_pictures(paper, values)) if kind == Kind.SOP else None
    return fill_docx(kind, values, made_at, pictures)
