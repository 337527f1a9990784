"""What was withdrawn after a backup was made, from the journal: a restore must not bring it back.

Sign-ins are in no journal: all of them end. Everything else is a line for each act, which holds ids and words of our own
lists. Only lines younger than the backup count, and only for rows older than the line: a number may be given once more
after a restore.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update

from pstku.accounts.models import Passkey, Person, PersonRole, RecoveryCode, SecondFactor, SignIn
from pstku.accounts.passwords import hash_password, one_time_password
from pstku.backups.models import RecoveryKey
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.db import atomic, session
from pstku.devices.models import Device
from pstku.guestbook.models import Consent, Guest
from pstku.library.models import IndicatorValue
from pstku.officers.models import Badge, OfficerQr

LATER = "Ditarik sesudah cadangan yang dipulihkan dibuat."


@dataclass
class Refused:
    """What a restore withdrew again: how many acts of each kind, new one-time passwords by user name, and what is left to do
    by hand."""

    counts: dict[str, int] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    corrected_guests: int = 0
    has_admin: bool = True

    def add(self, other: "Refused") -> None:
        """Add the counts of another office of the installation."""
        for kind, count in other.counts.items():
            self.counts[kind] = self.counts.get(kind, 0) + count
        self.passwords |= other.passwords
        self.corrected_guests += other.corrected_guests
        self.has_admin = self.has_admin and other.has_admin


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the journal: what was done, to what, by whom, when, and its details."""

    office_id: int
    name: str
    entity_id: str
    actor_id: int | None
    at: datetime
    detail: Mapping[str, Any]

    @property
    def number(self) -> int:
        return int(self.entity_id)

    def person(self) -> ColumnElement[bool]:
        """The person it was done to, if they were there when it was done."""
        return (Person.id == self.number) & (Person.office_id == self.office_id) & (Person.created_at <= self.at)


def _consents(act: Act, _refused: Refused) -> None:
    """Withdraw consents again.

    A correction of the guest's data cannot be repeated; it is lost with the rest of that day.
    """
    guest = select(Guest.id).where(Guest.id == UUID(act.entity_id), Guest.office_id == act.office_id)
    mine = (Consent.guest_id.in_(guest), Consent.purpose.in_(act.detail["withdrawn"]), Consent.given_at <= act.at)
    _change(update(Consent).where(*mine, Consent.withdrawn_at.is_(None)).values(withdrawn_at=act.at))


def _bar(act: Act, _refused: Refused) -> None:
    _change(update(Person).where(act.person()).values(is_active=act.name == "reactivate_person"))


def _take_roles(act: Act, _refused: Refused) -> None:
    of_person = PersonRole.person_id.in_(select(Person.id).where(act.person()))
    _change(delete(PersonRole).where(of_person, PersonRole.role.in_(act.detail["taken"])))


def _shut_password(act: Act, refused: Refused) -> None:
    """Replace an old password by a one-time password, which whoever restores hands over."""
    person = session().scalars(select(Person).where(act.person())).first()
    if person is not None:
        refused.passwords[person.username] = one_time_password()
        hashed = hash_password(refused.passwords[person.username])
        _change(update(Person).where(Person.id == person.id).values(password_hash=hashed, must_change_password=True))


def _drop_factors(act: Act, _refused: Refused) -> None:
    """Remove the app, sheet and passkeys of the backup; the person chooses new ones at the next sign-in."""
    person = select(Person.id).where(act.person())
    _change(delete(Passkey).where(Passkey.person_id.in_(person)))
    if act.name != "remove_passkey":
        _change(delete(RecoveryCode).where(RecoveryCode.person_id.in_(person)))
        emptied = {"totp_sealed": None, "last_step": None, "asked_at": clock.now()}
        _change(update(SecondFactor).where(SecondFactor.person_id.in_(person)).values(emptied))


def _forget_photo(act: Act, _refused: Refused) -> None:
    _change(update(Person).where(act.person()).values(photo=None, has_photo=False))


def _revoke_tablet(act: Act, _refused: Refused) -> None:
    mine = (Device.id == UUID(act.entity_id), Device.office_id == act.office_id)
    _change(update(Device).where(*mine, Device.revoked_at.is_(None)).values(revoked_at=act.at))


