"""Dari HP: an entry from a guest's phone is no visit until an officer sees the guest."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import select, text

from pstku.arrivals.operations.book_qr import end_book_qr, issue_book_qr
from pstku.arrivals.operations.deciding import confirm_arrival, discard_arrival, drop_left_arrivals
from pstku.arrivals.queries import arrivals, current_qr, find_arrival
from pstku.arrivals.rules import ANIMALS
from pstku.audit.queries import trail_end
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, TooManyTries
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Consent, Guest, Visit, VisitEvent
from pstku.guestbook.queries.ringing import ring_for
from pstku.nightly import STEPS
from pstku.offices.operations.configuring import change_settings
from pstku.offices.queries import configuration
from tests.arrivals import CLOSED, OPEN, count, entry, kept, qr_token, send
from tests.races import overtaken


@pytest.fixture(autouse=True)
def _at_the_counter():
    with clock.at(OPEN):
        yield


def at_once(app, *acts):
    """What each act returned, all of them begun at the same moment over connections of their own."""
    ready = Barrier(len(acts))

    def run(act):
        with app.app_context(), clock.at(OPEN):
            ready.wait()
            return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(run, act) for act in acts]]


def test_what_waits_is_no_visit_rings_nowhere_and_is_read_only_by_the_desk(app, cast):
    send(cast, qr_token(cast), phone="081234567890", consents=("follow_up",), help_note="")
    office = configuration(cast.office_id)
    assert [count(model) for model in (Visit, Guest, Consent, VisitEvent)] == [0, 0, 0, 0]
    assert ring_for(office, cast.officer).count == 0
    (shown,) = arrivals(office).waiting
    assert shown.name == "Budi S•••••" and shown.service.id == office.services[1].id
    animal, number = shown.sign.split(" ")
    assert animal in ANIMALS and 10 <= int(number) <= 99


def test_nothing_of_it_stands_in_the_database_in_the_clear(app, cast):
    send(cast, qr_token(cast), name="Sentosawati Unik", phone="081234567890", consents=("follow_up",))
    rows = session().execute(text("SELECT * FROM arrivals")).all()
    assert b"Sentosawati" not in repr(rows).encode() and "81234567890" not in repr(rows)
    assert "Sentosawati" not in repr(session().execute(text("SELECT * FROM audit_entries")).all())


def test_the_officers_tap_makes_the_visit_that_the_tablet_would_have_made(app, cast):
    token = qr_token(cast)
    arrival_id = send(cast, token, phone="0812 3456 7890", consents=("follow_up", "rating_invitation"), needs_help=True)
    with clock.at(OPEN + timedelta(minutes=20)):
        visit = confirm_arrival(cast.officer, arrival_id, desk_id=None)
    row = session().get_one(Visit, arrival_id)
    assert (visit.number, row.state, row.channel, row.needs_help, row.facility) == (
        1,
        "waiting",
        "own_phone",
        True,
        "walk_in",
    )
    assert visit.code and row.entered_by_id is None
    assert row.created_at == OPEN + timedelta(minutes=20) and row.client_created_at == OPEN
    consents = session().scalars(select(Consent).order_by(Consent.purpose)).all()
    assert [(one.purpose, one.source) for one in consents] == [
        ("follow_up", "own_phone"),
        ("rating_invitation", "own_phone"),
    ]
    assert session().get_one(Guest, row.guest_id).name == "Budi Santoso"
    assert kept() == []


def test_two_officers_at_once_make_one_visit(app, cast):
    arrival_id = send(cast, qr_token(cast))
    found = at_once(
        app, *(partial(confirm_arrival, who, arrival_id, desk_id=None) for who in (cast.officer, cast.officer2))
    )
    assert [(visit.visit_id, visit.number) for visit in found] == [(arrival_id, 1)] * 2
    assert found[0].code == found[1].code
    assert (count(Visit), count(Guest)) == (1, 1)


def test_the_same_form_twice_is_one_entry_and_other_answers_are_refused(app, cast):
    token = qr_token(cast)
    arrival_id = send(cast, token)
    seq = trail_end(cast.office_id)
    send(cast, token, arrival_id)
    assert len(kept()) == 1 and trail_end(cast.office_id) == seq
    with pytest.raises(Conflict, match="jawaban lain"):
        send(cast, token, arrival_id, name="Orang Lain")
    confirm_arrival(cast.officer, arrival_id, desk_id=None)
    send(cast, token, arrival_id)  # Back and Kirim once more
    assert kept() == [] and count(Visit) == 1


def test_the_same_form_twice_at_once_is_one_entry(app, cast):
    token, arrival_id = qr_token(cast), uuid7()
    with overtaken(app, lambda: send(cast, token, arrival_id), "arrivals"):
        send(cast, token, arrival_id)
    assert len(kept()) == 1


def test_a_discarded_entry_leaves_nothing_and_cannot_be_confirmed(app, cast):
    arrival_id = send(cast, qr_token(cast))
    discard_arrival(cast.officer, arrival_id)
    assert kept() == []
    with pytest.raises(Conflict, match="sudah tidak menunggu"):
        confirm_arrival(cast.officer, arrival_id, desk_id=None)
    with pytest.raises(Conflict, match="sudah tidak menunggu"):
        discard_arrival(cast.officer, arrival_id)


def test_at_closing_it_is_gone_from_every_page_and_the_night_deletes_it(app, cast):
    token = qr_token(cast)
    arrival_id = send(cast, token)
    with clock.at(CLOSED):
        office = configuration(cast.office_id)
        assert arrivals(office).waiting == [] and find_arrival(cast.office_id, arrival_id) is None
        with pytest.raises(Conflict):
            confirm_arrival(cast.officer, arrival_id, desk_id=None)
        with pytest.raises(Conflict, match="tutup"):
            send(cast, token)
        assert len(kept()) == 1 and drop_left_arrivals(cast.office_id) == 1
    assert kept() == []
    assert "arrivals" in [step.key for step in STEPS]


def test_what_the_night_did_not_delete_goes_with_the_first_entry_of_the_next_day(app, cast):
    token = qr_token(cast)
    send(cast, token)
    with clock.at(OPEN + timedelta(days=1)):
        newest = send(cast, token)
    assert [row.id for row in kept()] == [newest]


def test_a_replaced_qr_opens_nothing_and_takes_what_it_brought_with_it(app, cast):
    old = qr_token(cast)
    arrival_id = send(cast, old)
    new = qr_token(cast)
    assert kept() == []
    with pytest.raises(Conflict, match="sudah diganti"):
        send(cast, old)
    with pytest.raises(NotFound, match="tidak dikenal"):
        send(cast, "bukan-milik-kami")
    send(cast, new, arrival_id)
    end_book_qr(cast.admin)
    assert current_qr(cast.office_id) is None and kept() == []
    with pytest.raises(Conflict):
        end_book_qr(cast.admin)


def test_the_token_is_kept_as_hash_and_sealed(app, cast):
    token = qr_token(cast)
    assert token not in repr(session().execute(text("SELECT * FROM guest_book_qrs")).all())


def test_only_so_many_wait_at_once(app, cast):
    token = qr_token(cast)
    change_settings(cast.admin, {"phone_waiting_most": 5})
    first = send(cast, token)
    for _ in range(4):
        send(cast, token)
    assert len({row.sign for row in kept()}) == 5
    with pytest.raises(TooManyTries, match="menunggu petugas"):
        send(cast, token)
    discard_arrival(cast.officer, first)
    send(cast, token)


def test_what_the_guest_book_refuses_is_refused_before_it_waits(app, cast):
    token = qr_token(cast)
    with pytest.raises(InvalidInput):
        send(cast, token, name="")
    with pytest.raises(InvalidInput):
        send(cast, token, phone="0812", consents=("follow_up",))
    assert kept() == []


def test_a_guest_under_seventeen_leaves_no_contact_and_a_card_number_is_not_kept(app, cast):
    token = qr_token(cast)
    young = send(cast, token, is_minor=True, name="", phone="081234567890", consents=("follow_up",))
    older = send(cast, token, name="Budi 7571012345678901")
    for arrival_id in (young, older):
        confirm_arrival(cast.officer, arrival_id, desk_id=None)
    guests = session().scalars(select(Guest).order_by(Guest.name)).all()
    assert {guest.name for guest in guests} == {None, "Budi"}
    assert all(guest.phone_sealed is None for guest in guests)


def test_roles_and_other_offices(app, cast):
    arrival_id = send(cast, qr_token(cast))
    with pytest.raises(NotAllowed):
        confirm_arrival(cast.employee, arrival_id, desk_id=None)
    with pytest.raises(NotAllowed):
        discard_arrival(cast.employee, arrival_id)
    for act in (issue_book_qr, end_book_qr):
        with pytest.raises(NotAllowed):
            act(cast.officer)
    other = replace(cast.officer, office_id=cast.other_office_id)
    with pytest.raises(Conflict):
        confirm_arrival(other, arrival_id, desk_id=None)
    assert len(kept()) == 1


def test_an_entry_comes_back_from_its_row_as_it_was_sent(app, cast):
    sent = entry(
        cast,
        party_size=3,
        party_male=1,
        party_female=2,
        age_group="26_34",
        consents=("follow_up",),
        phone="+6281234567890",
    )
    arrival_id = send(
        cast,
        qr_token(cast),
        **{name: getattr(sent, name) for name in ("party_size", "party_male", "party_female", "consents", "phone")},
    )
    confirm_arrival(cast.officer, arrival_id, desk_id=None)
    row = session().get_one(Visit, arrival_id)
    assert (row.party_size, row.party_male, row.party_female) == (3, 1, 2)
