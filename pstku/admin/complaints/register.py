"""Register pengaduan: a year by quarter and by kind, in numbers alone; on screen, as xlsx and as PDF to sign."""

from dataclasses import dataclass
from datetime import date

from flask import Response, request
from flask_babel import gettext as _

from pstku.accounts.queries import people
from pstku.admin import blueprint
from pstku.admin.complaints.handling import KINDS
from pstku.complaints.queries import register_entries
from pstku.complaints.rules.access import OVERSEERS
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.files import PDF, XLSX, saved_file, shown_file
from pstku.http.formats import long_date
from pstku.http.pages import render_page
from pstku.http.text import gettext
from pstku.returns.complaints import complaint_report
from pstku.returns.monthly.paper import HEAD, Heading, report_pdf, signature_of
from pstku.returns.monthly.tables import Report
from pstku.returns.monthly.workbook import report_xlsx

YEARS = 5
UNSORTED = N_("Belum ditetapkan")


@dataclass(frozen=True, slots=True)
class Asked:
    """The register of a year, as far as the reader may see it."""

    year: int
    years: list[int]
    report: Report

    @property
    def heading(self) -> Heading:
        """What stands above its tables on paper and in a workbook."""
        stands = _("Menurut hari diterima, keadaan %(day)s.", day=long_date(today()))
        unseen = _("Pengaduan tentang pembaca sendiri tidak terhitung.")
        return Heading(current_office().name, _("Register pengaduan"), str(self.year), (stands, unseen))


@blueprint.get("/pengaduan/register")
@requires(*OVERSEERS, area=ADMIN)
def complaint_register() -> Response:
    """How many complaints of a year came, were heard and answered in time, and were upheld."""
    return render_page("admin/complaint_register.html", asked=_asked())


@blueprint.get("/pengaduan/register.xlsx")
@requires(*OVERSEERS, area=ADMIN)
def complaint_register_sheet() -> Response:
    """The same figures as a workbook."""
    asked = _asked()
    return saved_file(report_xlsx(asked.report, asked.heading), XLSX, f"register-pengaduan-{asked.year}.xlsx")


@blueprint.get("/pengaduan/register.pdf")
@requires(*OVERSEERS, area=ADMIN)
def complaint_register_paper() -> Response:
    """The same figures on paper, for the head to sign."""
    asked, office = _asked(), current_office()
    heads = people(office.id, role=Role.HEAD)
    signature = signature_of(office, HEAD, heads[0].name if heads else "")
    content = report_pdf(office, asked.report, asked.heading, signature, today())
    return shown_file(content, PDF, f"register-pengaduan-{asked.year}.pdf")


def _asked() -> Asked:
    now = today()
    years = list(range(now.year, now.year - YEARS, -1))
    chosen = request.args.get("tahun", type=int)
    year = chosen if chosen in years else now.year
    entries = register_entries(current_actor(), date(year, 1, 1), date(year, 12, 31))
    kinds = {str(kind): gettext(words) for kind, words in KINDS.items()}
    return Asked(year, years, complaint_report(entries, year, kinds, gettext(UNSORTED), now, current_office().tz))
