"""Pengaduan: nobody sees or handles one about themselves."""

from datetime import date, timedelta

import pytest

from pstku.audit.queries import entries
from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.operations.handling import answer_complaint, assign_complaint, read_complaint, say_first_word
from pstku.complaints.queries import (
    complaints_about,
    follow_complaint,
    get_complaint,
    handling_mark,
    register_entries,
    to_do_count,
    waiting_complaints,
)
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.core.tokens import uuid7
from pstku.guestbook.operations.anonymising import anonymise_guests
from tests.operations.complaints.cases import ANSWER, filed_about, leave, seen_by


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


def test_nobody_writes_down_a_complaint_whose_words_name_them(cast):
    told = {"text": f"{cast.officer.name} menolak saya di loket.", "channel": "desk"}
    with pytest.raises(InvalidInput) as refusal:
        file_complaint(cast.office_id, uuid7(), **told, entered_by=cast.officer)
    assert refusal.value.field == "text"
    assert file_complaint(cast.office_id, uuid7(), **told, entered_by=cast.officer2).code
    with pytest.raises(InvalidInput, match="jabatan Anda tertulis"):  # the word may be the head's post alone
        file_complaint(cast.office_id, uuid7(), **told | {"text": "Kepala kantor tidak menyapa."}, entered_by=cast.head)
    assert file_complaint(cast.office_id, uuid7(), **told).code


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
