"""Whose QR is this? The reads behind every scanned or typed officer code, and behind the QR page."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from pstku.accounts.models import Person
from pstku.core.db import session
from pstku.core.text import clean_line
from pstku.core.tokens import CODE_ALPHABET, hash_token, is_current, rotating_ref, rotating_token, was_current
from pstku.core.vault import unseal
from pstku.officers.models import Badge, OfficerQr
from pstku.officers.operations.personal_qr import BADGE_CODE_LENGTH, REF_LENGTH

LONGEST_SCAN = 300
EXPIRED, REVOKED, STRANGE = "expired", "revoked", "strange"
ROTATING_LETTERS = 30  # reference, minute and MAC
_BADGE_CODE = re.compile(rf"[{CODE_ALPHABET}]{{{BADGE_CODE_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody a guest can be served by, as guests see them."""

    id: int
    office_id: int
    call_name: str
    salutation: str
    has_photo: bool

    @property
    def address(self) -> str:
        """Ibu Nurain"""
        return f"{self.salutation} {self.call_name}".strip()


@dataclass(frozen=True, slots=True)
class BadgeView:
    """The officer's badge as it is printed."""

    code: str  # 7Q2K-9MWC
    token: str
    issued_at: datetime


_OFFICER = (Person.id, Person.office_id, Person.call_name, Person.salutation, Person.has_photo)


def find_officer(text: str) -> Officer | None:
    """The active officer behind a whole address, a token or a badge code; None when unknown, expired or revoked."""
    scanned = token_in(text)
    return _find_by_screen(scanned) or _find_by_badge(scanned)


def why_unknown(text: str) -> str:
    """Why `find_officer` finds nobody: EXPIRED, REVOKED (also replaced, or the officer left), or STRANGE: never ours."""
    scanned = token_in(text)
    ref = rotating_ref(scanned, REF_LENGTH)
    screen = session().execute(select(OfficerQr.ref, OfficerQr.secret).where(OfficerQr.ref == ref)).first()
    if screen and was_current(scanned, screen.ref, bytes.fromhex(unseal(screen.secret))):
        return EXPIRED
    is_replaced = len(scanned) == ROTATING_LETTERS and screen is None and set(ref) <= set(CODE_ALPHABET)
    is_ended = session().scalar(select(Badge.id).where(_is_badge(scanned)).limit(1)) is not None
    return REVOKED if is_replaced or is_ended else STRANGE


def token_in(text: str) -> str:
    """What stands after `/n/` in a scanned address, or the text itself."""
    return clean_line(text, LONGEST_SCAN).rstrip("/").rpartition("/n/")[2].partition("?")[0]


def officer_view(office_id: int, person_id: int) -> Officer | None:
    """An officer of the office by id, also one who has left."""
    row = session().execute(select(*_OFFICER).where(Person.id == person_id, Person.office_id == office_id)).first()
    return Officer(*row) if row else None


def _find_by_screen(token: str) -> Officer | None:
    query = (
        select(OfficerQr.ref, OfficerQr.secret, *_OFFICER)
        .join(Person, Person.id == OfficerQr.person_id)
        .where(OfficerQr.ref == rotating_ref(token, REF_LENGTH), Person.is_active)
    )
    row = session().execute(query).first()
    if row is None or not is_current(token, row.ref, bytes.fromhex(unseal(row.secret))):
        return None
    return Officer(*row[2:])


def _find_by_badge(text: str) -> Officer | None:
    query = (
        select(*_OFFICER)
        .join(Badge, Badge.person_id == Person.id)
        .where(_is_badge(text), Badge.revoked_at.is_(None), Person.is_active)
    )
    row = session().execute(query).first()
    return Officer(*row) if row else None


def _is_badge(text: str) -> ColumnElement[bool]:
    typed = re.sub(r"[\s-]", "", text.upper())
    return Badge.code == typed if _BADGE_CODE.fullmatch(typed) else Badge.token_hash == hash_token(text)


def current_marks(person_id: int) -> set[str]:
    """What tells the officer's present QR and badge from those before, which a renewal or revocation ended."""
    refs = select(OfficerQr.ref).where(OfficerQr.person_id == person_id)
    codes = select(Badge.code).where(Badge.person_id == person_id, Badge.revoked_at.is_(None))
    return set(session().scalars(refs.union_all(codes)))


def scanned_mark(person_id: int, text: str) -> str:
    """Which of the officer's marks a scanned text carries; empty for neither."""
    ref = rotating_ref(token_in(text), REF_LENGTH)
    marks = current_marks(person_id)
    screen = session().scalar(select(OfficerQr.ref).where(OfficerQr.person_id == person_id))
    return ref if ref in marks else next(iter(marks - {screen}), "")


def screen_token(person_id: int) -> str | None:
    """This minute's token of an officer's QR, or None when none was made."""
    row = session().get(OfficerQr, person_id)
    return rotating_token(row.ref, bytes.fromhex(unseal(row.secret))) if row else None


def current_badge(person_id: int) -> BadgeView | None:
    """The officer's badge that is valid now."""
    query = select(Badge.code, Badge.token, Badge.issued_at).where(
        Badge.person_id == person_id, Badge.revoked_at.is_(None)
    )
    row = session().execute(query).first()
    return BadgeView(f"{row.code[:4]}-{row.code[4:]}", unseal(row.token), row.issued_at) if row else None
