"""Kartu tanda petugas as a PDF of 86 x 124 mm."""

from collections.abc import Sequence
from datetime import datetime

from pstku.offices.queries import Configuration
from pstku.reports.pdf import compile_pdf


def badge_pdf(
    office: Configuration, call_name: str, code: str, matrix: Sequence[Sequence[bool]], issued_at: datetime
) -> bytes:
    """The badge to print: name, role, static QR (46 mm) and its code; the same words as on the screen."""
    values = {
        "office": office.name,
        "unit": office.unit_name,
        "name": call_name,
        "role": "Petugas PST",
        "caption": "Pindai untuk menilai layanan saya",
        "code": code,
        "qr": ["".join("1" if module else "0" for module in row) for row in matrix],
    }
    return compile_pdf("badge", values, issued_at)
