"""Reads of people and sign-ins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import joinedload

from pstku.accounts.models import Passkey, Person, PersonRole, RecoveryCode, SecondFactor, SignIn
from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import UTCDateTime, session
from pstku.core.errors import NotFound
from pstku.core.statements import Prepared
from pstku.core.text import N_
from pstku.core.tokens import hash_token
from pstku.offices.models import Office

ROLE_LABELS = {
    Role.EMPLOYEE: N_("Pegawai"),
    Role.OFFICER: N_("Petugas PST"),
    Role.EDITOR: N_("Editor"),
    Role.ADMIN: N_("Admin"),
    Role.HEAD: N_("Kepala kantor"),
    Role.DECIDER: N_("Penetap"),
}


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who is signed in, as every page needs to know them."""

    id: int
    office_id: int
    username: str
    name: str
    call_name: str
    salutation: str
    has_photo: bool
    must_change_password: bool
    is_demo: bool
    role_codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class OpenSignIn:
    """The sign-in behind a request."""

    id: int
    last_seen_at: datetime
    confirmed_at: datetime
    own_phone: bool
    second_factor_due_at: datetime | None


_OF_SIGN_IN = tuple(getattr(SignIn, name) for name in OpenSignIn.__slots__)
_OF_PERSON = tuple(getattr(Person, name) for name in Colleague.__slots__ if name != "role_codes")
SIGN_IN = Prepared(
    select(*_OF_SIGN_IN, *_OF_PERSON, PersonRole.role)
    .select_from(SignIn)
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(PersonRole, PersonRole.person_id == Person.id)
    .where(SignIn.token_hash == bindparam("token"), SignIn.expires_at > bindparam("now", type_=UTCDateTime))
    .where(Person.is_active, SignIn.awaits_second_factor.is_(False))
)


def actor_of(person: Person | Colleague) -> Actor:
    """The person as the domains see somebody who acts."""
    return Actor(person.id, person.office_id, person.role_codes, person.call_name)


def find_sign_in(token: str) -> tuple[OpenSignIn, Colleague] | None:
    """A living sign-in that opens the rooms, and its active person, in one statement: every request begins with it."""
    rows = SIGN_IN.rows({"token": hash_token(token), "now": clock.now()})
    if not rows:
        return None
    first, at = rows[0], len(_OF_SIGN_IN)
    roles = frozenset(row[-1] for row in rows if row[-1])
    return OpenSignIn(*first[:at]), Colleague(*(*first[at:-1], roles))


def find_pending_sign_in(token: str) -> tuple[SignIn, Person] | None:
    """A sign-in that waits for the second factor, and its active person."""
    query = (
        select(SignIn, Person)
        .join(Person, Person.id == SignIn.person_id)
        .options(joinedload(Person.roles))
        .where(SignIn.token_hash == hash_token(token), SignIn.expires_at > clock.now(), Person.is_active)
        .where(SignIn.awaits_second_factor)
    )
    row = session().execute(query).unique().first()
    return (row[0], row[1]) if row else None


def get_person(office_id: int, person_id: int) -> Person:
    """A person of the office; raises NotFound for a stranger's id."""
    person = session().get(Person, person_id)
    if person is None or person.office_id != office_id:
        raise NotFound(N_("Pegawai ini tidak ditemukan."))
    return person


def office_names(office_id: int) -> tuple[str, ...]:
    """The office's names, which a password must not consist of."""
    row = session().execute(
        select(Office.code, Office.name, Office.region_name, Office.city).where(Office.id == office_id)
    )
    return tuple(row.one())


def find_person_by_username(office_id: int, username: str) -> Person | None:
    """Somebody by sign-in name, whatever the case."""
    query = select(Person).where(Person.office_id == office_id, Person.username == username.strip().lower())
    return session().scalar(query)


def people(office_id: int, *, role: Role | None = None, active_only: bool = True) -> list[Person]:
    """The office's people by name, or those who hold a role."""
    query = select(Person).where(Person.office_id == office_id).order_by(Person.name)
    if active_only:
        query = query.where(Person.is_active)
    if role is not None and role is not Role.EMPLOYEE:
        query = query.where(exists().where(PersonRole.person_id == Person.id, PersonRole.role == role))
    return list(session().scalars(query))


def roles_of(office_id: int) -> dict[int, frozenset[str]]:
    """The roles of everybody who works at the office now, by person id."""
    return {person.id: person.role_codes for person in people(office_id)}


