"""The same day on PostgreSQL."""

import pytest

from tests.browser.guests.flow.test_journey import past_quarter as past_quarter
from tests.browser.guests.flow.test_journey import play_day
from tests.conftest import POSTGRES

pytestmark = pytest.mark.skipif(POSTGRES is None, reason="Tanpa PostgreSQL: sudo apt install postgresql")


@pytest.fixture
def engine() -> str:
    return "postgresql"


def test_a_day_at_the_counter_on_postgresql(live_server, open_browser, enter, past_quarter):
    play_day(live_server, open_browser, enter, past_quarter)
