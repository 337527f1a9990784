"""The floor of `make bench` does the same work as the product: same rows, same answers, same refusals."""

import shutil
import subprocess
import sys
import time
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import create_engine, select, update

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.db import Model, atomic, db, sqlite_driver
from pstku.core.tokens import uuid7
from pstku.core.vault import blind_index, unseal
from pstku.offices.queries import configuration
from tests.bench.floor_guest import FloorGuestBook
from tests.bench.floor_rating import FloorRating
from tests.bench.links import link
from tests.conftest import copy_on_server, run_on_server
from tests.factories import make_device, make_visit
from tests.page import PageClient

TOKEN, STAFF_PHONE = "floor-device-token", "+6281355550001"
PROOF = {"X-PSTku": "1", "Origin": "http://localhost"}
GUESTS, VOTES = "/kiosk/api/kunjungan", "/kiosk/suara"
SENT = int(time.time() * 1000)
NOT_THE_FLOORS = {"Vary"}  # a session's


@pytest.fixture
def twin_url(app, database_url, cast, tmp_path):
    """A second copy of the test's database: with one tablet, an employee whose phone is known, and two served visits."""
    make_device(cast.office_id, token=TOKEN)
    with atomic() as s:
        phone = {"phone_index": blind_index(cast.office_id, STAFF_PHONE)}
        s.execute(update(Person).where(Person.id == cast.officer.person_id).values(phone))
    for minutes in (30, 60):
        closed = clock.now() - timedelta(minutes=minutes)
        make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id, at=closed, letter="Z")
    db.session.remove()
    db.engine.dispose()
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{shutil.copy(database_url.removeprefix('sqlite:///'), tmp_path / 'twin.sqlite')}"
        return
    place, name = database_url.split("?")[0], f"{database_url.split('?')[0].rsplit('/', 1)[1]}_twin"
    copy_on_server(name, place.rsplit("/", 1)[1])
    yield database_url.replace(f"{place.rsplit('/', 1)[1]}?", f"{name}?")
    run_on_server(f"DROP DATABASE {name} WITH (FORCE)")


class Twins:
    """The product and the floor, each on its own copy, told the same in turn."""

    def __init__(self, app, database_url, twin_url, office_id):
        self.urls = database_url, twin_url
        self.office_id = office_id
        self.link = link(twin_url)
        self.product = PageClient(app)
        guests, votes = FloorGuestBook(self.link, office_id), FloorRating(self.link, office_id)
        self.floors = {GUESTS: guests.app.test_client(), VOTES: votes.app.test_client()}
        for http in (self.product.http, *self.floors.values()):
            http.set_cookie("kios", TOKEN)

    def post(self, path, body, **headers):
        """Both answers to the same words."""
        return [side.post(path, json=body, headers=PROOF | headers) for side in (self.product, self.floors[path])]

    def rows(self):
        """Every table of both copies, without what is drawn at random."""
        db.session.remove()
        return [_tables(url) for url in self.urls]


@pytest.fixture
def twins(app, database_url, twin_url, cast, still_clock):
    twins = Twins(app, database_url, twin_url, cast.office_id)
    yield twins
    twins.link.close()


def _tables(url):
    module = {"module": sqlite_driver()} if url.startswith("sqlite") else {}
    engine = create_engine(url, **module)
    with engine.connect() as connection:
        found = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in Model.metadata.sorted_tables
        }
    engine.dispose()
    return _without_chance(found)


def _without_chance(tables):
    """Ids drawn by the server become what they stand for; codes become their length, sealed words are opened."""
    names = {row["guest_id"]: f"guest of {row['id']}" for row in tables["visits"]}
    names |= {row["id"]: f"vote of {row['visit_id']}" for row in tables["votes"]}
    spelled = {row["id"]: row["name_key"] for row in tables["agencies"]}
    for table, rows in tables.items():
        for row in rows:
            if table in ("agencies", "consents", "contact_promises", "visit_events", "audit_entries"):
                row["id"] = None
            for column, value in row.items():
                row[column] = _told(column, names.get(value, value) if isinstance(value, UUID) else value, spelled)
    return {table: sorted(map(repr, rows)) for table, rows in tables.items()}


def _told(column, value, spelled):
    if value is None:
        return None
    if column == "agency_id":
        return spelled[value]
    if column.endswith("_sealed"):
        return unseal(value)
    return len(value) if column in ("code", "fingerprint") else value


def _guests(office_id):
    """Entries as tablets send them, from the barest to all that can be told."""
    services = [service.id for service in configuration(office_id).active_services()]
    bare = {"service": services[1], "name": "  Rahmawati  A. ", "more": [], "consent": []}
    full = bare | {
        "salutation": "Ibu", "agency": "Universitas  Negeri Gorontalo",
        "phone": "0812 3456 7890", "email": "Rahma@Contoh.id", "consent": ["rating_invitation", "follow_up"],
        "written_at": SENT - 5000, "sent_at": SENT,
    }  # fmt: skip
    lists = configuration(office_id).lists
    full |= {name: lists[name][1].code for name in ("age_group", "sex", "education", "occupation", "purpose")}
    party = bare | {"party_size": "4", "party_male": 1, "party_female": "3", "agency": "SMA 1", "more": [services[0]]}
    minor = bare | {"name": "", "minor": "1", "phone": "081234567890", "consent": ["follow_up"]}
    asking = bare | {"needs_help": "yes", "help_note": "kursi\troda", "question": "NIK 7571010101010001 a\nb"}
    late = full | {"agency": "universitas negeri gorontalo", "phone": STAFF_PHONE, "sent_at": SENT - 3_600_000}
    return [bare, full, party, minor, asking, late, bare | {"agency": "tidak ada", "phone": "0811223344"}]


