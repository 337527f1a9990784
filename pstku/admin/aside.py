"""Sisihan: what tablets could not deliver, to be looked at and decided."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import SelectField, StringField

from pstku.admin import blueprint
from pstku.core.actor import Role
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.devices.queries import devices
from pstku.guestbook.entry import AGENCY_LONGEST, NAME_LONGEST
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import Form, at_most, offer
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import sentence
from pstku.setaside import operations as aside
from pstku.setaside.models import AsideItem
from pstku.setaside.queries import get_aside, waiting_aside

TEXTS = ("name", "agency", "phone", "email", "party_size", "party_male", "party_female")


class AsideForm(Form):
    """What a guest typed, to be corrected."""

    service = SelectField(N_("Layanan"), coerce=int)
    name = StringField(N_("Nama"), [at_most(NAME_LONGEST)])
    agency = StringField(N_("Instansi"), [at_most(AGENCY_LONGEST)])
    phone = StringField(N_("HP"), [at_most(40)])
    email = StringField(N_("E-mail"), [at_most(120)])
    party_size = StringField(N_("Jumlah orang"), [at_most(9)])
    party_male = StringField(N_("Laki-laki"), [at_most(9)])
    party_female = StringField(N_("Perempuan"), [at_most(9)])

    def __init__(self, typed: Mapping[str, Any] | None = None, *, is_sent: bool = True) -> None:
        """What the admin sends back, or what the guest typed."""
        if is_sent:
            super().__init__()
        else:
            told = {name: str(value) for name, value in (typed or {}).items() if name in TEXTS and value is not None}
            super().__init__(formdata=None, data=told | {"service": (typed or {}).get("service")})
        self.is_sent = is_sent
        self.service.choices = offer((item.id, item.guest_label) for item in current_office().active_services())

    def corrections(self) -> dict[str, str]:
        """The fields by the names the tablet gives them; an empty one takes out what stood there."""
        return {"service": str(self.service.data)} | {name: self._fields[name].data or "" for name in TEXTS}


@blueprint.get("/tablet/sisihan")
@requires(Role.ADMIN, area=ADMIN)
def aside_items() -> Response:
    """What waits for a decision, without a word of what is in it."""
    office = current_office()
    names = {row.id: row.name for row in devices(office.id)}
    return render_page("admin/aside_items.html", items=waiting_aside(office.id), names=names)


@blueprint.get("/tablet/sisihan/<uuid:aside_id>")
@requires(Role.ADMIN, area=ADMIN)
def aside_item(aside_id: UUID) -> Response:
    """One item, still shut: why it was refused, when and where."""
    return _page(get_aside(current_office().id, aside_id))


@blueprint.post("/tablet/sisihan/<uuid:aside_id>/buka")
@requires(Role.ADMIN, area=ADMIN)
def open_aside_item(aside_id: UUID) -> Response:
    """What the guest typed, to be corrected; each look is audited."""
    actor = current_actor()
    typed = aside.open_aside(actor, aside_id)
    if typed is None:
        flash(sentence(aside.UNREADABLE), "error")
    return _page(get_aside(actor.office_id, aside_id), AsideForm(typed, is_sent=False) if typed else None)


@blueprint.post("/tablet/sisihan/<uuid:aside_id>/terima")
@requires(Role.ADMIN, area=ADMIN)
def accept_aside_item(aside_id: UUID) -> Response:
    """The corrected entry becomes the guest's visit."""
    form = AsideForm()
    if form.validate_on_submit():
        with form.refusals(InvalidInput, Conflict, beside="name"):
            number = aside.accept_aside(current_actor(), aside_id, form.corrections())
            flash(_("Isian diterima sebagai kunjungan %(number)s.", number=number), "success")
            return redirect_to("admin.aside_items")
    return _page(get_aside(current_office().id, aside_id), form)


def _page(item: AsideItem, form: AsideForm | None = None) -> Response:
    if item.decision is not None:
        flash(sentence(aside.CLOSED), "warning")
        return redirect_to("admin.aside_items")
    tablet = next((one.name for one in devices(item.office_id) if one.id == item.device_id), "")
    status = form.http_status if form and form.is_sent else 200
    return render_page("admin/aside_item.html", item=item, tablet=tablet, form=form, status=status)


@blueprint.post("/tablet/sisihan/<uuid:aside_id>/buang")
@requires(Role.ADMIN, area=ADMIN)
def discard_aside_item(aside_id: UUID) -> Response:
    """Throw one away for good."""
    aside.discard_aside(current_actor(), aside_id)
    flash(_("Isian dibuang. Tablet melupakannya begitu terhubung."), "success")
    return redirect_to("admin.aside_items")
