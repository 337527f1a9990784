"""Taking rows out of the system: who may, and the line in the trail for each file that was made."""

from collections.abc import Sequence
from typing import IO, Any

from pstku.audit.operations import record
from pstku.core.actor import Actor, Role
from pstku.offices.queries import Configuration, configuration
from pstku.printing.sheet import write_workbook
from pstku.returns.columns.keeping import chosen_heads
from pstku.returns.columns.known import REGISTER, Head, shipped
from pstku.returns.register.answers import survey_sheet
from pstku.returns.register.files import register_pdf
from pstku.returns.register.rows import Chosen, count_rows
from pstku.returns.register.streams import SURVEY_SHEET, count_file_rows, visits_sheet


def export_xlsx(actor: Actor, chosen: Chosen, *, with_names: bool, template_id: int | None = None) -> IO[bytes]:
    """The register in the columns of a template; names only for an admin, whose password the face has asked for."""
    office = _allowed(actor, with_names=with_names)
    heads = chosen_heads(office.id, REGISTER, template_id) if template_id else shipped(REGISTER)
    file = write_workbook([visits_sheet(office, chosen, REGISTER, heads, with_names=with_names)])
    _note(actor, office, chosen, "xlsx", with_names=with_names)
    return file


def export_pdf(actor: Actor, chosen: Chosen, period: str, *, with_names: bool) -> bytes:
    """The paper; raises Conflict when it would be too long."""
    office = _allowed(actor, with_names=with_names)
    paper = register_pdf(office, chosen, period, with_names=with_names)
    _note(actor, office, chosen, "pdf", with_names=with_names)
    return paper


def export_respondents(
    actor: Actor, chosen: Chosen, kind: str, *, with_names: bool, template_id: int | None = None
) -> IO[bytes]:
    """The respondent file: visits on which data were sought, and, on a sheet of their own, survey answers nobody is found by."""
    actor.need(Role.ADMIN, *(() if with_names else (Role.HEAD,)))
    office = configuration(actor.office_id)
    heads: Sequence[Head] = chosen_heads(office.id, kind, template_id)
    visits = visits_sheet(office, chosen, kind, heads, with_names=with_names)
    file = write_workbook([visits, survey_sheet(office, chosen.first, chosen.last, SURVEY_SHEET, heads)])
    rows = count_file_rows(office, chosen, kind)
    _record(actor, office, chosen, "export_respondents", kind=kind, rows=rows, with_names=with_names)
    return file


def _allowed(actor: Actor, *, with_names: bool) -> Configuration:
    actor.need(Role.ADMIN, *(() if with_names else (Role.HEAD, Role.DECIDER)))
    return configuration(actor.office_id)


def _note(actor: Actor, office: Configuration, chosen: Chosen, kind: str, *, with_names: bool) -> None:
    groups = [group.key for group in chosen.groups]
    told: dict[str, Any] = {
        "kind": kind,
        "rows": count_rows(office, chosen),
        "with_names": with_names,
        "groups": groups,
    }
    _record(actor, office, chosen, "export_register", **told)


def _record(actor: Actor, office: Configuration, chosen: Chosen, action: str, **told: Any) -> None:
    days = f"{chosen.first}..{chosen.last}"
    record(office.id, action, "visits", days, actor_id=actor.person_id, **told)