def _end_badges(act: Act, _refused: Refused) -> None:
    mine = (Badge.person_id == act.actor_id, Badge.office_id == act.office_id, Badge.issued_at <= act.at)
    _change(update(Badge).where(*mine, Badge.revoked_at.is_(None)).values(revoked_at=act.at))


def _end_qr(act: Act, _refused: Refused) -> None:
    mine = (OfficerQr.person_id == act.actor_id, OfficerQr.office_id == act.office_id, OfficerQr.renewed_at <= act.at)
    _change(delete(OfficerQr).where(*mine))


def _retire_key(act: Act, _refused: Refused) -> None:
    mine = (RecoveryKey.id == act.number, RecoveryKey.office_id == act.office_id, RecoveryKey.made_at <= act.at)
    _change(update(RecoveryKey).where(*mine).values(retired_at=act.at))


def _withdraw_value(act: Act, _refused: Refused) -> None:
    mine = (
        IndicatorValue.id == act.number,
        IndicatorValue.office_id == act.office_id,
        IndicatorValue.entered_at <= act.at,
    )
    _change(update(IndicatorValue).where(*mine).values(withdrawn_at=act.at, withdrawn_why=LATER))


AGAIN: Mapping[str, tuple[str, Callable[[Act, Refused], None]]] = {
    "correct_guest": ("consents", _consents),
    "deactivate_person": ("people", _bar),
    "reactivate_person": ("", _bar),
    "edit_person": ("roles", _take_roles),
    "change_password": ("passwords", _shut_password),
    "reset_password": ("passwords", _shut_password),
    "set_authenticator": ("factors", _drop_factors),
    "print_recovery_codes": ("factors", _drop_factors),
    "reset_second_factor": ("factors", _drop_factors),
    "remove_passkey": ("factors", _drop_factors),
    "remove_photo": ("photos", _forget_photo),
    "revoke_device": ("tablets", _revoke_tablet),
    "revoke_badge": ("badges", _end_badges),
    "issue_badge": ("badges", _end_badges),
    "revoke_qr": ("badges", _end_qr),
    "renew_qr": ("badges", _end_qr),
    "retire_recovery_key": ("keys", _retire_key),
    "withdraw_value": ("values", _withdraw_value),
}
KEPT = ("withdrawn", "taken")  # of an entry's detail


def journal_line(action: str, entity_id: str, actor_id: int | None, at: datetime, detail: Mapping[str, Any]) -> Any:
    """The journal's line for an entry of the trail; None when the entry withdraws nothing."""
    facts = {name: detail[name] for name in KEPT if detail.get(name)}
    if action == "edit_person" and not facts:
        return None
    return {"what": action, "id": entity_id, "by": actor_id, "at": at.isoformat()} | facts


def refuse_again(office_id: int, lines: Iterable[Mapping[str, Any]], made_at: datetime) -> Refused:
    """Repeat, in order, what was withdrawn after the backup of `made_at`, and end every sign-in."""
    refused = Refused()
    acts = [_act(line) for line in lines if line["office"] == office_id and line["what"] in AGAIN]
    with atomic() as s:
        for act in (act for act in acts if act.at > made_at):
            kind, again = AGAIN[act.name]
            if act.name == "correct_guest":
                refused.corrected_guests += 1
                if "withdrawn" not in act.detail:
                    continue
            again(act, refused)
            if kind:
                refused.counts[kind] = refused.counts.get(kind, 0) + 1
        s.execute(delete(SignIn).where(SignIn.office_id == office_id))
        admins = select(Person.id).join(PersonRole).where(PersonRole.role == Role.ADMIN, Person.is_active)
        refused.has_admin = s.scalar(admins.where(Person.office_id == office_id).limit(1)) is not None
    return refused


def _act(line: Mapping[str, Any]) -> Act:
    return Act(line["office"], line["what"], line["id"], line["by"], datetime.fromisoformat(line["at"]), line)


def _change(statement: Any) -> None:
    session().execute(statement.execution_options(synchronize_session=False))
