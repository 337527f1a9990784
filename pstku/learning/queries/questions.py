"""Reads of open questions: an editor's tasks, and the page a question means."""

from functools import lru_cache

from sqlalchemy import and_, select

from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.learning.models import OpenQuestion, Page
from pstku.learning.queries.answers import Answer, answer
from pstku.learning.queries.pages import LINE, PageLine
from pstku.offices.queries import Configuration, configuration


def tasks(actor: Actor) -> list[tuple[OpenQuestion, PageLine | None]]:
    """The questions an editor took on and did not close, the oldest first, with the page that is to answer them."""
    joined = and_(
        Page.office_id == OpenQuestion.office_id, Page.key == OpenQuestion.page_key, Page.state == "published"
    )
    mine = (OpenQuestion.office_id == actor.office_id) & (OpenQuestion.assigned_to_id == actor.person_id)
    wanted = select(OpenQuestion, *LINE).outerjoin(Page, joined).where(mine, OpenQuestion.closed_at.is_(None))
    rows = session().execute(wanted.order_by(OpenQuestion.first_asked_at, OpenQuestion.id))
    return [(row[0], PageLine(*row[1:]) if row[1] else None) for row in rows]


def page_meant(office: Configuration, text: str) -> str | None:
    """Key of the indicator the answer page would show for these words; searched once while the library stays as it is."""
    return _page_meant(str(session().get_bind().engine.url), office.id, office.version, text)


@lru_cache(maxsize=1024)
def _page_meant(_database: str, office_id: int, _version: int, text: str) -> str | None:
    return key_of(answer(configuration(office_id), text))


def key_of(found: Answer) -> str | None:
    """The indicator whose figure was asked for; None where the question says more than its card."""
    return found.cards[0].page.key if found.cards and not found.left_over else None
