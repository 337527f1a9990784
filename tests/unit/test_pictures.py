"""Pictures from outside cost what they are worth, not what they claim."""

from io import BytesIO

import pytest
from PIL import Image

from pstku.core.errors import InvalidInput
from pstku.core.pictures import MOST_SCANS, as_webp, rewritten


def saved(kind: str, side: int, **options) -> bytes:
    out = BytesIO()
    Image.new("L", (side, side)).save(out, kind, **options)
    return out.getvalue()


def test_a_flat_png_that_claims_forty_megapixels_is_refused():
    content = saved("PNG", 6300)
    assert len(content) < 200_000
    with pytest.raises(InvalidInput, match="16 megapiksel"):
        rewritten(content, "image", as_webp)


def test_a_photo_of_forty_megapixels_is_never_held_whole():
    seen = []
    rewritten(saved("JPEG", 6300), "image", lambda upright: seen.append(upright.size) or b"")
    assert seen == [(3200, 3200)]


def test_a_photo_of_endless_scans_is_refused():
    content = saved("JPEG", 64, progressive=True)
    assert rewritten(content, "image", as_webp)
    scan = content[content.index(b"\xff\xda") : -2]
    with pytest.raises(InvalidInput, match="rusak"):
        rewritten(content[:-2] + scan * MOST_SCANS + content[-2:], "image", as_webp)
