"""Commands for practice: `flask pstku rebuild-cards`."""

import click

from pstku.commands.group import group, served_office_id
from pstku.practice.operations.rebuilding import rebuild_cards


@group.command("rebuild-cards")
def rebuild_all_cards() -> None:
    """Susun ulang kartu latihan dari jawaban yang tercatat, dengan aturan penjadwalan yang berlaku."""
    click.echo(f"Kartu yang berubah: {rebuild_cards(served_office_id())}.")
