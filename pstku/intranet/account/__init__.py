"""Saya: one's own account, its second factor and passkeys, and the way in and out."""

from pstku.intranet.account import home, passkeys, second_factor, sign_in  # noqa: F401  (views bind themselves)
