"""The log: one JSON object per line, with nothing that people typed.

The text of an exception never gets in: psycopg's holds the row that failed, with the guest's name, and Python's own
quotes the word it could not read. Where it happened, and of what kind everything was, is enough to mend it.
"""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from sqlalchemy.exc import StatementError

LONGEST_STATEMENT = 2_000
MOST_PARAMETERS = 60
MOST_FRAMES = 30
NAMES = re.compile(r"([A-Z ]+) constraint failed: ([\w.]+(?:, [\w.]+)*)")  # SQLite's sentence, of names alone
BREAKS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")

Facts = dict[str, Any]
_around: list[Callable[[], Facts]] = []


def add_facts(source: Callable[[], Facts]) -> None:
    """Add the facts `source` returns to every later line, such as the request it belongs to."""
    if source not in _around:
        _around.append(source)


def event(name: str, **facts: Any) -> None:
    """Log an event the server's administrator watches for: a refusal, a failed sign-in. Ids only, no typed words."""
    logging.getLogger("pstku.security").info(name, extra={"facts": {"event": name} | facts})


def facts_of(error: BaseException | None) -> Facts:
    """An exception and what led to it: classes, places in the code, and of a statement its shape; never a value."""
    links = list(_chain(error))
    facts: Facts = {"error": [_class(link) for link in links]}
    for link in links:
        if getattr(link, "may_be_logged", False):  # a sentence of ours, for whoever runs the server
            facts["message"] = str(link)
        if isinstance(link, StatementError):
            facts["statement"] = (link.statement or "")[:LONGEST_STATEMENT]
            facts["parameters"] = _shapes(link.params)
        facts |= _of_driver(link)
    facts["at"] = _places(error.__traceback__ if error else None)
    return facts


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        if isinstance(error, StatementError) and error.orig is not None and id(error.orig) not in seen:
            seen.add(id(error.orig))
            yield error.orig
        error = error.__cause__ or error.__context__


def _class(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def _of_driver(error: BaseException) -> Facts:
    """sqlstate, constraint, table and column, as psycopg tells them apart and as SQLite words them."""
    diagnosis = getattr(error, "diag", None)
    if diagnosis is not None:
        found = {name: getattr(diagnosis, f"{name}_name", None) for name in ("constraint", "table", "column")}
        return {"sqlstate": getattr(error, "sqlstate", None)} | {name: value for name, value in found.items() if value}
    if "sqlite" not in type(error).__module__:
        return {}
    code = getattr(error, "sqlite_errorname", None)
    facts: Facts = {"sqlite": code} if code else {}
    if names := NAMES.fullmatch(str(error)):
        facts["constraint"] = f"{names[1]} {names[2]}"
    return facts


def _shapes(parameters: Any) -> Any:
    """Type and length of each parameter of a statement."""
    if isinstance(parameters, Mapping):
        return {str(name): _shape(value) for name, value in list(parameters.items())[:MOST_PARAMETERS]}
    if isinstance(parameters, Sequence) and not isinstance(parameters, str | bytes):
        if parameters and isinstance(parameters[0], Mapping | tuple | list):  # many rows at once
            return [len(parameters), _shapes(parameters[0])]
        return [_shape(value) for value in parameters[:MOST_PARAMETERS]]
    return _shape(parameters)


def _shape(value: Any) -> str:
    try:
        return f"{type(value).__name__} {len(value)}"
    except TypeError:
        return type(value).__name__


def _places(traceback: TracebackType | None) -> list[str]:
    places = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return places[-MOST_FRAMES:]


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; line breaks inside it are removed."""

    def format(self, record: logging.LogRecord) -> str:
        line: Facts = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": BREAKS.sub(" ", record.getMessage()),
        }
        for source in _around:
            line |= source()
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["exception"] = facts_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=_class_name)


def _class_name(value: object) -> str:
    return type(value).__name__


class _ErrorOutput(logging.StreamHandler[Any]):
    """Writes to the current standard error, even when it was replaced after start."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self.setFormatter(JsonLines())

    @property
    def stream(self) -> Any:
        return sys.stderr


def configure() -> None:
    """Every logger of this process writes JSON lines to standard error, and so does whatever ends it."""
    root = logging.getLogger()
    if not any(isinstance(handler, _ErrorOutput) for handler in root.handlers):
        root.addHandler(_ErrorOutput())
    logging.getLogger("pstku").setLevel(logging.INFO)
    sys.excepthook = _end


def _end(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)
        return
    logging.getLogger("pstku").critical("berhenti", exc_info=(kind, error, traceback))
