"""Instansi: one row per agency, however guests spell it."""

import pytest

from pstku.core.db import session
from pstku.core.errors import InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.agencies import edit_agency, merge_agencies
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.queries.agencies import agency_lines
from pstku.offices.queries import configuration


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
    assert names(cast) == {"Dinas Kesehatan": 1}
    assert visit_from(cast, "dinkes") == visit_from(cast, "Dinas Kesehatan") == agency


def test_a_name_of_another_agency_is_to_be_merged_instead(cast):
    agency = visit_from(cast, "Dinkes")
    visit_from(cast, "Dinas Kesehatan")
    with pytest.raises(InvalidInput, match="Gabungkan"):
        edit_agency(cast.admin, agency, name="dinas kesehatan", category=None)
    with pytest.raises(InvalidInput):
        edit_agency(cast.admin, agency, name="Dinkes", category="zodiac")
