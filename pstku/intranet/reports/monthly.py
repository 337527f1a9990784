"""Laporan: any period by channel, service, PST or office, on screen, as xlsx and as PDF to sign."""

from dataclasses import dataclass
from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import Optional

from pstku.accounts.queries import people
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_office, requires
from pstku.http.context import today
from pstku.http.formats import long_date, long_month
from pstku.http.forms import DayField, Form, at_most, offer, optional_id, required
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.intranet.reports import READERS
from pstku.offices.queries import Configuration
from pstku.returns.closing.models import MonthClosing
from pstku.returns.closing.queries import carried_to, closed_visits, closings, last_closing
from pstku.returns.closing.rules import Carried, carried_in, report_in
from pstku.returns.measures.groups import DIVISIONS, WAYS
from pstku.returns.monthly.narrowing import Narrowing, narrowing_of
from pstku.returns.monthly.paper import HEAD, LONGEST, SIGNING, Heading, Late, report_pdf, signature_of
from pstku.returns.monthly.reading import live_report, months_before
from pstku.returns.monthly.tables import Report
from pstku.returns.monthly.workbook import report_xlsx
from pstku.returns.overview.period import ReportPeriod, code_of_month, month_choices, period_of

CHOSEN = "pilih"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ReportFilter(Form):
    """Which report; names as they stand in the address."""

    class Meta(Form.Meta):
        csrf = False  # a filter changes nothing

    masa = SelectField(N_("Masa"), validate_choice=False)
    dari = DayField(N_("Dari"), [Optional()])
    sampai = DayField(N_("Sampai"), [Optional()])
    bagian = SelectField(
        N_("Bagian"), choices=offer(((g.key, g.name) for g in DIVISIONS), empty=N_("Total")), default=""
    )
    jalur = SelectField(
        N_("Jalur"),
        choices=offer(((key, name) for key, (name, _words) in WAYS.items()), empty=N_("Semua jalur")),
        default="",
    )
    layanan = SelectField(N_("Layanan"), coerce=optional_id, default="")

    def __init__(self) -> None:
        super().__init__(request.args)
        periods = [*month_choices(today()), (CHOSEN, _("Pilih tanggal"))]
        self.masa.choices = offer(periods)
        self.masa.data = self.masa.data or code_of_month(today())
        self.layanan.choices = offer(((s.id, s.name) for s in current_office().services), empty=N_("Semua layanan"))

    @property
    def code(self) -> str:
        """The period as an address has it."""
        if self.masa.data != CHOSEN:
            return str(self.masa.data)
        return f"{self.dari.data or ''}..{self.sampai.data or ''}"

    @property
    def address(self) -> dict[str, str]:
        """What of the address is this filter's, for the links of its page."""
        return {name: request.args[name] for name in self.data if name in request.args}

    @property
    def is_waiting(self) -> bool:
        """Are days to be chosen, of which one is not typed yet?"""
        return self.masa.data == CHOSEN and not (self.dari.data and self.sampai.data)

    def narrowing(self) -> Narrowing:
        """The chosen groups; raises InvalidInput."""
        values = self.bagian.data or "", self.jalur.data or "", self.layanan.data
        return narrowing_of(current_office().services, *values)


class SignForm(Form):
    """Who signs the paper."""

    tanda = SelectField(N_("Yang menandatangani"), choices=offer(SIGNING.items()), default=HEAD)
    nama = StringField(N_("Nama"), [required(N_("Ketik nama yang menandatangani.")), at_most(LONGEST)])
    jabatan = StringField(N_("Jabatan, untuk a.n."), [at_most(LONGEST)])
    nip = StringField(N_("NIP, bila dicetak"), [at_most(30)])


