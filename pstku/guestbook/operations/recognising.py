"""Pernah ke sini: recognising a returning guest without showing one guest to another."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select

from pstku.core import clock
from pstku.core.attempts import Limit, spend
from pstku.core.contact import masked_name, masked_phone, normal_phone
from pstku.core.db import session
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.core.tokens import sign, verify
from pstku.core.vault import blind_index, unseal
from pstku.guestbook.models import Consent, Guest, Visit
from pstku.guestbook.rules.codes import read_visit_code
from pstku.offices.queries import configuration

PURPOSE = "returning-guest"
TOKEN_LIFE = timedelta(minutes=15)
TOO_MANY = N_("Terlalu banyak percobaan. Tunggu satu menit, atau isi sebagai tamu baru.")


@dataclass(frozen=True, slots=True)
class KnownGuest:
    """Enough for somebody to know themselves; the token stands for them until the end of the form."""

    token: str
    name: str  # Budi S•••••
    phone: str  # ••••1234, or empty


def recognise_guest(office_id: int, typed: str, *, tried_by: str) -> KnownGuest | None:
    """The guest with this full phone number or valid visit code; None when there is none.

    A phone number finds only guests who agreed to be recognised by it.

    `tried_by` names the tablet. Raises TooManyTries("typed") after too many tries in a minute.
    """
    most = configuration(office_id).settings.lookup_per_minute
    spend("typed", (Limit("look_up_guest", most, 60, TOO_MANY), tried_by))
    guest = _by_code(office_id, typed) or _by_phone(office_id, typed)
    if guest is None or not guest.name:
        return None
    phone = unseal(guest.phone_sealed) if guest.phone_sealed else ""
    token = sign(PURPOSE, office_id.to_bytes(4, "big") + guest.id.bytes, clock.now() + TOKEN_LIFE)
    return KnownGuest(token, masked_name(guest.name), masked_phone(phone))


def read_guest_token(office_id: int, token: str, *, at: datetime) -> UUID | None:
    """The id of the guest in a token; None for an empty token. Raises InvalidInput when it is forged or was old `at` then."""
    if not token:
        return None
    payload = verify(PURPOSE, token, at=at)
    if payload is None or int.from_bytes(payload[:4], "big") != office_id:
        raise InvalidInput("name", N_("Pencarian tadi sudah terlalu lama. Ketik nama Anda, lalu simpan."))
    return UUID(bytes=payload[4:])


def is_guest_token_current(token: str) -> bool:
    """Does the token still stand for a guest today?"""
    return verify(PURPOSE, token) is not None


def _by_code(office_id: int, typed: str) -> Guest | None:
    code = read_visit_code(typed)
    if code is None:
        return None
    query = select(Guest).join(Visit, Visit.guest_id == Guest.id).where(Visit.office_id == office_id)
    return session().scalar(query.where(Visit.code == code))


def _by_phone(office_id: int, typed: str) -> Guest | None:
    try:
        phone = normal_phone(typed)
    except InvalidInput:
        return None  # a wrong number looks like an unknown one
    if not phone:
        return None
    agreed = exists().where(
        Consent.guest_id == Guest.id, Consent.purpose == "recognition", Consent.withdrawn_at.is_(None)
    )
    query = select(Guest).where(
        Guest.office_id == office_id, Guest.phone_index == blind_index(office_id, phone), agreed
    )
    return session().scalar(query.order_by(Guest.created_at.desc()).limit(1))
