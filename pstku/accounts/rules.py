"""What is true of people, whatever the database says."""

import re

from pstku.core.actor import Role
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_

LEAST_ADMINS = 2
SECURED = frozenset({Role.ADMIN, Role.DECIDER})  # who may not do with a password alone for long
_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,38})[a-z0-9]")


def check_username(username: str) -> str:
    """A sign-in name as it is stored; raises InvalidInput("username") for one that people would mistype."""
    name = username.strip().lower()
    if not _USERNAME.fullmatch(name):
        raise InvalidInput(
            "username", N_("Pakai 3 sampai 40 huruf kecil, angka, titik, atau tanda hubung, tanpa spasi.")
        )
    return name


def check_grant(actor_id: int, person_id: int, granted: set[str]) -> None:
    """Nobody makes themselves the one who decides; raises Conflict."""
    if actor_id == person_id and granted & {Role.DECIDER, Role.HEAD}:
        raise Conflict(N_("Peran kepala dan penetap tidak diberikan kepada diri sendiri. Minta admin lain."))


def check_admin_may_go(admin_ids: set[int], person_id: int, actor_id: int) -> None:
    """Nobody removes their own admin role, and two admins remain; raises Conflict.

    `admin_ids` are the office's active admins before the change.
    """
    if person_id not in admin_ids:
        return
    if person_id == actor_id:
        raise Conflict(N_("Peran admin Anda sendiri hanya dapat dicabut oleh admin lain."))
    if len(admin_ids) <= LEAST_ADMINS:
        raise Conflict(N_("Harus ada paling sedikit dua admin. Tunjuk admin lain lebih dahulu."))
