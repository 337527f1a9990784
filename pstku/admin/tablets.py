"""Tablet: pairing, where each stands, how it is doing, revoking."""

from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import SelectField, StringField

from pstku.accounts.queries import people
from pstku.admin import blueprint
from pstku.admin.tablet_deliveries import LISTED, DaysForm
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.errors import DomainError
from pstku.core.text import N_
from pstku.devices import operations
from pstku.devices.queries import devices, written_off
from pstku.devices.rules import (
    WRITE_OFF_REASONS,
    age_now,
    health,
    is_clock_wrong,
    is_nearly_full,
    is_offline_ready,
    is_overdue,
    sentences_of,
)
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.domain_refusals import refusals
from pstku.http.forms import Form, at_most, offer, optional_id, required
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import sentence
from pstku.officers.queries.desks import desks, get_desk
from pstku.outbox.operations.keys import change_key
from pstku.outbox.queries import current_key, oldest_key
from pstku.remote.queries import commands, secret_standings
from pstku.remote.rules import Stage
from pstku.setaside.queries import aside_count


class PairingForm(Form):
    """The code a waiting tablet shows, and where it will stand."""

    code = StringField(N_("Kode di tablet"), [required(N_("Ketik kode yang tampil di tablet.")), at_most(12)])
    name = StringField(N_("Nama tablet"), [required(N_("Beri nama, misalnya Tablet Loket 1.")), at_most(60)])
    desk_id = SelectField(N_("Loket"), coerce=optional_id, default="")


@blueprint.route("/tablet", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def tablets() -> Response:
    """All tablets and how they are doing; a code typed here enrols the tablet that shows it."""
    form = PairingForm()
    form.desk_id.choices = offer(_desk_choices())
    if form.validate_on_submit():
        with form.refusals(DomainError, beside="code"):
            operations.approve_pairing(current_actor(), form.code.data, name=form.name.data, desk_id=form.desk_id.data)
            flash(_("Tablet terdaftar. Layarnya berganti sendiri."), "success")
            return redirect_to("admin.tablets")
    return _page(form)


def _desk_choices() -> list[tuple[int | str, str]]:
    places = [(desk.id, desk.name) for desk in desks(current_office().id, active_only=True)]
    return [("", _("Tidak di loket tertentu")), *places]


def _page(form: PairingForm) -> Response:
    now, given = clock.now(), commands(current_office().id)
    secrets = secret_standings(current_office().id)
    tablets = [
        {
            "row": row,
            "health": health(row.last_seen_at, row.outbox_age_seconds, now),
            "is_nearly_full": is_nearly_full(row.outbox_count),
            "outbox_age": age_now(row.outbox_age_seconds, row.last_seen_at, now),
            "is_overdue": is_overdue(age_now(row.outbox_age_seconds, row.last_seen_at, now)) and row.outbox_count > 0,
            "is_offline_ready": is_offline_ready(row.offline_lacks),
            "lacks": [sentence(words) for words in sentences_of(row.offline_lacks)],
            "is_copied": row.id in secrets and secrets[row.id].misused_at is not None,
            "is_clock_wrong": is_clock_wrong(row.clock_skew_seconds),
            "orders": [one for one in given.get(row.id, []) if one.is_closed(now) or one.stage != Stage.DONE],
        }
        for row in devices(current_office().id)
    ]
    return render_page(
        "admin/tablets.html",
        form=form,
        tablets=tablets,
        desk_choices=_desk_choices(),
        aside=aside_count(current_office().id),
        reasons=WRITE_OFF_REASONS,
        written_off=written_off(current_office().id),
        days=DaysForm(formdata=None, data={"dari": clock.local_day(now, current_office().tz) - LISTED}),
        names={person.id: person.name for person in people(current_office().id, active_only=False)},
        key=current_key(current_office().id),
        oldest_key=oldest_key(current_office().id),
        status=form.http_status,
    )


@blueprint.post("/tablet/<uuid:device_id>/loket")
@requires(Role.ADMIN, area=ADMIN)
def place_tablet(device_id: UUID) -> Response:
    """Move a tablet to another desk."""
    typed = request.form.get("desk_id", "")
    desk_id = get_desk(current_office().id, int(typed)).id if typed.isdecimal() else None
    operations.place_device(current_actor(), device_id, desk_id)
    flash(_("Tempat tablet tersimpan."), "success")
    return redirect_to("admin.tablets")


@blueprint.post("/tablet/<uuid:device_id>/cabut")
@requires(Role.ADMIN, area=ADMIN)
def revoke_tablet(device_id: UUID) -> Response:
    """Revoke a tablet: it opens nothing any more."""
    operations.revoke_device(current_actor(), device_id)
    flash(_("Tablet dicabut. Ia tidak membuka apa pun lagi."), "success")
    return redirect_to("admin.tablets")


@blueprint.post("/tablet/<uuid:device_id>/hilang")
@requires(Role.ADMIN, area=ADMIN)
def write_off_tablet(device_id: UUID) -> Response:
    """A revoked tablet will not come back: nobody waits for what may lie on it."""
    with refusals(DomainError) as no:
        operations.write_off_device(current_actor(), device_id, request.form.get("reason", ""))
    flash(no.words if no else _("Tablet dianggap hilang beserta isinya."), "error" if no else "success")
    return redirect_to("admin.tablets")


@blueprint.post("/tablet/kunci")
@requires(Role.ADMIN, area=ADMIN)
def change_outbox_key() -> Response:
    """Ganti kunci kotak kirim."""
    number = change_key(current_actor())
    flash(
        _("Kunci kotak kirim diganti. Tablet memakai kunci %(number)s paling lambat satu jam lagi.", number=number),
        "success",
    )
    return redirect_to("admin.tablets")
