"""What the nightly job takes away: codes that can no longer vote, and the way from a vote to its visit."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic
from pstku.guestbook.models import Visit
from pstku.offices.models import ServiceType
from pstku.offices.queries import configuration
from pstku.ratings.models import PublishedScore, Vote


def close_voting(office_id: int) -> int:
    """Take the code from visits whose voting window has ended, so that it can be given again. Returns how many."""
    oldest = clock.now() - timedelta(days=configuration(office_id).settings.voting_days)
    with atomic() as s:
        end = (
            update(Visit)
            .where(Visit.office_id == office_id, Visit.code.is_not(None), Visit.closed_at < oldest)
            .values(code=None)
            .returning(Visit.id)
            .execution_options(synchronize_session=False)
        )
        return len(s.scalars(end).all())


def forget_visits(office_id: int, before: date) -> int:
    """Cut the way from votes of days before `before` to their visits. Returns how many were cut.

    The categories of the guest go along with the vote, which gets a random id and keeps only its day. Attributed
    and unattributed votes alike lose their times; nothing that is counted changes.
    """
    with atomic() as s:
        rows = s.execute(_to_forget(office_id, before)).all()
        new_ids = {row.id: uuid4() for row in rows}
        for row in rows:
            change = update(Vote).where(Vote.id == row.id).values(_forgotten(row, new_ids[row.id]))
            s.execute(change.execution_options(synchronize_session=False))
        _rename_in_published(office_id, new_ids)
        if rows:
            record(office_id, "forget_visits", "office", office_id, before=before.isoformat(), votes=len(rows))
        s.expire_all()
    return len(rows)


def _to_forget(office_id: int, before: date) -> Any:
    visit = (Visit.age_group, Visit.sex, Visit.education, Visit.occupation, ServiceType.code.label("service_code"))
    return (
        select(Vote.id, Vote.day, *visit)
        .outerjoin(Visit, Visit.id == Vote.visit_id)
        .outerjoin(ServiceType, ServiceType.id == Visit.service_type_id)
        .where(Vote.office_id == office_id, Vote.day < before, Vote.received_at.is_not(None))
    )


def _forgotten(row: Any, new_id: UUID) -> dict[str, Any]:
    noon = datetime.combine(row.day, time(12), UTC)
    return {
        "id": new_id,
        "visit_id": None,
        "device_id": None,
        "reaction_ms": None,
        "contact_index": None,
        "received_at": None,
        "first_client_at": noon,
        "client_at": noon,
        "age_group": row.age_group,
        "sex": row.sex,
        "education": row.education,
        "occupation": row.occupation,
        "service_code": row.service_code,
    }


def _rename_in_published(office_id: int, new_ids: dict[UUID, UUID]) -> None:
    """Released comments name their vote; they follow it to its new id."""
    names = {str(old): str(new) for old, new in new_ids.items()}
    with atomic() as s:
        for score in s.scalars(select(PublishedScore).where(PublishedScore.office_id == office_id)):
            renamed = [{**item, "vote": names.get(item["vote"], item["vote"])} for item in score.comments]
            if renamed != score.comments:
                score.comments = renamed
