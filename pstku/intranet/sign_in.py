"""Sign-in and sign-out."""

from flask import Response, redirect, request, session, url_for
from flask_login import current_user, login_user
from wtforms import BooleanField, PasswordField, StringField

from pstku.accounts import operations
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.http.access import current_office, public, requires
from pstku.http.forms import Form, at_most, required
from pstku.http.pages import redirect_to, render_page, safe_next
from pstku.http.sessions import keep_cookie, known_browser, load, remember_browser
from pstku.intranet import blueprint


class SignInForm(Form):
    """Name, password, and whether this is one's own phone (30 days of learning pages)."""

    username = StringField(N_("Nama pengguna"), [required(N_("Ketik nama pengguna Anda.")), at_most(60)])
    password = PasswordField(N_("Kata sandi"), [required(N_("Ketik kata sandi Anda."))])
    own_phone = BooleanField(N_("Ini HP saya sendiri"))


@blueprint.route("/masuk", methods=["GET", "POST"])
@public
def sign_in() -> Response:
    """Ask for name and password; on success go where the person wanted to."""
    form, status = SignInForm(), 422
    if form.validate_on_submit():
        try:
            token = operations.sign_in(
                current_office().id,
                form.username.data,
                form.password.data,
                address=request.remote_addr or "",
                browser=known_browser(),
                own_phone=form.own_phone.data,
            )
        except InvalidInput as error:
            form.show(error)
            status = error.status
        else:
            return _enter(token)
    return render_page("intranet/sign_in.html", form=form, status=status if form.is_submitted() else 200)


def _enter(token: str) -> Response:
    session.clear()  # a new sign-in shares nothing with what the browser held before
    signed_in = load(token)
    keep_cookie(signed_in)
    login_user(signed_in)
    response = redirect(safe_next(request.args.get("next")) or url_for("intranet.front"), 303)
    return remember_browser(response, signed_in.person)  # type: ignore[arg-type, union-attr]


@blueprint.post("/keluar")
@requires()
def sign_out() -> Response:
    """End this sign-in in the database, then forget it in the browser."""
    operations.sign_out(current_user.token)
    session.clear()
    return redirect_to("intranet.front")
