"""Closing a month and revising a closed one. Nothing is ever written over.

The figures are read before the act that keeps them, so that no guest waits for it; who comes in between is susulan.
"""

from datetime import date

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_, words_text
from pstku.offices.queries import Configuration, configuration
from pstku.reports.closing.models import MonthClosing
from pstku.reports.closing.queries import (
    carried_to,
    check_over,
    closings,
    lacking,
    last_closing,
    months_to_close,
    report_of_month,
)
from pstku.reports.closing.rules import Carried, Change, changes_between, content_of, hash_of, report_in
from pstku.reports.monthly.tables import Report

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
    if last_closing(office.id, month):
        raise Conflict(N_("Bulan ini sudah ditutup. Perubahan sesudahnya menjadi susulan atau revisi."))
    carried = carried_to(office, closings(office.id), month)
    return _keep(actor, office, month, 0, report_of_month(office, month), carried=carried)


def revise_month(actor: Actor, month: date, reason: str) -> MonthClosing:
    """Issue a revision of a closed month that lists each difference from the one before.

    Raises Conflict when nothing differs or the month is open, InvalidInput("reason") without a reason.
    """
    actor.need(Role.ADMIN)
    office, reason = configuration(actor.office_id), fitting("reason", reason, REASON_LONGEST, words_text)
    if len(reason) < REASON_SHORTEST:
        raise InvalidInput("reason", N_("Tulis alasan revisi, paling sedikit %(n)s huruf."), n=REASON_SHORTEST)
    before = last_closing(office.id, month)
    if before is None:
        raise Conflict(N_("Bulan ini belum ditutup."))
    kept, now = report_in(before.content), report_of_month(office, month)
    differences = changes_between(kept.values, now, kept.names)
    if not differences:
        raise Conflict(N_("Tidak ada angka yang berbeda. Revisi tidak diperlukan."))
    return _keep(actor, office, month, before.revision + 1, now, differences=differences, reason=reason)


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
    content = content_of(office.name, month, revision, report, carried or (), differences)
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
    with atomic() as s:
        s.add(row)
        s.flush()
        act = "revise_month" if revision else "close_month"
        record(
            office.id,
            act,
            "month_closing",
            row.id,
            actor_id=actor.person_id,
            revision=revision,
            month=f"{month}",
            hash=row.hash,
        )
    return row
