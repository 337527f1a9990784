"""Register pengaduan: a year by quarter and by kind, in numbers alone."""

from collections.abc import Iterable
from datetime import date

from flask import Response, request

from pstku.admin import blueprint
from pstku.admin.complaints.handling import KINDS
from pstku.complaints.queries import register_entries
from pstku.complaints.rules.access import OVERSEERS
from pstku.complaints.rules.register import Entry, Line, count_line
from pstku.core.quarters import quarter_name
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.pages import render_page
from pstku.http.text import gettext

YEARS = 5
UNSORTED = (None, N_("Belum ditetapkan"))


@blueprint.get("/pengaduan/register")
@requires(*OVERSEERS, area=ADMIN)
def complaint_register() -> Response:
    """How many complaints of a year came, were heard and answered in time, and were upheld."""
    now, tz = today(), current_office().tz
    years = list(range(now.year, now.year - YEARS, -1))
    asked = request.args.get("tahun", type=int)
    year = asked if asked in years else now.year
    entries = register_entries(current_actor(), date(year, 1, 1), date(year, 12, 31))

    def line(chosen: Iterable[Entry]) -> Line:
        return count_line(chosen, now, tz)

    by_quarter = [(q, [one for one in entries if _quarter(one.received_on) == q]) for q in range(1, 5)]
    by_kind = [(words, [one for one in entries if one.kind == kind]) for kind, words in [*KINDS.items(), UNSORTED]]
    return render_page(
        "admin/complaint_register.html",
        year=year,
        years=years,
        total=line(entries),
        quarters=[(quarter_name(year, quarter), line(chosen)) for quarter, chosen in by_quarter],
        kinds=[(gettext(words), line(chosen)) for words, chosen in by_kind],
    )


def _quarter(day: date) -> int:
    return (day.month + 2) // 3
