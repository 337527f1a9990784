"""Messages of the domains in the reader's language."""

from flask_babel import gettext

from pstku.core.errors import DomainError, Taken
from pstku.http.races import LOST


def sentence(message: DomainError | str) -> str:
    """A domain error or a marked msgid as words on screen, its values filled in."""
    if isinstance(message, Taken):
        return str(gettext(LOST.get(message.rule, message.message)))
    if isinstance(message, DomainError):
        return str(gettext(message.message, **message.values))
    return str(gettext(message))
