"""An award from its locked data to its SK, for the papers that tell of it."""

from datetime import date, timedelta

import pytest

from pstku.core import clock
from pstku.offices.queries import Configuration, configuration
from pstku.rewards.models import AwardPeriod
from pstku.rewards.operations.deciding import award_to
from pstku.rewards.operations.periods import check_period, lock_period, open_period
from pstku.rewards.operations.publishing import announce, establish
from pstku.rewards.queries import get_period
from tests.awards import AFTER, QUARTER, history, vector_office

REASON = "Unggul menurut semua urutan, dan buktinya lengkap."


def furnish(office_id: int) -> None:
    """The officers of the vectors, and votes of the year before."""
    history(office_id, vector_office(office_id)["C"])


@pytest.fixture
def now():
    with clock.at(AFTER):
        yield


@pytest.fixture
def office(cast, now, built_once) -> Configuration:
    built_once(furnish, cast.office_id)
    return configuration(cast.office_id)


@pytest.fixture
def period(cast, office) -> AwardPeriod:
    return lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)


@pytest.fixture
def decided(cast, period) -> AwardPeriod:
    check_period(cast.admin2, period.id, "Data dan pengaduan sudah diperiksa.")
    award_to(cast.head, period.id, period.evidence.shortlisted[0].officer_id, REASON)
    return get_period(cast.office_id, period.id)


@pytest.fixture
def established(cast, decided) -> AwardPeriod:
    announce(cast.admin, decided.id)
    with clock.at(AFTER + timedelta(days=30)):
        return establish(cast.admin, decided.id, "123/SK/2026", date(2026, 10, 20))
