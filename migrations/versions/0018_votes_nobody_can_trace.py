"""votes nobody can trace

Votes get ids that tell neither time nor order and lose what told guests apart; those whose visit was forgotten become
tallies, comments a table of their own. No score is lost: the sums are compared before anything is dropped.
"""

import hashlib
import hmac
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from secrets import SystemRandom
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import op

from pstku.core import clock
from pstku.core.db import Json, UTCDateTime
from pstku.core.keys import keys

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

LEAST = 5
AWARD_LINES = {"desk": "desk", "remote": "desk", "field": "field"}
CHANNELS = {"desk": ("tablet", "own_phone", "desk"), "field": ("field",)}


def upgrade() -> None:
    votes, appeals = _rows("votes"), _rows("appeals")
    released = _released()
    op.drop_table("appeals")
    op.drop_table("votes")
    _create_tables()
    with op.batch_alter_table("published_scores", schema=None) as batch_op:
        batch_op.drop_column("comments")
    cut = [vote for vote in votes if vote["received_at"] is None]
    live = [vote for vote in votes if vote["received_at"] is not None]
    settled = _quarters_of(cut) - _quarters_of(live)
    _note(_quarters_of(cut), settled)
    _fold(cut, settled)
    _insert_votes(live, released)
    comments = _insert_comments(votes, live, released)
    _insert_appeals(appeals, comments)


def _rows(name: str) -> list[dict]:
    """All rows of a table as it is, with the types of the database's own description."""
    types = {"votes": VOTES_BEFORE, "appeals": APPEALS_BEFORE}
    return [dict(row) for row in op.get_bind().execute(sa.select(types[name])).mappings()]


def _table(name: str, *columns: tuple[str, object]) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, kind) for column, kind in columns))


_NUMBERS = ("office_id", "officer_id", "score", "revision", "words_revision", "reaction_ms", "unsur_value")
_TEXTS = ("line", "given_on", "comment", "unsur", "contact_index", "unattributed_reason")
_MOMENTS = ("first_client_at", "client_at", "received_at", "excluded_at")
_SAME = (
    *((name, sa.Integer()) for name in _NUMBERS),
    *((name, sa.String()) for name in _TEXTS),
    *((name, UTCDateTime()) for name in _MOMENTS),
    ("id", sa.Uuid()),
    ("visit_id", sa.Uuid()),
    ("device_id", sa.Uuid()),
    ("day", sa.Date()),
    ("reasons", Json),
    ("flags", Json),
    ("is_demo", sa.Boolean()),
)
VOTES_BEFORE = _table("votes", *_SAME)
VOTES = _table("votes", *_SAME, ("client_key", sa.String()), ("held_by", sa.String()))
_APPEAL = (
    *((name, sa.Integer()) for name in ("id", "office_id", "officer_id", "decided_by_id")),
    *((name, sa.String()) for name in ("reason", "decision_reason")),
    ("created_at", UTCDateTime()),
    ("decided_at", UTCDateTime()),
    ("upheld", sa.Boolean()),
)
APPEALS_BEFORE = _table("appeals", *_APPEAL, ("vote_id", sa.Uuid()))
APPEALS = _table("appeals", *_APPEAL, ("comment_id", sa.Uuid()))
COMMENTS = _table(
    "comments",
    ("id", sa.Uuid()),
    *((name, sa.Integer()) for name in ("office_id", "officer_id", "year", "quarter")),
    ("line", sa.String()),
    ("text", sa.String()),
    ("vote_id", sa.Uuid()),
    ("released_on", sa.Date()),
    ("is_demo", sa.Boolean()),
)
PUBLISHED = _table("published_scores", ("comments", Json), ("published_at", UTCDateTime()))
COUNTS = ("n1", "n2", "n3", "n4")
TALLIES = _table(
    "vote_tallies",
    *((name, sa.Integer()) for name in ("id", "office_id", "officer_id", "year", "quarter", *COUNTS, "served", "rated")),
    *((name, sa.Integer()) for name in ("weeks", "most_from_contact", "with_standard", "within_standard", "excluded")),
    ("line", sa.String()),
    ("held_by", sa.String()),
    ("is_demo", sa.Boolean()),
)
QUARTERS = _table(
    "vote_quarters",
    *((name, sa.Integer()) for name in ("office_id", "year", "quarter")),
    ("starts_on", sa.Date()),
    ("ends_on", sa.Date()),
    ("locked_at", UTCDateTime()),
    ("cut_at", UTCDateTime()),
    ("deviations", Json),
)
VISITS = _table(
    "visits",
    ("id", sa.Uuid()),
    *((name, sa.Integer()) for name in ("office_id", "officer_id", "entered_by_id", "service_type_id")),
    *((name, sa.String()) for name in ("channel", "state")),
    *((name, UTCDateTime()) for name in ("created_at", "started_at", "rated_at")),
    ("day", sa.Date()),
    ("follow_up", sa.Boolean()),
    ("is_demo", sa.Boolean()),
)
SERVICES = _table("service_types", ("id", sa.Integer()), ("standard_minutes", sa.Integer()))


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3 + 1


