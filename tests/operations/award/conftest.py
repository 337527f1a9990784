"""A past quarter with its votes: officers, the locked period, and the checked one."""

import pytest

from pstku.core import clock
from pstku.rewards.models import AwardPeriod
from pstku.rewards.operations.periods import check_period, lock_period, open_period
from tests.awards import AFTER, QUARTER, history, vector_office

NOTE = "Data dan pengaduan sudah diperiksa."


@pytest.fixture
def now():
    with clock.at(AFTER):
        yield


def office_with_history(office_id: int) -> dict[str, int]:
    """The officers of the vectors, and votes of the year before."""
    found = vector_office(office_id)
    history(office_id, found["C"])
    return found


@pytest.fixture
def officers(cast, now, built_once) -> dict[str, int]:
    return built_once(office_with_history, cast.office_id)


@pytest.fixture
def period(cast, officers) -> AwardPeriod:
    opened = open_period(cast.admin, *QUARTER, "desk")
    return lock_period(cast.admin, opened.id)


@pytest.fixture
def checked(cast, period) -> AwardPeriod:
    return check_period(cast.admin2, period.id, NOTE)
