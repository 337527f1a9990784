"""The INSERTs of the loader: each column of each table as an expression over the days and the visit's number `n`."""

from dataclasses import dataclass

from sqlalchemy import Connection

MULTIPLIERS = (48271, 69621, 39373, 44497, 30911, 52937, 61417, 40692, 45991, 56791, 33457, 65539)


def drawn(kind: int, below: int | str) -> str:
    """A number from 0 to below that looks drawn, the same for the same visit on both engines."""
    return f"((n * {MULTIPLIERS[kind]} + {kind * 7919}) % 2147483647 / 7 % {below})"


# Seconds after the opening: when the guest came, met an officer and left.
CAME = drawn(0, 27000)
STARTED = f"({CAME} + 20 + {drawn(1, 1800)})"
CLOSED = f"({STARTED} + 120 + {drawn(2, 2400)})"
IS_GONE, IS_FIELD, IS_RATED = f"{drawn(3, 100)} < 4", f"{drawn(4, 100)} < 12", f"{drawn(5, 100)} < 60"
IS_VOTE = f"has_votes AND {IS_RATED} AND NOT ({IS_GONE})"
OFFICER = f"(SELECT id FROM bench_people WHERE place = {drawn(6, 100)} % (SELECT count(*) FROM bench_people))"
SERVICE = f"(SELECT id FROM bench_services WHERE place = {drawn(7, 100)} % (SELECT count(*) FROM bench_services))"
OTHER_SERVICE = "(SELECT id FROM bench_services WHERE place = 0)"
HAS_NEED = f"{drawn(8, 100)} < 50"
TOPIC = drawn(9, 50)
AGENCIES = "(SELECT agencies FROM bench_size)"
EARLY_AGENCY = f"(SELECT min(id) FROM agencies WHERE office_id = :office) + {drawn(10, AGENCIES)}"
AGENCY_NAME = "CASE n % 4 WHEN 0 THEN 'Universitas ' WHEN 1 THEN 'Dinas ' WHEN 2 THEN 'SMA ' ELSE 'PT ' END || n"
HAS_PHONE = f"has_name AND {drawn(11, 100)} < 40"
FALSE, EMPTY = "(1 = 0)", "''"
GUEST, VISIT, VOTE, NEED, CALL, COMPLAINT, COMMENT, REMARK = range(1, 9)

Columns = dict[str, str]


@dataclass(frozen=True)
class Source:
    """A table's columns; `each`: rows per visit as (alias, count); `where`: which visits have one."""

    columns: Columns
    where: str = "(1 = 1)"
    times: int = 1


