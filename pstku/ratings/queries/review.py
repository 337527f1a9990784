"""What awaits an admin's eye: flagged votes and appeals, never about oneself."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select, text, tuple_

from pstku.accounts.models import Person
from pstku.core.actor import Actor, Role
from pstku.core.db import session
from pstku.ratings.models import FLAGGED, Appeal, Comment, Remark, Vote
from pstku.ratings.queries.tallies import not_tallied
from pstku.ratings.rules.lines import DESK
from pstku.ratings.rules.review import is_gap
from pstku.ratings.rules.score import Tally

WORDS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class FlaggedVote:
    """A vote somebody should look at. Its score is not shown: review is about how it came about."""

    day: date
    given_on: str
    officer_name: str | None
    flags: tuple[str, ...]
    unattributed_reason: str | None

    @property
    def codes(self) -> tuple[str, ...]:
        """Everything to look at: its flags, and why it does not count."""
        return (*self.flags, self.unattributed_reason) if self.unattributed_reason else self.flags


@dataclass(frozen=True, slots=True)
class PendingAppeal:
    """An officer says these words are about something else."""

    id: int
    officer_name: str
    comment: str
    reason: str
    made_at: datetime


def votes_to_review(actor: Actor, first: date, last: date, officer_id: int | None = None) -> list[FlaggedVote]:
    """Flagged and unattributed votes of these days, newest first, without any about the actor; of one officer if named."""
    actor.need(Role.ADMIN)
    columns = (Vote.day, Vote.given_on, Person.name, Vote.flags, Vote.unattributed_reason)
    query = (
        select(*columns)
        .outerjoin(Person, Person.id == Vote.officer_id)
        .where(Vote.office_id == actor.office_id, Vote.day.between(first, last), *not_tallied(actor.office_id))
        .where(or_(Vote.officer_id.is_(None), Vote.officer_id != actor.person_id))
        .where(text(f"({FLAGGED})"))
        .order_by(Vote.day.desc(), Vote.id)
    )
    if officer_id is not None:
        query = query.where(Vote.officer_id == officer_id)
    return [FlaggedVote(r.day, r.given_on, r.name, tuple(r.flags), r[4]) for r in session().execute(query)]


def officers_with_gap(actor: Actor, first: date, last: date) -> list[str]:
    """Officers whose votes at the tablet and on own phones lie far apart; names only, never the figures."""
    actor.need(Role.ADMIN)
    query = (
        select(Vote.officer_id, Vote.given_on, func.count(), func.sum(Vote.score))
        .where(Vote.office_id == actor.office_id, Vote.day.between(first, last), Vote.line == DESK)
        .where(Vote.officer_id != actor.person_id, Vote.excluded_at.is_(None), *not_tallied(actor.office_id))
        .group_by(Vote.officer_id, Vote.given_on)
    )
    tallies: dict[int | None, dict[str, Tally]] = defaultdict(dict)
    for officer_id, given_on, n, total in session().execute(query):
        tallies[officer_id][given_on] = Tally(n, total)
    none = Tally(0, 0)
    far_apart = [key for key, by in tallies.items() if is_gap(by.get("tablet", none), by.get("own_phone", none))]
    return list(session().scalars(select(Person.name).where(Person.id.in_(far_apart)).order_by(Person.name)))


def flag_counts(votes: list[FlaggedVote]) -> Counter[str]:
    """How often each flag and each reason for not counting occurs."""
    return Counter(code for vote in votes for code in vote.codes)


def appeals_to_decide(actor: Actor) -> list[PendingAppeal]:
    """Appeals nobody has decided, oldest first, without the actor's own."""
    actor.need(Role.ADMIN)
    query = (
        select(Appeal, Person.name, Comment.text)
        .join(Person, Person.id == Appeal.officer_id)
        .join(Comment, Comment.id == Appeal.comment_id)
        .where(Appeal.office_id == actor.office_id, Appeal.decided_at.is_(None))
        .where(Appeal.officer_id != actor.person_id)
        .order_by(Appeal.created_at)
    )
    return [PendingAppeal(a.id, name, comment, a.reason, a.created_at) for a, name, comment in session().execute(query)]


def count_open_appeals(office_id: int, year: int, quarter: int) -> int:
    """Appeals against comments of this quarter that nobody has decided."""
    query = (
        select(func.count(Appeal.id))
        .join(Comment, Comment.id == Appeal.comment_id)
        .where(Appeal.office_id == office_id, Appeal.decided_at.is_(None))
        .where(Comment.year == year, Comment.quarter == quarter)
    )
    return session().scalar(query) or 0


def pooled_comments(actor: Actor, after: UUID | None = None) -> list[Comment]:
    """One page of the words of guests that no officer may read alone, in no order; the office learns from them.

    `after` is the last comment of the page before. Holds one more than `WORDS_A_PAGE` when others follow.
    """
    actor.need(Role.ADMIN)
    pool = (Comment.office_id == actor.office_id, Comment.officer_id.is_(None), Comment.released_on.is_not(None))
    query = select(Comment).where(*pool, Comment.text != "")  # one of a guest who was erased is empty
    if after:
        query = query.where(Comment.id > after)
    return list(session().scalars(query.order_by(Comment.id).limit(WORDS_A_PAGE + 1)))


def newest_remarks(actor: Actor, after: UUID | None = None) -> list[Remark]:
    """One page of kritik & saran about nobody in particular, newest first.

    `after` is the last remark of the page before. Holds one more than `WORDS_A_PAGE` when others follow.
    """
    actor.need(Role.ADMIN)
    mine, place = Remark.office_id == actor.office_id, tuple_(Remark.created_at, Remark.id)
    query = select(Remark).where(mine).order_by(Remark.created_at.desc(), Remark.id.desc())
    last = session().scalar(select(Remark).where(mine, Remark.id == after)) if after else None
    if last:
        query = query.where(place < tuple_(last.created_at, last.id))
    return list(session().scalars(query.limit(WORDS_A_PAGE + 1)))
