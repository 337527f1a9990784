"""Taking the register out of the system: who may, and the line in the trail for each file that was made."""

from typing import IO

from pstku.audit.operations import record
from pstku.core.actor import Actor, Role
from pstku.offices.queries import Configuration, configuration
from pstku.returns.register.files import register_pdf, register_xlsx
from pstku.returns.register.rows import Chosen, count_rows


def export_xlsx(actor: Actor, chosen: Chosen, *, with_names: bool) -> IO[bytes]:
    """The workbook; names only for an admin, whose password the face has asked for."""
    office = _allowed(actor, with_names=with_names)
    file = register_xlsx(office, chosen, with_names=with_names)
    _note(actor, office, chosen, "xlsx", with_names=with_names)
    return file


def export_pdf(actor: Actor, chosen: Chosen, period: str, *, with_names: bool) -> bytes:
    """The paper; raises Conflict when it would be too long."""
    office = _allowed(actor, with_names=with_names)
    paper = register_pdf(office, chosen, period, with_names=with_names)
    _note(actor, office, chosen, "pdf", with_names=with_names)
    return paper


def _allowed(actor: Actor, *, with_names: bool) -> Configuration:
    actor.need(Role.ADMIN, *(() if with_names else (Role.HEAD, Role.DECIDER)))
    return configuration(actor.office_id)


def _note(actor: Actor, office: Configuration, chosen: Chosen, kind: str, *, with_names: bool) -> None:
    record(
        office.id,
        "export_register",
        "visits",
        f"{chosen.first}..{chosen.last}",
        actor_id=actor.person_id,
        kind=kind,
        rows=count_rows(office, chosen),
        with_names=with_names,
        groups=[group.key for group in chosen.groups],
    )
