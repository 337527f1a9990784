"""A small pack written by the tests, in the shape of the shipped ones."""

from pathlib import Path

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
