"""Figures enter the library: typed, from a sheet, from a pack or from the WebAPI. Nothing is overwritten."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.core.text import N_, clean_line
from pstku.learning.models import IndicatorValue, Page, Region
from pstku.learning.rules.entries import NewValue, check_release
from pstku.learning.rules.periods import is_period
from pstku.offices.operations import changed
from pstku.offices.queries import configuration

REPLACED = N_("Diganti isian yang lebih baru")
LEVELS = ("nasional", "provinsi", "kota", "kecamatan", "kelurahan")
LARGEST = 10**17  # scaled values live in 64 bits


@dataclass(slots=True)
class EntryReport:
    """Ids of the rows that were added, and how many figures the library knew already."""

    added: list[int] = field(default_factory=list)
    same: int = 0


def enter_values(office_id: int, entries: Iterable[NewValue], *, actor: Actor | None, origin: str) -> EntryReport:
    """Add figures as unchecked vintages; an equal one adds nothing, an unchecked older one is laid aside.

    `actor` is None when a machine offers them (pack, WebAPI). All or nothing: raises InvalidInput for the first
    figure that cannot be taken, NotFound for an unknown indicator.
    """
    if actor is not None:
        actor.need(Role.EDITOR)
    report, entered = EntryReport(), list(entries)
    with atomic() as s:
        _check(office_id, entered)
        newest = _newest(office_id, entered)
        for entry in entered:
            known = newest.get(entry.cell)
            if known is not None and _says_nothing_new(entry, known, origin):
                report.same += 1
                continue
            row = _add(office_id, entry, known, actor, origin)
            newest[entry.cell] = row
            report.added.append(row.id)
        if report.added:
            actor_id = actor.person_id if actor else None
            record(office_id, "enter_values", "indicator_value", origin, actor_id=actor_id, count=len(report.added))
            changed(office_id)
        s.flush()
    return report


def withdraw_value(actor: Actor, value_id: int, why: str) -> None:
    """The figure is wrong and is used nowhere any more; it stays in the history with the reason.

    Raises InvalidInput without a reason, Conflict when it was withdrawn before.
    """
    actor.need(Role.EDITOR)
    reason = clean_line(why, 200)
    if len(reason) < 3:
        raise InvalidInput("why", N_("Tulis alasannya dalam satu kalimat."))
    with atomic() as s:
        value = s.get(IndicatorValue, value_id, populate_existing=True)
        if value is None or value.office_id != actor.office_id:
            raise NotFound(N_("Angka ini tidak ada lagi. Muat ulang daftar."))
        if value.withdrawn_at is not None:
            raise Conflict(N_("Angka ini sudah ditarik rekan lain."))
        _lay_aside(value, reason, actor.person_id)
        record(actor.office_id, "withdraw_value", "indicator_value", value_id, actor_id=actor.person_id)
        changed(actor.office_id)


def _check(office_id: int, entries: list[NewValue]) -> None:
    s = session()
    wanted = {entry.indicator_key for entry in entries}
    indicators = (Page.office_id == office_id) & (Page.kind == "indicator") & Page.key.in_(wanted)
    known = set(s.scalars(select(Page.key).where(indicators)))
    if missing := sorted(wanted - known):
        raise NotFound(N_("Indikator %(key)s tidak ada di pustaka kantor ini."), key=missing[0])
    today = clock.local_day(clock.now(), configuration(office_id).tz)
    for entry in entries:
        check_one(entry, today)


def check_one(entry: NewValue, today: date) -> None:
    """Raises InvalidInput when the figure cannot be kept, whoever offers it."""
    if not is_period(entry.period, entry.period_kind):
        raise InvalidInput(
            "period",
            N_("Periode “%(period)s” tidak dikenal. Tulis misalnya 2025, Agustus 2025, atau Triwulan II 2026."),
            period=entry.period,
        )
    if not entry.value.is_finite() or abs(entry.scaled[0]) > LARGEST:
        raise InvalidInput("value", N_("Angkanya tidak dapat disimpan. Ketik misalnya 78,54."))
    if not clean_line(entry.source, 300):
        raise InvalidInput("source", N_("Isi sumber angkanya, misalnya nomor BRS atau judul publikasi."))
    if not entry.region_code.isdigit() or len(entry.region_code) > 13:
        raise InvalidInput("region_code", N_("Kode wilayah terdiri atas angka, misalnya 7571."))
    if entry.source_url and not entry.source_url.startswith(("https://", "http://")):
        raise InvalidInput("source_url", N_("Alamat sumber diawali https://"))
    if entry.released_on:
        check_release(entry.period, entry.released_on, today)


def _newest(office_id: int, entries: list[NewValue]) -> dict[tuple[str, str, str], IndicatorValue]:
    mine = (IndicatorValue.office_id == office_id) & IndicatorValue.indicator_key.in_(
        {e.indicator_key for e in entries}
    )
    rows = session().scalars(select(IndicatorValue).where(mine).order_by(IndicatorValue.vintage))
    return {(row.indicator_key, row.region_code, row.period): row for row in rows}


def _says_nothing_new(entry: NewValue, known: IndicatorValue, origin: str) -> bool:
    """A machine that offers the same number again is not heard, also after somebody refused it."""
    is_same_number = entry.value == Decimal(known.scaled).scaleb(-known.decimals)
    if origin == "webapi":
        return is_same_number
    if known.withdrawn_at is not None:
        return False
    is_same = entry.scaled == (known.scaled, known.decimals) and entry.series in ("", known.series)
    adds = (entry.released_on and entry.released_on != known.released_on) or (
        entry.status and entry.status != known.status
    )
    return is_same and not adds


def _add(
    office_id: int, entry: NewValue, known: IndicatorValue | None, actor: Actor | None, origin: str
) -> IndicatorValue:
    person_id = actor.person_id if actor else None
    columns = asdict(entry)
    del columns["value"]
    columns["scaled"], columns["decimals"] = entry.scaled
    columns["source"] = clean_line(entry.source, 300)
    columns["note"] = clean_line(entry.note, 500)
    columns["series"] = entry.series or (known.series if known else "")
    row = IndicatorValue(
        office_id=office_id,
        vintage=known.vintage + 1 if known else 1,
        origin=origin,
        entered_by_id=person_id,
        entered_at=clock.now(),
        **columns,
    )
    session().add(row)
    if known is not None and known.checked_at is None and known.withdrawn_at is None:
        _lay_aside(known, REPLACED, person_id)
    session().flush()
    return row


def _lay_aside(value: IndicatorValue, why: str, person_id: int | None) -> None:
    value.withdrawn_at, value.withdrawn_by_id, value.withdrawn_why = clock.now(), person_id, why


def add_region(actor: Actor, code: str, name: str, level: str, parent_code: str | None) -> None:
    """A place figures may belong to; the same code again only renames it."""
    actor.need(Role.EDITOR)
    if not code.isdigit() or not 4 <= len(code) <= 13:
        raise InvalidInput("code", N_("Kode wilayah terdiri atas 4 sampai 13 angka, misalnya 7571010."))
    if level not in LEVELS:
        raise InvalidInput("level", N_("Pilih tingkat wilayahnya."))
    if parent_code == code:
        raise InvalidInput("parent_code", N_("Wilayah tidak dapat menjadi bagian dari dirinya sendiri."))
    if not clean_line(name, 80):
        raise InvalidInput("name", N_("Nama wilayah belum terisi."))
    with atomic() as s:
        mine = (Region.office_id == actor.office_id) & (Region.code == code)
        region = s.scalar(select(Region).where(mine).with_for_update())
        if region is None:
            region = Region(office_id=actor.office_id, code=code)
            s.add(region)
        region.name, region.level, region.parent_code = clean_line(name, 80), level, parent_code
        record(actor.office_id, "add_region", "region", code, actor_id=actor.person_id)
        changed(actor.office_id)


__all__ = ["EntryReport", "NewValue", "add_region", "enter_values", "withdraw_value"]