def _ballot(visit, **told):
    tapped = {"revision": 1, "first_at": SENT, "at": SENT, "reaction_ms": 1500}
    return {"id": str(uuid7()), "visit": str(visit), "score": 4} | tapped | told


def test_the_floor_of_a_guest_writes_and_says_what_the_product_does(twins):
    for entry in _guests(twins.office_id):
        ours, floor = twins.post(GUESTS, {"id": str(uuid7())} | entry)
        assert ours.status_code == floor.status_code == 200, (ours.text, floor.text)
        assert ours.json.keys() == floor.json.keys()
        for name in ("visit", "letter", "number", "queue", "removed_number"):
            assert ours.json[name] == floor.json[name]
        assert len(ours.json["code"]) == len(floor.json["code"])
        assert _headers(ours) == _headers(floor)
    ours, floor = twins.rows()
    assert {name: floor[name] for name in floor} == ours


def test_the_floor_of_a_vote_writes_and_says_what_the_product_does(twins):
    served = [UUID(str(row[0])) for row in twins.link.run("SELECT id FROM visits ORDER BY day, created_at").fetchall()]
    for visit, told in zip(served, ({}, {"score": 1, "reaction_ms": 10, "officer": 0}), strict=True):
        ballot = _ballot(visit, **told)
        ours, floor = twins.post(VOTES, ballot)
        expected = (200, {"ok": True, "id": ballot["id"]})
        assert (ours.status_code, ours.json) == (floor.status_code, floor.json) == expected
        assert _headers(ours) == _headers(floor)
    ours, floor = twins.rows()
    assert floor == ours
    assert len(floor["votes"]) == 2


def test_the_floor_refuses_what_the_product_refuses(twins):
    entry = {"id": str(uuid7())} | _guests(twins.office_id)[1]
    first = [answer.json for answer in twins.post(GUESTS, entry)]
    again = [answer.json for answer in twins.post(GUESTS, entry)]
    assert [told["code"] for told in again] == [told["code"] for told in first]
    assert [told["number"] for told in again] == [told["number"] for told in first]
    new = {"id": str(uuid7())}
    for status, body, headers in (
        (409, entry | {"name": "Orang Lain"}, {}),
        (422, entry | new | {"phone": "0812"}, {}),
        (422, entry | new | {"name": "R"}, {}),
        (422, entry | new | {"party_size": "2", "party_male": "3"}, {}),
        (422, entry | new | {"service": 999}, {}),
        (422, entry | {"id": "17"}, {}),
        (422, [entry], {}),
        (403, entry | new, {"Origin": "http://jahat.example"}),
        (403, entry | new, {"X-PSTku": "0"}),
    ):
        ours, floor = twins.post(GUESTS, body, **headers)
        assert (ours.status_code, ours.json) == (floor.status_code, floor.json), body
        assert ours.status_code == status
        assert _headers(ours) == _headers(floor)
    ours, floor = twins.rows()
    assert floor == ours


def test_the_floor_knows_a_repeated_vote_and_a_revoked_tablet(twins):
    ballot = _ballot(UUID(str(twins.link.run("SELECT id FROM visits").fetchone()[0])))
    for _ in range(2):
        ours, floor = twins.post(VOTES, ballot)
        assert (ours.status_code, ours.json) == (floor.status_code, floor.json)
    for path, body in ((VOTES, ballot), (GUESTS, {"id": str(uuid7())} | _guests(twins.office_id)[0])):
        for url in twins.urls:
            side = link(url)
            side.run("UPDATE devices SET revoked_at = enrolled_at")
            side.close()
        ours, floor = twins.post(path, body)
        assert (ours.status_code, ours.json) == (floor.status_code, floor.json)
        assert ours.status_code == 401
    ours, floor = twins.rows()
    assert floor == ours


def test_the_floor_uses_nothing_of_the_product_but_rules_keys_and_ids():
    """No session, no statement and no view of ours is loaded with it."""
    found = subprocess.run(
        [sys.executable, "-c", "import sys, tests.bench.floor_guest, tests.bench.floor_rating; print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert "sqlalchemy" not in found
    ours = {name for name in found if name.startswith(("pstku.", "kiosk"))}
    assert {name for name in ours if not _is_rule(name)} == set()


def _is_rule(module):
    parts = module.split(".")  # of the core everything but the database, which would bring SQLAlchemy
    return len(parts) == 2 or parts[1] == "core" or parts[2] in {"rules", "settings"}


def _headers(answer):
    skipped = {"Content-Length"} | NOT_THE_FLOORS  # sizes differ by spaces and the officer's photo
    return {name: value for name, value in answer.headers.items() if name not in skipped}
