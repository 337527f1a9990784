"""Pengaduan: who handles it, what is answered, and what stays of it."""

import threading
from datetime import timedelta

import pytest

from pstku.audit.queries import entries
from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.operations.handling import answer_complaint, assign_complaint, say_first_word
from pstku.complaints.queries import (
    complaint_lines,
    contact_of,
    follow_complaint,
    get_complaint,
    register_entries,
)
from pstku.core import clock
from pstku.core.db import db, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import uuid7
from pstku.guestbook.operations.anonymising import anonymise_guests
from tests.operations.complaints.cases import ANSWER, filed_about


def test_pages_of_complaints_go_from_what_is_due_to_the_oldest_answer_and_miss_none(cast, monkeypatch):
    monkeypatch.setattr("pstku.complaints.queries.PAGE_SIZE", 3)
    ids, moment = [uuid7() for _ in range(10)], clock.now()
    for place in range(10):
        with clock.at(moment):  # all due on one day
            file_complaint(cast.office_id, ids[place], text="Menunggu terlalu lama sekali.")
    for minutes, place in ((1, 8), (2, 2), (2, 5), (3, 0)):
        with clock.at(moment + timedelta(minutes=minutes)):
            assign_complaint(cast.admin, ids[place], handler_id=cast.officer.person_id, about_person_id=None)
            answer_complaint(cast.officer, ids[place], **ANSWER)
    together = sorted([ids[2], ids[5]], reverse=True)
    wanted = [ids[n] for n in (1, 3, 4, 6, 7, 9)] + [ids[0], *together, ids[8]]
    seen, page = [], complaint_lines(cast.admin)
    while page:
        assert len(page) <= 4
        seen += [line.id for line in page[:3]]
        page = complaint_lines(cast.admin, after=seen[-1]) if len(page) > 3 else []
    assert seen == wanted


def test_only_admins_and_the_head_name_a_handler_from_their_own_office(cast, complaint_id):
    with pytest.raises(NotAllowed):
        assign_complaint(cast.officer, complaint_id, handler_id=cast.officer.person_id)
    with pytest.raises(NotFound):
        assign_complaint(cast.stranger, complaint_id, handler_id=cast.stranger.person_id)
    with pytest.raises(NotFound):
        assign_complaint(cast.admin, complaint_id, handler_id=cast.stranger.person_id)


def test_the_contact_is_for_the_handler_alone(cast, complaint_id):
    assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id)
    found = get_complaint(cast.admin, complaint_id)
    assert contact_of(cast.admin, found) == ""
    assert contact_of(cast.editor, found) == "+6281234567890"


def test_the_handler_answers_once_with_a_finding_and_a_reason(cast, complaint_id):
    assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id)
    with pytest.raises(NotAllowed):
        answer_complaint(cast.admin, complaint_id, **ANSWER)
    answer_complaint(cast.editor, complaint_id, **ANSWER)
    found = get_complaint(cast.editor, complaint_id)
    assert (found.finding, found.finding_reason) == ("upheld", "Dua saksi membenarkan.")
    with pytest.raises(Conflict):
        answer_complaint(cast.editor, complaint_id, **(ANSWER | {"finding": "not_upheld"}))
    with pytest.raises(Conflict):
        assign_complaint(cast.admin, complaint_id, handler_id=cast.admin.person_id)


@pytest.mark.parametrize(("field", "value"), [("answer", " "), ("reason", "ya"), ("finding", "mungkin")])
def test_an_incomplete_answer_is_refused(cast, complaint_id, field, value):
    assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id)
    with pytest.raises(InvalidInput):
        answer_complaint(cast.editor, complaint_id, **(ANSWER | {field: value}))
    assert get_complaint(cast.editor, complaint_id).answered_at is None


def test_the_trail_holds_no_words_of_the_complaint(cast, complaint_id):
    assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id)
    answer_complaint(cast.editor, complaint_id, **ANSWER)
    told = " ".join(str(entry.detail) for entry in entries(cast.office_id))
    assert "saksi" not in told and "upheld" not in told


def test_who_wrote_down_a_complaint_from_paper_stands_in_the_trail(cast):
    complaint_id, _filed = filed_about(cast, "officer2", channel="paper", entered_by=cast.officer)
    entry = entries(cast.office_id, action="file_complaint")[0]
    assert (entry.actor_id, entry.entity_id) == (cast.officer.person_id, str(complaint_id))


def test_the_first_word_is_the_handlers_once_and_before_the_answer(cast, complaint_id):
    assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id)
    for other in (cast.admin, cast.head):
        with pytest.raises(NotAllowed):
            say_first_word(other, complaint_id, "Sedang kami periksa.")
    say_first_word(cast.editor, complaint_id, "Sedang kami periksa.")
    with pytest.raises(Conflict):
        say_first_word(cast.editor, complaint_id, "Masih kami periksa.")
    answer_complaint(cast.editor, complaint_id, **ANSWER)
    with pytest.raises(Conflict):
        say_first_word(cast.editor, complaint_id, "Masih kami periksa.")
    assert get_complaint(cast.editor, complaint_id).first_word == "Sedang kami periksa."


