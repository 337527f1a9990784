"""The past of an office, written by the database itself: a million visits with all that hangs on them in a minute.

Every attribute of visit `n` follows from `n` alone, so that both engines tell the same history. Identities, votes and
codes are kept only as long as the product keeps them: older guests have no name, older quarters are tallies.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, text

from pstku.core import clock
from pstku.core.db import db
from pstku.guestbook.queries.personal import months_before
from pstku.offices.queries import configuration
from tests.bench.growth.dialects import Dialect
from tests.bench.growth.settled import CUT_TABLES
from tests.bench.growth.statements import TABLES

FIRST_HOUR = time(8)


@dataclass(frozen=True)
class History:
    """How many visits, and how many on each working day until yesterday."""

    visits: int
    per_day: int

    @property
    def agencies(self) -> int:
        """How many agencies its guests have named, 60 after ten thousand visits, 3,149 after a million."""
        return round(60 * (self.visits / 10_000) ** 0.86)

    @property
    def days(self) -> int:
        return -(-self.visits // self.per_day)


def tell(office_id: int, history: History) -> None:
    """Fill the office of the current application with this past, and let the engine look at what it has."""
    office = configuration(office_id)
    today = clock.local_day(clock.now(), office.tz)
    days = _working_days(today, history.days)
    votes_from = _first_kept_quarter(today)
    names_from = months_before(today, office.settings.identity_months)
    db.session.remove()  # what it has read would keep the log from being emptied
    with db.engine.connect() as connection:
        dialect = Dialect(connection.dialect.name)
        dialect.prepare(connection)
        _stage(connection, dialect, days, history, office, votes_from, names_from)
        for table, columns in TABLES.items():
            connection.execute(text(dialect.insert(table, columns)), {"office": office_id})
        _cut(connection, dialect, office_id, days, votes_from)
        for table in ("bench_days", "bench_people", "bench_topics", "bench_services", "bench_quarters", "bench_size"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.commit()
        dialect.settle(connection)


def _working_days(today: date, count: int) -> list[date]:
    """So many Mondays to Fridays before today, the oldest first."""
    days: list[date] = []
    day = today
    while len(days) < count:
        day -= timedelta(days=1)
        if day.weekday() < 5:
            days.append(day)
    return days[::-1]


def _first_kept_quarter(today: date) -> date:
    """Votes of the running quarter and of the one before are rows; older ones were cut."""
    year, quarter = clock.quarter_of(today)
    return clock.quarter_days(*((year, quarter - 1) if quarter > 1 else (year - 1, 4)))[0]


def _stage(
    connection: Connection,
    dialect: Dialect,
    days: list[date],
    history: History,
    office: Any,
    votes_from: date,
    names_from: date,
) -> None:
    """Tables of the days and of what a visit chooses from, which the INSERTs read."""
    connection.execute(text(dialect.days_table()))
    rows = []
    for place, day in enumerate(days):
        opened = datetime.combine(day, FIRST_HOUR, office.tz).astimezone(UTC)
        size = min(history.per_day, history.visits - place * history.per_day)
        rows.append(
            {
                "place": place,
                "day": day.isoformat(),
                "opened": opened.strftime("%Y-%m-%d %H:%M:%S+00" if dialect.is_postgres else "%Y-%m-%d %H:%M:%S"),
                "epoch": int(opened.timestamp()),
                "first_n": place * history.per_day,
                "size": size,
                "has_votes": day >= votes_from,
                "has_name": day >= names_from,
                "has_code": day >= days[-1] - timedelta(days=7),
            }
        )
    connection.execute(text(dialect.fill_days()), rows)
    connection.execute(text("CREATE TABLE bench_size (agencies integer)"))
    connection.execute(text("INSERT INTO bench_size VALUES (:agencies)"), {"agencies": history.agencies})
    _choices(connection, "bench_services", "SELECT id FROM service_types WHERE office_id = :office", office.id)
    officers = "SELECT person_id FROM person_roles JOIN people ON people.id = person_id"
    officers += " WHERE role = 'petugas' AND office_id = :office"
    _choices(connection, "bench_people", officers, office.id)
    topics = "SELECT key, title FROM pages WHERE kind = 'indicator' AND office_id = :office ORDER BY key LIMIT 40"
    connection.execute(text("CREATE TABLE bench_topics (place integer, key text, title text)"))
    found = connection.execute(text(topics), {"office": office.id}).all()
    keyed = [{"place": place, "key": row.key, "title": row.title} for place, row in enumerate(found)]
    own = [{"place": 40 + n, "key": None, "title": f"data {n} menurut kecamatan"} for n in range(10)]
    connection.execute(text("INSERT INTO bench_topics VALUES (:place, :key, :title)"), keyed + own)


def _choices(connection: Connection, table: str, wanted: str, office_id: int) -> None:
    connection.execute(text(f"CREATE TABLE {table} (place integer, id integer)"))
    found = connection.execute(text(f"{wanted} ORDER BY 1"), {"office": office_id}).scalars()
    rows = [{"place": place, "id": key} for place, key in enumerate(found)]
    connection.execute(text(f"INSERT INTO {table} VALUES (:place, :id)"), rows)


def _cut(connection: Connection, dialect: Dialect, office_id: int, days: list[date], votes_from: date) -> None:
    """What the older quarters left: their tallies, and that no vote of them is kept."""
    connection.execute(text(dialect.quarters_table()))
    quarters = sorted({clock.quarter_of(day) for day in days if day < votes_from})
    rows = []
    for year, quarter in quarters:
        first, last = clock.quarter_days(year, quarter)
        rows.append({"year": year, "quarter": quarter, "first": first.isoformat(), "last": last.isoformat()})
    if rows:
        connection.execute(text(dialect.fill_quarters()), rows)
    for table, columns in CUT_TABLES.items():
        connection.execute(text(dialect.insert_cut(table, columns)), {"office": office_id})
    connection.execute(
        text(
            "UPDATE audit_heads SET mac = 'bench', seq = (SELECT max(seq) FROM audit_entries WHERE office_id = :office)"
            " WHERE office_id = :office"
        ),
        {"office": office_id},
    )
