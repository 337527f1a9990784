"""Penetapan penghargaan: open, close, check, decide, announce, record the SK; each a button with its form."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import PasswordField, RadioField, SelectField, StringField, TextAreaField

from pstku.accounts.operations import confirm_password
from pstku.admin import blueprint
from pstku.awardpapers.certificate import keep_first_print
from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.context import today
from pstku.http.forms import DayField, Form, at_most, offer, required
from pstku.http.links import certificate_door
from pstku.http.pages import redirect_to, render_page
from pstku.paperbook.queries import late_sheets, served_on_paper
from pstku.ratings.rules.publication import frozen_limits, is_shown_to_managers
from pstku.rewards import queries
from pstku.rewards.models import AwardPeriod
from pstku.rewards.operations import deciding, periods, publishing
from pstku.rewards.presentation import candidate_rows, differences, next_quarters, process_steps, tie_break, workings
from pstku.rewards.rules.signal_words import NAMES
from pstku.rewards.spot_checks import officer_checks
from pstku.rewards.weighing import WeighedSignal, strong_signals, weaknesses, weighed_signals

ROLES = (Role.ADMIN, Role.HEAD, Role.DECIDER)
NOBODY, BACK = "nobody", "back"


class OpenForm(Form):
    """Which quarter and line to open."""

    quarter = SelectField(N_("Triwulan"))
    line = RadioField(N_("Jenis"), default="desk")

    def __init__(self) -> None:
        super().__init__()
        self.quarter.choices = offer(next_quarters(today()))
        self.line.choices = offer([("desk", _("Petugas pelayanan")), ("field", _("Layanan di luar kantor"))])


class NoteForm(Form):
    """The coordinator's note."""

    note = TextAreaField(N_("Catatan"), [required(N_("Tulis apa yang diperiksa dan hasilnya.")), at_most(1000)])


class CancelForm(Form):
    """Why a period ends without an award."""

    reason = TextAreaField(N_("Alasan pembatalan"), [required(N_("Tulis alasan pembatalannya.")), at_most(1000)])


class DecisionForm(Form):
    """Who, why, and the decider's own password: nothing typed is lost when one of them is wrong."""

    winner = RadioField(N_("Pilihan"), validate_choice=False)
    reason = TextAreaField(N_("Alasan"), [at_most(1000)])
    password = PasswordField(N_("Kata sandi Anda"))


class SkForm(Form):
    """The letter the office issued."""

    sk_number = StringField(
        N_("Nomor SK"), [required(N_("Ketik nomor SK seperti tertulis pada suratnya.")), at_most(80)]
    )
    sk_on = DayField(N_("Tanggal SK"))


class AnswerForm(Form):
    """The answer to an objection."""

    answer = TextAreaField(N_("Jawaban"), [required(N_("Tulis jawabannya.")), at_most(1000)])


@blueprint.route("/penghargaan", methods=["GET", "POST"])
@requires(*ROLES, area=ADMIN)
def awards() -> Response:
    """Periods, four years a page; an admin opens the next."""
    form = OpenForm()
    if form.validate_on_submit():
        year, quarter = form.quarter.data.split("-Q")
        opened = periods.open_period(current_actor(), int(year), int(quarter), form.line.data)
        flash(_("Triwulan dibuka. Syarat dan bobotnya terkunci mulai sekarang."), "success")
        return redirect_to("admin.award", period_id=opened.id)
    until = request.args.get("sampai", type=row_id)
    listed = queries.periods_of_years(current_office().id, until)
    return render_page("admin/awards/list.html", form=form, listed=listed, until=until, status=form.http_status)


@blueprint.get("/penghargaan/<int:period_id>")
@requires(*ROLES, area=ADMIN)
def award(period_id: int) -> Response:
    """One period: its steps, its candidates, and what may be done now."""
    return _page(queries.get_period(current_office().id, period_id))


