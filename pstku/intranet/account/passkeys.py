"""Kunci sandi: sign in with finger, face or PIN of one's own device, where the address allows it."""

from typing import Any

from flask import Response, abort, flash, request
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import BooleanField, HiddenField, StringField

from pstku.accounts.operations.passkeys import NOT_TAKEN, Site, add_passkey, remove_passkey, sign_in_by_passkey
from pstku.accounts.queries import passkeys_of
from pstku.core.errors import InvalidInput, NotAllowed
from pstku.core.text import N_
from pstku.http.access import current_actor, current_office, public, requires
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import Form, at_most, required
from pstku.http.pages import redirect_to, render_page
from pstku.http.passkeys import new_challenge, options_to_add, read_challenge, site
from pstku.http.proof import ProofForm
from pstku.intranet import blueprint
from pstku.intranet.account.sign_in import enter


class KeyForm(ProofForm):
    """What the browser answered, the challenge it signed, and what the person calls the key."""

    challenge = HiddenField()
    answer = HiddenField()
    label = StringField(N_("Nama perangkat"), [required(N_("Beri nama, misalnya HP saya.")), at_most(60)])


class KeySignInForm(Form):
    """The same for signing in; nothing is typed."""

    challenge = HiddenField()
    answer = HiddenField()
    own_phone = BooleanField()


@blueprint.route("/saya/kunci-sandi", methods=["GET", "POST"])
@requires()
def passkeys() -> Response:
    """One's keys, and another one."""
    form, here = KeyForm(), _site()
    if current_user.person.is_demo:
        raise NotAllowed(N_("Orang contoh masuk dengan kata sandi saja."))
    if form.validate_on_submit():
        with form.refusals():
            form.prove()
            add_passkey(current_actor(), form.answer.data or "", _challenge(form), here, form.label.data or "")
            flash(_("Kunci sandi terdaftar. Anda dapat masuk dengannya."), "success")
            return redirect_to("intranet.passkeys")
    mine = passkeys_of(current_actor())
    challenge, token = new_challenge()
    return render_page(
        "intranet/account/passkeys.html",
        status=form.http_status,
        form=form,
        token=token,
        options=options_to_add(here, current_user.person, mine, challenge),
        passkeys=mine,
    )


@blueprint.post("/saya/kunci-sandi/<int:passkey_id>/hapus")
@requires()
def drop_passkey(passkey_id: int) -> Response:
    """Take one of one's keys away."""
    remove_passkey(current_actor(), passkey_id)
    flash(_("Kunci sandi dihapus. Ia tidak membuka apa pun lagi."), "success")
    return redirect_to("intranet.passkeys")


@blueprint.post("/masuk/kunci-sandi")
@public
def sign_in_with_key() -> Response:
    """Sign in with an unlocked key, or show the sign-in page with the reason why not."""
    form, here = KeySignInForm(), _site()
    with flash_refusals():
        token = sign_in_by_passkey(
            current_office().id,
            form.answer.data or "",
            _challenge(form),
            here,
            address=request.remote_addr or "",
            own_phone=form.own_phone.data,
        )
        return enter(token)
    return redirect_to("intranet.sign_in", next=request.args.get("next"))


def _site() -> Site:
    return site() or abort(404)


def _challenge(form: Any) -> bytes:
    challenge = read_challenge(form.challenge.data or "")
    if challenge is None:
        raise InvalidInput("passkey", NOT_TAKEN)
    return challenge
