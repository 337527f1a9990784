"""Kalimat naskah: the words of the papers that the office may change, looked at before they count."""

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import SelectMultipleField, StringField, TextAreaField

from pstku.awardpapers.certificate import certificate_example_pdf
from pstku.awardpapers.papers import draft_of, draft_pdf
from pstku.core.actor import Role
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.documents.operations.wording import checked_texts, restore_text, save_texts
from pstku.documents.queries import Words, words_of
from pstku.documents.rules.kinds import Kind
from pstku.documents.rules.texts import COLUMNS, COLUMNS_KEY, GROUPS, PREVIEWED, TEXTS, Text
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.files import PDF, shown_file
from pstku.http.forms import Form, at_most, offer
from pstku.http.pages import redirect_to, render_page
from pstku.register import blueprint
from pstku.rewards.queries import latest_with_evidence


def _field(text: Text) -> StringField | TextAreaField:
    return (TextAreaField if text.is_long else StringField)(text.label, [at_most(text.longest)])


class _Columns(Form):
    """Which columns the list of candidates has; the texts are added by their keys."""

    columns = SelectMultipleField(N_("Kolom daftar calon"), choices=offer(COLUMNS.items()), validate_choice=False)


TextsForm: type[_Columns] = type("TextsForm", (_Columns,), {text.key: _field(text) for text in TEXTS})


@blueprint.route("/naskah/kalimat", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def document_texts() -> Response:
    """Every text by its group; a button shows the paper with what is typed, and keeps nothing."""
    words = words_of(current_office())
    form = TextsForm(data=dict(words.texts) | {COLUMNS_KEY: words.columns})
    if form.validate_on_submit():
        with form.refusals():
            typed = {text.key: form[text.key].data or "" for text in TEXTS}
            if (group := request.form.get("lihat", "")) in PREVIEWED:
                return _preview(PREVIEWED[group], words_of(current_office(), checked_texts(typed, form.columns.data)))
            save_texts(current_actor(), typed, form.columns.data)
            flash(_("Kalimat naskah tersimpan. Naskah yang sudah terbit tetap seperti semula."), "success")
            return redirect_to("register.document_texts")
    groups = {key: [text for text in TEXTS if text.group == key] for key in GROUPS}
    return render_page(
        "admin/awards/texts.html",
        status=form.http_status,
        form=form,
        groups=groups,
        group_names=GROUPS,
        changed=words.changed,
    )


@blueprint.post("/naskah/kalimat/<key>/bawaan")
@requires(Role.ADMIN, area=ADMIN)
def restore_document_text(key: str) -> Response:
    """Kembalikan ke bawaan."""
    restore_text(current_actor(), key)
    flash(_("Kalimat kembali ke bawaan."), "success")
    return redirect_to("register.document_texts")


def _preview(kind: Kind, words: Words) -> Response:
    office, actor = current_office(), current_actor()
    if kind == Kind.CERTIFICATE:
        return shown_file(certificate_example_pdf(office, words), PDF, "pratinjau.pdf")
    period = None if kind == Kind.SOP else latest_with_evidence(office.id)
    if kind != Kind.SOP and period is None:
        raise Conflict(N_("Pratinjau naskah ini tersedia setelah ada triwulan yang ditutup."))
    return shown_file(draft_pdf(draft_of(office, kind, period, actor, words)), PDF, "pratinjau.pdf")
