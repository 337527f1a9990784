"""Content packs: a folder of Markdown, YAML and CSV, read whole or refused with every fault named."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from pstku.core.errors import InvalidInput
from pstku.core.pictures import as_webp, rewritten
from pstku.core.text import fold
from pstku.library.rules.heads import body_faults, head_faults
from pstku.library.rules.shapes import KEY, Shape, list_of
from pstku.packs.faults import Fault, PackFaultyError
from pstku.packs.names import KINDS, is_pack_file
from pstku.packs.reading.heads import group, pack_faults, term
from pstku.packs.reading.plain_yaml import plain_yaml, read_yaml, yaml_fault
from pstku.packs.reading.tables import PackRegion, PackValue, read_regions, read_values

OWN_COLUMNS = {"id", "title", "short", "fungsi", "summary", "sources", "synonyms", "verify_every_days"}
NOT_FACTS = OWN_COLUMNS | {"verified_at", "verified_by"}


@dataclass(frozen=True, slots=True)
class PackPage:
    """A page as a pack brings it."""

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


@dataclass(slots=True)
class Pack:
    """A pack read whole."""

    key: str
    version: str
    title: str
    domain: str | None
    licence: str
    requires: list[tuple[str, str]] = field(default_factory=list)  # (pack id, least version or empty)
    includes: list[tuple[str, str]] = field(default_factory=list)  # packs whose content it holds whole
    pages: list[PackPage] = field(default_factory=list)
    values: list[PackValue] = field(default_factory=list)
    terms: list[dict[str, Any]] = field(default_factory=list)
    synonyms: list[dict[str, Any]] = field(default_factory=list)
    regions: list[PackRegion] = field(default_factory=list)
    images: dict[str, bytes] = field(default_factory=dict)  # key -> WebP, written anew


def read_pack(folder: Path) -> Pack:
    """The pack in a folder; raises PackFaultyError with every fault, so that all can be mended at once."""
    head = _head(folder)
    faults: list[Fault] = []
    checksum = head.get("checksum")
    if checksum and checksum != files_checksum(dict(_files(folder))):
        message = "isi paket berubah sejak ditulis; ambil lagi dari sumbernya, atau hapus baris checksum bila sengaja"
        raise PackFaultyError([Fault("pack.yaml", "checksum", message)])
    pack = Pack(
        key=str(head["id"]),
        version=str(head["version"]),
        title=str(head.get("title") or head["id"]),
        domain=str(head["domain"]) if head.get("domain") else None,
        licence=str(head.get("license") or ""),
        requires=[_named(item) for item in head.get("requires") or []],
        includes=[_named(item) for item in head.get("includes") or []],
    )
    for sub, kind in KINDS.items():
        for file in sorted((folder / sub).glob("[!.]*.md")):
            pack.pages += _page(file, kind, f"{sub}/{file.name}", faults)
    pack.images = dict(_images(folder / "images", faults))
    pack.terms = _list_of(folder / "glossary.yaml", term, faults)
    pack.synonyms = _list_of(folder / "synonyms.yaml", group, faults)
    if (folder / "values.csv").exists():
        pack.values = list(read_values(folder / "values.csv", faults))
    if (folder / "regions.csv").exists():
        pack.regions = list(read_regions(folder / "regions.csv", faults))
    _check_unique(pack, faults)
    if faults:
        raise PackFaultyError(faults)
    return pack


def pack_version(folder: Path) -> tuple[str, str]:
    """(id, version) of a pack without reading the rest; raises PackFaultyError when there is none."""
    head = _head(folder)
    return str(head["id"]), str(head["version"])


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in folder.rglob("*.*"):
        name = PurePosixPath(file.relative_to(folder))
        if is_pack_file(name) and file.is_file():
            yield str(name), file.read_bytes()


def _head(folder: Path) -> dict[str, Any]:
    faults: list[Fault] = []
    head = read_yaml(folder / "pack.yaml", "pack.yaml", faults)
    faults += [] if faults else [Fault("pack.yaml", where, what) for where, what in pack_faults(head)]
    if faults:
        raise PackFaultyError(faults)
    return dict(head)


def _named(text: str) -> tuple[str, str]:
    key, _space, version = text.partition(" ")
    return key, version.strip()


def version_order(version: str) -> tuple[int, ...]:
    """2026.11.2 as numbers, so that 2026.9 comes before 2026.11."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def files_checksum(files: Mapping[str, bytes]) -> str:
    """SHA-256 over a pack's files except pack.yaml, which may hold it."""
    each = [f"{name} {hashlib.sha256(files[name]).hexdigest()}" for name in sorted(files) if name != "pack.yaml"]
    return hashlib.sha256("\n".join(each).encode()).hexdigest()


def _images(folder: Path, faults: list[Fault]) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.glob("[!.]*.webp")):
        if not re.fullmatch(r"[0-9a-f]{32}", file.stem):
            faults.append(Fault(f"images/{file.name}", "nama", "harus 32 angka heksadesimal"))
            continue
        try:
            yield file.stem, rewritten(file.read_bytes(), file.name, as_webp)
        except InvalidInput as error:
            faults.append(Fault(f"images/{file.name}", "berkas", str(error)))


def _page(file: Path, kind: str, name: str, faults: list[Fault]) -> Iterator[PackPage]:
    try:
        parts = re.split(r"^---\s*$", file.read_text(encoding="utf-8-sig"), maxsplit=2, flags=re.MULTILINE)
    except UnicodeDecodeError:
        faults.append(Fault(name, "berkas", "bukan teks UTF-8"))
        return
    if len(parts) != 3 or parts[0].strip():
        faults.append(Fault(name, "baris 1", "kepala halaman harus di antara dua baris ---"))
        return
    try:
        front = plain_yaml(parts[1])
    except yaml.YAMLError as error:
        faults.append(yaml_fault(error, name, above=1))
        return
    wrong = [Fault(name, where, what) for where, what in (*head_faults(front), *body_faults(parts[2]))]
    if not KEY.fullmatch(file.stem):
        wrong.append(Fault(name, "nama berkas", "hanya huruf, angka, titik, dan tanda hubung, paling panjang 80"))
    faults += wrong
    if not wrong:
        yield _page_of(front, kind, file.stem, parts[2].strip() + "\n")


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
    )


def _list_of(file: Path, shape: Shape, faults: list[Fault]) -> list[dict[str, Any]]:
    if not file.exists():
        return []
    before = len(faults)
    items = read_yaml(file, file.name, faults)
    if isinstance(items, dict):  # a named list at the top of the file
        items = next((value for value in items.values() if isinstance(value, list)), None)
    if len(faults) == before:
        faults += [Fault(file.name, where or "isi", what) for where, what in list_of(shape, most=5000)(items)]
    return items if len(faults) == before else []


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
    cells = Counter((v.indicator_key, v.region_code, v.period, v.vintage) for v in pack.values)
    for cell in sorted(cell for cell, n in cells.items() if n > 1):
        faults.append(Fault("values.csv", " ".join(map(str, cell)), "ada dua baris untuk angka yang sama"))
