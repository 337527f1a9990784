"""What can go wrong in the office's terms: a small family, each with a sentence that says what to do."""

from typing import Any


class DomainError(Exception):
    """`message` is an Indonesian msgid, `values` fill it in; `pstku/http` maps it to a page or fragment."""

    status = 500

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class NotFound(DomainError):
    """There is no such thing, or it belongs to another office."""

    status = 404


class NotAllowed(DomainError):
    """The person may not do this."""

    status = 403


class NotEnrolled(DomainError):
    """The browser is no tablet of ours, or no longer; unlike NotAllowed, enrolling it again mends it."""

    status = 401


class InvalidInput(DomainError):
    """What was typed in `field` is not valid."""

    status = 422

    def __init__(self, field: str, message: str, **values: Any) -> None:
        super().__init__(message, **values)
        self.field = field


class TooManyTries(InvalidInput):
    """A limit on guessing is used up. The request is refused at once: making it wait would keep a worker busy."""

    status = 429


class Conflict(DomainError):
    """Somebody else acted first, or the record is no longer in the state this act needs."""

    status = 409


class Taken(Conflict, InvalidInput):
    """The database refused a row because somebody else was faster; a form shows it and keeps what was typed.

    `rule` is the name of the UNIQUE rule; faces say of it what `pstku/http/races.py` says.
    """

    def __init__(self, message: str, *, rule: str) -> None:
        InvalidInput.__init__(self, "", message)
        self.rule = rule


class Unavailable(DomainError):
    """An outside service does not answer; trying again later may work."""

    status = 503


class ServerFault(RuntimeError):
    """Something on the server keeps the office from working; the message says what to do, to whoever runs the server."""

    may_be_logged = True  # the message is a sentence of ours and holds nobody's data
