"""What a table of figures says, before it is saved."""

from typing import Any

from flask import Response
from flask_babel import gettext as _
from wtforms import BooleanField, FileField, TextAreaField

from pstku.core.text import N_
from pstku.filling.queries.entering import preview, read_filled
from pstku.filling.rules.sheets import Reading
from pstku.http.access import current_office
from pstku.http.forms import Form
from pstku.http.pages import render_page
from pstku.library.rules.checksums import checksum
from pstku.library.rules.printed import NEGLIGIBLE, SIGN_WORDS


class SheetForm(Form):
    """A table by paste or as a file."""

    holds_figures = True

    text = TextAreaField(N_("Tempel dari Excel, beserta baris judulnya"))
    file = FileField(N_("Atau unggah berkasnya (.xlsx, .xls, .ods, .csv)"))
    dash = BooleanField(N_("Simpan tanda – sebagai 0"))
    skip = BooleanField(N_("Lewati baris yang salah, simpan yang lain"))

    def reading(self) -> Reading:
        """What the pasted table says; raises InvalidInput."""
        return read_filled(current_office(), self.text.data or "", dash_is_zero=bool(self.dash.data))

    @property
    def mark(self) -> str:
        """A checksum of the previewed table: it proves that doubts about its figures were shown."""
        return checksum((self.text.data or "").split(), bool(self.dash.data))


def preview_page(form: SheetForm, reading: Reading, *, is_unsure: bool = False, status: int = 200) -> Response:
    """What would be saved and what would not."""
    faults: list[tuple[Any, str]] = [(fault, _(fault.message, **dict(fault.values))) for fault in reading.faults]
    return render_page(
        "intranet/filling/preview.html",
        form=form,
        reading=reading,
        faults=faults,
        lines=preview(current_office(), reading.entries, reading.said),
        sign_words=SIGN_WORDS,
        negligible=_(NEGLIGIBLE),
        seen=form.mark,
        unsure=is_unsure,
        status=status,
    )
