"""/lembar-survei: paper forms of the open round, entered by whoever did not serve the guest."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _

from pstku.core.days import parse_day
from pstku.core.errors import Conflict, InvalidInput, NotAllowed
from pstku.core.text import N_
from pstku.http.access import ADMIN, DESK, current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.context import today
from pstku.http.domain_refusals import flash_refusals, refusals
from pstku.http.files import PDF, shown_file
from pstku.http.pages import redirect_to, render_page
from pstku.reports.survey_sheets import survey_sheets_pdf
from pstku.skm.models import SkmRound
from pstku.skm.operations.rounds import KEEPERS
from pstku.skm.operations.sheets import enter_sheet
from pstku.skm.queries.rounds import get_round, name_of, open_round_of, response_of
from pstku.skm.queries.wordings import set_of
from pstku.skm.rules.answers import ABOUT, filled_from, unanswered
from pstku.survey import blueprint

SHEET = N_("Ketik nomor yang tercetak di lembar.")


@blueprint.route("/lembar-survei", methods=["GET", "POST"])
@requires(area=DESK)
def sheets() -> Response:
    """One sheet after the other; without a round or sheets, why there is nothing to enter."""
    row = open_round_of(current_office().id)
    if row is None or not row.sheets:
        return render_page("survey/no_sheets.html")
    if request.method == "GET":
        return _page(row, {})
    questions = set_of(row)
    filled = filled_from(questions, request.form)
    with refusals(InvalidInput, NotAllowed, Conflict) as no:
        sheet = request.form.get("sheet", 0, type=row_id)
        if not sheet:
            raise InvalidInput("sheet", SHEET)
        day = parse_day(request.form.get("day", ""))
        service_id = request.form.get("service", 0, type=row_id)
        enter_sheet(current_actor(), row.id, sheet, day=day, service_id=service_id, filled=filled)
        flash(_("Lembar nomor %(n)s tersimpan.", n=sheet), "success")
        return redirect_to("survey.sheets")
    missing = unanswered(questions, filled.values) if no.field in questions.keys else [no.field or "form"]
    return _page(row, dict.fromkeys(missing, no.words), no.status)


@blueprint.get("/admin/skm/<int:round_id>/lembar.pdf")
@requires(*KEEPERS, area=ADMIN)
def print_sheets(round_id: int) -> Response:
    """The paper forms from one number to another, each on a page of its own."""
    office, row = current_office(), get_round(current_office().id, round_id)
    first, last = (request.args.get(name, 0, type=row_id) or 0 for name in ("dari", "sampai"))
    with flash_refusals(Conflict, InvalidInput):
        content = survey_sheets_pdf(office, row, first, last)
        return shown_file(content, PDF, f"lembar-survei-{first}-{last}.pdf")
    return redirect_to("survey.round_page", round_id=round_id)


def _page(row: SkmRound, errors: dict[str, str], status: int = 200) -> Response:
    typed = request.form if request.method == "POST" else {"day": today().isoformat()}
    context: dict[str, Any] = {"row": row, "name": name_of(row), "questions": set_of(row), "about": ABOUT}
    context |= {"typed": typed, "errors": errors, "response": response_of(row)}
    return render_page("survey/sheet.html", status=status, **context)
