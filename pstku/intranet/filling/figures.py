"""The figures of one indicator: their history, one more typed, one withdrawn."""

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import SelectField, StringField

from pstku.accounts.queries import names_of
from pstku.core.actor import Role
from pstku.core.days import parse_day
from pstku.core.errors import Conflict, InvalidInput, NotAllowed
from pstku.core.numbers import format_number
from pstku.core.text import N_
from pstku.filling.queries import expected as queries
from pstku.filling.queries.entering import PreviewLine, check_entry, preview
from pstku.http.access import current_actor, current_office, requires
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import Form, offer
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.library.models import Page
from pstku.library.operations.values import enter_values
from pstku.library.operations.withdrawing import decide_withdrawal, withdraw_value
from pstku.library.queries.pages import get_page
from pstku.library.queries.places import region_names
from pstku.library.queries.profiles import profile_of
from pstku.library.rules.admission import STATUSES, parse_value
from pstku.library.rules.entries import NewValue
from pstku.library.rules.figures import with_status
from pstku.library.rules.periods import counted_by, period_text
from pstku.library.rules.printed import agreed_status, printed_period, unmarked
from pstku.library.rules.states import ValueOrigin


class FigureForm(Form):
    """One figure, typed."""

    holds_figures = True

    region_code = SelectField(N_("Wilayah"))
    period = StringField(N_("Periode"))
    value = StringField(N_("Angka"))
    status = SelectField(N_("Status"), choices=offer([(word, word) for word in STATUSES], empty=N_("belum diketahui")))
    series = StringField(N_("Deret"))
    source = StringField(N_("Sumber"))
    source_url = StringField(N_("Alamat sumber"))
    released_on = StringField(N_("Tanggal rilis"))
    note = StringField(N_("Catatan"))

    def __init__(self) -> None:
        super().__init__()
        self.region_code.choices = offer(region_names(current_office()).items())
        if not self.is_submitted():
            self.process(request.args)  # "Perbaiki" brings along what stands there now

    def entry(self, page: Page) -> NewValue:
        """The figure as typed; raises InvalidInput beside its field."""
        profile, number = profile_of(page), unmarked(self.value.data or "")
        typed_period, typed_kind, period_said = printed_period(self.period.data or "")
        period, kind = counted_by(profile.period_kind, typed_period, typed_kind)
        value = parse_value(number.text, profile)
        released = self.released_on.data or ""
        return NewValue(
            indicator_key=page.key,
            region_code=self.region_code.data or "",
            period=period,
            period_kind=kind,
            value=value,
            source=self.source.data or "",
            released_on=parse_day(released, "released_on") if released.strip() else None,
            status=agreed_status(self.status.data or "", number, period_said),
            series=" ".join((self.series.data or "").split()),
            source_url=(self.source_url.data or "").strip() or None,
            note=self.note.data or "",
        )


@blueprint.route("/belajar/indikator/<slug>/angka", methods=["GET", "POST"])
@requires(Role.EDITOR)
def indicator_values(slug: str) -> Response:
    """All figures of an indicator with their history, and a form for one more."""
    office, form = current_office(), FigureForm()
    page = get_page(office.id, "indicator", slug)
    doubted: list[PreviewLine] = []
    if form.is_submitted():
        with form.refusals():
            entry = form.entry(page)
            check_entry(office, entry)
            doubted = [line for line in preview(office, [(1, entry)]) if line.doubts]
            if not doubted or "sure" in request.form:
                return _enter_figure(entry, slug)
    lines = queries.history(office, page.key)
    names = names_of(office.id, [person for line in lines for person in line.people])
    return render_page(
        "intranet/filling/indicator.html",
        page=page,
        form=form,
        lines=lines,
        names=names,
        doubted=doubted,
        status=form.http_status,
    )


def _enter_figure(entry: NewValue, slug: str) -> Response:
    report = enter_values(current_office().id, [entry], actor=current_actor(), origin=ValueOrigin.TYPED)
    number = with_status(format_number(entry.value), entry.status)
    if report.added:
        words = N_("Tersimpan: %(value)s untuk %(period)s. Rekan lain memeriksanya sebelum boleh dikutip.")
    else:
        words = N_("Angka itu sudah ada: %(value)s untuk %(period)s.")
    flash(_(words, value=number, period=period_text(entry.period)), "success")
    return redirect_to("intranet.indicator_values", slug=slug)


@blueprint.post("/belajar/indikator/<slug>/angka/<int:value_id>/tarik")
@requires(Role.EDITOR)
def withdraw_figure(slug: str, value_id: int) -> Response:
    """This figure is wrong: used nowhere any more, kept in the history."""
    page = get_page(current_office().id, "indicator", slug)
    with flash_refusals(InvalidInput, Conflict):
        is_withdrawn = withdraw_value(current_actor(), value_id, request.form.get("why", ""), indicator_key=page.key)
        done = _("Angka ditarik. Riwayatnya tetap tersimpan.")
        flash(done if is_withdrawn else _("Permintaan dicatat. Rekan lain memutuskannya."), "success")
    return redirect_to("intranet.indicator_values", slug=slug)


@blueprint.post("/belajar/indikator/<slug>/angka/<int:value_id>/tarik/putusan")
@requires(Role.EDITOR)
def decide_figure(slug: str, value_id: int) -> Response:
    """A second person agrees that a checked figure goes, or leaves it where it is."""
    page, agreed = get_page(current_office().id, "indicator", slug), request.form.get("do") == "agree"
    with flash_refusals(Conflict, NotAllowed):
        decide_withdrawal(current_actor(), value_id, agreed=agreed, indicator_key=page.key)
        flash(_("Angka ditarik. Riwayatnya tetap tersimpan.") if agreed else _("Angka tetap berlaku."), "success")
    return redirect_to("intranet.indicator_values", slug=slug)
