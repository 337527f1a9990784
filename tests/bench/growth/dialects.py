"""The INSERTs of the loader in the words of one engine: what the two say differently."""

from dataclasses import dataclass

from sqlalchemy import Connection

from tests.bench.growth.settled import PEOPLE_OF_QUARTERS
from tests.bench.growth.statements import CAME, Columns, Source


@dataclass(frozen=True)
class Dialect:
    """How one engine says what the two say differently."""

    name: str

    @property
    def is_postgres(self) -> bool:
        return self.name == "postgresql"

    def prepare(self, connection: Connection) -> None:
        """Loading needs no durability."""
        if self.is_postgres:
            connection.exec_driver_sql("SET synchronous_commit = off")
            return
        raw = connection.connection.driver_connection
        raw.rollback()
        for pragma in ("synchronous = OFF", "foreign_keys = OFF", "secure_delete = OFF", "cache_size = -400000"):
            raw.execute(f"PRAGMA {pragma}")

    def settle(self, connection: Connection) -> None:
        """PostgreSQL's planner learns by itself what there is, SQLite's never does; its log is emptied."""
        if self.is_postgres:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
        else:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def days_table(self) -> str:
        day, moment = ("date", "timestamptz") if self.is_postgres else ("text", "text")
        return (
            f"CREATE TABLE bench_days (place integer PRIMARY KEY, day {day}, opened {moment}, epoch bigint, first_n bigint,"
            " size integer, has_votes boolean, has_name boolean, has_code boolean)"
        )

    def fill_days(self) -> str:
        day, moment = (
            ("CAST(:day AS date)", "CAST(:opened AS timestamptz)") if self.is_postgres else (":day", ":opened")
        )
        others = ":epoch, :first_n, :size, :has_votes, :has_name, :has_code"
        return f"INSERT INTO bench_days VALUES (:place, {day}, {moment}, {others})"

    def quarters_table(self) -> str:
        day = "date" if self.is_postgres else "text"
        return f"CREATE TABLE bench_quarters (year integer, quarter integer, first {day}, last {day})"

    def fill_quarters(self) -> str:
        first, last = (f"CAST(:{n} AS date)" if self.is_postgres else f":{n}" for n in ("first", "last"))
        return f"INSERT INTO bench_quarters VALUES (:year, :quarter, {first}, {last})"

    def insert(self, table: str, source: Source) -> str:
        """One INSERT … SELECT over all visits of all days."""
        return (
            f"INSERT INTO {table} ({self._names(source.columns)})"
            f" {self._numbers('visit', '(SELECT max(size) FROM bench_days)')}{self._turns(source.times)}"
            f" SELECT {self._values(source.columns)}"
            f" FROM (SELECT bench_days.*, first_n + visit.i AS n FROM bench_days JOIN visit ON visit.i < size) AS coming"
            f"{' CROSS JOIN turns' if source.times > 1 else ''} WHERE {source.where} ORDER BY n"
        )

    def insert_cut(self, table: str, columns: Columns) -> str:
        """One INSERT … SELECT over the quarters of which no vote is kept."""
        source = PEOPLE_OF_QUARTERS.get(table, "bench_quarters")
        return f"INSERT INTO {table} ({self._names(columns)}) SELECT {self._values(columns)} FROM {source}"

    def _names(self, columns: Columns) -> str:
        return ", ".join(f'"{name}"' for name in columns)

    def _values(self, columns: Columns) -> str:
        return ", ".join(self._in_words(value) for value in columns.values())

    def _numbers(self, name: str, count: str) -> str:
        return f"WITH RECURSIVE {name}(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM {name} WHERE i + 1 < {count})"

    def _turns(self, times: int) -> str:
        if times == 1:
            return ""
        return f", turns(turn) AS (SELECT 0 UNION ALL SELECT turn + 1 FROM turns WHERE turn + 1 < {times})"

    def _in_words(self, value: str) -> str:
        for word, meaning in self._words().items():
            value = _replace_calls(value, word, meaning)
        return value

    def _words(self) -> dict[str, str]:
        """The engine's own words for at(seconds), key(kind), shown(kind), hex64(n), code4(), moment() and json(text)."""
        ms = f"((epoch + {CAME}) * 1000)"
        if self.is_postgres:
            key = f"lpad(to_hex({ms}), 12, '0') || '7' || lpad(to_hex(ARG), 3, '0') || '8' || lpad(to_hex(n), 15, '0')"
            return {
                "at": "(opened + (ARG) * interval '1 second')",
                "key": f"CAST({key} AS uuid)",
                "shown": f"({key})",
                "hex64": "lpad(to_hex(ARG), 64, '0')",
                "code4": "lpad(to_hex(n % 65536), 4, '0') || n",
                "moment": "now()",
                "json": "CAST(ARG AS jsonb)",
            }
        key = f"printf('%012x7%03x8%015x', {ms}, ARG, n)"
        return {
            "at": "strftime('%Y-%m-%d %H:%M:%S.000000', opened, '+' || (ARG) || ' seconds')",
            "key": key,
            "shown": key,
            "hex64": "printf('%064x', ARG)",
            "code4": "printf('%04x', n % 65536) || n",
            "moment": "strftime('%Y-%m-%d %H:%M:%S.000000', 'now')",
            "json": "ARG",
        }


def _replace_calls(value: str, word: str, meaning: str) -> str:
    """Put `meaning` for every word(argument), whose parentheses may nest."""
    start = 0
    while (place := value.find(f"{word}(", start)) >= 0:
        if place and (value[place - 1].isalnum() or value[place - 1] == "_"):
            start = place + 1
            continue
        end = _closing(value, place + len(word))
        words = meaning.replace("ARG", value[place + len(word) + 1 : end])
        value, start = value[:place] + words + value[end + 1 :], place + len(words)
    return value


def _closing(value: str, opening: int) -> int:
    depth = 0
    for place in range(opening, len(value)):
        depth += {"(": 1, ")": -1}.get(value[place], 0)
        if depth == 0:
            return place
    raise ValueError(value)
