"""A whole pack, library and questions together: read, preview, take, export."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pstku.core import clock
from pstku.core.db import atomic
from pstku.offices.queries import Configuration
from pstku.packs.faults import Fault, PackFaultyError
from pstku.packs.files import opened_pack
from pstku.packs.queries import installed_packs, licence_of, packs_behind_figures, titles_of
from pstku.packs.reading.guides import BASELINE, PackGuides, read_guides
from pstku.packs.reading.heads import FORMAT
from pstku.packs.reading.pages import Pack, files_checksum, read_pack
from pstku.packs.reading.questions import PackQuestion, named_pages, read_questions
from pstku.packs.taking import ImportReport, import_pack
from pstku.packs.taking.practice import import_guides, import_questions
from pstku.packs.writing.guides import VALUES, guide_files
from pstku.packs.writing.library import as_yaml, definition_files, own_packs, value_files
from pstku.practice.queries.bank import live_questions


@dataclass(frozen=True, slots=True)
class WholePack:
    """A pack read whole and without a fault."""

    pack: Pack
    questions: list[PackQuestion]
    guides: PackGuides


class _PreviewOnlyError(Exception):
    """Ends the trial import; everything it wrote is undone."""


def read_whole(source: Path, name: str = "") -> WholePack:
    """The pack in a folder or a zip that people call `name`; raises PackFaultyError with the faults of all its files."""
    with opened_pack(source, name) as folder:
        pack = read_pack(folder)
        leans = pack.requires or pack.domain  # on the library it comes into
        page_keys = None if leans else {page.key for page in pack.pages}
        whole = WholePack(pack, read_questions(folder, page_keys), read_guides(folder, page_keys))
    if whole.guides.baseline and not pack.domain:
        message = "angka sebuah kantor hanya di paket yang berisi domain; pindahkan ke paket angka kantor itu"
        raise PackFaultyError([Fault(BASELINE, "isi", message)])
    return whole


def take_whole(
    office_id: int,
    whole: WholePack,
    *,
    take: Collection[str] = (),
    take_figures: bool = False,
    actor_id: int | None = None,
) -> ImportReport:
    """Import everything or nothing; raises PackFaultyError when the pack does not fit this office.

    Pages it refers to may come from another pack: questions and first week are checked against the office's library.
    """
    with atomic():
        report = import_pack(office_id, whole.pack, take=take, take_figures=take_figures, actor_id=actor_id)
        if faults := _loose_ends(office_id, whole):
            raise PackFaultyError(faults)
        questions = import_questions(office_id, whole.pack.key, whole.questions)
        guides = import_guides(office_id, whole.pack.key, whole.guides, own_packs(office_id))
        report.questions, report.guides = questions.moved, guides.moved
        report.kept += guides.kept
        report.removed += questions.removed
    return report


def _loose_ends(office_id: int, whole: WholePack) -> list[Fault]:
    named = {key: f"soal {question.key}" for question in whole.questions for key in named_pages(question)}
    days = (whole.guides.first_week or {}).get("days") or []
    named |= {key: str(day["title"]) for day in days for key in day.get("pages") or []}
    titles = titles_of(office_id, named)
    return [Fault("pack.yaml", where, f"halaman {key} tidak ada") for key, where in named.items() if key not in titles]


def preview_whole(office_id: int, whole: WholePack) -> ImportReport:
    """What `take_whole` would do: the import is run and rolled back, so the preview cannot differ from it."""
    try:
        with atomic():
            report = take_whole(office_id, whole)
            raise _PreviewOnlyError
    except _PreviewOnlyError:
        return report


def exported(office: Configuration, kind: str) -> dict[str, bytes]:
    """File name -> content of a pack: the office's definitions, or its figures with everything only it uses."""
    is_own = kind == VALUES
    packs = [item.pack for item in installed_packs(office.id) if bool(item.pack.domain) is is_own]
    head: dict[str, Any] = {
        "id": f"nilai-{office.code}" if is_own else f"definisi-{office.code}",
        "version": clock.local_day(clock.now(), office.tz).strftime("%Y.%m.%d"),
        "title": f"Angka {office.name}" if is_own else f"Definisi dari {office.name}",
        "domain": office.code if is_own else None,
        "language": "id",
        "license": licence_of(packs) or None,
    }
    files = value_files(office.id) if is_own else definition_files(office.id)
    if is_own:
        head["requires"] = packs_behind_figures(office.id)
    else:
        head["includes"] = [f"{pack.key} {pack.version}" for pack in packs if pack.key != head["id"]]
    return _sealed(files | guide_files(office.id, kind) | _question_files(office.id, is_own=is_own), head)


def _question_files(office_id: int, *, is_own: bool) -> dict[str, bytes]:
    own = own_packs(office_id)
    by_function: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(live_questions(office_id), key=lambda row: row.key):
        if (row.pack_key in own) is is_own:
            entry = {"id": row.key, "kind": row.kind, "fungsi": row.function, "level": row.level, **row.content}
            by_function.setdefault(row.function, []).append(entry)
    return {f"quizzes/{function}.yaml": as_yaml(items) for function, items in by_function.items()}


def _sealed(files: dict[str, bytes], head: dict[str, Any]) -> dict[str, bytes]:
    """With the checksum of everything else in pack.yaml."""
    return files | {"pack.yaml": as_yaml({"format": FORMAT, **head, "checksum": files_checksum(files)})}