def names_of(office_id: int, person_ids: Iterable[int | None]) -> dict[int, str]:
    """Call names of colleagues by id, full names where two share one; unknown ids and None are left out."""
    ids = {person_id for person_id in person_ids if person_id is not None}
    if not ids:
        return {}
    sharing = func.count().over(partition_by=func.lower(Person.call_name)).label("sharing")
    everybody = (
        select(Person.id, Person.name, Person.call_name, sharing).where(Person.office_id == office_id).subquery()
    )
    rows = session().execute(select(everybody).where(everybody.c.id.in_(ids)))
    return {row.id: row.name if row.sharing > 1 else row.call_name for row in rows}


def namesakes(office_id: int, person_id: int, call_name: str) -> list[str]:
    """Full names of others who work here and are called the same, whatever the case."""
    same = (func.lower(Person.call_name) == call_name.strip().lower()) & (Person.id != person_id)
    query = select(Person.name).where(Person.office_id == office_id, Person.is_active, same)
    return list(session().scalars(query.order_by(Person.name)))


def has_demo_people() -> bool:
    """Does any office of this database hold demo people?"""
    return session().scalar(select(Person.id).where(Person.is_demo).limit(1)) is not None


def photo_of(office_id: int, person_id: int) -> bytes | None:
    """The stored photo, JPEG, or None."""
    return session().scalar(select(Person.photo).where(Person.id == person_id, Person.office_id == office_id))


def open_sign_ins(actor: Actor) -> list[SignIn]:
    """Where the person is signed in now, the latest first."""
    mine = select(SignIn).where(SignIn.person_id == actor.person_id, SignIn.expires_at > clock.now())
    mine = mine.where(SignIn.awaits_second_factor.is_(False))
    return list(session().scalars(mine.order_by(SignIn.last_seen_at.desc())))


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has besides the password."""

    has_app: bool
    codes_left: int
    passkeys: int
    asked_at: datetime | None

    @property
    def has_code(self) -> bool:
        return self.has_app or self.codes_left > 0

    @property
    def is_set(self) -> bool:
        return self.has_code or self.passkeys > 0


def second_factor_of(person: Person | Colleague) -> Factors:
    """The person's app, their keys, and how many codes of the printed sheet are still good."""
    factor = session().get(SecondFactor, person.id, populate_existing=True)
    unused = select(func.count()).where(RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
    keys = select(func.count()).where(Passkey.person_id == person.id)
    has_app = factor is not None and factor.totp_sealed is not None
    counts = session().execute(select(unused.scalar_subquery(), keys.scalar_subquery())).one()
    return Factors(has_app, counts[0], counts[1], factor.asked_at if factor else None)


def passkeys_of(actor: Actor) -> list[Passkey]:
    """The person's keys, the newest first."""
    mine = select(Passkey).where(Passkey.person_id == actor.person_id, Passkey.office_id == actor.office_id)
    return list(session().scalars(mine.order_by(Passkey.created_at.desc(), Passkey.id)))


TAKEN_OVER_BY = ("reset_password", "reset_second_factor", "grant_roles", "add_person")


@dataclass(frozen=True, slots=True)
class AccountChange:
    """Somebody else changed what opens a person's account, or what it may do."""

    at: datetime
    action: str  # one of TAKEN_OVER_BY
    by_id: int | None  # None: whoever runs the server
    by_name: str
    roles: tuple[str, ...]  # granted, for grant_roles and add_person


def password_resets_of(office_id: int, person_id: int, since: datetime) -> list[AccountChange]:
    """Every act since then by which somebody else could have signed in or decided as this person, the newest first.

    Resets of the password or the second factor, roles granted, and the account itself when it is that young: an
    award decided by such a person names them.
    """
    query = (
        select(AuditEntry, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(AuditEntry.office_id == office_id, AuditEntry.entity == "person", AuditEntry.at >= since)
        .where(AuditEntry.entity_id == str(person_id), AuditEntry.action.in_(TAKEN_OVER_BY))
    )
    # Sorted here: asked for the newest first, SQLite would walk the whole trail in that order.
    found = sorted(session().execute(query), key=lambda row: row.AuditEntry.seq, reverse=True)
    return [
        AccountChange(entry.at, entry.action, entry.actor_id, name or "", tuple(entry.detail.get("roles", ())))
        for entry, name in found
    ]