# `at(...)`, `key(...)` and the like are filled in by the dialect.
TABLES: dict[str, Source] = {
    "agencies": Source(
        {
            "office_id": ":office",
            "name": AGENCY_NAME,
            "name_key": f"lower({AGENCY_NAME})",
            "category": "'government'",
        },
        where=f"n < {AGENCIES}",
    ),
    "guests": Source(
        {
            "id": f"key({GUEST})",
            "office_id": ":office",
            "name": "CASE WHEN has_name THEN 'Tamu ' || n END",
            "salutation": EMPTY,
            "phone_index": f"CASE WHEN {HAS_PHONE} THEN hex64(n) END",
            "is_minor": FALSE,
            "created_at": f"at({CAME})",
            "anonymised_at": "CASE WHEN NOT has_name THEN at(0) END",
            "is_demo": FALSE,
        }
    ),
    "consents": Source(
        {
            "guest_id": f"key({GUEST})",
            "purpose": "CASE turn WHEN 0 THEN 'follow_up' ELSE 'recognition' END",
            "notice_version": "'1'",
            "source": "'tablet'",
            "given_at": f"at({CAME})",
        },
        where=HAS_PHONE,
        times=2,
    ),
    "visits": Source(
        {
            "id": f"key({VISIT})",
            "office_id": ":office",
            "guest_id": f"key({GUEST})",
            "day": "day",
            "letter": "'A'",
            "number": "n - first_n + 1",
            "code": "CASE WHEN has_code THEN code4() END",
            "service_type_id": SERVICE,
            "channel": f"CASE WHEN {IS_FIELD} THEN 'field' ELSE 'tablet' END",
            "state": f"CASE WHEN {IS_GONE} THEN 'no_show' ELSE 'done' END",
            "officer_id": f"CASE WHEN NOT ({IS_GONE}) THEN {OFFICER} END",
            "created_at": f"at({CAME})",
            "called_at": f"at({STARTED})",
            "started_at": f"CASE WHEN NOT ({IS_GONE}) THEN at({STARTED}) END",
            "closed_at": f"at({CLOSED})",
            "clock_skew_seconds": "0",
            "age_group": "'26_34'",
            "sex": f"CASE WHEN {drawn(2, 2)} = 0 THEN 'male' ELSE 'female' END",
            "education": "'s1'",
            "occupation": "'student'",
            "agency_category": "'university'",
            "agency_id": f"CASE WHEN {drawn(11, 100)} < 30 THEN {EARLY_AGENCY} END",
            "purpose": "'assignment'",
            "facility": "'walk_in'",
            "needs_help": FALSE,
            "help_note": EMPTY,
            "party_size": "1",
            "question": EMPTY,
            "follow_up": FALSE,
            "outcome": "'done_on_the_spot'",
            "referral_note": EMPTY,
            "completed_at": f"at({CLOSED})",
            "invite_skipped_reason": EMPTY,
            "rated_at": f"CASE WHEN {IS_VOTE} THEN at({CLOSED}) END",
            "is_demo": FALSE,
        }
    ),
    "contact_promises": Source(
        {
            "office_id": ":office",
            "visit_id": f"key({VISIT})",
            "purpose": "'follow_up'",
            "promised_at": f"at({CAME})",
            "tries": "0",
            "closed_at": f"CASE WHEN NOT (has_code AND {drawn(1, 10)} = 0) THEN at({CLOSED}) END",
            "note": EMPTY,
        },
        where=HAS_PHONE,
    ),
    "visit_services": Source(
        {"visit_id": f"key({VISIT})", "service_type_id": OTHER_SERVICE},
        where=f"{drawn(7, 100)} % 10 = 0",
    ),
    "visit_events": Source(
        {
            "office_id": ":office",
            "visit_id": f"key({VISIT})",
            "at": f"at(CASE turn WHEN 0 THEN {CAME} WHEN 1 THEN {STARTED} ELSE {CLOSED} END)",
            "kind": "CASE turn WHEN 0 THEN 'registered' WHEN 1 THEN 'started' WHEN 2 THEN 'closed' ELSE 'completed' END",
            "actor_id": f"CASE WHEN turn > 0 THEN {OFFICER} END",
            "note": EMPTY,
        },
        where="turn < 3 OR n % 10 = 0",  # one in ten is corrected
        times=4,
    ),
    "invitations": Source(
        {
            "office_id": ":office",
            "visit_id": f"key({VISIT})",
            "created_at": f"at({CLOSED})",
            "expires_at": f"at({CLOSED} + 120)",
            "ended_at": f"at({CLOSED} + 60)",  # by the vote, or by the next guest's invitation
        },
        where=f"NOT ({IS_GONE}) AND NOT ({IS_FIELD})",
    ),
    "help_calls": Source(
        {
            "id": f"key({CALL})",
            "office_id": ":office",
            "created_at": f"at({CAME})",
            "answered_at": f"CASE WHEN {drawn(1, 2)} = 0 THEN at({CAME} + 60) END",
        },
        where="n % 50 = 0",
    ),
    "complaints": Source(
        {
            "id": f"key({COMPLAINT})",
            "office_id": ":office",
            "code": "'K-' || n",
            "text": "'Menunggu lama.'",
            "name": EMPTY,
            "channel": "'tablet'",
            "created_at": f"at({CAME})",
            "due_on": "day",
            "answer": "'Terima kasih.'",
            "answered_at": f"at({CLOSED})",
            "finding": "'not_upheld'",
            "finding_reason": EMPTY,
            "is_demo": FALSE,
        },
        where="n % 500 = 0",
    ),
    "votes": Source(
        {
            "id": f"key({VOTE})",
            "office_id": ":office",
            "visit_id": f"key({VISIT})",
            "officer_id": OFFICER,
            "score": f"CASE WHEN {drawn(8, 5)} < 2 THEN {drawn(8, 5)} + 2 ELSE 4 END",
            "revision": "1",
            "words_revision": "0",
            "first_client_at": f"at({CLOSED})",
            "client_at": f"at({CLOSED})",
            "received_at": f"at({CLOSED})",
            "day": "day",
            "line": f"CASE WHEN {IS_FIELD} THEN 'field' ELSE 'desk' END",
            "given_on": f"CASE WHEN {IS_FIELD} THEN 'own_phone' ELSE 'tablet' END",
            "held_by": f"CASE WHEN {IS_FIELD} THEN 'officer' ELSE 'guest' END",
            "reasons": "'[]'",
            "comment": "CASE WHEN n % 12 = 0 AND has_code THEN 'Ramah dan cepat.' ELSE '' END",
            "contact_index": f"CASE WHEN {drawn(11, 100)} < 40 THEN hex64(n) END",
            "flags": """CASE WHEN n % 50 = 0 THEN json('["fast"]') ELSE json('[]') END""",
            "is_demo": FALSE,
        },
        where=IS_VOTE,
    ),
    "comments": Source(
        {
            "id": f"key({COMMENT})",
            "office_id": ":office",
            "officer_id": f"CASE WHEN n % 24 = 0 THEN {OFFICER} END",
            "year": "CAST(substr(CAST(day AS text), 1, 4) AS integer)",
            "quarter": "(CAST(substr(CAST(day AS text), 6, 2) AS integer) + 2) / 3",
            "line": "'desk'",
            "text": "'Ramah dan cepat.'",
            "released_on": "day",
            "is_demo": FALSE,
        },
        where=f"n % 12 = 0 AND NOT has_code AND {IS_VOTE}",
    ),
    "remarks": Source(
        {
            "id": f"key({REMARK})",
            "office_id": ":office",
            "text": "'Kursi tunggunya kurang.'",
            "created_at": f"at({CLOSED})",
            "is_demo": FALSE,
        },
        where="n % 200 = 7",
    ),
    "data_needs": Source(
        {
            "id": f"key({NEED})",
            "office_id": ":office",
            "visit_id": f"key({VISIT})",
            "indicator_key": f"(SELECT key FROM bench_topics WHERE place = {TOPIC})",
            "what": f"CASE WHEN has_name THEN (SELECT title FROM bench_topics WHERE place = {TOPIC}) ELSE '' END",
            "region": EMPTY,
            "obtained": f"CASE WHEN {drawn(3, 10)} < 7 THEN 'yes_fits' ELSE 'no' END",
            "created_at": f"at({CLOSED})",
            "created_by_id": OFFICER,
            "is_demo": FALSE,
        },
        where=f"{HAS_NEED} AND NOT ({IS_GONE})",
    ),
    "open_questions": Source(
        {
            "office_id": ":office",
            "text": "'pertanyaan ' || n",
            "text_key": "'pertanyaan ' || n",
            "asked_count": "1",
            "first_asked_at": f"at({CAME})",
            "last_asked_at": f"at({CAME})",
            "closed_at": f"CASE WHEN n % 500 <> 0 THEN at({CLOSED}) END",
        },
        where="n % 250 = 0",
    ),
    "duties": Source(
        {
            "office_id": ":office",
            "on": "day",
            "person_id": "(SELECT min(id) FROM bench_people)",
            "is_backup": FALSE,
            "is_demo": FALSE,
        },
        where="n = first_n",
    ),
    "queue_counters": Source(
        {"office_id": ":office", "day": "day", "letter": "'A'", "last_number": "size"}, where="n = first_n"
    ),
    "audit_entries": Source(
        {
            "office_id": ":office",
            "seq": "(SELECT seq FROM audit_heads WHERE office_id = :office) + n * 3 + turn + 1",
            "at": f"at(CASE turn WHEN 0 THEN {CAME} WHEN 1 THEN {STARTED} ELSE {CLOSED} END)",
            "actor_id": f"CASE WHEN turn > 0 THEN {OFFICER} END",
            "actor_kind": "CASE turn WHEN 0 THEN 'guest' ELSE 'person' END",
            "action": "CASE turn WHEN 0 THEN 'register_visit' WHEN 1 THEN 'start_service' ELSE 'close_visit' END",
            "entity": "'visit'",
            "entity_id": f"shown({VISIT})",
            "detail": 'json(\'{"channel": "tablet"}\')',
            "previous_mac": "hex64(n * 3 + turn)",
            "mac": "hex64(n * 3 + turn + 1)",
        },
        times=3,
    ),
}

