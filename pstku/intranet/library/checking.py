"""Periksa: an editor says that a page or a figure is right."""

from datetime import date

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from wtforms import StringField

from pstku.accounts.queries import get_person
from pstku.answers.operations.confirming import confirm_value
from pstku.core.actor import Role
from pstku.core.days import parse_day
from pstku.core.errors import Conflict, NotAllowed
from pstku.core.text import N_
from pstku.http.access import current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import Form
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.library.operations import checking
from pstku.library.operations.withdrawing import refuse_value
from pstku.library.queries import pages as queries
from pstku.library.queries.checks import ToCheck, next_to_check
from pstku.library.queries.places import region_names
from pstku.library.rules.periods import period_text
from pstku.library.rules.states import ValueOrigin

ORIGINS = {
    ValueOrigin.WEBAPI: N_("WebAPI"),
    ValueOrigin.SHEET: N_("lembar isian"),
    ValueOrigin.TYPED: N_("diketik"),
    ValueOrigin.PACK: N_("paket isi"),
}


TABS: list[tuple[str | None, str]] = [(None, N_("semua asal")), *ORIGINS.items()]


@blueprint.get("/belajar/periksa")
@requires(Role.EDITOR)
def checks() -> Response:
    """What nobody has checked yet: figures first, then pages."""
    office, origin = current_office(), request.args.get("asal")
    if origin is not None and origin not in ORIGINS:
        abort(404)
    ready, expected = queries.readiness(office.id, office.code)
    return render_page(
        "intranet/library/checks.html",
        unchecked=queries.unchecked_values(office.id, origin, request.args.get("hal", 1, row_id)),
        page_url=lambda n: url_for("intranet.checks", asal=origin, hal=n if n > 1 else None),
        origin=origin,
        tab_items=[
            {"label": _(name), "href": url_for("intranet.checks", asal=code), "current": code == origin}
            for code, name in TABS
        ],
        region_names=region_names(office),
        period_text=period_text,
        lines=queries.next_unchecked_pages(office.id),
        ready=ready,
        expected=expected,
    )


@blueprint.post("/belajar/periksa/angka/<int:value_id>")
@requires(Role.EDITOR)
def check_value(value_id: int) -> Response:
    """Confirm that a figure equals its source, released on the day entered; then return to the list."""
    form = QuickForm()
    with flash_refusals(Conflict, NotAllowed), form.refusals():
        confirm_value(current_actor(), value_id, released_on=form.day())
        flash(_("Angka ditandai sudah diperiksa. Sekarang boleh dikutip."), "success")
    if form.refused:
        return _quick_page(form, value_id)  # alone on the screen, with what was typed
    if slug := request.args.get("indikator"):
        return redirect_to("intranet.indicator_values", slug=slug)
    return redirect_to("intranet.checks", asal=request.args.get("asal"), hal=request.args.get("hal"))


@blueprint.post("/belajar/periksa/halaman/<key>")
@requires(Role.EDITOR)
def check_page(key: str) -> Response:
    """Confirm that a page is right as it is."""
    checking.check_page(current_actor(), key)
    flash(_("Halaman ditandai sudah diperiksa."), "success")
    return redirect_to("intranet.checks")


class QuickForm(Form):
    """The day of release, typed our way, where the figure has none."""

    released_on = StringField(N_("Tanggal rilis"))
    why = StringField(N_("Mengapa ditolak"))

    def day(self) -> date | None:
        """The day as typed, None when the field is empty; raises InvalidInput."""
        typed = self.released_on.data or ""
        return parse_day(typed, "released_on") if typed.strip() else None


@blueprint.get("/belajar/periksa/cepat")
@requires(Role.EDITOR)
def quick_check() -> Response:
    """One unchecked figure on the screen: Benar, Perbaiki, Lewati dulu, Bukan bidang saya."""
    return _quick_page(QuickForm())


@blueprint.get("/belajar/periksa/cepat/<int:value_id>")
@requires(Role.EDITOR)
def quick_figure(value_id: int) -> Response:
    """One given figure; what colleagues enter meanwhile does not replace it."""
    item = _item(value_id)
    if item is None or item.figure.id != value_id:
        flash(_("Angka itu sudah diperiksa atau ditarik, atau Anda sendiri yang mengisinya."), "error")
        return redirect_to("intranet.quick_check")
    return _quick_page(QuickForm(), value_id)


@blueprint.post("/belajar/periksa/cepat/<int:value_id>")
@requires(Role.EDITOR)
def quick_answer(value_id: int) -> Response:
    """What the editor says about the figure on the screen; then the one that follows it."""
    form, actor, item = QuickForm(), current_actor(), _item(value_id)
    following = item.next_id if item and item.figure.id == value_id else None
    with flash_refusals(Conflict, NotAllowed), form.refusals():
        if "pass" in request.form:
            checking.pass_on(actor, value_id)
            flash(_("Diserahkan ke rekan lain."), "success")
        elif "refuse" in request.form:
            refuse_value(actor, value_id, form.why.data or "")
            flash(_("Ditolak. Riwayatnya tetap tersimpan, dan WebAPI tidak mengusulkannya lagi."), "success")
        else:
            confirm_value(actor, value_id, released_on=form.day())
            flash(_("Benar. Angka itu sekarang boleh dikutip."), "success")
    if form.refused:
        return _quick_page(form, value_id)
    return (
        redirect_to("intranet.quick_figure", value_id=following) if following else redirect_to("intranet.quick_check")
    )


def _item(value_id: int | None) -> ToCheck | None:
    return next_to_check(current_office(), current_actor(), current_user_function(), value_id)


def _quick_page(form: QuickForm, value_id: int | None = None) -> Response:
    item, function = _item(value_id), current_user_function()
    return render_page(
        "intranet/library/quick_check.html", item=item, form=form, function=function, status=form.http_status
    )


def current_user_function() -> str:
    """The function the signed-in person works in; empty when the admin has not said."""
    return get_person(current_office().id, current_actor().person_id).function
