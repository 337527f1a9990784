"""Susunan kolom: named templates of the columns of files, edited in one table, with a look at what comes out."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import SelectField, StringField

from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.forms import Form, at_most, offer, required
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.printing.sheet import Cell
from pstku.returns.columns.keeping import (
    MOST_COLUMNS,
    NAME_LONGEST,
    add_template,
    change_template,
    delete_template,
    get_template,
    heads_of,
    templates,
)
from pstku.returns.columns.known import KINDS, Head, column_names
from pstku.returns.columns.models import ColumnTemplate
from pstku.returns.register.streams import latest_rows

SPARE = 3  # empty lines to add columns in


class NewForm(Form):
    """A template that begins as what is shipped."""

    kind = SelectField(N_("Berkas"), choices=offer(KINDS.items()))
    name = StringField(N_("Nama"), [required(N_("Beri nama susunan kolomnya.")), at_most(NAME_LONGEST)])


class EditForm(Form):
    """Its name; the columns are lines of a table."""

    name = StringField(N_("Nama"), [required(N_("Beri nama susunan kolomnya.")), at_most(NAME_LONGEST)])


@dataclass(frozen=True, slots=True)
class LineTyped:
    """A line of the table as it was typed."""

    place: str
    key: str
    title: str


@blueprint.route("/laporan/kolom", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def column_templates() -> Response:
    """All of them, and a new one."""
    form = NewForm()
    if form.validate_on_submit():
        with form.refusals():
            row = add_template(current_actor(), form.kind.data, form.name.data or "")
            flash(_("Susunan dibuat. Ubah kolomnya di sini."), "success")
            return redirect_to("intranet.column_template", template_id=row.id)
    return render_page(
        "intranet/reports/columns.html",
        form=form,
        templates=templates(current_office().id),
        kinds=KINDS,
        status=form.http_status,
    )


@blueprint.route("/laporan/kolom/<int:template_id>", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def column_template(template_id: int) -> Response:
    """One of them: rename, reorder, add and delete columns."""
    row = get_template(current_office().id, template_id)
    form = EditForm()
    if form.validate_on_submit():
        with form.refusals(beside="name"):
            change_template(current_actor(), template_id, form.name.data or "", _typed_heads())
            flash(_("Susunan disimpan."), "success")
            return redirect_to("intranet.column_template", template_id=template_id)
        return _page(row, form, _typed())
    if not form.is_submitted():
        form.name.data = row.name
    return _page(row, form, _typed() if form.is_submitted() else _stored(row))


@blueprint.post("/laporan/kolom/<int:template_id>/hapus")
@requires(Role.ADMIN, area=ADMIN)
def delete_column_template(template_id: int) -> Response:
    """Take it off the list."""
    delete_template(current_actor(), template_id)
    flash(_("Susunan dihapus."), "success")
    return redirect_to("intranet.column_templates")


def _page(row: ColumnTemplate, form: EditForm, lines: list[LineTyped]) -> Response:
    office, heads = current_office(), heads_of(row)
    return render_page(
        "intranet/reports/column_template.html",
        row=row,
        form=form,
        lines=[*lines, *[LineTyped("", "", "")] * SPARE],
        names=column_names(row.kind),
        kinds=KINDS,
        heads=heads,
        preview=[list(map(_told, cells)) for cells in latest_rows(office, today(), row.kind, heads)],
        status=form.http_status,
    )


def _told(cell: Cell) -> str:
    """A cell as a spreadsheet shows it (the formats of `printing.sheet`)."""
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H.%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def _stored(row: ColumnTemplate) -> list[LineTyped]:
    return [LineTyped(str(place), head.key, head.title) for place, head in enumerate(heads_of(row), 1)]


def _typed() -> list[LineTyped]:
    """The lines in the order of the page, as far as there may be any; those without a column were deleted."""
    columns = (request.form.getlist(name)[: MOST_COLUMNS + SPARE + 1] for name in ("place", "key", "title"))
    return [LineTyped(*values) for values in zip(*columns, strict=False) if values[1] or values[2]]


def _typed_heads() -> list[Head]:
    """The lines with a column, by the numbers before them; equal or missing ones keep the order of the page."""
    names = column_names()
    lines = [line for line in _typed() if line.key]
    lines.sort(key=lambda line: int(line.place) if line.place.isascii() and line.place.isdigit() else MOST_COLUMNS * 10)
    return [Head(line.key, line.title.strip() or names.get(line.key, "")) for line in lines]
