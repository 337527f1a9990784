"""Piagam: the certificate as PDF, from the words frozen when it was issued."""

from collections.abc import Sequence

from pstku.printing.pdf import compile_pdf
from pstku.rewards.models import Certificate


def certificate_pdf(certificate: Certificate, address: str, matrix: Sequence[Sequence[bool]]) -> bytes:
    """A4 landscape; `address` is the absolute page that verifies it, `matrix` its QR."""
    values = certificate.wording | {
        "code": certificate.code,
        "address": address.split("://", 1)[-1].rsplit("/", 1)[0],
        "qr": ["".join("1" if module else "0" for module in row) for row in matrix],
        "is_revoked": certificate.revoked_at is not None,
        "is_demo": certificate.wording.get("is_demo", False),
    }
    return compile_pdf("certificate", values, certificate.revoked_at or certificate.issued_at)
