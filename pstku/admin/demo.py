"""Data contoh: how much of it stands in the office, and taking all of it away."""

from flask import Response, flash
from flask_babel import gettext as _

from pstku.accounts.queries import get_person
from pstku.admin import blueprint
from pstku.core.actor import Role
from pstku.core.numbers import format_number
from pstku.demo.removal import demo_rows, has_demo, remove_demo_as
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.pages import redirect_to, render_page
from pstku.http.proof import ProofForm


@blueprint.get("/contoh")
@requires(Role.ADMIN, area=ADMIN)
def demo_data() -> Response:
    """What would go, before anything goes."""
    return _page(ProofForm())


@blueprint.post("/contoh/hapus")
@requires(Role.ADMIN, area=ADMIN)
def remove_demo_data() -> Response:
    """Take away every demo person with everything that hangs on them."""
    form = ProofForm()
    with form.refusals():
        form.prove()
        count = remove_demo_as(current_actor())
        flash(_("Data contoh dihapus: %(n)s baris.", n=format_number(count)), "success")
        return redirect_to("admin.home")
    return _page(form)


def _page(form: ProofForm) -> Response:
    actor, office = current_actor(), current_office()
    return render_page(
        "admin/demo.html",
        form=form,
        rows=demo_rows(office.id) if has_demo(office.id) else None,
        goes_too=get_person(office.id, actor.person_id).is_demo,
        status=form.http_status,
    )
