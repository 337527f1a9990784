"""Recording a breach of personal data, telling whom the law wants told, and closing it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update

from pstku.audit.operations import record
from pstku.breaches.models import Breach
from pstku.breaches.queries import WHO, get_breach
from pstku.breaches.rules import Data, Outcome, Told
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_, without_contacts, words_text
from pstku.core.tokens import uuid7

LONGEST_LINE, LONGEST = 200, 2000
SHORTEST = 10
OLDEST = timedelta(days=366)
MOST_PEOPLE = 10_000_000
NOT_YET = N_("Waktu ini belum tiba. Periksa tanggal dan jamnya.")


@dataclass(frozen=True, slots=True)
class Facts:
    """What Pasal 46 wants told: which data, when and how it was disclosed, what is done about it."""

    known_at: datetime
    happened: str
    data: frozenset[str]
    people_count: int | None
    cause: str
    measures: str


def record_breach(actor: Actor, facts: Facts) -> UUID:
    """Record what became known; the clock of 72 hours runs from `facts.known_at`. Raises InvalidInput."""
    actor.need(*WHO)
    now = clock.now()
    values = _checked(facts, now)
    with atomic() as s:
        row = Breach(id=uuid7(), office_id=actor.office_id, recorded_at=now, recorded_by_id=actor.person_id, **values)
        s.add(row)
        s.flush()
        record(actor.office_id, "record_breach", "breach", row.id, actor_id=actor.person_id)
        return row.id


def correct_breach(actor: Actor, breach_id: UUID, facts: Facts) -> None:
    """Put right what is known by now; the trail names the fields. Raises InvalidInput, Conflict once it is closed."""
    actor.need(*WHO)
    values = _checked(facts, clock.now())
    with atomic():
        breach = _open(actor, breach_id)
        changed = sorted(name for name, value in values.items() if getattr(breach, name) != value)
        for told_at in (breach.authority_told_at, breach.persons_told_at):
            if told_at is not None and told_at < facts.known_at:
                raise InvalidInput("known_on", N_("Pemberitahuannya tercatat lebih awal dari ini. Periksa waktunya."))
        if changed:
            _write(breach_id, **values)
            record(
                actor.office_id,
                "correct_breach",
                "breach",
                breach_id,
                actor_id=actor.person_id,
                fields=" ".join(changed),
            )


def note_notice(actor: Actor, breach_id: UUID, whom: Told, *, told_at: datetime, how: str) -> None:
    """Note that the authority or the people were told: when, and by which letter or way.

    Raises InvalidInput, Conflict once the breach is closed.
    """
    actor.need(*WHO)
    how = _words("how", how, LONGEST)
    if told_at > clock.now():
        raise InvalidInput("told_on", NOT_YET)
    with atomic():
        breach = _open(actor, breach_id)
        if told_at < breach.known_at:
            raise InvalidInput("told_on", N_("Kebocoran ini baru diketahui sesudah itu. Periksa tanggal dan jamnya."))
        _write(breach_id, **{f"{whom}_told_at": told_at, f"{whom}_told_how": how})
        record(actor.office_id, "note_breach_notice", "breach", breach_id, actor_id=actor.person_id, whom=str(whom))


def close_breach(actor: Actor, breach_id: UUID, *, outcome: str, lesson: str) -> None:
    """Close a breach; one that was handled only after both notices, one that was none with the reason.

    Raises InvalidInput, Conflict when it is closed already.
    """
    actor.need(*WHO)
    lesson = _words("lesson", lesson, LONGEST)
    if outcome not in tuple(Outcome):
        raise InvalidInput("outcome", N_("Pilih salah satu."))
    with atomic():
        breach = _open(actor, breach_id)
        is_told = breach.authority_told_at is not None and breach.persons_told_at is not None
        if outcome == Outcome.HANDLED and not is_told:
            raise InvalidInput(
                "outcome", N_("Catat dahulu kedua pemberitahuan: kepada lembaga dan kepada orang yang datanya bocor.")
            )
        _write(breach_id, closed_at=clock.now(), closed_by_id=actor.person_id, outcome=outcome, lesson=lesson)
        record(actor.office_id, "close_breach", "breach", breach_id, actor_id=actor.person_id, outcome=outcome)


def _checked(facts: Facts, now: datetime) -> dict[str, Any]:
    if facts.known_at > now:
        raise InvalidInput("known_on", NOT_YET)
    if facts.known_at < now - OLDEST:
        raise InvalidInput("known_on", N_("Lebih dari setahun yang lalu. Periksa tanggalnya."))
    if not facts.data or not facts.data <= set(Data):
        raise InvalidInput("data", N_("Pilih paling sedikit satu jenis data."))
    if facts.people_count is not None and not 0 <= facts.people_count <= MOST_PEOPLE:
        raise InvalidInput("people_count", N_("Ketik jumlah orangnya, atau kosongkan bila belum diketahui."))
    happened = without_contacts(fitting("happened", facts.happened, LONGEST_LINE))
    if not happened:
        raise InvalidInput("happened", N_("Tulis kapan terjadi, atau “belum diketahui”."))
    return {
        "known_at": facts.known_at,
        "happened": happened,
        "data": " ".join(kind for kind in Data if kind in facts.data),
        "people_count": facts.people_count,
        "cause": _words("cause", facts.cause, LONGEST),
        "measures": _words("measures", facts.measures, LONGEST),
    }


def _words(field: str, text: str, longest: int) -> str:
    words = without_contacts(fitting(field, text, longest, words_text))
    if len(words) < SHORTEST:
        raise InvalidInput(field, N_("Tulis minimal satu kalimat."))
    return words


def _open(actor: Actor, breach_id: UUID) -> Breach:
    breach = get_breach(actor, breach_id)
    session().refresh(breach, with_for_update=True)
    if breach.closed_at is not None:
        raise Conflict(N_("Catatan ini sudah ditutup. Muat ulang halaman untuk membacanya."))
    return breach


def _write(breach_id: UUID, **values: Any) -> None:
    session().execute(update(Breach).where(Breach.id == breach_id).values(values))
