"""Absolute addresses and their QR: from PSTKU_PUBLIC_URL, never from the Host header."""

from typing import Any

import qrcode
from flask import current_app, url_for

MASK = 2


def public_address(endpoint: str, **values: Any) -> str:
    """The address of a page as guests reach it from outside."""
    return f"{current_app.config['PUBLIC_URL']}{url_for(endpoint, **values)}"


def qr_matrix(text: str) -> list[list[bool]]:
    """Dark and light modules of a QR of `text`, without quiet zone, for the `qr` macro."""
    # Every mask is valid; trying all eight for the prettiest one took 12 ms of a guest's POST.
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(text)
    code.make(fit=True)
    return code.get_matrix()
