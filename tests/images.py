"""A database that took long to fill is filled once by each worker; the next tests that need it get a copy."""

import os
import shutil
from collections.abc import Callable
from copy import copy
from filecmp import cmp
from pathlib import Path
from typing import Any

from pstku.core.db import db
from tests.known import known
from tests.put_back import Kept, PutBack

Act = tuple[Any, ...]


class Images:
    """Copies of one engine's databases, by what was done to the template to make them."""

    def __init__(self, folder: Path, database: PutBack | None) -> None:
        self._folder, self._database = folder, database  # the last for PostgreSQL
        self._made: dict[Act, tuple[Path | Kept, bool, Any]] = {}

    def after(self, template: Path | str, build: Callable[..., Any], *arguments: Any) -> Any:
        """The current database becomes as `build(*arguments)` leaves it; returns what `build` returned the first time.

        To be called before anything else is written: of a file it is looked whether that holds.
        """
        self._let_go()
        if isinstance(template, Path):
            assert cmp(_file(), template, shallow=False), "the test has already written to its database"
            assert not Path(f"{_file()}-wal").exists(), "somebody is still connected"
        act = (build.__module__, build.__qualname__, *arguments)
        if act in self._made:
            image, known.is_changed, result = self._made[act]
            self._put(image)
        else:
            result = build(*arguments)
            self._let_go()
            self._made[act] = self._keep(), known.is_changed, result
        return copy(result)

    def _let_go(self) -> None:
        """Close every connection; SQLite then writes into the file what still stands beside it."""
        db.session.remove()
        db.engine.dispose()

    def _keep(self) -> Path | Kept:
        if self._database:
            return self._database.keep()
        return Path(shutil.copy(_file(), self._folder / f"image_{os.getpid()}_{len(self._made)}.sqlite"))

    def _put(self, image: Path | Kept) -> None:
        if isinstance(image, Path):
            shutil.copy(image, _file())
        elif self._database:
            self._database.put(image)


def _file() -> Path:
    return Path(str(db.engine.url.database))
