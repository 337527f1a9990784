"""Satu tablet: what an admin asks of it from afar, and how far that has come."""

from datetime import datetime, time
from uuid import UUID

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import StringField, TimeField
from wtforms.validators import Optional

from pstku.accounts.queries import people
from pstku.admin import blueprint
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.devices.queries import get_device
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import DayField, Form, at_most, required
from pstku.http.pages import redirect_to, render_page
from pstku.remote.operations import commands as operations
from pstku.remote.operations.secrets import ask_for_new_secret
from pstku.remote.queries import commands, secret_standings


class ClosingForm(Form):
    """What guests read on the closed tablet, and when it opens again by itself."""

    sentence = StringField(
        N_("Pesan untuk tamu"),
        [
            required(N_("Tulis pesannya: apa yang terjadi, dan ke mana tamu sebaiknya pergi.")),
            at_most(operations.LONGEST_SENTENCE),
        ],
    )
    sentence_en = StringField(N_("Pesan dalam bahasa Inggris"), [at_most(operations.LONGEST_SENTENCE)])
    ends_on = DayField(N_("Buka sendiri pada tanggal"), [Optional()])
    ends_time = TimeField(N_("Jam"), [Optional()])

    def ends_at(self) -> datetime | None:
        """When it opens again; raises InvalidInput for a day without an hour. An hour alone is one of today."""
        day, hour = self.ends_on.data, self.ends_time.data
        if hour is None and day is None:
            return None
        if hour is None:
            raise InvalidInput("ends_time", N_("Pilih jamnya juga, atau kosongkan tanggalnya."))
        tz = current_office().tz
        return datetime.combine(day or clock.local_day(clock.now(), tz), hour or time(), tz)


@blueprint.get("/tablet/<uuid:device_id>")
@requires(Role.ADMIN, area=ADMIN)
def tablet(device_id: UUID) -> Response:
    """What this tablet was asked, and how far that has come."""
    return _page(device_id, ClosingForm())


@blueprint.post("/tablet/<uuid:device_id>/muat-ulang")
@requires(Role.ADMIN, area=ADMIN)
def reload_tablet(device_id: UUID) -> Response:
    """Muat ulang saat sepi."""
    operations.ask_to_reload(current_actor(), device_id)
    flash(_("Tablet diminta memuat ulang saat sepi."), "success")
    return redirect_to("admin.tablet", device_id=device_id)


@blueprint.post("/tablet/<uuid:device_id>/tutup")
@requires(Role.ADMIN, area=ADMIN)
def close_tablet(device_id: UUID) -> Response:
    """Tutup dengan pesan."""
    get_device(current_office().id, device_id)
    form = ClosingForm()
    if form.validate_on_submit():
        with form.refusals():
            words = form.sentence.data, form.sentence_en.data or ""
            operations.close_tablet(current_actor(), device_id, *words, form.ends_at())
            flash(_("Tablet diminta menutup. Tamu yang sedang mengisi boleh menyelesaikannya."), "success")
            return redirect_to("admin.tablet", device_id=device_id)
    return _page(device_id, form)


@blueprint.post("/tablet/<uuid:device_id>/buka")
@requires(Role.ADMIN, area=ADMIN)
def open_tablet(device_id: UUID) -> Response:
    """Buka lagi."""
    operations.open_tablet(current_actor(), device_id)
    flash(_("Tablet diminta membuka lagi."), "success")
    return redirect_to("admin.tablet", device_id=device_id)


@blueprint.post("/tablet/<uuid:device_id>/rahasia")
@requires(Role.ADMIN, area=ADMIN)
def renew_tablet_secret(device_id: UUID) -> Response:
    """Ganti rahasia."""
    ask_for_new_secret(current_actor(), device_id)
    flash(_("Rahasia tablet diganti dalam beberapa menit, tanpa memasangkannya lagi."), "success")
    return redirect_to("admin.tablet", device_id=device_id)


def _page(device_id: UUID, form: ClosingForm) -> Response:
    office, now = current_office(), clock.now()
    row = get_device(office.id, device_id)
    given = commands(office.id).get(row.id, [])
    return render_page(
        "admin/tablet.html",
        row=row,
        form=form,
        given=given,
        is_closed=any(command.is_closed(now) for command in given),
        names={person.id: person.name for person in people(office.id, active_only=False)},
        secret=secret_standings(office.id)[row.id],
        status=form.http_status,
    )
