"""Commands for the audit trail: `flask pstku verify-audit|note-restored|claim-folder`."""

from pathlib import Path

import click
from flask import current_app

from pstku.audit.exports import MISSING, begin_exports, export_faults, note_restored
from pstku.audit.operations import record, verify_chain
from pstku.commands.group import group, served_office_id
from pstku.core.installation import claim_folder
from pstku.offices.queries import office_ids


@group.command("verify-audit")
def verify_audit() -> None:
    """Periksa rantai jejak audit; keluar dengan 1 bila ada yang berubah."""
    office_id = served_office_id()
    faults = verify_chain(office_id) + export_faults(office_id, current_app.config["DATA"])
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo("Jejak audit utuh.")


@group.command("note-restored")
def note_restored_backup() -> None:
    """Setelah memulihkan cadangan: catat di jejak audit bahwa basis data memang lebih tua."""
    was_older = note_restored(served_office_id(), current_app.config["DATA"])
    click.echo(
        "Pemulihan dicatat di jejak audit." if was_older else "Basis data tidak lebih tua; tidak ada yang dicatat."
    )


@group.command("claim-folder")
def claim_data_folder() -> None:
    """Pasangkan folder data ini dengan basis data: sesudah pindah server, di server tambahan, atau bila tandanya hilang."""
    data: Path = current_app.config["DATA"]
    claim_folder(data)
    for office_id in office_ids():
        record(office_id, "claim_data_folder", "office", office_id)
    if MISSING in [fault for office_id in office_ids() for fault in export_faults(office_id, data)]:
        begin_exports(data)
    click.echo(f"Folder data {data} kini milik basis data ini; tercatat di jejak audit.")
