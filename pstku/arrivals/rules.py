"""When the guest book on a phone is open, what pairs a phone with the row on the desk, and who can reach the address."""

import secrets
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from pstku.offices.rules.opening import Opening

# Short, known everywhere, and nothing a guest would not like to be called.
ANIMALS = (
    "Anoa", "Bangau", "Camar", "Elang", "Kancil", "Kasuari", "Kelinci", "Kenari", "Kijang", "Komodo", "Kupu-kupu", "Lebah",
    "Maleo", "Merak", "Merpati", "Nuri", "Paus", "Penyu", "Pipit", "Rajawali", "Rusa", "Tarsius", "Tupai", "Walet",
)  # fmt: skip
LOWEST, HIGHEST = 10, 99
OFFICE_SUFFIXES = (".local", ".lan", ".home", ".internal", ".test")


class Reach(StrEnum):
    """From where guests' phones can open an address."""

    NOWHERE = "nowhere"  # it means the phone itself
    OFFICE = "office"  # only on the office's own network
    EVERYWHERE = "everywhere"


def random_sign() -> str:
    """An animal and two digits, such as Kelinci 27: read aloud and found again at a glance."""
    return f"{secrets.choice(ANIMALS)} {LOWEST + secrets.randbelow(HIGHEST - LOWEST + 1)}"


def closes_at(today: Opening, at: datetime) -> datetime | None:
    """When the counter closes for the guest who sends an entry at the local moment `at`; None while it is closed.

    The break is open: whoever waits in the room then is written down, as at the tablet.
    """
    opens, closes = today.opens, today.closes
    if opens is None or closes is None or not opens <= at.time() < closes:
        return None
    return datetime.combine(at.date(), closes, at.tzinfo)


def reach_of(address: str) -> Reach:
    """Who can open this public address with a phone."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    if host in ("", "localhost") or host.endswith(".localhost"):
        return Reach.NOWHERE
    try:
        number = ip_address(host)
    except ValueError:
        is_inside = "." not in host or host.endswith(OFFICE_SUFFIXES)
        return Reach.OFFICE if is_inside else Reach.EVERYWHERE
    if number.is_loopback or number.is_unspecified:
        return Reach.NOWHERE
    return Reach.OFFICE if number.is_private or number.is_link_local else Reach.EVERYWHERE
