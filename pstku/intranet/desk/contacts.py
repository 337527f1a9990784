"""Harus dihubungi: guests who were promised an answer, news or an invitation. A contact is shown by a POST alone."""

from typing import Any

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import RadioField, TextAreaField

from pstku.contacts.operations import keeping, taking
from pstku.contacts.operations.taking import Contact
from pstku.contacts.queries import MOST_SHOWN, get_owed, owed
from pstku.contacts.rules.results import CHANNELS, KIND_WORDS, RESULT_WORDS, results_for
from pstku.core.errors import Conflict, NotAllowed
from pstku.core.text import N_
from pstku.desk.queries.colleagues import is_alone
from pstku.guestbook.queries.visits import needs_of
from pstku.http.access import DESK, current_actor, current_office, requires
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import Form, at_most, offer
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import gettext
from pstku.intranet import blueprint
from pstku.intranet.desk.contact_words import words_for
from pstku.intranet.desk.serving import HandOverForm, offer_colleagues
from pstku.officers.rules import SERVERS


class KeptForm(Form):
    """How the guest was reached, and what came of it."""

    channel = RadioField(N_("Dihubungi lewat apa?"), choices=offer(CHANNELS.items()), validate_choice=False)
    result = RadioField(N_("Bagaimana hasilnya?"), validate_choice=False)
    words = TextAreaField(N_("Catatan"), [at_most(keeping.LONGEST_NOTE)])


@blueprint.get("/meja/hubungi")
@requires(*SERVERS, area=DESK)
def contacts() -> Response:
    """The list: too late first."""
    office = current_office()
    promises = owed(office, current_actor().person_id)
    shown = promises[:MOST_SHOWN]
    needs = needs_of(office.id, {one.visit_id for one in shown})
    context: dict[str, Any] = {"promises": shown, "has_more": len(promises) > MOST_SHOWN, "needs": needs}
    return _render("list", is_alone=is_alone(current_actor()), **context)


@blueprint.get("/meja/hubungi/<int:promise_id>")
@requires(*SERVERS, area=DESK)
def contact(promise_id: int) -> Response:
    """One promise, without the contact."""
    return _page(promise_id)


@blueprint.post("/meja/hubungi/<int:promise_id>/ambil")
@requires(*SERVERS, area=DESK)
def take_contact(promise_id: int) -> Response:
    """Ambil: the contact stands on the page that answers."""
    with flash_refusals(Conflict):
        return _page(promise_id, contact=taking.take_promise(current_actor(), promise_id))
    return redirect_to("intranet.contacts")


@blueprint.post("/meja/hubungi/<int:promise_id>/lihat")
@requires(*SERVERS, area=DESK)
def look_at_contact(promise_id: int) -> Response:
    """Lihat kontak, once more."""
    return _page(promise_id, contact=taking.look_at_contact(current_actor(), promise_id))


@blueprint.post("/meja/hubungi/<int:promise_id>/lepas")
@requires(*SERVERS, area=DESK)
def give_back_contact(promise_id: int) -> Response:
    """Lepas."""
    taking.give_back(current_actor(), promise_id)
    flash(_("Dilepas. Rekan lain dapat mengambilnya."), "success")
    return redirect_to("intranet.contacts")


@blueprint.route("/meja/hubungi/<int:promise_id>/alihkan", methods=["GET", "POST"])
@requires(*SERVERS, area=DESK)
def pass_contact_on(promise_id: int) -> Response:
    """Alihkan: choose the colleague."""
    form = HandOverForm()
    if form.is_submitted():
        with form.refusals():
            taking.pass_on(current_actor(), promise_id, to_officer_id=form.to_officer_id.data)
            flash(_("Dialihkan. Rekan melihatnya di meja layanannya."), "success")
            return redirect_to("intranet.contacts")
    return _passing_page(promise_id, form)


@blueprint.post("/meja/hubungi/<int:promise_id>/belum")
@requires(*SERVERS, area=DESK)
def count_contact_try(promise_id: int) -> Response:
    """Belum tersambung."""
    keeping.count_try(current_actor(), promise_id)
    flash(_("Percobaan tercatat."), "success")
    return redirect_to("intranet.contact", promise_id=promise_id)


@blueprint.post("/meja/hubungi/<int:promise_id>/menyerah")
@requires(*SERVERS, area=DESK)
def give_contact_up(promise_id: int) -> Response:
    """Tidak dapat dihubungi."""
    with flash_refusals(Conflict):
        keeping.give_up(current_actor(), promise_id)
        flash(_("Tercatat: tamu tidak dapat dihubungi."), "success")
        return redirect_to("intranet.contacts")
    return redirect_to("intranet.contact", promise_id=promise_id)


@blueprint.post("/meja/hubungi/<int:promise_id>/sudah")
@requires(*SERVERS, area=DESK)
def keep_contact(promise_id: int) -> Response:
    """Sudah dijawab lewat …."""
    form = KeptForm()
    if form.validate_on_submit():
        kept = {"channel": form.channel.data or "", "result": form.result.data or "", "words": form.words.data or ""}
        with form.refusals(), flash_refusals(Conflict) as no:
            keeping.keep_promise(current_actor(), promise_id, **kept)
            flash(_("Tercatat. Tamu ini keluar dari daftar."), "success")
        if no or not form.refused:
            return redirect_to("intranet.contacts")
    return _page(promise_id, form=form, status=form.http_status)


def _page(
    promise_id: int, *, contact: Contact | None = None, form: KeptForm | None = None, status: int = 200
) -> Response:
    office = current_office()
    actor = current_actor()
    promise = get_owed(office, actor.person_id, promise_id)
    form = form or KeptForm(formdata=None)
    form.result.choices = offer((one, RESULT_WORDS[one]) for one in results_for(promise.kind))
    needs = needs_of(office.id, [promise.visit_id])[promise.visit_id]
    is_mine = promise.officer_id == actor.person_id
    words = words_for(promise, needs, contact) if contact else None
    context: dict[str, Any] = {
        "promise": promise,
        "needs": needs,
        "is_mine": is_mine,
        "contact": contact,
        "words": words,
    }
    return _render("one", status=status, form=form, **context)


def _passing_page(promise_id: int, form: HandOverForm) -> Response:
    actor = current_actor()
    promise = get_owed(current_office(), actor.person_id, promise_id)
    if not taking.may_pass_on(actor, promise):
        raise NotAllowed(N_("Ambil dahulu, lalu alihkan kepada rekan."))
    hints = offer_colleagues(form)
    return _render("passing", status=form.http_status, promise=promise, form=form, hints=hints)


def _render(page: str, *, status: int = 200, **context: Any) -> Response:
    kinds = {kind: gettext(words) for kind, words in KIND_WORDS.items()}
    return render_page(f"intranet/desk/contacts/{page}.html", status=status, kinds=kinds, **context)
