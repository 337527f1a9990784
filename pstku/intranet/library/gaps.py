"""Yang belum terjawab: what guests asked for and the library does not give, and who takes it on."""

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import HiddenField

from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.editing.operations.questions import close_question, take_question
from pstku.http.access import current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.forms import Form, required
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.reports.gaps import loop

MOST = 50


class TakeForm(Form):
    """The gap an editor takes on."""

    text = HiddenField(validators=[required(N_("Muat ulang daftarnya, lalu pilih lagi."))])
    page_key = HiddenField()
    do = HiddenField()  # "page": begin a page for it as well


@blueprint.get("/belajar/belum-terjawab")
@requires()
def gaps() -> Response:
    """The list, the most wanted first; editors take from it."""
    turning = loop(current_office())
    return render_page("intranet/library/gaps.html", gaps=turning.gaps[:MOST], loop=turning, most=MOST)


@blueprint.post("/belajar/belum-terjawab/ambil")
@requires(Role.EDITOR)
def take_gap() -> Response:
    """I take this on, and may begin a page for it at once."""
    form = TakeForm()
    question_id = take_question(current_actor(), form.text.data or "", form.page_key.data or None)
    if form.do.data == "page":
        words = form.text.data
        return redirect_to("intranet.editing_desk", judul=words, pertanyaan=question_id, _anchor="baru")
    flash(_("Tercatat: Anda yang mengerjakan."), "success")
    return redirect_to("intranet.gaps")


@blueprint.post("/belajar/belum-terjawab/<int:question_id>/selesai")
@requires(Role.EDITOR)
def close_gap(question_id: int) -> Response:
    """The library answers this now; `juga` are other questions about the same page."""
    page_key = request.form.get("page_key") or None
    for one in dict.fromkeys([question_id, *request.form.getlist("juga", row_id)]):
        close_question(current_actor(), one, page_key)
    flash(_("Ditandai sudah terjawab. Bila ditanyakan lagi, muncul kembali di sini."), "success")
    return redirect_to("intranet.gaps")