TALLIED = "200 * (1 + person.place)"
CUT_TABLES: dict[str, Columns] = {
    "vote_quarters": {
        "office_id": ":office",
        "year": "year",
        "quarter": "quarter",
        "starts_on": "first",
        "ends_on": "last",
        "cut_at": "moment()",
        "emptied_at": "moment()",
        "locked_at": "moment()",
        "deviations": "json('{}')",
    },
    "vote_tallies": {
        "office_id": ":office",
        "officer_id": "person.id",
        "line": "'desk'",
        "held_by": "'guest'",
        "year": "year",
        "quarter": "quarter",
        "n1": "5",
        "n2": "10",
        "n3": "40",
        "n4": TALLIED,
        "served": "2 * 200 * (1 + person.place)",
        "rated": TALLIED,
        "weeks": "12",
        "most_from_contact": "2",
        "with_standard": TALLIED,
        "within_standard": "150",
        "excluded": "0",
        "is_demo": FALSE,
    },
    "published_scores": {
        "office_id": ":office",
        "officer_id": "person.id",
        "year": "year",
        "quarter": "quarter",
        "line": "'desk'",
        "vote_count": TALLIED,
        "served_count": "2 * 200 * (1 + person.place)",
        "rated_count": TALLIED,
        "figures": """json('{"score": "91.25", "low": "88.10", "high": "94.02", "is_provisional": false}')""",
        "published_at": "moment()",
    },
    "award_periods": {
        "office_id": ":office",
        "year": "year",
        "quarter": "quarter",
        "line": "'desk'",
        "starts_on": "first",
        "ends_on": "last",
        "state": "'cancelled'",
        "parameters": "json('{}')",
        "opened_at": "moment()",
        "opened_by_id": "(SELECT min(id) FROM bench_people)",
        "check_note": EMPTY,
        "sk_number": EMPTY,
        "cancel_reason": "'Tidak ada yang memenuhi syarat.'",
        "is_demo": FALSE,
    },
}
PER_PERSON = "bench_quarters CROSS JOIN bench_people AS person"
PEOPLE_OF_QUARTERS = {"vote_tallies": PER_PERSON, "published_scores": PER_PERSON}


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
        kept = ":epoch, :first_n, :size, :has_votes, :has_name, :has_code"
        return f"INSERT INTO bench_days VALUES (:place, {day}, {moment}, {kept})"

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
        return ", ".join(self._said(value) for value in columns.values())

    def _numbers(self, name: str, count: str) -> str:
        return f"WITH RECURSIVE {name}(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM {name} WHERE i + 1 < {count})"

    def _turns(self, times: int) -> str:
        if times == 1:
            return ""
        return f", turns(turn) AS (SELECT 0 UNION ALL SELECT turn + 1 FROM turns WHERE turn + 1 < {times})"

    def _said(self, value: str) -> str:
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
        said = meaning.replace("ARG", value[place + len(word) + 1 : end])
        value, start = value[:place] + said + value[end + 1 :], place + len(said)
    return value


def _closing(value: str, opening: int) -> int:
    depth = 0
    for place in range(opening, len(value)):
        depth += {"(": 1, ")": -1}.get(value[place], 0)
        if depth == 0:
            return place
    raise ValueError(value)
