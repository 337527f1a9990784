"""Kalender rilis: the official day of a release, or that it was put off."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.text import N_
from pstku.library.models import Page
from pstku.library.rules.calendar import POSTPONED
from pstku.library.rules.periods import is_period
from pstku.library.rules.states import Kind
from pstku.offices.operations import changed


def enter_release(actor: Actor, slugs: Collection[str], period: str, day: date | None) -> None:
    """The figures of these indicators for a period come out on `day`; None: they are put off, nobody knows until when.

    Goes before what a page says. Raises NotFound for a strange indicator or period, InvalidInput("day") for a day that
    cannot be.
    """
    actor.need(Role.EDITOR)
    if day and not int(period[:4]) - 2 <= day.year <= int(period[:4]) + 3:
        raise InvalidInput("day", N_("Tanggal ini terlalu jauh dari periodenya. Periksa tahunnya."))
    _set(actor, slugs, period, day.isoformat() if day else POSTPONED)


def forget_release(actor: Actor, slugs: Collection[str], period: str) -> None:
    """Delete the day entered for a release, so that the page's rule counts again. Raises NotFound."""
    actor.need(Role.EDITOR)
    _set(actor, slugs, period, None)


def _set(actor: Actor, slugs: Collection[str], period: str, day_typed: str | None) -> None:
    with atomic():
        pages = _indicators(actor.office_id, slugs, period)
        for page in pages:
            others = {other: day for other, day in page.release_days.items() if other != period}
            page.release_days = others | ({period: day_typed} if day_typed else {})
        changed(actor.office_id)
        keys = [page.key for page in pages]
        record(actor.office_id, "enter_release", "page", keys[0], actor_id=actor.person_id, period=period, pages=keys)


def _indicators(office_id: int, slugs: Collection[str], period: str) -> list[Page]:
    query = select(Page).where(Page.office_id == office_id, Page.kind == Kind.INDICATOR, Page.slug.in_(slugs))
    pages = list(session().scalars(query.order_by(Page.key).execution_options(populate_existing=True)))
    kinds = {str(page.fact.release_calendar.get("period_kind")) for page in pages}
    if not pages or len(pages) != len(set(slugs)) or not all(is_period(period, kind) for kind in kinds):
        raise NotFound(N_("Rilis ini tidak ada di kalender. Buka lagi dari Yang baru."))
    return pages
