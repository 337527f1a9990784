"""A running pull: where it stands, what it found, what went wrong."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import update

from pstku.bps.client import Client
from pstku.bps.errors import BlockedError, KeyRefusedError, UnreachableError
from pstku.core import clock
from pstku.core.db import atomic, run
from pstku.core.errors import DomainError
from pstku.library.operations.values import enter_values
from pstku.library.queries.values import figures_of
from pstku.library.rules.entries import NewValue
from pstku.library.rules.states import ValueOrigin
from pstku.offices.queries import Configuration
from pstku.pulling.models import WebapiPull
from pstku.pulling.rules import Counting, PullState

COUNTED = ("proposed", "same", "waiting", "releases", "skipped")
CENTRE_SITE = "https://www.bps.go.id"
ENDS_IT = (KeyRefusedError, BlockedError, UnreachableError)  # asking further helps nobody
_log = logging.getLogger(__name__)


class EndedError(Exception):
    """No use in asking further."""


@dataclass
class Work:
    """A running pull: where it stands, what it found, what went wrong."""

    office: Configuration
    pull_id: int
    client: Client
    done: int = 0
    total: int = 0
    doing: str = ""
    results: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    troubles: list[list[Any]] = field(default_factory=list)

    def steps(self, steps: Iterable[tuple[str, Callable[[], None]]]) -> None:
        """Do each step; a failure of one is noted and does not stop the others, unless it would repeat."""
        planned = list(steps)
        self.total = len(planned)
        for name, act in planned:
            self.doing = name
            try:
                act()
            except DomainError as error:
                self.note(name, error.message, error.values)
                _log.warning("WebAPI %s: %s", name, error)
                if isinstance(error, ENDS_IT):
                    raise EndedError from None
            self.done += 1

    def note(self, what: str, message: str, values: Mapping[str, Any]) -> None:
        """Add a note for the editor."""
        self.troubles.append([what, message, dict(values)])

    def heard(self) -> None:
        """A sign of life before each request; it also ends the reading transaction, so that none waits for the net."""
        if not self._write(heard_at=clock.now()):
            raise EndedError  # another process took us for dead

    def finish(self, state: str) -> None:
        """The last word on the row, unless another process has said it."""
        self.doing = ""
        self._write(state=state, heard_at=clock.now(), finished_at=clock.now())

    def _write(self, **columns: Any) -> bool:
        progress = {"done": self.done, "total": self.total, "doing": self.doing[:120]}
        found = {"results": dict(self.results), "troubles": list(self.troubles)}
        mine = (WebapiPull.id == self.pull_id) & (WebapiPull.state == PullState.RUNNING)
        with atomic():
            return run(update(WebapiPull).where(mine).values(progress | found | columns)).rowcount == 1

    def propose(self, entries: list[NewValue], countings: Mapping[str, Counting]) -> None:
        """Offer figures to the checkers, but for places for which the indicator does not exist."""
        fitting = [entry for entry in entries if countings[entry.indicator_key].exists_for(entry.region_code)]
        self.results["skipped"] += len(entries) - len(fitting)
        report = enter_values(self.office.id, _in_series(self.office, fitting), actor=None, origin=ValueOrigin.WEBAPI)
        self.results["proposed"] += len(report.added)
        self.results["same"] += report.same
        self.results["waiting"] += report.waiting


def _in_series(office: Configuration, entries: list[NewValue]) -> list[NewValue]:
    """A figure without a series continues the newest one of its indicator and region; the checker sees it.

    Only for periods nobody filled in: a known cell keeps its own series.
    """
    figures = figures_of(office.id, {entry.indicator_key for entry in entries})
    continued = []
    for entry in entries:
        line = figures.get((entry.indicator_key, entry.region_code), [])
        later = line and line[-1].period < entry.period and line[-1].period_kind == entry.period_kind
        continued.append(replace(entry, series=line[-1].series) if later and not entry.series else entry)
    return continued
