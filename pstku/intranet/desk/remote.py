"""Catat WA/telepon: a guest who wrote or called is in the book in twenty seconds."""

from dataclasses import dataclass
from typing import Any

from flask import Response, request
from wtforms import RadioField, SelectField, StringField, TextAreaField

from pstku.core.actor import Role
from pstku.core.languages import ENGLISH, LANGUAGES
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid7
from pstku.guestbook.operations.remote import record_remote_visit
from pstku.guestbook.queries.desk import LinkedVisit, linked_visit
from pstku.guestbook.rules.replies import Unread, read_reply, unread_line
from pstku.guestbook.rules.reply_words import LINK, LINK_WITHOUT_NAME, whatsapp_form
from pstku.guestbook.rules.states import Channel
from pstku.guestbook.visit_tokens import link_token
from pstku.http.access import DESK, current_actor, current_office, requires
from pstku.http.browsers import browser_key, keep_browser
from pstku.http.forms import at_most, offer
from pstku.http.links import Matrix, public_address, qr_matrix
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import gettext, reading
from pstku.intranet import blueprint
from pstku.intranet.desk.guest_fields import DETAILS, GuestForm
from pstku.intranet.desk.survey_words import with_survey

CHANNELS = [("whatsapp", N_("WhatsApp")), ("phone", N_("Telepon")), ("email", N_("E-mail"))]


class RemoteVisitForm(GuestForm):
    """What the officer types or pastes; only the name is needed."""

    channel = RadioField(N_("Lewat"), choices=offer(CHANNELS), default="whatsapp")
    need = StringField(N_("Data yang dicari"), [at_most(200)])
    obtained = SelectField(N_("Diperoleh"))
    reply = TextAreaField(N_("Tempel balasan tamu"))

    def __init__(self) -> None:
        super().__init__()
        self.obtained.choices = offer(current_office().choices("obtained"), empty="–")

    def take_reply(self) -> list[Unread]:
        """Fill empty fields from the pasted reply; returns the lines somebody still has to look at."""
        sent = "\n".join(_forms_to_send().values())
        found = read_reply(self.reply.data or "", _lists_in_both_languages(), sent)
        if found.is_english:
            self.language.data = ENGLISH
        for name, value in found.fields.items():
            if not self._fields[name].data:
                self._fields[name].data = value
        self.reply.data = ""
        return found.unread

    def take_offer(self) -> list[Unread]:
        """Fill the field one tap chose for an unread line; returns the lines that are still unread.

        The button's value is "line:field:value", without a field when the line is put aside.
        """
        place, _, offer_made = request.form["place"].partition(":")
        name, _, value = offer_made.partition(":")
        if name in self._fields:
            self._fields[name].data = value
        return [line for number, line in enumerate(unread_so_far()) if str(number) != place]


def unread_so_far() -> list[Unread]:
    """The lines of a reply nobody has looked at yet, as the page sends them back with every button."""
    texts, names = request.form.getlist("unread"), request.form.getlist("unread_field")
    return [unread_line(text, name, _lists()) for text, name in zip(texts, names, strict=False)]


def _lists() -> dict[str, list[tuple[str, str]]]:
    office = current_office()
    return {name: office.choices(name) for name in DETAILS}


@blueprint.route("/meja/catat", methods=["GET", "POST"])
@requires(Role.OFFICER, Role.ADMIN, area=DESK)
def remote_visit() -> Response:
    """The form; *Isi dari balasan* and the taps on unread lines only fill it, the other two buttons save."""
    form = RemoteVisitForm()
    if form.is_submitted() and request.form.get("do") == "paste":
        return _page(form, unread=form.take_reply(), is_pasted=True)
    if form.is_submitted() and "place" in request.form:
        return _page(form, unread=form.take_offer(), is_pasted=True)
    if form.validate_on_submit():
        with form.refusals():
            visit_id = _record(form)
            return redirect_to("intranet.visit_link", visit_id=visit_id)
    unread = unread_so_far()
    return _page(form, status=form.http_status, unread=unread, is_pasted=bool(unread))


def _record(form: RemoteVisitForm) -> Any:
    visit_id = parse_uuid7(form.visit_id.data or "")
    record_remote_visit(
        current_actor(),
        visit_id,
        form.entry(),
        form.channel.data,
        is_finished=request.form.get("do") == "finish",
        need=form.need.data or "",
        obtained=form.obtained.data or "",
        language=form.language.data,
    )
    return visit_id


def _lists_in_both_languages() -> dict[str, list[tuple[str, str]]]:
    lists = current_office().lists
    english = {name: [(item.code, item.label_en) for item in lists.get(name, ()) if item.label_en] for name in DETAILS}
    return {name: choices + english[name] for name, choices in _lists().items()}


def _forms_to_send() -> dict[str, str]:
    """Format WA in each language a guest may read."""
    office, texts = current_office(), {}
    for code in LANGUAGES:
        with reading(code):
            texts[code] = whatsapp_form(office.name, office.settings.identity_months, gettext)
    return texts


def _page(form: RemoteVisitForm, *, status: int = 200, **context: Any) -> Response:
    values: dict[str, Any] = {"unread": [], "is_pasted": False, "lists": _lists()} | context
    return render_page(
        "intranet/desk/remote/form.html", form=form, whatsapp_texts=_forms_to_send(), status=status, **values
    )


@dataclass(frozen=True, slots=True)
class VisitLink:
    """The single-use rating link of a visit, ready to send or to show."""

    address: str
    message: str
    matrix: Matrix


def link_of(visit: LinkedVisit) -> VisitLink:
    """The link, the words to send with it in the guest's language, and its QR. Nobody asks the name of somebody met outside the office."""
    address = public_address("kiosk.guest_phone", token=link_token(visit.id, browser_key()))
    name = "" if visit.channel == Channel.FIELD else visit.guest_name.rstrip(".")
    with reading(visit.language):
        message = gettext(LINK, name=name, address=address) if name else gettext(LINK_WITHOUT_NAME, address=address)
        message = with_survey(message, visit.id)
    return VisitLink(address, message, qr_matrix(address))


@blueprint.get("/kunjungan/<uuid:visit_id>/tautan")
@requires()
def visit_link(visit_id: Any) -> Response:
    """Code, QR and link of a visit this person recorded or serves."""
    visit = linked_visit(current_actor(), visit_id)
    page = render_page("intranet/desk/remote/link.html", visit=visit, link=link_of(visit))
    return keep_browser(page)
