"""The head of a page as its file in a pack has it: what stands there, and what is wrong in it. Pure."""

from collections.abc import Iterator
from typing import Any

from pstku.library.rules.content import Content
from pstku.library.rules.schema import FUNCTIONS, LINE, WORD, Facts, source
from pstku.library.rules.shapes import (
    UNKEEPABLE,
    Shape,
    Wrong,
    either,
    key,
    list_of,
    number,
    one_of,
    text,
    truth,
    whole,
    wrong_in,
)

LONGEST_BODY = 40_000  # letters
INTERVALS = range(7, 1101)  # days until the next check of a page
REQUIRED = ("id", "title", "fungsi", "summary")
COLUMNS: dict[str, Shape] = {  # what every page has beside its facts
    "id": key,
    "title": LINE,
    "short": text(40),
    "fungsi": one_of(*FUNCTIONS),
    "summary": text(300),
    "sources": list_of(source),
    "synonyms": list_of(WORD),
    "verify_every_days": whole(INTERVALS[0], INTERVALS[-1]),
}
KNOWN = COLUMNS | Facts.shapes
OTHER = either(text(2000), whole(-(10**15), 10**15), truth, number, list_of(text(500)))
ONLY_SIMPLE = "nama ini tidak dikenal, jadi hanya boleh teks, angka, true, false, atau daftar teks"


def head_of(key: str, content: Content) -> dict[str, Any]:
    """The head that a page of the library has as a file in a pack."""
    return {
        "id": key,
        "title": content.title,
        "short": content.short,
        "fungsi": content.function,
        "summary": content.summary,
        **dict(sorted(content.facts.stored.items())),
        "synonyms": content.synonyms,
        "sources": content.sources,
        "verify_every_days": content.verify_every_days,
    }


def head_faults(front: Any) -> Iterator[Wrong]:
    """What is wrong in the head of a page, place by place."""
    if not isinstance(front, dict):
        yield "kepala", "harus berisi pasangan nama: isi"
        return
    for name in REQUIRED:
        if front.get(name) in (None, ""):
            yield name, "wajib diisi"
    for name, value in front.items():
        if name in REQUIRED and value in (None, ""):
            continue
        if name in KNOWN:
            yield from ((f"{name}, {where}" if where else name, what) for where, what in wrong_in(KNOWN[name], value))
        elif wrong_in(OTHER, value):
            yield name[:40], ONLY_SIMPLE


def body_faults(body: str) -> Iterator[Wrong]:
    """What is wrong with the text of a page."""
    if len(body) > LONGEST_BODY:
        yield "isi", f"paling panjang {LONGEST_BODY} huruf; bagi menjadi beberapa halaman"
    if UNKEEPABLE.search(body):
        yield "isi", "ada huruf kendali yang tidak tampak"