def test_neither_word_nor_answer_names_who_complained_or_the_person_concerned(cast):
    complaint_id, _filed = filed_about(cast, "officer", name="Budi Santoso")
    about, editor = cast.officer.person_id, cast.editor
    assign_complaint(cast.admin, complaint_id, handler_id=editor.person_id, about_person_id=about)
    for words in (
        "Terima kasih, Pak Santoso.",
        "Terima kasih, BUDI.",
        "Bu nurain kami tegur.",
        "Ibu Nurain sudah kami tegur.",
        "Petugas Lestari dipindahkan.",
    ):
        with pytest.raises(InvalidInput) as refusal:
            say_first_word(editor, complaint_id, words)
        assert refusal.value.field == "first_word"
        with pytest.raises(InvalidInput) as refusal:
            answer_complaint(editor, complaint_id, **(ANSWER | {"answer": words}))
        assert refusal.value.field == "answer"
    word = "Sedang kami periksa sejak hari lestari alam."
    with pytest.raises(InvalidInput):
        say_first_word(editor, complaint_id, word, no_names=["Nurain"])
    say_first_word(editor, complaint_id, word, no_names=["Lestari"])
    answer_complaint(editor, complaint_id, **(ANSWER | {"reason": "Ibu Nurain mengakuinya."}))  # stays in the office


def test_the_code_opens_state_and_answer_and_nothing_of_anybody(cast):
    complaint_id, filed = filed_about(cast, "officer", name="Budi Santoso", contact="081234567890")
    code = f"{filed.code[:5]}-{filed.code[5:]}".lower()
    assert not follow_complaint(cast.office_id, code).is_handled
    about, editor = cast.officer.person_id, cast.editor
    assign_complaint(cast.admin, complaint_id, handler_id=editor.person_id, about_person_id=about, kind="breach")
    say_first_word(editor, complaint_id, "Sedang kami periksa.")
    answer_complaint(editor, complaint_id, **ANSWER)
    found = follow_complaint(cast.office_id, code)
    assert (found.is_handled, found.first_word, found.answer) == (True, "Sedang kami periksa.", ANSWER["answer"])
    told = " ".join(str(getattr(found, name)) for name in found.__slots__)
    for word in ("membentak", "Budi", "Nurain", "Fitri", "saksi", "upheld", "6281"):
        assert word not in told
    assert follow_complaint(cast.other_office_id, code) is None
    assert follow_complaint(cast.office_id, code, cast.officer) is None
    assert follow_complaint(cast.office_id, "CCCCC-CCCCC") is None


@pytest.mark.parametrize("act", ["answer", "word"])
def test_of_two_that_come_at_once_one_stands_and_the_other_hears_so(app, cast, complaint_id, act):
    assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id)
    heard, gate = [], threading.Barrier(3)
    words = [f"Jawaban yang ke-{n}, sesudah diperiksa." for n in range(3)]

    def press(text):
        with app.app_context():
            gate.wait()
            try:
                if act == "answer":
                    answer_complaint(cast.editor, complaint_id, **(ANSWER | {"answer": text}))
                else:
                    say_first_word(cast.editor, complaint_id, text)
                heard.append(text)
            except Conflict:
                heard.append(None)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=press, args=(text,)) for text in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session().rollback()
    (stands,) = [text for text in heard if text]
    session().expire_all()
    found = get_complaint(cast.editor, complaint_id)
    assert (found.answer if act == "answer" else found.first_word) == stands
    assert heard.count(None) == 2
    action = "answer_complaint" if act == "answer" else "say_first_word"
    assert len(entries(cast.office_id, action=action)) == 1


def test_words_go_two_years_after_the_answer_and_the_register_counts_on(cast):
    complaint_id, filed = filed_about(cast, "officer", name="Budi", contact="081234567890")
    waiting, _filed = filed_about(cast, "officer")
    assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id, about_person_id=cast.officer.person_id)
    answer_complaint(cast.editor, complaint_id, **ANSWER)
    day = get_complaint(cast.editor, complaint_id).received_on
    for months, is_kept in ((13, True), (25, False)):
        with clock.at(clock.now() + timedelta(days=31 * months)):
            anonymise_guests(cast.office_id)
        session().expire_all()
        found = get_complaint(cast.editor, complaint_id)
        assert (found.name, found.contact_sealed) == ("", None)
        assert bool(found.text and found.answer and found.finding_reason and found.about_person_id) == is_kept
    assert found.finding == "upheld" and follow_complaint(cast.office_id, filed.code).is_emptied
    assert [one.finding for one in register_entries(cast.admin, day, day)].count("upheld") == 1
    assert get_complaint(cast.admin, waiting).text  # what nobody has answered is not forgotten
    assert entries(cast.office_id, action="empty_complaints")[0].detail["complaints"] == 1
