"""/n/<token>: a visit's own page, or an officer's QR, on the guest's own phone. GET shows, only POST consumes."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, request

from kiosk import blueprint
from kiosk.languages import is_switching
from kiosk.leaving import OFFER_SECONDS, leaves_tablet
from kiosk.limits import REMARKS, code_attempt, count_words
from kiosk.phone.official import official_survey
from kiosk.phone.tokens import (
    GivenBallot,
    Rating,
    read_ballot,
    read_officer_form,
    read_rating,
    sign_ballot,
    sign_officer_form,
    sign_rating,
)
from kiosk.phone.votes import ballot_words, first_ballot, is_changeable, later_ballot
from kiosk.scans import need_ratable, other_officer_words, why_no_officer
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid7, uuid7
from pstku.guestbook.visit_tokens import read_invite, read_link, read_visit_token
from pstku.http.access import current_device, current_office, public
from pstku.http.browsers import keep_browser
from pstku.http.domain_refusals import refusals
from pstku.http.languages import read_as_kept
from pstku.http.links import public_address, qr_matrix
from pstku.http.pages import redirect_to, render_page
from pstku.http.rows import row_words
from pstku.http.text import sentence
from pstku.officers.scanning import Officer, current_marks, find_officer, officer_view, scanned_mark
from pstku.offices.queries import latest_improvement
from pstku.ratings.operations.remarks import leave_remark
from pstku.ratings.operations.voting import cast_vote
from pstku.ratings.queries.visits import GuestVisit, find_guest_visit, find_linked_visit, find_visit_by_code
from pstku.ratings.rules.asking import GROUPS, UNSUR_ANSWERS, UNSUR_QUESTIONS, reasons_for, unsur_for
from pstku.skm.links import read_link as read_survey_link
from pstku.skm.queries.links import offer_for
from pstku.skm.rules.rounds import Way

SERVED = ("rated", "too_old")  # how the visit stands of a guest who was served
UNKNOWN = N_("Pindai QR terbaru di layar petugas, atau minta tautan baru.")
EXPIRED = N_("Halaman ini terbuka terlalu lama. Pindai QR atau buka tautan Anda sekali lagi.")


@blueprint.get("/n/<token>")
@public
def guest_phone(token: str) -> Response:
    """What this token opens: a visit, the reasons after a vote, an officer's form, or only kritik & saran."""
    if given := read_ballot(token):
        return _reasons(token, given)
    if visit := _visit_of(token):
        return _visit_page(token, visit)
    if invited := _inviting_officer(token):
        return _code_page(token, invited, token)
    officer = find_officer(token)
    if officer and officer.office_id == current_office().id:
        return _code_page(token, officer, sign_officer_form(officer.id, scanned_mark(officer.id, token)))
    return _unknown(why_no_officer(token, officer, UNKNOWN), token, 404)


@blueprint.post("/n/<token>")
@public
def same_in_other_language(token: str) -> Response:
    """What the token opens once more, with the remark that is half typed there; nothing is saved."""
    return guest_phone(token)


@blueprint.post("/n/<token>/kode")
@public
def enter_visit_code(token: str) -> Response:
    """The guest types the code of their visit after scanning an officer's QR."""
    officer = _officer_of_form()
    if officer is None:
        return _unknown(EXPIRED, token, 410)
    if is_switching():
        return _code_page(token, officer, request.form["form"])
    with refusals(InvalidInput, NotFound) as no, code_attempt():
        visit = _ratable_visit(request.form.get("code", ""), read_invite(request.form.get("form", "")))
    if no:
        return _code_page(token, officer, request.form["form"], no.words, status=max(no.status, 422))
    return _to(sign_rating(Rating(visit.id, officer.id)))


@blueprint.post("/n/<token>/nilai")
@public
def rate(token: str) -> Response:
    """The tap on a face: the first one is saved, a later one within the change window replaces it."""
    score = request.form.get("score", type=int) or 0
    if given := read_ballot(token):
        if is_changeable(given):
            cast_vote(current_office().id, later_ballot(given, score))
            given = replace(given, score=score)
        return _to(sign_ballot(given))
    rating = read_rating(token)
    link = read_link(token)
    visit_id = next((found.visit_id for found in (rating, link) if found), None) or read_visit_token(token)
    if visit_id is None:
        return _unknown(EXPIRED, token, 410)
    vote_id = parse_uuid7(request.form.get("vote", ""), "vote")
    shown_officer_id = rating.shown_officer_id if rating else None
    ballot = first_ballot(vote_id, visit_id, score, shown_officer_id=shown_officer_id, link=link)
    cast_vote(current_office().id, ballot)
    return _to(sign_ballot(GivenBallot(vote_id, visit_id, score, ballot.first_at)))


@blueprint.get("/n/<token>/ubah")
@public
def change_rating(token: str) -> Response:
    """The four faces again, for whoever touched the wrong one."""
    given = read_ballot(token)
    visit = _visit(given.visit_id) if given else None
    if given is None or visit is None:
        return _unknown(EXPIRED, token, 410)
    if not is_changeable(given):
        return _to(token)
    return render_page("guest_phone/rate.html", token=token, visit=visit, chosen=given.score, vote_id=given.vote_id)


