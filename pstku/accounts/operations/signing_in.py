"""Signing in and out, and proving who one is."""

import logging
from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import SQLAlchemyError

from pstku.accounts.browsers import find_token
from pstku.accounts.guessable import check_guessable
from pstku.accounts.models import Person, SignIn
from pstku.accounts.operations.second_factor import DESK_LIFE, PENDING_LIFE, PHONE_LIFE, second_factor_due
from pstku.accounts.passwords import hash_password, is_outdated, is_right
from pstku.accounts.queries import (
    OpenSignIn,
    find_person_by_username,
    get_person,
    office_names,
    second_factor_of,
)
from pstku.accounts.rules import SECURED
from pstku.audit.operations import record
from pstku.core import clock, tokens
from pstku.core.actor import Actor
from pstku.core.attempts import Limit, Try, forgive, source_of, spend
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.logs import event
from pstku.core.outage import is_locked, is_outage
from pstku.core.patience import waited_in_vain
from pstku.core.text import N_
from pstku.core.tokens import hash_token

log = logging.getLogger("pstku")

QUARTER_HOUR, DAY = 15 * 60, 24 * 60 * 60
WAIT = N_("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi.")
OF_PAIR = Limit("sign_in:pair", 10, QUARTER_HOUR, WAIT)  # an account and where it is tried from
OF_ADDRESS = Limit("sign_in:address", 100, QUARTER_HOUR, WAIT)  # one office, 25 people, one address
OF_ACCOUNT = Limit(
    "sign_in:account",
    100,
    DAY,
    N_(
        "Terlalu banyak percobaan untuk akun ini hari ini. Pakai peramban tempat Anda biasa masuk, atau minta kata sandi"
        " sekali pakai kepada admin."
    ),
)
CONFIRMING = Limit("confirm", 10, QUARTER_HOUR, WAIT)
TOUCH_EVERY = timedelta(minutes=1)


def sign_in(
    office_id: int, username: str, password: str, *, address: str, browser: str = "", own_phone: bool = False
) -> str:
    """Check name and password and open a sign-in; returns the token for the browser.

    Of somebody with a second factor it opens nothing but the second step (`give_second_factor`).

    `browser` holds what `remembered` gave it earlier. Raises InvalidInput("password") for a wrong pair (the same words
    for an unknown name) and TooManyTries("password") after too many wrong ones.
    """
    name = username.strip().lower()
    person = find_person_by_username(office_id, name)
    tries = _tries(office_id, name, person, address, browser)
    spend("password", *tries)
    fits = is_right(person.password_hash if person else None, password)
    if person is None or not fits or not person.is_active:
        event("sign_in_failed", person=person.id if person else None)
        raise InvalidInput("password", N_("Nama pengguna atau kata sandi salah. Periksa lalu coba lagi."))
    renewed = hash_password(password) if is_outdated(person.password_hash) else None
    token = tokens.random_token()
    with atomic() as s:
        if renewed:
            s.execute(update(Person).where(Person.id == person.id).values(password_hash=renewed))
        factors = second_factor_of(person)
        # A key is an offer: only of those who must have a second factor does it shut the way by password alone.
        is_second_next = factors.has_code or bool(factors.is_set and person.role_codes & SECURED)
        open_sign_in(person, token, own_phone, awaits_second_factor=is_second_next)
        if not is_second_next:
            record(office_id, "sign_in", "person", person.id, actor_id=person.id)
    event("password_accepted" if is_second_next else "sign_in", person=person.id)
    forgive(*tries)
    return token


def _tries(office_id: int, name: str, person: Person | None, address: str, browser: str) -> list[Try]:
    """What a try counts against: whoever guesses uses up their own tries and not those of the person.

    A browser where the person was signed in before has its own ten, whatever happens elsewhere. A one-time password
    of an admin lets the person in when others have used up the day: nobody guesses its 52 bits.
    """
    account, where = f"{office_id}:{name}", source_of(address)
    if person and (token := find_token(browser, person)):
        return [(OF_PAIR, f"{account} {token}")]
    tries: list[Try] = [(OF_PAIR, f"{account} {where}"), (OF_ADDRESS, where)]
    return tries if person and person.must_change_password else [*tries, (OF_ACCOUNT, account)]


