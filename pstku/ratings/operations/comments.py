"""Words of guests, apart from their votes: taken over in the night, released in batches."""

from collections.abc import Sequence
from datetime import datetime
from secrets import SystemRandom
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, or_, select, update

from pstku.core import clock
from pstku.core.batches import After, in_batches, nobody_waits, slices
from pstku.core.db import atomic, session
from pstku.offices.queries import configuration
from pstku.ratings.models import Appeal, Comment, PublishedScore, Vote, VoteQuarter
from pstku.ratings.queries.retention import comments_due
from pstku.ratings.rules.lines import award_line_of
from pstku.ratings.rules.publication import PublicationSettings, releasable
from pstku.ratings.rules.review import WAITS


def gather_comments(office_id: int, until: datetime | None = None) -> int:
    """Move the comments of every vote before today into their own table under random ids; returns how many.

    `until` takes those of votes that came before it. Words of a vote that nobody got belong to the office; those of a
    vote that waits for its visit wait with it, except when `until` takes all there is.
    """
    tz, is_nightly = configuration(office_id).tz, until is None
    until = until or clock.day_range(clock.local_day(clock.now(), tz), tz)[0]
    waiting = [Vote.office_id == office_id, Vote.comment != "", Vote.received_at < until]
    if is_nightly:
        waiting.append(func.coalesce(Vote.unattributed_reason, "") != WAITS)
    keys = list(session().scalars(select(Vote.id).where(*waiting)))
    SystemRandom().shuffle(keys)
    return sum(_gather(office_id, some) for some in slices(keys))


def _gather(office_id: int, keys: Sequence[UUID]) -> int:
    columns = (Vote.id, Vote.officer_id, Vote.day, Vote.line, Vote.comment, Vote.is_demo)
    with atomic() as s:
        found = s.execute(select(*columns).where(Vote.id.in_(keys), Vote.comment != "").with_for_update()).all()
        rows = {row.id: row for row in found}
        for row in (rows[key] for key in keys if key in rows):
            year, quarter = clock.quarter_of(row.day)
            values = {"id": uuid4(), "office_id": office_id, "officer_id": row.officer_id, "vote_id": row.id}
            values |= {"year": year, "quarter": quarter, "line": award_line_of(row.line), "text": row.comment}
            s.execute(insert(Comment).values(**values, is_demo=row.is_demo))
        moved = update(Vote).where(Vote.id.in_(list(rows))).values(comment="")
        s.execute(moved.execution_options(synchronize_session=False))
        s.expire_all()
    return len(rows)


def release_comments(standing: PublishedScore, limits: PublicationSettings) -> int:
    """Release the waiting comments of a quarter to their officer once they fill a batch; returns how many."""
    mine = (
        Comment.office_id == standing.office_id,
        Comment.officer_id == standing.officer_id,
        Comment.year == standing.year,
        Comment.quarter == standing.quarter,
        Comment.line == standing.line,
        Comment.released_on.is_(None),
    )
    with atomic():
        waiting = session().scalars(select(Comment.text).where(*mine)).all()
        count = releasable(waiting, 0, limits)
        if count:
            today = clock.local_day(clock.now(), configuration(standing.office_id).tz)
            release = update(Comment).where(*mine).values(released_on=today)
            session().execute(release.execution_options(synchronize_session=False))
    return count


def pool_comments(office_id: int) -> int:
    """Words of settled quarters that no batch ever took go to the office without an officer, once five wait.

    So do words of votes that nobody got. Returns how many.
    """
    settled = select(VoteQuarter.year * 4 + VoteQuarter.quarter).where(
        VoteQuarter.office_id == office_id, VoteQuarter.cut_at.is_not(None)
    )
    waiting = (
        Comment.office_id == office_id,
        Comment.released_on.is_(None),
        or_(Comment.officer_id.is_(None), (Comment.year * 4 + Comment.quarter).in_(settled)),
    )
    with atomic() as s:
        count = releasable(s.scalars(select(Comment.text).where(*waiting)).all(), 0, PublicationSettings())
        if count:
            today = clock.local_day(clock.now(), configuration(office_id).tz)
            pool = update(Comment).where(*waiting).values(officer_id=None, vote_id=None, released_on=today)
            s.execute(pool.execution_options(synchronize_session=False))
    return count


def drop_old_comments(office_id: int, after: After = nobody_waits) -> int:
    """Words go twelve months after their quarter; an appeal keeps its own reasons. Returns how many went."""
    return in_batches(comments_due(office_id, clock.now()), _drop, after)


def _drop(keys: list[UUID]) -> None:
    s, past_the_orm = session(), {"synchronize_session": False}
    forget = update(Appeal).where(Appeal.comment_id.in_(keys)).values(comment_id=None)
    s.execute(forget.execution_options(**past_the_orm))
    s.execute(delete(Comment).where(Comment.id.in_(keys)).execution_options(**past_the_orm))
