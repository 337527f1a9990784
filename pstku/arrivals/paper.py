"""The page at the counter whose QR opens the guest book on the guest's own phone, as a PDF in A4 or A5."""

from collections.abc import Sequence
from datetime import datetime

from pstku.offices.queries import Configuration
from pstku.printing.pdf import compile_pdf

SIZES = ("a4", "a5")
STEPS = (
    ("Pindai dengan kamera HP", "Scan with your phone's camera"),
    ("Isi buku tamu, lalu kirim", "Fill in the guest book and send it"),
    ("Tunjukkan layarnya kepada petugas", "Show the screen to our officer"),
)
WIFI = ("Sambungkan dahulu HP ke Wi-Fi kantor", "First connect your phone to the office's Wi-Fi")


def guest_book_qr_pdf(
    office: Configuration,
    address: str,
    matrix: Sequence[Sequence[bool]],
    issued_at: datetime,
    *,
    size: str,
    is_office_network: bool,
) -> bytes:
    """The PDF of one size (`SIZES`); it says first to join the Wi-Fi where only the office's network reaches the server."""
    values = {
        "size": size,
        "office": office.name,
        "unit": office.unit_name,
        "title": ["Isi buku tamu di HP Anda", "Sign the guest book on your phone"],
        "steps": [list(step) for step in ((WIFI, *STEPS) if is_office_network else STEPS)],
        "or": ["Tidak membawa HP? Isi di tablet atau di meja.", "No phone? Use the tablet or ask at the desk."],
        "address": address.split("://", 1)[-1],
        "qr": ["".join("1" if module else "0" for module in row) for row in matrix],
    }
    return compile_pdf("guest_book_qr", values, issued_at)
