"""One pull of an office at a time, carried to its end whatever happens."""

import logging

from sqlalchemy import update

from pstku.audit.operations import record
from pstku.bps.client import Client
from pstku.bps.errors import BpsError
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.text import N_
from pstku.offices.queries import configuration
from pstku.pulling.models import WebapiPull
from pstku.pulling.operations.figures import pull_figures
from pstku.pulling.operations.work import EndedError, Work
from pstku.pulling.queries import SILENT
from pstku.pulling.rules import PullState

FIGURES, TABLES = "figures", "tables"
_log = logging.getLogger(__name__)


def start_pull(office_id: int, kind: str, *, actor: Actor | None) -> int:
    """Begin a pull and return its id; an office has one at a time, and a silent one counts as ended.

    Raises Conflict when another one is running.
    """
    if actor is not None:
        actor.need(Role.EDITOR)
    now = clock.now()
    with atomic() as s:
        running = (WebapiPull.office_id == office_id) & (WebapiPull.state == PullState.RUNNING)
        dead = running & (WebapiPull.heard_at < now - SILENT)
        cut = {"state": PullState.FAILED, "finished_at": now, "doing": ""}
        s.execute(update(WebapiPull).where(dead).values(cut))
        person_id = actor.person_id if actor else None
        pull = WebapiPull(
            office_id=office_id,
            kind=kind,
            state=PullState.RUNNING,
            started_at=now,
            heard_at=now,
            started_by_id=person_id,
        )
        s.add(pull)
        s.flush()
        record(office_id, "webapi_pull", "webapi_pull", pull.id, actor_id=person_id, kind=kind)
        return pull.id


def run_pull(pull_id: int, client: Client) -> None:
    """Carry a started pull to its end; whatever happens is written on its row."""
    s = session()
    pull = s.get(WebapiPull, pull_id)
    if pull is None:
        raise ValueError(f"no pull {pull_id}")
    work = Work(configuration(pull.office_id), pull_id, client)
    client.on_request = work.heard
    try:
        (pull_figures if pull.kind == FIGURES else _pull_tables)(work)
    except EndedError:
        work.finish(PullState.FAILED)
    except Exception:  # nobody waits for this thread: whatever broke must end on the row
        s.rollback()
        _log.exception("WebAPI pull %s broke off", pull_id)
        work.note("PSTku", N_("PSTku gagal membaca jawaban. Lihat catatan server."), {})
        work.finish(PullState.FAILED)
    else:
        work.finish(PullState.DONE)


def _pull_tables(work: Work) -> None:
    """The list of the office's tables: kept replies that the room searches."""
    try:
        for page in work.client.pages("var", work.office.code):
            work.done, work.total, work.doing = page.page, page.pages, N_("Daftar tabel")
    except BpsError as error:
        work.note(N_("Daftar tabel"), error.message, error.values)
        raise EndedError from None
    work.results["tables"] = work.total
