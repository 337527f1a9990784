"""Pengaduan: nobody sees or handles one about themselves."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from pstku.accounts.models import Person
from pstku.audit.queries import entries
from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.operations.handling import answer_complaint, assign_complaint
from pstku.complaints.queries import (
    complaint_lines,
    complaints_about,
    contact_of,
    get_complaint,
    unanswered_count,
)
from pstku.core import clock
from pstku.core.db import atomic
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import uuid7

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
    assert unanswered_count(concerned) == 0
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


@pytest.mark.parametrize("who", ["admin", "officer"])
def test_a_guest_may_say_at_once_whom_it_is_about_and_that_person_never_sees_it(cast, who):
    complaint_id, filed = filed_about(cast, who)
    assert filed.has_reader
    assert seen_by(getattr(cast, who)) == []
    assert seen_by(cast.admin2) == seen_by(cast.head) == [complaint_id]


@pytest.mark.parametrize("who", ["employee", "head", "stranger"])
def test_only_somebody_who_may_serve_here_can_be_named_at_the_counter(cast, who):
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
