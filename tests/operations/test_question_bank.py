"""The bank of questions: how each does, which is retired, and a faulty one in a pack."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from pstku.core.db import atomic, session
from pstku.core.errors import NotAllowed
from pstku.offices.queries import configuration
from pstku.packs.faults import PackFaultyError
from pstku.packs.reading.pages import read_pack
from pstku.packs.reading.questions import PackQuestion, read_questions
from pstku.packs.taking.practice import import_questions
from pstku.practice.models import BankQuestion, PracticeAnswer
from pstku.practice.operations.answering import retire_question
from pstku.practice.queries import bank
from tests.drills import answer_drill, places, question

SHIPPED = Path(__file__).parents[2] / "content" / "definisi-inti"

QUESTION = """
- id: soal.uji
  kind: {kind}
  fungsi: sosial
  pages: [ind.tpt]
  ask: Apa?
  why: Karena.
  {more}
"""


@pytest.fixture
def office(cast):
    return configuration(cast.office_id)


def test_the_shipped_bank_is_large_and_holds_situations_and_slips(cast):
    mine = (BankQuestion.office_id == cast.office_id) & (BankQuestion.pack_key == "bps-definisi-inti")
    rows = session().scalars(select(BankQuestion).where(mine)).all()
    assert len(rows) >= 60
    assert sum(row.kind == "mistake" for row in rows) >= 12
    assert sum(row.function == "umum" and "situation" in row.content for row in rows) >= 8
    pages = {page.key for page in read_pack(SHIPPED).pages}
    assert len(read_questions(SHIPPED, pages)) == len(rows)
    with pytest.raises(PackFaultyError, match=r"halaman ind\.ipm tidak ada"):
        read_questions(SHIPPED, pages - {"ind.ipm"})
    assert {row.function for row in rows} == {"sosial", "produksi", "distribusi", "nerwilis", "ipds", "umum"}
    session().commit()


def test_item_analysis_counts_first_answers_only(cast, office):
    row = question("soal.tpt-pembagi")
    for _ in range(2):
        answer_drill(office, cast.employee, row.id, places(row, right=False)[:1])
    answer_drill(office, cast.officer, row.id, places(row, right=True))
    items = {q.key: item for q, item in bank.item_analysis(cast.office_id)}
    assert (items["soal.tpt-pembagi"].n, items["soal.tpt-pembagi"].right) == (2, 1)
    session().commit()


def test_what_is_flagged_comes_first(cast, office):
    row = question("soal.tutup-nilai")
    answer_drill(office, cast.employee, row.id, places(row, right=True))
    kept = session().scalars(select(PracticeAnswer)).one()
    same = {c.key: getattr(kept, c.key) for c in PracticeAnswer.__table__.columns if c.key not in ("id", "after_id")}
    with atomic() as s:
        s.add_all([PracticeAnswer(**same, after_id=n) for n in range(1, 10)])
    found = [(q.key, bool(item.flags)) for q, item in bank.item_analysis(cast.office_id)]
    assert found[0] == (row.key, True) and not any(flagged for _key, flagged in found[1:])


def test_a_retired_question_is_not_asked_and_only_editors_retire(cast, office):
    row = question("soal.tpt-pembagi")
    with pytest.raises(NotAllowed):
        retire_question(cast.employee, row.id, is_retired=True)
    retire_question(cast.editor, row.id, is_retired=True)
    assert row.key not in {q.key for q in bank.live_questions(cast.office_id)}
    retire_question(cast.editor, row.id, is_retired=False)
    assert row.key in {q.key for q in bank.live_questions(cast.office_id)}


def test_changed_words_start_the_statistics_anew_and_keep_the_key(cast, office):
    row = question("soal.tpt-pembagi")
    answer_drill(office, cast.employee, row.id, places(row, right=True))
    changed = PackQuestion(row.key, row.kind, row.function, 1, row.content | {"ask": "TPT dibagi apa?"}, "baru")
    assert import_questions(cast.office_id, "uji", [changed]).moved
    assert import_questions(cast.office_id, "uji", [changed]).moved == []
    items = {q.key: item for q, item in bank.item_analysis(cast.office_id)}
    assert items[row.key].n == 0
    assert session().scalar(select(func.count(PracticeAnswer.id))) == 1
    session().commit()


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("single", "options: [{text: a, right: true}, {text: b}]", "options harus 3 sampai 5"),
        ("single", "options: [{text: a, right: true}, {text: b, right: true}, {text: c}]", "tepat satu"),
        ("multiple", "options: [{text: a, right: true}, {text: b}, {text: c}]", "paling sedikit dua benar"),
        ("number", "number: {value: enam}", "number, value: harus angka"),
        ("number", "number: {indicator: ind.ipm, region: desa}", "region harus"),
        ("number", "number: {}", "number berisi value atau indicator"),
        ("number", "number: {value: 1, sign: minus}", "sign hanya dapat berisi any"),
        ("number", "number: {value: null}", "value bukan angka"),
        ("esai", "level: 1", "kind: harus salah satu"),
    ],
)
def test_a_bad_question_is_named_and_nothing_of_the_pack_is_taken(tmp_path, kind, more, words):
    (tmp_path / "quizzes").mkdir()
    (tmp_path / "quizzes" / "sosial.yaml").write_text(QUESTION.format(kind=kind, more=more))
    with pytest.raises(PackFaultyError) as caught:
        read_questions(tmp_path)
    assert words in str(caught.value) and "soal.uji" in str(caught.value)
