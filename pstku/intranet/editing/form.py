"""A page as its editor types it."""

from typing import Any

from wtforms import FileField, HiddenField, IntegerField, SelectField, StringField, TextAreaField

from pstku.core.text import N_
from pstku.http.forms import Form, offer
from pstku.intranet.library import FUNCTIONS
from pstku.learning.models import PageRevision
from pstku.learning.queries.revisions import stand_of

WORDS = ("how_to_read", "formula", "formula_latex")
LISTS = ("misreadings", "how_to_get")


class DraftForm(Form):
    """A page as its editor types it; lists stand one item to a line."""

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
    formula = StringField(N_("Rumus dengan kata"))
    formula_latex = StringField(N_("Rumus (LaTeX)"))
    image = FileField(N_("Gambar"))
    image_alt = StringField(N_("Apa yang terlihat pada gambar"))
    sources = TextAreaField(N_("Sumber, satu per baris: nama | alamat | V atau GK"))
    verify_every_days = IntegerField(N_("Diperiksa ulang setiap (hari)"))
    why = StringField(N_("Apa yang berubah dan mengapa"))

    def fill(self, revision: PageRevision) -> None:
        """Show a draft."""
        content, facts = revision.content, revision.content.get("facts") or {}
        for name in ("title", "short", "function", "summary", "body", "verify_every_days"):
            self[name].data = content.get(name)
        for name in WORDS:
            self[name].data = facts.get(name) or ""
        for name in LISTS:
            self[name].data = "\n".join(map(str, facts.get(name) or []))
        self.synonyms.data = "\n".join(map(str, content.get("synonyms") or []))
        self.sources.data = "\n".join(_source_line(item) for item in content.get("sources") or [])
        self.why.data = revision.why
        self.stand.data = stand_of(revision)

    def content(self, revision: PageRevision) -> dict[str, Any]:
        """What was typed, over what the draft held; facts that have no field stay."""
        facts = dict(revision.content.get("facts") or {})
        for name in LISTS:
            facts[name] = _lines(self[name].data)
        for name in WORDS:
            facts[name] = (self[name].data or "").strip()
        plain = {name: self[name].data or "" for name in ("title", "short", "function", "summary", "body")}
        every = self.verify_every_days.data
        return plain | {
            "facts": {name: value for name, value in facts.items() if value not in ("", [])},
            "synonyms": _lines(self.synonyms.data),
            "sources": [_source(line) for line in _lines(self.sources.data)],
            "verify_every_days": every if every and 7 <= every <= 1100 else 180,
        }


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _source_line(item: dict[str, Any]) -> str:
    return " | ".join([str(item.get("name") or ""), str(item.get("url") or ""), str(item.get("mark") or "GK")])


def _source(line: str) -> dict[str, Any]:
    name, url, mark = (*(part.strip() for part in line.split("|")), "", "")[:3]
    is_address = url.startswith(("https://", "http://"))
    return {"name": name, "url": url if is_address else None, "mark": mark if mark in ("V", "D", "INF") else "GK"}
