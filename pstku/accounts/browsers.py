"""Browsers where somebody was signed in before: they may still try when strangers have used up an account's tries.

What such a browser keeps is no credential, it opens nothing. It names the account and its present password, so that
it ends with a change of the password, and nothing of it stands in the database.
"""

from datetime import timedelta

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.keys import keyed_hash, keys
from pstku.core.tokens import sign, verify

PURPOSE = "known-browser"
LIFE = timedelta(days=180)
MOST = 6  # people who share a browser


def remembered(browser: str, person: Person) -> str:
    """What the browser keeps from now on, this person first; `browser` is what it kept so far."""
    others = [token for token in browser.split(".") if token and not _is_of(token, person)]
    return ".".join([sign(PURPOSE, _payload(person), clock.now() + LIFE), *others][:MOST])


def find_token(browser: str, person: Person) -> str | None:
    """What says that this person was signed in there with the password they have now; None when nothing does."""
    tokens = browser.split(".")[:MOST]
    return next((token for token in tokens if verify(PURPOSE, token) == _payload(person)), None)


def is_staffs(browser: str) -> bool:
    """Does this browser's cookie show that anybody of the office signed in there, even with an older password?"""
    return bool(browser) and any(verify(PURPOSE, token) for token in browser.split(".")[:MOST])


def _is_of(token: str, person: Person) -> bool:
    payload = verify(PURPOSE, token)
    return payload is None or payload[:5] == _payload(person)[:5]


def _payload(person: Person) -> bytes:
    stamp = keyed_hash(keys().tokens, person.password_hash.encode())[:12]
    return person.id.to_bytes(5, "big") + stamp
