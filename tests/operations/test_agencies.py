"""Instansi: one row per agency, however guests spell it."""

import pytest
from sqlalchemy import select

from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Agency, Visit
from pstku.guestbook.operations.agencies import agency_named, edit_agency, follow_merged, merge_agencies
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.queries.agencies import PAGE_SIZE, agencies_of, agency_lines
from pstku.guestbook.queries.kiosk import agency_names
from pstku.offices.queries import configuration
from tests.factories import make_guest, make_visit


def visit_from(cast, agency):
    service = configuration(cast.office_id).active_services()[0]
    entry = Entry(service_id=service.id, name="Budi", agency=agency)
    done = register_visit(cast.office_id, uuid7(), entry, Origin(channel="tablet"))
    return session().get(Visit, done.visit_id).agency_id


def names(cast):
    return {line.name: line.visits for line in agency_lines(cast.office_id)}


def test_merged_spellings_bring_their_visits_and_later_ones_along(cast):
    right = visit_from(cast, "Universitas Negeri Gorontalo")
    short, third = visit_from(cast, "UNG"), visit_from(cast, "Univ. Negeri Gtlo")
    assert merge_agencies(cast.admin, short, [third]) == 1
    assert merge_agencies(cast.admin, right, [short, right]) == 1
    assert names(cast) == {"Universitas Negeri Gorontalo": 3}
    assert visit_from(cast, "univ negeri gtlo") == right
    assert visit_from(cast, "ung") == right


def test_merging_nothing_a_stranger_or_a_merged_one_is_refused(cast):
    right, other = visit_from(cast, "Bappeda"), visit_from(cast, "Bapeda")
    with pytest.raises(InvalidInput):
        merge_agencies(cast.admin, right, [right])
    with pytest.raises(NotFound):
        merge_agencies(cast.stranger, right, [other])
    with pytest.raises(NotAllowed):
        merge_agencies(cast.officer, right, [other])
    merge_agencies(cast.admin, right, [other])
    with pytest.raises(NotFound):
        merge_agencies(cast.admin, other, [right])


def test_a_corrected_name_keeps_the_old_spelling_leading_there(cast):
    agency = visit_from(cast, "Dinkes")
    edit_agency(cast.admin, agency, name="Dinas Kesehatan", category="local_government")
    assert [(line.name, line.spellings, line.visits) for line in agency_lines(cast.office_id)] == [
        ("Dinas Kesehatan", ("Dinkes",), 1)
    ]
    assert visit_from(cast, "dinkes") == visit_from(cast, "Dinas Kesehatan") == agency
    edit_agency(cast.admin, agency, name="DINKES", category=None)
    (line,) = agency_lines(cast.office_id)
    assert (line.name, line.name_key, line.spellings) == ("DINKES", "dinkes", ("Dinas Kesehatan",))
    assert visit_from(cast, "dinas kesehatan") == agency


def test_agencies_stand_in_pages_by_name_and_are_found_by_any_spelling(cast):
    ids = [agency_named(cast.office_id, f"Dinas {n:03}", None) for n in range(2 * PAGE_SIZE + 1)]
    office, foreign = cast.office_id, agency_named(cast.stranger.office_id, "Dinas 000", None)
    merge_agencies(cast.admin, ids[2], [ids[0]])
    seen, after = [], ""
    while page := agency_lines(office, after=after):
        seen += [line.id for line in page[:PAGE_SIZE]]
        after = page[:PAGE_SIZE][-1].name_key
    assert seen == ids[1:]
    assert [line.id for line in agency_lines(office, sought="000")] == [ids[2]]
    assert [line.id for line in agency_lines(office, sought="09 dinas")] == [ids[9], *ids[90:100]]
    assert [line.id for line in agencies_of(office, [ids[5], ids[0], foreign])] == [ids[5]]


def test_visits_left_behind_by_a_merging_follow_later(cast):
    right, other = visit_from(cast, "Bappeda"), visit_from(cast, "Bapeda")
    merge_agencies(cast.admin, right, [other])
    make_visit(cast.office_id, letter="Z", agency_id=other)  # of a guest who was being entered meanwhile
    assert names(cast) == {"Bappeda": 2}
    assert follow_merged(cast.office_id) == 1 and follow_merged(cast.office_id) == 0
    assert names(cast) == {"Bappeda": 3}


def test_a_name_of_another_agency_is_to_be_merged_instead(cast):
    agency = visit_from(cast, "Dinkes")
    visit_from(cast, "Dinas Kesehatan")
    with pytest.raises(InvalidInput, match="Gabungkan"):
        edit_agency(cast.admin, agency, name="dinas kesehatan", category=None)
    with pytest.raises(InvalidInput):
        edit_agency(cast.admin, agency, name="Dinkes", category="zodiac")


def counts(cast):
    """(name, visits, different guests) as kept with each agency, and as the visits themselves tell."""
    mine = select(Agency).where(Agency.office_id == cast.office_id).execution_options(populate_existing=True)
    kept, told = set(), set()
    for agency in session().scalars(mine):
        guests = session().scalars(select(Visit.guest_id).where(Visit.agency_id == agency.id)).all()
        kept.add((agency.name, agency.visit_count, agency.guest_count))
        told.add((agency.name, len(guests), len(set(guests))))
    return kept, told


def test_the_counts_of_an_agency_are_those_of_its_visits_after_every_kind_of_change(cast):
    agencies = [visit_from(cast, name) for name in ("Bappeda", "Bappeda", "Bapeda", "Dinkes", "")]
    for agency_id in (agencies[0], agencies[2], None):
        guest = make_guest(cast.office_id)
        for _ in range(2):
            make_visit(cast.office_id, letter="Z", guest=guest, agency_id=agency_id)
    kept, told = counts(cast)
    assert kept == told and ("Bappeda", 4, 3) in kept
    merge_agencies(cast.admin, agencies[0], [agencies[2]])  # in one statement, two visits of one guest among them
    kept, told = counts(cast)
    assert kept == told and ("Bappeda", 7, 5) in kept
    with atomic() as s:
        mine = s.scalars(select(Visit).where(Visit.agency_id == agencies[0]).order_by(Visit.id)).all()
        mine[0].agency_id, mine[1].agency_id = None, agencies[3]
        mine[2].guest_id = mine[3].guest_id
        s.flush()
        s.delete(mine[5])
    kept, told = counts(cast)
    assert kept == told and ("Bappeda", 4, 2) in kept


def test_only_what_two_guests_typed_is_suggested(cast):
    visit_from(cast, "Bappeda"), visit_from(cast, "bappeda")
    guest, named = make_guest(cast.office_id), agency_named(cast.office_id, "Rumah Budi", None)
    for _ in range(3):
        make_visit(cast.office_id, letter="Z", guest=guest, agency_id=named)
    assert agency_names(cast.office_id) == ["Bappeda"]
