"""Commands around backups: `flask pstku backup|restore|upgrade`."""

from datetime import datetime
from pathlib import Path
from typing import TextIO

import click
from flask import current_app

from pstku.backups.operations.backing_up import Made, drop_old_backups
from pstku.backups.operations.backup_job import back_up_now, back_up_tonight
from pstku.backups.operations.refusals import Refused
from pstku.backups.operations.restoring import restore
from pstku.backups.operations.upgrading import upgrade
from pstku.backups.place import place_of, rehearsal_place
from pstku.commands.group import REFUSALS, group, refusal_shown, served_office_id
from pstku.core import clock, probe
from pstku.core.numbers import format_number
from pstku.offices.queries import configuration

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


@group.command("backup")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def backup_now(file: Path | None) -> None:
    """Cadangkan sekarang: satu berkas terenkripsi dengan basis data, foto, rahasia, dan ujung jejak audit."""
    _print_made(back_up_now(served_office_id(), place_of(current_app.config), target=file))


@group.command("restore")
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
    typed = key_file.read() if key_file else click.prompt("Kunci pemulihan dari kertas (huruf kecil dan spasi boleh)")
    done = restore(file.absolute(), typed, place, despite_faults=despite_faults, say=click.echo)
    visits, entries = done.counts.get("visits", 0), done.counts.get("audit_entries", 0)
    click.echo(f"Pulih: keadaan {_moment(done.made_at)}, {visits} kunjungan, {entries} baris jejak.")
    click.echo(
        f"Dihapus lagi: {done.forgotten['guests']} tamu. Penilaian menjadi hitungan lagi: {done.forgotten['votes']}."
    )
    _print_refused(done.refused)
    for fault in done.faults:
        click.echo(f"Jejak audit: {fault}")
    if done.other_secrets:
        click.echo("Ganti PSTKU_SECRET_KEY dan PSTKU_DATA_KEY di lingkungan layanan dengan isi berkas ini,")
        click.echo(f"lalu hapus berkasnya: {done.other_secrets}")
    if done.owner:
        click.echo(f"Dijalankan sebagai root. Berikan berkasnya kepada layanan: {done.owner}")
    click.echo("Sesudah itu mulai layanan: systemctl restart pstku")


@group.command("upgrade")
@click.option("--at-start", is_flag=True, help="Di awal layanan: basis data yang tidak menjawab tidak menghentikannya.")
def upgrade_database(at_start: bool) -> None:
    """Cadangkan, sesuaikan skema basis data dengan program ini, periksa; bila gagal, semuanya tetap seperti semula."""
    try:
        done = upgrade(place_of(current_app.config))
    except Exception as error:
        code = probe.outage_code(error)
        if not at_start or code not in probe.PASSING:
            raise
        click.echo(f"{probe.WHAT_TO_DO[code]} Layanan tetap mulai, dan menjawab 503 sampai basis datanya ada.")
        return
    if done.before == done.after:
        click.echo(f"Skema basis data sudah {done.after}.")
        return
    click.echo(f"Skema basis data: {done.before or 'kosong'} menjadi {done.after}, terperiksa.")
    if done.backup:
        click.echo(f"Cadangan sebelumnya: {done.backup}")


def back_up_night(office_id: int, may_delete: bool) -> None:
    """Make the night's backups and delete old ones; a backup that fails is shown and keeps nothing else from being done.

    `may_delete`: the night believes its date; on a false day every backup would look old.
    """
    place = place_of(current_app.config)
    with refusal_shown(*REFUSALS, before="Tidak ada cadangan: "):
        _print_made(back_up_tonight(office_id, place))
    if may_delete:
        click.echo(f"Cadangan lama dihapus: {drop_old_backups(configuration(office_id), place)}.")


def back_up_asked(office_id: int, *, asked: bool) -> None:
    """Make the backup an admin asked for with the button."""
    _print_made(back_up_now(office_id, place_of(current_app.config), asked=asked))


def _print_made(backups: list[Made]) -> None:
    for made in backups:
        size = format_number(made.size / 1_000_000, 1)
        click.echo(f"Cadangan {made.path}: {size} MB, {made.found.counts.get('audit_entries', 0)} baris jejak.")


def _print_refused(refused: Refused) -> None:
    """What was withdrawn after the backup and is withdrawn again; last what only people can do."""
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
    """An instant in the server's own timezone; the office's stands in a database that may not be there yet."""
    local = datetime.fromisoformat(made_at).astimezone()
    return f"{clock.long_date(local.date())} {local:%H.%M %Z}"
