"""Sign-in and sign-out."""

from datetime import timedelta

from flask import Response, flash, request, session, url_for
from flask_login import current_user, login_user
from wtforms import BooleanField, PasswordField, StringField

from pstku.accounts import operations
from pstku.accounts.operations.second_factor import give_second_factor
from pstku.accounts.queries import find_pending_sign_in, password_resets_of
from pstku.core import clock
from pstku.core.text import N_
from pstku.http.access import current_office, public, requires
from pstku.http.forms import Form, at_most, required
from pstku.http.pages import redirect_to, render_page, safe_next, see_other
from pstku.http.passkeys import key_sign_in
from pstku.http.sessions import SignedIn, keep_cookie, known_browser, load, remember_browser
from pstku.intranet import blueprint
from pstku.intranet.account.changes import change_in_words

PENDING = "second_step"  # in the browser: the token of a sign-in that waits for its second step
TOLD_FOR = timedelta(days=7)


class SignInForm(Form):
    """Name, password, and whether this is one's own phone (30 days of learning pages)."""

    username = StringField(N_("Nama pengguna"), [required(N_("Ketik nama pengguna Anda.")), at_most(60)])
    password = PasswordField(N_("Kata sandi"), [required(N_("Ketik kata sandi Anda."))])
    own_phone = BooleanField(N_("Ini HP saya sendiri"))


class SecondStepForm(Form):
    """The code from the app or the sheet."""

    code = StringField(N_("Kode"), [required(N_("Ketik kodenya.")), at_most(20)])


@blueprint.route("/masuk", methods=["GET", "POST"])
@public
def sign_in() -> Response:
    """Ask for name and password; on success go where the person wanted to."""
    form = SignInForm()
    if form.validate_on_submit():
        with form.refusals():
            token = operations.sign_in(
                current_office().id,
                form.username.data,
                form.password.data,
                address=request.remote_addr or "",
                browser=known_browser(),
                own_phone=form.own_phone.data,
            )
            return enter(token)
    return render_page("intranet/account/sign_in.html", form=form, key=key_sign_in(), status=form.http_status)


@blueprint.route("/masuk/langkah-kedua", methods=["GET", "POST"])
@public
def second_step() -> Response:
    """The code of the app or of the sheet, after the right password; keeps where the person wanted to go."""
    token, form = session.get(PENDING, ""), SecondStepForm()
    if find_pending_sign_in(token) is None:
        return redirect_to("intranet.sign_in", next=safe_next(request.args.get("next")))
    if form.validate_on_submit():
        with form.refusals():
            return enter(give_second_factor(token, form.code.data, address=request.remote_addr or ""))
    return render_page("intranet/account/second_step.html", form=form, status=form.http_status)


def enter(token: str) -> Response:
    """After the right password: to the rooms, or to the second step when the account has one."""
    session.clear()  # a new sign-in shares nothing with what the browser held before
    next_path, signed_in = safe_next(request.args.get("next")), load(token)
    if signed_in is None:
        session[PENDING] = token
        return redirect_to("intranet.second_step", next=next_path)
    keep_cookie(signed_in)
    login_user(signed_in)
    _tell_changes(signed_in)
    if signed_in.sign_in.second_factor_due_at:
        response = redirect_to("intranet.second_factor", next=next_path)
    else:
        response = see_other(next_path or url_for("intranet.front"))
    return remember_browser(response, signed_in.person)


def _tell_changes(signed_in: SignedIn) -> None:
    """For a week, show at sign-in what somebody else changed in this account, even if somebody has already seen it."""
    person = signed_in.person
    for change in password_resets_of(person.office_id, person.id, clock.now() - TOLD_FOR):
        if change.action != "add_person":
            flash(change_in_words(change), "warning")


@blueprint.post("/keluar")
@requires()
def sign_out() -> Response:
    """End this sign-in in the database, then forget it in the browser."""
    operations.sign_out(current_user.token)
    session.clear()
    return redirect_to("intranet.front")
