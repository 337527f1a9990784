"""Reads of open questions: an editor's tasks."""

from sqlalchemy import and_, select

from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.editing.models import OpenQuestion
from pstku.library.models import Page
from pstku.library.queries.pages import LINE, PageLine
from pstku.library.rules.states import PageState


def tasks(actor: Actor) -> list[tuple[OpenQuestion, PageLine | None]]:
    """The questions an editor took on and did not close, the oldest first, with the page that is to answer them."""
    joined = and_(
        Page.office_id == OpenQuestion.office_id, Page.key == OpenQuestion.page_key, Page.state == PageState.PUBLISHED
    )
    mine = (OpenQuestion.office_id == actor.office_id) & (OpenQuestion.assigned_to_id == actor.person_id)
    query = select(OpenQuestion, *LINE).outerjoin(Page, joined).where(mine, OpenQuestion.closed_at.is_(None))
    rows = session().execute(query.order_by(OpenQuestion.first_asked_at, OpenQuestion.id))
    return [(row[0], PageLine(*row[1:]) if row[1] else None) for row in rows]
