"""Commands for a new office: `flask pstku office-init`."""

from pathlib import Path
from typing import Any

import click
import yaml
from flask import current_app

from pstku.audit.exports import begin_exports, export_head
from pstku.commands.group import group
from pstku.core.db import atomic
from pstku.core.installation import establish
from pstku.guestbook.rules.codelists import CODE_LISTS, ENGLISH_LABELS
from pstku.library.operations.regions import found_places
from pstku.officers.operations.desks import add_desks
from pstku.offices.operations import found_office
from pstku.offices.queries import configuration, office_ids


@group.command("office-init")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
def office_init(file: Path) -> None:
    """Buat kantor dari berkas YAML (contoh: content/offices/7571.yaml)."""
    found_from(file)
    click.echo(f"Kantor dari {file.name} siap.")


def found_from(file: Path) -> int:
    """Found the office a YAML file defines, with its desks and places; returns its id.

    Raises ClickException when the file is no YAML, WrongPlaceError, and what `found_office` raises.
    """
    data: Path = current_app.config["DATA"]
    definition = _definition(file)
    establish(data)
    is_first = not office_ids()
    with atomic():
        office = found_office(definition, CODE_LISTS, ENGLISH_LABELS)
        add_desks(office.id, definition.get("desks") or ["Loket 1"])
        found_places(configuration(office.id))
    begin_exports(data) if is_first else export_head(office.id, data)
    return office.id


def _definition(file: Path) -> dict[str, Any]:
    try:
        definition: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise click.ClickException(f"{file.name} tidak terbaca sebagai YAML: {error}") from error
    return definition
