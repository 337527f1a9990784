"""Every backup runs as a job: it is shown on the page of jobs with its result, and two never run at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pstku.backups.operations.backing_up import Made, back_up, nightly_backups
from pstku.backups.place import Place
from pstku.core.errors import DomainError, ServerFault
from pstku.core.numbers import format_number
from pstku.core.text import N_
from pstku.jobs.operations import Run, running
from pstku.jobs.queries import BACKUP, find_job

COPYING = N_("Menyalin, memeriksa, dan mengunci basis data")
MADE = N_("%(file)s: %(mb)s MB, %(n)s baris jejak.")


def back_up_now(office_id: int, place: Place, *, asked: bool = False, target: Path | None = None) -> list[Made]:
    """One full backup, into the folder of backups or to `target`.

    Raises Conflict while another one runs (with `asked`, also when no admin waits for one any more), and what `back_up`
    raises.
    """
    with _at_work(office_id, asked) as job:
        made = back_up(office_id, place, target=target, actor_id=_asked_by(office_id) if asked else None)
        return _note_made(job, [made])


def back_up_tonight(office_id: int, place: Place) -> list[Made]:
    """The backups of a night: a full one, and the monthly one when there is none yet.

    Raises what `back_up_now` raises.
    """
    with _at_work(office_id, asked=False) as job:
        return _note_made(job, nightly_backups(office_id, place))


@contextmanager
def _at_work(office_id: int, asked: bool) -> Iterator[Run]:
    with running(office_id, BACKUP, asked=asked) as job:
        job.at(COPYING)
        try:
            with job.breathing():
                yield job
        except DomainError as error:
            job.say(error.message, **error.values)
            raise
        except (ServerFault, OSError) as error:
            job.say("%(why)s", why=str(error))
            raise


def _note_made(job: Run, backups: Iterable[Made]) -> list[Made]:
    done = []
    for made in backups:
        done.append(made)
        entries = made.found.counts.get("audit_entries", 0)
        job.say(MADE, file=made.path.name, mb=format_number(made.size / 1_000_000, 1), n=format_number(entries, 0))
    return done


def _asked_by(office_id: int) -> int | None:
    job = find_job(office_id, BACKUP)
    return job.started_by_id if job else None
