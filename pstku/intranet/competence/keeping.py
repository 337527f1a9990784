"""Who keeps the questionnaire: its rounds and its items."""

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from pstku.core.text import N_
from pstku.http.access import current_actor, current_office, requires
from pstku.http.domain_refusals import refusals
from pstku.http.forms import Form, offer
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.intranet.competence.results import KEEPERS
from pstku.practice.operations import competence as operations
from pstku.practice.queries import competence as queries
from pstku.practice.rules.competence import INDICATORS, SMALLEST_GROUP, TARGET


class ItemForm(Form):
    """One sentence to rate."""

    indicator = SelectField(N_("Indikator"))
    text = TextAreaField(N_("Kalimat yang dinilai"))

    def __init__(self) -> None:
        super().__init__()
        self.indicator.choices = offer([(key, _(name)) for key, name in INDICATORS.items()])


class RoundForm(Form):
    """A new round."""

    title = StringField(N_("Nama putaran"))
    target = IntegerField(N_("Sasaran"), [Optional()], default=TARGET)


@blueprint.get("/kompetensi/kelola")
@requires(*KEEPERS)
def competence_keep() -> Response:
    """Items and rounds."""
    return _keep_page(ItemForm(), RoundForm())


@blueprint.post("/kompetensi/kelola/putaran")
@requires(*KEEPERS)
def competence_open() -> Response:
    """Open a round."""
    form = RoundForm()
    with form.refusals():
        operations.open_round(current_actor(), form.title.data or "", form.target.data or 0)
        flash(_("Putaran dibuka. Beri tahu rekan: Latihan, lalu Kompetensi."), "success")
        return redirect_to("intranet.competence_keep")
    return _keep_page(ItemForm(), form, status=form.http_status)


@blueprint.post("/kompetensi/kelola/putaran/<int:round_id>/tutup")
@requires(*KEEPERS)
def competence_close(round_id: int) -> Response:
    """Close a round; its result shows from now on."""
    operations.close_round(current_actor(), round_id)
    flash(_("Putaran ditutup. Hasilnya tampil bila lima orang atau lebih mengisi."), "success")
    return redirect_to("intranet.competence")


@blueprint.post("/kompetensi/kelola/putaran/<int:round_id>/buka")
@requires(*KEEPERS)
def competence_reopen(round_id: int) -> Response:
    """Open a round again that too few had answered."""
    operations.reopen_round(current_actor(), round_id)
    flash(_("Putaran dibuka lagi. Jawaban yang sudah masuk tetap ada."), "success")
    return redirect_to("intranet.competence_keep")


@blueprint.post("/kompetensi/kelola/butir")
@requires(*KEEPERS)
def competence_item_add() -> Response:
    """Write an item."""
    form = ItemForm()
    with form.refusals():
        operations.save_item(current_actor(), None, form.indicator.data or "", form.text.data or "")
        flash(_("Butir ditambahkan."), "success")
        return redirect_to("intranet.competence_keep")
    return _keep_page(form, RoundForm(), status=form.http_status)


@blueprint.post("/kompetensi/kelola/butir/<int:item_id>")
@requires(*KEEPERS)
def competence_item(item_id: int) -> Response:
    """Word an item anew, or ask it no longer."""
    actor = current_actor()
    if "active" in request.form:
        operations.set_item_active(actor, item_id, request.form["active"] == "1")
        return redirect_to("intranet.competence_keep")
    typed = {item_id: request.form.get("text", "")}
    with refusals() as no:
        operations.save_item(actor, item_id, request.form.get("indicator", ""), typed[item_id])
        flash(_("Butir diubah. Putaran yang terbuka memakai kalimat lama."), "success")
        return redirect_to("intranet.competence_keep")
    return _keep_page(ItemForm(), RoundForm(), typed=typed, fault=no.words, status=no.status)


def _keep_page(
    item: ItemForm, asked: RoundForm, *, typed: dict[int, str] | None = None, fault: str = "", status: int = 200
) -> Response:
    office = current_office()
    rounds = queries.rounds_of(office.id)
    return render_page(
        "intranet/competence/keep.html",
        item_form=item,
        round_form=asked,
        items=queries.items_of(office.id),
        rounds=[(r, queries.handed_in(r.id)) for r in rounds],
        is_open=any(r.closed_at is None for r in rounds),
        smallest=SMALLEST_GROUP,
        indicators=INDICATORS,
        typed=typed or {},
        fault=fault,
        status=status,
    )
