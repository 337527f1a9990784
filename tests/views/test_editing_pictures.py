"""Pictures of a page: written anew, kept within bounds, refused with the text still there."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from pstku.core import pictures
from pstku.core.db import session
from pstku.core.errors import InvalidInput
from pstku.library.models import PageImage
from tests.editors import draft_fields

START = "/belajar/indikator/tpt"


def png(width: int = 40, height: int = 30, **options) -> bytes:
    out = BytesIO()
    Image.new("RGBA", (width, height), (0, 74, 124, 128)).save(out, "PNG", **options)
    return out.getvalue()


def upload(editor, address, content: bytes, alt: str, **more):
    values = draft_fields(editor.get(address).page) | {"do": "save", "why": "Gambar", "image_alt": alt} | more
    return editor.post_form(address, values | {"image": (BytesIO(content), "foto.png")}, page=address)


def test_a_picture_is_written_anew_and_shown_in_the_page(sign_in, cast):
    editor = sign_in("editor")
    address = editor.post_form(f"{START}/sunting", {}, page=START).location
    assert upload(editor, address, png(3000, 2000), "Letak tombol unduh di situs").status_code == 303
    shown = editor.get(address).page.select_one("#pratinjau img")
    assert shown["alt"] == "Letak tombol unduh di situs"
    picture = editor.get(shown["src"])
    assert picture.mimetype == "image/webp" and "immutable" in picture.headers["Cache-Control"]
    with Image.open(BytesIO(picture.data)) as image:
        assert image.size == (1600, 1067) and image.format == "WEBP" and not image.getexif()
    assert editor.get("/belajar/gambar/" + "0" * 32 + ".webp").status_code == 404
    upload(editor, address, png(3000, 2000), "Sekali lagi")
    assert len(session().scalars(select(PageImage)).all()) == 1, "the same file is the same picture"


@pytest.mark.parametrize(
    ("content", "alt", "told"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Gambar", "bukan gambar JPEG, PNG, atau WebP"),
        (png()[:60], "Gambar", "Gambar ini rusak"),
        (png(1100, 1000), "Gambar", "terlalu besar"),
        (png() + b"0" * 300_000, "Gambar", "lebih dari 6 MB"),
        (png(), "", "Tulis apa yang terlihat"),
    ],
)
def test_what_is_no_good_picture_is_refused_and_the_text_stays(sign_in, cast, monkeypatch, content, alt, told):
    monkeypatch.setattr(pictures, "LARGEST_BYTES", 290_000)
    monkeypatch.setattr(pictures, "MOST_DECODED", 1_000_000)
    editor = sign_in("editor")
    address = editor.post_form(f"{START}/sunting", {}, page=START).location
    answer = upload(editor, address, content, alt, body="Isi yang sudah diketik")
    assert answer.status_code == 422 and told in answer.page.get_text()
    assert "Isi yang sudah diketik" in answer.page.select_one("#body").get_text()
    assert "Isi yang sudah diketik" in editor.get(address).page.select_one("#body").get_text(), "and is kept"
    assert session().scalars(select(PageImage)).all() == []


@pytest.mark.parametrize("side", [10_000, 20_000])
def test_a_picture_of_too_many_pixels_is_too_large_and_not_broken(side):
    out = BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    with pytest.raises(InvalidInput, match="terlalu besar"):
        pictures.rewritten(out.getvalue(), "image", pictures.as_webp)
