"""Content packs: a folder of Markdown, YAML and CSV, read whole or refused with every fault named."""

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pstku.core.errors import InvalidInput
from pstku.core.pictures import as_webp, rewritten
from pstku.core.text import fold
from pstku.learning.pack_tables import Fault, PackRegion, PackValue, read_regions, read_values

KINDS = {"surveys": "survey", "indicators": "indicator", "media": "medium", "conduct": "conduct"}
FORMAT = 1  # of the files; a pack without one has this
FUNCTIONS = ("sosial", "produksi", "distribusi", "nerwilis", "ipds", "umum")
OWN_COLUMNS = {"id", "title", "short", "fungsi", "summary", "sources", "synonyms", "verify_every_days"}
NOT_FACTS = OWN_COLUMNS | {"verified_at", "verified_by"}


class _PlainLoader(yaml.SafeLoader):
    """YAML without references: a few lines of them can stand for more than memory holds."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.MarkedYAMLError(problem="rujukan (*nama) tidak diterima", problem_mark=mark)
        return super().compose_node(parent, index)


def plain_yaml(text: str) -> Any:
    """What YAML says; raises yaml.YAMLError, also for references."""
    return yaml.load(text, _PlainLoader)


class PackFaultyError(Exception):
    """The pack cannot be taken; `faults` says why, file by file."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class PackPage:
    """A page as a pack brings it; `checksum` covers everything an editor could change."""

    key: str
    kind: str
    slug: str
    title: str
    short: str | None
    function: str
    summary: str
    body: str
    facts: dict[str, Any]
    sources: list[dict[str, Any]]
    synonyms: list[str]
    verify_every_days: int
    checksum: str


@dataclass(slots=True)
class Pack:
    """A pack read whole."""

    key: str
    version: str
    title: str
    domain: str | None
    licence: str
    requires: list[tuple[str, str]] = field(default_factory=list)  # (pack id, least version or empty)
    pages: list[PackPage] = field(default_factory=list)
    values: list[PackValue] = field(default_factory=list)
    terms: list[dict[str, Any]] = field(default_factory=list)
    synonyms: list[dict[str, Any]] = field(default_factory=list)
    regions: list[PackRegion] = field(default_factory=list)
    images: dict[str, bytes] = field(default_factory=dict)  # key -> WebP, written anew


