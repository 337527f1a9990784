"""Writes of people and sign-ins: signing in, the people and their photos."""

from pstku.accounts.operations.people import add_person
from pstku.accounts.operations.signing_in import (
    change_password,
    confirm_password,
    drop_ended_sign_ins,
    end_sign_in,
    end_sign_ins,
    sign_in,
    sign_out,
    touch_sign_in,
)

__all__ = [
    "add_person",
    "change_password",
    "confirm_password",
    "drop_ended_sign_ins",
    "end_sign_in",
    "end_sign_ins",
    "sign_in",
    "sign_out",
    "touch_sign_in",
]
