"""Words of guests, apart from their votes: taken over in the night, released in batches."""

from secrets import SystemRandom
from uuid import uuid4

from sqlalchemy import insert, select, update

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.offices.queries import configuration
from pstku.ratings.models import Comment, PublishedScore, Vote
from pstku.ratings.rules.lines import award_line_of
from pstku.ratings.rules.publication import PublicationSettings, releasable


def gather_comments(office_id: int) -> int:
    """Take the words of every vote before today into a table of their own, under random ids. Returns how many.

    Words of a vote that nobody got belong to the office.
    """
    tz = configuration(office_id).tz
    today = clock.day_range(clock.local_day(clock.now(), tz), tz)[0]
    columns = (Vote.id, Vote.officer_id, Vote.day, Vote.line, Vote.comment, Vote.is_demo)
    wanted = select(*columns).where(Vote.office_id == office_id, Vote.comment != "", Vote.received_at < today)
    with atomic() as s:
        rows = list(s.execute(wanted).all())
        SystemRandom().shuffle(rows)
        for row in rows:
            year, quarter = clock.quarter_of(row.day)
            values = {"id": uuid4(), "office_id": office_id, "officer_id": row.officer_id, "vote_id": row.id}
            values |= {"year": year, "quarter": quarter, "line": award_line_of(row.line), "text": row.comment}
            s.execute(insert(Comment).values(**values, is_demo=row.is_demo))
        moved = update(Vote).where(Vote.id.in_([row.id for row in rows])).values(comment="")
        s.execute(moved.execution_options(synchronize_session=False))
        s.expire_all()
    return len(rows)


def release_comments(standing: PublishedScore, limits: PublicationSettings) -> int:
    """Show an officer what has come together of a quarter, once it is a batch; returns how many."""
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
