"""Word papers from a template of `templates/print`, filled in by docxtpl; the words stay words, whatever is in them."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pstku.printing.text import TEMPLATES

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def fill_docx(
    template: str,
    values: dict[str, Any],
    made_at: datetime,
    with_pictures: Callable[[Any], dict[str, Any]] | None = None,
) -> bytes:
    """The document of `templates/print/<template>.docx`, dated `made_at`.

    Values are escaped: without that docxtpl loses "R&D" and all that follows a "<". `with_pictures` makes the values anew
    for the open document, with its pictures in the order of their alternative texts, `alts`.
    """
    from docxtpl import DocxTemplate  # its libraries are large; most workers never write a document

    document = DocxTemplate(TEMPLATES / f"{template}.docx")
    values = with_pictures(document) if with_pictures else values
    document.render(values, autoescape=True)
    for shape, alt in zip(document.docx.inline_shapes, values.get("alts", ()), strict=True):
        shape._inline.docPr.set("descr", alt)
    properties = document.docx.core_properties
    properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)
    written = BytesIO()
    document.save(written)
    return written.getvalue()
