"""One tap at the counter becomes one vote. Written in SQLAlchemy Core: this is what guests wait for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, select, update

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.statements import Prepared
from pstku.offices.queries import Configuration, configuration
from pstku.ratings.ballots import Ballot, Words, client_key
from pstku.ratings.operations.rights import VOTES, Right, Row, claim_right, columns_by, is_locked, note_right
from pstku.ratings.operations.waiting import wait_for_visit, with_visit_of_code
from pstku.ratings.rules.review import WAITS

WORDS_UNTIL = timedelta(minutes=15)
ON_THE_WAY = timedelta(minutes=2)  # a change of mind may reach the server so much later than the tablet says

KNOWN = Prepared(
    select(
        VOTES.c.id,
        VOTES.c.revision,
        VOTES.c.words_revision,
        VOTES.c.first_client_at,
        VOTES.c.received_at,
        VOTES.c.unattributed_reason,
    ).where(VOTES.c.client_key == bindparam("key"), VOTES.c.office_id == bindparam("of_office"))
)
NEW_VOTE = Prepared(lambda insert: insert(VOTES).on_conflict_do_nothing(index_elements=["client_key"]))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a ballot; the guest reads the same thanks in every case."""

    counted: bool
    reason: str | None = None  # why it is kept without counting


def cast_vote(office_id: int, ballot: Ballot) -> Receipt:
    """Count a guest's ballot for the visit that gave the right to it, or apply a later revision of it.

    Repeating a ballot changes nothing. A visit that is unknown, unserved, rated or too old gives no right, nor does one
    of a locked quarter: the vote is kept unattributed, with the reason, and never counted. One that lay in an outbox
    waits while its visit has not arrived or is not closed. A guest's own vote replaces one by a link that an employee
    held. The vote belongs to whoever served, whatever QR was shown.
    """
    office, key = configuration(office_id), client_key(office_id, ballot.id)
    with atomic():
        vote = _find(office_id, key)
        if vote is not None:
            return _revise(vote, ballot, office)
        if ballot.code:
            ballot = with_visit_of_code(office_id, ballot)
        right = claim_right(office, ballot)
        row = _row(office, ballot, right) | {"client_key": key}
        if not _insert(row):
            vote = _find(office_id, key)
            assert vote is not None  # another request wrote the same ballot a moment ago
            return _revise(vote, ballot, office)
        if right.reason == WAITS:
            wait_for_visit(office_id, row["id"], ballot)
        note_right(right, office_id)
        return Receipt(counted=right.visit is not None, reason=right.reason)


def _find(office_id: int, key: str) -> Row | None:
    return KNOWN.first({"key": key, "of_office": office_id})


def _row(office: Configuration, ballot: Ballot, right: Right) -> dict[str, Any]:
    words = ballot.words or Words()
    return {
        "id": uuid4(),
        "office_id": office.id,
        "score": ballot.score,
        "revision": ballot.revision if _is_timely(ballot, ballot.first_at, office) else 0,
        "words_revision": ballot.revision if ballot.words else 0,
        "first_client_at": ballot.first_at,
        "client_at": ballot.at,
        "received_at": ballot.cast_at(),
        "given_on": ballot.given_on,
        "device_id": ballot.device_id,
        "browser_key": ballot.browser_key,
        "reaction_ms": ballot.reaction_ms,
        **words.columns(),
        **columns_by(right, office, ballot),
    }


def _insert(row: dict[str, Any]) -> bool:
    """False when the same ballot was written by another request in the meantime."""
    return NEW_VOTE.run(row) == 1


def _revise(vote: Row, ballot: Ballot, office: Configuration) -> Receipt:
    """Change the score within the change window, and words a little later; an older or equal revision changes nothing.

    The sender's clock may be wrong, so the server's time limits the window too, and words must come on the same day.
    In a locked quarter a score stays as the evidence has it.
    """
    if (
        ballot.revision > vote.revision
        and _is_timely(ballot, vote.first_client_at, office)
        and ballot.cast_at() - vote.received_at <= timedelta(seconds=office.settings.change_seconds) + ON_THE_WAY
    ):
        score = {"score": ballot.score, "revision": ballot.revision, "client_at": ballot.at}
        session().execute(update(VOTES).where(VOTES.c.id == vote.id, ~is_locked(VOTES)).values(score))
    if (
        ballot.words
        and ballot.revision > vote.words_revision
        and ballot.at - vote.first_client_at <= WORDS_UNTIL
        and clock.local_day(ballot.cast_at(), office.tz) == clock.local_day(vote.received_at, office.tz)
    ):
        words = {"words_revision": ballot.revision, **ballot.words.columns()}
        session().execute(update(VOTES).where(VOTES.c.id == vote.id).values(words))
    return Receipt(counted=vote.unattributed_reason is None, reason=vote.unattributed_reason)


def _is_timely(ballot: Ballot, first_at: datetime, office: Configuration) -> bool:
    return ballot.at - first_at <= timedelta(seconds=office.settings.change_seconds)