@dataclass(frozen=True, slots=True)
class Asked:
    """A report as it was asked for."""

    period: ReportPeriod
    narrowing: Narrowing
    report: Report
    closing: MonthClosing | None = None
    carried: tuple[Carried, ...] = ()
    is_unofficial: bool = False  # narrowed, while the official figures of the month are closed

    @property
    def late(self) -> list[Late]:
        """Susulan as papers and workbooks list it."""
        return [
            (long_month(one.month), each.name, each.called, each.before, each.after)
            for one in self.carried
            for each in one.changes
        ]

    def heading(self, office: Configuration) -> Heading:
        """What stands above its tables."""
        title = _("Laporan bulanan") if self.period.is_month else _("Laporan kunjungan")
        narrowed = _("Hanya %(what)s.", what=self.narrowing.words) if self.narrowing.words else ""
        is_running = self.period.last == today()
        running = _("Dihitung sampai %(day)s.", day=long_date(self.period.last)) if is_running else ""
        remarks = tuple(words for words in (narrowed, running, self._state()) if words)
        return Heading(office.name, title, self.period.label, remarks)

    def _state(self) -> str:
        if self.is_unofficial:
            return str(_("Bukan angka resmi. Bulan ini sudah ditutup; saringan dihitung dari keadaan sekarang."))
        if self.closing is None:
            return ""
        day = long_date(clock.local_day(self.closing.closed_at, current_office().tz))
        if self.closing.revision:
            words = {"n": self.closing.revision, "day": day, "hash": self.closing.hash[:16]}
            return str(_("Revisi %(n)s, terbit %(day)s. Sidik %(hash)s.", **words))
        return str(_("Ditutup %(day)s. Sidik %(hash)s.", day=day, hash=self.closing.hash[:16]))


@blueprint.get("/laporan")
@requires(*READERS, area=ADMIN)
def report() -> Response:
    """The tables and the chart of the last twelve months."""
    return _page(ReportFilter(), _sign_form())


@blueprint.get("/laporan/laporan.xlsx")
@requires(*READERS, area=ADMIN)
def report_sheet() -> Response:
    """The same figures as a workbook."""
    form: ReportFilter = ReportFilter()
    asked = _asked(form)
    if asked is None:
        return _page(form, _sign_form())
    content = report_xlsx(asked.report, asked.heading(current_office()), asked.late)
    return _file(content, XLSX, f"laporan-{asked.period.code}.xlsx", "attachment")


@blueprint.post("/laporan/laporan.pdf")
@requires(*READERS, area=ADMIN)
def report_paper() -> Response:
    """The same figures on paper; a POST, so that no name of who signs stands in an address."""
    form, sign = ReportFilter(), SignForm()
    asked, office = _asked(form), current_office()
    if asked and sign.validate_on_submit():
        with sign.refusals():
            words = (sign[name].data or "" for name in ("tanda", "nama", "jabatan", "nip"))
            signature = signature_of(office, *words)
            content = report_pdf(office, asked.report, asked.heading(office), signature, today(), asked.late)
            return _file(content, "application/pdf", f"laporan-{asked.period.code}.pdf", "inline")
    return _page(form, sign)


def _asked(form: ReportFilter) -> Asked | None:
    if not form.validate() or form.is_waiting:
        return None
    with form.refusals():
        period, narrowing = period_of(form.code, today()), form.narrowing()
        return _read(period, narrowing)
    return None


def _read(period: ReportPeriod, narrowing: Narrowing) -> Asked:
    """As it was closed, where it was and nothing narrows it; else as the visits tell it now, with what its closing would carry."""
    office = current_office()
    if not period.is_month:
        return Asked(period, narrowing, live_report(office, period, narrowing))
    closing = last_closing(office.id, period.first)
    if closing is None or narrowing.groups:
        is_closed = closing is not None
        carried = () if is_closed or narrowing.groups else carried_to(office, closings(office.id), period.first)
        report = live_report(office, period, narrowing)
        return Asked(period, narrowing, report, None, tuple(carried), is_unofficial=is_closed)
    return Asked(period, narrowing, report_in(closing.content), closing, tuple(carried_in(closing.content)))


def _page(form: ReportFilter, sign: SignForm) -> Response:
    office, asked = current_office(), _asked(form)
    refused = form.errors or (form.refused and form.refused.status >= 400)
    return render_page(
        "intranet/reports/monthly.html",
        form=form,
        sign=sign,
        asked=asked,
        bars=months_before(office, asked.period, asked.narrowing, closed_visits(office.id)) if asked else [],
        heading=asked.heading(office) if asked else None,
        chosen=CHOSEN,
        address=form.address,
        status=422 if refused else sign.http_status,
    )


def _sign_form() -> SignForm:
    heads = people(current_office().id, role=Role.HEAD)
    form: SignForm = SignForm(formdata=None)
    form.nama.data = heads[0].name if heads else ""
    return form


def _file(content: bytes, kind: str, name: str, way: str) -> Response:
    headers: dict[str, Any] = {"Content-Disposition": f'{way}; filename="{name}"'}
    return Response(content, mimetype=kind, headers=headers)
