"""Serving at the desk: who takes whom, how it ends, and two officers at once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import db, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.guestbook.models import Invitation, Visit, VisitEvent
from pstku.guestbook.operations import serving
from tests.factories import make_visit


def state_of(visit) -> Visit:
    session().expire_all()
    return session().get_one(Visit, visit.id)


def kinds(visit) -> list[str]:
    return list(
        session().scalars(select(VisitEvent.kind).where(VisitEvent.visit_id == visit.id).order_by(VisitEvent.id))
    )


def test_starting_calls_and_serves_in_one_act(cast):
    visit = make_visit(cast.office_id)
    serving.start_service(cast.officer, visit.id)
    now = state_of(visit)
    assert (now.state, now.officer_id) == ("serving", cast.officer.person_id)
    assert now.called_at == now.started_at is not None
    assert kinds(visit) == ["started"]
    last = session().scalar(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1))
    assert (last.action, last.entity_id) == ("start_service", str(visit.id))


def test_the_second_officer_reads_who_was_faster(cast):
    visit = make_visit(cast.office_id)
    serving.start_service(cast.officer2, visit.id)
    with pytest.raises(Conflict) as refused:
        serving.start_service(cast.officer, visit.id)
    assert str(refused.value) == "Tamu ini sudah dilayani Rahmat Djafar, SST."
    assert state_of(visit).officer_id == cast.officer2.person_id


def test_of_two_officers_at_once_exactly_one_gets_the_guest(app, cast):
    visit_id = make_visit(cast.office_id).id
    gate, results = Barrier(2), []

    def press(actor) -> None:
        with app.app_context():
            gate.wait()
            try:
                serving.start_service(actor, visit_id)
                results.append("served")
            except Conflict:
                results.append("too late")
            db.session.remove()

    threads = [Thread(target=press, args=(actor,)) for actor in (cast.officer, cast.officer2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["served", "too late"]


def test_calling_takes_who_needs_help_first_and_then_who_came_first(cast):
    first = make_visit(cast.office_id)
    helped = make_visit(cast.office_id, needs_help=True)
    make_visit(cast.office_id, follow_up=True)
    assert serving.call_next_visit(cast.officer) == helped.id
    assert serving.call_next_visit(cast.officer) == first.id
    with pytest.raises(Conflict):
        serving.call_next_visit(cast.officer)
    serving.start_called(cast.officer, helped.id)
    assert state_of(helped).state == "serving"


def test_only_the_officer_who_called_a_guest_starts_with_them(cast):
    visit = make_visit(cast.office_id)
    serving.call_next_visit(cast.officer)
    with pytest.raises(Conflict):
        serving.start_called(cast.officer2, visit.id)


def test_closing_invites_a_guest_at_the_desk_to_rate(cast):
    visit = make_visit(cast.office_id)
    serving.start_service(cast.officer, visit.id)
    serving.close_visit(cast.officer, visit.id, outcome="referred", referral="silastik", note="data mikro")
    now = state_of(visit)
    assert (now.state, now.outcome, now.referral, now.referral_note) == ("done", "referred", "silastik", "data mikro")
    assert session().scalar(select(Invitation.visit_id)) == visit.id
    assert kinds(visit) == ["started", "closed"]


def test_closing_by_message_asks_no_tablet(cast):
    visit = make_visit(cast.office_id, channel="whatsapp", state="serving", officer_id=cast.officer.person_id)
    serving.close_visit(cast.officer, visit.id)
    assert state_of(visit).outcome == "done_on_the_spot"
    assert session().scalar(select(Invitation.id)) is None


def test_nobody_closes_a_colleagues_visit(cast):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer2.person_id)
    with pytest.raises(Conflict, match="Rahmat"):
        serving.close_visit(cast.officer, visit.id)
    with pytest.raises(Conflict, match="Rahmat"):
        serving.guest_left(cast.officer, visit.id)
    with pytest.raises(Conflict, match="Rahmat"):
        serving.hand_over(cast.officer, visit.id, to_officer_id=cast.officer.person_id)
    assert state_of(visit).state == "serving"


def test_closing_twice_is_refused(cast):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    serving.close_visit(cast.officer, visit.id)
    with pytest.raises(Conflict, match="sudah selesai"):
        serving.close_visit(cast.officer, visit.id)


def test_an_outcome_that_is_not_offered_is_refused(cast):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    with pytest.raises(InvalidInput):
        serving.close_visit(cast.officer, visit.id, outcome="left")
    with pytest.raises(InvalidInput):
        serving.close_visit(cast.officer, visit.id, outcome="referred", referral="nowhere")
    assert state_of(visit).state == "serving"


def test_handing_over_gives_the_guest_to_a_colleague(cast):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    serving.hand_over(cast.officer, visit.id, to_officer_id=cast.officer2.person_id)
    assert (state_of(visit).state, state_of(visit).officer_id) == ("serving", cast.officer2.person_id)
    event = session().scalar(select(VisitEvent).where(VisitEvent.visit_id == visit.id))
    assert (event.kind, event.to_officer_id) == ("handed_over", cast.officer2.person_id)


def test_a_guest_is_handed_only_to_an_officer(cast):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    for colleague in (cast.employee, cast.officer):
        with pytest.raises(InvalidInput):
            serving.hand_over(cast.officer, visit.id, to_officer_id=colleague.person_id)


def test_what_was_left_open_on_an_earlier_day_can_be_taken_over(cast):
    yesterday = clock.now() - timedelta(days=1)
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer2.person_id, at=yesterday)
    serving.hand_over(cast.officer, visit.id, to_officer_id=cast.officer.person_id)
    serving.close_visit(cast.officer, visit.id)
    assert state_of(visit).state == "done"
    assert session().scalar(select(Invitation.id)) is None, "the guest went home yesterday"


@pytest.mark.parametrize(("state", "ends"), [("waiting", "cancelled"), ("called", "no_show"), ("serving", "cancelled")])
def test_a_guest_who_left_is_written_down_as_such(cast, state, ends):
    officer_id = None if state == "waiting" else cast.officer.person_id
    visit = make_visit(cast.office_id, state=state, officer_id=officer_id)
    serving.guest_left(cast.officer, visit.id)
    now = state_of(visit)
    assert (now.state, now.outcome) == (ends, "left")
    assert now.closed_at is not None
    assert kinds(visit) == [ends]


def test_a_strangers_visit_is_not_found_and_others_may_not_serve(cast):
    visit = make_visit(cast.office_id)
    for act in (serving.start_service, serving.start_called, serving.close_visit, serving.guest_left):
        with pytest.raises(NotFound):
            act(cast.stranger, visit.id)
        with pytest.raises(NotAllowed):
            act(cast.employee, visit.id)
    with pytest.raises(NotAllowed):
        serving.call_next_visit(cast.head)
