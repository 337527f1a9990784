"""Recovery keys: made once, printed, tested by reading back, retired. The secret half is never stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from pstku.accounts.passwords import hash_password, is_right
from pstku.audit.operations import record
from pstku.backups.models import RecoveryKey
from pstku.backups.queries import get_recovery_key, recovery_keys
from pstku.backups.rules.recovery_key import SETS, cleaned_letters, drawn_places, printed_groups
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_

MOST_KEYS = 2


@dataclass(frozen=True, slots=True)
class PrintedKey:
    """A new key with its secret half, which is shown once and then forgotten."""

    id: int
    secret: str
    groups: list[str]


def make_recovery_key(actor: Actor, kept_at: str) -> PrintedKey:
    """Make a key for future backups. Raises Conflict when two are in use."""
    from pyrage import x25519  # here: see archive.py

    actor.need(Role.ADMIN)
    kept_at = fitting("kept_at", kept_at, 80)
    if not kept_at:
        raise InvalidInput("kept_at", N_("Sebut tempat kertasnya, misalnya: brankas kepala."))
    pair = x25519.Identity.generate()
    groups = printed_groups(str(pair))
    checks = [
        {"places": places, "hash": hash_password(_chosen(groups, places))} for places in drawn_places(len(groups))
    ]
    with atomic() as s:
        if len(recovery_keys(actor.office_id)) >= MOST_KEYS:
            raise Conflict(N_("Sudah ada dua kunci pemulihan. Hentikan satu dahulu."))
        key = RecoveryKey(
            office_id=actor.office_id,
            kept_at=kept_at,
            public_key=str(pair.to_public()),
            checks=checks,
            made_at=clock.now(),
            made_by_id=actor.person_id,
        )
        s.add(key)
        s.flush()
        record(actor.office_id, "make_recovery_key", "recovery_key", key.id, actor_id=actor.person_id)
    return PrintedKey(key.id, str(pair), groups)


def asked_places(key: RecoveryKey) -> list[int]:
    """The numbers of the three groups to type back now; each test asks for three others."""
    places: list[int] = key.checks[key.test_count % SETS]["places"]
    return places


def confirm_recovery_key(actor: Actor, key_id: int, typed: Sequence[str]) -> None:
    """Note that the paper of a key can be read, by the three groups typed back. Raises InvalidInput("first")."""
    actor.need(Role.ADMIN)
    key = get_recovery_key(actor.office_id, key_id)
    stored_hash = key.checks[key.test_count % SETS]["hash"]
    if not is_right(stored_hash, " ".join(cleaned_letters(group) for group in typed)):
        raise InvalidInput("first", N_("Ketiga kelompok tidak cocok dengan kunci ini. Baca lagi nomor dan hurufnya."))
    with atomic():
        key = get_recovery_key(actor.office_id, key_id)
        key.tested_at, key.test_count = clock.now(), key.test_count + 1
        record(actor.office_id, "confirm_recovery_key", "recovery_key", key.id, actor_id=actor.person_id)


def retire_recovery_key(actor: Actor, key_id: int) -> None:
    """Stop encrypting backups to a key; those made before can still be opened with it."""
    actor.need(Role.ADMIN)
    with atomic():
        key = get_recovery_key(actor.office_id, key_id)
        key.retired_at = clock.now()
        record(actor.office_id, "retire_recovery_key", "recovery_key", key.id, actor_id=actor.person_id)


def _chosen(groups: Sequence[str], places: Sequence[int]) -> str:
    return " ".join(groups[place - 1] for place in places)
