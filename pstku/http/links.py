"""Absolute addresses and their QR: from PSTKU_PUBLIC_URL, never from the Host header."""

from typing import Any

import qrcode
from flask import current_app, url_for


def public_address(endpoint: str, **values: Any) -> str:
    """The address of a page as guests reach it from outside."""
    return f"{current_app.config['PUBLIC_URL']}{url_for(endpoint, **values)}"


def qr_matrix(text: str) -> list[list[bool]]:
    """Dark and light modules of a QR of `text`, without quiet zone, for the `qr` macro."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return code.get_matrix()
