"""Help, questions left behind, and complaints."""

from datetime import UTC, datetime, timedelta

import pytest

from pstku.complaints.models import Complaint
from pstku.complaints.operations.filing import file_complaint
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.core.tokens import uuid7
from pstku.core.vault import unseal
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Consent, Guest, HelpCall, Visit
from pstku.guestbook.operations.help_calls import answer_help_call, call_for_help
from pstku.guestbook.operations.questions import ask_later, leave_question
from pstku.guestbook.operations.registering import Origin
from pstku.guestbook.queries.kiosk import find_help_call, people_ahead
from pstku.offices.queries import configuration
from tests.factories import make_device, make_visit

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TABLET = Origin(channel="tablet")


def question(office_id: int, **fields) -> Entry:
    told = {"name": "Siti", "question": "Berapa inflasi Oktober?", "phone": "081234567890", "consents": ("follow_up",)}
    return Entry(service_id=configuration(office_id).services[0].id, **(told | fields))


def test_a_call_rings_once_until_somebody_comes(cast):
    device = make_device(cast.office_id)
    with clock.at(NOON):
        call = call_for_help(cast.office_id, uuid7(), device_id=device)
        assert call_for_help(cast.office_id, uuid7(), device_id=device) == call
        assert find_help_call(cast.office_id, device).standing == "waiting"
        answer_help_call(cast.officer, call)
        assert find_help_call(cast.office_id, device).standing == "coming"
        assert call_for_help(cast.office_id, uuid7(), device_id=device) != call
    with clock.at(NOON + timedelta(minutes=11)):
        assert find_help_call(cast.office_id, device) is None


def test_the_first_officer_answers_and_a_second_changes_nothing(cast):
    call = call_for_help(cast.office_id, uuid7(), device_id=None)
    answer_help_call(cast.officer, call)
    answer_help_call(cast.officer2, call)
    assert session().get(HelpCall, call).answered_by_id == cast.officer.person_id


def test_a_strangers_call_does_not_exist(cast):
    call = call_for_help(cast.office_id, uuid7(), device_id=None)
    with pytest.raises(NotFound):
        answer_help_call(cast.stranger, call)


def test_a_question_becomes_a_visit_to_follow_up(cast):
    visit_id = uuid7()
    left = leave_question(cast.office_id, visit_id, question(cast.office_id), TABLET)
    again = leave_question(cast.office_id, visit_id, question(cast.office_id), TABLET)
    assert (left.code, again.is_repeat) == (again.code, True)
    visit = session().get(Visit, visit_id)
    assert (visit.follow_up, visit.question, visit.state) == (True, "Berapa inflasi Oktober?", "waiting")
    assert session().query(Consent).one().purpose == "follow_up"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"question": " "}, "question"),
        ({"phone": ""}, "phone"),
        ({"consents": ()}, "consent"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_a_question_needs_words_a_contact_and_consent(cast, fields, field):
    with pytest.raises(InvalidInput) as refusal:
        leave_question(cast.office_id, uuid7(), question(cast.office_id, **fields), TABLET)
    assert refusal.value.field == field
    assert session().query(Visit).count() == 0


def test_a_guest_who_waits_in_vain_leaves_the_question_with_their_visit(cast):
    visit = make_visit(cast.office_id)
    ask_later(cast.office_id, visit.id, question(cast.office_id))
    ask_later(cast.office_id, visit.id, question(cast.office_id))
    session().expire_all()
    assert session().get(Visit, visit.id).follow_up
    assert unseal(session().get(Guest, visit.guest_id).phone_sealed) == "+6281234567890"
    assert session().query(Consent).count() == 1


def test_a_question_comes_too_late_once_an_officer_serves(cast):
    visit = make_visit(cast.office_id, state="serving")
    with pytest.raises(Conflict):
        ask_later(cast.office_id, visit.id, question(cast.office_id))
    with pytest.raises(NotFound):
        ask_later(cast.other_office_id, visit.id, question(cast.office_id))


def test_a_complaint_has_a_code_and_a_day_and_is_no_visit(cast):
    complaint_id = uuid7()
    told = {"text": "Saya menunggu satu jam tanpa dilayani.", "contact": "0812 3456 7890"}
    with clock.at(NOON):
        filed = file_complaint(cast.office_id, complaint_id, **told)
        assert file_complaint(cast.office_id, complaint_id, **told) == filed
    assert filed.due_on.isoformat() == "2027-01-22"
    assert len(filed.code) == 10
    row = session().query(Complaint).one()
    assert unseal(row.contact_sealed) == "+6281234567890"
    assert session().query(Visit).count() == 0


def test_a_complaint_may_be_nameless_but_not_wordless(cast):
    file_complaint(cast.office_id, uuid7(), text="Ruang tunggu terlalu panas.")
    for fields, field in (({"text": "panas"}, "text"), ({"text": "Terlalu panas di sini", "contact": "08"}, "contact")):
        with pytest.raises(InvalidInput) as refusal:
            file_complaint(cast.office_id, uuid7(), **fields)
        assert refusal.value.field == field


def test_the_same_id_with_another_complaint_is_refused(cast):
    complaint_id = uuid7()
    file_complaint(cast.office_id, complaint_id, text="Ruang tunggu terlalu panas.")
    with pytest.raises(Conflict):
        file_complaint(cast.office_id, complaint_id, text="Petugas tidak di tempat.")


def test_only_those_who_came_before_and_still_wait_are_ahead(cast):
    with clock.at(NOON):
        early = make_visit(cast.office_id, at=NOON - timedelta(minutes=20))
        make_visit(cast.office_id, at=NOON - timedelta(minutes=10), state="serving")
        make_visit(cast.office_id, at=NOON - timedelta(days=1))
        make_visit(cast.office_id, at=NOON - timedelta(minutes=5), follow_up=True)
        mine = make_visit(cast.office_id, at=NOON)
        make_visit(cast.office_id, at=NOON + timedelta(minutes=1))
        assert people_ahead(cast.office_id, mine.day, mine.created_at) == 1
        assert people_ahead(cast.office_id, early.day, early.created_at) == 0
