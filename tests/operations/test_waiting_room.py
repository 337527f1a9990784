"""The waiting room's board and its satisfaction, on real rows."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from pstku.audit.queries import trail_end
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.serving import (
    call_again,
    call_next_visit,
    hand_over,
    receive_visit,
    start_called,
)
from pstku.officers.models import Desk
from pstku.officers.operations.readiness import be_ready
from pstku.officers.queries.desks import desks
from pstku.offices.queries import configuration
from pstku.ratings.models import VoteQuarter, VoteTally
from pstku.waitingroom.models import Display
from pstku.waitingroom.operations.displays import enrol_display, request_display, revoke_display
from pstku.waitingroom.operations.recordings import remove_recording, set_recording
from pstku.waitingroom.queries.board import Next, board
from pstku.waitingroom.queries.calls import calls_since
from pstku.waitingroom.queries.displays import displays, find_display, find_request
from pstku.waitingroom.queries.recordings import find_recording, own_recordings
from pstku.waitingroom.queries.satisfaction import satisfaction
from tests.factories import make_display, make_visit

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_the_board_shows_numbers_of_today_and_whom_to_expect(cast):
    office, desk = configuration(cast.office_id), desks(cast.office_id)[0]
    with clock.at(MORNING + timedelta(hours=1)):
        make_visit(office.id, at=MORNING, number=1, state="serving", desk_id=desk.id)
        make_visit(office.id, at=MORNING, number=2, state="called", called_at=MORNING + timedelta(minutes=30))
        make_visit(office.id, at=MORNING, number=3)
        make_visit(office.id, at=MORNING + timedelta(minutes=1), number=4, needs_help=True)
        make_visit(office.id, at=MORNING, number=5, tablet_number="A-T2-07")
        make_visit(office.id, at=MORNING, number=6, state="done")
        make_visit(office.id, at=MORNING, number=7, channel="whatsapp")
        make_visit(office.id, at=MORNING, number=8, follow_up=True)
        make_visit(office.id, at=MORNING - timedelta(days=1), number=9)
        make_visit(cast.other_office_id, at=MORNING, number=10)
        shown = board(office)
    assert [(one.number, one.desk, one.is_awaited) for one in shown.called] == [
        ("A-002", "", True),
        ("A-001", desk.name, False),
    ]
    assert shown.waiting == (Next("A-004", True), Next("A-003", False), Next("A-T2-07", False))


def test_a_desk_out_of_use_keeps_no_name_on_the_board(cast):
    with clock.at(MORNING):
        with atomic() as s:
            desk = Desk(office_id=cast.office_id, name="Loket lama", is_active=False)
            s.add(desk)
        make_visit(cast.office_id, at=MORNING, state="called", desk_id=desk.id)
        assert [one.desk for one in board(configuration(cast.office_id)).called] == [""]


@pytest.mark.parametrize("moved", [0, 2])
def test_calls_are_heard_in_order_once_and_as_long_as_they_matter(cast, moved):
    office, desk = configuration(cast.office_id), desks(cast.office_id)[0]
    with clock.at(MORNING):
        for number in (1, 2, 3):
            make_visit(office.id, number=number, at=MORNING)
        heard = trail_end(office.id)
        call_next_visit(cast.officer, desk_id=desk.id)
    with clock.at(MORNING + timedelta(minutes=moved)):
        came = call_next_visit(cast.officer2)
        end = trail_end(office.id)
        assert [one.number for one in calls_since(office, heard, end)] == ["A-001", "A-002"]
        assert (
            calls_since(office, end, end) == calls_since(office, None, end) == calls_since(office, end + 9, end) == []
        )
        start_called(cast.officer2, came)
        assert [one.desk for one in calls_since(office, heard, trail_end(office.id))] == [desk.name]
    with clock.at(MORNING + timedelta(minutes=moved + 4)):
        assert calls_since(office, heard, trail_end(office.id)) == []


def test_a_guest_who_has_not_come_is_called_again_and_has_waited_no_longer(cast):
    office = configuration(cast.office_id)
    with clock.at(MORNING):
        first, second = (make_visit(office.id, number=number, at=MORNING) for number in (1, 2))
        call_next_visit(cast.officer)
    with clock.at(MORNING + timedelta(minutes=9)):
        call_next_visit(cast.officer2)
    with clock.at(MORNING + timedelta(minutes=10)):
        call_again(cast.officer, first.id)
        assert [one.number for one in board(office).called] == ["A-001", "A-002"], "the last call stands large"
        heard = [one.number for one in calls_since(office, 0, trail_end(office.id))]
        assert heard == ["A-002", "A-001"], "its place is that of its last call"
        assert session().get_one(Visit, first.id, populate_existing=True).called_at == MORNING
        with pytest.raises(Conflict):
            call_again(cast.officer, second.id)
        start_called(cast.officer, first.id)
        with pytest.raises(Conflict):
            call_again(cast.officer, first.id)


def test_a_called_guest_handed_over_is_sent_to_the_colleague_and_called_when_they_go_on(cast):
    office, (first, second) = configuration(cast.office_id), desks(cast.office_id)[:2]
    with clock.at(MORNING):
        visits = [make_visit(office.id, number=number, at=MORNING) for number in (1, 2)]
        for visit in visits:
            call_next_visit(cast.officer, desk_id=first.id)
            hand_over(cast.officer, visit.id, to_officer_id=cast.officer2.person_id)
        assert {one.desk for one in board(office).called} == {""}, "nobody knows where the colleague sits"
        be_ready(cast.officer2, second.id)
        hand_over(cast.officer2, visits[0].id, to_officer_id=cast.officer.person_id)
        hand_over(cast.officer, visits[0].id, to_officer_id=cast.officer2.person_id)
    assert _places(office, MORNING)["A-001"] == second.name
    with clock.at(MORNING + timedelta(minutes=5)):
        heard = trail_end(office.id)
        receive_visit(cast.officer2, visits[0].id, desk_id=first.id)
        end = trail_end(office.id)
        assert [(one.number, one.desk) for one in calls_since(office, heard, end)] == [("A-001", first.name)]
        assert [one.number for one in board(office).called] == ["A-001", "A-002"], "the last call stands large"
        call_again(cast.officer2, visits[1].id, desk_id=second.id)
        assert _places(office, clock.now())["A-002"] == second.name


def test_a_guest_handed_over_while_served_is_not_called(cast):
    office, (first, second) = configuration(cast.office_id), desks(cast.office_id)[:2]
    with clock.at(MORNING):
        visit = make_visit(office.id, number=1, at=MORNING)
        call_next_visit(cast.officer, desk_id=first.id)
        start_called(cast.officer, visit.id)
        heard = trail_end(office.id)
        hand_over(cast.officer, visit.id, to_officer_id=cast.officer2.person_id)
        assert _places(office, MORNING) == {"A-001": first.name}, "they still sit there"
        receive_visit(cast.officer2, visit.id, desk_id=second.id)
        assert _places(office, MORNING) == {"A-001": second.name}
        assert calls_since(office, heard, trail_end(office.id)) == []


def _places(office, at) -> dict[str, str]:
    with clock.at(at):
        return {one.number: one.desk for one in board(office).called}


def test_the_other_offices_calls_are_not_heard(cast):
    office = configuration(cast.office_id)
    with clock.at(MORNING):
        make_visit(cast.other_office_id, at=MORNING)
        call_next_visit(cast.stranger)
        assert calls_since(office, 0, trail_end(cast.other_office_id)) == []


def test_a_recording_replaces_a_clip_until_the_office_goes_back(cast):
    set_recording(cast.admin, "id", "a", b"OggS" + bytes(900))
    set_recording(cast.admin, "id", "a", b"OggS" + bytes(901))
    assert own_recordings(configuration(cast.office_id)).keys() == {("id", "a")}
    assert own_recordings(configuration(cast.other_office_id)) == {}
    found = find_recording(cast.office_id, "id", "a")
    assert (len(found.content), found.media_type) == (905, "audio/ogg")
    remove_recording(cast.admin, "id", "a")
    assert own_recordings(configuration(cast.office_id)) == {}
    with pytest.raises(NotFound):
        remove_recording(cast.admin, "id", "a")


@pytest.mark.parametrize(
    ("language", "clip", "content", "field"),
    [
        ("id", "a", b"\xff\xd8\xff\xe0JFIF", "sound"),
        ("id", "a", b"OggS" + bytes(200_000), "sound"),
        ("id", "a", b"", "sound"),
        ("id", "zz", b"OggS", "clip"),
        ("en", "gong", b"OggS", "clip"),
    ],
)
def test_what_is_no_short_sound_of_a_clip_is_refused(cast, language, clip, content, field):
    with pytest.raises(InvalidInput) as no:
        set_recording(cast.admin, language, clip, content)
    assert no.value.field == field
    with pytest.raises(NotAllowed):
        set_recording(cast.officer, "id", "a", b"OggS")


def settle(office_id: int, tallies: list[tuple[int | None, int, int]]) -> None:
    """A settled third quarter of 2026: of each officer so many fours, and guests served."""
    first, last = date(2026, 7, 1), date(2026, 9, 30)
    quarter = {"office_id": office_id, "year": 2026, "quarter": 3}
    with atomic() as s:
        s.add(VoteQuarter(**quarter, starts_on=first, ends_on=last, deviations={}, locked_at=MORNING, cut_at=MORNING))
        for officer_id, fours, served in tallies:
            counts = {"n1": 0, "n2": 0, "n3": 1, "n4": fours, "rated": fours + 1, "served": served}
            s.add(VoteTally(**quarter, officer_id=officer_id, line="desk", held_by="guest", **counts))


def test_the_figure_of_a_settled_quarter_is_shown_with_its_votes_and_coverage(cast):
    officers = [cast.officer.person_id, cast.officer2.person_id, cast.admin.person_id]
    settle(cast.office_id, [(officer, 9, 20) for officer in officers])
    with clock.at(MORNING):
        shown = satisfaction(configuration(cast.office_id))
    assert (shown.year, shown.quarter, shown.score.n, shown.score.total) == (2026, 3, 30, 117)
    assert shown.coverage == Fraction(50)


def test_the_figure_of_one_officer_is_shown_to_nobody(cast):
    settle(cast.office_id, [(cast.officer.person_id, 90, 100), (None, 3, 5)])
    with clock.at(MORNING):
        assert satisfaction(configuration(cast.office_id)) is None


def test_a_screen_is_enrolled_once_by_its_code_and_revoked(cast):
    token = request_display(cast.office_id, address="10.0.0.7")
    code = find_request(token).code
    assert find_display(token) is None and displays(cast.office_id) == []
    enrol_display(cast.admin, f" {code[:3].lower()}-{code[3:]} ", name="Ruang tunggu")
    assert find_display(token).office_id == cast.office_id
    with pytest.raises(NotFound):
        enrol_display(cast.admin, code, name="Sekali lagi")
    (row,) = displays(cast.office_id)
    revoke_display(cast.admin, row.id)
    assert find_display(token) is None


def test_a_code_is_good_for_ten_minutes_and_in_its_own_office(cast):
    token = request_display(cast.office_id, address="10.0.0.7")
    code = find_request(token).code
    stranger = Actor(cast.stranger.person_id, cast.other_office_id, frozenset({Role.ADMIN}))
    with pytest.raises(NotFound):
        enrol_display(stranger, code, name="Layar lain")
    with clock.at(clock.now() + timedelta(minutes=11)), pytest.raises(NotFound):
        enrol_display(cast.admin, code, name="Ruang tunggu")
    with clock.at(clock.now() + timedelta(minutes=12)):
        request_display(cast.office_id, address="10.0.0.7")
    assert find_request(token) is None, "old requests go when another is made"


def test_only_an_admin_enrols_and_revokes_and_only_in_their_office(cast):
    mine, theirs = make_display(cast.office_id), make_display(cast.other_office_id, token="theirs")
    with pytest.raises(NotAllowed):
        enrol_display(cast.officer, "AAAAAA", name="Ruang tunggu")
    with pytest.raises(NotAllowed):
        revoke_display(cast.officer, mine)
    with pytest.raises(NotFound):
        revoke_display(cast.admin, theirs)
    assert session().get_one(Display, theirs).revoked_at is None
