"""Pengaduan: nobody sees or handles one about themselves."""

import pytest

from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import uuid7
from pstku.guestbook.operations.complaint_handling import answer_complaint, assign_complaint
from pstku.guestbook.operations.complaints import file_complaint
from pstku.guestbook.queries.complaints import complaint_lines, contact_of, get_complaint, unanswered_count

ANSWER = {"answer": "Kami sudah menegur dan minta maaf.", "finding": "upheld", "reason": "Dua saksi membenarkan."}


@pytest.fixture
def complaint_id(cast):
    complaint_id = uuid7()
    file_complaint(cast.office_id, complaint_id, text="Petugas tidak ramah kepada saya.", contact="081234567890")
    return complaint_id


def seen_by(actor):
    return [line.id for line in complaint_lines(actor)]


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
    from pstku.audit.queries import entries

    assign_complaint(cast.admin, complaint_id, handler_id=cast.editor.person_id)
    answer_complaint(cast.editor, complaint_id, **ANSWER)
    told = " ".join(str(entry.detail) for entry in entries(cast.office_id))
    assert "saksi" not in told and "upheld" not in told
