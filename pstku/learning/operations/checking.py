"""Checking: a person of the office says that a page or a figure is right."""

from sqlalchemy import select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.errors import Conflict, NotAllowed, NotFound
from pstku.core.text import N_
from pstku.learning.models import IndicatorValue, Page
from pstku.offices.operations import changed


def check_page(actor: Actor, key: str) -> None:
    """The page is right as it stands today; it is asked again after its interval."""
    actor.need(Role.EDITOR)
    with atomic() as s:
        page = s.scalar(select(Page).where(Page.office_id == actor.office_id, Page.key == key))
        if page is None:
            raise NotFound(N_("Halaman belajar ini tidak ada. Cari lewat kotak pencarian."))
        page.verified_at, page.verified_by_id = clock.now(), actor.person_id
        record(actor.office_id, "check_page", "page", key, actor_id=actor.person_id)
        changed(actor.office_id)


def check_value(actor: Actor, value_id: int) -> None:
    """The figure equals its source; a second person than the one who typed it, and only with a source and its date.

    Raises NotAllowed for the person who entered it and Conflict when somebody checked it before.
    """
    actor.need(Role.EDITOR)
    with atomic() as s:
        value = s.get(IndicatorValue, value_id, populate_existing=True)
        if value is None or value.office_id != actor.office_id:
            raise NotFound(N_("Angka ini tidak ada lagi. Muat ulang daftar."))
        if value.entered_by_id == actor.person_id:
            raise NotAllowed(N_("Angka ini Anda yang mengisi. Minta rekan lain memeriksanya."))
        unchecked = (IndicatorValue.id == value_id) & IndicatorValue.checked_at.is_(None)
        moment = {"checked_at": clock.now(), "checked_by_id": actor.person_id}
        taken = s.execute(update(IndicatorValue).where(unchecked).values(moment).returning(IndicatorValue.id)).all()
        if not taken:
            raise Conflict(N_("Angka ini sudah diperiksa rekan lain."))
        record(actor.office_id, "check_value", "indicator_value", value_id, actor_id=actor.person_id)
