"""Limits per tablet and per address: wrong visit codes, wrong officer codes, remarks left, entries from phones."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import request

from pstku.core.attempts import Limit, Try, count, forgive, refuse_used_up, source_of, spend
from pstku.core.text import N_
from pstku.http.access import current_device, current_office

FIVE_MINUTES, TEN_MINUTES, DAY = 300, 600, 24 * 60 * 60
SENTENCE = N_("Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi.")
TODAY = N_("Terlalu banyak kode yang salah hari ini. Minta petugas membantu, atau nilai di tablet.")
CODES = Limit("visit_code", 20, FIVE_MINUTES, SENTENCE)
CODES_TODAY = Limit("visit_code:day", 100, DAY, TODAY)
CODES_OF_OFFICE = Limit("visit_code:office", 1_000, DAY, TODAY)
WORDS = N_("Terlalu banyak kiriman dari sini. Tunggu lima menit, lalu kirim lagi.")
REMARKS = Limit("remark", 20, FIVE_MINUTES, WORDS)
QUESTIONS = Limit("question", 20, FIVE_MINUTES, WORDS)
COMPLAINTS = Limit("complaint", 10, FIVE_MINUTES, WORDS)
COMPLAINT_CODES = Limit("complaint_code", 20, FIVE_MINUTES, SENTENCE)
COMPLAINT_CODES_TODAY = Limit(
    "complaint_code:day",
    200,
    DAY,
    N_("Terlalu banyak kode yang salah hari ini. Coba lagi besok, atau tanyakan di kantor."),
)
COMPLAINT_CODES_AT_ALL = Limit("complaint_code:all", 2_000, DAY, COMPLAINT_CODES_TODAY.sentence)
SURVEYS = Limit("skm", 30, FIVE_MINUTES, WORDS)
MANY = N_("Terlalu banyak isian dari jaringan ini. Tunggu sepuluh menit, isi di tablet, atau sampaikan kepada petugas.")


@contextmanager
def code_attempt() -> Iterator[None]:
    """One try of a code: counted, and taken back when the block ends without a refusal. Raises TooManyTries("code").

    Only wrong codes count. One of ten open codes among 20^4 is hit by one guess in 16,000: an address with its 100
    guesses a day has 0.6 %, all addresses together with their 1,000 have 6 %, and each of them needs an officer's QR
    of the last minutes, or an invitation by message, which is good for its own visit's code alone. A tablet stands in the room: it is counted by itself and never against the office.
    """
    tries = _code_tries()
    spend("code", *tries)
    yield
    forgive(*tries)


@contextmanager
def complaint_code_attempt() -> Iterator[None]:
    """One look at the page of a complaint; counted by the network it comes from, and taken back unless it was refused.

    Wrong codes are soon refused, but phones share a network: a right one opens its page until far more were wrong. One of
    a thousand codes among 20^10 is hit by one guess in ten billion, so 2,000 guesses a day have 0.00002 %.
    Raises TooManyTries("code").
    """
    place = f"address:{source_of(request.remote_addr or '')}"
    at_all = (COMPLAINT_CODES_AT_ALL, place)
    spend("code", at_all)
    is_right = False
    try:
        yield
        is_right = True
    finally:
        if is_right:
            forgive(at_all)
        else:
            spend("code", (COMPLAINT_CODES, place), (COMPLAINT_CODES_TODAY, place))


def count_words(limit: Limit) -> None:
    """Count words that are left here; they use up no tries of a code. Raises TooManyTries("text")."""
    spend("text", (limit, _place()))


@contextmanager
def arrival_attempt() -> Iterator[None]:
    """One entry from a phone, counted by the network it comes from when it was sent. Raises TooManyTries("form").

    Phones in the office's Wi-Fi share one address, so the limit is a setting and far above what a counter sees.
    """
    limit = Limit("arrival", current_office().settings.phone_per_address, TEN_MINUTES, MANY)
    tried = (limit, f"address:{source_of(request.remote_addr or '')}")
    refuse_used_up("form", tried)
    yield
    count(*tried)


def _code_tries() -> tuple[Try, ...]:
    place = _place()
    if current_device():
        return ((CODES, place),)
    return (CODES, place), (CODES_TODAY, place), (CODES_OF_OFFICE, str(current_office().id))


def _place() -> str:
    device = current_device()
    return f"device:{device.id}" if device else f"address:{source_of(request.remote_addr or '')}"
