"""The eye of `make faults` sees what it looks for: entries lost, changed, doubled or invented, votes lost, a broken trail."""

from sqlalchemy import delete, update

from pstku.audit.models import AuditEntry
from pstku.core.db import atomic, db
from pstku.guestbook.models import Visit, VisitEvent
from pstku.ratings.models import Vote
from tests.factories import make_device, make_visit
from tests.page import PageClient
from tests.served.server import DEVICE_TOKEN, HEADERS
from tests.soak.house import House
from tests.soak.people import Guest, Voter
from tests.soak.stored import faults
from tests.soak.tablet import GUESTS, VOTES, ballot, guest

PROOF = {name: HEADERS[name] for name in ("X-PSTku", "Origin")}


def _office(app, cast, database_url, tmp_path):
    """The office after one guest and one vote, and those who remember what they were told."""
    office = House.__new__(House)
    office.url, office.folder, office.office_id, office.senders = database_url, tmp_path, cast.office_id, []
    service = make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id, letter="Z")
    make_device(cast.office_id, token=DEVICE_TOKEN)
    tablet = PageClient(app)
    tablet.http.set_cookie("kios", DEVICE_TOKEN)
    bodies = ((Guest, GUESTS, guest(service.service_type_id)), (Voter, VOTES, ballot(str(service.id), 3)))
    for kind, path, body in bodies:
        sender = kind(office)
        told = tablet.post(path, json=body, headers=PROOF)
        sender.sent.append(body)
        sender.answered.append((body, told.json))
    with atomic() as s:  # the factory writes no moment of a visit; the tablet's own has one
        s.execute(delete(VisitEvent).where(VisitEvent.visit_id == service.id))
    db.session.remove()
    return office


def _after(office, *statements):
    with atomic() as s:
        for statement in statements:
            s.execute(statement)
    db.session.remove()
    return faults(office)


def test_all_is_well_when_nothing_happened(app, cast, database_url, tmp_path):
    assert faults(_office(app, cast, database_url, tmp_path)) == []


def test_an_entry_with_another_number_or_nobody_to_send_it_is_seen(app, cast, database_url, tmp_path):
    office = _office(app, cast, database_url, tmp_path)
    found = _after(office, update(Visit).where(Visit.letter != "Z").values(number=99))
    assert [words.split(":")[0] for words in found] == ["entry lost or changed"]
    office.senders[0].sent.clear()
    assert any(words.startswith("entry nobody sent") for words in faults(office))


def test_a_vote_that_is_gone_or_says_something_else_is_seen(app, cast, database_url, tmp_path):
    office = _office(app, cast, database_url, tmp_path)
    assert [words.split(":")[0] for words in _after(office, update(Vote).values(score=1))] == ["vote lost or changed"]
    found = _after(office, delete(Vote))
    assert {words.split(":")[0] for words in found} == {"vote lost or changed", "a visit rated without a vote"}


def test_a_moment_written_twice_and_a_changed_trail_are_seen(app, cast, database_url, tmp_path):
    office = _office(app, cast, database_url, tmp_path)
    row = db.session.query(VisitEvent).one()
    again = VisitEvent.__table__.insert().values(
        office_id=row.office_id, visit_id=row.visit_id, at=row.at, kind=row.kind, note=""
    )
    assert _after(office, again) == ["a registration twice"]
    found = _after(office, update(AuditEntry).where(AuditEntry.action == "rate_visit").values(entity="office"))
    assert [words for words in found if words.endswith("diubah")]


def test_a_refused_entry_is_seen(app, cast, database_url, tmp_path):
    office = _office(app, cast, database_url, tmp_path)
    office.senders[0].answered[0] = (office.senders[0].sent[0], {"error": "Belum tersimpan."})
    assert faults(office)[0].startswith("refused")
