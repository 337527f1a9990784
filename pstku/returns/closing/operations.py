"""Closing a month and revising a closed one. Nothing is ever written over.

The sums are kept before the act that reads them, so that no guest waits for it; what was told before is read within it.
"""

from datetime import date

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_, words_text
from pstku.offices.models import Office
from pstku.offices.queries import Configuration, configuration
from pstku.returns.closing.grounds import grounds_of
from pstku.returns.closing.models import MonthClosing
from pstku.returns.closing.queries import (
    carried_to,
    check_over,
    closings,
    hours_until,
    lacking,
    months_to_close,
    report_of_month,
)
from pstku.returns.closing.rules import Carried, Change, changes_between, content_of, hash_of, reported
from pstku.returns.monthly.tables import Report

REASON_SHORTEST, REASON_LONGEST = 10, 500


def close_month(actor: Actor, month: date) -> MonthClosing:
    """Keep a past month's figures as they are reported, with susulan of months closed before.

    Raises Conflict when it is closed already, not over, or before the first visit.
    """
    actor.need(Role.ADMIN)
    office = configuration(actor.office_id)
    today = clock.local_day(clock.now(), office.tz)
    check_over(month, today)
    if month not in months_to_close(office, today):
        raise Conflict(N_("Belum ada kunjungan sampai akhir bulan ini."))
    carried_to(office, closings(office.id), month)
    report_of_month(office, month)
    with atomic():
        made = _one_at_a_time(office.id)
        if any(one.month == month for one in made):
            raise Conflict(N_("Bulan ini sudah ditutup. Perubahan sesudahnya menjadi susulan atau revisi."))
        carried = carried_to(office, made, month)
        return _keep(actor, office, month, 0, report_of_month(office, month), carried=carried)


def revise_month(actor: Actor, month: date, reason: str) -> MonthClosing:
    """Issue a revision of a closed month, by today's rules, that lists each difference from what was reported so far.

    Raises Conflict when nothing differs or the month is open, InvalidInput("reason") without a reason.
    """
    actor.need(Role.ADMIN)
    office, reason = configuration(actor.office_id), fitting("reason", reason, REASON_LONGEST, words_text)
    if len(reason) < REASON_SHORTEST:
        raise InvalidInput("reason", N_("Tulis alasan revisi, paling sedikit %(n)s huruf."), n=REASON_SHORTEST)
    report_of_month(office, month)
    with atomic():
        made = _one_at_a_time(office.id)
        told = reported([one.content for one in made], month)
        if told is None:
            raise Conflict(N_("Bulan ini belum ditutup."))
        now = report_of_month(office, month)
        differences = changes_between(told[0], now, told[1])
        if not differences:
            raise Conflict(N_("Tidak ada angka yang berbeda. Revisi tidak diperlukan."))
        revision = max(one.revision for one in made if one.month == month) + 1
        return _keep(actor, office, month, revision, now, differences=differences, reason=reason)


def _one_at_a_time(office_id: int) -> list[MonthClosing]:
    """What is closed, when nobody else of the office can close or revise until this act ends; guests need not wait.

    So two who close different months never tell the same susulan.
    """
    session().execute(select(Office.id).where(Office.id == office_id).with_for_update(key_share=True))
    return closings(office_id)


def _keep(
    actor: Actor,
    office: Configuration,
    month: date,
    revision: int,
    report: Report,
    *,
    carried: list[Carried] | None = None,
    differences: tuple[Change, ...] = (),
    reason: str = "",
) -> MonthClosing:
    grounds = grounds_of(office, month, hours_until(office.id, month))
    content = content_of(
        office.name, month, revision, report, grounds=grounds, carried=carried or (), differences=differences
    )
    row = MonthClosing(
        office_id=office.id,
        month=month,
        revision=revision,
        closed_at=clock.now(),
        closed_by_id=actor.person_id,
        incomplete=lacking(office, month)[0],
        reason=reason,
        content=content,
        hash=hash_of(content),
    )
    s = session()
    s.add(row)
    s.flush()
    record(
        office.id,
        "revise_month" if revision else "close_month",
        "month_closing",
        row.id,
        actor_id=actor.person_id,
        revision=revision,
        month=f"{month}",
        hash=row.hash,
    )
    return row