def _page(period: AwardPeriod, *, status: int = 200, answered_id: int | None = None, **forms: Form) -> Response:
    actor, office = current_actor(), current_office()
    rows = candidate_rows(period, actor)
    tie = tie_break(rows)
    decision, objections = queries.decision_of(period.id), queries.objections_of(period.id)
    people = {period.locked_by_id, period.checked_by_id, decision.decided_by_id if decision else None}
    people |= {item.person_id for item in objections} | {decision.winner_id if decision else None}
    signals = weighed_signals(period)
    strong = [item for item in signals if item.signal.is_strong]
    all_forms: dict[str, Form] = {"cancel_form": CancelForm(formdata=None), "decision_form": _decision_form(period)}
    all_forms |= {"check_form": _check_form(strong, formdata=None)}
    all_forms |= {"sk_form": SkForm(formdata=None), "answer_form": AnswerForm(formdata=None)}
    return render_page(
        "admin/awards/period.html",
        status=status,
        period=period,
        steps=process_steps(period, office.tz),
        evidence=period.evidence,
        rows=rows,
        tie=tie,
        differences=differences(tie),
        workings=workings(rows, period.evidence) if period.evidence else [],
        office_score=_office_score(period),
        inactive=queries.inactive_candidates(period),
        spot_checks=officer_checks(period),
        on_paper=served_on_paper(office.id, period.starts_on, period.ends_on),
        late_sheets=late_sheets(office.id, period.starts_on, period.ends_on),
        signals=signals,
        decider_resets=queries.decider_resets(period) if period.evidence else [],
        signal_names=NAMES,
        weaknesses=weaknesses(period),
        decision=decision,
        objections=objections,
        answered_id=answered_id,
        certificate=queries.certificate_of(period.id),
        names=queries.names_of(office.id, {person for person in people if person}),
        is_candidate=actor.person_id in periods.candidate_ids(period),
        may_decide=actor.has(Role.DECIDER),
        may_manage=actor.has(Role.ADMIN),
        objections_open=bool(period.objections_until and today() <= period.objections_until),
        **(all_forms | forms),
    )


def _office_score(period: AwardPeriod) -> str:
    """The office's score of the quarter as it stood at the lock; empty when it was not kept or may not be shown."""
    found = period.evidence.office_score if period.evidence else None
    return found.words if found and is_shown_to_managers(found.n, frozen_limits(period.parameters)) else ""


def _decision_form(period: AwardPeriod, **options: Any) -> DecisionForm:
    form = DecisionForm(**({"formdata": None} | options))
    listed = period.evidence.shortlisted if period.evidence else []
    inactive = queries.inactive_candidates(period)
    choices = [(str(item.officer_id), item.name) for item in listed if item.officer_id not in inactive]
    form.winner.choices = offer([*choices, (NOBODY, _("Tidak ditetapkan"))])
    return form


@blueprint.post("/penghargaan/<int:period_id>/tutup")
@requires(Role.ADMIN, area=ADMIN)
def lock_award(period_id: int) -> Response:
    """Close the quarter: the evidence is frozen."""
    periods.lock_period(current_actor(), period_id)
    flash(_("Triwulan ditutup. Data terkunci dan diberi sidik."), "success")
    return redirect_to("admin.award", period_id=period_id)


@blueprint.post("/penghargaan/<int:period_id>/periksa")
@requires(Role.ADMIN, area=ADMIN)
def check_award(period_id: int) -> Response:
    """Data and complaints are in order."""
    strong = strong_signals(queries.get_period(current_office().id, period_id))
    form = _check_form(strong)
    if form.validate_on_submit():
        with form.refusals():
            sentences = {item.key: form[item.field].data or "" for item in strong}
            periods.check_period(current_actor(), period_id, form.note.data, sentences)
            return _saved(period_id)
    return _again(period_id, check_form=form)


