"""Signing in with a key of one's own device (WebAuthn): added, used and taken away.

`webauthn` is imported where it is used: with OpenSSL and ASN.1 behind it, it is 7 MB and a fifteenth of a worker's
start, and an office without an https name never needs it.
"""

from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from pstku.accounts.models import Passkey, Person
from pstku.accounts.operations.second_factor import no_longer_due, own_person
from pstku.accounts.operations.signing_in import OF_ADDRESS, open_sign_in
from pstku.audit.operations import record
from pstku.core import clock, tokens
from pstku.core.actor import Actor
from pstku.core.attempts import Limit, forgive, source_of, spend
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.fitting import fitting
from pstku.core.logs import event
from pstku.core.text import N_
from pstku.core.vault import blind_index

ONCE = Limit(
    "passkey:challenge", 1, 24 * 60 * 60, N_("Permintaan ini sudah terpakai. Muat ulang halaman, lalu coba lagi.")
)
NOT_TAKEN = N_("Kunci sandi ini tidak dapat dipakai. Coba lagi, atau masuk dengan kata sandi.")
LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Site:
    """Where keys are good: the name they are bound to, and the address the browser shows."""

    name: str
    origin: str


def user_handle(person_id: int, office_id: int) -> bytes:
    """The user id stored in a passkey: 32 bytes that reveal nothing about the person."""
    return bytes.fromhex(blind_index(office_id, f"passkey:{person_id}"))


def add_passkey(actor: Actor, answer: str, challenge: bytes, site: Site, label: str) -> None:
    """Keep the public half of the key a browser has just made for this person; raises InvalidInput("passkey").

    `answer` is the browser's JSON, `challenge` what it was asked to sign. The key must have been unlocked by its owner.
    """
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    spend("passkey", (ONCE, challenge.hex()))
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise InvalidInput("passkey", NOT_TAKEN) from error
    with atomic() as s:
        own_person(actor)
        s.add(
            Passkey(
                office_id=actor.office_id,
                person_id=actor.person_id,
                credential_id=made.credential_id,
                public_key=made.credential_public_key,
                sign_count=made.sign_count,
                label=fitting("label", label, LONGEST_LABEL),
                created_at=clock.now(),
            )
        )
        try:
            s.flush()
        except IntegrityError as error:
            raise InvalidInput("passkey", N_("Kunci sandi ini sudah terdaftar.")) from error
        no_longer_due(actor.person_id)
        record(actor.office_id, "add_passkey", "person", actor.person_id, actor_id=actor.person_id)
    event("second_factor_changed", person=actor.person_id)


def sign_in_by_passkey(
    office_id: int, answer: str, challenge: bytes, site: Site, *, address: str, own_phone: bool = False
) -> str:
    """Sign in the owner of an unlocked passkey, which replaces password and second step; returns the token.

    Raises InvalidInput("passkey") with the same words whatever did not fit, TooManyTries("passkey").
    """
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    tries = [(OF_ADDRESS, source_of(address))]
    spend("passkey", *tries, (ONCE, challenge.hex()))
    key, person = _key_of(office_id, answer)
    try:
        used = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        event("sign_in_failed", person=person.id, second_factor="passkey")
        raise InvalidInput("passkey", NOT_TAKEN) from error
    token = tokens.random_token()
    with atomic() as s:
        values = {"sign_count": used.new_sign_count, "last_used_at": clock.now()}
        mine = update(Passkey).where(Passkey.id == key.id, Passkey.sign_count == key.sign_count)
        if s.execute(mine.values(values).returning(Passkey.id)).first() is None:
            raise InvalidInput("passkey", NOT_TAKEN)
        open_sign_in(person, token, own_phone)
        record(office_id, "sign_in", "person", person.id, actor_id=person.id, second_factor="passkey")
        s.expire(key)
    event("sign_in", person=person.id, second_factor="passkey")
    forgive(*tries)
    return token


def _key_of(office_id: int, answer: str) -> tuple[Passkey, Person]:
    from webauthn.helpers import parse_authentication_credential_json
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        credential = parse_authentication_credential_json(answer)
    except (WebAuthnException, ValueError) as error:
        raise InvalidInput("passkey", NOT_TAKEN) from error
    query = select(Passkey, Person).join(Person, Person.id == Passkey.person_id)
    mine = query.where(Passkey.credential_id == credential.raw_id, Passkey.office_id == office_id, Person.is_active)
    row = session().execute(mine).first()
    if row is None or credential.response.user_handle not in (None, user_handle(row[1].id, office_id)):
        event("sign_in_failed", person=None, second_factor="passkey")
        raise InvalidInput("passkey", NOT_TAKEN)
    return row[0], row[1]


def remove_passkey(actor: Actor, passkey_id: int) -> None:
    """The person takes away one of their own keys, of a lost phone for instance; raises NotFound for any other."""
    with atomic() as s:
        mine = delete(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == actor.person_id)
        if s.execute(mine.returning(Passkey.id)).first() is None:
            raise NotFound(N_("Kunci sandi ini sudah dihapus."))
        record(actor.office_id, "remove_passkey", "person", actor.person_id, actor_id=actor.person_id)
    event("second_factor_changed", person=actor.person_id)
