"""Commands for example data: `flask pstku prepare-demo|demo-remove`."""

import click
from flask import current_app

from config import ROOT
from pstku.accounts.queries import has_demo_people
from pstku.backups.operations.upgrading import upgrade
from pstku.backups.place import place_of
from pstku.commands.group import group, served_office_id
from pstku.commands.offices import found_from
from pstku.commands.packs import take_pack
from pstku.demo.loading import load_demo
from pstku.demo.removal import remove_demo
from pstku.offices.queries import office_by_code
from pstku.ratings.operations.publishing import publish_scores


@group.command("prepare-demo")
def prepare_demo() -> None:
    """Untuk `make run`: migrasi, kantor 7571, isi, orang dan kunjungan contoh; yang sudah ada tetap."""
    upgrade(place_of(current_app.config))
    content = ROOT / "content"
    office = office_by_code("7571")
    office_id = office.id if office else found_from(content / "offices" / "7571.yaml")
    for name in ("definisi-inti", "nilai-7571"):
        take_pack(office_id, content / name)
    if not has_demo_people():
        click.echo(f"Memuat contoh: {load_demo(office_id)} kunjungan.")
        publish_scores(office_id)


@group.command("demo-remove")
def demo_remove() -> None:
    """Hapus semua orang dan kunjungan contoh."""
    row_count = remove_demo(served_office_id())
    click.echo(f"Data contoh dihapus: {row_count} baris.")
