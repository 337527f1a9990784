"""Photos of people: whatever was uploaded becomes one small square JPEG without hidden data."""

from io import BytesIO

from PIL import Image, ImageOps

from pstku.core.errors import InvalidInput
from pstku.core.text import N_

LARGEST_BYTES = 6 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE = 512
QUALITY = 85
MAGIC = {"JPEG": (b"\xff\xd8\xff",), "PNG": (b"\x89PNG\r\n\x1a\n",), "WEBP": (b"RIFF",)}


def square_jpeg(upload: bytes) -> bytes:
    """A square JPEG of at most 512 pixels, turned upright, without EXIF.

    Raises InvalidInput("photo") for anything but a JPEG, PNG or WebP of reasonable size.
    """
    if len(upload) > LARGEST_BYTES:
        raise InvalidInput("photo", N_("Foto lebih dari 6 MB. Kecilkan, lalu unggah lagi."))
    kinds = [kind for kind, starts in MAGIC.items() if upload.startswith(starts)]
    if not kinds:
        raise InvalidInput("photo", N_("Berkas ini bukan foto JPEG, PNG, atau WebP."))
    try:
        with Image.open(BytesIO(upload), formats=kinds) as image:
            if image.width * image.height > MOST_PIXELS:
                raise InvalidInput("photo", N_("Foto terlalu besar. Kecilkan menjadi paling banyak 40 megapiksel."))
            return _encoded(image)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InvalidInput("photo", N_("Foto ini rusak. Pilih foto lain.")) from error


def _encoded(image: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(image)
    side = min(SIDE, *upright.size)
    square = ImageOps.fit(_on_white(upright), (side, side), Image.Resampling.LANCZOS)
    out = BytesIO()
    square.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGBA", "LA", "PA", "P"):
        return image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")
