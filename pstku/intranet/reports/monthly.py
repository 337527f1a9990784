"""Laporan: any period by channel, service, PST or office, on screen, as xlsx and as PDF to sign; three kinds of tables."""

from dataclasses import dataclass

from flask import Response
from flask_babel import gettext as _

from pstku.core import clock
from pstku.http.access import ADMIN, current_office, requires
from pstku.http.context import today
from pstku.http.files import PDF, XLSX, saved_file, shown_file
from pstku.http.formats import long_date, long_month
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.intranet.reports import READERS
from pstku.intranet.reports.asking import CHOSEN, ReportFilter, SignForm, sign_form
from pstku.offices.queries import Configuration
from pstku.returns.closing.models import MonthClosing
from pstku.returns.closing.queries import carried_to, closed_values, closings, last_closing
from pstku.returns.closing.rules import Carried, carried_in, report_in
from pstku.returns.measures.groups import Narrowing
from pstku.returns.monthly.paper import Heading, report_pdf
from pstku.returns.monthly.reading import live_report, months_before, topics_of
from pstku.returns.monthly.tables import MONTHLY, OF_NEEDS, Kind, Listing, Report
from pstku.returns.monthly.workbook import report_xlsx
from pstku.returns.overview.period import ReportPeriod, period_of
from pstku.returns.overview.queries import Topic


@dataclass(frozen=True, slots=True)
class Asked:
    """A report as it was asked for."""

    kind: Kind
    period: ReportPeriod
    narrowing: Narrowing
    report: Report
    closing: MonthClosing | None = None
    carried: tuple[Carried, ...] = ()
    is_unofficial: bool = False  # narrowed or of another kind, while the official figures of the month are closed
    topics: tuple[Topic, ...] = ()

    @property
    def listings(self) -> list[Listing]:
        """What papers and workbooks list below the tables: susulan, and what was sought."""
        return [listing for listing in (self._late(), self._sought()) if listing.rows]

    def _late(self) -> Listing:
        head = (_("Bulan yang sudah ditutup"), _("Kelompok"), _("Ukuran"), _("Semula"), _("Menjadi"))
        rows = (
            (long_month(one.month), each.name, each.called, each.before, each.after)
            for one in self.carried
            for each in one.changes
        )
        return Listing(_("Susulan"), head, tuple(rows))

    def _sought(self) -> Listing:
        obtained = (_("Diperoleh, sesuai"), _("Diperoleh, tidak sesuai"), _("Tidak atau belum diperoleh"))
        head = (_("Topik"), _("Dicari"), *obtained)
        rows = ((one.title, one.sought, one.obtained, one.otherwise, one.not_obtained) for one in self.topics)
        return Listing(_("Topik yang paling banyak dicari"), head, tuple(rows))

    @property
    def file_name(self) -> str:
        """Of the files, without the ending."""
        return f"laporan-{self.period.code}" if self.kind is MONTHLY else f"{self.kind.key}-{self.period.code}"

    def heading(self, office: Configuration) -> Heading:
        """What stands above its tables."""
        title = _(self.kind.name) if self.period.is_month or self.kind is not MONTHLY else _("Laporan kunjungan")
        narrowed = _("Hanya %(what)s.", what=self.narrowing.words) if self.narrowing.words else ""
        is_running = self.period.last == today()
        running = _("Dihitung sampai %(day)s.", day=long_date(self.period.last)) if is_running else ""
        remarks = tuple(words for words in (narrowed, running, self._state()) if words)
        return Heading(office.name, title, self.period.label, remarks)

    def _state(self) -> str:
        if self.is_unofficial and self.kind is not MONTHLY:
            return str(_("Dihitung dari keadaan sekarang. Angka resmi bulan yang ditutup ada di laporan bulanan."))
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
    return _page(ReportFilter(), sign_form())


@blueprint.get("/laporan/laporan.xlsx")
@requires(*READERS, area=ADMIN)
def report_sheet() -> Response:
    """The same figures as a workbook."""
    form: ReportFilter = ReportFilter()
    asked = _asked(form)
    if asked is None:
        return _page(form, sign_form())
    content = report_xlsx(asked.report, asked.heading(current_office()), asked.listings)
    return saved_file(content, XLSX, f"{asked.file_name}.xlsx")


@blueprint.post("/laporan/laporan.pdf")
@requires(*READERS, area=ADMIN)
def report_paper() -> Response:
    """The same figures on paper; a POST, so that no name of who signs stands in an address."""
    form, sign = ReportFilter(), SignForm()
    asked, office = _asked(form), current_office()
    if asked and sign.validate_on_submit():
        with sign.refusals():
            content = report_pdf(office, asked.report, asked.heading(office), sign.signature(), today(), asked.listings)
            return shown_file(content, PDF, f"{asked.file_name}.pdf")
    return _page(form, sign)


def _asked(form: ReportFilter) -> Asked | None:
    if not form.validate() or form.is_waiting:
        return None
    with form.refusals():
        period, narrowing = period_of(form.code, today()), form.narrowing()
        return _read(form.kind(), period, narrowing)
    return None


def _read(kind: Kind, period: ReportPeriod, narrowing: Narrowing) -> Asked:
    """As it was closed, where it was and nothing narrows it; else as the visits tell it now, with what its closing would carry."""
    office = current_office()
    closing = last_closing(office.id, period.first) if period.is_month else None
    if closing is not None and kind is MONTHLY and not narrowing.groups:
        return Asked(kind, period, narrowing, report_in(closing.content), closing, tuple(carried_in(closing.content)))
    report = live_report(office, period, narrowing, kind)
    topics = topics_of(office, period) if kind is OF_NEEDS and not narrowing.groups else []
    carries = period.is_month and closing is None and kind is MONTHLY and not narrowing.groups
    carried = carried_to(office, closings(office.id), period.first) if carries else []
    is_unofficial = closing is not None
    return Asked(kind, period, narrowing, report, None, tuple(carried), is_unofficial, tuple(topics))


def _page(form: ReportFilter, sign: SignForm) -> Response:
    office, asked = current_office(), _asked(form)
    refused = form.errors or (form.refused and form.refused.status >= 400)
    key = asked.kind.charted if asked else ""
    closed = closed_values(office.id, key) if asked else {}
    return render_page(
        "intranet/reports/monthly.html",
        form=form,
        sign=sign,
        asked=asked,
        bars=months_before(office, asked.period, asked.narrowing, key, closed) if asked else [],
        heading=asked.heading(office) if asked else None,
        chosen=CHOSEN,
        address=form.address,
        status=422 if refused else sign.http_status,
    )
