"""An office's library as the files of a pack: definitions for every office, figures for its own."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import yaml
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from pstku.core.db import session
from pstku.editing.queries.revisions import content_of
from pstku.library.models import GlossaryTerm, IndicatorValue, Page, PageImage, Region, SynonymGroup
from pstku.library.models import Pack as PackRow
from pstku.library.rendering import image_keys
from pstku.library.rules.content import Content
from pstku.library.rules.heads import head_of
from pstku.library.rules.states import PageState
from pstku.packs.names import FOLDER_OF
from pstku.packs.reading.tables import REGION_COLUMNS, VALUE_COLUMNS


def definition_files(office_id: int) -> dict[str, bytes]:
    """File name -> content: published pages, terms, synonyms and places that are meant for every office.

    What only this office wrote or was given stays out, and so do drafts, people and checks: each office checks by itself.
    """
    general = Region.pack_key.is_not(None) & Region.pack_key.not_in(own_packs(office_id))
    return _library_files(office_id, is_own=False) | {"regions.csv": _places(office_id, general)}


def own_packs(office_id: int) -> set[str]:
    """Keys of the packs that are this office's alone."""
    mine = (PackRow.office_id == office_id) & PackRow.domain.is_not(None)
    return set(session().scalars(select(PackRow.key).where(mine)))


def _library_files(office_id: int, *, is_own: bool) -> dict[str, bytes]:
    s = session()
    own = own_packs(office_id)

    def belongs(column: InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
        return column.in_(own) if is_own else column.is_(None) | column.not_in(own)

    mine = select(Page).where(Page.office_id == office_id, Page.state == PageState.PUBLISHED, belongs(Page.pack_key))
    pages = s.scalars(mine.order_by(Page.key)).all()
    files = _images(office_id, {key for page in pages for key in image_keys(page.body)})
    files |= {f"{FOLDER_OF[page.kind]}/{page.slug}.md": _page_text(page) for page in pages}
    terms = select(GlossaryTerm).where(GlossaryTerm.office_id == office_id, belongs(GlossaryTerm.pack_key))
    entries = [
        {"term": row.term, "meaning": row.meaning, "see": row.page_key}
        for row in s.scalars(terms.order_by(GlossaryTerm.term_key))
    ]
    groups = s.scalars(select(SynonymGroup).where(SynonymGroup.office_id == office_id, belongs(SynonymGroup.pack_key)))
    ordered = [
        {"words": row.words, "pages": row.page_keys, "referral": row.referral}
        for row in sorted(groups, key=lambda row: row.words[0])
    ]
    files |= {"glossary.yaml": as_yaml({"terms": entries})} if entries else {}
    return files | ({"synonyms.yaml": as_yaml({"groups": ordered})} if ordered else {})


def _images(office_id: int, keys: set[str]) -> dict[str, bytes]:
    query = select(PageImage.key, PageImage.content).where(PageImage.office_id == office_id, PageImage.key.in_(keys))
    return {f"images/{row[0]}.webp": row[1] for row in session().execute(query)} if keys else {}


def value_files(office_id: int) -> dict[str, bytes]:
    """File name -> content: every figure that was not withdrawn, the places, and the pages only this office has.

    Who entered or checked a figure is never written.
    """
    mine = (IndicatorValue.office_id == office_id) & IndicatorValue.withdrawn_at.is_(None)
    key = (IndicatorValue.indicator_key, IndicatorValue.region_code, IndicatorValue.period, IndicatorValue.vintage)
    values = session().scalars(select(IndicatorValue).where(mine).order_by(*key)).all()
    own, used = own_packs(office_id), {value.region_code for value in values}
    here = Region.pack_key.is_(None) | Region.pack_key.in_(own) | Region.code.in_(used)
    return _library_files(office_id, is_own=True) | {
        "values.csv": _csv(VALUE_COLUMNS, map(_value_row, values)),
        "regions.csv": _places(office_id, here),
    }


def _places(office_id: int, condition: ColumnElement[bool]) -> bytes:
    places = session().scalars(select(Region).where(Region.office_id == office_id, condition).order_by(Region.code))
    return _csv(REGION_COLUMNS, ((p.code, p.name, p.level, p.parent_code or "", p.note) for p in places))


class _PlainDumper(yaml.SafeDumper):
    """Writes repeated values in full: packs are read without references."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_yaml(content: Any) -> bytes:
    """YAML for people to read: keys in our order, letters unescaped."""
    return yaml.dump(content, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=110).encode()


def _page_text(page: Page) -> bytes:
    return (
        b"---\n"
        + as_yaml(head_of(page.key, Content.from_json(content_of(page))))
        + b"---\n\n"
        + page.body.strip().encode()
        + b"\n"
    )


def _value_row(value: IndicatorValue) -> tuple[Any, ...]:
    return (
        value.indicator_key,
        value.region_code,
        value.period,
        value.period_kind,
        format(Decimal(value.scaled).scaleb(-value.decimals), "f"),
        value.status,
        value.vintage,
        value.series,
        value.source,
        value.source_url or "",
        value.released_on.isoformat() if value.released_on else "",
        value.note,
    )


def _csv(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode()
