"""Periksa: an editor says that a page or a figure is right."""

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import DateField, StringField
from wtforms.validators import Optional

from pstku.accounts.queries import get_person
from pstku.core.actor import Role
from pstku.core.days import parse_day
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.http.access import current_actor, current_office, requires
from pstku.http.forms import Form
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import sentence
from pstku.intranet import blueprint
from pstku.learning.operations import checking
from pstku.learning.queries import pages as queries
from pstku.learning.queries.checks import next_to_check


class CheckForm(Form):
    """The day the source came out, where the figure has none yet."""

    released_on = DateField(N_("Tanggal rilis"), [Optional()])


@blueprint.get("/belajar/periksa")
@requires(Role.EDITOR)
def checks() -> Response:
    """What nobody has checked yet: figures first, then pages."""
    office = current_office()
    ready, wanted = queries.readiness(office.id, office.code)
    return render_page(
        "intranet/library/checks.html",
        values=queries.unchecked_values(office.id),
        lines=queries.next_unchecked_pages(office.id),
        ready=ready,
        wanted=wanted,
    )


@blueprint.post("/belajar/periksa/angka/<int:value_id>")
@requires(Role.EDITOR)
def check_value(value_id: int) -> Response:
    """This figure equals its source, released on the day that stands beside it."""
    form = CheckForm()
    try:
        checking.check_value(current_actor(), value_id, released_on=form.released_on.data)
    except InvalidInput as error:
        flash(sentence(error), "error")
    else:
        flash(_("Angka ditandai sudah diperiksa. Sekarang boleh dikutip."), "success")
    return redirect_to("intranet.checks")


@blueprint.post("/belajar/periksa/halaman/<key>")
@requires(Role.EDITOR)
def check_page(key: str) -> Response:
    """This page is right as it stands."""
    checking.check_page(current_actor(), key)
    flash(_("Halaman ditandai sudah diperiksa."), "success")
    return redirect_to("intranet.checks")


class QuickForm(Form):
    """The day of release, typed our way, where the figure has none."""

    released_on = StringField(N_("Tanggal rilis"))


@blueprint.get("/belajar/periksa/cepat")
@requires(Role.EDITOR)
def quick_check() -> Response:
    """One unchecked figure on the screen: Benar, Perbaiki, Bukan bidang saya."""
    return _quick_page(QuickForm())


@blueprint.post("/belajar/periksa/cepat/<int:value_id>")
@requires(Role.EDITOR)
def quick_answer(value_id: int) -> Response:
    """What the editor says about the figure on the screen; then the next one."""
    form, actor = QuickForm(), current_actor()
    if "pass" in request.form:
        checking.pass_on(actor, value_id)
        return redirect_to("intranet.quick_check")
    try:
        typed = form.released_on.data or ""
        day = parse_day(typed, "released_on") if typed.strip() else None
        checking.check_value(actor, value_id, released_on=day)
    except InvalidInput as error:
        form.show(error)
        return _quick_page(form, status=422)
    flash(_("Benar. Angka itu sekarang boleh dikutip."), "success")
    return redirect_to("intranet.quick_check")


def _quick_page(form: QuickForm, status: int = 200) -> Response:
    function = current_user_function()
    item = next_to_check(current_office(), current_actor(), function)
    return render_page("intranet/library/quick_check.html", item=item, form=form, function=function, status=status)


def current_user_function() -> str:
    """The function the signed-in person works in; empty when the admin has not said."""
    return get_person(current_office().id, current_actor().person_id).function
