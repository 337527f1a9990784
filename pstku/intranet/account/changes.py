"""A change somebody else made to one's account, as a sentence."""

from flask_babel import gettext

from pstku.accounts.queries import ROLE_LABELS, AccountChange
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import current_office

SENTENCES = {
    "reset_password": N_("Kata sandi Anda diatur ulang oleh %(by)s pada %(day)s, pukul %(time)s."),
    "reset_second_factor": N_("Langkah kedua masuk Anda dilepas oleh %(by)s pada %(day)s, pukul %(time)s."),
    "grant_roles": N_("Peran %(roles)s diberikan kepada Anda oleh %(by)s pada %(day)s, pukul %(time)s."),
    "add_person": N_("Akun Anda dibuat oleh %(by)s pada %(day)s, pukul %(time)s."),
}


def change_in_words(change: AccountChange) -> str:
    """Who did what to the reader's account, and when."""
    tz = current_office().tz
    words: str = gettext(
        SENTENCES[change.action],
        by=change.by_name or gettext("pengelola server"),
        roles=", ".join(gettext(ROLE_LABELS[Role(role)]) for role in change.roles),
        day=clock.long_date(clock.local_day(change.at, tz)),
        time=clock.clock_time(change.at, tz),
    )
    return words
