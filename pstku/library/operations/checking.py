"""Checking: a person of the office confirms a page or a figure."""

from datetime import date

from sqlalchemy import select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, insert_into
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.text import N_
from pstku.library.models import CheckPass, IndicatorValue, Page
from pstku.library.rules.entries import check_release
from pstku.library.rules.states import PageState
from pstku.offices.operations import changed
from pstku.offices.queries import configuration


def check_page(actor: Actor, key: str) -> None:
    """Confirm that the page is right today; it is due again after its interval."""
    actor.need(Role.EDITOR)
    with atomic() as s:
        page = s.scalar(select(Page).where(Page.office_id == actor.office_id, Page.key == key))
        if page is None or page.state != PageState.PUBLISHED:
            raise NotFound(N_("Halaman belajar ini tidak ada. Cari lewat kotak pencarian."))
        page.verified_at, page.verified_by_id = clock.now(), actor.person_id
        record(actor.office_id, "check_page", "page", key, actor_id=actor.person_id)
        changed(actor.office_id)


def check_value(actor: Actor, value_id: int, *, released_on: date | None = None) -> str:
    """Confirm that a figure equals its source, which must be named and dated, by somebody who did not enter it.

    `released_on` fills in the date of release where the figure came without one. Raises NotAllowed for the person
    who entered it, InvalidInput without a date of release or with one that cannot be, Conflict when somebody checked
    or withdrew it before. Returns the key of its indicator.
    """
    actor.need(Role.EDITOR)
    with atomic() as s:
        value = s.get(IndicatorValue, value_id, populate_existing=True)
        if value is None or value.office_id != actor.office_id:
            raise NotFound(N_("Angka ini tidak ada lagi. Muat ulang daftar."))
        if value.entered_by_id == actor.person_id:
            raise NotAllowed(N_("Angka ini Anda yang mengisi. Minta rekan lain memeriksanya."))
        released = value.released_on or released_on
        if released is None:
            raise InvalidInput("released_on", N_("Isi tanggal rilis sumbernya. Tanpa itu angka tidak boleh dikutip."))
        office = configuration(actor.office_id)
        check_release(value.period, released, clock.local_day(clock.now(), office.tz))
        open_ones = (IndicatorValue.id == value_id) & IndicatorValue.checked_at.is_(None)
        open_ones &= IndicatorValue.withdrawn_at.is_(None)
        moment = {"checked_at": clock.now(), "checked_by_id": actor.person_id, "released_on": released}
        taken = s.execute(update(IndicatorValue).where(open_ones).values(moment).returning(IndicatorValue.id)).all()
        if not taken:
            raise Conflict(N_("Angka ini sudah diperiksa atau ditarik rekan lain."))
        record(actor.office_id, "check_value", "indicator_value", value_id, actor_id=actor.person_id)
        changed(actor.office_id)
        return value.indicator_key


def pass_on(actor: Actor, value_id: int) -> None:
    """Bukan bidang saya: leave this figure to another checker; this person is not shown it again. Raises NotFound."""
    actor.need(Role.EDITOR)
    with atomic() as s:
        value = s.get(IndicatorValue, value_id)
        if value is None or value.office_id != actor.office_id:
            raise NotFound(N_("Angka ini tidak ada lagi. Muat ulang daftar."))
        row = {"person_id": actor.person_id, "value_id": value_id}
        s.execute(insert_into(CheckPass).values(row).on_conflict_do_nothing())
