"""Commands of long work beside the pages: `flask pstku nightly|check-audit|jobs|webapi-pull`."""

from collections.abc import Callable
from typing import Any

import click
from flask import current_app

from pstku.commands.backups import back_up_asked, back_up_night
from pstku.commands.group import group, refusal_shown, served_office_id
from pstku.core.errors import DomainError
from pstku.http.webapi import bps_client
from pstku.jobs.checking import check_trail
from pstku.jobs.queries import BACKUP, CHECK_AUDIT, NIGHTLY, unfinished_jobs
from pstku.nightly import NightFailedError, night_may_begin, run_night
from pstku.pulling.operations import FIGURES, run_pull, start_pull
from pstku.pulling.queries import last_pull
from pstku.pulling.rules import PullState


@group.command("nightly")
@click.option("--if-due", is_flag=True, help="Hanya bila belum dikerjakan dan loket tutup; lalu ambil dari WebAPI.")
@click.pass_context
def nightly(context: click.Context, if_due: bool) -> None:
    """Pekerjaan malam: skor, masa menilai, triwulan yang selesai, identitas dan hitungan lama, cadangan."""
    office_id = served_office_id()
    if if_due:
        _do_asked(office_id)
    if if_due and not night_may_begin(office_id):
        click.echo("Sudah dikerjakan, atau loket sedang buka: menunggu sampai tutup.")
        return
    with refusal_shown() as refused:
        try:
            _night(office_id)
        except NightFailedError as error:
            _print_result(error.said)
            raise click.ClickException(f"Langkah yang gagal: {error}.") from error
    if if_due and not refused and current_app.config["BPS_KEY"]:
        context.invoke(webapi_pull)


@group.command("check-audit")
def check_audit() -> None:
    """Periksa rantai jejak audit sebagai pekerjaan yang tampil di halaman admin; yang terputus diteruskan."""
    office_id = served_office_id()
    with refusal_shown():
        _check(office_id)


@group.command("jobs")
def do_asked_jobs() -> None:
    """Kerjakan yang diminta admin di halaman Pekerjaan dan belum selesai; yang terputus diteruskan."""
    _do_asked(served_office_id())


def _do_asked(office_id: int) -> None:
    """One that fails keeps no other from being done; how each ended stands on its row."""
    for name in unfinished_jobs(office_id):
        try:
            with refusal_shown():
                ACTS[name](office_id, asked=True)
        except Exception:  # stands on its row already
            current_app.logger.exception("job %s failed", name)


def _night(office_id: int, *, asked: bool = False) -> None:
    _print_result(run_night(office_id, current_app.config["DATA"], asked=asked, then=back_up_night))


def _check(office_id: int, *, asked: bool = False) -> None:
    _print_result(check_trail(office_id, current_app.config["DATA"], asked=asked))


ACTS: dict[str, Callable[..., None]] = {NIGHTLY: _night, CHECK_AUDIT: _check, BACKUP: back_up_asked}


def _print_result(lines: list[list[Any]]) -> None:
    for message, values in lines:
        click.echo(DomainError(message, **values))


@group.command("webapi-pull")
@click.option("--pull", "pull_id", type=int, hidden=True)
def webapi_pull(pull_id: int | None = None) -> None:
    """Ambil angka dan rilis dari WebAPI BPS sebagai usulan; keluar dengan 1 bila gagal."""
    if not current_app.config["BPS_KEY"]:
        click.echo("PSTKU_BPS_KEY belum diisi; tidak ada yang diambil.")
        return
    office_id = served_office_id()
    pull_id = pull_id or start_pull(office_id, FIGURES, actor=None)
    run_pull(pull_id, bps_client())
    pull = last_pull(office_id)
    assert pull is not None
    proposed, same, releases = (pull.results.get(name, 0) for name in ("proposed", "same", "releases"))
    click.echo(f"{proposed} usulan baru, {same} sudah sama, {releases} rilis kantor baru.")
    for what, message, values in pull.troubles:
        click.echo(f"{what}: {message % values if values else message}")
    if pull.state == PullState.FAILED:
        raise SystemExit(1)
