"""Templates are indented for whoever reads them; pages are sent without it."""

import re

from jinja2.ext import Extension

# Beside the edges of their boxes no blank is ever seen.
_BLOCKS = (
    "address|article|aside|blockquote|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|"
    "hr|html|legend|li|link|main|meta|nav|ol|option|p|script|section|summary|table|tbody|td|template|tfoot|th|thead|tr|ul"
)
_BEFORE_A_BLOCK = re.compile(rf"\n\s+(?=</?(?:{_BLOCKS})\b)")
_BEHIND_A_BLOCK = re.compile(rf"(</?(?:{_BLOCKS})\b[^<>{{}}]*>)\n\s+(?!\s|{{%)")
_INDENTED = re.compile(r"\n\s+(?!\s|{%)")


class SentWithoutIndentation(Extension):
    """Take the indentation out of an HTML template, once, when it is compiled.

    Before words one blank stays, because those of two lines would touch without it: a Jinja block takes the end of its
    line away.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source as it is compiled; other templates (print, SVG) stay as they are."""
        if name is not None and not name.endswith(".html"):
            return source
        return _INDENTED.sub(" ", _BEHIND_A_BLOCK.sub(r"\1", _BEFORE_A_BLOCK.sub("", source)))
