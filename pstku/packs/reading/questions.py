"""Questions of a content pack: quizzes/<fungsi>.yaml, read whole or refused with every fault named."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pstku.library.rules import shapes
from pstku.library.rules.checksums import checksum
from pstku.library.rules.places import CITY, NATION, PROVINCE
from pstku.library.rules.schema import FUNCTIONS, source
from pstku.library.rules.shapes import list_of, one_of, parts, text, wrong_in
from pstku.packs.faults import Fault, PackFaultyError
from pstku.packs.reading.plain_yaml import read_yaml
from pstku.practice.rules.marking import ANY_SIGN, CHOICES, MULTIPLE, NUMBER

REGIONS = (CITY, PROVINCE, NATION)
QUESTION = parts(
    {
        "id": shapes.key,
        "kind": one_of(*CHOICES, NUMBER),
        "fungsi": one_of(*FUNCTIONS),
        "level": shapes.whole(1, 5),
        "pages": list_of(shapes.key),
        "situation": text(1000),
        "ask": text(1000),
        "options": list_of(parts({"text": text(500), "right": shapes.truth, "why": text(1000)}, is_open=True)),
        "number": parts(
            {
                "value": shapes.number,
                "indicator": shapes.key,
                "region": text(20),
                "tolerance": shapes.between(0, shapes.LARGEST),
                "unit": text(80),
            },
            is_open=True,
        ),
        "why": text(1000),
        "sources": list_of(source),
    },
    is_open=True,
)


@dataclass(frozen=True, slots=True)
class PackQuestion:
    """A question as a pack brings it."""

    key: str
    kind: str
    function: str
    level: int
    content: dict[str, Any]
    checksum: str


def read_questions(folder: Path, page_keys: Collection[str] | None = None) -> list[PackQuestion]:
    """The questions in a pack's folder, none when it brings none; raises PackFaultyError with every fault.

    `page_keys`: the pages a question may point at; None leaves that unchecked.
    """
    faults: list[Fault] = []
    questions: list[PackQuestion] = []
    for file in sorted((folder / "quizzes").glob("[!.]*.yaml")):
        name = f"quizzes/{file.name}"
        before = len(faults)
        items = read_yaml(file, name, faults)
        if len(faults) > before:
            continue
        if not isinstance(items, list):
            faults.append(Fault(name, "isi", "harus berupa daftar"))
            continue
        for place, item in enumerate(items, 1):
            wrong = list(_faults(item, name, place))
            faults += wrong
            if not wrong:
                questions.append(_question(item))
    seen: set[str] = set()
    for question in questions:
        if question.key in seen:
            faults.append(Fault("quizzes", "id", f"{question.key} dipakai dua kali"))
        seen.add(question.key)
        faults += [Fault("quizzes", question.key, f"halaman {key} tidak ada") for key in _missing(question, page_keys)]
    if faults:
        raise PackFaultyError(faults)
    return questions


def named_pages(question: PackQuestion) -> list[str]:
    """The pages a question points at, its indicator among them."""
    indicator = (question.content.get("number") or {}).get("indicator")
    return [*question.content["pages"], *([indicator] if indicator else [])]


def _missing(question: PackQuestion, page_keys: Collection[str] | None) -> list[str]:
    return [] if page_keys is None else [key for key in named_pages(question) if key not in page_keys]


def _question(item: dict[str, Any]) -> PackQuestion:
    names = ("situation", "ask", "options", "number", "why", "pages", "sources")
    content = {name: item[name] for name in names if item.get(name)}
    return PackQuestion(
        key=str(item["id"]),
        kind=item["kind"],
        function=item["fungsi"],
        level=int(item.get("level") or 1),
        content=content,
        checksum=checksum(
            item["kind"], content.get("situation"), content["ask"], content.get("options"), content.get("number")
        ),
    )


def _faults(item: Any, name: str, place: int) -> Iterator[Fault]:
    if not isinstance(item, dict):
        yield Fault(name, f"butir {place}", "harus berisi pasangan nama: isi")
        return
    where = str(item.get("id") or f"butir {place}")
    if wrong := wrong_in(QUESTION, item):
        yield from (Fault(name, f"{where[:80]}, {place_in}", what) for place_in, what in wrong)
        return
    for needed in ("id", "kind", "fungsi", "ask", "why", "pages"):
        if not item.get(needed):
            yield Fault(name, where, f"{needed} wajib diisi")
    if item.get("kind") in CHOICES:
        yield from (Fault(name, where, message) for message in _option_faults(item))
    elif item.get("kind") == NUMBER:
        yield from (Fault(name, where, message) for message in _number_faults(item.get("number")))


def _option_faults(item: dict[str, Any]) -> Iterator[str]:
    options = item.get("options")
    if not isinstance(options, list) or not 3 <= len(options) <= 5:
        yield "options harus 3 sampai 5"
        return
    if any(not isinstance(option, dict) or not option.get("text") for option in options):
        yield "setiap pilihan wajib berisi text"
        return
    if len({str(option["text"]).strip() for option in options}) < len(options):
        yield "dua pilihan berisi text yang sama"
    right = sum(bool(option.get("right")) for option in options)
    if item["kind"] == MULTIPLE and not 2 <= right < len(options):
        yield "multiple: paling sedikit dua benar dan satu salah"
    if item["kind"] != MULTIPLE and right != 1:
        yield "tepat satu pilihan yang benar"


def _number_faults(number: Any) -> Iterator[str]:
    if not isinstance(number, dict) or ("value" in number) == ("indicator" in number):
        yield "number berisi value atau indicator"
        return
    if "indicator" in number and number.get("region") not in REGIONS:
        yield f"region harus salah satu dari {', '.join(REGIONS)}"
    if number.get("sign", ANY_SIGN) != ANY_SIGN:
        yield "sign hanya dapat berisi any"
    if "value" in number and number["value"] is None:
        yield "value bukan angka"
