"""Whether an outside address still counts as checked, and how it is said."""

from datetime import UTC, datetime, timedelta

import pytest

from pstku.offices.rules.addresses import CHECKED_FOR, AddressState, link_of, spoken, state_at

NOW = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "checked_at", "counts"),
    [
        ("valid", NOW, AddressState.VALID),
        ("valid", NOW - CHECKED_FOR, AddressState.VALID),
        ("valid", NOW - CHECKED_FOR - timedelta(seconds=1), AddressState.UNCHECKED),
        ("valid", None, AddressState.UNCHECKED),
        ("ended", NOW - 2 * CHECKED_FOR, AddressState.ENDED),
        ("unchecked", None, AddressState.UNCHECKED),
    ],
)
def test_what_nobody_looked_at_for_half_a_year_is_to_be_checked(said, checked_at, counts):
    assert state_at(said, checked_at, NOW) == counts


def test_an_address_of_the_web_can_be_opened_and_a_street_cannot():
    assert (link_of("https://www.lapor.go.id/"), spoken("https://www.lapor.go.id/")) == (
        "https://www.lapor.go.id/",
        "www.lapor.go.id",
    )
    assert (link_of("Jalan Sudirman 1"), spoken("Jalan Sudirman 1")) == ("", "Jalan Sudirman 1")
