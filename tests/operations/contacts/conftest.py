"""A Monday morning at the counter."""

import pytest

from pstku.core import clock
from pstku.offices.queries import configuration
from tests.contacts import MONDAY


@pytest.fixture
def monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def office(cast, monday):
    return configuration(cast.office_id)
