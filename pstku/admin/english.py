"""Bahasa Inggris untuk tamu: the English of services, lists, news, days, desks, addresses and the pledge, and what of it nobody has written yet."""

from flask import Response, flash, request
from flask_babel import gettext as _

from pstku.admin import blueprint
from pstku.admin.code_lists import NAMES
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.pages import redirect_to, render_page
from pstku.officers.operations.desks import name_desk_in_english
from pstku.officers.queries.desks import desk_names
from pstku.offices.operations.english import LONGEST, name_days_in_english, say_setting_in_english, write_english
from pstku.offices.queries import guest_rows

ROOMS = NAMES | {
    "service_type": N_("Layanan"),
    "improvement": N_("Kami dengar, kami perbaiki"),
    "holiday": N_("Hari libur"),
    "desk": N_("Loket"),
    "outside_address": N_("Alamat luar"),
    "setting": N_("Layar ruang tunggu"),
}


@blueprint.route("/bahasa-inggris", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def english() -> Response:
    """The gaps first, then all that is written; each line is a form of its own."""
    if request.method == "POST":
        _write()
        flash(_("Bahasa Inggris tersimpan. Tablet memakainya sejak tamu berikutnya."), "success")
        return redirect_to("admin.english")
    rows = guest_rows(current_office().id) + desk_names(current_office().id)
    gaps = [row for row in rows if row.is_gap]
    written = [row for row in rows if not row.is_gap]
    return render_page("admin/english.html", gaps=gaps, written=written, rooms=ROOMS, longest=LONGEST)


def _write() -> None:
    told = request.form
    kind, number, words = told.get("kind", ""), told.get("id", type=row_id) or 0, told.get("words", "")
    if kind == "holiday":
        name_days_in_english(current_actor(), told.get("id", ""), words)
    elif kind == "desk":
        name_desk_in_english(current_actor(), number, words)
    elif kind == "setting":
        say_setting_in_english(current_actor(), told.get("field", ""), words)
    else:
        write_english(current_actor(), kind, number, told.get("field", ""), words)
