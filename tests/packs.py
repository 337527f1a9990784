"""A small pack written by the tests, in the shape of the shipped ones."""

from pathlib import Path

import pytest

from pstku.packs.faults import PackFaultyError
from pstku.packs.files import zipped
from pstku.packs.whole import read_whole

PAGE = """---
id: {key}
title: {title}
short: {short}
fungsi: sosial
summary: Ringkasan {title}.
{facts}
sources: [{{name: SiRuSa, url: null, mark: V}}]
synonyms: [{synonyms}]
verify_every_days: 180
---

## Artinya

{body}
"""


def write_pack(folder: Path, *, version: str = "1", values: str = "", pages: dict[str, dict] | None = None) -> Path:
    """A pack with one survey and the given indicators; `pages` maps slugs to the words of PAGE."""
    (folder / "indicators").mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(f"id: uji\nversion: '{version}'\ntitle: Paket uji\ndomain: null\n")
    for slug, words in (pages or {}).items():
        blanks = {"short": "null", "facts": "unit: persen", "synonyms": "", "body": "Isi."}
        (folder / "indicators" / f"{slug}.md").write_text(PAGE.format(**(blanks | words)))
    if values:
        head = "indicator_id,region_code,period,period_kind,value,status,vintage,series,source,source_url,release_date,note\n"
        (folder / "values.csv").write_text(head + values)
        (folder / "regions.csv").write_text("code,name,level,parent_code,note\n7571,Kota Gorontalo,kota,,\n")
    return folder


def as_zip(folder: Path, name: str = "paket.zip") -> Path:
    files = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    target = folder.parent / name
    target.write_bytes(zipped(files))
    return target


def faults_of(source: Path) -> str:
    with pytest.raises(PackFaultyError) as caught:
        read_whole(source)
    return str(caught.value)
