"""Pengaduan: nobody sees or handles one about themselves."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from pstku.accounts.models import Person
from pstku.audit.queries import entries
from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.operations.handling import answer_complaint, assign_complaint, read_complaint, say_first_word
from pstku.complaints.queries import (
    complaint_lines,
    complaints_about,
    contact_of,
    follow_complaint,
    get_complaint,
    handling_mark,
    register_entries,
    to_do_count,
    waiting_complaints,
)
from pstku.core import clock
from pstku.core.db import atomic, db, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import uuid7
from pstku.guestbook.operations.anonymising import anonymise_guests
from pstku.offices.operations.hours import add_holiday

ANSWER = {"answer": "Kami sudah menegur dan minta maaf.", "finding": "upheld", "reason": "Dua saksi membenarkan."}


@pytest.fixture
def complaint_id(cast):
    complaint_id = uuid7()
    file_complaint(cast.office_id, complaint_id, text="Petugas tidak ramah kepada saya.", contact="081234567890")
    return complaint_id


def seen_by(actor):
    return [line.id for line in complaint_lines(actor)]


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


def test_admins_and_the_head_see_it_others_only_when_they_handle_it(cast, complaint_id):
    assert seen_by(cast.admin) == seen_by(cast.head) == [complaint_id]
    assert seen_by(cast.editor) == seen_by(cast.stranger) == []
    assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id)
    assert seen_by(cast.editor) == [complaint_id]


@pytest.mark.parametrize("who", ["admin", "head", "officer"])
def test_the_person_concerned_never_sees_it_whatever_their_role(cast, complaint_id, who):
    concerned = getattr(cast, who)
    assign_complaint(cast.admin2, complaint_id, handler_id=None, about_person_id=concerned.person_id)
    assert seen_by(concerned) == []
    assert to_do_count(concerned, date(2099, 1, 1)) == 0
    with pytest.raises(NotFound):
        get_complaint(concerned, complaint_id)


def test_the_handler_is_never_the_person_concerned(cast, complaint_id):
    me = cast.officer.person_id
    with pytest.raises(InvalidInput):
        assign_complaint(cast.admin, complaint_id, handler_id=me, about_person_id=me)


def test_an_admin_cannot_take_back_that_it_is_about_them(cast, complaint_id):
    assign_complaint(cast.admin2, complaint_id, handler_id=None, about_person_id=cast.admin.person_id)
    with pytest.raises(NotFound):
        assign_complaint(cast.admin, complaint_id, handler_id=cast.admin.person_id)


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


def filed_about(cast, who, **fields):
    complaint_id = uuid7()
    filed = file_complaint(
        cast.office_id,
        complaint_id,
        text="Beliau membentak saya di depan tamu lain.",
        about_person_id=getattr(cast, who).person_id,
        **fields,
    )
    return complaint_id, filed


@pytest.mark.parametrize("who", ["admin", "officer", "head"])
def test_a_guest_may_say_at_once_whom_it_is_about_and_that_person_never_sees_it(cast, who):
    complaint_id, filed = filed_about(cast, who)
    assert filed.has_reader
    assert seen_by(getattr(cast, who)) == []
    others = [other for other in ("admin", "admin2", "head") if other != who]
    assert [seen_by(getattr(cast, other)) for other in others] == [[complaint_id]] * len(others)


@pytest.mark.parametrize("who", ["employee", "editor", "stranger"])
def test_only_who_may_serve_here_or_heads_the_office_can_be_named_at_the_counter(cast, who):
    complaint_id, _filed = filed_about(cast, who)
    assert get_complaint(cast.admin, complaint_id).about_person_id is None


def test_a_complaint_about_an_admin_is_handled_by_another_admin_or_the_head_alone(cast):
    complaint_id, _filed = filed_about(cast, "admin")
    for handler in (cast.editor, cast.officer):
        with pytest.raises(InvalidInput) as refusal:
            assign_complaint(
                cast.admin2, complaint_id, handler_id=handler.person_id, about_person_id=cast.admin.person_id
            )
        assert refusal.value.field == "handler_id"
    assign_complaint(cast.admin2, complaint_id, handler_id=cast.head.person_id, about_person_id=cast.admin.person_id)
    answer_complaint(cast.head, complaint_id, **ANSWER)


def test_a_handler_of_lower_rank_is_refused_when_it_turns_out_to_be_about_an_admin(cast, complaint_id):
    editor = cast.editor.person_id
    assign_complaint(cast.admin2, complaint_id, handler_id=editor)
    with pytest.raises(InvalidInput):
        assign_complaint(cast.admin2, complaint_id, handler_id=editor, about_person_id=cast.admin.person_id)


def test_nobody_names_themselves_while_somebody_else_is_left(cast, complaint_id):
    with pytest.raises(InvalidInput) as refusal:
        assign_complaint(cast.admin, complaint_id, handler_id=cast.admin.person_id)
    assert refusal.value.field == "handler_id"
    assign_complaint(cast.head, complaint_id, handler_id=cast.admin.person_id)
    # Who already handles it may say whom it is about.
    me, about = cast.admin.person_id, cast.officer.person_id
    assign_complaint(cast.admin, complaint_id, handler_id=me, about_person_id=about)


def test_with_a_single_admin_a_complaint_about_them_goes_to_the_head(cast, only_admin):
    complaint_id, filed = filed_about(cast, "admin")
    assert filed.has_reader
    assert seen_by(cast.head) == [complaint_id]
    about = cast.admin.person_id
    assign_complaint(cast.head, complaint_id, handler_id=cast.head.person_id, about_person_id=about)
    answer_complaint(cast.head, complaint_id, **ANSWER)


def test_with_nobody_else_it_says_so_and_stays_unread_by_the_person_concerned(cast, only_admin):
    leave(cast.head)
    complaint_id, filed = filed_about(cast, "admin")
    assert not filed.has_reader
    assert seen_by(cast.admin) == []
    with pytest.raises(NotFound):
        get_complaint(cast.admin, complaint_id)


@pytest.fixture
def only_admin(cast):
    leave(cast.admin2)


def leave(actor):
    with atomic() as s:
        s.execute(update(Person).where(Person.id == actor.person_id).values(is_active=False))


def test_a_change_of_the_person_concerned_is_audited_and_hidden_from_them(cast, complaint_id):
    about = cast.admin.person_id
    assign_complaint(cast.admin2, complaint_id, handler_id=None, about_person_id=cast.officer.person_id)
    assign_complaint(cast.admin2, complaint_id, handler_id=None, about_person_id=about)
    changes = entries(cast.office_id, action="change_concerned")
    assert [(entry.detail["was"], entry.detail["now"]) for entry in changes] == [
        (cast.officer.person_id, about),
        (0, cast.officer.person_id),
    ]
    shown = entries(cast.office_id, without=complaints_about(cast.admin))
    assert str(complaint_id) not in {entry.entity_id for entry in shown}
    assert str(complaint_id) in {
        entry.entity_id for entry in entries(cast.office_id, without=complaints_about(cast.head))
    }


def test_who_wrote_down_a_complaint_from_paper_stands_in_the_trail(cast):
    complaint_id, _filed = filed_about(cast, "officer2", channel="paper", entered_by=cast.officer)
    entry = entries(cast.office_id, action="file_complaint")[0]
    assert (entry.actor_id, entry.entity_id) == (cast.officer.person_id, str(complaint_id))


# Clocks. 23 November 2026 is a Monday; a day in WITA ends at 16.00 UTC.
MIDNIGHT = datetime(2026, 11, 23, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "first_due_on", "due_on"),
    [
        (MIDNIGHT - timedelta(seconds=1), date(2026, 11, 26), date(2027, 1, 22)),
        (MIDNIGHT, date(2026, 11, 27), date(2027, 1, 23)),
        (datetime(2026, 11, 27, 2, tzinfo=UTC), date(2026, 12, 2), date(2027, 1, 26)),  # a Friday
        (datetime(2026, 12, 22, 2, tzinfo=UTC), date(2026, 12, 29), date(2027, 2, 20)),  # 24 and 25 are off
    ],
)
def test_the_first_word_and_the_answer_are_promised_in_the_offices_days(cast, at, first_due_on, due_on):
    with clock.at(at - timedelta(days=1)):
        for day, name in ((date(2026, 12, 24), "Cuti bersama"), (date(2026, 12, 25), "Natal")):
            add_holiday(cast.admin, day, name)
    with clock.at(at):
        filed = file_complaint(cast.office_id, uuid7(), text="Menunggu terlalu lama sekali.")
    assert (filed.first_due_on, filed.due_on) == (first_due_on, due_on)


def test_a_paper_counts_from_the_day_it_came(cast):
    complaint_id = uuid7()
    with clock.at(MIDNIGHT):  # Tuesday here
        arrived = {"text": "Surat di kotak saran.", "channel": "paper", "entered_by": cast.officer}
        filed = file_complaint(cast.office_id, complaint_id, **arrived, received_on=date(2026, 11, 20))
        assert filed.first_due_on == date(2026, 11, 25)
        for day in (date(2026, 11, 25), date(2026, 11, 9)):
            with pytest.raises(InvalidInput) as refusal:
                file_complaint(cast.office_id, uuid7(), **arrived, received_on=day)
            assert refusal.value.field == "received_on"


def test_the_kind_moves_the_last_day_and_nobody_gives_themselves_more(cast):
    complaint_id, editor = uuid7(), cast.editor.person_id
    with clock.at(MIDNIGHT - timedelta(hours=8)):
        file_complaint(cast.office_id, complaint_id, text="Petugas tidak ramah kepada saya.")
        assign_complaint(cast.admin, complaint_id, handler_id=editor, kind="plain")
        assert get_complaint(cast.editor, complaint_id).due_on == date(2026, 11, 30)
        assign_complaint(cast.head, complaint_id, handler_id=editor, kind="breach")
        assert get_complaint(cast.editor, complaint_id).due_on == date(2026, 12, 11)
        assign_complaint(cast.head, complaint_id, handler_id=cast.admin.person_id)
        with pytest.raises(InvalidInput) as refusal:
            assign_complaint(cast.admin, complaint_id, handler_id=cast.admin.person_id, kind="field")
        assert refusal.value.field == "kind"
        assign_complaint(cast.admin, complaint_id, handler_id=cast.admin.person_id, kind="plain")  # less is no favour
    sorted_as = [
        (entry.detail["was"], entry.detail["now"]) for entry in entries(cast.office_id, action="sort_complaint")
    ]
    assert sorted_as == [("breach", "plain"), ("plain", "breach"), ("", "plain")]


def test_what_waits_is_counted_as_late_by_the_offices_midnight(cast):
    complaint_id, thursday = uuid7(), date(2026, 11, 26)
    with clock.at(MIDNIGHT - timedelta(hours=8)):
        file_complaint(cast.office_id, complaint_id, text="Petugas tidak ramah kepada saya.")
        assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id, kind="plain")
        for today, silent, overdue in (
            (thursday, 0, 0),
            (date(2026, 11, 27), 1, 0),
            (date(2026, 11, 30), 1, 0),
            (date(2026, 12, 1), 1, 1),
        ):
            waiting = waiting_complaints(cast.admin, today)
            assert (waiting.silent, waiting.overdue) == (silent, overdue), today
        assert (to_do_count(cast.editor, thursday), to_do_count(cast.officer, thursday)) == (1, 0)


# Who is named in the words


def test_an_admin_whom_the_words_name_sees_nothing_until_a_colleague_has_read_it(cast):
    complaint_id = uuid7()
    filed = file_complaint(cast.office_id, complaint_id, text="Bu Aminah membentak saya, kepala kantor diam saja.")
    assert filed.has_reader
    assert seen_by(cast.admin) == seen_by(cast.head) == []
    assert seen_by(cast.admin2) == [complaint_id]
    for named in (cast.admin, cast.head):
        assert complaint_id in complaints_about(named)
        for act in (get_complaint, read_complaint):
            with pytest.raises(NotFound):
                act(named, complaint_id)
        with pytest.raises(NotFound):
            assign_complaint(named, complaint_id, handler_id=cast.editor.person_id)
    assign_complaint(cast.admin2, complaint_id, handler_id=None, about_person_id=cast.admin.person_id)
    assert seen_by(cast.admin) == seen_by(cast.head) == []  # whom it is about says nothing of the other
    both = {"about_person_id": cast.admin.person_id, "lifted": [cast.head.person_id, cast.admin.person_id]}
    assign_complaint(cast.admin2, complaint_id, handler_id=None, **both)
    assert seen_by(cast.admin) == [] and seen_by(cast.head) == [complaint_id]
    assert {entry.detail["person"] for entry in entries(cast.office_id, action="lift_concerned")} == set(both["lifted"])


def test_who_is_named_beside_the_officer_a_guest_chose_does_not_see_it_and_nobody_below_handles_it(cast):
    complaint_id, about = uuid7(), cast.officer.person_id
    text = "Bu Nurain membentak saya, dan Bu Aminah menertawakan saya."
    file_complaint(cast.office_id, complaint_id, text=text, about_person_id=about)
    assert seen_by(cast.admin) == [] and seen_by(cast.admin2) == [complaint_id]
    for handler in (cast.editor, cast.admin):
        with pytest.raises(InvalidInput) as refusal:
            assign_complaint(cast.admin2, complaint_id, handler_id=handler.person_id, about_person_id=about)
        assert refusal.value.field == "handler_id"
    assign_complaint(cast.admin2, complaint_id, handler_id=cast.head.person_id, about_person_id=about)
    with pytest.raises(InvalidInput):
        say_first_word(cast.head, complaint_id, "Ibu aminah sedang kami periksa.")


@pytest.mark.both_engines
def test_a_form_opened_before_a_colleague_wrote_changes_nothing(cast, complaint_id):
    opened, about = handling_mark(get_complaint(cast.admin2, complaint_id)), cast.admin.person_id
    assign_complaint(cast.head, complaint_id, handler_id=None, about_person_id=about, opened=opened)
    with pytest.raises(Conflict):
        assign_complaint(cast.admin2, complaint_id, handler_id=cast.editor.person_id, opened=opened)
    assert get_complaint(cast.head, complaint_id).about_person_id == about and seen_by(cast.admin) == []


def test_somebody_who_has_left_stays_whom_it_is_about(cast, complaint_id):
    about, editor = cast.officer.person_id, cast.editor.person_id
    assign_complaint(cast.admin, complaint_id, handler_id=None, about_person_id=about)
    leave(cast.officer)
    assign_complaint(cast.admin, complaint_id, handler_id=editor, about_person_id=about, kind="breach")
    found = get_complaint(cast.editor, complaint_id)
    assert (found.about_person_id, found.kind) == (about, "breach")


@pytest.mark.both_engines
def test_a_handler_who_has_left_handles_nothing(cast, complaint_id):
    today, code = get_complaint(cast.admin, complaint_id).received_on, get_complaint(cast.admin, complaint_id).code
    assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id, kind="plain")
    assert (to_do_count(cast.admin, today), waiting_complaints(cast.admin, today).without_handler) == (0, 0)
    leave(cast.editor)
    session().seen.clear()
    assert (to_do_count(cast.admin, today), waiting_complaints(cast.admin, today).without_handler) == (1, 1)
    assert not follow_complaint(cast.office_id, code).is_handled


def test_words_that_name_everybody_who_could_read_them_say_so(cast, only_admin):
    filed = file_complaint(cast.office_id, uuid7(), text="Bu Aminah dan Pak Hasan menolak saya.")
    assert not filed.has_reader


def test_one_about_the_head_is_handled_by_an_admin(cast):
    complaint_id, _filed = filed_about(cast, "head")
    about = cast.head.person_id
    with pytest.raises(InvalidInput):
        assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id, about_person_id=about)
    assign_complaint(cast.admin, complaint_id, handler_id=cast.admin2.person_id, about_person_id=about)
    answer_complaint(cast.admin2, complaint_id, **ANSWER)
    assert seen_by(cast.head) == []


def test_nobody_writes_down_a_complaint_about_themselves(cast):
    with pytest.raises(InvalidInput) as refusal:
        filed_about(cast, "officer", channel="desk", entered_by=cast.officer)
    assert refusal.value.field == "about"


# First word, answer, and what the code opens


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


# How long it is kept


@pytest.mark.both_engines
def test_an_emptied_complaint_stays_hidden_from_whom_it_concerned(cast):
    complaint_id, named = uuid7(), cast.admin.person_id
    words = {"text": "Bu Aminah dan Pak Hasan menolak saya.", "about_person_id": named}
    file_complaint(cast.office_id, complaint_id, **words)
    other, _filed = filed_about(cast, "admin")
    for each, handler in ((complaint_id, cast.admin2), (other, cast.head)):
        assign_complaint(cast.admin2, each, handler_id=handler.person_id, about_person_id=named)
        answer_complaint(handler, each, **ANSWER)
    day = get_complaint(cast.admin2, other).received_on
    with clock.at(clock.now() + timedelta(days=800)):
        anonymise_guests(cast.office_id)
    session().expire_all()
    assert get_complaint(cast.admin2, other).about_person_id is None and get_complaint(cast.admin2, other).emptied_at
    assert seen_by(cast.admin) == register_entries(cast.admin, day, day) == []
    assert set(complaints_about(cast.admin)) == {complaint_id, other}
    assert seen_by(cast.head) == [other]


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
