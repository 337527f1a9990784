"""Questions of a content pack: quizzes/<fungsi>.yaml, read whole or refused with every fault named."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from pstku.learning.packs import FUNCTIONS, Fault, PackFaultyError, checksum, plain_yaml
from pstku.practice.rules.marking import ANY_SIGN, CHOICES, MULTIPLE, NUMBER

REGIONS = ("kota", "provinsi", "nasional")


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
    for file in sorted((folder / "quizzes").glob("*.yaml")):
        name = f"quizzes/{file.name}"
        try:
            items = plain_yaml(file.read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            faults.append(Fault(name, f"baris {mark.line + 1}" if mark else "isi", "YAML tidak dapat dibaca"))
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


def _missing(question: PackQuestion, page_keys: Collection[str] | None) -> list[str]:
    named = list(question.content["pages"])
    indicator = (question.content.get("number") or {}).get("indicator")
    named += [indicator] if indicator else []
    return [] if page_keys is None else [key for key in named if key not in page_keys]


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
    if not isinstance(item.get("level") or 1, int) or not isinstance(item.get("pages") or [], list):
        yield Fault(name, where, "level harus bilangan bulat, pages harus berupa daftar")
    for key in ("id", "kind", "fungsi", "ask", "why", "pages"):
        if not item.get(key):
            yield Fault(name, where, f"{key} wajib diisi")
    if item.get("fungsi") and item["fungsi"] not in FUNCTIONS:
        yield Fault(name, where, f"fungsi harus salah satu dari {', '.join(FUNCTIONS)}")
    if item.get("kind") in CHOICES:
        yield from (Fault(name, where, message) for message in _option_faults(item))
    elif item.get("kind") == NUMBER:
        yield from (Fault(name, where, message) for message in _number_faults(item.get("number")))
    elif item.get("kind"):
        yield Fault(name, where, "kind harus single, multiple, number, atau mistake")


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
    for key in ("value", "tolerance"):
        try:
            Decimal(str(number.get(key, 0)))
        except InvalidOperation:
            yield f"{key} bukan angka"
