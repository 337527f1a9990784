"""A page as its editor types it: what every kind has in common."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import FileField, HiddenField, SelectField, StringField, TextAreaField

from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.editing.models import PageRevision
from pstku.editing.queries.revisions import stand_of
from pstku.http.forms import Form, offer
from pstku.intranet.editing.typed import LINES, NUMBER, SOURCES, WORD, Typed
from pstku.intranet.library.pages import FUNCTIONS
from pstku.library.queries.pages import PageLine
from pstku.library.rules.schema import Fact, Facts


class DraftForm(Form):
    """A page as its editor types it; lists stand one item to a line."""

    holds_figures = True

    facts: ClassVar[dict[Fact[Any], Typed]] = {
        Facts.how_to_read: WORD,
        Facts.misreadings: LINES,
        Facts.how_to_get: LINES,
    }

    stand = HiddenField()  # of the draft when the typing began
    title = StringField(N_("Judul"))
    short = StringField(N_("Singkatan"))
    function = SelectField(N_("Fungsi"), choices=offer(FUNCTIONS.items()))
    summary = StringField(N_("Ringkasan, satu kalimat"))
    body = TextAreaField(N_("Isi (Markdown)"))
    how_to_read = StringField(N_("Cara membaca"))
    misreadings = TextAreaField(N_("Sering keliru, satu per baris"))
    how_to_get = TextAreaField(N_("Cara mendapatkannya, satu langkah per baris"))
    synonyms = TextAreaField(N_("Kata lain yang dipakai tamu, satu per baris"))
    image = FileField(N_("Gambar"))
    image_alt = StringField(N_("Apa yang terlihat pada gambar"))
    sources = TextAreaField(N_("Sumber, satu per baris: nama | alamat | V atau GK"))
    verify_every_days = StringField(N_("Diperiksa ulang setiap (hari)"))
    why = StringField(N_("Apa yang berubah dan mengapa"))

    def offer_pages(self, lines: list[PageLine], revision: PageRevision) -> None:
        """Let the fields that point to pages offer those of the library; most kinds have none."""

    def fill(self, revision: PageRevision) -> None:
        """Show a draft."""
        draft = revision.says
        self.title.data, self.short.data, self.function.data = draft.title, draft.short, draft.function
        self.summary.data, self.body.data = draft.summary, draft.body
        self.synonyms.data = LINES.show(draft.synonyms)
        self.sources.data = SOURCES.show(draft.sources)
        self.verify_every_days.data = NUMBER.show(draft.verify_every_days)
        for fact, typed in self.facts.items():
            self[fact.name].data = typed.show(draft.facts.stored.get(fact.name))
        self.why.data = revision.why
        self.stand.data = stand_of(revision)

    def content(self, revision: PageRevision) -> dict[str, Any]:
        """What was typed, over what the draft held; facts that have no field stay. Raises InvalidInput."""
        before = revision.says
        words = {
            "title": self.title.data,
            "short": self.short.data,
            "function": self.function.data,
            "summary": self.summary.data,
            "body": self.body.data,
        }
        days = NUMBER.after(self.verify_every_days.data, before.verify_every_days, "verify_every_days")
        if days is None:
            raise InvalidInput("verify_every_days", N_("Isi setiap berapa hari halaman ini diperiksa ulang."))
        return {name: text for name, text in words.items() if text is not None} | {
            "synonyms": LINES.after(self.synonyms.data, before.synonyms, "synonyms"),
            "sources": SOURCES.after(self.sources.data, before.sources, "sources"),
            "verify_every_days": days,
            "facts": self.typed_facts(before.facts),
        }

    def typed_facts(self, before: Facts) -> dict[str, Any]:
        """The facts as typed, as JSON; an emptied field takes its fact away."""
        return typed_over(self, {fact.name: typed for fact, typed in self.facts.items()}, before.stored)


def typed_over(form: Form, typed: Mapping[str, Typed], before: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """The stored values `before`, changed by the fields of `typed`; raises InvalidInput beside the field."""
    out = dict(before)
    for name, way in typed.items():
        stored = before.get(name)
        value = way.after(form[prefix + name].data, stored, prefix + name)
        if value is stored:
            continue
        if value in ("", [], {}) or value is None:
            out.pop(name, None)
        else:
            out[name] = value
    return out
