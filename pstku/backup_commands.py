"""Commands around backups: `flask pstku backup|restore|upgrade`."""

from datetime import datetime
from pathlib import Path
from typing import TextIO

import click
from flask import current_app
from flask_babel import gettext as _

from pstku.backups.operations.backing_up import Made, back_up, drop_old_backups, nightly_backups
from pstku.backups.operations.restoring import restore
from pstku.backups.operations.upgrading import upgrade
from pstku.backups.place import place_of, rehearsal_place
from pstku.core import clock
from pstku.core.errors import DomainError
from pstku.http.text import sentence
from pstku.offices.queries import configuration, sole_office_id


@click.command("backup")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def backup_now(file: Path | None) -> None:
    """Cadangkan sekarang: satu berkas terenkripsi dengan basis data, foto, rahasia, dan ujung jejak audit."""
    try:
        office_id = sole_office_id(current_app.config["OFFICE_CODE"])
        made = back_up(office_id, place_of(current_app.config), target=file)
    except (DomainError, RuntimeError, OSError) as error:
        raise refusal(error) from error
    click.echo(_told(made))


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key-file", type=click.File("r"), help="Berkas berisi kunci pemulihan; tanpa ini, ketik dari kertasnya."
)
@click.option("--despite-faults", is_flag=True, help="Pulihkan walaupun jejak audit di cadangan tidak utuh.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Latihan: ke folder ini (SQLite).")
def restore_backup(file: Path, key_file: TextIO | None, despite_faults: bool, into: Path | None) -> None:
    """Pulihkan cadangan ke tempat kosong, sesudah isi, jejak audit, dan kuncinya diperiksa."""
    place = place_of(current_app.config)
    place = rehearsal_place(place, into) if into else place
    typed = (
        key_file.read() if key_file else click.prompt(_("Kunci pemulihan dari kertas (huruf kecil dan spasi boleh)"))
    )
    try:
        done = restore(
            file.absolute(), typed, place, despite_faults=despite_faults, say=lambda text: click.echo(_(text))
        )
    except (DomainError, RuntimeError, OSError) as error:
        raise refusal(error) from error
    click.echo(
        _(
            "Pulih: keadaan %(moment)s, %(visits)s kunjungan, %(entries)s baris jejak.",
            moment=_moment(done.made_at),
            visits=done.counts.get("visits", 0),
            entries=done.counts.get("audit_entries", 0),
        )
    )
    click.echo(_("Dihapus lagi: %(guests)s tamu; penilaian menjadi hitungan: %(votes)s.", **done.forgotten))
    for fault in done.faults:
        click.echo(_("Jejak audit: %(fault)s", fault=fault))
    if done.other_secrets:
        click.echo(_("Ganti PSTKU_SECRET_KEY dan PSTKU_DATA_KEY di lingkungan layanan dengan isi berkas ini,"))
        click.echo(_("lalu hapus berkasnya: %(file)s", file=str(done.other_secrets)))
    if done.owner:
        click.echo(_("Dijalankan sebagai root. Berikan berkasnya kepada layanan: %(command)s", command=done.owner))
    click.echo(_("Sesudah itu mulai layanan: systemctl restart pstku"))


@click.command("upgrade")
def upgrade_database() -> None:
    """Cadangkan, sesuaikan skema basis data dengan program ini, periksa; bila gagal, semuanya tetap seperti semula."""
    try:
        done = upgrade(place_of(current_app.config))
    except (DomainError, RuntimeError, OSError) as error:
        raise refusal(error) from error
    if done.before == done.after:
        click.echo(_("Skema basis data sudah %(revision)s.", revision=done.after))
        return
    before = done.before or _("kosong")
    click.echo(_("Skema basis data: %(before)s menjadi %(after)s, terperiksa.", before=before, after=done.after))
    if done.backup:
        click.echo(_("Cadangan sebelumnya: %(file)s", file=str(done.backup)))


def back_up_tonight(office_id: int) -> None:
    """The night's backups, and away with old ones; a failure is told and stops nothing else of the night."""
    place = place_of(current_app.config)
    try:
        for made in nightly_backups(office_id, place):
            click.echo(_told(made))
    except (DomainError, RuntimeError, OSError) as error:
        click.echo(_("Tidak ada cadangan: %(why)s", why=refusal(error).message))
    click.echo(_("Cadangan lama dihapus: %(n)s.", n=drop_old_backups(configuration(office_id), place)))


def refusal(error: Exception) -> click.ClickException:
    """What the command line says instead of a traceback."""
    return click.ClickException(sentence(error) if isinstance(error, DomainError) else str(error))


def _told(made: Made) -> str:
    entries = made.found.counts.get("audit_entries", 0)
    size = f"{made.size / 1_000_000:.1f}".replace(".", ",")
    return str(_("Cadangan %(file)s: %(size)s MB, %(n)s baris jejak.", file=str(made.path), size=size, n=entries))


def _moment(made_at: str) -> str:
    zone = configuration(sole_office_id(current_app.config["OFFICE_CODE"])).tz
    local = datetime.fromisoformat(made_at).astimezone(zone)
    return f"{clock.long_date(local.date())} {clock.clock_time(local, zone)}"
