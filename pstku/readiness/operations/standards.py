"""Noting and correcting a version of the service standard."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_, without_contacts, words_line, words_text
from pstku.offices.queries import configuration
from pstku.readiness.models import StandardVersion
from pstku.readiness.queries import READERS, get_version, told_standards

NAME_LONGEST, LONGEST = 80, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionWords:
    """A version as it was typed."""

    name: str
    effective_on: date
    reviewed_on: date | None = None
    participants: str = ""
    media: str = ""
    pledged_on: date | None = None


def note_version(actor: Actor, typed: VersionWords) -> int:
    """Note a version, and beside it what guests are told of every service today; returns its id.

    Raises InvalidInput, also for a name that another version has.
    """
    actor.need(*READERS)
    office = configuration(actor.office_id)
    values = _checked(typed)
    with atomic() as s:
        row = StandardVersion(
            office_id=office.id,
            noted_at=clock.now(),
            noted_by_id=actor.person_id,
            services=told_standards(office),
            **values,
        )
        s.add(row)
        s.flush()
        record(office.id, "note_standard", "standard_version", row.id, actor_id=actor.person_id)
    return row.id


def correct_version(actor: Actor, version_id: int, typed: VersionWords) -> None:
    """Put a version right; what guests were told when it was noted stays. Raises NotFound, InvalidInput."""
    actor.need(*READERS)
    values = _checked(typed)
    with atomic():
        row = get_version(actor.office_id, version_id)
        changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
        for name in changed:
            setattr(row, name, values[name])
        if changed:
            session().flush()
            record(
                actor.office_id,
                "correct_standard",
                "standard_version",
                row.id,
                actor_id=actor.person_id,
                fields=changed,
            )


def _checked(typed: VersionWords) -> dict[str, Any]:
    name = fitting("name", typed.name, NAME_LONGEST, words_line)
    if not name:
        raise InvalidInput("name", N_("Tulis nomor SK atau nama versinya."))
    if typed.reviewed_on and typed.reviewed_on > typed.effective_on:
        raise InvalidInput("reviewed_on", N_("Peninjauan berlangsung sebelum versi ini berlaku. Periksa tanggalnya."))
    return {
        "name": name,
        "effective_on": typed.effective_on,
        "reviewed_on": typed.reviewed_on,
        "participants": without_contacts(fitting("participants", typed.participants, LONGEST, words_text)),
        "media": fitting("media", typed.media, LONGEST, words_text),
        "pledged_on": typed.pledged_on,
    }
