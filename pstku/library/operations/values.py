"""Figures enter the library: typed, from a sheet, from a pack or from the WebAPI. Nothing is overwritten."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import NotFound
from pstku.core.text import N_, clean_line
from pstku.library.models import IndicatorValue, Page
from pstku.library.operations.withdrawing import lay_aside
from pstku.library.queries.profiles import profiles, region_levels
from pstku.library.rules.admission import Profile, check_figure, check_filled
from pstku.library.rules.entries import NewValue
from pstku.library.rules.states import Kind, ValueOrigin
from pstku.offices.operations import changed
from pstku.offices.queries import configuration

REPLACED = N_("Diganti isian yang lebih baru")


@dataclass(slots=True)
class EntryReport:
    """Ids of the rows that were added, how many figures the library knew, and how many wait for a person's."""

    added: list[int] = field(default_factory=list)
    same: int = 0
    waiting: int = 0


def enter_values(
    office_id: int, entries: Iterable[NewValue], *, actor: Actor | None, origin: ValueOrigin
) -> EntryReport:
    """Add figures as unchecked vintages; an equal one is skipped, and an older unchecked one is withdrawn.

    `actor` is None when a machine offers them (pack, WebAPI). All or nothing: raises InvalidInput for the first
    figure that cannot be taken, NotFound for an unknown indicator.
    """
    if actor is not None:
        actor.need(Role.EDITOR)
    report, entered = EntryReport(), list(entries)
    with atomic() as s:
        _check(office_id, entered, is_by_person=actor is not None)
        held = _held(office_id, entered)
        for entry in entered:
            vintages = held[entry.cell]
            if vintages and _says_nothing_new(entry, vintages, origin):
                report.same += 1
            elif vintages and origin == ValueOrigin.WEBAPI and _waits_for_a_person(vintages[-1]):
                report.waiting += 1
            else:
                row = _add(office_id, entry, vintages[-1] if vintages else None, actor, origin)
                vintages.append(row)
                report.added.append(row.id)
        if report.added:
            actor_id = actor.person_id if actor else None
            record(office_id, "enter_values", "indicator_value", origin, actor_id=actor_id, count=len(report.added))
            changed(office_id)
        s.flush()
    return report


def _check(office_id: int, entries: list[NewValue], *, is_by_person: bool) -> None:
    s = session()
    indicator_keys = {entry.indicator_key for entry in entries}
    indicators = (Page.office_id == office_id) & (Page.kind == Kind.INDICATOR) & Page.key.in_(indicator_keys)
    found_keys = set(s.scalars(select(Page.key).where(indicators)))
    if missing := sorted(indicator_keys - found_keys):
        raise NotFound(N_("Indikator %(key)s tidak ada di pustaka kantor ini."), key=missing[0])
    office = configuration(office_id)
    today = clock.local_day(clock.now(), office.tz)
    if not is_by_person:
        for entry in entries:
            check_figure(entry, today)
        return
    shapes, levels = profiles(office_id), region_levels(office)
    for entry in entries:
        profile = shapes.get(entry.indicator_key, Profile())
        check_filled(entry, profile, levels.get(entry.region_code), today)


def _held(office_id: int, entries: list[NewValue]) -> dict[tuple[str, str, str], list[IndicatorValue]]:
    """Cell -> its vintages, the newest last."""
    mine = (IndicatorValue.office_id == office_id) & IndicatorValue.indicator_key.in_(
        {e.indicator_key for e in entries}
    )
    rows = session().scalars(select(IndicatorValue).where(mine).order_by(IndicatorValue.vintage))
    held: dict[tuple[str, str, str], list[IndicatorValue]] = defaultdict(list)
    for row in rows:
        held[row.indicator_key, row.region_code, row.period].append(row)
    return held


def _waits_for_a_person(newest: IndicatorValue) -> bool:
    """What a colleague filled in is checked first; a machine does not lay it aside."""
    return newest.entered_by_id is not None and newest.checked_at is None and newest.withdrawn_at is None


def _says_nothing_new(entry: NewValue, vintages: Sequence[IndicatorValue], origin: ValueOrigin) -> bool:
    """Ignore a number a machine offers again, even after someone refused or corrected it.

    A spreadsheet drops the zeros at the end of a number: there 78,5 is 78,50.
    """
    if origin == ValueOrigin.WEBAPI:
        return any(entry.value == Decimal(row.scaled).scaleb(-row.decimals) for row in vintages)
    newest = vintages[-1]
    is_same_number = entry.value == Decimal(newest.scaled).scaleb(-newest.decimals)
    if newest.withdrawn_at is not None:
        return False
    is_same = entry.scaled == (newest.scaled, newest.decimals) or (origin == ValueOrigin.SHEET and is_same_number)
    is_same = is_same and entry.series in ("", newest.series)
    adds = (entry.released_on and entry.released_on != newest.released_on) or (
        entry.status and entry.status != newest.status
    )
    return is_same and not adds


def _add(
    office_id: int, entry: NewValue, newest: IndicatorValue | None, actor: Actor | None, origin: ValueOrigin
) -> IndicatorValue:
    person_id = actor.person_id if actor else None
    columns = asdict(entry)
    del columns["value"]
    columns["scaled"], columns["decimals"] = entry.scaled
    columns["source"] = clean_line(entry.source, 300)
    columns["note"] = clean_line(entry.note, 500)
    columns["series"] = entry.series or (newest.series if newest else "")
    row = IndicatorValue(
        office_id=office_id,
        vintage=newest.vintage + 1 if newest else 1,
        origin=origin,
        entered_by_id=person_id,
        entered_at=clock.now(),
        **columns,
    )
    session().add(row)
    if newest is not None and newest.checked_at is None and newest.withdrawn_at is None:
        lay_aside(newest, REPLACED, person_id)
    session().flush()
    return row


__all__ = ["EntryReport", "NewValue", "enter_values"]
