"""Register kunjungan: the visits behind a figure, and the whole register as xlsx or PDF."""

from typing import Any

from flask import Response, request
from wtforms import BooleanField, PasswordField, SelectField

from pstku.accounts.operations import confirm_password
from pstku.accounts.queries import names_of
from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid
from pstku.guestbook.rules.states import DONE
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.context import today
from pstku.http.files import PDF, XLSX, saved_file
from pstku.http.forms import Form, offer, optional_id
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.intranet.reports import READERS
from pstku.intranet.reports.asking import ReportFilter
from pstku.returns.closing.queries import closed_months
from pstku.returns.columns.keeping import templates
from pstku.returns.columns.known import REGISTER
from pstku.returns.overview.period import ReportPeriod, period_of
from pstku.returns.register.exporting import export_pdf, export_xlsx
from pstku.returns.register.files import MOST_ON_PAPER, in_pieces
from pstku.returns.register.rows import PAGE_SIZE, Chosen, count_rows, group_named, page_of_rows

NARROWING = ("kelompok", "petugas", "keadaan")


class NamesForm(Form):
    """Whether a file holds names."""

    nama = BooleanField(N_("Dengan nama tamu dan instansi"))
    password = PasswordField(N_("Kata sandi Anda, bila dengan nama"))

    def prove(self) -> None:
        """Names leave only after the password; raises InvalidInput("password")."""
        if self.nama.data and not self.password.data:
            raise InvalidInput("password", N_("Ketik kata sandi Anda sendiri."))
        if self.nama.data:
            confirm_password(current_actor(), self.password.data or "")


class ExportForm(NamesForm):
    """In which form and columns, and whether with names."""

    berkas = SelectField(N_("Berkas"), choices=offer((("xlsx", "xlsx"), ("pdf", "PDF"))), default="xlsx")
    kolom = SelectField(N_("Susunan kolom, untuk xlsx"), coerce=optional_id, default="")

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        own = [(row.id, row.name) for row in templates(current_office().id, REGISTER)]
        self.kolom.choices = offer(own, empty=N_("Bawaan"))


@blueprint.get("/laporan/register")
@requires(*READERS, area=ADMIN)
def register() -> Response:
    """The rows, fifty a page, without anybody's name."""
    return _page(ReportFilter(), ExportForm(formdata=None))


@blueprint.post("/laporan/register")
@requires(*READERS, area=ADMIN)
def export_register() -> Response:
    """The whole register as a file; noted in the trail."""
    form, export = ReportFilter(), ExportForm()
    asked = _asked(form)
    if asked and export.validate_on_submit():
        period, chosen = asked
        with export.refusals():
            if export.nama.data:
                current_actor().need(Role.ADMIN)
                export.prove()
            name = f"register-{period.first}-{period.last}.{export.berkas.data}"
            if export.berkas.data == "pdf":
                paper = export_pdf(current_actor(), chosen, period.days_label, with_names=export.nama.data)
                return saved_file(paper, PDF, name)
            file = export_xlsx(current_actor(), chosen, with_names=export.nama.data, template_id=export.kolom.data)
            return saved_file(in_pieces(file), XLSX, name)
    return _page(form, export)


def _officer(chosen: Chosen) -> str:
    names = names_of(current_office().id, [chosen.officer_id] if chosen.officer_id is not None else [])
    return next(iter(names.values()), "")


def _asked(form: ReportFilter) -> tuple[ReportPeriod, Chosen] | None:
    if not form.validate():
        return None
    with form.refusals():
        period, groups = period_of(form.code, today()), form.narrowing().groups
        if key := request.args.get("kelompok"):
            groups = (*groups, group_named(current_office(), key))
        officer_id, is_finished = request.args.get("petugas", type=row_id), request.args.get("keadaan") == DONE
        return period, Chosen(period.first, period.last, groups, officer_id, is_finished)
    return None


def _page(form: ReportFilter, export: ExportForm) -> Response:
    office, asked = current_office(), _asked(form)
    rows = page_of_rows(office, asked[1], request.args.get("sesudah", type=parse_uuid)) if asked else []
    lines = rows[:PAGE_SIZE]
    refused = form.errors or (form.refused and form.refused.status >= 400)
    return render_page(
        "intranet/reports/register.html",
        period=asked[0] if asked else None,
        groups=asked[1].groups if asked else (),
        count=count_rows(office, asked[1]) if asked else 0,
        lines=lines,
        has_closed=bool(asked and closed_months(office.id, asked[0].first.replace(day=1), asked[0].last)),
        following=lines[-1].id if len(rows) > PAGE_SIZE else None,
        report_address=form.address,
        address=form.address | {name: request.args[name] for name in NARROWING if request.args.get(name)},
        officer=_officer(asked[1]) if asked else "",
        is_finished=bool(asked and asked[1].is_finished),
        export=export,
        errors=[words for errors in form.errors.values() for words in errors],
        most_on_paper=MOST_ON_PAPER,
        status=422 if refused else export.http_status,
    )
