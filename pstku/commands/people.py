"""Commands for people who cannot sign in otherwise: `flask pstku add-admin|reset-second-factor`."""

import click
from flask import current_app

from pstku.accounts.operations import add_person
from pstku.accounts.operations.second_factor import reset_second_factor
from pstku.accounts.queries import find_person_by_username
from pstku.backups.operations.journal import note_forgotten
from pstku.backups.place import place_of
from pstku.commands.group import group, served_office_id
from pstku.core.actor import Role


@group.command("add-admin")
@click.argument("username")
@click.password_option()
def add_admin(username: str, password: str) -> None:
    """Tambah admin pertama sebuah kantor."""
    add_person(
        served_office_id(),
        username=username,
        name=username,
        call_name=username,
        password=password,
        roles={Role.ADMIN},
    )
    click.echo(f"Admin {username} siap masuk.")


@group.command("reset-second-factor")
@click.argument("username")
def remove_second_factor(username: str) -> None:
    """Lepas aplikasi dan lembar kode seorang pegawai yang kehilangan keduanya; ia diberi tahu saat masuk."""
    office_id = served_office_id()
    person = find_person_by_username(office_id, username)
    if person is None:
        raise click.ClickException(f"Tidak ada pegawai bernama pengguna {username}.")
    reset_second_factor(office_id, person.id)
    note_forgotten(office_id, place_of(current_app.config).backups)
    click.echo(f"Langkah kedua {person.name} dilepas. Ia masuk dengan kata sandi, lalu memilih yang baru.")
