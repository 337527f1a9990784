"""Passwords: the stand-in for people who do not exist costs as much as a real one."""

from pstku.accounts.passwords import _hasher, _nobody, hash_password, is_right


def test_an_unknown_name_is_checked_at_the_same_cost():
    """The names were imported before the tests' cheap hasher took their place."""
    assert (_hasher.memory_cost, _hasher.time_cost) == (46 * 1024, 1)
    assert not _hasher.check_needs_rehash(_nobody)


def test_a_password_is_compared_to_its_last_letter():
    longest = "kuda laut " * 20
    hashed = hash_password(longest)
    assert is_right(hashed, longest)
    assert not is_right(hashed, longest + "x")
    assert not is_right(hashed, longest[:-1])
    assert not is_right(hashed, longest.upper())