@blueprint.post("/n/<token>/alasan")
@public
def add_reasons(token: str) -> Response:
    """Reasons, a comment and the one SKM answer, all optional."""
    if given := read_ballot(token):
        if is_switching():
            return _reasons(token, given)
        cast_vote(current_office().id, later_ballot(given, given.score, ballot_words()))
        return redirect_to("kiosk.guest_thanks", survei=_survey_of(given.visit_id))
    return redirect_to("kiosk.guest_thanks")


@blueprint.get("/n/terima-kasih")
@public
def guest_thanks() -> Response:
    """The same for every score; whoever came here from a vote is offered the survey."""
    heard = latest_improvement(current_office().id)
    token = request.args.get("survei", "")
    survey = token if read_survey_link(token) else None
    official = official_survey()
    context: dict[str, Any] = {"heard": row_words(*heard) if heard else None, "survey": survey, "official": official}
    page = render_page("guest_phone/thanks.html", **context)
    return leaves_tablet(page, OFFER_SECONDS if survey or official else current_office().settings.thanks_seconds)


@blueprint.post("/n/saran")
@public
def leave_guest_remark() -> Response:
    """Kritik & saran from somebody without the right to rate."""
    with refusals() as no:
        if is_switching():
            return render_page("guest_phone/remark.html", **_remark())
        count_words(REMARKS)
        leave_remark(current_office().id, parse_uuid7(request.form.get("id", "")), request.form.get("text", ""))
        return redirect_to("kiosk.guest_thanks")
    return render_page("guest_phone/remark.html", error=no.words, status=no.status, **_remark())


def _remark() -> dict[str, Any]:
    """The remark a guest is writing."""
    return {"remark_id": request.form.get("id") or uuid7(), "text": request.form.get("text", "")}


def _unknown(why: str, token: str, status: int) -> Response:
    """Nothing to rate: why, and a place for a remark."""
    values: dict[str, Any] = {"message": sentence(why), "token": token} | _remark()
    return render_page("guest_phone/unknown.html", status=200 if is_switching() else status, **values)


def _survey_of(visit_id: UUID | None) -> str | None:
    """The link to the survey for this visit; None when there is nothing to ask."""
    way = Way.TABLET if current_device() else Way.OWN_PHONE
    return offer_for(current_office(), visit_id, way) if visit_id else None


def _to(token: str) -> Response:
    return redirect_to("kiosk.guest_phone", token=token)


def _visit(visit_id: UUID | None) -> GuestVisit | None:
    return _read_as_kept(find_guest_visit(current_office(), visit_id)) if visit_id else None


def _read_as_kept(visit: GuestVisit | None) -> GuestVisit | None:
    """The page is in the language this guest chose at the tablet, until they choose another."""
    if visit:
        read_as_kept(visit.language)
    return visit


def _visit_of(token: str) -> GuestVisit | None:
    if link := read_link(token):
        return _read_as_kept(find_linked_visit(current_office(), link.visit_id))
    rating = read_rating(token)
    return _visit(rating.visit_id if rating else read_visit_token(token))


def _visit_page(token: str, visit: GuestVisit) -> Response:
    if visit.is_ratable:
        rating = read_rating(token)
        other = other_officer_words(visit, rating.shown_officer_id if rating else 0)
        page = render_page(
            "guest_phone/rate.html", token=token, visit=visit, chosen=None, vote_id=uuid7(), other_officer=other
        )
        return keep_browser(page)
    qr = qr_matrix(public_address("kiosk.guest_phone", token=token))
    survey = _survey_of(visit.id) if read_link(token) is None else None
    official = official_survey() if visit.standing in SERVED else None
    context: dict[str, Any] = {"visit": visit, "qr": qr, "survey": survey, "official": official}
    return render_page("guest_phone/visit.html", token=token, **context, **_remark())


def _reasons(token: str, given: GivenBallot) -> Response:
    unsur = unsur_for(given.vote_id, current_office().settings.unsur_one_in)
    return render_page(
        "guest_phone/reasons.html",
        token=token,
        typed=request.form,
        can_change=is_changeable(given),
        groups=GROUPS,
        reasons=reasons_for(given.score),
        unsur=unsur,
        unsur_question=UNSUR_QUESTIONS[unsur] if unsur else "",
        unsur_answers=UNSUR_ANSWERS[unsur] if unsur else (),
    )


def _code_page(token: str, officer: Officer, form: str, error: str | None = None, status: int = 200) -> Response:
    code = request.form.get("code", "")
    values: dict[str, Any] = {"token": token, "officer": officer, "form_token": form, "code": code, "error": error}
    return render_page("guest_phone/code.html", status=status, **values)


def _inviting_officer(token: str) -> Officer | None:
    """Who served the visit that an invitation by message is about; None for a token of another kind."""
    visit = _visit(read_invite(token))
    return officer_view(current_office().id, visit.officer_id) if visit and visit.officer_id else None


def _officer_of_form() -> Officer | None:
    if invited := _inviting_officer(request.form.get("form", "")):
        return invited
    form = read_officer_form(request.form.get("form", ""))
    is_valid = form is not None and form.mark in current_marks(form.officer_id)  # ends with the QR it came from
    return officer_view(current_office().id, form.officer_id) if form and is_valid else None


def _ratable_visit(code: str, invited: UUID | None) -> GuestVisit:
    """The visit of this code; with an invitation only the one it is about."""
    visit = find_visit_by_code(current_office(), code)
    return need_ratable(visit if visit and invited in (None, visit.id) else None)
