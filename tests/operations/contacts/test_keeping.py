"""How a promise ends: kept, given up after enough tries, or lapsed."""

from datetime import timedelta

import pytest

from pstku.contacts.operations.keeping import count_try, give_up, lapse_promises
from pstku.contacts.operations.taking import take_promise
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Consent, ContactPromise, DataNeed, Visit, VisitEvent
from pstku.guestbook.operations.anonymising import anonymise
from pstku.guestbook.operations.needs import Need, record_need
from pstku.guestbook.operations.registering import register_visit
from pstku.guestbook.operations.serving import close_visit, start_service
from pstku.guestbook.queries.days import counted_days
from pstku.guestbook.queries.desk import board
from pstku.guestbook.rules.states import LEFT
from tests.contacts import MONDAY, TABLET, ask, come, entry, keep_promise_of, listed, only


def test_an_answered_question_is_a_visit_served_from_being_left_to_its_answer(cast, office):
    visit_id = ask(office)
    with clock.at(MONDAY.replace(day=24, hour=2)):
        kept = keep_promise_of(cast, office, words="Sudah dikirim ke 081234567890")
        assert (kept.channel, kept.result, kept.note) == ("whatsapp", "answered", "Sudah dikirim ke (nomor)")
        assert listed(office) == []
        visit = session().get_one(Visit, visit_id)
        assert (visit.state, visit.officer_id, visit.outcome) == ("done", cast.officer.person_id, "done_on_the_spot")
        events = session().query(VisitEvent).filter(VisitEvent.visit_id == visit_id).order_by(VisitEvent.id)
        assert [event.kind for event in events] == ["registered", "started", "closed"]
    assert [visit.served for visit in board(office, 0).finished] == [510]  # 6 h 30 on Monday and 2 h on Tuesday


@pytest.mark.parametrize(
    ("result", "obtained"),
    [("answered", "yes_fits"), ("partly", "yes_not_fitting"), ("not_available", "no"), ("not_needed", "not_yet")],
)
def test_the_answer_settles_what_the_guest_sought_on_this_visit(cast, office, result, obtained):
    visit_id = come(cast, office, "follow_up", outcome="follow_up")
    record_need(cast.officer, visit_id, uuid7(), Need("inflasi", "not_yet"))
    record_need(cast.officer, visit_id, uuid7(), Need("ipm", "yes_fits"))
    keep_promise_of(cast, office, result=result)
    session().expire_all()
    needs = session().query(DataNeed).order_by(DataNeed.created_at, DataNeed.id)
    assert [need.obtained for need in needs] == [obtained, "yes_fits"]
    assert listed(office) == []


@pytest.mark.parametrize("result", ["answered", "not_needed"])
def test_no_figure_of_the_counter_moves_with_an_answer(cast, office, result):
    ask(office)
    come(cast, office)
    before = counted_days(office, [MONDAY.date()])[MONDAY.date()].figures
    with clock.at(MONDAY + timedelta(hours=5)):
        keep_promise_of(cast, office, result=result)
        after = counted_days(office, [MONDAY.date()])[MONDAY.date()].figures
    left = next(part for (way, _service), part in after.parts.items() if way == LEFT)
    assert left.finished == (result == "answered"), "the question alone is over"
    left.finished = 0
    assert (after.parts, after.alone, after.sought) == (before.parts, before.alone, before.sought)
    assert (before.whole.served, left.visits, before.whole.services.total()) == (1, 1, 1)


def test_an_invitation_is_sent_once(cast, office):
    visit_id = come(cast, office, "rating_invitation")
    assert keep_promise_of(cast, office, result="invited").result == "invited"
    with atomic() as s:
        s.query(Visit).filter(Visit.id == visit_id).update({"rated_at": None})
    assert listed(office) == []


@pytest.mark.parametrize(("field", "kept"), [("channel", {"channel": "surat"}), ("result", {"result": "invited"})])
def test_channel_and_result_are_of_the_lists(cast, office, field, kept):
    ask(office)
    with pytest.raises(InvalidInput) as refusal:
        keep_promise_of(cast, office, **kept)
    assert refusal.value.field == field


def test_a_guest_cannot_be_reached_only_after_enough_tries(cast, office):
    visit_id = ask(office)
    promise_id = only(office).id
    take_promise(cast.officer, promise_id)
    for tries in range(office.settings.contact_tries):
        assert only(office).tries == tries
        with pytest.raises(Conflict):
            give_up(cast.officer, promise_id)
        count_try(cast.officer, promise_id)
    give_up(cast.officer, promise_id)
    session().expire_all()
    visit = session().get_one(Visit, visit_id)
    assert (visit.state, visit.outcome, visit.started_at) == ("cancelled", "left", None)
    assert listed(office) == []


def test_a_question_answered_at_the_desk_meanwhile_is_no_longer_owed(cast, office):
    visit_id = ask(office)
    start_service(cast.officer2, visit_id)
    assert listed(office) == []
    close_visit(cast.officer2, visit_id, outcome="follow_up")
    assert listed(office) == ["afterwards"]


def test_the_night_ends_what_can_be_kept_no_longer_and_nothing_else(cast, office):
    gone, kept = ask(office, name="Hapsa"), ask(office)
    come(cast, office, "rating_invitation")
    waiting = uuid7()
    register_visit(office.id, waiting, entry(office, "follow_up", "rating_invitation"), TABLET)
    with atomic() as s:
        s.query(Consent).filter(Consent.guest_id == s.get_one(Visit, gone).guest_id).update(
            {"withdrawn_at": clock.now()}
        )
    with clock.at(MONDAY + timedelta(days=office.settings.voting_days + 1)):
        assert lapse_promises(office.id) == 2
        assert lapse_promises(office.id) == 0
    session().expire_all()
    assert (session().get_one(Visit, gone).state, session().get_one(Visit, kept).state) == ("cancelled", "waiting")
    still = session().query(ContactPromise).filter(ContactPromise.closed_at.is_(None))
    assert sorted((one.visit_id, one.purpose) for one in still) == sorted(
        [(kept, "follow_up"), (waiting, "follow_up"), (waiting, "rating_invitation")]
    )


def test_the_note_goes_with_the_guest(cast, office):
    ask(office)
    kept = keep_promise_of(cast, office, words="Kirim ke Siti besok")
    anonymise([session().get_one(Visit, kept.visit_id).guest_id])
    assert session().get_one(ContactPromise, kept.id, populate_existing=True).note == ""
