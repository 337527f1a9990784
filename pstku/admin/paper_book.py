"""Catatan susulan: how many guests came by paper each month, and from which sheets."""

from datetime import timedelta

from flask import Response

from pstku.admin import blueprint
from pstku.core import clock
from pstku.core.actor import Role
from pstku.http.access import ADMIN, current_office, requires
from pstku.http.pages import render_page
from pstku.paperbook.queries import MOST_SHEETS, paper_months, sheets
from pstku.paperbook.rules.sheets import CAUSES

LISTED_DAYS = timedelta(days=90)


@blueprint.get("/susulan")
@requires(Role.ADMIN, area=ADMIN)
def paper_book() -> Response:
    """The months of the last year with such guests, and the sheets about the last ninety days."""
    office = current_office()
    today = clock.local_day(clock.now(), office.tz)
    return render_page(
        "admin/paper_book.html",
        months=paper_months(office.id, today),
        sheets=sheets(office.id, today - LISTED_DAYS),
        most=MOST_SHEETS,
        causes=CAUSES,
    )
