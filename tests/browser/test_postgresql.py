"""The same day on PostgreSQL."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.browser.conftest import LiveServer, serve
from tests.browser.test_journey import past_quarter as past_quarter
from tests.browser.test_journey import play_day
from tests.conftest import POSTGRES, copy_on_server, postgres_url, run_on_server

pytestmark = pytest.mark.skipif(POSTGRES is None, reason="Tanpa PostgreSQL: sudo apt install postgresql")


@pytest.fixture
def live_server(request, tmp_path) -> Iterator[LiveServer]:
    """The application on a copy of the PostgreSQL template."""
    name = f"day_{uuid4().hex[:12]}"
    copy_on_server(name, request.getfixturevalue("postgres_template"))
    yield from serve(postgres_url(name), tmp_path)
    run_on_server(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_day_at_the_counter_on_postgresql(live_server, open_browser, enter, past_quarter):
    play_day(live_server, open_browser, enter, past_quarter)
