"""Word documents as a reader sees them."""

from io import BytesIO

from docx import Document


def words_of(content: bytes) -> str:
    """Every paragraph and cell, one a line."""
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
