"""A select of people or services reads ids that a row can have, and nothing a database cannot hold."""

import pytest

from pstku.http.forms import optional_id


def test_nothing_chosen_is_none_and_a_row_is_its_number():
    assert [optional_id(value) for value in (None, "", "None", "7", 7)] == [None, None, None, 7, 7]


@pytest.mark.parametrize("typed", ["-1", "x", "9" * 30, str(2**31)])
def test_what_no_row_can_have_is_refused(typed):
    with pytest.raises(ValueError):
        optional_id(typed)
