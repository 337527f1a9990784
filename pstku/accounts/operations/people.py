"""The people of the office: adding, editing, barring and letting in again."""

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from pstku.accounts.guessable import check_guessable
from pstku.accounts.models import Person, PersonRole
from pstku.accounts.operations.signing_in import end_sign_ins
from pstku.accounts.passwords import hash_password, one_time_password
from pstku.accounts.queries import find_person_by_username, get_person, office_names
from pstku.accounts.rules import check_admin_may_go, check_grant, check_username
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_
from pstku.core.vault import blind_index
from pstku.offices.models import Office
from pstku.offices.operations.changing import changed


def add_person(
    office_id: int,
    *,
    username: str,
    name: str,
    call_name: str,
    password: str,
    roles: set[Role],
    salutation: str = "",
    function: str = "",
    phone: str | None = None,
    actor: Actor | None = None,
    is_demo: bool = False,
) -> Person:
    """Add a pegawai. `actor` is None only for the command line and the demo.

    Raises InvalidInput("username") when it is taken and InvalidInput("password") for one that is guessed first; the
    demo people alone have theirs printed on the front page.
    """
    if actor:
        actor.need(Role.ADMIN)
    username = check_username(username)
    if not is_demo:
        check_guessable(password, [username, name, call_name, *office_names(office_id)])
    hashed = hash_password(password)
    if find_person_by_username(office_id, username):
        raise _taken()
    with atomic() as s:
        person = Person(
            office_id=office_id,
            username=username,
            **_names(name, call_name),
            salutation=salutation,
            function=function,
            phone_index=blind_index(office_id, phone) if phone else None,
            password_hash=hashed,
            must_change_password=actor is not None,
            created_at=clock.now(),
            is_demo=is_demo,
        )
        person.roles = [PersonRole(role=role) for role in _stored(roles)]
        s.add(person)
        try:
            s.flush()
        except IntegrityError as error:
            raise _taken() from error
        by = actor.person_id if actor else None
        record(office_id, "add_person", "person", person.id, actor_id=by, roles=_stored(roles))
    return person


def _taken() -> InvalidInput:
    return InvalidInput("username", N_("Nama pengguna ini sudah dipakai. Pilih nama lain."))


def _names(name: str, call_name: str) -> dict[str, str]:
    names = {"name": fitting("name", name, 120), "call_name": fitting("call_name", call_name, 40)}
    for field, value in names.items():
        if not value:
            raise InvalidInput(field, N_("Nama belum terisi. Ketik minimal satu huruf."))
    return names


def _stored(roles: set[Role]) -> list[str]:
    return sorted(role.value for role in roles if role is not Role.EMPLOYEE)


def invite_person(actor: Actor, **fields: Any) -> tuple[Person, str]:
    """An admin adds a pegawai (fields of `add_person`); returns them and the password to hand over, shown once."""
    password = one_time_password()
    return add_person(actor.office_id, password=password, actor=actor, **fields), password


def edit_person(
    actor: Actor,
    person_id: int,
    *,
    name: str,
    call_name: str,
    salutation: str,
    function: str,
    roles: set[Role],
    phone: str | None = None,
) -> None:
    """Correct who somebody is and what they may do; open sign-ins follow at once.

    `phone` in E.164 replaces the number kept for comparison, "" forgets it, None leaves it. Raises Conflict when
    an admin would take their own admin role, make themselves head or decider or leave fewer than two admins, NotFound for a stranger.
    """
    actor.need(Role.ADMIN)
    values: dict[str, Any] = {**_names(name, call_name), "salutation": salutation, "function": function}
    if phone is not None:
        values["phone_index"] = blind_index(actor.office_id, phone) if phone else None
    with atomic() as s:
        person = _locked(actor, person_id)
        if Role.ADMIN not in roles:
            check_admin_may_go(_admin_ids(actor.office_id), person_id, actor.person_id)
        changed = [field for field, value in values.items() if getattr(person, field) != value]
        taken: dict[str, list[str]] = {}
        if set(_stored(roles)) != person.role_codes:
            if dropped := sorted(person.role_codes - set(_stored(roles))):
                taken = {"taken": dropped}
            changed.append("roles")
            granted = set(_stored(roles)) - person.role_codes
            check_grant(actor.person_id, person_id, granted)
            if granted:
                _note(actor, "grant_roles", person_id, roles=sorted(granted))
            s.execute(delete(PersonRole).where(PersonRole.person_id == person_id))
            s.add_all(PersonRole(person_id=person_id, role=role) for role in _stored(roles))
        s.execute(update(Person).where(Person.id == person_id).values(values))
        _note(actor, "edit_person", person_id, fields=changed, **taken)
        s.expire(person)


def deactivate_person(actor: Actor, person_id: int) -> None:
    """End the account of somebody who leaves: sign-ins end at once, history stays. Raises Conflict as `edit_person` does."""
    actor.need(Role.ADMIN)
    with atomic():
        _locked(actor, person_id)
        check_admin_may_go(_admin_ids(actor.office_id), person_id, actor.person_id)
        end_sign_ins(person_id)
        _set(actor, person_id, "deactivate_person", is_active=False)


def reactivate_person(actor: Actor, person_id: int) -> None:
    """Reactivate somebody who is back; their old password works again."""
    actor.need(Role.ADMIN)
    with atomic():
        _locked(actor, person_id)
        _set(actor, person_id, "reactivate_person", is_active=True)


def set_sanction(actor: Actor, person_id: int, running: bool) -> None:
    """Record that a disciplinary sanction began or ended; while it runs, the person cannot win the award."""
    actor.need(Role.ADMIN)
    with atomic():
        _locked(actor, person_id)
        _set(actor, person_id, "start_sanction" if running else "end_sanction", under_sanction=running)


def reset_password(actor: Actor, person_id: int) -> str:
    """Replace a forgotten password by a one-time password and end the person's sign-ins; returned once, never stored."""
    actor.need(Role.ADMIN)
    password = one_time_password()
    hashed = hash_password(password)
    with atomic():
        _locked(actor, person_id)
        end_sign_ins(person_id)
        _set(actor, person_id, "reset_password", password_hash=hashed, must_change_password=True)
    return password


def _locked(actor: Actor, person_id: int) -> Person:
    """The person, read anew, with changes to the office's people held back until this one is done."""
    s = session()
    s.execute(select(Office.id).where(Office.id == actor.office_id).with_for_update())
    person = get_person(actor.office_id, person_id)
    s.refresh(person)
    return person


def _admin_ids(office_id: int) -> set[int]:
    query = select(Person.id).join(PersonRole).where(PersonRole.role == Role.ADMIN)
    return set(session().scalars(query.where(Person.office_id == office_id, Person.is_active)))


def _set(actor: Actor, person_id: int, action: str, **values: Any) -> None:
    with atomic() as s:
        s.execute(update(Person).where(Person.id == person_id).values(values))
        _note(actor, action, person_id)


def _note(actor: Actor, action: str, person_id: int, **detail: Any) -> None:
    changed(actor.office_id)  # tablets show who is on duty
    record(actor.office_id, action, "person", person_id, actor_id=actor.person_id, **detail)
