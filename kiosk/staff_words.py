"""What a tablet says to staff, in Indonesian whatever language its guest chose; it comes with the key of the outbox."""

from typing import Any

from pstku.core.text import N_
from pstku.devices.rules import USEFUL, VITAL


def staff_words() -> dict[str, Any]:
    """Siap luring: what the mark on the idle screen says, and what each missing thing means."""
    return {
        "ready": N_("Siap luring"),
        "unready": N_("Belum siap luring"),
        "hint": N_("Petugas: tahan dua detik untuk melihat daftar kirim."),
        "vital": list(VITAL),
        "lacks": VITAL | USEFUL,
    }
