"""The code a guest types finds their own visit, or none."""

import pytest

from pstku.offices.queries import configuration
from pstku.ratings.queries.visits import find_visit_by_code
from tests.factories import make_visit


@pytest.mark.parametrize("typed", ["C7QF", " c7-qf "])
def test_a_code_finds_its_visit(cast, typed):
    visit = make_visit(cast.office_id, code="C7QF")
    assert find_visit_by_code(configuration(cast.office_id), typed).id == visit.id


@pytest.mark.parametrize("typed", ["C7OQF", "C71QF", "C7QFX", "AC7QF", "C7Q"])
def test_a_mistyped_code_never_leads_to_another_guests_visit(cast, typed):
    make_visit(cast.office_id, code="C7QF")
    assert find_visit_by_code(configuration(cast.office_id), typed) is None
