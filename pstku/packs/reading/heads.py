"""What pack.yaml, the glossary and the synonyms of a pack may say."""

import re
from collections.abc import Iterator
from typing import Any

from pstku.library.rules.schema import LINE, NAME, SENTENCE, WORD, domain
from pstku.library.rules.shapes import KEY, Shape, Wrong, either, key, list_of, matching, parts, text, whole

FORMAT = 1  # of the files; a pack without one has this

term = parts({"term": LINE, "meaning": SENTENCE, "see": key}, required=("term", "meaning"))
group = parts(
    {
        "words": list_of(either(whole(0, 9999), WORD)),
        "pages": list_of(key),
        "referral": parts({"agency": LINE, "say": SENTENCE}, required=("agency", "say")),
    },
    required=("words",),
)
version = matching(
    re.compile(r"[0-9]{1,6}([.][0-9]{1,6}){0,4}"), "harus angka dan titik di antara tanda kutip, misalnya '2026.11.2'"
)
pack_name = matching(
    re.compile(rf"{KEY.pattern}( [0-9.]{{1,40}})?"), "harus id paket, boleh diikuti versi: paket-inti 2026.11.1"
)
HEAD: dict[str, Shape] = {
    "id": key,
    "version": either(whole(0, 10**6), version),
    "title": NAME,
    "domain": either(whole(1000, 9999), domain),
    "license": NAME,
    "requires": list_of(pack_name),  # packs that must be here first
    "includes": list_of(pack_name),  # packs whose content this one holds whole
    "checksum": text(64),
}


def pack_faults(head: Any) -> Iterator[Wrong]:
    """What is wrong in pack.yaml; for a pack of another format that is the only fault reported."""
    if not isinstance(head, dict):
        yield "isi", "harus berisi id dan version"
        return
    if (version_of_format := head.get("format", FORMAT)) != FORMAT:
        is_newer = isinstance(version_of_format, int) and version_of_format > FORMAT
        yield (
            "format",
            f"paket ini format {version_of_format}, PSTku ini membaca format {FORMAT}; "
            + ("perbarui PSTku dulu" if is_newer else "tulis ulang paketnya menurut petunjuk"),
        )
        return
    named = {name: value for name, value in head.items() if name in HEAD}
    yield from parts(HEAD, required=("id", "version"))(named)
