"""Bahasa Inggris untuk tamu: the English of services, lists and news, and what of it nobody has written yet."""

from flask import Response, flash, request
from flask_babel import gettext as _

from pstku.admin import blueprint
from pstku.admin.code_lists import NAMES
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.pages import redirect_to, render_page
from pstku.offices.operations.english import LONGEST, write_english
from pstku.offices.queries import guest_rows

ROOMS = NAMES | {"service_type": N_("Layanan"), "improvement": N_("Kami dengar, kami perbaiki")}


@blueprint.route("/bahasa-inggris", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def english() -> Response:
    """The gaps first, then all that is written; each line is a form of its own."""
    if request.method == "POST":
        told = request.form
        write_english(
            current_actor(),
            told.get("kind", ""),
            told.get("id", type=int) or 0,
            told.get("field", ""),
            told.get("words", ""),
        )
        flash(_("Bahasa Inggris tersimpan. Tablet memakainya sejak tamu berikutnya."), "success")
        return redirect_to("admin.english")
    rows = guest_rows(current_office().id)
    gaps = [row for row in rows if row.is_gap]
    written = [row for row in rows if not row.is_gap]
    return render_page("admin/english.html", gaps=gaps, written=written, rooms=ROOMS, longest=LONGEST)
