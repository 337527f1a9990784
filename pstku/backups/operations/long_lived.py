"""The copy that is kept for a year: every past quarter is cut in it, and it holds no vote."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from pstku.backups.engines import EngineFailedError, copy_postgresql, copy_sqlite, load_postgresql
from pstku.backups.facts import Facts, facts
from pstku.core import clock
from pstku.core.connections import database_at
from pstku.offices.queries import configuration, office_ids
from pstku.ratings.operations.cutting import forget_every_vote

MAY_NOT_CREATE = (
    'Cadangan bulanan perlu basis data sementara. Izinkan sekali: sudo -u postgres psql -c "ALTER ROLE pstku CREATEDB"'
)


def without_votes_sqlite(copy: Path, folder: Path) -> Path:
    """Replace a copy by one without votes, written anew so that no freed page still holds one."""
    with database_at(f"sqlite:///{copy}", folder):
        _forget_votes()
    clean = copy_sqlite(str(copy), folder, "clean.sqlite")
    copy.unlink()
    return clean.rename(copy)


def without_votes_postgresql(url: str, dump: Path, folder: Path) -> tuple[Path, Facts]:
    """Replace a dump by one without votes, with the help of a temporary database."""
    with _passing_database(url) as passing:
        load_postgresql(passing, dump)
        dump.unlink()
        with database_at(passing, folder):
            _forget_votes()
            found = facts()
        return copy_postgresql(passing, folder), found


def _forget_votes() -> None:
    for office_id in office_ids():
        forget_every_vote(office_id, clock.local_day(clock.now(), configuration(office_id).tz))


@contextmanager
def _passing_database(url: str) -> Iterator[str]:
    """One of a name that stays the same, so that what a killed backup left behind goes with the next one."""
    name = f"{str(make_url(url).database)[:48]}_monthly_copy"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
            try:
                yield make_url(url).set(database=name).render_as_string(hide_password=False)
            finally:
                connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", "") == "42501":
            raise EngineFailedError(MAY_NOT_CREATE) from error
        raise
    finally:
        engine.dispose()
