"""Piagam: the certificate as PDF, from the words frozen when it was issued."""

from collections.abc import Callable, Sequence

from pstku.core import clock
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.documents.operations.issuing import keep_print
from pstku.documents.queries import Words, get_document, newest
from pstku.documents.rules.kinds import Kind
from pstku.offices.queries import Configuration
from pstku.printing.pdf import compile_pdf
from pstku.rewards.models import Certificate
from pstku.rewards.operations.publishing import LINE_TITLES
from pstku.rewards.queries import certificate_of

FIRST_WORDS = {
    "number": "",
    "reason": "Atas layanan yang ramah, cepat, dan tepat bagi para pengguna data,",
}  # until 0069


def certificate_pdf(certificate: Certificate, address: str, matrix: Sequence[Sequence[bool]]) -> bytes:
    """A4 landscape; `address` is the absolute page that verifies it, `matrix` its QR."""
    values = (
        FIRST_WORDS
        | certificate.wording
        | {
            "code": certificate.code,
            "address": address.split("://", 1)[-1].rsplit("/", 1)[0],
            "qr": ["".join("1" if module else "0" for module in row) for row in matrix],
            "is_revoked": certificate.revoked_at is not None,
            "is_demo": certificate.wording.get("is_demo", False),
        }
    )
    return compile_pdf("certificate", values, certificate.revoked_at or certificate.issued_at)


Door = Callable[[str], tuple[str, Sequence[Sequence[bool]]]]  # from a code to the address that verifies it, and its QR


def kept_certificate(office_id: int, period_id: int, door: Door) -> bytes:
    """The PDF of a period's certificate; raises NotFound. One that was revoked says so across the page."""
    certificate = certificate_of(period_id)
    if certificate is None:
        raise NotFound(N_("Piagam belum ada. Catat nomor SK lebih dulu."))
    paper = newest(office_id, Kind.CERTIFICATE, period_id)
    if paper is not None and not certificate.revoked_at:
        content = get_document(office_id, paper.id, with_content=True).content
        if content is not None:
            return content
    return certificate_pdf(certificate, *door(certificate.code))


def keep_first_print(office_id: int, period_id: int, door: Door) -> None:
    """Keep the certificate that was issued just now as it is printed, so that a reprint is the same to the byte."""
    certificate = certificate_of(period_id)
    paper = newest(office_id, Kind.CERTIFICATE, period_id)
    if certificate is not None and paper is not None:
        keep_print(paper, certificate_pdf(certificate, *door(certificate.code)))


def certificate_example_pdf(office: Configuration, words: Words) -> bytes:
    """What a certificate looks like with these words, for looking at it: of nobody, and said to be a sample."""
    values = {
        "office": office.name,
        "unit": office.unit_name,
        "name": "Nama Penerima",
        "title": f"{LINE_TITLES['desk']} Triwulan I",
        "votes": 40,
        "months": "Januari–Maret",
        "number": "…",
        "reason": words["certificate_reason"],
        "sk_number": "…",
        "place_date": f"{office.city}, …",
        "signer_title": words["signer_title"],
        "signer": "Nama Penetap",
        "code": "…",
        "address": "…",
        "qr": ["0"],
        "is_revoked": False,
        "is_demo": True,
    }
    return compile_pdf("certificate", values, clock.now())