def _ends(year: int, quarter: int) -> tuple[date, date]:
    first = date(year, quarter * 3 - 2, 1)
    following = date(year + quarter // 4, quarter * 3 % 12 + 1, 1)
    return first, following - timedelta(days=1)


def _quarters_of(votes: list[dict]) -> set[tuple[int, int, int]]:
    return {(vote["office_id"], *_quarter(vote["day"])) for vote in votes}


def _released() -> dict[UUID, tuple[str, date]]:
    """What officers may read already: the words and the day they came, by the id of their vote."""
    found = {}
    for comments, published_at in op.get_bind().execute(sa.select(PUBLISHED.c.comments, PUBLISHED.c.published_at)):
        for item in comments:
            found[UUID(item["vote"])] = (item["text"], published_at.date())
    return found


def _note(quarters: set[tuple[int, int, int]], settled: set[tuple[int, int, int]]) -> None:
    """Note which quarters have tallies, and which of them have no vote left that knows its visit."""
    for office_id, year, quarter in sorted(quarters):
        first, last = _ends(year, quarter)
        row = {"office_id": office_id, "year": year, "quarter": quarter, "starts_on": first, "ends_on": last}
        cut_at = clock.now() if (office_id, year, quarter) in settled else None
        values = row | {"locked_at": cut_at, "cut_at": cut_at, "deviations": {}}
        op.get_bind().execute(sa.insert(QUARTERS).values(values))


def _fold(cut: list[dict], settled: set[tuple[int, int, int]]) -> None:
    """Forgotten votes become counts by officer, award line and quarter; fewer than five join the office's others."""
    counted = [v for v in cut if v["officer_id"] is not None and v["excluded_at"] is None]
    cells: dict[tuple, Counter] = defaultdict(Counter)
    weeks: dict[tuple, set] = defaultdict(set)
    for vote in counted:
        key = _cell(vote)
        cells[key][f"n{vote['score']}"] += 1
        weeks[key].add(vote["day"].isocalendar()[:2])
    for vote in cut:
        if vote["officer_id"] is not None and vote["excluded_at"] is not None:
            cells[_cell(vote)]["excluded"] += 1
    for key, visits in _visits_of(settled).items():
        cells[key] += visits
    for key, days in weeks.items():
        cells[key]["weeks"] = len(days)
    _write_tallies(cells)
    _check_nothing_is_lost(counted)
    _close_visits(settled)


def _cell(vote: dict) -> tuple:
    line = AWARD_LINES[vote["line"]]
    held_by = "officer" if line == "field" else "guest"  # who held the others is not known any more: they count as before
    return vote["office_id"], vote["officer_id"], line, held_by, *_quarter(vote["day"]), bool(vote["is_demo"])


def _visits_of(quarters: set[tuple[int, int, int]]) -> dict[tuple, Counter]:
    """What coverage and the standard count, which is known only as long as visits say whether they were rated."""
    found: dict[tuple, Counter] = defaultdict(Counter)
    joined = VISITS.join(SERVICES, SERVICES.c.id == VISITS.c.service_type_id)
    for office_id, year, quarter in quarters:
        first, last = _ends(year, quarter)
        mine = (VISITS.c.office_id == office_id) & VISITS.c.day.between(first, last)
        wanted = sa.select(VISITS, SERVICES.c.standard_minutes).select_from(joined).where(mine, VISITS.c.state == "done")
        for row in op.get_bind().execute(wanted.where(VISITS.c.officer_id.is_not(None), VISITS.c.follow_up.is_(False))):
            line = next((name for name, channels in CHANNELS.items() if row.channel in channels), None)
            if line is None:
                continue
            held_by = "officer" if line == "field" else "guest"
            counts = found[(office_id, row.officer_id, line, held_by, year, quarter, bool(row.is_demo))]
            counts["served"] += 1
            counts["rated"] += row.rated_at is not None
            if row.standard_minutes is not None and row.started_at is not None:
                counts["with_standard"] += 1
                counts["within_standard"] += row.started_at - row.created_at <= timedelta(minutes=row.standard_minutes)
    return found


def _write_tallies(cells: dict[tuple, Counter]) -> None:
    folded: dict[tuple, Counter] = defaultdict(Counter)
    for key, counts in cells.items():
        n = sum(counts[name] for name in COUNTS)
        office_id, officer_id, *rest = key
        target = (office_id, officer_id if n >= LEAST else None, *rest)
        weeks = max(folded[target]["weeks"], counts["weeks"])
        folded[target].update(counts)
        folded[target]["weeks"] = weeks
    names = ("office_id", "officer_id", "line", "held_by", "year", "quarter", "is_demo")
    empty = dict.fromkeys((*COUNTS, "served", "rated", "weeks", "with_standard", "within_standard", "excluded"), 0)
    for key in sorted(folded, key=lambda key: (key[0], key[4], key[5], key[2], key[1] or 0)):
        values = dict(zip(names, key, strict=True)) | empty | folded[key] | {"most_from_contact": 0}
        op.get_bind().execute(sa.insert(TALLIES).values(values))


def _check_nothing_is_lost(counted: list[dict]) -> None:
    """The office's counts of every line, quarter and score are those of the rows; or nothing is changed at all."""
    before = Counter((v["office_id"], AWARD_LINES[v["line"]], *_quarter(v["day"]), v["score"]) for v in counted)
    after: Counter = Counter()
    for row in op.get_bind().execute(sa.select(TALLIES)):
        for score in (1, 2, 3, 4):
            after[(row.office_id, row.line, row.year, row.quarter, score)] += getattr(row, f"n{score}")
    if before != +after:
        raise RuntimeError(f"tallies differ from votes: {before - after} / {after - before}")


def _close_visits(quarters: set[tuple[int, int, int]]) -> None:
    """A visit of a settled quarter no longer says when it was rated; its age keeps voting closed."""
    for office_id, year, quarter in quarters:
        first, last = _ends(year, quarter)
        mine = (VISITS.c.office_id == office_id) & VISITS.c.day.between(first, last)
        op.get_bind().execute(sa.update(VISITS).where(mine).values(rated_at=None))


def _insert_votes(live: list[dict], released: dict[UUID, tuple[str, date]]) -> None:
    """Under new ids, in a new order; `new_id` is left in each row for the comments and appeals that follow it."""
    entered = dict(op.get_bind().execute(sa.select(VISITS.c.id, VISITS.c.entered_by_id)).all()) if live else {}
    SystemRandom().shuffle(live)
    for vote in live:
        vote["new_id"] = uuid4()
        is_staffs = entered.get(vote["visit_id"]) is not None and vote["given_on"] == "own_phone"
        values = {name: vote[name] for name, _ in _SAME} | {
            "id": vote["new_id"],
            "client_key": _client_key(vote["office_id"], vote["id"]),
            "held_by": "officer" if is_staffs else "guest",
            "comment": "" if vote["id"] in released else vote["comment"],
        }
        op.get_bind().execute(sa.insert(VOTES).values(values))


def _client_key(office_id: int, client_id: UUID) -> str:
    return hmac.new(keys().index, f"{office_id}:vote:{client_id}".encode(), hashlib.sha256).hexdigest()


def _insert_comments(votes: list[dict], live: list[dict], released: dict[UUID, tuple[str, date]]) -> dict[UUID, UUID]:
    """Words of forgotten votes, and those officers read already; the others follow the next night. New ids by vote."""
    living = {vote["id"]: vote["new_id"] for vote in live}
    kept = [v for v in votes if v["id"] in released or (v["id"] not in living and v["comment"] and v["officer_id"])]
    SystemRandom().shuffle(kept)
    ids = {}
    for vote in kept:
        text, released_on = released.get(vote["id"], (vote["comment"], None))
        ids[vote["id"]] = uuid4()
        year, quarter = _quarter(vote["day"])
        values = {
            "id": ids[vote["id"]],
            "office_id": vote["office_id"],
            "officer_id": vote["officer_id"],
            "year": year,
            "quarter": quarter,
            "line": AWARD_LINES[vote["line"]],
            "text": text,
            "vote_id": living.get(vote["id"]),
            "released_on": released_on,
            "is_demo": vote["is_demo"],
        }
        op.get_bind().execute(sa.insert(COMMENTS).values(values))
    return ids


def _insert_appeals(appeals: list[dict], comments: dict[UUID, UUID]) -> None:
    for appeal in appeals:
        comment_id = comments.get(appeal.pop("vote_id"))
        op.get_bind().execute(sa.insert(APPEALS).values(appeal | {"comment_id": comment_id}))
    if appeals and op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('appeals', 'id'), (SELECT max(id) FROM appeals))")


