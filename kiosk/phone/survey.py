"""/n/skm/<token>: the satisfaction survey on the guest's phone, nine questions of one tap; works once for each visit."""

from typing import Any

from flask import Response, request

from kiosk import blueprint
from kiosk.languages import is_switching
from kiosk.leaving import LONG_FORM_SECONDS, OFFER_SECONDS, leaves_tablet
from kiosk.limits import SURVEYS, count_words
from kiosk.phone.official import official_survey
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.http.access import current_office, public
from pstku.http.browsers import is_staff_browser
from pstku.http.domain_refusals import refusals
from pstku.http.pages import redirect_to, render_page
from pstku.http.rows import row_words
from pstku.http.text import sentence
from pstku.offices.queries import latest_improvement
from pstku.skm.links import Link, read_link
from pstku.skm.operations.answering import USED, answer_by_link
from pstku.skm.operations.keeping import OVER
from pstku.skm.queries.links import round_of_link, was_used
from pstku.skm.queries.wordings import set_of
from pstku.skm.rules.answers import ABOUT, filled_from, unanswered

OVER_TITLE, USED_TITLE = N_("Survei ini sudah berakhir"), N_("Terima kasih, sudah kami terima")
STAFF_TITLE = N_("Ini peramban pegawai")
FOR_GUESTS = N_("Survei diisi tamu di HP-nya sendiri. Di HP ini pegawai pernah masuk.")


@blueprint.route("/n/skm/<token>", methods=["GET", "POST"])
@public
def survey(token: str) -> Response:
    """The form; a GET takes nothing, a POST uses the link up."""
    link, office = read_link(token), current_office()
    row = round_of_link(office, link) if link else None
    if link is None or row is None:
        return _notice(OVER_TITLE, OVER, 410)
    if is_staff_browser():
        return _notice(STAFF_TITLE, FOR_GUESTS, 403)
    questions = set_of(row)
    if request.method == "GET" and was_used(link):
        return _notice(USED_TITLE, USED, 200)
    if request.method == "GET" or is_switching():
        return _form(token, link, questions)
    filled = filled_from(questions, request.form)
    with refusals(InvalidInput) as no, refusals(Conflict) as gone:
        count_words(SURVEYS)
        answer_by_link(office.id, link, filled)
        return redirect_to("kiosk.survey_thanks")
    if gone:
        return _notice(USED_TITLE if was_used(link) else OVER_TITLE, gone.words, 409)
    missing = unanswered(questions, filled.values) if no.field in questions.keys else [no.field]
    return _form(token, link, questions, dict.fromkeys(missing, no.words), no.status)


@blueprint.get("/n/skm/terima-kasih")
@public
def survey_thanks() -> Response:
    """The same whatever was answered."""
    heard = latest_improvement(current_office().id)
    official = official_survey()
    context: dict[str, Any] = {"heard": row_words(*heard) if heard else None, "survey": None, "official": official}
    page = render_page("guest_phone/thanks.html", **context)
    return leaves_tablet(page, OFFER_SECONDS if official else current_office().settings.thanks_seconds)


def _form(token: str, link: Link, questions: Any, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    service = current_office().service(link.service_id)
    context: dict[str, Any] = {"token": token, "questions": questions, "about": ABOUT, "service": service}
    page = render_page("guest_phone/survey.html", typed=request.form, errors=errors or {}, status=status, **context)
    return leaves_tablet(page, LONG_FORM_SECONDS)


def _notice(title: str, words: str, status: int) -> Response:
    return render_page("guest_phone/notice.html", title=sentence(title), words=sentence(words), status=status)
