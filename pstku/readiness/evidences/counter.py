"""Evidences of the counter: hours, duty, times, access, and what guests are told of the services."""

from datetime import date, timedelta

from pstku.core.text import N_
from pstku.devices.queries import devices
from pstku.guestbook.operations.keeping_days import figures_by_span
from pstku.guestbook.rules.days import total
from pstku.officers.queries.duties import plans
from pstku.officers.rules import days_without_duty
from pstku.offices.queries.english import guest_rows
from pstku.offices.rules.calendar import week_of
from pstku.offices.rules.week import week_in_words
from pstku.readiness.evidences.asking import NONE, Asked, Row, day, number, share
from pstku.readiness.queries import told_standards, version_in_effect
from pstku.returns.overview.figures import times


def opening_hours(asked: Asked) -> list[Row]:
    """The week as guests read it, and how many days off of the year are known."""
    week = week_in_words(week_of(asked.today, asked.office.calendar))
    rows = [Row(days, f"{hours} (istirahat {pause})" if pause else hours) for days, hours, pause in week]
    known = sum(on.year == asked.year for on in asked.office.holidays)
    return [*rows, Row(N_("Hari libur tahun ini yang terisi"), number(known))] if rows else []


def duty_roster(asked: Asked) -> list[Row]:
    """On how many working days so far somebody was on duty."""
    days = [on for on in _days(asked) if asked.office.works_on(on)]
    planned = plans(asked.office.id, asked.first, asked.last)
    if not planned:
        return []
    empty = days_without_duty(days, planned)
    return [Row(N_("Hari kerja dengan petugas piket"), share(len(days) - len(empty), len(days)))]


def _days(asked: Asked) -> list[date]:
    return [asked.first + timedelta(days=n) for n in range((asked.last - asked.first).days + 1)]


def service_times(asked: Asked) -> list[Row]:
    """How long guests waited and were served, beside the standard."""
    days, _since = figures_by_span(asked.office, asked.first, asked.last)
    whole = total(days.values()).whole
    if not whole.visits:
        return []
    found = times(whole)
    return [
        Row(N_("Kunjungan"), number(whole.visits)),
        Row(N_("Waktu tunggu, nilai tengah (menit)"), _minutes(found.to_first_service)),
        Row(N_("Waktu layanan, nilai tengah (menit)"), _minutes(found.service)),
        Row(N_("Mulai dilayani dalam standar"), share(found.within_standard, found.with_standard)),
    ]


def _minutes(value: int | None) -> str:
    return NONE if value is None else number(value)


def access(asked: Asked) -> list[Row]:
    """What makes the tablet usable for more people: languages, and that who needs help comes first."""
    tablets = [one for one in devices(asked.office.id) if one.revoked_at is None]
    if not tablets:
        return []
    rows = guest_rows(asked.office.id)
    return [
        Row(N_("Tablet buku tamu"), number(len(tablets))),
        Row(N_("Bahasa di layar tamu"), "Indonesia, Inggris"),
        Row(N_("Kata kantor yang sudah ada bahasa Inggrisnya"), share(sum(not r.is_gap for r in rows), len(rows))),
        Row(N_("Huruf besar, dibacakan, panggil bantuan"), "tersedia di setiap layar tamu"),
        Row(N_("Disabilitas, lansia, hamil, menyusui, membawa anak"), "didahulukan dalam urutan layanan"),
    ]


def services(asked: Asked) -> list[Row]:
    """Each service with the standard guests are told, and those that still carry the example."""
    offered = asked.office.active_services()
    rows = [Row(one.name, " · ".join(filter(None, (one.standard_text, one.fee))) or NONE) for one in offered]
    examples = sum(one.is_example for one in offered)
    return [*rows, Row(N_("Masih contoh, belum ditetapkan kantor"), number(examples))] if rows else []


def standard(asked: Asked) -> list[Row]:
    """The version of the service standard that holds, its review and who took part."""
    held = version_in_effect(asked.office.id, asked.last)
    if held is None:
        return []
    same = held.services == told_standards(asked.office)
    return [
        Row(N_("Versi"), held.name),
        Row(N_("Berlaku sejak"), day(held.effective_on)),
        Row(N_("Ditinjau bersama pengguna"), day(held.reviewed_on)),
        Row(N_("Yang ikut meninjau"), held.participants or NONE),
        Row(N_("Sama dengan yang dibaca tamu sekarang"), "ya" if same else "tidak, standar layanan berubah sesudahnya"),
    ]


def pledge(asked: Asked) -> list[Row]:
    """The pledge as it hangs in the office, and when it was set."""
    held, words = version_in_effect(asked.office.id, asked.last), asked.office.settings.display_pledge
    set_on = held.pledged_on if held else None
    if not words and set_on is None:
        return []
    return [Row(N_("Maklumat"), words or NONE), Row(N_("Ditetapkan"), day(set_on))]


def media(asked: Asked) -> list[Row]:
    """Where the service standard can be read, one medium a line."""
    held = version_in_effect(asked.office.id, asked.last)
    listed = held.media.splitlines() if held else []
    return [Row(N_("Banyak media"), number(len(listed))), *(Row(medium, "") for medium in listed)] if listed else []
