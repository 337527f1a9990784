"""What guests ask decides what is learned."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select, update

from pstku.answers.operations.confirming import confirm_value
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import uuid7
from pstku.editing import operations as editing
from pstku.editing.operations.questions import close_question, keep_question, take_question
from pstku.editing.queries.questions import tasks
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.keeping_days import keep_past_days
from pstku.guestbook.operations.needs import Need, record_need
from pstku.guestbook.operations.privacy import erase_guest
from pstku.offices.queries import configuration
from pstku.reports.gaps import loop
from tests.editors import another_editor
from tests.factories import make_visit
from tests.figures import value_id
from tests.listening import statements


@pytest.fixture
def office(cast):
    return configuration(cast.office_id)


def seek(cast, what: str, obtained: str, indicator_key: str | None = None) -> None:
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    record_need(cast.officer, visit.id, uuid7(), Need(what, obtained, indicator_key))


def test_what_was_sought_and_not_obtained_stands_above_what_was_asked_once(cast, office):
    for _ in range(2):
        seek(cast, "ipm kecamatan", "no", "ind.ipm")
    seek(cast, "inflasi", "yes_fits", "ind.inflasi-yoy")
    keep_question(cast.office_id, "jumlah UMKM")
    found = loop(office).gaps
    assert [(gap.text, gap.sought, gap.asked) for gap in found] == [
        ("Indeks Pembangunan Manusia (IPM)", 2, 0),
        ("jumlah UMKM", 0, 1),
    ]


def test_the_same_words_from_visits_and_from_the_answer_box_are_one_gap(cast, office):
    seek(cast, "Jumlah UMKM", "no")
    keep_question(cast.office_id, "jumlah umkm")
    assert [(gap.sought, gap.asked, gap.weight) for gap in loop(office).gaps] == [(1, 1, 2)]


def test_an_editor_takes_a_gap_and_closes_it_and_it_comes_back_when_asked_again(cast, office):
    seek(cast, "jumlah umkm", "no")
    question_id = take_question(cast.editor, "jumlah umkm")
    assert loop(office).gaps[0].taken_by == "Fitri Amalia, SST"
    close_question(cast.editor, question_id)
    assert loop(office).gaps == [] and loop(office).closed == 1
    with clock.at(clock.now() + timedelta(days=1)):
        seek(cast, "jumlah umkm", "no")
        assert [gap.weight for gap in loop(office).gaps] == [1]


def test_old_wishes_drop_out_after_ninety_days(cast, office):
    keep_question(cast.office_id, "jumlah umkm")
    seek(cast, "jumlah umkm", "no")
    with clock.at(clock.now() + timedelta(days=91)):
        assert loop(office).gaps == []


def test_only_editors_of_this_office_take_and_close(cast, office):
    question = keep_question(cast.office_id, "jumlah umkm")
    with pytest.raises(NotAllowed):
        take_question(cast.employee, "jumlah umkm")
    with pytest.raises(NotFound):
        close_question(cast.stranger, question.id)
    with pytest.raises(InvalidInput):
        take_question(cast.editor, " ")


def test_the_other_office_sees_nothing_of_it(cast):
    keep_question(cast.office_id, "jumlah umkm")
    assert loop(configuration(cast.other_office_id)).gaps == []


def test_a_question_for_a_figure_stands_with_its_page_however_it_was_asked(cast, office):
    for asked in ("miskin 2025", "p0 2025"):
        keep_question(cast.office_id, asked, "ind.p0")
    seek(cast, "orang miskin", "no")  # no page was chosen: the words tell
    seek(cast, "jumlah umkm", "no")
    seek(cast, "orang miskin xyzzy", "no")  # says more than a card would
    gap, *others = loop(office).gaps
    assert (gap.text, gap.sought, gap.asked) == ("Persentase Penduduk Miskin (P0)", 1, 2)
    assert gap.words == ["miskin 2025", "p0 2025"] and [other.page for other in others] == [None, None]


def test_what_words_mean_is_searched_once_while_the_library_stays(app, cast, office):
    for what in ("Luas wilayah", "Inflasi bulan terakhir", "jumlah umkm"):
        seek(cast, what, "no")
    first = [gap.page_key for gap in loop(office).gaps]
    with statements() as seen:
        again = loop(office).gaps
    assert {"ind.luas-wilayah", None} < set(first) and first == [gap.page_key for gap in again]
    assert sum(statement.lstrip().startswith("SELECT") for statement in seen) == 4  # questions, days, today, words


def test_a_checked_figure_closes_the_questions_it_answers_and_no_others(cast, office):
    keep_question(cast.office_id, "ipm 2023", "ind.ipm")
    keep_question(cast.office_id, "ipm 2031", "ind.ipm")
    seek(cast, "ipm", "no", "ind.ipm")
    with clock.at(clock.now() + timedelta(hours=1)):
        confirm_value(cast.editor, value_id("ind.ipm", "2023"), released_on=date(2023, 12, 5))
        after = loop(configuration(cast.office_id))
        assert [(gap.asked, gap.sought, [q.text for q in gap.questions]) for gap in after.gaps] == [
            (1, 0, ["ipm 2031"])
        ]
        assert after.closed == 1
    with clock.at(clock.now() + timedelta(hours=2)):
        seek(cast, "ipm", "no", "ind.ipm")
        assert loop(configuration(cast.office_id)).gaps[0].sought == 1


def test_publishing_the_page_that_was_begun_for_a_question_closes_it(cast, office):
    seek(cast, "jumlah umkm", "no")
    question_id = take_question(cast.editor, "jumlah umkm")
    draft = editing.start_page(cast.editor, "conduct", "UMKM ditanyakan", "umum", question_id=question_id)
    assert [question.text for question, _page in tasks(cast.editor)] == ["jumlah umkm"]
    editing.save_draft(cast.editor, draft, {"summary": "Jumlah UMKM ada di dinas."}, "Sering ditanyakan")
    editing.submit(cast.editor, draft)
    assert [gap.text for gap in loop(office).gaps] == ["jumlah umkm"]
    editing.publish(another_editor(cast), draft)
    after = loop(configuration(cast.office_id))
    assert (after.gaps, after.closed, tasks(cast.editor)) == ([], 1, [])


def test_a_question_for_a_figure_does_not_end_with_a_better_page(cast):
    keep_question(cast.office_id, "ipm 2031", "ind.ipm")
    draft = editing.start_draft(cast.editor, "ind.ipm")
    editing.save_draft(cast.editor, draft, {"summary": "Ukuran tiga dimensi."}, "Lebih singkat")
    editing.submit(cast.editor, draft)
    editing.publish(another_editor(cast), draft)
    assert len(loop(configuration(cast.office_id)).gaps) == 1


def test_a_telephone_number_is_not_kept(cast, office):
    assert keep_question(cast.office_id, "hubungi 0812-3456-7890 soal pdrb").text == "hubungi (nomor) soal pdrb"
    seek(cast, "NIK 7571012345678901", "no")
    assert not [gap.text for gap in loop(office).gaps if "75710" in gap.text]


def test_of_needs_with_the_same_words_only_those_after_the_closing_are_a_gap(cast, office):
    start = clock.now()
    for hour in range(4):
        with clock.at(start + timedelta(hours=hour)):
            if hour == 2:
                close_question(cast.editor, take_question(cast.editor, "jumlah umkm"))
            seek(cast, "Jumlah UMKM", "no")
    with clock.at(start + timedelta(hours=5)):
        found = loop(office)
    assert [(gap.text, gap.sought) for gap in found.gaps] == [("Jumlah UMKM", 1)] and found.closed == 1


@pytest.mark.parametrize("seed", range(3))
def test_every_need_after_the_last_closing_is_counted_and_none_before(cast, office, seed):
    """However the days of needs and of closings lie to each other, and whether the days are kept or not."""
    chance, start, words = Random(seed), clock.now(), ("jumlah umkm", "harga gabah", "panjang jalan")
    sought, closed = {what: [] for what in words}, dict.fromkeys(words, start)
    for hour in sorted(chance.sample(range(1, 24 * 12), 30)):
        with clock.at(start + timedelta(hours=hour)):
            what = chance.choice(words)
            if chance.random() < 0.25:
                close_question(cast.editor, take_question(cast.editor, what))
                closed[what] = clock.now()
            else:
                obtained = chance.choice(("no", "not_yet", "yes_not_fitting", "yes_fits"))
                seek(cast, what, obtained)
                sought[what] += [clock.now()] if obtained != "yes_fits" else []
            if chance.random() < 0.5:
                keep_past_days(cast.office_id)
            left = {what: sum(at > closed[what] for at in moments) for what, moments in sought.items()}
            found = {gap.text: gap.sought for gap in loop(office).gaps if gap.sought}
            assert found == {what: count for what, count in left.items() if count}


def test_erased_words_are_told_of_no_more(cast, office):
    seek(cast, "nama saya Budi", "no")
    visit = session().scalars(select(Visit)).one()
    with clock.at(clock.now() + timedelta(days=2)):
        assert [gap.text for gap in loop(office).gaps] == ["nama saya Budi"]
        with atomic() as s:
            s.execute(update(Visit).where(Visit.id == visit.id).values(state="done", closed_at=clock.now()))
        erase_guest(cast.admin, visit.guest_id)
        assert loop(office).gaps == []
