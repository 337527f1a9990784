"""Commands around backups: `flask pstku backup|restore|upgrade`."""

from datetime import datetime
from pathlib import Path
from typing import TextIO

import click
from flask import current_app
from flask.cli import with_appcontext

from pstku.backups.operations.backing_up import Made, drop_old_backups
from pstku.backups.operations.backup_job import back_up_now, back_up_tonight
from pstku.backups.operations.refusals import Refused
from pstku.backups.operations.restoring import restore
from pstku.backups.operations.upgrading import upgrade
from pstku.backups.place import place_of, rehearsal_place
from pstku.core import clock
from pstku.core.errors import DomainError
from pstku.core.numbers import format_number
from pstku.http.text import sentence
from pstku.jobs.queries import doubt_about_clock
from pstku.offices.queries import configuration, sole_office_id

REFUSED_AGAIN = {
    "consents": "Persetujuan tamu yang ditarik, ditarik lagi",
    "people": "Pegawai yang dinonaktifkan, dinonaktifkan lagi",
    "roles": "Peran yang dicabut, dicabut lagi",
    "factors": "Langkah kedua yang diganti atau dihapus, dilepas; orangnya memilih yang baru saat masuk",
    "photos": "Foto pegawai yang dihapus, dihapus lagi",
    "tablets": "Tablet yang dicabut, dicabut lagi",
    "badges": "QR dan kartu petugas yang diganti atau dicabut, dicabut lagi; petugas membuat yang baru",
    "keys": "Kunci pemulihan yang dihentikan, dihentikan lagi",
    "values": "Angka yang ditarik, ditarik lagi",
}


@click.command("backup")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup_now(file: Path | None) -> None:
    """Cadangkan sekarang: satu berkas terenkripsi dengan basis data, foto, rahasia, dan ujung jejak audit."""
    try:
        office_id = sole_office_id(current_app.config["OFFICE_CODE"])
        done = back_up_now(office_id, place_of(current_app.config), target=file)
    except (DomainError, RuntimeError, OSError) as error:
        raise refusal(error) from error
    _tell(done)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key-file", type=click.File("r"), help="Berkas berisi kunci pemulihan; tanpa ini, ketik dari kertasnya."
)
@click.option("--despite-faults", is_flag=True, help="Pulihkan walaupun jejak audit di cadangan tidak utuh.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Latihan: ke folder ini (SQLite).")
@with_appcontext
def restore_backup(file: Path, key_file: TextIO | None, despite_faults: bool, into: Path | None) -> None:
    """Pulihkan cadangan ke tempat kosong, sesudah isi, jejak audit, dan kuncinya diperiksa."""
    place = place_of(current_app.config)
    place = rehearsal_place(place, into) if into else place
    typed = key_file.read() if key_file else click.prompt("Kunci pemulihan dari kertas (huruf kecil dan spasi boleh)")
    try:
        done = restore(file.absolute(), typed, place, despite_faults=despite_faults, say=click.echo)
    except (DomainError, RuntimeError, OSError) as error:
        raise refusal(error) from error
    visits, entries = done.counts.get("visits", 0), done.counts.get("audit_entries", 0)
    click.echo(f"Pulih: keadaan {_moment(done.made_at)}, {visits} kunjungan, {entries} baris jejak.")
    click.echo(
        f"Dihapus lagi: {done.forgotten['guests']} tamu. Penilaian menjadi hitungan lagi: {done.forgotten['votes']}."
    )
    _tell_refused(done.refused)
    for fault in done.faults:
        click.echo(f"Jejak audit: {fault}")
    if done.other_secrets:
        click.echo("Ganti PSTKU_SECRET_KEY dan PSTKU_DATA_KEY di lingkungan layanan dengan isi berkas ini,")
        click.echo(f"lalu hapus berkasnya: {done.other_secrets}")
    if done.owner:
        click.echo(f"Dijalankan sebagai root. Berikan berkasnya kepada layanan: {done.owner}")
    click.echo("Sesudah itu mulai layanan: systemctl restart pstku")


@click.command("upgrade")
@with_appcontext
def upgrade_database() -> None:
    """Cadangkan, sesuaikan skema basis data dengan program ini, periksa; bila gagal, semuanya tetap seperti semula."""
    try:
        done = upgrade(place_of(current_app.config))
    except (DomainError, RuntimeError, OSError) as error:
        raise refusal(error) from error
    if done.before == done.after:
        click.echo(f"Skema basis data sudah {done.after}.")
        return
    click.echo(f"Skema basis data: {done.before or 'kosong'} menjadi {done.after}, terperiksa.")
    if done.backup:
        click.echo(f"Cadangan sebelumnya: {done.backup}")


def back_up_night(office_id: int) -> None:
    """The night's backups, and away with old ones; a failure is told and stops nothing else of the night."""
    place = place_of(current_app.config)
    try:
        _tell(back_up_tonight(office_id, place))
    except (DomainError, RuntimeError, OSError) as error:
        click.echo(f"Tidak ada cadangan: {refusal(error).message}")
    if doubt_about_clock(office_id) is None:  # on a false day every backup would look old
        click.echo(f"Cadangan lama dihapus: {drop_old_backups(configuration(office_id), place)}.")


def back_up_asked(office_id: int, *, asked: bool) -> None:
    """The backup an admin asked for with the button."""
    _tell(back_up_now(office_id, place_of(current_app.config), asked=asked))


def refusal(error: Exception) -> click.ClickException:
    """What the command line says instead of a traceback."""
    return click.ClickException(sentence(error) if isinstance(error, DomainError) else str(error))


def _tell(done: list[Made]) -> None:
    for made in done:
        size = format_number(made.size / 1_000_000, 1)
        click.echo(f"Cadangan {made.path}: {size} MB, {made.found.counts.get('audit_entries', 0)} baris jejak.")


def _tell_refused(refused: Refused) -> None:
    """What was taken back after the backup stays so; what only people can do again is said last."""
    click.echo("Semua orang masuk lagi dengan kata sandinya: tempat masuk lama berakhir.")
    for kind, words in REFUSED_AGAIN.items():
        if count := refused.counts.get(kind):
            click.echo(f"{words}: {count}.")
    for username, password in refused.passwords.items():
        click.echo(f"Kata sandi sekali pakai {username} (yang lama sudah diganti sesudah cadangan): {password}")
    if refused.corrected_guests:
        click.echo(f"Data {refused.corrected_guests} tamu pernah diperbaiki sesudah cadangan; perbaikannya hilang.")
    if not refused.has_admin:
        click.echo("Tidak ada admin yang aktif. Jalankan: perintah pstku add-admin NAMA")


def _moment(made_at: str) -> str:
    """In the server's own zone: the office's stands in a database that may not be there yet."""
    local = datetime.fromisoformat(made_at).astimezone()
    return f"{clock.long_date(local.date())} {local:%H.%M %Z}"
