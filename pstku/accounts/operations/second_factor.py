"""The second step of signing in: an app's code or one of ten codes on paper, and how a person comes by them."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update

from pstku.accounts.authenticator import step_of
from pstku.accounts.models import Passkey, Person, RecoveryCode, SecondFactor, SignIn
from pstku.accounts.queries import find_pending_sign_in, get_person, second_factor_of
from pstku.accounts.rules import SECURED
from pstku.audit.operations import record
from pstku.core import clock, tokens
from pstku.core.actor import Actor
from pstku.core.attempts import Limit, forgive, source_of, spend
from pstku.core.db import atomic, insert_into
from pstku.core.errors import InvalidInput, NotAllowed, NotFound
from pstku.core.logs import event
from pstku.core.text import N_
from pstku.core.tokens import hash_token
from pstku.core.vault import blind_index, seal, unseal
from pstku.offices.queries import configuration

PENDING_LIFE = timedelta(minutes=10)
DESK_LIFE = timedelta(hours=12)
PHONE_LIFE = timedelta(days=30)
CODES, CODE_LETTERS = 10, 8
WRONG = N_("Kode tidak cocok atau sudah terpakai. Ketik kode yang sedang tampil, atau kode berikutnya di lembar.")
WAIT = N_("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi.")
OF_PAIR = Limit("second_factor:pair", 10, 15 * 60, WAIT)
OF_ACCOUNT = Limit("second_factor:account", 60, 24 * 60 * 60, WAIT)  # of a million codes three fit: 0.02 % a day


def second_factor_due(person: Person) -> datetime | None:
    """The moment by which this person must set up a second factor; None when they need none.

    Demo people need none. Writes down that they were asked, in the caller's transaction.
    """
    if person.is_demo or not person.role_codes & SECURED:
        return None
    found = second_factor_of(person)
    if found.is_set:
        return None
    asked_at = found.asked_at or clock.now()
    if found.asked_at is None:
        with atomic() as s:
            row = {"person_id": person.id, "office_id": person.office_id, "asked_at": asked_at}
            s.execute(insert_into(SecondFactor).values(row).on_conflict_do_nothing())
    return asked_at + timedelta(days=configuration(person.office_id).settings.second_factor_days)


def give_second_factor(token: str, typed: str, *, address: str) -> str:
    """Check the second-step code after a right password; returns the token of the full sign-in.

    `typed` is an app's code or one from the sheet. Raises NotFound when the password is too long ago,
    InvalidInput("code"), TooManyTries("code").
    """
    found = find_pending_sign_in(token)
    if found is None:
        raise NotFound(N_("Kata sandi perlu diketik lagi."))
    sign_in, person = found
    tries = [(OF_PAIR, f"{person.id} {source_of(address)}"), (OF_ACCOUNT, str(person.id))]
    spend("code", *tries)
    fresh, now = tokens.random_token(), clock.now()
    with atomic() as s:
        kind = _take_code(person, typed)
        if kind is None:
            event("second_factor_failed", person=person.id)
            raise InvalidInput("code", WRONG)
        opened = {
            "token_hash": hash_token(fresh),
            "awaits_second_factor": False,
            "expires_at": now + (PHONE_LIFE if sign_in.own_phone else DESK_LIFE),
            "last_seen_at": now,
        }
        s.execute(update(SignIn).where(SignIn.id == sign_in.id).values(opened))
        record(person.office_id, "sign_in", "person", person.id, actor_id=person.id, second_factor=kind)
        s.expire(sign_in)
    event("sign_in", person=person.id, second_factor=kind)
    forgive(*tries)
    return fresh


def _take_code(person: Person, typed: str) -> str | None:
    """ "app" or "paper" when the code fits and was not used before; the row decides between two at once."""
    with atomic() as s:
        factor = s.get(SecondFactor, person.id, populate_existing=True)
        step = step_of(unseal(factor.totp_sealed), typed) if factor and factor.totp_sealed else None
        if step is not None:
            unused = or_(SecondFactor.last_step.is_(None), SecondFactor.last_step < step)
            take = update(SecondFactor).where(SecondFactor.person_id == person.id, unused).values(last_step=step)
            return "app" if s.execute(take.returning(SecondFactor.person_id)).first() else None
        mine = (RecoveryCode.person_id == person.id, RecoveryCode.code_index == _index(person, typed))
        use = update(RecoveryCode).where(*mine, RecoveryCode.used_at.is_(None)).values(used_at=clock.now())
        return "paper" if s.execute(use.returning(RecoveryCode.id)).first() else None


def _index(person: Person, typed: str) -> str:
    letters = "".join(character for character in typed.upper() if character.isalnum())
    return blind_index(person.office_id, f"recovery:{person.id}:{letters}")


def set_authenticator(actor: Actor, secret: str, typed: str) -> None:
    """The person's app shows the code of this secret: from now on it is asked for. Raises InvalidInput("code")."""
    step = step_of(secret, typed)
    if step is None:
        raise InvalidInput("code", N_("Kode tidak cocok. Periksa jam HP Anda, lalu ketik kode yang sedang tampil."))
    with atomic() as s:
        own_person(actor)
        factor = s.get(SecondFactor, actor.person_id) or SecondFactor(
            person_id=actor.person_id, office_id=actor.office_id, asked_at=clock.now()
        )
        factor.totp_sealed, factor.last_step = seal(secret), step
        s.add(factor)
        no_longer_due(actor.person_id)
        record(actor.office_id, "set_authenticator", "person", actor.person_id, actor_id=actor.person_id)
    event("second_factor_changed", person=actor.person_id)


def print_recovery_codes(actor: Actor) -> list[str]:
    """Ten new codes for paper, shown once; those of an earlier sheet open nothing any more."""
    codes = [tokens.random_code(CODE_LETTERS) for _ in range(CODES)]
    with atomic() as s:
        person = own_person(actor)
        s.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
        of_person = {"office_id": person.office_id, "person_id": person.id, "created_at": clock.now()}
        s.add_all(RecoveryCode(code_index=_index(person, code), **of_person) for code in codes)
        no_longer_due(person.id)
        record(actor.office_id, "print_recovery_codes", "person", person.id, actor_id=person.id)
    event("second_factor_changed", person=actor.person_id)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def own_person(actor: Actor) -> Person:
    """The person who changes how they sign in; raises NotAllowed for one of the demo."""
    person = get_person(actor.office_id, actor.person_id)
    if person.is_demo:
        raise NotAllowed(N_("Orang contoh masuk dengan kata sandi saja."))
    return person


def no_longer_due(person_id: int) -> None:
    """Stop asking the person's open sign-ins for a second factor, once they have one."""
    with atomic() as s:
        mine = update(SignIn).where(SignIn.person_id == person_id)
        s.execute(mine.values(second_factor_due_at=None).execution_options(synchronize_session="fetch"))


def reset_second_factor(office_id: int, person_id: int) -> None:
    """Whoever runs the server takes app and sheet from somebody who lost both; their sign-ins end, and they are told."""
    with atomic() as s:
        get_person(office_id, person_id)
        s.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
        s.execute(delete(Passkey).where(Passkey.person_id == person_id))
        emptied = {"totp_sealed": None, "last_step": None, "asked_at": clock.now()}
        s.execute(update(SecondFactor).where(SecondFactor.person_id == person_id).values(emptied))
        s.execute(delete(SignIn).where(SignIn.person_id == person_id))
        record(office_id, "reset_second_factor", "person", person_id)
    event("second_factor_reset", person=person_id)
