"""Evidences of complaints, rewards, competence, privacy and reports."""

from datetime import datetime

from sqlalchemy import func, select

from pstku.audit.models import AuditEntry
from pstku.breaches.queries import open_breaches
from pstku.complaints.queries import register_entries
from pstku.complaints.rules.register import count_line
from pstku.core import clock
from pstku.core.db import session
from pstku.core.numbers import format_number
from pstku.core.quarters import quarter_name
from pstku.core.text import N_
from pstku.guestbook.entry import NOTICE_VERSION
from pstku.guestbook.models import Consent, Guest
from pstku.jobs.queries import NIGHTLY, find_job
from pstku.offices.rules.addresses import AddressState, Topic
from pstku.practice.queries.competence_results import closed_results
from pstku.practice.rules.competence import INDICATORS
from pstku.readiness.evidences.asking import NONE, Asked, Row, day, number, share
from pstku.returns.closing.queries import closed_months, months_to_close
from pstku.rewards.queries import proposals
from pstku.rewards.rules.states import State

LINES = {"desk": "petugas pelayanan", "field": "layanan di luar kantor"}
REQUESTS = {
    "find_guests": N_("Permintaan data dicari"),
    "export_guest": N_("Data diserahkan kepada pemiliknya"),
    "correct_guest": N_("Data diperbaiki"),
    "erase_guest": N_("Identitas dihapus atas permintaan"),
}


def complaints(asked: Asked) -> list[Row]:
    """Those of the year: received, heard and answered in time; without those about whoever looks."""
    found = count_line(register_entries(asked.actor, asked.first, asked.last), asked.today, asked.office.tz)
    if not found.received:
        return []
    greeted, answered = found.greeted_in_time + found.greeted_late, found.answered_in_time + found.answered_late
    return [
        Row(N_("Pengaduan masuk"), number(found.received)),
        Row(N_("Kabar pertama tepat waktu"), share(found.greeted_in_time, greeted)),
        Row(N_("Dijawab tepat waktu"), share(found.answered_in_time, answered)),
        Row(N_("Menunggu, lewat batas"), number(found.overdue)),
        Row(N_("Terbukti"), number(found.upheld)),
        Row(N_("Pengaduan tentang pembaca sendiri"), "tidak terhitung"),
    ]


def complaint_ways(asked: Asked) -> list[Row]:
    """Where a guest can complain, here and outside."""
    limits, office = asked.office.settings, asked.office
    here = [("Tablet dan petugas di konter", "dengan kode untuk diikuti di /pengaduan")]
    ours = [(name, value) for name, value in (("WhatsApp", office.whatsapp), ("E-mail", office.email)) if value]
    outside = [
        (one.name, one.address)
        for one in office.addresses
        if one.topic == Topic.COMPLAINT and one.state != AddressState.ENDED
    ]
    clocks = f"{limits.complaint_first_days} / {limits.complaint_plain_days} / {limits.complaint_breach_days} / {limits.complaint_field_days}"
    rows = [Row(name, value or NONE) for name, value in (*here, *ours, *outside)]
    return [*rows, Row(N_("Hari kerja: kabar pertama, biasa, dugaan pelanggaran, pemeriksaan lapangan"), clocks)]


def award_criteria(asked: Asked) -> list[Row]:
    """The gates of the reward, as set today; each quarter is judged by those of the day it was opened."""
    limits = asked.office.settings
    return [
        Row(N_("Penilaian paling sedikit"), number(limits.gate_votes)),
        Row(N_("Cakupan paling sedikit"), f"{limits.gate_coverage_percent} %"),
        Row(N_("Penilaian tersebar paling sedikit di (minggu)"), number(limits.gate_weeks)),
        Row(N_("Dari satu kontak paling banyak"), f"{limits.gate_contact_percent} %"),
        Row(N_("Tanpa pengaduan terbukti dan tanpa sanksi"), "ya"),
        Row(N_("Masa keberatan (hari kerja)"), number(limits.objection_days)),
    ]


def winners(asked: Asked) -> list[Row]:
    """Established rewards of the year: winners only, never the others."""
    held = [
        one
        for one in proposals(asked.office.id)
        if one.period.year == asked.year and one.period.state == State.ESTABLISHED
    ]
    return [
        Row(
            f"{quarter_name(one.period.year, one.period.quarter)}, {LINES[one.period.line]}",
            f"{one.winner or 'tidak ditetapkan'} · SK {one.period.sk_number or NONE}, {day(one.period.sk_on)}",
        )
        for one in held
    ]


def competence(asked: Asked) -> list[Row]:
    """The newest closed round of the questionnaire of the year that may be shown: the office's indices."""
    tz = asked.office.tz
    held = [
        one
        for one in closed_results(asked.office)
        if clock.local_day(one.closed_at, tz).year == asked.year and one.scores
    ]
    if not held:
        return []
    newest = held[0]
    people = f"{newest.people} dari {newest.staff} pegawai" if newest.staff else f"{newest.people} pegawai"
    rows = [
        Row(INDICATORS[one.indicator], NONE if one.index is None else format_number(one.index, 2))
        for one in newest.scores
    ]
    return [Row(N_("Putaran"), f"{newest.title}, diisi {people}, sasaran {newest.target}"), *rows]


def privacy(asked: Asked) -> list[Row]:
    """What guests agreed to, what they asked for, what is forgotten by itself, and breaches that are open."""
    office, (start, end) = asked.office, clock.days_range(asked.first, asked.last, asked.office.tz)
    night = find_job(office.id, NIGHTLY)
    seen = clock.local_day(night.succeeded_at, office.tz) if night and night.succeeded_at else None
    requests = _acts(office.id, start, end)
    return [
        Row(N_("Versi pemberitahuan"), NOTICE_VERSION),
        Row(N_("Persetujuan yang ditarik tahun ini"), number(_withdrawn(office.id, start, end))),
        *(Row(words, number(requests.get(act, 0))) for act, words in REQUESTS.items()),
        Row(N_("Identitas disamarkan setelah (bulan)"), number(office.settings.identity_months)),
        Row(N_("Pekerjaan malam terakhir yang tuntas"), day(seen)),
        Row(N_("Kebocoran data yang belum ditutup"), number(open_breaches(office.id).count)),
    ]


def _acts(office_id: int, start: datetime, end: datetime) -> dict[str, int]:
    mine = (AuditEntry.office_id == office_id, AuditEntry.action.in_(REQUESTS))
    query = select(AuditEntry.action, func.count()).where(*mine, AuditEntry.at >= start, AuditEntry.at < end)
    return {action: count for action, count in session().execute(query.group_by(AuditEntry.action))}  # noqa: C416


def _withdrawn(office_id: int, start: datetime, end: datetime) -> int:
    within = (Consent.withdrawn_at >= start, Consent.withdrawn_at < end, Guest.office_id == office_id)
    query = select(func.count(Consent.id)).join(Guest, Guest.id == Consent.guest_id).where(*within)
    return session().scalar(query) or 0


def closed_reports(asked: Asked) -> list[Row]:
    """Months of the year that were closed, of those that could be."""
    closed = closed_months(asked.office.id, asked.first, asked.last)
    could = {month for month in months_to_close(asked.office, asked.today) if month.year == asked.year}
    return [Row(N_("Laporan bulanan ditutup"), share(len(closed & could), len(could)))] if could else []
