"""Kartu tanda petugas as a PDF of 86 x 124 mm."""

from collections.abc import Sequence
from datetime import datetime

from pstku.accounts.models import Person
from pstku.offices.queries import Configuration
from pstku.printing.pdf import compile_pdf

DRAWINGS = {"Ibu": "a-ibu", "Bapak": "a-bapak"}  # three of each in the sprite, by the last digit of a person's id


def badge_pdf(
    office: Configuration,
    person: Person,
    photo: bytes | None,
    code: str,
    matrix: Sequence[Sequence[bool]],
    issued_at: datetime,
) -> bytes:
    """The badge to print: face, name, role, static QR (42 mm) and its code; the same as on the screen."""
    kind = DRAWINGS.get(person.salutation)
    values = {
        "drawing": f"{kind}-{person.id % 10 % 3}" if kind else "a-none",
        "photo": list(photo) if photo else None,
        "office": office.name,
        "unit": office.unit_name,
        "name": person.call_name,
        "role": "Petugas PST",
        "caption": "Pindai untuk menilai layanan saya",
        "code": code,
        "qr": ["".join("1" if module else "0" for module in row) for row in matrix],
    }
    return compile_pdf("badge", values, issued_at)
