"""Five weeks of nights around a year's end, as the timer brings them; `make proof-nights` takes fifteen months."""

import pytest

from tests.proof.nights.plan import WEEKS
from tests.proof.nights.walk import Walk


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # the long walk goes over both
def test_every_morning_of_five_weeks_stands_what_must_stand(app, cast):
    Walk(app, cast, WEEKS).go()
