"""Commands for content packs: `flask pstku pack check|import|export`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app

from pstku.commands.group import Group, group, served_office_id
from pstku.offices.queries import configuration, find_sole_office_id
from pstku.packs import whole as whole_packs
from pstku.packs.faults import PackFaultyError
from pstku.packs.files import opened_pack, zipped
from pstku.packs.reading.pages import pack_version
from pstku.packs.taking import ImportReport, is_imported
from pstku.packs.writing.guides import DEFINITIONS, VALUES

packs = Group("pack", help="Paket isi: folder atau zip.")
group.add_command(packs)
SOURCE = click.argument("source", type=click.Path(exists=True, path_type=Path))


@packs.command("check")
@SOURCE
def check(source: Path) -> None:
    """Periksa paket isi, dan sebut apa yang akan berubah bila kantor sudah ada; tidak memuat apa pun."""
    with _faults_shown(source):
        whole = whole_packs.read_whole(source)
        content = f"{len(whole.pack.pages)} halaman, {len(whole.pack.values)} angka, {len(whole.questions)} soal"
        click.echo(f"{whole.pack.key} {whole.pack.version}: {content}. Tidak ada kesalahan.")
        office_id = find_sole_office_id(current_app.config["OFFICE_CODE"])
        if office_id is not None:
            click.echo("Bila dimuat sekarang:")
            _print_report(whole_packs.preview_whole(office_id, whole))


@packs.command("import")
@SOURCE
def import_(source: Path) -> None:
    """Muat paket isi; halaman, istilah, padanan, dan wilayah yang sudah diubah di sini tetap."""
    take_pack(served_office_id(), source, again=True)


@packs.command("export")
@click.argument("kind", type=click.Choice([DEFINITIONS, VALUES]))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(kind: str, file: Path) -> None:
    """Tulis isi kantor ini sebagai zip: definitions (untuk semua kantor) atau values (angka kantor ini)."""
    files = whole_packs.exported(configuration(served_office_id()), kind)
    try:
        file.write_bytes(zipped(files))
    except OSError as error:
        raise click.ClickException(f"{file} tidak dapat ditulis; periksa foldernya dan izinnya.") from error
    click.echo(f"{file}: {len(files)} berkas.")


def take_pack(office_id: int, source: Path, *, again: bool = False) -> None:
    """Import a pack and print what changed.

    A version that is in the library already is imported only with `again`. Raises ClickException with the faults of the pack.
    """
    with _faults_shown(source), opened_pack(source) as folder:
        key, version = pack_version(folder)
        if not again and is_imported(office_id, key, version):
            return
        report = whole_packs.take_whole(office_id, whole_packs.read_whole(folder))
    click.echo(f"{key} {version}:")
    _print_report(report)


@contextmanager
def _faults_shown(source: Path) -> Iterator[None]:
    try:
        yield
    except PackFaultyError as error:
        raise click.ClickException(
            f"Paket {source.name} belum dapat dimuat; tidak ada yang berubah.\n{error}"
        ) from error


def _print_report(report: ImportReport) -> None:
    if report.newer:
        click.echo(f"Paket ini lebih lama daripada yang terpasang ({report.newer}).")
    click.echo(
        f"{len(report.added)} halaman baru, {len(report.updated)} diperbarui, {report.unchanged} sama; "
        f"{len(report.values_added)} angka baru; {len(report.words)} istilah dan padanan; {len(report.places)} wilayah; "
        f"{len(report.questions)} soal; {len(report.guides)} panduan dan butir angket."
    )
    for title, keys in (
        ("Tetap seperti di kantor ini karena diubah di sini", report.kept),
        ("Tidak ada lagi di paket, tetap disimpan", report.removed),
        ("Istilah dan padanan yang dihapus", report.dropped),
        ("Angka berbeda dengan yang tersimpan, tidak ditimpa", report.value_conflicts),
    ):
        if keys:
            click.echo(f"{title}: {'; '.join(keys)}")
