"""A breach is recorded, told of twice and closed; what the law wants told cannot be left out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pstku.audit.models import AuditEntry
from pstku.breaches.operations import Facts, close_breach, correct_breach, note_notice, record_breach
from pstku.breaches.queries import breaches, get_breach, open_breaches
from pstku.breaches.rules import Data, Told
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound

NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
KNOWN = NOW - timedelta(hours=2)
FACTS = Facts(
    known_at=KNOWN,
    happened="29 November, sore",
    data=frozenset({Data.CONTACT, Data.IDENTITY}),
    people_count=40,
    cause="Laptop petugas hilang di angkutan. Hubungi 081234567890.",
    measures="Kunci diganti, sesi diakhiri, polisi diberi tahu.",
)
HOW = "Surat B-1/75710/2026 lewat surel."


@pytest.fixture(autouse=True)
def at_nine():
    with clock.at(NOW):
        yield


@pytest.fixture
def breach_id(cast):
    return record_breach(cast.admin, FACTS)


def acts(breach_id) -> list[str]:
    rows = session().query(AuditEntry).filter_by(entity_id=str(breach_id)).order_by(AuditEntry.seq)
    return [row.action for row in rows]


def test_a_breach_goes_from_the_record_to_its_close(cast, breach_id):
    kept = get_breach(cast.head, breach_id)
    assert (kept.data, kept.recorded_by_id) == ("identity contact", cast.admin.person_id)
    assert "081234567890" not in kept.cause and "Laptop petugas hilang" in kept.cause
    assert open_breaches(cast.office_id).due_at == KNOWN + timedelta(hours=72)
    with pytest.raises(InvalidInput, match="kedua pemberitahuan"):
        close_breach(cast.admin, breach_id, outcome="handled", lesson="Cakram laptop kini terenkripsi.")
    note_notice(cast.admin, breach_id, Told.AUTHORITY, told_at=NOW, how=HOW)
    assert open_breaches(cast.office_id).due_at == KNOWN + timedelta(hours=72)  # the people are not told yet
    note_notice(cast.head, breach_id, Told.PERSONS, told_at=NOW, how="WA kepada 38 orang, dua lewat pengumuman.")
    assert (open_breaches(cast.office_id).count, open_breaches(cast.office_id).due_at) == (1, None)
    close_breach(cast.admin, breach_id, outcome="handled", lesson="Cakram laptop kini terenkripsi.")
    assert open_breaches(cast.office_id).count == 0
    assert get_breach(cast.admin, breach_id).closed_by_id == cast.admin.person_id
    told = ["record_breach", "note_breach_notice", "note_breach_notice", "close_breach"]
    assert acts(breach_id) == told
    for late in (
        lambda: close_breach(cast.admin, breach_id, outcome="no_breach", lesson="Ternyata tidak ada."),
        lambda: note_notice(cast.admin, breach_id, Told.PERSONS, told_at=NOW, how=HOW),
        lambda: correct_breach(cast.admin, breach_id, FACTS),
    ):
        with pytest.raises(Conflict):
            late()


def test_a_correction_names_its_fields_and_one_that_changes_nothing_leaves_no_trace(cast, breach_id):
    correct_breach(cast.admin, breach_id, FACTS)
    assert acts(breach_id) == ["record_breach"]
    correct_breach(cast.admin, breach_id, replace(FACTS, people_count=None, known_at=KNOWN - timedelta(hours=1)))
    entry = session().query(AuditEntry).filter_by(action="correct_breach").one()
    assert entry.detail == {"fields": "known_at people_count"}
    assert open_breaches(cast.office_id).due_at == KNOWN + timedelta(hours=71)


def test_an_alarm_that_was_none_is_closed_with_its_reason_alone(cast, breach_id):
    close_breach(cast.admin, breach_id, outcome="no_breach", lesson="Laptop ditemukan di laci, tidak pernah keluar.")
    assert get_breach(cast.admin, breach_id).outcome == "no_breach"


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("known_on", {"known_at": NOW + timedelta(seconds=1)}),
        ("known_on", {"known_at": NOW - timedelta(days=367)}),
        ("happened", {"happened": " "}),
        ("data", {"data": frozenset()}),
        ("data", {"data": frozenset({"shoe_size"})}),
        ("people_count", {"people_count": -1}),
        ("cause", {"cause": "Hilang"}),
        ("measures", {"measures": ""}),
    ],
)
def test_what_the_law_wants_told_is_asked_for(cast, field, change):
    with pytest.raises(InvalidInput) as refused:
        record_breach(cast.admin, replace(FACTS, **change))
    assert refused.value.field == field


def test_nobody_is_told_before_it_was_known_or_tomorrow(cast, breach_id):
    for told_at in (KNOWN - timedelta(seconds=1), NOW + timedelta(seconds=1)):
        with pytest.raises(InvalidInput) as refused:
            note_notice(cast.admin, breach_id, Told.PERSONS, told_at=told_at, how=HOW)
        assert refused.value.field == "told_on"
    note_notice(cast.admin, breach_id, Told.PERSONS, told_at=KNOWN, how=HOW)
    with pytest.raises(InvalidInput):
        correct_breach(cast.admin, breach_id, replace(FACTS, known_at=NOW - timedelta(minutes=1)))


def test_only_admins_and_the_head_of_the_office_see_it(cast, breach_id):
    for actor in (cast.officer, cast.editor):
        with pytest.raises(NotAllowed):
            breaches(actor)
        with pytest.raises(NotAllowed):
            record_breach(actor, FACTS)
    with pytest.raises(NotFound):
        get_breach(replace(cast.admin, office_id=cast.stranger.office_id), breach_id)
    assert breaches(replace(cast.admin, office_id=cast.stranger.office_id)) == []


def test_the_latest_stands_first_and_the_next_page_goes_on(cast):
    ids = [record_breach(cast.admin, replace(FACTS, known_at=KNOWN - timedelta(days=days))) for days in (3, 1, 2)]
    assert [row.id for row in breaches(cast.admin)] == [ids[1], ids[2], ids[0]]
    assert [row.id for row in breaches(cast.admin, after=get_breach(cast.admin, ids[1]))] == [ids[2], ids[0]]
