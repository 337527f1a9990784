"""Passwords: the stand-in for people who do not exist costs as much as a real one."""

from pstku.accounts import passwords


def test_an_unknown_name_is_checked_at_the_same_cost():
    assert not passwords._hasher.check_needs_rehash(passwords._nobody)
