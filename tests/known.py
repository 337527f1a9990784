"""The offices' configuration, read once by each worker: as it is in every test's database until the test changes it."""

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from pstku.offices.models import (
    CodeItem,
    Holiday,
    NationalDay,
    Office,
    OpeningHours,
    ServiceType,
    Setting,
    SpecialDay,
    SpecialHours,
)
from pstku.offices.queries import Configuration

Read = Callable[[str, int, int], Configuration]
HOLDS = frozenset(
    model.__tablename__
    for model in (
        CodeItem, Holiday, NationalDay, Office, OpeningHours, ServiceType, Setting, SpecialDay, SpecialHours
    )
)  # fmt: skip


class Known:
    """What is known of the templates of all engines, and whether the running test still has it."""

    def __init__(self) -> None:
        self.is_changed = True  # outside of tests: while a template is made
        self._found: dict[tuple[str, int, int], Configuration] = {}

    def listen(self) -> None:
        """From now on hear what tests change; never in a benchmark, which would pay for it at every statement."""
        event.listen(Engine, "before_cursor_execute", self._hear)

    def reading(self, engine: str, own: str, read: Read) -> Read:
        """`read` for a test on the database `own`, which is fresh now: it reads what this test has changed, and the rest once."""
        self.is_changed = False

        def read_once(database: str, office_id: int, version: int) -> Configuration:
            if self.is_changed or database != own:
                return read(database, office_id, version)
            key = (engine, office_id, version)
            if key not in self._found:
                self._found[key] = read(database, office_id, version)
            return self._found[key]

        return read_once

    def _hear(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not self.is_changed and not statement.startswith("SELECT"):
            self.is_changed = not HOLDS.isdisjoint(re.findall(r"\w+", statement))


known = Known()
