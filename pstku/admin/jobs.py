"""Pekerjaan: long-running jobs with their progress and last result, and the server's date when it is in doubt."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Response, flash, request
from flask_babel import gettext as _

from pstku.accounts.queries import names_of
from pstku.admin import blueprint
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.pages import redirect_to, render_page
from pstku.http.processes import start_command
from pstku.jobs.operations import ask_for_job, confirm_clock
from pstku.jobs.queries import (
    ASKED,
    BACKUP,
    CHECK_AUDIT,
    NIGHTLY,
    doubt_about_clock,
    find_job,
    is_running,
    is_waiting,
    newest_act,
    overdue_since,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A job as an admin knows it."""

    name: str
    title: str
    about: str


KINDS = (
    Kind(
        NIGHTLY,
        N_("Pekerjaan malam"),
        N_("Menerbitkan skor, menutup hak menilai, menghapus identitas lama. Berjalan sendiri setiap malam."),
    ),
    Kind(
        CHECK_AUDIT,
        N_("Pemeriksaan jejak audit"),
        N_("Menghitung ulang setiap baris jejak: adakah yang diubah atau hilang."),
    ),
    Kind(
        BACKUP,
        N_("Cadangan"),
        N_("Satu berkas terenkripsi dengan semuanya. Dibuat sendiri sesudah pekerjaan malam."),
    ),
)


@dataclass(frozen=True, slots=True)
class JobView:
    """A job with what its row says."""

    kind: Kind
    state: str  # never, waiting, running, broken (its process ended without a word, or never began), done, failed
    started_by: str
    at: datetime | None
    step: str
    done: int
    total: int
    said: list[str]
    is_asked: bool = False  # by an admin: taken up at any hour when it is broken off

    @property
    def is_busy(self) -> bool:
        return self.state in ("waiting", "running")


@blueprint.get("/pekerjaan")
@requires(Role.ADMIN, area=ADMIN)
def jobs() -> Response:
    """Every job with its progress or last result, and first the clock when it is in doubt."""
    office = current_office()
    views = [job_view(office.id, kind.name) for kind in KINDS]
    return render_page(
        "admin/jobs.html",
        fragments=("list",),
        jobs=views,
        is_busy=any(view.is_busy for view in views),
        doubt=doubt_about_clock(office.id),
        today=clock.local_day(clock.now(), office.tz),
        newest=newest_act(office.id),
        overdue=overdue_since(office.id),
    )


@blueprint.post("/pekerjaan/<name>")
@requires(Role.ADMIN, area=ADMIN)
def start_job(name: str) -> Response:
    """Start a job now, in a process of its own; one that is running is not started twice."""
    begin_job(name)
    return redirect_to("admin.jobs")


@blueprint.post("/pekerjaan/tanggal")
@requires(Role.ADMIN, area=ADMIN)
def confirm_date() -> Response:
    """Confirm that the server's date is right; work that waited for this goes on at its next turn."""
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        raise NotFound(N_("Tanggal ini tidak terbaca. Muat ulang halaman.")) from None
    confirm_clock(current_actor(), day)
    flash(_("Tanggal dipastikan. Pekerjaan malam boleh menghapus lagi."), "success")
    return redirect_to("admin.jobs")


def begin_job(name: str) -> None:
    """Record that an admin asked for a job, and start the process that does what was asked for."""
    title = _(_kind(name).title)
    if ask_for_job(current_actor(), name):
        start_command("jobs")
        flash(_("%(job)s dimulai. Halaman ini menunjukkan kemajuannya.", job=title), "success")
    else:
        flash(_("%(job)s sedang berjalan. Tunggu sampai selesai.", job=title), "warning")


def job_view(office_id: int, name: str) -> JobView:
    """How a job stands, for a page."""
    kind, job = _kind(name), find_job(office_id, name)
    if job is None:
        return JobView(kind, "never", "", None, "", 0, 0, [])
    was_cut_short = job.state == ASKED or job.holder is not None
    ended = "broken" if was_cut_short else job.state
    state = "running" if is_running(job) else "waiting" if is_waiting(job) else ended
    started_by = names_of(office_id, [job.started_by_id]).get(job.started_by_id or 0, "")
    lines = [_(words, **values) for words, values in job.said]
    at = job.finished_at or job.started_at
    return JobView(kind, state, started_by, at, job.step, job.done, job.total, lines, job.started_by_id is not None)


def _kind(name: str) -> Kind:
    for kind in KINDS:
        if kind.name == name:
            return kind
    raise NotFound(N_("Pekerjaan ini tidak ada. Pilih dari daftar."))
