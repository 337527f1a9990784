"""What follows from a service's standard."""

import pytest

from pstku.offices.rules.services import is_self_service


@pytest.mark.parametrize(("minutes", "is_self"), [(5, True), (3, True), (6, False), (10, False), (None, False)])
def test_shelves_and_website_are_for_readers_who_serve_themselves(minutes, is_self):
    assert is_self_service(minutes) is is_self
