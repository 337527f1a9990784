"""Commands of the command line: `flask pstku …`."""

from pathlib import Path

import click
import yaml
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_migrate import Migrate

from pstku.accounts import operations as accounts
from pstku.accounts.operations.second_factor import reset_second_factor as remove_second_factor
from pstku.accounts.queries import find_person_by_username, has_demo_people
from pstku.audit.exports import MISSING, begin_exports, export_faults, export_head, note_restored
from pstku.audit.operations import record, verify_chain
from pstku.backup_commands import backup_now, restore_backup, upgrade_database
from pstku.backups.operations.journal import note_forgotten
from pstku.backups.operations.upgrading import upgrade
from pstku.backups.place import place_of
from pstku.core.actor import Role
from pstku.core.db import atomic, db
from pstku.core.errors import DomainError
from pstku.core.installation import WrongPlaceError, claim_folder, establish
from pstku.demo.loading import load_demo
from pstku.demo.removal import remove_demo
from pstku.guestbook.rules.codelists import CODE_LISTS
from pstku.http.text import sentence
from pstku.job_commands import check_audit, do_asked_jobs, nightly, webapi_pull
from pstku.library.operations.regions import found_places
from pstku.officers.operations.desks import add_desks
from pstku.offices import operations as offices
from pstku.offices.queries import configuration, office_by_code, office_ids
from pstku.pack_commands import commands as pack_commands
from pstku.pack_commands import served_office_id, take_pack
from pstku.practice.operations.rebuilding import rebuild_cards
from pstku.ratings.operations.publishing import publish_scores

ROOT = Path(__file__).parent.parent
commands = AppGroup("pstku", help="Perintah PSTku.")


def init_app(app: Flask) -> None:
    """Bind the commands, those of the migrations among them."""
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    mine = (pack_commands, backup_now, restore_backup, upgrade_database)
    for command in (*mine, nightly, check_audit, do_asked_jobs, webapi_pull):
        commands.add_command(command)
    app.cli.add_command(commands)


@commands.command("office-init")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
def office_init(file: Path) -> None:
    """Buat kantor dari berkas YAML (contoh: content/offices/7571.yaml)."""
    found_from(file)
    click.echo(f"Kantor dari {file.name} siap.")


def found_from(file: Path) -> int:
    """Found the office a file defines, with its desks; returns its id."""
    data: Path = current_app.config["DATA"]
    try:
        definition = yaml.safe_load(file.read_text(encoding="utf-8"))
        establish(data)
        is_first = not office_ids()
        with atomic():
            office = offices.found_office(definition, CODE_LISTS)
            add_desks(office.id, definition.get("desks") or ["Loket 1"])
            found_places(configuration(office.id))
        begin_exports(data) if is_first else export_head(office.id, data)
        return office.id
    except WrongPlaceError as error:
        raise click.ClickException(str(error)) from error
    except DomainError as error:
        raise click.ClickException(sentence(error)) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise click.ClickException(f"{file.name} tidak terbaca sebagai YAML: {error}") from error


@commands.command("add-admin")
@click.argument("username")
@click.password_option()
def add_admin(username: str, password: str) -> None:
    """Tambah admin pertama sebuah kantor."""
    office_id = served_office_id()
    try:
        accounts.add_person(
            office_id,
            username=username,
            name=username,
            call_name=username,
            password=password,
            roles={Role.ADMIN},
        )
    except DomainError as error:
        raise click.ClickException(sentence(error)) from error
    click.echo(f"Admin {username} siap masuk.")


@commands.command("reset-second-factor")
@click.argument("username")
def reset_second_factor(username: str) -> None:
    """Lepas aplikasi dan lembar kode seorang pegawai yang kehilangan keduanya; ia diberi tahu saat masuk."""
    office_id = served_office_id()
    person = find_person_by_username(office_id, username)
    if person is None:
        raise click.ClickException(f"Tidak ada pegawai bernama pengguna {username}.")
    remove_second_factor(office_id, person.id)
    note_forgotten(office_id, place_of(current_app.config).backups)
    click.echo(f"Langkah kedua {person.name} dilepas. Ia masuk dengan kata sandi, lalu memilih yang baru.")


@commands.command("verify-audit")
def verify_audit() -> None:
    """Periksa rantai jejak audit; keluar dengan 1 bila ada yang berubah."""
    office_id = served_office_id()
    faults = verify_chain(office_id) + export_faults(office_id, current_app.config["DATA"])
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo("Jejak audit utuh.")


@commands.command("note-restored")
def say_restored() -> None:
    """Setelah memulihkan cadangan: catat di jejak audit bahwa basis data memang lebih tua."""
    was_older = note_restored(served_office_id(), current_app.config["DATA"])
    click.echo(
        "Pemulihan dicatat di jejak audit." if was_older else "Basis data tidak lebih tua; tidak ada yang dicatat."
    )


@commands.command("claim-folder")
def claim_data_folder() -> None:
    """Pasangkan folder data ini dengan basis data: sesudah pindah server, di server tambahan, atau bila tandanya hilang."""
    data: Path = current_app.config["DATA"]
    claim_folder(data)
    for office_id in office_ids():
        record(office_id, "claim_data_folder", "office", office_id)
    if MISSING in [fault for office_id in office_ids() for fault in export_faults(office_id, data)]:
        begin_exports(data)
    click.echo(f"Folder data {data} kini milik basis data ini; tercatat di jejak audit.")


@commands.command("prepare-demo")
def prepare_demo() -> None:
    """Untuk `make run`: migrasi, kantor 7571, isi, orang dan kunjungan contoh; yang sudah ada tetap."""
    upgrade(place_of(current_app.config))
    folder = ROOT / "content"
    office = office_by_code("7571")
    office_id = office.id if office else found_from(folder / "offices" / "7571.yaml")
    for name in ("definisi-inti", "nilai-7571"):
        take_pack(office_id, folder / name)
    if not has_demo_people():
        click.echo(f"Memuat contoh: {load_demo(office_id)} kunjungan.")
        publish_scores(office_id)


@commands.command("rebuild-cards")
def rebuild_drill() -> None:
    """Susun ulang kartu latihan dari jawaban yang tercatat, dengan aturan penjadwalan yang berlaku."""
    click.echo(f"Kartu yang berubah: {rebuild_cards(served_office_id())}.")


@commands.command("demo-remove")
def demo_remove() -> None:
    """Hapus semua orang dan kunjungan contoh."""
    gone = remove_demo(served_office_id())
    click.echo(f"Data contoh dihapus: {gone} baris.")
