"""/admin/skm/skd: invitations to BPS's own survey of data needs, to everyone served in a time alike."""

from typing import Any

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import StringField

from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.guestbook.rules.states import Channel
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import DayField, Form
from pstku.http.links import qr_matrix
from pstku.http.pages import redirect_to, render_page
from pstku.skm.operations import skd as operations
from pstku.skm.operations.rounds import KEEPERS
from pstku.skm.queries.skd import running_period, skd_periods
from pstku.survey import blueprint

CHANNELS = {
    Channel.TABLET: N_("Tablet"),
    Channel.OWN_PHONE: N_("HP tamu"),
    Channel.DESK: N_("Meja layanan"),
    Channel.WHATSAPP: N_("WhatsApp"),
    Channel.EMAIL: N_("E-mail"),
    Channel.PHONE: N_("Telepon"),
    Channel.FIELD: N_("Di luar kantor"),
}


class SkdForm(Form):
    """Where the official form stands, and when guests are invited to it."""

    address = StringField(N_("Alamat formulir resmi"))
    starts_on = DayField(N_("Undangan mulai"))
    ends_on = DayField(N_("Sampai"))


@blueprint.route("/admin/skm/skd", methods=["GET", "POST"])
@requires(*KEEPERS, area=ADMIN)
def skd() -> Response:
    """The running period with its QR, everyone invited, the periods before; a new one is begun here."""
    office, form = current_office(), SkdForm(data={"starts_on": today()})
    if form.is_submitted():
        form.validate()
        with form.refusals(Conflict, InvalidInput):
            days: dict[str, Any] = {"starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
            operations.start_skd(current_actor(), address=form.address.data or "", **days)
            flash(_("Undangan SKD dicatat. Semua tamu yang selesai dilayani dalam masa itu melihatnya."), "success")
            return redirect_to("survey.skd")
    running = running_period(office.id, today())
    context: dict[str, Any] = {"periods": skd_periods(office.id), "running": running, "form": form}
    qr = qr_matrix(running.address) if running else None
    return render_page("survey/skd.html", qr=qr, channels=CHANNELS, status=form.http_status, **context)


@blueprint.post("/admin/skm/skd/<int:skd_period_id>/akhiri")
@requires(*KEEPERS, area=ADMIN)
def end_skd(skd_period_id: int) -> Response:
    """Invite nobody any more."""
    with flash_refusals(Conflict):
        operations.end_skd(current_actor(), skd_period_id)
        flash(_("Undangan SKD berakhir."), "success")
    return redirect_to("survey.skd")
