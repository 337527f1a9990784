"""The calendar of duties: a first list, entries an office edits, and what was done."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, run, session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_, words_line, words_text
from pstku.offices.queries import configuration
from pstku.readiness.models import DutyDeed, YearlyDuty
from pstku.readiness.queries import READERS, get_duty
from pstku.readiness.rules import FIRST_DUTIES, due_on

TITLE_LONGEST, SOURCE_LONGEST, NOTE_LONGEST = 120, 120, 500
LEAP_YEAR = 2024


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyWords:
    """A duty as it was typed; month and day both or neither."""

    title: str
    month: int | None = None
    day: int | None = None
    source: str = ""
    needs_check: bool = False


def take_first_duties(actor: Actor) -> int:
    """Put those of the first list into the calendar that are not there, each marked periksa; returns how many."""
    actor.need(*READERS)
    with atomic() as s:
        there = set(s.scalars(select(YearlyDuty.title).where(YearlyDuty.office_id == actor.office_id)))
        fresh = [duty for duty in FIRST_DUTIES if duty.title not in there]
        for duty in fresh:
            words = DutyWords(title=duty.title, month=duty.month, day=duty.day, source=duty.source, needs_check=True)
            _add(actor, words)
        if fresh:
            record(
                actor.office_id, "take_first_duties", "office", actor.office_id, actor_id=actor.person_id, n=len(fresh)
            )
    return len(fresh)


def save_duty(actor: Actor, duty_id: int | None, typed: DutyWords) -> int:
    """Add a duty, or change one; returns its id. Raises InvalidInput, NotFound."""
    actor.need(*READERS)
    words = _checked(typed)
    with atomic():
        if duty_id is None:
            row = _add(actor, words)
        else:
            row = get_duty(actor.office_id, duty_id)
            row.title, row.month, row.day = words.title, words.month, words.day
            row.source, row.needs_check = words.source, words.needs_check
        session().flush()
        record(actor.office_id, "save_duty", "yearly_duty", row.id, actor_id=actor.person_id)
    return row.id


def remove_duty(actor: Actor, duty_id: int) -> None:
    """Take a duty out of the calendar; raises NotFound, Conflict when something was done for it."""
    actor.need(*READERS)
    with atomic() as s:
        row = get_duty(actor.office_id, duty_id)
        if s.scalar(select(DutyDeed.year).where(DutyDeed.duty_id == duty_id).limit(1)):
            raise Conflict(N_("Kewajiban ini pernah dicatat selesai, jadi tetap tersimpan. Kosongkan saja tanggalnya."))
        s.delete(row)
        record(actor.office_id, "remove_duty", "yearly_duty", duty_id, actor_id=actor.person_id)


def note_deed(actor: Actor, duty_id: int, year: int, *, done_on: date, note: str) -> None:
    """Note that a duty of this year is done; raises InvalidInput, NotFound, Conflict when it is already."""
    actor.need(*READERS)
    note = fitting("note", note, NOTE_LONGEST, words_text)
    office = configuration(actor.office_id)
    if done_on > clock.local_day(clock.now(), office.tz):
        raise InvalidInput("done_on", N_("Tanggal itu belum tiba."))
    with atomic() as s:
        get_duty(office.id, duty_id)
        if s.get(DutyDeed, (duty_id, year)):
            raise Conflict(N_("Kewajiban ini sudah dicatat selesai untuk tahun itu."))
        deed = DutyDeed(
            duty_id=duty_id, year=year, office_id=office.id, done_on=done_on, note=note, noted_by_id=actor.person_id
        )
        s.add(deed)
        s.flush()
        record(office.id, "note_duty_done", "yearly_duty", duty_id, actor_id=actor.person_id, year=year)


def take_back_deed(actor: Actor, duty_id: int, year: int) -> None:
    """It was not done after all; raises NotFound, Conflict when nothing stands there."""
    actor.need(*READERS)
    with atomic():
        get_duty(actor.office_id, duty_id)
        gone = delete(DutyDeed).where(DutyDeed.duty_id == duty_id, DutyDeed.year == year)
        if run(gone).rowcount != 1:
            raise Conflict(N_("Catatan selesai ini sudah tidak ada."))
        record(actor.office_id, "take_back_duty", "yearly_duty", duty_id, actor_id=actor.person_id, year=year)


def _add(actor: Actor, words: DutyWords) -> YearlyDuty:
    row = YearlyDuty(
        office_id=actor.office_id,
        title=words.title,
        month=words.month,
        day=words.day,
        source=words.source,
        needs_check=words.needs_check,
    )
    session().add(row)
    return row


def _checked(typed: DutyWords) -> DutyWords:
    title = fitting("title", typed.title, TITLE_LONGEST, words_line)
    if not title:
        raise InvalidInput("title", N_("Tulis kewajibannya."))
    if (typed.month is None) != (typed.day is None):
        raise InvalidInput("day", N_("Pilih bulan dan isi tanggalnya, atau kosongkan keduanya."))
    if typed.month is not None and typed.day is not None:
        due = due_on(typed.month, typed.day, LEAP_YEAR) if 1 <= typed.month <= 12 and 1 <= typed.day <= 31 else None
        if due is None or due.day != typed.day:
            raise InvalidInput("day", N_("Tanggal ini tidak ada di bulan itu."))
    source = fitting("source", typed.source, SOURCE_LONGEST, words_line)
    return DutyWords(title=title, month=typed.month, day=typed.day, source=source, needs_check=typed.needs_check)
