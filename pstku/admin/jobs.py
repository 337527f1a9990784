"""Pekerjaan: the long work beside the pages, how far it is, how it ended last, and whether the date is right."""

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
from pstku.jobs.operations import confirm_clock
from pstku.jobs.queries import CHECK_AUDIT, NIGHTLY, doubt_about_clock, find_job, is_running, newest_act, overdue_since


@dataclass(frozen=True, slots=True)
class Kind:
    """A job as an admin knows it, and the command that does it."""

    name: str
    title: str
    about: str
    command: str


KINDS = (
    Kind(
        NIGHTLY,
        N_("Pekerjaan malam"),
        N_("Menerbitkan skor, menutup hak menilai, menghapus identitas lama. Berjalan sendiri setiap malam."),
        "nightly",
    ),
    Kind(
        CHECK_AUDIT,
        N_("Pemeriksaan jejak audit"),
        N_("Menghitung ulang setiap baris jejak: adakah yang diubah atau hilang."),
        "check-audit",
    ),
)


@dataclass(frozen=True, slots=True)
class JobView:
    """A job with what its row says."""

    kind: Kind
    state: str  # never, running, broken (its process ended without a word), done, failed
    started_by: str
    at: datetime | None
    step: str
    done: int
    total: int
    said: list[str]


@blueprint.get("/pekerjaan")
@requires(Role.ADMIN, area=ADMIN)
def jobs() -> Response:
    """Every job with its progress or last result, and first the clock when it is in doubt."""
    office = current_office()
    views = [_view(office.id, kind) for kind in KINDS]
    return render_page(
        "admin/jobs.html",
        fragments=("list",),
        jobs=views,
        is_busy=any(view.state == "running" for view in views),
        doubt=doubt_about_clock(office.id),
        today=clock.local_day(clock.now(), office.tz),
        newest=newest_act(office.id),
        overdue=overdue_since(office.id),
    )


@blueprint.post("/pekerjaan/<name>")
@requires(Role.ADMIN, area=ADMIN)
def start_job(name: str) -> Response:
    """Begin a job now, in a process of its own; one that runs is not begun twice."""
    kind = next((kind for kind in KINDS if kind.name == name), None)
    if kind is None:
        raise NotFound(N_("Pekerjaan ini tidak ada. Pilih dari daftar."))
    if is_running(find_job(current_office().id, name)):
        flash(_("%(job)s sedang berjalan. Tunggu sampai selesai.", job=_(kind.title)), "warning")
    else:
        start_command(kind.command, "--by", str(current_actor().person_id))
        flash(_("%(job)s dimulai. Halaman ini menunjukkan kemajuannya.", job=_(kind.title)), "success")
    return redirect_to("admin.jobs")


@blueprint.post("/pekerjaan/tanggal")
@requires(Role.ADMIN, area=ADMIN)
def confirm_date() -> Response:
    """Yes, the server's date is right: what waited for it goes on the next time."""
    try:
        shown = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        raise NotFound(N_("Tanggal ini tidak terbaca. Muat ulang halaman.")) from None
    confirm_clock(current_actor(), shown)
    flash(_("Tanggal dipastikan. Pekerjaan malam boleh menghapus lagi."), "success")
    return redirect_to("admin.jobs")


def _view(office_id: int, kind: Kind) -> JobView:
    job = find_job(office_id, kind.name)
    if job is None:
        return JobView(kind, "never", "", None, "", 0, 0, [])
    state = "running" if is_running(job) else "broken" if job.holder else job.state
    started_by = names_of(office_id, [job.started_by_id]).get(job.started_by_id or 0, "")
    said = [_(words) % values if values else _(words) for words, values in job.said]
    at = job.finished_at or job.started_at
    return JobView(kind, state, started_by, at, job.step, job.done, job.total, said)
