"""Forms of the faces: Indonesian sentences, and domain errors shown beside their field."""

from collections.abc import Iterable
from typing import Any

from flask import flash
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, PasswordField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from pstku.core.errors import DomainError, InvalidInput
from pstku.core.text import N_, has_card_number, without_card_numbers
from pstku.http.access import is_htmx
from pstku.http.addresses import FIRST_YEAR, LAST_YEAR, row_id
from pstku.http.domain_refusals import Refusals
from pstku.http.text import sentence

FAR_AWAY = N_("Tahun ini terlalu jauh. Periksa tanggalnya.")
NO_CHOICE = N_("Pilihan ini tidak ada. Pilih yang lain.")
WORDS = {
    "Not a valid integer value.": N_("Ketik angka bulat tanpa titik atau koma."),
    "Not a valid choice.": NO_CHOICE,
    "Not a valid time value.": N_("Ketik jam seperti 08.00."),
    "Not a valid date value.": N_("Ketik tanggal yang ada."),
    "This field is required.": N_("Bagian ini wajib diisi."),
    "Invalid Choice: could not coerce.": NO_CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": NO_CHOICE,
    "'%(value)s' is not a valid choice for this field.": NO_CHOICE,
    "'%(value)s' are not valid choices for this field.": NO_CHOICE,
}

UNTYPED = (HiddenField, PasswordField)  # keys may hold long digits; passwords are nobody's to change
NUMBER_REMOVED = N_("Nomor identitas (NIK) atau kartu tidak boleh disimpan. Nomor itu sudah dihapus dari isian.")


class OurWords:
    """WTForms' own sentences, said our way."""

    def gettext(self, words: str) -> str:
        return sentence(WORDS.get(words, words))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return self.gettext(singular if count == 1 else plural)


class Form(FlaskForm):  # type: ignore[misc]  # the library is untyped
    """A form whose sentences are ours (WTForms' own are English)."""

    holds_figures = False  # True for tables and pages, whose long rows of digits are no card numbers
    refused: Refusals | None = None  # what the domain said of this form

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, form: Any) -> OurWords:
            return OurWords()

    def validate(self, extra_validators: Any = None) -> bool:
        """Also takes card numbers out of everything typed, and says so, before anybody stores it."""
        is_valid: bool = super().validate(extra_validators)
        typed = [field for field in self if isinstance(field, StringField) and not isinstance(field, UNTYPED)]
        held = [] if self.holds_figures else [field for field in typed if has_card_number(field.data)]
        for field in held:
            field.data = without_card_numbers(field.data)
        if held:
            flash(sentence(NUMBER_REMOVED), "warning")
        return is_valid

    def refusals(self, *kinds: type[DomainError], beside: str = "") -> Refusals:
        """`with form.refusals(): operation(…)`: a refusal stands beside the field it names, else beside `beside`.

        One that names no field of this form stands above the page: no refusal is silent.
        """
        self.refused = Refusals(*kinds, show=lambda error: self._show(error, beside))
        return self.refused

    @property
    def http_status(self) -> int:
        """Of the page with this form: 200 until it is sent, then 422, or what the domain's refusal asks for."""
        if self.refused:
            return self.refused.status if self.refused.status != 404 else 422  # unknown is what was typed, not the page
        return 422 if self.is_submitted() else 200

    def _show(self, error: DomainError, beside: str) -> None:
        field: Field | None = self._fields.get(error.field if isinstance(error, InvalidInput) else beside)
        words = sentence(error)
        if field is not None:
            field.errors = [*field.errors, words]
        elif is_htmx():
            self.form_errors.append(words)  # the form comes back alone
        else:
            flash(words, "error")


class DayField(DateField):  # type: ignore[misc]  # the library is untyped
    """A day within the years we compute with: another one could not even be carried into a timezone."""

    data: Any  # a date, or None

    def process_formdata(self, valuelist: list[str]) -> None:
        """As typed; refuses years outside 2000 to 2100."""
        super().process_formdata(valuelist)
        if self.data is not None and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            self.data = None
            raise ValueError(FAR_AWAY)


def required(message: str = N_("Bagian ini wajib diisi.")) -> DataRequired:
    """The field must be filled; the message says what to type."""
    return DataRequired(message=message)


def at_most(length: int) -> Length:
    """The field holds at most `length` characters."""
    return Length(max=length, message=N_("Terlalu panjang. Singkat menjadi paling banyak %(max)d huruf."))


def optional_id(value: Any) -> int | None:
    """Coerce of a select whose empty choice means None; raises ValueError for what is no id of a row."""
    return row_id(str(value)) if value not in (None, "", "None") else None


def offer(pairs: Iterable[tuple[Any, str]], *, empty: str | None = None) -> list[SelectChoice]:
    """(value, label) pairs as the choices of a select or radio field; `empty` adds a first choice of nothing."""
    first = [SelectChoice("", empty)] if empty is not None else []
    return first + [SelectChoice(value, label) for value, label in pairs]
