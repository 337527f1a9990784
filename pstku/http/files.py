"""Files that a page gives: shown in the browser, or saved under a name."""

from collections.abc import Iterable

from flask import Response

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV, ZIP = "text/csv", "application/zip"

Content = bytes | str | Iterable[bytes]


def shown_file(content: Content, kind: str, name: str) -> Response:
    """A file that the browser shows, and saves under `name` (ASCII, with its ending) when asked to. `kind`: its media type."""
    return _file(content, kind, name, "inline")


def saved_file(content: Content, kind: str, name: str) -> Response:
    """A file that the browser saves under `name`."""
    return _file(content, kind, name, "attachment")


def _file(content: Content, kind: str, name: str, way: str) -> Response:
    return Response(content, mimetype=kind, headers={"Content-Disposition": f'{way}; filename="{name}"'})
