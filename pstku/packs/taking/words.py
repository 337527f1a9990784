"""Terms and synonyms of a pack come in by their key."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from pstku.core.db import session
from pstku.core.text import fold
from pstku.library.models import GlossaryTerm, SynonymGroup
from pstku.library.rules.checksums import checksum
from pstku.packs.reading.pages import Pack, group_key, term_key
from pstku.packs.taking.report import ImportReport
from pstku.packs.taking.settling import Settled, is_edited, settle

MOST_NAMED = 3  # words of a group


def take_terms(office_id: int, pack: Pack, report: ImportReport) -> None:
    rows = session().scalars(select(GlossaryTerm).where(GlossaryTerm.office_id == office_id))
    brought = {
        term_key(item): {
            "term": str(item["term"]),
            "term_key": term_key(item),
            "meaning": str(item["meaning"]),
            "page_key": item.get("see"),
        }
        for item in pack.terms
    }
    _take_words(office_id, pack, {row.term_key: row for row in rows}, brought, report)


def take_synonyms(office_id: int, pack: Pack, report: ImportReport) -> None:
    rows = session().scalars(select(SynonymGroup).where(SynonymGroup.office_id == office_id))
    brought = {
        group_key(item): {
            "words": [str(word) for word in item["words"]],
            "page_keys": [str(key) for key in item.get("pages") or []],
            "referral": item.get("referral"),
        }
        for item in pack.synonyms
    }
    _take_words(office_id, pack, {fold(row.words[0]): row for row in rows}, brought, report)


def _take_words(
    office_id: int,
    pack: Pack,
    rows: Mapping[str, GlossaryTerm | SynonymGroup],
    brought: Mapping[str, dict[str, Any]],
    report: ImportReport,
) -> None:
    """Merge by key: what this office wrote or edited stays; what the pack no longer has is deleted unless it was edited."""
    s = session()
    kind: type[GlossaryTerm | SynonymGroup] = GlossaryTerm if "term" in next(iter(brought.values())) else SynonymGroup
    for key, columns in brought.items():
        row = rows.get(key)
        if row is None:
            s.add(kind(office_id=office_id, pack_key=pack.key, pack_checksum=checksum(columns), **columns))
            report.words.append(_name(columns))
            continue
        settled = settle(row, columns, pack.key)
        if settled is not Settled.SAME:
            {Settled.FOLLOWED: report.words, Settled.KEPT: report.kept}[settled].append(_name(columns))
    names = next(iter(brought.values()))
    for key, row in rows.items():
        if key not in brought and row.pack_key == pack.key:
            label = _name({name: getattr(row, name) for name in names})
            if is_edited(row, names):
                report.kept.append(label)
            else:
                s.delete(row)
                report.dropped.append(label)


def _name(columns: Mapping[str, Any]) -> str:
    return str(columns["term"] if "term" in columns else ", ".join(columns["words"][:MOST_NAMED]))
