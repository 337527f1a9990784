"""Writes of the screens: asking, enrolment, revocation, what they say of themselves."""

import secrets
from uuid import UUID

from sqlalchemy import delete, select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.attempts import source_of, spend
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_
from pstku.core.tokens import CODE_ALPHABET, hash_token, random_token, uuid7
from pstku.devices.operations import LONGEST_NAME, PAIRING_LETTERS, PAIRING_LIFE, REQUESTS
from pstku.waitingroom.models import Display
from pstku.waitingroom.rules.displays import known_sound


def request_display(office_id: int, *, address: str) -> str:
    """A browser asks to become a screen; returns the token it keeps, which opens nothing until an admin approves.

    Raises TooManyTries after too many requests, those of tablets included.
    """
    spend("code", (REQUESTS, source_of(address)))
    token, now = random_token(), clock.now()
    with atomic() as s:
        s.execute(delete(Display).where(Display.enrolled_at.is_(None), Display.asked_at < now - PAIRING_LIFE))
        display = Display(
            id=uuid7(),
            office_id=office_id,
            token_hash=hash_token(token),
            code="".join(secrets.choice(CODE_ALPHABET) for _ in range(PAIRING_LETTERS)),
            asked_at=now,
        )
        s.add(display)
        record(office_id, "request_display", "display", display.id)
    return token


def enrol_display(actor: Actor, code: str, *, name: str) -> None:
    """An admin types the code that a screen shows; its browser shows the waiting room from that moment.

    Raises NotFound for a code that is unknown, old or used.
    """
    actor.need(Role.ADMIN)
    title = fitting("name", name, LONGEST_NAME)
    if len(title) < 2:
        raise InvalidInput("name", N_("Beri layar ini nama, misalnya Ruang tunggu."))
    typed = "".join(code.split()).replace("-", "").upper()
    with atomic() as s:
        mine = (Display.office_id == actor.office_id, Display.code == typed, Display.enrolled_at.is_(None))
        fresh = Display.asked_at > clock.now() - PAIRING_LIFE
        use = update(Display).where(*mine, fresh).values(enrolled_at=clock.now(), name=title, code=None)
        enrolled = s.scalar(use.returning(Display.id).execution_options(synchronize_session=False))
        if enrolled is None:
            raise NotFound(N_("Kode ini tidak dikenal atau sudah lewat sepuluh menit. Minta kode baru di layar itu."))
        record(actor.office_id, "enrol_display", "display", enrolled, actor_id=actor.person_id)


def revoke_display(actor: Actor, display_id: UUID) -> None:
    """The screen shows the waiting room no longer. Harmless to repeat."""
    actor.need(Role.ADMIN)
    with atomic() as s:
        display = s.scalar(select(Display).where(Display.id == display_id, Display.office_id == actor.office_id))
        if display is None:
            raise NotFound(N_("Layar ini tidak ditemukan."))
        if display.revoked_at is None:
            display.revoked_at = clock.now()
            record(actor.office_id, "revoke_display", "display", display.id, actor_id=actor.person_id)


def note_display(display_id: UUID, sound: str | None) -> None:
    """Record that the screen is alive, and how its voice is; nobody's act, so the trail says nothing."""
    told = {"sound": sound} if (sound := known_sound(sound)) else {}
    with atomic() as s:
        change = update(Display).where(Display.id == display_id).values(last_seen_at=clock.now(), **told)
        s.execute(change.execution_options(synchronize_session=False))