def _vote_columns() -> list[sa.Column]:
    return [
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("words_revision", sa.Integer(), nullable=False),
        sa.Column("first_client_at", UTCDateTime(), nullable=False),
        sa.Column("client_at", UTCDateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("given_on", sa.String(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("reaction_ms", sa.Integer(), nullable=True),
        sa.Column("reasons", Json, nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("unsur", sa.String(), nullable=True),
        sa.Column("unsur_value", sa.Integer(), nullable=True),
        sa.Column("contact_index", sa.String(), nullable=True),
        sa.Column("flags", Json, nullable=False),
        sa.Column("unattributed_reason", sa.String(), nullable=True),
        sa.Column("excluded_at", UTCDateTime(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("score between 1 and 4", name=op.f("ck_votes_score")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_votes_device_id_devices")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_votes_office_id_offices")),
        sa.ForeignKeyConstraint(["officer_id"], ["people.id"], name=op.f("fk_votes_officer_id_people")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_votes_visit_id_visits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_votes_visit_id")),
    ]


def _index_votes() -> None:
    op.create_index("ix_votes_device_id_received_at", "votes", ["device_id", "received_at"])
    op.create_index("ix_votes_office_id_day", "votes", ["office_id", "day"])
    op.create_index("ix_votes_office_id_officer_id_day", "votes", ["office_id", "officer_id", "day"])


def _create_tables() -> None:
    op.create_table(
        "votes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_key", sa.String(), nullable=True),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("held_by", sa.String(), nullable=False),
        sa.Column("browser_key", sa.String(), nullable=True),
        *_vote_columns(),
        sa.CheckConstraint("held_by in ('guest','officer')", name=op.f("ck_votes_held_by")),
        sa.UniqueConstraint("client_key", name=op.f("uq_votes_client_key")),
    )
    _index_votes()
    op.create_table(
        "comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=True),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_comments_office_id_offices")),
        sa.ForeignKeyConstraint(["officer_id"], ["people.id"], name=op.f("fk_comments_officer_id_people")),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["votes.id"], name=op.f("fk_comments_vote_id_votes"), deferrable=True, initially="IMMEDIATE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index("ix_comments_vote_id", "comments", ["vote_id"])
    _create_appeals(
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_appeals_comment_id_comments"),
            deferrable=True,
            initially="IMMEDIATE",
        ),
        sa.UniqueConstraint("comment_id", name=op.f("uq_appeals_comment_id")),
    )
    op.create_table(
        "vote_quarters",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("locked_at", UTCDateTime(), nullable=True),
        sa.Column("cut_at", UTCDateTime(), nullable=True),
        sa.Column("deviations", Json, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_vote_quarters_office_id_offices")),
        sa.PrimaryKeyConstraint("office_id", "year", "quarter", name=op.f("pk_vote_quarters")),
    )
    counts = ("n1", "n2", "n3", "n4", "served", "rated", "weeks", "most_from_contact", "with_standard")
    op.create_table(
        "vote_tallies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("held_by", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in (*counts, "within_standard", "excluded")),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("held_by in ('guest','officer')", name=op.f("ck_vote_tallies_held_by")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_vote_tallies_office_id_offices")),
        sa.ForeignKeyConstraint(["officer_id"], ["people.id"], name=op.f("fk_vote_tallies_officer_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_tallies")),
    )
    op.create_index("ix_vote_tallies_office_id_year_quarter", "vote_tallies", ["office_id", "year", "quarter"])
    op.create_table(
        "item_tallies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_item_tallies_office_id_offices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_tallies")),
    )
    op.create_index("ix_item_tallies_office_id_year_quarter", "item_tallies", ["office_id", "year", "quarter"])
    op.create_table(
        "month_tallies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_month_tallies_office_id_offices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_tallies")),
    )
    op.create_index("ix_month_tallies_office_id_year_month", "month_tallies", ["office_id", "year", "month"])


