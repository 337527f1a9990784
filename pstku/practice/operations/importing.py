"""Taking a pack's questions into the office's bank."""

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core.db import atomic
from pstku.practice.models import BankQuestion
from pstku.practice.question_packs import PackQuestion


def import_questions(office_id: int, pack_key: str, questions: list[PackQuestion]) -> int:
    """Add and update by stable key; answers and cards stay with the key. Returns how many are new or changed."""
    moved = 0
    with atomic() as s:
        mine = select(BankQuestion).where(BankQuestion.office_id == office_id)
        known = {row.key: row for row in s.scalars(mine)}
        for question in questions:
            row = known.get(question.key)
            if row is None:
                row = BankQuestion(office_id=office_id, key=question.key)
                s.add(row)
            elif row.checksum == question.checksum and row.content == question.content:
                continue
            moved += 1
            row.kind, row.function, row.level = question.kind, question.function, question.level
            row.content, row.checksum, row.pack_key = question.content, question.checksum, pack_key
        if moved:
            record(office_id, "import_questions", "pack", pack_key, count=moved)
    return moved
