"""Named attackers try to find out which guest wrote which comment, once all quarters are cut.

Two guests a day, two officers, every vote with words. Whoever guesses by chance is right once in every group of officer
and quarter, so with G groups more than G + 2,33·√G hits would be knowledge. Chance itself is replaced by a seed.
"""

import itertools
import os
import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from math import ceil, sqrt
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import insert, inspect, select, text

from pstku.audit.models import AuditEntry
from pstku.audit.operations import record
from pstku.core import clock, shuffling
from pstku.core.batches import AT_ONCE
from pstku.core.db import Model, atomic, db, session
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Guest, Visit
from pstku.offices.queries import configuration
from pstku.ratings.ballots import client_key
from pstku.ratings.models import Comment, Vote
from pstku.ratings.operations import comments
from pstku.ratings.operations.comments import pool_comments
from pstku.ratings.operations.cutting import cut_quarter
from pstku.ratings.operations.publishing import publish_scores
from pstku.ratings.operations.shuffling import shuffle_votes, wipe_storage

QUARTERS = int(os.environ.get("PSTKU_RELINKED_QUARTERS", "8"))  # `make proof-relinking` takes 40
Z = 2.33
YEAR = 2001  # the first of the quarters


class Office:
    """What the test alone knows: who wrote what, in which order, and the ids votes had."""

    def __init__(self, cast):
        self.office_id, self.officers = cast.office_id, (cast.officer.person_id, cast.officer2.person_id)
        self.service = configuration(cast.office_id).services[0].id
        self.writer: dict[str, UUID] = {}  # words -> the visit they are about
        self.visits: dict[tuple, list[UUID]] = defaultdict(list)  # officer and quarter -> visits by time
        self.secrets: list[str] = []  # ids and keys of votes, as their rows had them
        self.chance = Random("relinking")
        self.numbers = itertools.count(1)

    def serve(self, day: datetime) -> None:
        """Two guests, two votes, each in its own transaction as a tablet sends them."""
        for hour in (9, 14):
            officer_id = self.chance.choice(self.officers)
            at = day + timedelta(hours=hour, minutes=self.chance.randrange(50))
            visit_id, guest_id, vote_id = uuid7(), uuid7(), UUID(int=self.chance.getrandbits(128), version=4)
            words = f"kata-{self.chance.getrandbits(64):016x}"
            self.writer[words] = visit_id
            self.visits[(officer_id, *clock.quarter_of(day.date()))].append(visit_id)
            key = client_key(self.office_id, uuid7())
            self.secrets += [vote_id.hex, key]
            mine = {"office_id": self.office_id, "is_demo": False}
            with atomic() as s, clock.at(at):
                s.execute(insert(Guest).values(**mine, id=guest_id, name=None, is_minor=False, created_at=at))
                s.execute(
                    insert(Visit).values(
                        **mine, id=visit_id, guest_id=guest_id, day=day.date(), letter="A", number=next(self.numbers),
                        service_type_id=self.service, channel="tablet", state="done", officer_id=officer_id,
                        created_at=at, started_at=at, closed_at=at, rated_at=at,
                    )
                )  # fmt: skip
                s.execute(
                    insert(Vote).values(
                        **mine, id=vote_id, client_key=key, visit_id=visit_id, officer_id=officer_id,
                        score=self.chance.choice((2, 3, 4, 4)), revision=1, first_client_at=at, client_at=at,
                        received_at=at, day=day.date(), line="desk", given_on="tablet", held_by="guest",
                        reasons=[], flags=[], comment=words,
                    )
                )  # fmt: skip
                record(self.office_id, "rate_visit", "visit", visit_id, actor_kind="guest")