def _check_form(strong: list[WeighedSignal], **options: Any) -> NoteForm:
    """The coordinator's note, with a sentence about every strong signal."""
    fields = {
        item.field: TextAreaField(
            _("%(name)s: apa yang Anda temukan tentang tanda ini?", name=item.name), [at_most(1000)], default=item.note
        )
        for item in strong
    }
    form: NoteForm = type("CheckForm", (NoteForm,), fields)(**options)
    return form


@blueprint.post("/penghargaan/<int:period_id>/batal")
@requires(Role.ADMIN, area=ADMIN)
def cancel_award(period_id: int) -> Response:
    """End the period for good."""
    form = CancelForm()
    if form.validate_on_submit():
        with form.refusals():
            periods.cancel_period(current_actor(), period_id, form.reason.data)
            return _saved(period_id)
    return _again(period_id, cancel_form=form)


@blueprint.post("/penghargaan/<int:period_id>/putuskan")
@requires(Role.DECIDER, area=ADMIN)
def decide_award(period_id: int) -> Response:
    """Approve one, nobody, or send back; the decider proves who they are in the same form."""
    period = queries.get_period(current_office().id, period_id)
    form = _decision_form(period, formdata=request.form)
    if form.validate_on_submit():
        with form.refusals():
            _decide(form, period_id)
            return _saved(period_id)
    return _again(period_id, decision_form=form)


def _decide(form: DecisionForm, period_id: int) -> None:
    actor, reason = current_actor(), form.reason.data or ""
    choice = BACK if request.form.get("do") == BACK else form.winner.data
    if not choice:
        raise InvalidInput("winner", N_("Pilih salah satu."))
    confirm_password(actor, form.password.data or "")
    if choice == BACK:
        deciding.send_back(actor, period_id, reason)
    elif choice == NOBODY:
        deciding.award_to_nobody(actor, period_id, reason)
    else:
        deciding.award_to(actor, period_id, int(choice) if choice.isdigit() else 0, reason)


@blueprint.post("/penghargaan/<int:period_id>/umumkan")
@requires(Role.ADMIN, Role.DECIDER, area=ADMIN)
def announce_award(period_id: int) -> Response:
    """Show the proposal inside the office."""
    publishing.announce(current_actor(), period_id)
    flash(_("Usulan diumumkan kepada semua pegawai. Masa keberatan dimulai."), "success")
    return redirect_to("admin.award", period_id=period_id)


@blueprint.post("/penghargaan/<int:period_id>/sk")
@requires(Role.ADMIN, area=ADMIN)
def establish_award(period_id: int) -> Response:
    """Record the SK; the certificate follows."""
    form = SkForm()
    if form.validate_on_submit():
        with form.refusals():
            publishing.establish(current_actor(), period_id, form.sk_number.data or "", form.sk_on.data)
            keep_first_print(current_office().id, period_id, certificate_door)
            return _saved(period_id)
    return _again(period_id, sk_form=form)


@blueprint.post("/penghargaan/<int:period_id>/keberatan/<int:objection_id>")
@requires(Role.ADMIN, Role.DECIDER, area=ADMIN)
def answer_objection(period_id: int, objection_id: int) -> Response:
    """Answer a colleague's objection."""
    form = AnswerForm()
    if form.validate_on_submit():
        with form.refusals():
            publishing.answer_objection(current_actor(), objection_id, form.answer.data or "")
            return _saved(period_id)
    return _again(period_id, answered_id=objection_id, answer_form=form)


def _saved(period_id: int) -> Response:
    flash(_("Tersimpan."), "success")
    return redirect_to("admin.award", period_id=period_id)


def _again(period_id: int, *, answered_id: int | None = None, **form: Form) -> Response:
    """The page with the one form that came back, as it was typed."""
    (sent,) = form.values()
    period = queries.get_period(current_office().id, period_id)
    return _page(period, status=sent.http_status, answered_id=answered_id, **form)
