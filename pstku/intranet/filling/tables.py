"""A published table, pasted or dropped as it is: an editor says once what its rows and columns mean."""

from collections.abc import Iterable, Mapping

from flask import Response, request
from flask_babel import gettext as _
from wtforms import HiddenField, SelectField, StringField

from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.filling.operations import remember_table
from pstku.filling.queries.mapping import find_table_map, words_of
from pstku.filling.rules.mapping import (
    INDICATOR,
    LEAVE_OUT,
    PLAIN,
    POWERS,
    REGION,
    Release,
    TableMap,
    propose,
    sheet_of,
)
from pstku.filling.rules.pasted import cells_of, text_of
from pstku.filling.rules.published import Layout, Line, layout_of, period_in
from pstku.http.access import current_actor, current_office, requires
from pstku.http.forms import Form, offer
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.intranet.filling.previewing import SheetForm, preview_page
from pstku.library.queries.pages import indicators
from pstku.library.queries.places import region_names

POWER_WORDS = {0: N_("seperti tertulis"), 3: N_("× 1.000 (ribu)"), 6: N_("× 1.000.000 (juta)"), 9: N_("× 1 miliar")}


class TableForm(Form):
    """What holds for a whole table; its rows and columns are fields named by their place in the list."""

    holds_figures = True

    text = HiddenField()
    indicator_key = SelectField(N_("Indikator"), validate_choice=False)
    region_code = SelectField(N_("Wilayah"), validate_choice=False)
    period = StringField(N_("Periode"))
    source = StringField(N_("Sumber"))
    source_url = StringField(N_("Alamat sumber"))
    released_on = StringField(N_("Tanggal rilis"))

    def release(self) -> Release:
        """What is typed of this edition; raises InvalidInput without a source."""
        if not (self.source.data or "").strip():
            raise InvalidInput("source", N_("Isi sumber angkanya, misalnya nomor BRS atau judul publikasi."))
        url, day, period = (field.data or "" for field in (self.source_url, self.released_on, self.period))
        return Release(self.source.data or "", url, day, period)


def table_page(text: str, layout: Layout) -> Response:
    """The form for what a table means, filled with last year's answers or with guesses from its headings."""
    office, form = current_office(), TableForm(formdata=None)
    earlier = find_table_map(office.id, layout.signature)
    mapped = propose(layout, words_of(office), earlier)
    form.text.data, form.source.data = text, layout.source
    form.indicator_key.data, form.region_code.data = mapped.indicator_key, mapped.region_code
    form.period.data = period_in(layout.title)[1]
    return _page(form, layout, mapped, is_known=earlier is not None)


@blueprint.post("/belajar/isi/tabel")
@requires(Role.EDITOR)
def map_table() -> Response:
    """Remember what the table means, and show the figures that it says."""
    form = TableForm()
    table = cells_of(form.text.data or "")
    layout = layout_of(table)
    if layout is None:
        raise InvalidInput("text", N_("Tabel ini tidak terbaca lagi. Tempel ulang di Isi angka."))
    mapped = _typed_map(form, layout)
    with form.refusals():
        rows = sheet_of(table, layout, mapped, form.release())
        if len(rows) == 1 or not _names_indicator(mapped):
            raise InvalidInput(
                "indicator_key", N_("Pilih indikatornya: untuk seluruh tabel, atau per kolom dan baris.")
            )
        remember_table(current_actor(), layout.signature, layout.title, mapped)
        filled = SheetForm(formdata=None)
        filled.text.data = text_of(rows)
        return preview_page(filled, filled.reading())
    return _page(form, layout, mapped, status=form.http_status)


def _typed_map(form: TableForm, layout: Layout) -> TableMap:
    columns, rows = distinct(layout.columns), distinct(layout.rows)
    powers = {key: request.form.get(f"power-{n}", 0, int) for n, key in enumerate(columns)}
    return TableMap(
        rows={key: request.form.get(f"row-{n}", LEAVE_OUT) for n, key in enumerate(rows)},
        columns={key: request.form.get(f"column-{n}", LEAVE_OUT) for n, key in enumerate(columns)},
        powers={key: power for key, power in powers.items() if power in POWERS and power},
        indicator_key=form.indicator_key.data or "",
        region_code=form.region_code.data or "",
    )


def _names_indicator(mapped: TableMap) -> bool:
    meanings = [*mapped.rows.values(), *mapped.columns.values()]
    return bool(mapped.indicator_key) or any(meaning.startswith(INDICATOR) for meaning in meanings)


def distinct(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Heading -> its rows or columns, in order: a heading with three years is asked about once."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.key, []).append(line)
    return found


def _page(form: TableForm, layout: Layout, mapped: TableMap, *, is_known: bool = False, status: int = 200) -> Response:
    office = current_office()
    titles = {page.key: page.title for page in indicators(office.id)}
    names = region_names(office)
    form.indicator_key.choices = offer(titles.items(), empty=_("dari kolom atau baris"))
    form.region_code.choices = offer(names.items())
    return render_page(
        "intranet/filling/table.html",
        form=form,
        layout=layout,
        columns=distinct(layout.columns),
        rows=distinct(layout.rows),
        mapped=mapped,
        meanings=_meanings(titles, names),
        power_words=POWER_WORDS,
        is_known=is_known,
        status=status,
    )


def _meanings(titles: Mapping[str, str], names: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Heading of a group -> (meaning, words), for the select of a row or column."""
    return {
        "": [(LEAVE_OUT, _("tidak dipakai")), (PLAIN, _("dipakai, tanpa arti tambahan"))],
        _("Indikator"): [(INDICATOR + key, title) for key, title in titles.items()],
        _("Wilayah"): [(REGION + code, name) for code, name in names.items()],
    }
