"""The empty page of the paper book as a PDF: the table's fields in the table's order, with boxes to tick."""

from typing import Any

from pstku.core import clock
from pstku.dtsen.rules import CODE
from pstku.guestbook.entry import SALUTATIONS
from pstku.offices.queries import Configuration
from pstku.paperbook.rules.sheets import DTSEN, FIELDS, LISTS
from pstku.printing.pdf import compile_pdf

GUESTS_ON_A_PAGE = 2


def paper_page_pdf(office: Configuration) -> bytes:
    """The PDF, with the notice and lists as they are now."""
    return compile_pdf("paper_page", paper_page_values(office), clock.now())


def paper_page_values(office: Configuration) -> dict[str, Any]:
    """Everything the page prints, in words; a list that an admin changes is printed changed."""
    services = [service.guest_label for service in office.active_services() if not service.is_complaint]
    has_dtsen = any(service.code == CODE for service in office.active_services())
    return {
        "office": office.name,
        "unit": office.unit_name,
        "address": " · ".join(part for part in (office.address, office.whatsapp, office.email) if part),
        "title": "Buku tamu",
        "notice": [
            "Dipakai untuk layanan ini dan yang Anda centang. Cukup layanan dan nama, yang lain boleh dikosongkan.",
            f"Petugas menyalinnya ke buku tamu. Identitas Anda dihapus setelah {office.settings.identity_months} bulan.",
        ],
        "labels": dict(FIELDS),
        "boxes": {"service": services, "salutation": [word for word in SALUTATIONS if word]}
        | {name: [label for _code, label in office.choices(name)] for name in LISTS}
        | ({name: list(codes.values()) for name, codes in DTSEN.items()} if has_dtsen else {}),
        "guests": GUESTS_ON_A_PAGE,
    }
