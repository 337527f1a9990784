"""Isi angka: a sheet per function out and in, paste, preview."""

from flask import Response, abort, flash, request
from flask_babel import gettext as _

from pstku.accounts.queries import names_of
from pstku.answers.queries.cards import headline_cards
from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.filling.queries import expected as queries
from pstku.filling.queries.entering import preview
from pstku.filling.rules.pasted import cells_of, text_of
from pstku.filling.rules.published import layout_of
from pstku.filling.rules.sheets import is_sheet
from pstku.filling.workbooks.files import read_sheet, write_sheet
from pstku.http.access import current_actor, current_office, requires
from pstku.http.files import XLSX, saved_file
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.intranet.filling.previewing import SheetForm, preview_page
from pstku.intranet.filling.tables import table_page
from pstku.intranet.library.pages import FUNCTIONS
from pstku.library.operations.values import enter_values
from pstku.library.rules.entries import NewValue
from pstku.library.rules.states import ValueOrigin


@blueprint.route("/belajar/isi", methods=["GET", "POST"])
@requires(Role.EDITOR)
def filling() -> Response:
    """How ready the office is, and the ways to fill in figures; back from the preview with what was pasted."""
    return _filling_page(SheetForm())


@blueprint.get("/belajar/isi/<function>.xlsx")
@requires(Role.EDITOR)
def filling_sheet(function: str) -> Response:
    """The sheet of a function: what is missing, and what nobody has checked."""
    if function not in FUNCTIONS:
        abort(404)
    content = write_sheet(queries.sheet_rows(current_office(), function))
    return saved_file(content, XLSX, f"isian-{function}.xlsx")


@blueprint.post("/belajar/isi/pratinjau")
@requires(Role.EDITOR)
def filling_preview() -> Response:
    """What would be saved, row by row; nothing is saved yet."""
    form = SheetForm()
    with form.refusals():
        if (upload := request.files.get("file")) and upload.filename:
            form.text.data = text_of(read_sheet(upload.read()))
        if not (form.text.data or "").strip():
            raise InvalidInput("text", N_("Tempel isi tabelnya, atau pilih berkasnya dulu."))
        table = cells_of(form.text.data or "")
        if not is_sheet(table) and (layout := layout_of(table)):
            return table_page(form.text.data or "", layout)
        return preview_page(form, form.reading())
    return _filling_page(form, status=form.http_status)


@blueprint.post("/belajar/isi/simpan")
@requires(Role.EDITOR)
def filling_save() -> Response:
    """Save the good rows; when others are faulty, only if the editor agreed to leave those out."""
    form = SheetForm()
    with form.refusals():
        reading = form.reading()
    if form.refused:
        return _filling_page(form, status=form.http_status)
    lines = preview(current_office(), reading.entries, reading.said)
    is_unsure = any(line.doubts for line in lines) and request.form.get("seen") != form.mark
    with form.refusals():
        if reading.entries and reading.faults and not form.skip.data:
            raise InvalidInput("skip", N_("Ada baris yang salah. Perbaiki, atau centang ini."))
        if reading.entries and not is_unsure:
            return _saved([entry for _row, entry in reading.entries])
    return preview_page(form, reading, is_unsure=is_unsure, status=form.http_status)


def _saved(entries: list[NewValue]) -> Response:
    report = enter_values(current_office().id, entries, actor=current_actor(), origin=ValueOrigin.SHEET)
    words = _(
        "%(n)s angka disimpan, %(same)s sudah ada. Rekan lain memeriksanya sebelum boleh dikutip.",
        n=len(report.added),
        same=report.same,
    )
    flash(words, "success")
    return redirect_to("intranet.filling")


def _filling_page(form: SheetForm, status: int = 200) -> Response:
    office = current_office()
    cards = headline_cards(office)
    names = names_of(office.id, [card.page.owner_id for card in cards])
    ready = sum(card.figure is not None for card in cards)
    missing = queries.missing_words(office, [card.page for card in cards])
    return render_page(
        "intranet/filling/home.html",
        form=form,
        sheets=queries.functions_to_fill(office.id),
        cards=cards,
        ready=ready,
        names=names,
        missing=missing,
        status=status,
    )
