"""Uploaded pictures: opened with care, written anew, so that nothing hidden in a file survives."""

from __future__ import annotations  # Pillow is loaded when the first picture comes

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter

from pstku.core.errors import InvalidInput
from pstku.core.text import N_

if TYPE_CHECKING:
    from PIL import Image

LARGEST_BYTES = 6 * 1024 * 1024
MOST_PIXELS = 40_000_000  # of a JPEG, which is decoded at a fraction of its size
MOST_DECODED = 16_000_000  # of the others: 64 MB while they are worked on, and a flat PNG of 170 kB can claim it
MOST_SCANS = 100  # of a JPEG; a camera makes ten, each costs as much as the whole picture
WIDEST = 1600
BROKEN = N_("Gambar ini rusak. Pilih gambar lain.")
MAGIC = {"JPEG": (b"\xff\xd8\xff",), "PNG": (b"\x89PNG\r\n\x1a\n",), "WEBP": (b"RIFF",)}


def rewritten(upload: bytes, field: str, write: Callable[[Image.Image], bytes]) -> bytes:
    """What `write` makes of the upright picture.

    Raises InvalidInput(field) for anything but a JPEG, PNG or WebP of reasonable size.
    """
    if len(upload) > LARGEST_BYTES:
        raise InvalidInput(field, N_("Gambar lebih dari 6 MB. Kecilkan, lalu unggah lagi."))
    kinds = [kind for kind, starts in MAGIC.items() if upload.startswith(starts)]
    if not kinds:
        raise InvalidInput(field, N_("Berkas ini bukan gambar JPEG, PNG, atau WebP."))
    from PIL import Image, ImageOps

    most = MOST_PIXELS if kinds == ["JPEG"] else MOST_DECODED
    too_large = InvalidInput(
        field,
        N_("Gambar terlalu besar. Kecilkan menjadi paling banyak %(most)s megapiksel."),
        most=most // 1_000_000,
    )
    if kinds == ["JPEG"] and upload.count(b"\xff\xda") > MOST_SCANS:
        raise InvalidInput(field, BROKEN)
    try:
        with catch_warnings():
            simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            image = Image.open(BytesIO(upload), formats=kinds)
        with image:
            if image.width * image.height > most:
                raise too_large
            image.thumbnail((2 * WIDEST, 2 * WIDEST))  # before anything makes a second copy of it
            return write(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError as error:
        raise too_large from error
    except (OSError, SyntaxError, ValueError) as error:
        raise InvalidInput(field, BROKEN) from error


def on_white(image: Image.Image) -> Image.Image:
    """Without transparency."""
    if image.mode not in ("RGBA", "LA", "PA", "P"):
        return image.convert("RGB")
    from PIL import Image

    layer = image.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")


def as_webp(upright: Image.Image) -> bytes:
    """A picture for a page: at most 1600 pixels wide or high, on white."""
    from PIL import Image

    flat = on_white(upright)
    flat.thumbnail((WIDEST, WIDEST), Image.Resampling.LANCZOS)
    out = BytesIO()
    flat.save(out, "WEBP", quality=80, method=4)
    return out.getvalue()
