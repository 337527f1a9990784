"""Absolute addresses and their QR: from PSTKU_PUBLIC_URL, never from the Host header."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from flask import current_app, url_for

MASK = 2
MOST_KEPT = 128  # a guest opens the page of their visit again and again while they wait
Matrix = tuple[tuple[bool, ...], ...]  # rows of modules, True for dark


def public_address(endpoint: str, **values: Any) -> str:
    """The address of a page as guests reach it from outside."""
    return f"{current_app.config['PUBLIC_URL']}{url_for(endpoint, **values)}"


@lru_cache(maxsize=MOST_KEPT)
def qr_matrix(text: str) -> Matrix:
    """Dark and light modules of a QR of `text`, without quiet zone, for the `qr` macro."""
    import qrcode  # here: it brings Pillow, and most pages have no QR

    # Every mask is valid; trying all eight for the prettiest one took 12 ms of a guest's POST.
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(row) for row in code.get_matrix())


@lru_cache(maxsize=MOST_KEPT)
def qr_path(matrix: Matrix) -> str:
    """The dark modules as an SVG path; those side by side become one rectangle."""
    return "".join(
        f"M{start} {y}h{width}v1h-{width}z" for y, row in enumerate(matrix) for start, width in _dark_runs(row)
    )


def _dark_runs(row: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    at = 0
    for is_dark, modules in groupby(row, bool):
        width = len(list(modules))
        if is_dark:
            yield at, width
        at += width


def certificate_door(code: str) -> tuple[str, Matrix]:
    """The page that verifies the certificate with this code, and the QR that leads there."""
    address = public_address("intranet.verification", code=code)
    return address, qr_matrix(address)
