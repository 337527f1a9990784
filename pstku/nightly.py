"""Pekerjaan malam: what every night is done, step by step, and goes on where it was broken off."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from pstku.accounts.operations import drop_ended_sign_ins
from pstku.arrivals.operations.deciding import drop_left_arrivals
from pstku.audit.exports import export_head
from pstku.contacts.operations.keeping import lapse_promises
from pstku.core import clock
from pstku.core.attempts import drop_old_attempts
from pstku.core.batches import After
from pstku.core.db import session
from pstku.core.text import N_
from pstku.guestbook.operations.agencies import follow_merged
from pstku.guestbook.operations.anonymising import anonymise_guests
from pstku.guestbook.operations.keeping_days import keep_past_days
from pstku.jobs.operations import LostLeaseError, Run, running, trust_clock
from pstku.jobs.queries import NIGHTLY, find_job
from pstku.jobs.rules import CALM, is_due
from pstku.offices.queries import configuration
from pstku.offices.rules.opening import opening
from pstku.outbox.operations.codes import forget_codes
from pstku.ratings.operations.comments import drop_old_comments, pool_comments
from pstku.ratings.operations.forgetting import close_voting, forget_senders
from pstku.ratings.operations.keeping_months import keep_past_months
from pstku.ratings.operations.publishing import publish_scores
from pstku.ratings.operations.shuffling import shuffle_votes, wipe_storage
from pstku.ratings.operations.waiting import join_waiting_votes
from pstku.rewards.operations.settling import close_lapsed_periods, cut_settled_quarters
from pstku.skm.operations.forgetting import drop_old_answers
from pstku.skm.operations.rounds import move_figures
from pstku.skm.operations.shuffling import shuffle_answers

_log = logging.getLogger("pstku")

FAILED = N_("%(step)s: gagal. Malam berikutnya dicoba lagi; lihat catatan server.")
WAITS = N_("Yang menghapus data menunggu sampai admin memastikan tanggal server.")


@dataclass(frozen=True, slots=True)
class Step:
    """One act of the night. `said` is its result with %(n)s, empty for one that says nothing."""

    key: str
    title: str
    act: Callable[[int, After], int]
    said: str = ""
    deletes: bool = True  # deletes or cuts: never on a day nobody believes


class NightFailedError(Exception):
    """Some steps failed; the others are done, and `said` is their result."""

    def __init__(self, steps: list[Step], said: list[list[Any]]) -> None:
        super().__init__(", ".join(step.key for step in steps))
        self.said = said


def _wipe() -> int:
    wipe_storage()
    return 0


def _sum_up(office_id: int) -> int:
    keep_past_days(office_id)
    return keep_past_months(office_id)


STEPS = (
    Step("waiting", N_("Menggabungkan penilaian yang menunggu kunjungannya"), join_waiting_votes),
    Step("scores", N_("Menerbitkan skor"), lambda o, _: publish_scores(o), N_("Skor bergerak: %(n)s."), deletes=False),
    Step("codes", N_("Menutup hak menilai yang lewat"), close_voting, N_("Kode kunjungan ditutup: %(n)s.")),
    Step("past_codes", N_("Melupakan kode kunjungan lama"), forget_codes),
    Step("senders", N_("Melupakan pengirim penilaian"), forget_senders),
    Step("guests", N_("Menghapus identitas tamu lama"), anonymise_guests, N_("Identitas tamu dihapus: %(n)s.")),
    Step("arrivals", N_("Menghapus isian dari HP yang tidak dikonfirmasi"), lambda o, _: drop_left_arrivals(o)),
    Step("promises", N_("Mengakhiri janji menghubungi yang tidak berlaku"), lapse_promises, N_("Janji berakhir: %(n)s.")),
    Step("sign_ins", N_("Mengakhiri tempat masuk lama"), lambda *_: drop_ended_sign_ins(), N_("Tempat masuk berakhir: %(n)s.")),
    Step("attempts", N_("Menghapus hitungan percobaan lama"), lambda *_: drop_old_attempts()),
    Step(
        "periods", N_("Menutup penghargaan yang tidak ditetapkan"), lambda o, _: close_lapsed_periods(o),
        N_("Masa penghargaan tidak ditetapkan: %(n)s."),
    ),
    Step("cut", N_("Mengubah penilaian lama menjadi hitungan"), cut_settled_quarters, N_("Penilaian menjadi hitungan: %(n)s.")),
    Step("pool", N_("Mengumpulkan komentar untuk kantor"), lambda o, _: pool_comments(o), N_("Komentar ke kantor: %(n)s.")),
    Step("comments", N_("Menghapus komentar lama"), drop_old_comments, N_("Komentar berakhir: %(n)s.")),
    Step(
        "shuffle", N_("Mengacak urutan penilaian"), lambda _, after: shuffle_votes(after),
        N_("Penilaian dan komentar diacak: %(n)s."), deletes=False,
    ),
    Step("answers", N_("Menghapus jawaban survei lama"), drop_old_answers, N_("Jawaban survei berakhir: %(n)s.")),
    Step("skm", N_("Menghitung angka survei"), lambda o, _: move_figures(o), deletes=False),
    Step(
        "skm_shuffle", N_("Mengacak urutan jawaban survei"), lambda _, after: shuffle_answers(after),
        N_("Jawaban survei diacak: %(n)s."), deletes=False,
    ),
    Step("agencies", N_("Memindahkan kunjungan ejaan yang digabung"), follow_merged, deletes=False),
    Step("days", N_("Menjumlah hari yang lalu"), lambda o, _: _sum_up(o), deletes=False),
    Step("storage", N_("Membersihkan berkas basis data"), lambda *_: _wipe(), deletes=False),
)  # fmt: skip


def run_night(
    office_id: int, folder: Path, *, asked: bool = False, then: Callable[[int, bool], None] | None = None
) -> list[list[Any]]:
    """Do what this night has not done yet; returns the lines of the result.

    `then`: what belongs to the night after its steps, the backup; it hears whether the night may delete. `asked`: only
    what an admin asked for and nobody did yet. A step that fails keeps no other from being done; then NightFailedError is raised at the end. Raises Conflict while
    somebody else is at it. Nothing is deleted or cut while the clock is in doubt; scores go on.
    """
    with running(office_id, NIGHTLY, asked=asked) as job:
        doubt = trust_clock(office_id)
        if doubt:
            job.say(WAITS)
        today = clock.local_day(clock.now(), configuration(office_id).tz).isoformat()
        if job.position.get("day") != today:
            job.position = {"day": today, "passed": []}
        waiting = [step for step in STEPS if step.key not in job.position["passed"] and not (doubt and step.deletes)]
        failed = [step for place, step in enumerate(waiting) if not _do(job, step, place, len(waiting))]
        export_head(office_id, folder)
        if then:
            job.at(N_("Mencadangkan"))
            with job.breathing():
                then(office_id, doubt is None)
        if failed:
            raise NightFailedError(failed, job.said)
    return job.said


def _do(job: Run, step: Step, place: int, total: int) -> bool:
    """One step, told to whoever watches; False when it failed."""
    job.at(step.title, place, total)
    try:
        count = step.act(job.office_id, lambda _count: job.went_on(0))
    except LostLeaseError:
        raise
    except Exception:
        session().rollback()
        _log.exception("night step %s failed", step.key)
        job.say(FAILED, step=step.title)
        return False
    job.position = job.position | {"passed": [*job.position["passed"], step.key]}
    job.went_on()
    if step.said:
        job.say(step.said, n=count)
    return True


def night_may_begin(office_id: int) -> bool:
    """Is the last night's work still to do, and is the counter closed, not about to open and not just closed?

    A computer that was off at night is switched on when the office opens: then this waits until it has closed.
    """
    office, now = configuration(office_id), clock.now()
    job = find_job(office_id, NIGHTLY)
    if not is_due(now, job.succeeded_at if job else None, office.tz):
        return False
    local = now.astimezone(office.tz)
    today = opening(local, office.calendar)
    if today.opens is None or today.closes is None:
        return True
    begins, ends = (
        local.replace(hour=t.hour, minute=t.minute, second=0, microsecond=0) for t in (today.opens, today.closes)
    )
    return not begins - CALM <= local < ends + timedelta(minutes=15)
