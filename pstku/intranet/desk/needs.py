"""One box that answers what a guest seeks and records it as a data need."""

from typing import Any
from uuid import UUID

from flask import Response, request
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import Optional

from pstku.answers.queries.answers import answer
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid7, uuid7
from pstku.guestbook.operations.needs import CODES, Need, record_need, remove_need
from pstku.guestbook.queries.visits import get_visit
from pstku.http.access import DESK, current_actor, current_office, requires
from pstku.http.forms import Form, at_most, offer
from pstku.http.pages import redirect_to, render_page, safe_next
from pstku.intranet import blueprint
from pstku.officers.rules import SERVERS


class NeedForm(Form):
    """A data need; only what and whether it was obtained."""

    need_id = HiddenField()
    what = StringField(N_("Data apa yang dicari?"), [at_most(200)])
    indicator_key = HiddenField()
    obtained = RadioField(N_("Diperoleh?"), validate_choice=False)
    region = StringField(N_("Wilayah"), [at_most(80)])
    year_from = IntegerField(N_("Tahun dari"), [Optional()])
    year_to = IntegerField(N_("Tahun sampai"), [Optional()])
    level = SelectField(N_("Tingkat data"), validate_choice=False)
    frequency = SelectField(N_("Periode data"), validate_choice=False)
    source_kind = SelectField(N_("Sumber"), validate_choice=False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        office = current_office()
        self.obtained.choices = office.choices("obtained")
        for name in CODES:
            self._fields[name].choices = offer(office.choices(name), empty="–")
        self.need_id.data = self.need_id.data or str(uuid7())

    def need(self) -> Need:
        """The form as the guest book takes it."""
        values: dict[str, Any] = {name: self._fields[name].data or "" for name in ("what", "obtained", "region")}
        values |= {name: self._fields[name].data or None for name in (*CODES, "year_from", "year_to", "indicator_key")}
        return Need(**values)


@blueprint.get("/meja/<uuid:visit_id>/data")
@requires(*SERVERS, area=DESK)
def visit_needs(visit_id: UUID) -> Response:
    """The answer to ?what=, with a form that records the same words as a data need of this guest."""
    form = NeedForm(formdata=None)
    form.what.data = request.args.get("what", "").strip()
    return _page(visit_id, form)


@blueprint.post("/meja/<uuid:visit_id>/data")
@requires(*SERVERS, area=DESK)
def add_need(visit_id: UUID) -> Response:
    """Write a data need down."""
    form = NeedForm()
    if form.validate_on_submit():
        with form.refusals():
            record_need(current_actor(), visit_id, parse_uuid7(form.need_id.data or ""), form.need())
            return redirect_to("intranet.desk") if request.form.get("from") == "desk" else _visit_page(visit_id)
    return _page(visit_id, form)


@blueprint.post("/meja/<uuid:visit_id>/data/<uuid:need_id>/hapus")
@requires(*SERVERS, area=DESK)
def drop_need(visit_id: UUID, need_id: UUID) -> Response:
    """Take a data need back."""
    remove_need(current_actor(), visit_id, need_id)
    return _visit_page(visit_id)


def list_behind() -> str | None:
    """The page of *Daftar kunjungan* this visit was opened from, with all that was asked there; None from the desk."""
    return safe_next(request.args.get("next"))


def _visit_page(visit_id: UUID) -> Response:
    """Back to the visit, which still knows the list it was opened from."""
    return redirect_to("intranet.visit_details", visit_id=visit_id, next=list_behind())


def _page(visit_id: UUID, form: NeedForm) -> Response:
    office = current_office()
    visit = get_visit(office.id, visit_id)
    found = answer(office, form.what.data) if form.what.data else None
    context = {
        "visit": visit,
        "form": form,
        "answer": found,
        "asked": form.what.data or "",
        "list_behind": list_behind(),
    }
    return render_page("intranet/desk/needs.html", fragments=("found",), status=form.http_status, **context)
