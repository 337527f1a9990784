"""Rekap layanan saya: one's own quarters, released or withdrawn by oneself alone."""

from flask import Response, flash
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import SelectMultipleField

from pstku.core.errors import Conflict, InvalidInput
from pstku.core.quarters import quarter_name
from pstku.core.text import N_
from pstku.http.access import current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.files import PDF, shown_file
from pstku.http.forms import Form, offer
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.recaps import queries
from pstku.recaps.operations import release_recap, withdraw_recap
from pstku.recaps.paper import recap_pdf, sections_of
from pstku.recaps.rules import PARTS, Recap


class ReleaseForm(Form):
    """Which parts go along."""

    parts = SelectMultipleField(N_("Yang ikut dirilis"), choices=offer(PARTS.items()), default=list(PARTS))


class PlainForm(Form):
    """One tap."""


@blueprint.get("/saya/rekap")
@requires()
def my_recaps() -> Response:
    """One's last quarters, and which of them others can read."""
    quarters = queries.own_quarters(current_actor(), current_office(), today())
    return render_page("intranet/recap/mine.html", quarters=quarters)


@blueprint.get("/saya/rekap/<int:year>/<int:quarter>")
@requires()
def my_recap(year: int, quarter: int) -> Response:
    """One quarter as it is, or as it was released."""
    return _page(year, quarter, ReleaseForm(formdata=None))


@blueprint.post("/saya/rekap/<int:year>/<int:quarter>/rilis")
@requires()
def release_my_recap(year: int, quarter: int) -> Response:
    """Let the head read it."""
    form = ReleaseForm()
    if form.validate_on_submit():
        with form.refusals(InvalidInput, Conflict):
            release_recap(current_actor(), year, quarter, form.parts.data or ())
            flash(_("Rekap dirilis. Kepala dapat membacanya sampai Anda menariknya."), "success")
            return redirect_to("intranet.my_recap", year=year, quarter=quarter)
    return _page(year, quarter, form)


@blueprint.post("/saya/rekap/<int:year>/<int:quarter>/tarik")
@requires()
def withdraw_my_recap(year: int, quarter: int) -> Response:
    """Let nobody else read it any more."""
    form = PlainForm()
    with form.refusals(Conflict):
        withdraw_recap(current_actor(), year, quarter)
        flash(_("Rekap ditarik. Tidak ada orang lain yang dapat membacanya lagi di sini."), "success")
        return redirect_to("intranet.my_recap", year=year, quarter=quarter)
    return _page(year, quarter, ReleaseForm(formdata=None), form.http_status)


@blueprint.get("/saya/rekap/<int:year>/<int:quarter>.pdf")
@requires()
def my_recap_pdf(year: int, quarter: int) -> Response:
    """One's own copy on paper."""
    office, asked = current_office(), _asked(year, quarter)
    me = current_user.person
    paper = recap_pdf(office, me.name, _recap(asked), asked.standing, (year, quarter), is_demo=me.is_demo)
    return shown_file(paper, PDF, f"rekap-layanan-{year}-{quarter}.pdf")


def _asked(year: int, quarter: int) -> queries.Quarter:
    return queries.own_quarter(current_actor(), current_office(), today(), year, quarter)


def _recap(asked: queries.Quarter) -> Recap:
    """What was released, else what could be."""
    if asked.standing:
        return Recap.from_json(asked.standing.content)
    return queries.recap_of(current_office(), current_actor().person_id, asked.year, asked.quarter)


def _page(year: int, quarter: int, form: ReleaseForm, status: int | None = None) -> Response:
    actor, asked = current_actor(), _asked(year, quarter)
    return render_page(
        "intranet/recap/quarter.html",
        asked=asked,
        title=quarter_name(year, quarter),
        sections=sections_of(_recap(asked)),
        provisional=queries.provisional_lines(current_office(), actor.person_id, year, quarter),
        withdrawn=queries.withdrawn(actor, year, quarter),
        form=form,
        status=status or form.http_status,
    )