def open_sign_in(person: Person, token: str, own_phone: bool, *, awaits_second_factor: bool = False) -> None:
    """Write a sign-in for a token, in the caller's transaction; it opens nothing while it awaits the second factor."""
    now = clock.now()
    life = PENDING_LIFE if awaits_second_factor else PHONE_LIFE if own_phone else DESK_LIFE
    with atomic() as s:
        s.add(
            SignIn(
                office_id=person.office_id,
                person_id=person.id,
                token_hash=hash_token(token),
                created_at=now,
                last_seen_at=now,
                confirmed_at=now,
                own_phone=own_phone,
                expires_at=now + life,
                awaits_second_factor=awaits_second_factor,
                second_factor_due_at=None if awaits_second_factor else second_factor_due(person),
            )
        )


def sign_out(token: str) -> None:
    """End one sign-in; the cookie that still holds its token opens nothing any more."""
    with atomic() as s:
        mine = delete(SignIn).where(SignIn.token_hash == hash_token(token))
        person_id = s.scalar(mine.returning(SignIn.person_id))
    event("sign_out", person=person_id)


def end_sign_ins(person_id: int) -> None:
    """End all sign-ins of a person: disabled, or the password changed."""
    with atomic() as s:
        s.execute(delete(SignIn).where(SignIn.person_id == person_id))


def end_sign_in(actor: Actor, sign_in_id: int) -> None:
    """The person ends one of their own sign-ins, on a lost phone for instance; raises NotFound for any other."""
    with atomic() as s:
        mine = delete(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == actor.person_id)
        if s.execute(mine.returning(SignIn.id)).first() is None:
            raise NotFound(N_("Tempat masuk ini sudah berakhir."))
        record(actor.office_id, "end_sign_in", "sign_in", sign_in_id, actor_id=actor.person_id)


def drop_ended_sign_ins() -> int:
    """Delete sign-ins that have expired (a nightly job); returns how many."""
    with atomic() as s:
        return len(s.scalars(delete(SignIn).where(SignIn.expires_at <= clock.now()).returning(SignIn.id)).all())


def touch_sign_in(sign_in: OpenSignIn) -> None:
    """Remember that the sign-in was used; written at most once a minute (the one write a GET may cause).

    When it cannot be written, on a full disk for instance, the page opens all the same.
    """
    now = clock.now()
    if now - sign_in.last_seen_at < TOUCH_EVERY:
        return
    try:
        with atomic() as s:
            s.execute(update(SignIn).where(SignIn.id == sign_in.id).values(last_seen_at=now))
    except SQLAlchemyError as error:
        if not is_outage(error):
            raise
        if is_locked(error):
            waited_in_vain()
        log.warning("last seen not written", exc_info=error)


def confirm_password(actor: Actor, password: str) -> None:
    """Ask for the password again, before a decision or an export; raises InvalidInput("password")."""
    _prove(actor, password, "password")


def _prove(actor: Actor, password: str, field: str) -> None:
    spend(field, (CONFIRMING, str(actor.person_id)))
    person = get_person(actor.office_id, actor.person_id)
    if not is_right(person.password_hash, password):
        event("confirmation_failed", person=person.id)
        raise InvalidInput(field, N_("Kata sandi tidak cocok. Ketik kata sandi Anda sendiri."))
    forgive((CONFIRMING, str(actor.person_id)))


def change_password(actor: Actor, old: str, new: str, *, own_phone: bool = False) -> str:
    """Change one's own password: every open sign-in ends and a new one begins.

    Returns the token of the new sign-in. Raises InvalidInput("old_password") or InvalidInput("password").
    """
    _prove(actor, old, "old_password")
    if new == old:
        raise InvalidInput("password", N_("Kata sandi baru sama dengan yang lama. Pilih kata sandi lain."))
    person = get_person(actor.office_id, actor.person_id)
    check_guessable(new, [person.username, person.name, person.call_name, *office_names(actor.office_id)])
    hashed = hash_password(new)
    token = tokens.random_token()
    with atomic() as s:
        s.execute(update(Person).where(Person.id == person.id).values(password_hash=hashed, must_change_password=False))
        end_sign_ins(person.id)
        open_sign_in(person, token, own_phone)
        record(actor.office_id, "change_password", "person", person.id, actor_id=actor.person_id)
    event("password_changed", person=person.id)
    return token