def read_pack(folder: Path) -> Pack:
    """The pack in a folder; raises PackFaultyError with every fault, so that all can be mended at once."""
    faults: list[Fault] = []
    head = _yaml(folder / "pack.yaml", faults)
    if not isinstance(head, dict) or not head.get("id") or not head.get("version"):
        raise PackFaultyError([*faults, Fault("pack.yaml", "id, version", "wajib diisi")])
    if head.get("format", FORMAT) != FORMAT:
        message = f"paket ini format {head['format']}, PSTku ini membaca format {FORMAT}; perbarui PSTku dulu"
        raise PackFaultyError([Fault("pack.yaml", "format", message)])
    if not isinstance(head.get("requires") or [], list):
        raise PackFaultyError([Fault("pack.yaml", "requires", "harus berupa daftar")])
    told = head.get("checksum")
    if told and told != files_checksum({str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*.*")}):
        message = "isi paket berubah sejak ditulis; ambil lagi dari sumbernya, atau hapus baris checksum bila sengaja"
        raise PackFaultyError([Fault("pack.yaml", "checksum", message)])
    pack = Pack(
        key=str(head["id"]),
        version=str(head["version"]),
        title=str(head.get("title") or head["id"]),
        domain=str(head["domain"]) if head.get("domain") else None,
        licence=str(head.get("license") or ""),
        requires=[_requirement(str(item)) for item in head.get("requires") or []],
    )
    for sub, kind in KINDS.items():
        for file in sorted((folder / sub).glob("*.md")):
            pack.pages += _page(file, kind, f"{sub}/{file.name}", faults)
    pack.images = dict(_images(folder / "images", faults))
    pack.terms = _list_of(folder / "glossary.yaml", ("term", "meaning"), faults)
    pack.synonyms = _list_of(folder / "synonyms.yaml", ("words",), faults)
    try:
        if (folder / "values.csv").exists():
            pack.values = list(read_values(folder / "values.csv", faults))
        if (folder / "regions.csv").exists():
            pack.regions = list(read_regions(folder / "regions.csv", faults))
    except (UnicodeDecodeError, csv.Error):
        faults.append(Fault("values.csv, regions.csv", "berkas", "bukan CSV UTF-8"))
    _check_unique(pack, faults)
    if faults:
        raise PackFaultyError(faults)
    return pack


def pack_version(folder: Path) -> tuple[str, str]:
    """(id, version) of a pack without reading the rest; raises PackFaultyError when there is none."""
    faults: list[Fault] = []
    head = _yaml(folder / "pack.yaml", faults)
    if faults or not isinstance(head, dict):
        raise PackFaultyError(faults or [Fault("pack.yaml", "isi", "harus berisi id dan version")])
    return str(head.get("id")), str(head.get("version"))


def _requirement(text: str) -> tuple[str, str]:
    key, _space, version = text.partition(" ")
    return key, version.strip()


def version_order(version: str) -> tuple[int, ...]:
    """2026.11.2 as numbers, so that 2026.9 comes before 2026.11."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def files_checksum(files: Mapping[str, bytes]) -> str:
    """SHA-256 over a pack's files but pack.yaml itself, which may carry it."""
    each = [f"{name} {hashlib.sha256(files[name]).hexdigest()}" for name in sorted(files) if name != "pack.yaml"]
    return hashlib.sha256("\n".join(each).encode()).hexdigest()


def checksum(*parts: Any) -> str:
    """SHA-256 of a page's content, the same whoever computes it."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _yaml(file: Path, faults: list[Fault]) -> Any:
    try:
        return plain_yaml(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.append(Fault(file.name, "berkas", "tidak ada"))
    except UnicodeDecodeError:
        faults.append(Fault(file.name, "berkas", "bukan teks UTF-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        faults.append(Fault(file.name, f"baris {mark.line + 1}" if mark else "isi", "YAML tidak dapat dibaca"))
    return None


def _images(folder: Path, faults: list[Fault]) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.glob("*.webp")):
        if not re.fullmatch(r"[0-9a-f]{32}", file.stem):
            faults.append(Fault(f"images/{file.name}", "nama", "harus 32 angka heksadesimal"))
            continue
        try:
            yield file.stem, rewritten(file.read_bytes(), file.name, as_webp)
        except InvalidInput as error:
            faults.append(Fault(f"images/{file.name}", "berkas", str(error)))


def _page(file: Path, kind: str, name: str, faults: list[Fault]) -> Iterator[PackPage]:
    text = file.read_text(encoding="utf-8", errors="replace")
    parts = re.split(r"^---\s*$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        faults.append(Fault(name, "baris 1", "kepala halaman harus di antara dua baris ---"))
        return
    try:
        front = json.loads(json.dumps(plain_yaml(parts[1]), default=str))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        faults.append(Fault(name, f"baris {mark.line + 2}" if mark else "kepala", "YAML tidak dapat dibaca"))
        return
    wrong = _faults_of(front, name)
    faults += wrong
    if not wrong:
        yield _page_of(front, kind, file.stem, parts[2].strip() + "\n")


def _faults_of(front: Any, name: str) -> list[Fault]:
    if not isinstance(front, dict):
        return [Fault(name, "kepala", "harus berisi pasangan nama: isi")]
    faults = [Fault(name, key, "wajib diisi") for key in ("id", "title", "fungsi", "summary") if not front.get(key)]
    if front.get("fungsi") and front["fungsi"] not in FUNCTIONS:
        faults.append(Fault(name, "fungsi", f"harus salah satu dari {', '.join(FUNCTIONS)}"))
    if not isinstance(front.get("verify_every_days") or 180, int):
        faults.append(Fault(name, "verify_every_days", "harus bilangan bulat"))
    for key in ("sources", "synonyms", "misreadings", "levels", "indicators", "how_to_get", "webapi"):
        if not isinstance(front.get(key) or [], list):
            faults.append(Fault(name, key, "harus berupa daftar"))
    return faults


def _page_of(front: dict[str, Any], kind: str, slug: str, body: str) -> PackPage:
    facts = {key: value for key, value in front.items() if key not in NOT_FACTS}
    title, short, function = str(front["title"]), front.get("short"), front["fungsi"]
    summary, sources = str(front["summary"]), front.get("sources") or []
    synonyms = [str(word) for word in front.get("synonyms") or []]
    every = int(front.get("verify_every_days") or 180)
    return PackPage(
        key=str(front["id"]),
        kind=kind,
        slug=slug,
        title=title,
        short=short,
        function=function,
        summary=summary,
        body=body,
        facts=facts,
        sources=sources,
        synonyms=synonyms,
        verify_every_days=every,
        checksum=checksum(title, short, function, summary, body, facts, sources, synonyms),
    )


def _list_of(file: Path, needed: tuple[str, ...], faults: list[Fault]) -> list[dict[str, Any]]:
    if not file.exists():
        return []
    items = _yaml(file, faults)
    if isinstance(items, dict):  # a named list at the top of the file
        items = next((value for value in items.values() if isinstance(value, list)), None)
    if not isinstance(items, list):
        faults.append(Fault(file.name, "isi", "harus berupa daftar"))
        return []
    for place, item in enumerate(items, 1):
        if not isinstance(item, dict) or any(not item.get(key) for key in needed):
            faults.append(Fault(file.name, f"butir {place}", f"wajib berisi {', '.join(needed)}"))
        elif "words" in needed and not isinstance(item["words"], list):
            faults.append(Fault(file.name, f"butir {place}", "words harus berupa daftar"))
        elif (referral := item.get("referral")) and not (referral.get("agency") and referral.get("say")):
            faults.append(Fault(file.name, f"butir {place}", "rujukan wajib berisi agency dan say"))
    return [item for item in items if isinstance(item, dict)]


def term_key(item: Mapping[str, Any]) -> str:
    """The stable key of a glossary term."""
    return fold(str(item["term"]))


def group_key(item: Mapping[str, Any]) -> str:
    """The stable key of a group of synonyms: its first word."""
    return fold(str(item["words"][0]))


def _check_unique(pack: Pack, faults: list[Fault]) -> None:
    seen: set[str] = set()
    for page in pack.pages:
        if page.key in seen:
            faults.append(Fault(f"{page.kind}/{page.slug}.md", "id", f"{page.key} dipakai dua kali"))
        seen.add(page.key)
    for name, keys in (("glossary.yaml", map(term_key, pack.terms)), ("synonyms.yaml", map(group_key, pack.synonyms))):
        counts = Counter(keys)
        faults += [Fault(name, key, "ada dua kali") for key, n in counts.items() if n > 1]
    cells = [(v.indicator_key, v.region_code, v.period, v.vintage) for v in pack.values]
    for cell in sorted({cell for cell in cells if cells.count(cell) > 1}):
        faults.append(Fault("values.csv", " ".join(map(str, cell)), "ada dua baris untuk angka yang sama"))
