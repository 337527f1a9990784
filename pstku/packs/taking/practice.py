"""Taking a pack's questions, questionnaire, first week, baseline and holidays into an office."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core.db import atomic, session
from pstku.offices.operations import changed
from pstku.offices.operations.national_days import set_national_days
from pstku.packs.reading.guides import PackGuides
from pstku.packs.reading.questions import PackQuestion
from pstku.practice.models import BASELINE_GUIDE, FIRST_WEEK_GUIDE, BankQuestion, CompetenceItem, PackGuide

LONGEST_NAMED = 80


@dataclass(slots=True)
class Taken:
    """What an import did, in words: what changed, what stayed because the office edited it, what the pack no longer has."""

    moved: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def import_questions(office_id: int, pack_key: str, questions: list[PackQuestion]) -> Taken:
    """Add and update by stable key; answers and cards stay with the key, and what an editor took out stays out.

    A question the pack no longer has is still asked until an editor takes it out.
    """
    taken = Taken()
    with atomic() as s:
        mine = select(BankQuestion).where(BankQuestion.office_id == office_id)
        rows = {row.key: row for row in s.scalars(mine)}
        for question in questions:
            row = rows.get(question.key)
            if row is None:
                row = BankQuestion(office_id=office_id, key=question.key)
                s.add(row)
            elif row.checksum == question.checksum and row.content == question.content:
                continue
            taken.moved.append(_asked(question.content))
            row.kind, row.function, row.level = question.kind, question.function, question.level
            row.content, row.checksum, row.pack_key = question.content, question.checksum, pack_key
        brought = {question.key for question in questions}
        taken.removed = [
            f"Soal: {_asked(row.content)}"
            for key, row in sorted(rows.items())
            if row.pack_key == pack_key and row.retired_at is None and key not in brought
        ]
        if taken.moved:
            record(office_id, "import_questions", "pack", pack_key, count=len(taken.moved))
    return taken


def import_guides(office_id: int, pack_key: str, guides: PackGuides, own: Collection[str] = ()) -> Taken:
    """Take a pack's items and documents; an item that the office rewrote stays.

    `own`: packs that are this office's alone; a document one of them brought stays before any other pack's.
    """
    taken = Taken()
    with atomic() as s:
        _take_items(office_id, pack_key, guides.items, taken)
        for name, content in ((FIRST_WEEK_GUIDE, guides.first_week), (BASELINE_GUIDE, guides.baseline)):
            if content is None:
                continue
            row = s.scalar(select(PackGuide).where(PackGuide.office_id == office_id, PackGuide.name == name))
            if row is None:
                row = PackGuide(office_id=office_id, name=name, content={}, pack_key=pack_key)
                s.add(row)
            if row.content == content:
                continue
            if row.pack_key in own and pack_key not in own:
                taken.kept.append(f"{name}.yaml")
                continue
            row.content, row.pack_key = content, pack_key
            taken.moved.append(f"{name}.yaml")
        for year, days in guides.national_days.items():
            if set_national_days(office_id, year, days, pack_key):
                taken.moved.append(f"Hari libur {year}")
        if taken.moved:
            record(office_id, "import_guides", "pack", pack_key, count=len(taken.moved))
            changed(office_id)
    return taken


def _take_items(office_id: int, pack_key: str, items: list[dict[str, str]], taken: Taken) -> None:
    """Merge items by key: one the office changed, in its words or its indicator, stays."""
    s = session()
    rows = {row.key: row for row in s.scalars(select(CompetenceItem).where(CompetenceItem.office_id == office_id))}
    for place, item in enumerate(items):
        row, brought = rows.get(item["id"]), (item["text"], item["indicator"])
        if row is None:
            row = CompetenceItem(office_id=office_id, key=item["id"], position=place)
            s.add(row)
        elif (row.text, row.indicator) == brought or (row.pack_text, row.pack_indicator) == brought:
            row.pack_text, row.pack_indicator = brought
            continue
        elif (row.text, row.indicator) != (row.pack_text, row.pack_indicator):
            taken.kept.append(f"Butir angket: {row.text[:LONGEST_NAMED]}")
            continue
        row.text, row.indicator = row.pack_text, row.pack_indicator = brought
        taken.moved.append(row.text[:LONGEST_NAMED])


def _asked(content: Mapping[str, Any]) -> str:
    return str(content["ask"])[:LONGEST_NAMED]
