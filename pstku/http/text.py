"""Messages of the domains in the reader's language."""

from flask_babel import gettext

from pstku.core.errors import DomainError


def sentence(message: DomainError | str) -> str:
    """A domain error or a marked msgid as words on screen, its values filled in."""
    if isinstance(message, DomainError):
        return str(gettext(message.message, **message.values))
    return str(gettext(message))