def quarters(count: int) -> list[tuple[int, int]]:
    return [(YEAR + place // 4, place % 4 + 1) for place in range(count)]


def live_through(office: Office, year: int, quarter: int) -> None:
    """A quarter day by day, published once in its middle and once after it; it is cut by whoever calls."""
    first, last = clock.quarter_days(year, quarter)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for day in days:
        if day.weekday() < 5:
            office.serve(datetime(day.year, day.month, day.day, tzinfo=UTC))
        if day in (days[45], days[-1]):
            with clock.at(datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)):
                publish_scores(office.office_id)


@pytest.fixture
def seeded(monkeypatch):
    chance = Random("shuffled")
    for module in (comments, shuffling):
        monkeypatch.setattr(module, "SystemRandom", lambda: chance)
    monkeypatch.setattr(comments, "uuid4", lambda: UUID(int=chance.getrandbits(128), version=4))


@pytest.fixture
def settled(cast, seeded) -> Office:
    office = Office(cast)
    for year, quarter in quarters(QUARTERS):
        live_through(office, year, quarter)
        with clock.at(datetime(year, quarter * 3, 28, tzinfo=UTC) + timedelta(days=60)):
            cut_quarter(office.office_id, year, quarter)
            pool_comments(office.office_id)
    shuffle_votes()
    wipe_storage()
    return office


def hits(office: Office, order: list[Comment]) -> int:
    """How many comments an attacker gives to the right visit who takes them in this order, group by group."""
    groups: dict[tuple, list[Comment]] = defaultdict(list)
    for comment in order:
        groups[(comment.officer_id, comment.year, comment.quarter)].append(comment)
    return sum(
        office.writer[comment.text] == visit_id
        for key, mine in groups.items()
        for comment, visit_id in zip(mine, office.visits[key], strict=True)
    )


def in_file(order_of: list[Comment]) -> list[Comment]:
    """By the place of their words in the file: how cells lie in its pages."""
    blob = Path(db.engine.url.database).read_bytes()
    place = {found.group().decode(): found.start() for found in re.finditer(rb"kata-[0-9a-f]{16}", blob)}
    return sorted(order_of, key=lambda comment: place[comment.text])


def by(column: str, table: str = "comments") -> dict[str, str]:
    """A hidden column of PostgreSQL by the words of the row."""
    rows = session().execute(text(f"SELECT text, {column}::text AS hidden FROM {table}"))
    return {row.text: row.hidden for row in rows}


def place_of(ctid: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", ctid))


def attacks() -> dict[str, list[Comment]]:
    """Attacker -> the order in which they take the comments."""
    session().rollback()
    rows = list(session().scalars(select(Comment).order_by(text("ctid" if on_postgresql() else "rowid"))))
    found = {
        "row order": rows,
        "row order, backwards": rows[::-1],
        "ids": sorted(rows, key=lambda comment: comment.id),
        "days": sorted(rows, key=lambda comment: comment.released_on),
        "as it comes": list(session().scalars(select(Comment))),
    }
    if on_postgresql():
        ctid, xmin = by("ctid"), by("xmin")
        found["ctid"] = sorted(rows, key=lambda comment: place_of(ctid[comment.text]))
        found["xmin"] = sorted(rows, key=lambda comment: (int(xmin[comment.text]), place_of(ctid[comment.text])))
    else:
        found["cells in pages"] = in_file(rows)
        found["cells in pages, backwards"] = in_file(rows)[::-1]
    return found


def on_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def test_no_attacker_does_better_than_chance(settled):
    groups = len(settled.visits)
    assert groups == 2 * QUARTERS
    most = groups + Z * sqrt(groups)
    found = {name: hits(settled, order) for name, order in attacks().items()}
    assert {name: n for name, n in found.items() if n > most} == {}, found

    # No row per vote, and nothing of one: not in a column, the trail, a freed page or the write-ahead log.
    assert session().execute(select(Vote)).all() == []
    assert session().execute(select(Visit.id).where(Visit.rated_at.is_not(None))).all() == []
    assert not secrets_in(settled, everything_told())
    assert not secrets_in(settled, stored_bytes())

    # Nothing of a comment tells its guest: its columns are few, and all of a quarter are alike.
    assert set(Comment.__table__.c.keys()) - {"id", "text"} == {
        "office_id", "officer_id", "year", "quarter", "line", "vote_id", "released_on", "is_demo",
    }  # fmt: skip
    told = session().execute(select(Comment.officer_id, Comment.year, Comment.quarter, Comment.released_on).distinct())
    assert len(told.all()) == groups
    assert Counter(session().scalars(select(Comment.vote_id))) == {None: len(settled.writer)}
    if on_postgresql():
        own = list(set(by("xmin").values()))
        assert len(own) == ceil(len(settled.writer) / AT_ONCE), "what chance brought together was parted again"
        for name in inspect(db.engine).get_table_names():
            shared = session().scalar(text(f"SELECT count(*) FROM {name} WHERE xmin::text = ANY(:own)"), {"own": own})
            assert name == "comments" or shared == 0, f"{name} shares a transaction of the comments"


def everything_told() -> str:
    """All rows of the database as text, the trail among them."""
    tables = (table for table in Model.metadata.sorted_tables if table.name != AuditEntry.__tablename__)
    rows = [str(row) for table in tables for row in session().execute(select(table))]
    trail = select(AuditEntry.action, AuditEntry.entity, AuditEntry.entity_id, AuditEntry.detail)
    return " ".join(rows + [str(row) for row in session().execute(trail)]).replace("-", "")


def stored_bytes() -> str:
    """The files of votes and comments, with what was freed in them, as hex and as text."""
    if not on_postgresql():
        file = Path(db.engine.url.database)
        logs = [file, file.with_name(file.name + "-wal")]
        return "".join(log.read_bytes().decode("latin-1") for log in logs if log.exists())
    names = ("votes", "pk_votes", "uq_votes_client_key", "comments", "pk_comments", "ix_comments_vote_id")
    session().commit()
    session().execute(text("CHECKPOINT"))
    read = [
        session().scalar(text(f"SELECT pg_read_binary_file(pg_relation_filepath('{name}'))")) or b"" for name in names
    ]
    return "".join(bytes(blob).hex() + bytes(blob).decode("latin-1") for blob in read)


def secrets_in(office: Office, told: str) -> list[str]:
    """Every fortieth, which is enough to find a table, an index or a page of them."""
    return [secret for secret in office.secrets[::40] if secret in told]


def test_without_the_shuffling_the_order_of_rows_would_give_everybody_away(cast, monkeypatch):
    """The twin: it shows that the attackers can do it, and that the guard is needed."""

    class Orderly:
        def shuffle(self, keys):
            came = {row.id: row.received_at for row in session().execute(select(Vote.id, Vote.received_at))}
            keys.sort(key=lambda key: came[key])

    monkeypatch.setattr(comments, "SystemRandom", Orderly)
    office = Office(cast)
    for year, quarter in quarters(2):
        live_through(office, year, quarter)
        cut_quarter(office.office_id, year, quarter)
    wipe_storage()
    most = len(office.visits) + Z * sqrt(len(office.visits))
    assert hits(office, attacks()["row order"]) > 5 * most
