"""Periksa: an editor says that a page or a figure is right."""

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import DateField
from wtforms.validators import Optional

from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.http.access import current_actor, current_office, requires
from pstku.http.forms import Form
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import sentence
from pstku.intranet import blueprint
from pstku.learning.operations import checking
from pstku.learning.queries import pages as queries


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
