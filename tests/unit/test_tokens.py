"""Keys and tokens: time-ordered ids, signatures that end, and an officer's QR that turns every minute."""

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from pstku.core import clock, keys, tokens
from pstku.core.errors import InvalidInput
from pstku.core.tokens import CODE_ALPHABET, hash_token, is_current, parse_uuid7, rotating_token, sign, uuid7, verify

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # the start of a slot
SECRET = bytes(range(32))


@pytest.fixture(autouse=True)
def installation(monkeypatch):
    """The secrets of one installation, put back afterwards."""
    monkeypatch.setattr(keys, "_current", None)
    keys.configure("a-long-random-secret-for-the-tests", "another-long-random-secret")


def test_keys_carry_their_version_and_the_time():
    before = time.time_ns() // 1_000_000
    key = uuid7()
    assert (key.version, key.variant) == (7, "specified in RFC 4122")
    assert before <= key.int >> 80 <= time.time_ns() // 1_000_000 + 5


def test_keys_rise_within_a_process_even_when_the_clock_goes_back(monkeypatch):
    made = [uuid7() for _ in range(2000)]
    past = time.time_ns() - 3_600_000_000_000
    monkeypatch.setattr(tokens.time, "time_ns", lambda: past)
    made += [uuid7() for _ in range(2000)]
    assert made == sorted(set(made))


def test_keys_do_not_give_each_other_away():
    tails = {uuid7().int & ((1 << 62) - 1) for _ in range(1000)}
    assert len(tails) == 1000


def test_a_clients_key_is_read_whatever_its_case():
    key = uuid7()
    assert parse_uuid7(str(key)) == parse_uuid7(str(key).upper()) == key


@pytest.mark.parametrize(
    "text",
    [
        "", None, "1", "5f90d9b9-faf2-48c7-8aab-bc0dcfefab9c", f"{{{UUID('01890000-0000-7000-8000-00000000002d')}}}",
        "0189000000007000800000000000002d", "01890000-0000-7000-c000-00000000002d", "urn:uuid:01890000-0000-7000-8000-00000000002d",
    ],
)  # fmt: skip
def test_anything_but_a_version_seven_key_is_refused(text):
    with pytest.raises(InvalidInput) as refusal:
        parse_uuid7(text, "visit_id")
    assert refusal.value.field == "visit_id"


def test_an_id_from_an_address_names_nothing_when_it_is_none():
    assert tokens.parse_uuid("kunjungan") == UUID(int=0)
    assert tokens.parse_uuid("01890000-0000-7000-8000-00000000002d").int


def test_random_tokens_and_codes_are_what_they_say():
    assert len({tokens.random_token() for _ in range(100)}) == 100 and len(tokens.random_token()) == 43
    assert set(tokens.random_code(500)) == set(CODE_ALPHABET)
    assert len(tokens.new_secret()) == 32 and tokens.new_secret() != tokens.new_secret()


def test_a_token_is_kept_as_its_sha256():
    assert hash_token("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_signed_token_gives_its_payload_back_for_its_purpose_only():
    token = sign("visit", b"payload")
    assert verify("visit", token) == b"payload"
    assert verify("guest", token) is None
    assert verify("visi", token) is None
    assert verify("visit", sign("visit", b"")) == b""


def test_a_signed_token_ends_at_its_moment():
    with clock.at(NOON):
        token = sign("form", b"x", NOON + timedelta(minutes=10))
    with clock.at(NOON + timedelta(minutes=10, seconds=-1)):
        assert verify("form", token) == b"x"
    with clock.at(NOON + timedelta(minutes=10)):
        assert verify("form", token) is None


def test_no_changed_character_is_accepted():
    token = sign("visit", b"0123456789abcdef")
    for place, letter in enumerate(token):
        changed = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        assert verify("visit", changed) is None


@pytest.mark.parametrize("text", ["", "=", "A", "é", "\x00", "x" * 500, "..", "AAAA" * 6])
def test_what_was_never_signed_is_no_token(text):
    assert verify("visit", text) is None


def test_there_is_one_spelling_of_a_token():
    token = sign("visit", b"0123456789abcdef")
    for other in (token + "=", token + " ", token + "\n", " " + token, token + "A"):
        assert verify("visit", other) is None


def test_another_installation_signs_otherwise():
    token = sign("visit", b"x")
    keys.configure("quite-a-different-secret-of-another", "another-long-random-secret")
    assert verify("visit", token) is None


def test_the_secret_for_data_does_not_change_signatures():
    token = sign("visit", b"x")
    keys.configure("a-long-random-secret-for-the-tests", "changed-data-key")
    assert verify("visit", token) == b"x"


@pytest.mark.parametrize(
    ("seconds", "is_good"), [(-1, False), (0, True), (59, True), (60, True), (119, True), (120, False)]
)
def test_an_officers_qr_lives_for_its_minute_and_the_next(seconds, is_good):
    with clock.at(NOON):
        token = rotating_token("C7QF29", SECRET)
    with clock.at(NOON + timedelta(seconds=seconds)):
        assert is_current(token, "C7QF29", SECRET) is is_good


def test_an_officers_qr_is_nobody_elses():
    with clock.at(NOON):
        token = rotating_token("C7QF29", SECRET)
        assert tokens.rotating_ref(token, 6) == "C7QF29"
        assert not is_current(token, "C7QF2X", SECRET)
        assert not is_current("C7QF2X" + token[6:], "C7QF2X", SECRET)
        assert not is_current(token, "C7QF29", bytes(32))
        assert not is_current(token[:-1], "C7QF29", SECRET)
        assert not is_current("", "C7QF29", SECRET)


def test_the_qr_stays_the_same_within_its_minute_and_says_how_long():
    with clock.at(NOON):
        first, left = rotating_token("C7QF29", SECRET), tokens.seconds_left()
    with clock.at(NOON + timedelta(seconds=59)):
        assert (rotating_token("C7QF29", SECRET), tokens.seconds_left()) == (first, 1)
    with clock.at(NOON + timedelta(seconds=60)):
        assert rotating_token("C7QF29", SECRET) != first
    assert left == 60
