"""Alamat luar: where guests are sent, and whether an editor looked that it is still right."""

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import SelectField, StringField

from pstku.accounts.queries import names_of
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.text import N_
from pstku.http.access import current_actor, current_office, requires
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import Form, at_most, offer, required
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.offices.operations import addresses as operations
from pstku.offices.operations.addresses import KEEPERS, LONGEST
from pstku.offices.rules.addresses import TOPICS, AddressWords


class AddressForm(Form):
    """What is said of an address; its English stands with that of the other rows guests read."""

    topic = SelectField(N_("Untuk tamu yang datang dengan"), choices=offer(TOPICS.items()))
    name = StringField(N_("Nama"), [required(N_("Ketik namanya.")), at_most(LONGEST["name"])])
    guidance = StringField(N_("Yang dapat dilakukan di sana"), [at_most(LONGEST["guidance"])])
    address = StringField(N_("Alamat"), [at_most(LONGEST["address"])])

    def words(self) -> AddressWords:
        """The form's values as the operation takes them."""
        return AddressWords(**{name: self[name].data or "" for name in ("topic", *LONGEST)})


@blueprint.route("/belajar/alamat", methods=["GET", "POST"])
@requires(*KEEPERS)
def outside_addresses() -> Response:
    """All of them with their states, and one more."""
    form = AddressForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.add_address(current_actor(), form.words())
            return _saved()
    office = current_office()
    return render_page(
        "intranet/library/addresses.html",
        form=form,
        topics=TOPICS,
        checkers=names_of(office.id, [one.checked_by_id for one in office.addresses]),
        status=form.http_status,
    )


@blueprint.route("/belajar/alamat/<int:address_id>", methods=["GET", "POST"])
@requires(*KEEPERS)
def outside_address(address_id: int) -> Response:
    """Change one."""
    found = next((one for one in current_office().addresses if one.id == address_id), None)
    if found is None:
        raise NotFound(operations.NOT_FOUND)
    form = AddressForm(obj=found)
    if form.validate_on_submit():
        with form.refusals():
            operations.edit_address(current_actor(), address_id, form.words())
            return _saved()
    return render_page("intranet/library/address.html", form=form, one=found, status=form.http_status)


@blueprint.post("/belajar/alamat/<int:address_id>/keadaan")
@requires(*KEEPERS)
def set_address_state(address_id: int) -> Response:
    """Masih berlaku, or Tidak berlaku lagi: said today, by this person."""
    with flash_refusals(InvalidInput):
        operations.set_address_state(current_actor(), address_id, request.form.get("keadaan", ""))
        flash(_("Keadaan alamat tersimpan."), "success")
    return redirect_to("intranet.outside_addresses")


def _saved() -> Response:
    flash(_("Alamat tersimpan. Tamu membacanya sesudah ditandai masih berlaku."), "success")
    return redirect_to("intranet.outside_addresses")
