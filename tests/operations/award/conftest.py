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


@pytest.fixture
def officers(cast, now) -> dict[str, int]:
    found = vector_office(cast.office_id)
    history(cast.office_id, found["C"])
    return found


@pytest.fixture
def period(cast, officers) -> AwardPeriod:
    opened = open_period(cast.admin, *QUARTER, "desk")
    return lock_period(cast.admin, opened.id)


@pytest.fixture
def checked(cast, period) -> AwardPeriod:
    return check_period(cast.admin2, period.id, NOTE)
