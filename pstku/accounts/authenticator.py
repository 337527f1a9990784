"""Codes of an authenticator app (TOTP, RFC 6238): six digits that change every thirty seconds."""

import pyotp
from pyotp.exceptions import OTPVerificationError

from pstku.core import clock

DRIFT_STEPS = 1  # phones are up to half a minute off


def new_secret() -> str:
    """160 random bits in base32, as the app takes them."""
    return pyotp.random_base32()


def app_address(secret: str, account: str, issuer: str) -> str:
    """What the app reads from the QR: whose secret it is and where it is used."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def step_of(secret: str, typed: str) -> int | None:
    """The half minute whose code this is; None for a code of no half minute around now.

    A code opens once: whoever calls keeps the step and refuses it and all before it.
    """
    code = "".join(typed.split())
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(code, for_time=clock.now(), valid_window=DRIFT_STEPS)
    except OTPVerificationError:
        return None
