"""Langkah kedua: an app on the phone, or ten codes on paper."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import HiddenField, StringField

from pstku.accounts.authenticator import app_address, new_secret
from pstku.accounts.operations.second_factor import print_recovery_codes, set_authenticator
from pstku.accounts.queries import second_factor_of
from pstku.core.errors import NotAllowed
from pstku.core.text import N_
from pstku.core.tokens import sealed_text, unsealed_text
from pstku.http.access import current_actor, current_office, requires
from pstku.http.forms import at_most, required
from pstku.http.links import qr_matrix
from pstku.http.pages import redirect_to, render_page, safe_next
from pstku.http.proof import ProofForm
from pstku.intranet import blueprint

PURPOSE = "authenticator"


class SheetForm(ProofForm):
    """Beside the app's form on one page: a field of the same name needs another id."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.id = "password-sheet"


class AppForm(ProofForm):
    """The secret the app has read, sealed, and the code it shows."""

    secret = HiddenField()
    code = StringField(
        N_("Kode enam angka dari aplikasi"), [required(N_("Ketik kode yang tampil di aplikasi.")), at_most(20)]
    )


@blueprint.route("/saya/langkah-kedua", methods=["GET", "POST"])
@requires()
def second_factor() -> Response:
    """Offer an app and the sheet; a POST sets the app."""
    if current_user.person.is_demo:
        raise NotAllowed(N_("Orang contoh masuk dengan kata sandi saja."))
    form = AppForm()
    secret = unsealed_text(PURPOSE, current_actor().person_id, form.secret.data or "") or new_secret()
    form.secret.data = sealed_text(PURPOSE, current_actor().person_id, secret)
    if form.validate_on_submit():
        with form.refusals():
            form.prove()
            set_authenticator(current_actor(), secret, form.code.data)
            flash(_("Aplikasi terpasang. Mulai sekarang kodenya diminta saat masuk."), "success")
            return redirect_to("intranet.second_factor", next=_next())
    return _page(form, secret)


@blueprint.post("/saya/langkah-kedua/lembar")
@requires()
def recovery_codes() -> Response:
    """Ten new codes, shown once, on a sheet to print."""
    form = SheetForm()
    with form.refusals():
        form.prove()
        codes = print_recovery_codes(current_actor())
        return render_page(
            "intranet/account/recovery_codes.html", codes=codes, person=current_user.person, next=_next()
        )
    return _page(AppForm(formdata=None), new_secret(), sheet=form)


def _page(form: AppForm, secret: str, *, sheet: SheetForm | None = None) -> Response:
    person, office = current_user.person, current_office()
    form.secret.data = sealed_text(PURPOSE, person.id, secret)
    address = app_address(secret, person.username, f"PSTku {office.name}")
    return render_page(
        "intranet/account/second_factor.html",
        status=(sheet or form).http_status,
        form=form,
        sheet=sheet or SheetForm(formdata=None),
        secret=" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        app_address=address,
        qr=qr_matrix(address),
        factors=second_factor_of(person),
        due_at=current_user.sign_in.second_factor_due_at,
        later=_next() or url_for("intranet.front"),
    )


def _next() -> str | None:
    return safe_next(request.args.get("next"))
