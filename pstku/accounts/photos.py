"""Photos of people: whatever was uploaded becomes one small square JPEG without hidden data."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pstku.core.pictures import on_white, rewritten

if TYPE_CHECKING:
    from PIL import Image

SIDE = 512
QUALITY = 85


def square_jpeg(upload: bytes) -> bytes:
    """A square JPEG of at most 512 pixels, turned upright, without EXIF. Raises InvalidInput("photo")."""
    return rewritten(upload, "photo", _encoded)


def _encoded(upright: Image.Image) -> bytes:
    from PIL import Image, ImageOps

    side = min(SIDE, *upright.size)
    square = ImageOps.fit(on_white(upright), (side, side), Image.Resampling.LANCZOS)
    out = BytesIO()
    square.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