def _create_appeals(*reference: sa.Column | sa.Constraint) -> None:
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_appeals_decided_by_id_people")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_appeals_office_id_offices")),
        sa.ForeignKeyConstraint(["officer_id"], ["people.id"], name=op.f("fk_appeals_officer_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        *reference,
    )


def downgrade() -> None:
    """Votes that still have a row and their words go back; a tally gives each officer's votes without their visits."""
    connection = op.get_bind()
    votes = [dict(row) for row in connection.execute(sa.select(VOTES)).mappings()]
    comments = [dict(row) for row in connection.execute(sa.select(COMMENTS)).mappings()]
    appeals = [dict(row) for row in connection.execute(sa.select(APPEALS)).mappings()]
    tallies = [dict(row) for row in connection.execute(sa.select(TALLIES)).mappings()]
    for name in ("appeals", "comments", "votes", "vote_tallies", "item_tallies", "month_tallies", "vote_quarters"):
        op.drop_table(name)
    op.create_table(
        "votes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=True),
        *(
            sa.Column(name, sa.String(), nullable=True)
            for name in ("service_code", "age_group", "sex", "education", "occupation")
        ),
        *_vote_columns(),
    )
    _index_votes()
    _create_appeals(
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["votes.id"], name=op.f("fk_appeals_vote_id_votes"), onupdate="CASCADE"
        ),
        sa.UniqueConstraint("vote_id", name=op.f("uq_appeals_vote_id")),
    )
    with op.batch_alter_table("published_scores", schema=None) as batch_op:
        batch_op.add_column(sa.Column("comments", Json, nullable=False, server_default="[]"))
    with op.batch_alter_table("published_scores", schema=None) as batch_op:
        batch_op.alter_column("comments", server_default=None)
    spoken = {comment["vote_id"]: comment["text"] for comment in comments if comment["vote_id"]}
    rows = [vote | {"comment": spoken.get(vote["id"], vote["comment"])} for vote in votes]
    for row in [{name: row[name] for name, _ in _SAME} for row in rows] + _unfolded(tallies):
        connection.execute(sa.insert(VOTES_BEFORE).values(row))
    of_comment = {comment["id"]: comment["vote_id"] for comment in comments}
    for appeal in appeals:
        vote_id = of_comment.get(appeal.pop("comment_id"))
        if vote_id:
            connection.execute(sa.insert(APPEALS_BEFORE).values(appeal | {"vote_id": vote_id}))


def _unfolded(tallies: list[dict]) -> list[dict]:
    rows = []
    for tally in tallies:
        day = _ends(tally["year"], tally["quarter"])[0]
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        plain = dict.fromkeys((name for name, _ in _SAME))
        plain |= {"revision": 1, "words_revision": 0, "first_client_at": noon, "client_at": noon, "day": day}
        plain |= {"given_on": "tablet", "comment": "", "reasons": [], "flags": []}
        plain |= {name: tally[name] for name in ("office_id", "officer_id", "line", "is_demo")}
        if tally["officer_id"] is None:
            plain["unattributed_reason"] = "no_visit"
        for score in (1, 2, 3, 4):
            rows += [plain | {"id": uuid4(), "score": score} for _ in range(tally[f"n{score}"])]
    return rows
