"""Akun saya: one's password and where one is signed in."""

from datetime import timedelta

from flask import Response, flash, session
from flask_babel import gettext as _
from flask_login import current_user, login_user
from wtforms import PasswordField
from wtforms.validators import EqualTo

from pstku.accounts import operations
from pstku.accounts.passwords import SHORTEST
from pstku.accounts.queries import AccountChange, open_sign_ins, password_resets_of, second_factor_of
from pstku.complaints.queries import to_do_count
from pstku.core import clock
from pstku.core.text import N_
from pstku.http.access import current_actor, requires
from pstku.http.context import today
from pstku.http.forms import Form, required
from pstku.http.pages import redirect_to, render_page
from pstku.http.passkeys import site
from pstku.http.sessions import keep_cookie, load, remember_browser
from pstku.intranet import blueprint
from pstku.intranet.account.changes import change_in_words


class PasswordForm(Form):
    """The present password, and the new one twice."""

    old_password = PasswordField(N_("Kata sandi sekarang"), [required(N_("Ketik kata sandi yang sekarang."))])
    password = PasswordField(N_("Kata sandi baru"), [required(N_("Ketik kata sandi baru."))])
    repeat = PasswordField(
        N_("Ulangi kata sandi baru"), [EqualTo("password", N_("Tidak sama dengan yang di atas. Ketik ulang."))]
    )


@blueprint.get("/saya")
@requires()
def account() -> Response:
    """One's own account and open sign-ins."""
    return render_page(
        "intranet/account/home.html",
        person=current_user.person,
        sign_ins=open_sign_ins(current_actor()),
        this_sign_in_id=current_user.sign_in.id,
        complaints=to_do_count(current_actor(), today()),
        allows_passkeys=site() is not None,
        factors=second_factor_of(current_user.person),
        changes=[change_in_words(change) for change in _changes()],
    )


def _changes() -> list[AccountChange]:
    """What others did to this account in the last year."""
    person = current_user.person
    return password_resets_of(person.office_id, person.id, clock.now() - timedelta(days=365))


@blueprint.route("/kata-sandi", methods=["GET", "POST"])
@requires()
def password() -> Response:
    """Choose another password; all other sign-ins of the person end."""
    form, person = PasswordForm(), current_user.person
    if form.validate_on_submit():
        with form.refusals():
            token = operations.change_password(
                current_actor(), form.old_password.data, form.password.data, own_phone=current_user.sign_in.own_phone
            )
            return _enter_anew(token)
    context = {"form": form, "must_change": person.must_change_password, "shortest": SHORTEST}
    return render_page("intranet/account/password.html", status=form.http_status, **context)


def _enter_anew(token: str) -> Response:
    session.clear()
    signed_in = load(token)
    keep_cookie(signed_in)
    login_user(signed_in)
    flash(_("Kata sandi baru berlaku. Tempat masuk lain sudah ditutup."), "success")
    return remember_browser(redirect_to("intranet.account"), signed_in.person)  # type: ignore[union-attr]


@blueprint.post("/saya/tempat-masuk/<int:sign_in_id>/akhiri")
@requires()
def end_sign_in(sign_in_id: int) -> Response:
    """End one of one's own sign-ins, for instance on a lost phone."""
    operations.end_sign_in(current_actor(), sign_in_id)
    flash(_("Tempat masuk itu sudah ditutup."), "success")
    return redirect_to("intranet.account")
