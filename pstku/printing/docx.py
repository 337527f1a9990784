"""Word papers from a template of `templates/print`, filled in by docxtpl; the words stay words, whatever is in them."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pstku.printing.text import TEMPLATES

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def fill_docx(template: str, values: dict[str, Any], made_at: datetime) -> bytes:
    """The document of `templates/print/<template>.docx`, dated `made_at`.

    Values are escaped: without that docxtpl loses "R&D" and all that follows a "<".
    """
    from docxtpl import DocxTemplate  # its libraries are large; most workers never write a document

    document = DocxTemplate(TEMPLATES / f"{template}.docx")
    document.render(values, autoescape=True)
    properties = document.docx.core_properties
    properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)
    written = BytesIO()
    document.save(written)
    return written.getvalue()
